/* univ3_fees.h - fees of a position, counted as the pools do.  Layer: math.
 *
 * Growth is fees per unit of liquidity since the pool began, Q128.128 modulo 2^256:
 * it wraps, and only differences mean something.
 *
 * source: v3-core 1.0.1, Tick.sol getFeeGrowthInside and Position.sol update; v4-core
 * 1.0.2, Pool.sol getFeeGrowthInside and Position.sol update; MATH.md 4.3.
 */
#ifndef MM_UNIV3_FEES_H
#define MM_UNIV3_FEES_H

#include "base/u256.h"

#include <stdint.h>

/* univ3_growth_inside: between two ticks, of one token.
 *
 * in:      tick: slot0's, which after a fall to a boundary is one lower than its
 *          price says; outside_lower, outside_upper: of the two ticks, 0 for one
 *          that is not initialised; lower < upper. */
struct u256 univ3_growth_inside(int32_t tick, int32_t lower, int32_t upper,
				struct u256 global, struct u256 outside_lower,
				struct u256 outside_upper);

/* univ3_fees_earned: of liquidity since the growth inside was `last`, modulo 2^128
 * as v3 keeps it.  Add it to tokensOwed with univ3_owed. */
unsigned __int128 univ3_fees_earned(struct u256 inside, struct u256 last,
				    unsigned __int128 liquidity);

/* univ3_owed: tokensOwed after an update, modulo 2^128. */
unsigned __int128 univ3_owed(unsigned __int128 owed, struct u256 inside,
			     struct u256 last, unsigned __int128 liquidity);

/* univ4_fees: what v4 pays out when the position is touched.
 * returns: ST_OK, or ST_OVERFLOW (over 127 bits, where the pool reverts). */
MM_CHECKED enum status univ4_fees(struct u256 *out, struct u256 inside,
				  struct u256 last,
				  unsigned __int128 liquidity);

#endif
