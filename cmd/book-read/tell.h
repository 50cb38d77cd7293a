/* tell.h - what a frame of one market and a frame of all have in common. */
#ifndef MM_BOOK_READ_TELL_H
#define MM_BOOK_READ_TELL_H

#include "reader.h"

/* The records of a market, ready to be written. */
struct told {
	struct rec_market market;
	struct rec_book book;
	struct rec_list orders; /* of struct rec_open_order */
	struct rec_event_queue queue;
};

/* tell_view makes them.  False: r->fault. */
MM_CHECKED bool tell_view(struct reader *r, struct told *out,
			  const struct openbook_view *v, struct arena *a);

void emit_chain(struct frame *f, const struct round *round);
void emit_market(struct frame *f, const struct told *t,
		 const struct openbook_view *v);
void emit_wallets(struct frame *f, const struct reader *r,
		  const struct round *round);

#endif
