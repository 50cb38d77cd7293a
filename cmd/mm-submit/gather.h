/* gather.h - a frame's signed transactions with all that belongs to them.
 * Layer: cmd. */
#ifndef MM_SUBMIT_GATHER_H
#define MM_SUBMIT_GATHER_H

#include "attempt.h"
#include "sender.h"

/* What a frame has brought; all in its arena.  Zero is an empty frame. */
struct gathered {
	struct rec_list txs;     /* const struct rec_signed_tx * */
	struct rec_list actions; /* const struct rec_action *    */
	struct rec_list markets; /* const struct rec_market *    */
	struct rec_list oos;     /* const struct rec_oo *        */
};

/* gather_take keeps a record of one of those types. */
void gather_take(struct gathered *g, struct arena *a,
		 const struct rec_type *type, const void *rec);

/* gather_attempts makes an attempt of each transaction.  One that cannot be sent
 * (bad_tx, no_action, no_market) is refused and left out, which leaves its bundle
 * incomplete. */
struct attempts gather_attempts(struct sender *s, struct frame *f,
				const struct gathered *g, int64_t ts_ms);

#endif
