/* pool_price.h - prices of Uniswap's pools, and how far a swap moves them.
 * Layer: math.
 *
 * A price is token1 per token0, in units of the tokens; amounts and reserves are in
 * their smallest parts.  Prices are exact to 18 significant digits (fewer where they
 * would need over DEC_SCALE_MAX decimals) and rounded down.
 *
 * source: Uniswap v3 whitepaper, 6.1 (sqrt price); v2 whitepaper, 2.2 (reserves).
 */
#ifndef MM_POOL_PRICE_H
#define MM_POOL_PRICE_H

#include "base/dec.h"
#include "base/u256.h"

#define POOL_PRICE_DIGITS 18

/* pool_price_ratio: of amount1 against amount0.
 * in:      decimals of the tokens, 0..DEC_SCALE_MAX.
 * returns: ST_OK, ST_DIVZERO (no amount0), or ST_OVERFLOW. */
MM_CHECKED enum status pool_price_ratio(struct dec *out, struct u256 amount1,
					struct u256 amount0, int decimals0,
					int decimals1);

/* pool_price_sqrt: of a sqrt price of v3 or v4, 96 binary places.
 * returns: ST_OK, ST_DOMAIN (0, or over 160 bits), or ST_OVERFLOW. */
MM_CHECKED enum status pool_price_sqrt(struct dec *out, struct u256 sqrt_x96,
				       int decimals0, int decimals1);

/* By how many hundredths of a percent a price moved, up above 0: after / before - 1,
 * from the exact difference.  NaN where there is no price before. */
double pool_move_sqrt_bps(struct u256 before, struct u256 after);
double pool_move_ratio_bps(struct u256 before1, struct u256 before0,
			   struct u256 after1, struct u256 after0);

#endif
