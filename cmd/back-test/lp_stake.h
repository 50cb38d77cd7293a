/* lp_stake.h - liquidity between two prices, and what the swaps on a tape pay it.
 * Layer: cmd.
 *
 * It stands beside the liquidity that was there: it gets its share L / (L_pool + L) of
 * the fee of each swap, L_pool as the swap's event tells it, and the price goes where
 * it went.  Of a swap that begins or ends outside, that part counts which was given
 * between its two prices.  The fee is the fee rate of what was given, rounded down,
 * less the protocol's part of it, and is kept as the contracts do, by growth per unit
 * of liquidity.
 */
#ifndef MM_BACK_TEST_LP_STAKE_H
#define MM_BACK_TEST_LP_STAKE_H

#include "lp_tape.h"
#include "math/lp_price.h"

struct lp_stake {
	int32_t tick_lower, tick_upper;
	struct u256 lower, upper; /* sqrt prices */
	unsigned __int128 liquidity;
	struct u256 growth[2]; /* of fees since it was put in, Q128.128 */
};

/* lp_stake_open: as much as these amounts pay for at this place, rounded as a pool
 * does; *cost is what it takes of them.
 * returns: ST_OK, ST_NODATA (they pay for none), or what univ3_amounts.h says. */
MM_CHECKED enum status lp_stake_open(struct lp_stake *s,
				     struct lp_amounts *cost, int32_t lower,
				     int32_t upper, const struct lp_event *at,
				     struct lp_amounts have);

/* lp_stake_worth: what a burn would give there, fees not counted. */
struct lp_amounts lp_stake_worth(const struct lp_stake *s,
				 const struct lp_event *at);

/* lp_stake_owed: its fees so far. */
struct lp_amounts lp_stake_owed(const struct lp_stake *s);

/* lp_stake_pay: the pool went from `before` to `e`. */
void lp_stake_pay(struct lp_stake *s, const struct rec_pool *pool,
		  const struct lp_event *before, const struct lp_event *e);

#endif
