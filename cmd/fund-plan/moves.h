/* moves.h - the actions of a treasury, named and written. */
#ifndef MM_FUND_MOVES_H
#define MM_FUND_MOVES_H

#include "data/frame.h"
#include "data/rec_action.h"

/* Every move is of the treasury wallet, at ts_ms. */
struct moves {
	struct frame *f;
	const char *wallet;
	int64_t ts_ms;
};

/* Amounts are exact, of the asset's unit, > 0. */
void move_transfer(const struct moves *m, const char *asset, struct dec amount,
		   const char *to, const char *reason);
void move_wrap(const struct moves *m, struct dec amount, const char *reason);

/* move_swap: min_out is what the reference price, less the slippage that is
 * allowed, gives. */
void move_swap(const struct moves *m, const char *asset, struct dec amount,
	       const char *asset_out, struct dec min_out, const char *reason);

#endif
