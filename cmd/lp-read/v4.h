/* v4.h - positions of Uniswap v4: what its files share. */
#ifndef MM_LP_READ_V4_H
#define MM_LP_READ_V4_H

#include "owned.h"

/* v4_find adds the tokens of that wallet which are not known: so many, if nodes have
 * all logs. */
void v4_find(struct reader *r, struct owned *o, const struct owner *w,
	     int64_t missing);

#endif
