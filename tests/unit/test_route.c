/* test_route - routes: every amount is that of the pools one after the other, no path
 * is better than the one found and no split of a fine grid better than the split;
 * what is refused. */
#include "route_fixture.h"

#include "math/univ2.h"

#define TOKENS 5
#define POOLS  12
#define DUST   16 /* parts lost to rounding, a few a hop */
#define GRID   40 /* parts of an amount in the search for a better split */

/* ---- the slow reference: exact, by itself ---- */

struct world {
	struct route_pool pool[POOLS];
	struct univ3_tick ticks[POOLS][FIXTURE_TICKS];
	int n;
};

/* Swaps and moves the pool.  False: it does not take it. */
static bool swap(struct route_pool *p, int token, struct u256 *amount,
		 uint64_t *gas)
{
	int in = p->token[0] == token ? 0 : 1;
	struct univ3_order o = { .zero_for_one = !in,
				 .exact_in = true,
				 .amount = *amount };
	struct univ3_swap s;

	*gas += p->gas;
	if (p->curve == ROUTE_V2) {
		struct univ2_pool v = { p->reserve[in], p->reserve[1 - in],
					p->fee_num, p->fee_den };
		struct u256 out;

		if (univ2_amount_out(&out, &v, *amount))
			return false;
		CHECK(!u256_add(&p->reserve[in], p->reserve[in], *amount));
		CHECK(!u256_sub(&p->reserve[1 - in], p->reserve[1 - in], out));
		*amount = out;
		return !u256_is_zero(out);
	}
	if (univ3_swap(&s, &p->v3, &o) || !s.filled ||
	    s.tick_after < p->tick_low || s.tick_after > p->tick_high)
		return false;
	p->v3.sqrt_x96 = s.sqrt_after;
	p->v3.tick = s.tick_after;
	p->v3.liquidity = s.liquidity_after;
	*gas += (uint64_t)s.ticks_crossed * p->gas_tick;
	*amount = s.amount_out;
	return !u256_is_zero(s.amount_out);
}

/* What a leg gives, the pools of w moved; zero: a pool does not take it. */
static struct u256 leg_out(struct world *w, const struct route_way *leg,
			   struct u256 amount, uint64_t *gas)
{
	int token = leg->token[0];

	for (int k = 0; k < leg->n; k++) {
		struct route_pool *p = &w->pool[leg->pool[k]];

		CHECK(p->token[0] == token || p->token[1] == token);
		if (!swap(p, token, &amount, gas))
			return U256_ZERO;
		token = p->token[0] == token ? p->token[1] : p->token[0];
		CHECK(token == leg->token[k + 1]);
	}
	return amount;
}

static void check_exact(const struct world *w, const struct route_ask *ask,
			const struct route *r)
{
	struct world now = *w;
	struct u256 in = U256_ZERO, out = U256_ZERO, gas_out;
	uint64_t gas = 0;

	CHECK(r->n >= 1 && r->n <= ask->max_legs);
	for (int i = 0; i < r->n; i++) {
		const struct route_way *leg = &r->leg[i];
		uint64_t leg_gas = ask->gas_leg;
		struct u256 got = leg_out(&now, leg, leg->amount_in, &leg_gas);

		CHECK(leg->n >= 1 && leg->n <= ask->max_hops);
		CHECK(leg->token[0] == ask->token_in);
		CHECK(leg->token[leg->n] == ask->token_out);
		CHECK(!u256_cmp(got, leg->amount_out) && leg_gas == leg->gas);
		for (int k = 1; ask->executable && k < leg->n; k++) {
			const struct route_pool *a = &w->pool[leg->pool[0]];
			const struct route_pool *b = &w->pool[leg->pool[k]];

			CHECK(a->curve == b->curve && a->curve != ROUTE_V4);
			CHECK(a->router == b->router);
		}
		CHECK(!u256_add(&in, in, leg->amount_in));
		CHECK(!u256_add(&out, out, got));
		gas += leg_gas;
	}
	CHECK(!u256_cmp(in, ask->amount_in) && !u256_cmp(in, r->amount_in));
	CHECK(!u256_cmp(out, r->amount_out) && gas == r->gas);
	CHECK(!u256_mul_div_ceil(&gas_out, ask->gas_price, u256_of_u64(gas),
				 u256_of_u64(1000000)));
	CHECK(!u256_cmp(gas_out, r->gas_out));
}

/* The best net over every simple path; -INFINITY: none.  Amounts fit doubles. */
static double best_path(const struct world *w, const struct route_ask *ask,
			struct route_way *at, struct u256 amount, uint64_t gas)
{
	double best = -INFINITY;
	int token = at->token[at->n];

