/* quotes.h - is a swap what was quoted for it? */
#ifndef MM_SIGN_QUOTES_H
#define MM_SIGN_QUOTES_H

#include "jobs.h"

/* quotes_check refuses u where a swap of job j takes more, or may give less, than
 * the quote of its intent says; a route that nobody quoted too.
 * in: quotes: of struct rec_quote *. */
void quotes_check(struct arena *a, struct unit *u, const struct policy *p,
		  const struct job *j, const struct rec_list *quotes);

#endif
