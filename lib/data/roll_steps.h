/* roll_steps.h - the actions of a roll, named and written.
 * Layer: data.
 *
 * Every one belongs to a roll, carries the interval of ticks it is valid in and the
 * time until which it is, and goes from and to the roll's own wallet. */
#ifndef MM_ROLL_STEPS_H
#define MM_ROLL_STEPS_H

#include "data/roll_market.h"
#include "math/range_limits.h"

#include "data/frame.h"
#include "data/rec_action.h"

struct roll_steps_of {
	struct frame *f;
	const struct roll_knobs *k;
	const struct roll_place *at;
	int64_t ts_ms;
	const char *wallet;
	const char *roll;
	const char *position; /* that it began with; NULL: none */
	const char *reason;
};

/* Amounts of a roll in smallest parts; of a native token the part that is wrapped. */
struct roll_have {
	struct univ3_amounts all;
	struct u256 wrapped0;
};

/* Each emits its actions.
 * returns: NULL, or why nothing was: a code. */

/* roll_step_burn: all of a position's liquidity; final: the roll ends with it. */
MM_CHECKED const char *roll_step_burn(const struct roll_steps_of *s,
				      const struct rec_position *p, bool final);

/* roll_step_decrease: that part of its liquidity, 0 < liquidity < all. */
MM_CHECKED const char *roll_step_decrease(const struct roll_steps_of *s,
					  const struct rec_position *p,
					  unsigned __int128 liquidity);

/* roll_step_swap: what range_swap_size said, through that market. */
MM_CHECKED const char *roll_step_swap(const struct roll_steps_of *s,
				      const struct roll_market *m,
				      const struct range_swap *swap,
				      const struct roll_have *have);

/* roll_step_mint: a position of that range from all there is, or as much more in
 * `into` (NULL: a new one); the roll ends with it. */
MM_CHECKED const char *roll_step_mint(const struct roll_steps_of *s,
				      struct range_ticks range,
				      const struct roll_have *have,
				      const struct rec_position *into);

/* roll_step_refuse: an action of that kind is withheld; the rest of the frame goes on. */
void roll_step_refuse(const struct roll_steps_of *s, const char *action,
		      const char *reason, const char *text);

#endif