	if (token == ask->token_out)
		return u256_to_double(amount) -
		       ceil((double)gas * u256_to_double(ask->gas_price) / 1e6);
	for (int i = 0; at->n < ask->max_hops && i < w->n; i++) {
		struct route_pool p = w->pool[i];
		const struct route_pool *first = &w->pool[at->pool[0]];
		struct u256 out = amount;
		uint64_t more = gas;
		bool seen = false;
		int to;

		if (p.token[0] != token && p.token[1] != token)
			continue;
		to = p.token[0] == token ? p.token[1] : p.token[0];
		for (int k = 0; k <= at->n; k++)
			seen |= at->token[k] == to;
		if (seen ||
		    (ask->executable && at->n &&
		     (first->curve == ROUTE_V4 || first->curve != p.curve ||
		      first->router != p.router)))
			continue;
		if (!swap(&p, token, &out, &more))
			continue;
		at->pool[at->n++] = i;
		at->token[at->n] = to;
		best = fmax(best, best_path(w, ask, at, out, more));
		at->n--;
	}
	return best;
}

/* ---- worlds ---- */

static void make_world(struct world *w, uint64_t *seed, int n, double size)
{
	w->n = n;
	for (int i = 0; i < n; i++) {
		int a = (int)check_pick(seed, 0, TOKENS - 1);
		int b = (int)check_pick(seed, 0, TOKENS - 2);
		double x = size * (0.1 + fixture_real(seed)), price;
		int64_t kind = check_pick(seed, 0, 3);

		b += b >= a;
		price = (1 + b) / (1.0 + a);
		w->pool[i] = kind < 2 ? fixture_v2(seed, a, b, x, price)
				      : fixture_v3(w->ticks[i], seed, a, b, x,
						   price, kind == 3);
	}
	/* ticks stand in the world they are of */
	for (int i = 0; i < n; i++)
		w->pool[i].v3.ticks = w->ticks[i];
}

static struct route_ask ask_of(uint64_t *seed, double size)
{
	struct route_ask ask = {
		.token_in = (int)check_pick(seed, 0, TOKENS - 1),
		.amount_in = fixture_u256(
			1 + size * pow(2, -20 * fixture_real(seed))),
		.max_hops = (int)check_pick(seed, 1, ROUTE_HOPS),
		.max_legs = 1,
		.executable = check_pick(seed, 0, 1),
		.gas_leg = ROUTE_GAS_LEG,
	};

	ask.token_out = (int)check_pick(seed, 0, TOKENS - 2);
	ask.token_out += ask.token_out >= ask.token_in;
	if (check_pick(seed, 0, 1))
		ask.gas_price = fixture_u256(size * 1e-3 * fixture_real(seed));
	return ask;
}

static double net_of(const struct route *r)
{
	return u256_to_double(r->amount_out) - u256_to_double(r->gas_out);
}

/* ---- tests ---- */

static void test_refusals(void)
{
	struct arena a = { 0 };
	uint64_t seed = 3;
	struct route_pool p = fixture_v2(&seed, 0, 1, 1e6, 1), bad = p;
	struct route_graph *g = route_graph_make(&a, &p, 1, 2);
	struct route_ask ask = { .token_out = 1,
				 .amount_in = u256_of_u64(1000),
				 .max_hops = 1,
				 .max_legs = 1 };
	struct route r = { .n = 77 };

	bad.reserve[1] = U256_ZERO;
	CHECK(route_pool_check(&bad, 2) && !route_pool_check(&p, 2));
	CHECK(route_pool_check(&p, 1));
	ask.token_in = 1;
	CHECK(route_quote(&r, g, &ask, NULL) == ST_DOMAIN);
	ask.token_in = 2;
	CHECK(route_quote(&r, g, &ask, NULL) == ST_DOMAIN);
	ask.token_in = 0;
	ask.max_hops = ROUTE_HOPS + 1;
	CHECK(route_quote(&r, g, &ask, NULL) == ST_DOMAIN);
	ask.max_hops = 1;
	ask.max_legs = 0;
	CHECK(route_quote(&r, g, &ask, NULL) == ST_DOMAIN);
	ask.max_legs = 1;
	ask.amount_in = U256_ZERO;
	CHECK(route_quote(&r, g, &ask, NULL) == ST_DOMAIN);
	ask.amount_in = U256_MAX;
	CHECK(route_quote(&r, g, &ask, NULL) == ST_DOMAIN);
	/* more than a pair can hold, and less than one part out */
	ask.amount_in = u256_shl(u256_of_u64(1), 113);
	CHECK(route_quote(&r, g, &ask, NULL) == ST_NODATA);
	ask.amount_in = u256_of_u64(1);
	CHECK(route_quote(&r, g, &ask, NULL) == ST_NODATA);
	CHECK(r.n == 77);
	arena_free(&a);
}

