/* fuzz_route - pools of any numbers make a graph, and what it answers adds up: legs to
 * the amount asked about, the same legs again to the same amounts. */
#include "fuzz.h"
#include "math/route_safe.h"
#include "math/univ3_tick.h"

#include <stdbool.h>
#include <string.h>

#define POOLS  6
#define TOKENS 3
#define TICKS  4

static const uint8_t *input;
static size_t left;

/* The next n bytes, zeros behind the last. */
static uint64_t next(size_t n)
{
	uint64_t x = 0;

	for (; n > 0; n--) {
		x = x << 8 | (left ? *input : 0);
		input += left > 0;
		left -= left > 0;
	}
	return x;
}

/* Of up to as many bits as there are. */
static struct u256 number(int bits)
{
	struct u256 x = u256_of_u64(next(4));

	return u256_shl(x, (int)(next(1) % (unsigned)(bits - 31)));
}

static int32_t tick(void)
{
	return (int32_t)(next(3) % (2 * 900000)) - 900000;
}

static void put_ticks(struct route_pool *p, struct univ3_tick *ticks)
{
	struct univ3_pool *v = &p->v3;
	struct u256 sqrt;

	v->version = p->curve == ROUTE_V4 ? UNIV4 : UNIV3;
	v->tick = tick();
	v->spacing = (int32_t)next(1);
	v->sqrt_x96 = univ3_sqrt_at_tick(&sqrt, v->tick) ? number(160) : sqrt;
	v->liquidity = u256_low(number(128));
	v->fee_pips = (uint32_t)next(3);
	v->protocol_fee = (uint32_t)next(3);
	v->ticks = ticks;
	v->n_ticks = next(1) % (TICKS + 1);
	for (size_t i = 0; i < v->n_ticks; i++) {
		__int128 net = (__int128)u256_low(number(126));

		ticks[i].tick = v->tick + (int32_t)next(1) * v->spacing -
				(v->tick % (v->spacing ? v->spacing : 1)) +
				((int32_t)i - TICKS / 2) * 300 * v->spacing;
		ticks[i].liquidity_net = next(1) & 1 ? -net : net;
	}
	p->tick_low = next(1) & 1 ? UNIV3_TICK_MIN : tick();
	p->tick_high = next(1) & 1 ? UNIV3_TICK_MAX : tick();
}

static void put_pool(struct route_pool *p, struct univ3_tick *ticks)
{
	memset(p, 0, sizeof(*p));
	p->curve = (enum route_curve)(next(1) % 3);
	p->token[0] = (int)(next(1) % (TOKENS + 1));
	p->token[1] = (int)(next(1) % TOKENS);
	p->router = (int)(next(1) % 4) - 1;
	p->gas = (uint32_t)next(2);
	p->gas_tick = (uint32_t)next(2);
	if (p->curve == ROUTE_V2) {
		p->reserve[0] = number(256);
		p->reserve[1] = number(256);
		p->fee_num = (uint32_t)next(2);
		p->fee_den = (uint32_t)next(2);
	} else {
		put_ticks(p, ticks);
	}
}

static bool same(struct u256 a, struct u256 b)
{
	return !u256_cmp(a, b);
}

static void check(const struct route_graph *g, const struct route_ask *ask,
		  const struct route *r)
{
	struct u256 in = U256_ZERO, out = U256_ZERO;
	struct route again;
	double safe;

	FUZZ_CHECK(r->n >= 1 && r->n <= ask->max_legs);
	for (int i = 0; i < r->n; i++) {
		FUZZ_CHECK(!u256_add(&in, in, r->leg[i].amount_in));
		FUZZ_CHECK(!u256_add(&out, out, r->leg[i].amount_out));
		FUZZ_CHECK(!u256_is_zero(r->leg[i].amount_out));
		FUZZ_CHECK(r->leg[i].token[0] == ask->token_in &&
			   r->leg[i].token[r->leg[i].n] == ask->token_out);
	}
	FUZZ_CHECK(same(in, ask->amount_in) && same(in, r->amount_in));
	FUZZ_CHECK(same(out, r->amount_out));
	FUZZ_CHECK(!route_follow(&again, g, ask, r));
	FUZZ_CHECK(same(again.amount_out, out) && again.gas == r->gas);
	if (!route_safe_slippage(&safe, g, ask, r))
		FUZZ_CHECK(safe >= 0 && safe <= 1);
	FUZZ_CHECK(route_impact(g, r) >= 0 && route_impact(g, r) <= 1);
}

void fuzz_one(const uint8_t *data, size_t len)
{
	static struct arena arena;
	struct route_pool pools[POOLS];
	struct univ3_tick ticks[POOLS][TICKS];
	struct route_graph *g;
	struct route_ask ask;
	struct route r;

	input = data;
	left = len;
	arena_reset(&arena);
	for (int i = 0; i < POOLS; i++)
		put_pool(&pools[i], ticks[i]);
	g = route_graph_make(&arena, pools, POOLS, TOKENS);
	ask = (struct route_ask){
		.token_in = (int)(next(1) % (TOKENS + 1)),
		.token_out = (int)(next(1) % TOKENS),
		.amount_in = number(256),
		.max_hops = (int)(next(1) % (ROUTE_HOPS + 2)),
		.max_legs = (int)(next(1) % (ROUTE_LEGS + 2)),
		.executable = next(1) & 1,
		.gas_price = number(200),
		.gas_leg = (uint32_t)next(2),
	};
	if (!route_quote(&r, g, &ask, NULL))
		check(g, &ask, &r);
	FUZZ_CHECK(route_spot(g, &ask) >= 0);
}
