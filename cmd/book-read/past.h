/* past.h - a market's transactions, newest first, and the trades in their logs: those
 * that are final, so that a list is as complete when it is read as it ever will be. */
#ifndef MM_BOOK_READ_PAST_H
#define MM_BOOK_READ_PAST_H

#include "cursor.h"
#include "net.h"
#include "venue/openbook_past.h"

/* From when, and how far back. */
struct past_end {
	int64_t to_slot; /* not after this slot, 0: any */
	int64_t slot;    /* not before this slot, 0: any             */
	int64_t time_s;  /* not before this block time, 0: any       */
};

struct past;

/* past_open: taker: as openbook_past_open.  The place is the caller's and stays.
 * Owner: caller, past_close. */
struct past *past_open(const struct openbook_place *place,
		       const struct openbook_piece *taker, struct past_end end);
void past_close(struct past *p); /* NULL is no error */

/* A trade and its block's time; -1: not known. */
struct past_trade {
	struct openbook_trade t;
	int64_t block_s;
};

/* past_next goes on by some transactions.
 *
 * out:     trades, newest first, in the arena.
 * returns: false: a fault; the same transactions are read again next time. */
MM_CHECKED bool past_next(struct past *p, struct net *n,
			  struct past_trade **trades, size_t *n_trades,
			  struct arena *a, struct openbook_fault *fault);

/* past_final: all up to that slot is final.  False: a fault, not_final where it is
 * not yet. */
MM_CHECKED bool past_final(struct net *n, int64_t slot, struct arena *a,
			   struct openbook_fault *fault);

/* past_over: there is nothing before. */
bool past_over(const struct past *p);

/* past_holes: logs so far that were cut or were not to be had. */
int64_t past_holes(const struct past *p);

#endif
