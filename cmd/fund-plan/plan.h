/* plan.h - one frame of the treasury. */
#ifndef MM_FUND_PLAN_H
#define MM_FUND_PLAN_H

#include "data/frame.h"
#include "data/rec_fund.h"
#include "data/rec_price.h"
#include "position.h"
#include "purse.h"

/* What the frame said so far; all in its arena. */
struct seen {
	const struct rec_fund *last; /* the decision before this one */
	const struct rec_price *sol_usd;
	const struct rec_pivot *pivot;
	const struct rec_book *book;
	struct purse purse;
	bool in_flight; /* a move of the treasury has no outcome yet */
};

/* plan_frame emits the decision and its actions, or refuses.
 *
 * One kind of step a frame, the first that is due: fees for wallets that run out
 * of SOL; a swap; wrapped SOL for wallets that have less than their share; idle
 * SOL wrapped. */
void plan_frame(struct frame *f, const struct seen *s, int64_t ts_ms);

#endif
