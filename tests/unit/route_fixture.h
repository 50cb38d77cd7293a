/* route_fixture.h - made-up pools for the tests of routes. */
#ifndef MM_ROUTE_FIXTURE_H
#define MM_ROUTE_FIXTURE_H

#include "check.h"
#include "math/route.h"
#include "math/univ3_tick.h"

#include <math.h>
#include <string.h>

#define FIXTURE_TICKS 8

/* Fees of v2 and its forks, of v3. */
static const uint32_t fixture_v2_fees[] = { 9970, 9975, 9980 };
static const uint32_t fixture_v3_fees[] = { 100, 500, 3000, 10000 };
static const int32_t fixture_spacings[] = { 1, 10, 60, 200 };

static inline double fixture_real(uint64_t *seed)
{
	return (double)(check_rand(seed) >> 11) * 0x1p-53;
}

/* Rounded down; 0 <= x < 2^120. */
static inline struct u256 fixture_u256(double x)
{
	return u256_of_u128((unsigned __int128)x);
}

/* A pool of v2 between tokens a and b, x of a at this price of a in b, near it. */
static inline struct route_pool fixture_v2(uint64_t *seed, int a, int b,
					   double x, double price)
{
	double y = x * price * (0.99 + 0.02 * fixture_real(seed));

	return (struct route_pool){
		.curve = ROUTE_V2,
		.token = { a, b },
		.router = (int)check_pick(seed, 0, 1),
		.reserve = { fixture_u256(x), fixture_u256(y) },
		.fee_num = fixture_v2_fees[check_pick(seed, 0, 2)],
		.fee_den = 10000,
		.gas = ROUTE_GAS_V2,
	};
}

/* Ranges around the price, one of them over all; told whole, or near the price. */
static inline void fixture_liquidity(struct route_pool *p,
				     struct univ3_tick *ticks, uint64_t *seed,
				     double liquidity, bool whole)
{
	struct univ3_pool *v = &p->v3;
	int32_t at = univ3_tick_floor(v->tick, v->spacing);
	size_t n = 0;

	for (int32_t i = FIXTURE_TICKS / 2; i > 0; i--) {
		__int128 l = (__int128)(liquidity * fixture_real(seed)) + 1;
		int32_t low = at - i * i * v->spacing;
		int32_t high = at + (1 + i * (i + 1)) * v->spacing;

		ticks[n].tick = low;
		ticks[n].liquidity_net = l;
		ticks[FIXTURE_TICKS - 1 - n].tick = high;
		ticks[FIXTURE_TICKS - 1 - n].liquidity_net = -l;
		v->liquidity += (unsigned __int128)l;
		n++;
	}
	v->ticks = ticks;
	v->n_ticks = FIXTURE_TICKS;
	p->tick_low = whole ? UNIV3_TICK_MIN : ticks[0].tick - v->spacing;
	p->tick_high = whole ? UNIV3_TICK_MAX : ticks[FIXTURE_TICKS - 1].tick;
}

/* A pool of v3 or v4 that is as deep as that of v2 with these numbers. */
static inline struct route_pool fixture_v3(struct univ3_tick *ticks,
					   uint64_t *seed, int a, int b,
					   double x, double price, bool v4)
{
	int64_t fee = check_pick(seed, 0, 3);
	struct route_pool p = {
		.curve = v4 ? ROUTE_V4 : ROUTE_V3,
		.token = { a, b },
		.router = 2 + v4,
		.gas = v4 ? ROUTE_GAS_V4 : ROUTE_GAS_V3,
		.gas_tick = ROUTE_GAS_TICK,
	};
	struct univ3_pool *v = &p.v3;
	double root = sqrt(price * (0.99 + 0.02 * fixture_real(seed)));

	v->version = v4 ? UNIV4 : UNIV3;
	v->fee_pips = fixture_v3_fees[fee];
	v->spacing = fixture_spacings[fee];
	v->sqrt_x96 = u256_shl(fixture_u256(root * 0x1p48), 48);
	CHECK(univ3_tick_at_sqrt(&v->tick, v->sqrt_x96) == ST_OK);
	fixture_liquidity(&p, ticks, seed, x * root,
			  check_pick(seed, 0, 3) > 0);
	return p;
}

#endif