static void test_paths(void)
{
	struct arena a = { 0 };
	uint64_t seed = 1;
	int found = 0;

	for (int i = 0; i < check_times(900); i++) {
		double size = pow(10, (double)check_pick(&seed, 5, 15));
		struct world w;
		struct route_ask ask = ask_of(&seed, size);
		struct route_way at = { .token = { ask.token_in } };
		struct route_graph *g;
		struct route r;
		double want;

		make_world(&w, &seed, (int)check_pick(&seed, 2, POOLS), size);
		g = route_graph_make(&a, w.pool, w.n, TOKENS);
		want = best_path(&w, &ask, &at, ask.amount_in, ask.gas_leg);
		if (route_quote(&r, g, &ask, NULL)) {
			CHECK(isinf(want) || want < 100);
		} else {
			check_exact(&w, &ask, &r);
			/* dust: doubles do not tell which of many paths
			   rounds it away */
			CHECK(net_of(&r) == want ||
			      (want < 100 && net_of(&r) > want - 3));
			found++;
		}
		arena_reset(&a);
	}
	CHECK(found > 300);
	arena_free(&a);
}

/* The best net of parting the amount over these legs in units of 1 / GRID, and of
 * some of them alone. */
struct grid {
	const struct world *w;
	const struct route_ask *ask;
	const struct route_way *leg;
	int n;
	double best;
};

static void try_grid(struct grid *g, const struct world *w, int leg, int units,
		     struct u256 left, double net)
{
	struct u256 unit, part;

	CHECK(!u256_divmod(&unit, NULL, g->ask->amount_in, u256_of_u64(GRID)));
	if (leg == g->n) {
		if (u256_is_zero(left))
			g->best = fmax(g->best, net);
		return;
	}
	for (int k = 0; k <= units; k++) {
		struct world now = *w;
		uint64_t gas = g->ask->gas_leg;
		double got = 0, cost = 0;

		CHECK(!u256_mul(&part, unit, u256_of_u64((uint64_t)k)));
		if (k == units)
			part = left;
		if (!u256_is_zero(part)) {
			struct u256 out =
				leg_out(&now, &g->leg[leg], part, &gas);

			if (u256_is_zero(out))
				return;
			got = u256_to_double(out);
			cost = (double)gas * u256_to_double(g->ask->gas_price) /
			       1e6;
		}
		CHECK(!u256_sub(&part, left, part));
		try_grid(g, &now, leg + 1, units - k, part, net + got - cost);
	}
}

/* Three parallel pools, or two behind one that they share. */
static void split_world(struct world *w, struct route_way *legs, uint64_t *seed,
			double size, bool shared)
{
	w->n = 3 + shared;
	for (int i = 0; i < w->n; i++) {
		double x = size * pow(10, -2 * fixture_real(seed));
		int a = shared && i == 3 ? 2 : 0, b = shared && i < 3 ? 2 : 1;

		if (shared && i < 3) {
			a = i ? 2 : 0;
			b = i ? 1 : 2;
		}
		if (shared && i == 3) {
			a = 0;
			b = 1;
		}
		w->pool[i] = check_pick(seed, 0, 1)
				     ? fixture_v2(seed, a, b, x, 2)
				     : fixture_v3(w->ticks[i], seed, a, b, x, 2,
						  false);
		w->pool[i].router = 0;
		w->pool[i].v3.ticks = w->ticks[i];
	}
	for (int i = 0; i < 3; i++) {
		legs[i] = (struct route_way){ .n = 1,
					      .pool = { i },
					      .token = { 0, 1 } };
		if (shared && i < 2)
			legs[i] = (struct route_way){ .n = 2,
						      .pool = { 0, 1 + i },
						      .token = { 0, 2, 1 } };
		if (shared && i == 2)
			legs[i].pool[0] = 3;
	}
}

static void test_splits(void)
{
	struct arena a = { 0 };
	uint64_t seed = 5;
	int parted = 0;

	for (int i = 0; i < check_times(40); i++) {
		double size = pow(10, (double)check_pick(&seed, 6, 15));
		bool shared = i % 2;
		struct world w;
		struct route_way legs[3];
		struct route_ask ask = ask_of(&seed, size);
		struct grid grid = { &w, &ask, legs, 3, -INFINITY };
		struct route r;
		struct route_graph *g;

		ask.token_in = 0;
		ask.token_out = 1;
		ask.max_hops = 2;
		ask.max_legs = 3;
		ask.executable = false;
		split_world(&w, legs, &seed, size, shared);
		/* what ticks cost is no part of what is weighed */
		for (int k = 0; k < w.n; k++)
			w.pool[k].gas_tick = 0;
		g = route_graph_make(&a, w.pool, w.n, 3);
		try_grid(&grid, &w, 0, GRID, ask.amount_in, 0);
		if (route_quote(&r, g, &ask, NULL)) {
			/* what only fits over a pool that is shared */
			CHECK(isinf(grid.best) || shared);
		} else {
			check_exact(&w, &ask, &r);
			parted += r.n > 1;
			/* the best but for rounding, where pools are shared a
			   local best */
			CHECK(net_of(&r) >=
			      grid.best - DUST -
				      (shared ? 0.02 * fabs(grid.best) : 0));
		}
		arena_reset(&a);
	}
	CHECK(parted > 10);
	arena_free(&a);
}

int main(void)
{
	test_refusals();
	test_paths();
	test_splits();
	printf("test_route: pass\n");
	return 0;
}
