/* univ3_amounts.h - what a position holds, and what it takes to open it.
 * Layer: math.
 *
 * A position is liquidity between two sqrt prices, given in either order.  Below
 * them it is token0 only, above token1 only.  Pools of v3 and v4 agree on it.
 *
 * source: v3-periphery 1.4.4, LiquidityAmounts.sol; v3-core 1.0.1,
 * UniswapV3Pool.sol _modifyPosition; v4-core 1.0.2, Pool.sol modifyLiquidity;
 * MATH.md 4.2, 4.9.
 */
#ifndef MM_UNIV3_AMOUNTS_H
#define MM_UNIV3_AMOUNTS_H

#include "base/u256.h"

#include <stdint.h>

struct univ3_amounts {
	struct u256 amount0, amount1; /* smallest parts */
};

/* univ3_liquidity: the most that these amounts pay for at this price.
 * returns: ST_OK, ST_DIVZERO (a = b), ST_RANGE (a price over 160 bits),
 *          ST_OVERFLOW (what either amount alone would pay for is over 128 bits:
 *          the contract reverts, though the other be less). */
MM_CHECKED enum status univ3_liquidity(unsigned __int128 *out,
				       struct u256 sqrt_x96, struct u256 a,
				       struct u256 b,
				       struct univ3_amounts amounts);

/* univ3_amounts: of liquidity at this price, rounded down as a burn is, or up as a
 * mint.
 * returns: ST_OK, ST_DIVZERO (a price of 0), ST_RANGE (over 160 bits). */
MM_CHECKED enum status univ3_amounts_floor(struct univ3_amounts *out,
					   struct u256 sqrt_x96, struct u256 a,
					   struct u256 b,
					   unsigned __int128 liquidity);
MM_CHECKED enum status univ3_amounts_ceil(struct univ3_amounts *out,
					  struct u256 sqrt_x96, struct u256 a,
					  struct u256 b,
					  unsigned __int128 liquidity);

/* univ3_modify: what the pool asks for liquidity above 0 or gives for one below 0,
 * without fees, its own tick deciding where the price is (after a fall to a
 * boundary it is one lower than its price says).
 *
 * out:     both at or above 0; delta says which way they go.
 * in:      tick, sqrt_x96: the pool's; lower < upper, in range.
 * returns: ST_OK, ST_DOMAIN (lower >= upper), ST_RANGE (a tick outside its range). */
MM_CHECKED enum status univ3_modify(struct univ3_amounts *out, int32_t tick,
				    struct u256 sqrt_x96, int32_t lower,
				    int32_t upper, __int128 delta);

#endif
