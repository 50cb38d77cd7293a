/* univ3_sqrt.h - what a move of the sqrt price comes to, and where an amount moves
 * it.  Layer: math.
 *
 * Sqrt prices are Q64.96 of at most 160 bits, amounts are smallest parts of their
 * token; 0 < price.  Bit for bit what the pools of v3 and v4 compute.
 *
 * source: v3-core 1.0.1 and v4-core 1.0.2, SqrtPriceMath.sol; MATH.md 4.9.
 */
#ifndef MM_UNIV3_SQRT_H
#define MM_UNIV3_SQRT_H

#include "base/u256.h"

#include <stdbool.h>

/* univ3_amount0, univ3_amount1: of a token between two sqrt prices, in either
 * order, for this liquidity.
 * returns: ST_OK, ST_DIVZERO (token0 and a price of 0), ST_RANGE (a price over 160
 *          bits). */
MM_CHECKED enum status univ3_amount0_floor(struct u256 *out, struct u256 a,
					   struct u256 b,
					   unsigned __int128 liquidity);
MM_CHECKED enum status univ3_amount0_ceil(struct u256 *out, struct u256 a,
					  struct u256 b,
					  unsigned __int128 liquidity);
MM_CHECKED enum status univ3_amount1_floor(struct u256 *out, struct u256 a,
					   struct u256 b,
					   unsigned __int128 liquidity);
MM_CHECKED enum status univ3_amount1_ceil(struct u256 *out, struct u256 a,
					  struct u256 b,
					  unsigned __int128 liquidity);

/* univ3_sqrt_after_in, univ3_sqrt_after_out: the sqrt price once amount has been
 * put in, fee not included, or taken out; rounded so that the pool never loses.
 * in:      zero_for_one: token0 goes in and token1 out.
 * returns: ST_OK, ST_DOMAIN (price or liquidity 0, or more asked out than there
 *          is), ST_RANGE (over 160 bits), ST_OVERFLOW (over 256 on the way). */
MM_CHECKED enum status univ3_sqrt_after_in(struct u256 *out, struct u256 sqrt,
					   unsigned __int128 liquidity,
					   struct u256 amount,
					   bool zero_for_one);
MM_CHECKED enum status univ3_sqrt_after_out(struct u256 *out, struct u256 sqrt,
					    unsigned __int128 liquidity,
					    struct u256 amount,
					    bool zero_for_one);

#endif
