/* univ3_tick.h - ticks and the sqrt prices they stand for.  Layer: math.
 *
 * A tick t is the price 1.0001^t of token0 in token1, in their smallest parts; a
 * sqrt price is its square root as Q64.96 (at most 160 bits).  v3 and v4 count the
 * same way, to the last bit: nothing here is an approximation.
 *
 * source: v3-core 1.0.1 and v4-core 1.0.2, TickMath.sol; MATH.md 4.9, 5.
 */
#ifndef MM_UNIV3_TICK_H
#define MM_UNIV3_TICK_H

#include "base/u256.h"

#include <stdbool.h>
#include <stdint.h>

#define UNIV3_TICK_MIN (-887272)
#define UNIV3_TICK_MAX 887272

/* The sqrt price of UNIV3_TICK_MIN, the least there is; that of UNIV3_TICK_MAX, the
 * first that no pool reaches. */
#define UNIV3_SQRT_MIN ((struct u256){ .limb = { 4295128739 } })
#define UNIV3_SQRT_MAX                                                         \
	((struct u256){ .limb = { 0x5d951d5263988d26, 0xefd1fc6a50648849,      \
				  0xfffd8963 } })

#define UNIV3_SPACING_MAX 32767

/* univ3_sqrt_at_tick: ST_RANGE outside UNIV3_TICK_MIN..UNIV3_TICK_MAX ('T'). */
MM_CHECKED enum status univ3_sqrt_at_tick(struct u256 *sqrt_x96, int32_t tick);

/* univ3_tick_at_sqrt: the greatest tick whose sqrt price is not above this one.
 * returns: ST_OK, or ST_RANGE outside UNIV3_SQRT_MIN..UNIV3_SQRT_MAX - 1 ('R'). */
MM_CHECKED enum status univ3_tick_at_sqrt(int32_t *tick, struct u256 sqrt_x96);

/* Ticks a position may end at are the multiples of the pool's spacing, 1 to
 * UNIV3_SPACING_MAX.
 *
 * univ3_tick_index: tick / spacing towards minus infinity, where C goes to 0.
 * univ3_tick_floor, univ3_tick_ceil: the next multiple at or below, at or above. */
int32_t univ3_tick_index(int32_t tick, int32_t spacing);
int32_t univ3_tick_floor(int32_t tick, int32_t spacing);
int32_t univ3_tick_ceil(int32_t tick, int32_t spacing);

/* The lowest and the highest multiple that has a price. */
int32_t univ3_tick_first(int32_t spacing);
int32_t univ3_tick_last(int32_t spacing);

#endif
