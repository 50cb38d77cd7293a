/* routes - exact routes over 50 pools between 6 tokens: microseconds of processor of a
 * graph, a path, a split of 4 legs and of the same legs for another amount.
 *
 *	routes N        of N quotes, pools of v2, v3 and v4, gas counted
 *	routes peer N   the pools of v3 alone, N paths over up to 2 of them as "ask"
 *	                lines, and microseconds of one as "took" */
#include "route_fixture.h"

#include <inttypes.h>
#include <time.h>

#define TOKENS 6
#define POOLS  50
#define PAIRS  (TOKENS * (TOKENS - 1) / 2)

static struct route_pool pools[POOLS];
static struct univ3_tick ticks[POOLS][FIXTURE_TICKS];

static double now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec * 1e-3;
}

/* Each pair of tokens in turn, the lower one first. */
static void pair_of(int *a, int *b, int i)
{
	i %= PAIRS;
	for (*a = 0; i >= TOKENS - 1 - *a; ++*a)
		i -= TOKENS - 1 - *a;
	*b = *a + 1 + i;
}

static void make_pools(bool v3_alone)
{
	uint64_t seed = 11;

	for (int i = 0; i < POOLS; i++) {
		double x = 1e21 * (0.1 + fixture_real(&seed)), price;
		int a, b;

		pair_of(&a, &b, i);
		price = (1 + b) / (1.0 + a);
		/* the peer knows one pool of a pair and fee */
		do
			pools[i] =
				v3_alone || i % 3
					? fixture_v3(ticks[i], &seed, a, b, x,
						     price,
						     !v3_alone && i % 12 == 8)
					: fixture_v2(&seed, a, b, x, price);
		while (v3_alone &&
		       pools[i].v3.fee_pips != fixture_v3_fees[i / PAIRS]);
		pools[i].tick_low = UNIV3_TICK_MIN;
		pools[i].tick_high = UNIV3_TICK_MAX;
	}
}

static struct route_ask ask_of(uint64_t *seed, int i, int max_legs)
{
	return (struct route_ask){
		.token_in = i % TOKENS,
		.token_out = (i + 1 + i / TOKENS % (TOKENS - 1)) % TOKENS,
		.amount_in = fixture_u256(1e19 * (0.01 + fixture_real(seed))),
		.max_hops = 3,
		.max_legs = max_legs,
		.executable = true,
		.gas_leg = ROUTE_GAS_LEG,
	};
}

/* Microseconds of one; found: how many had a route. */
static double quotes(const struct route_graph *g, int max_legs, int n,
		     int *found)
{
	uint64_t seed = 7;
	double start = now_us();

	for (int i = 0; i < n; i++) {
		struct route_ask ask = ask_of(&seed, i, max_legs);
		struct route r;

		ask.gas_price = u256_of_u64(UINT64_C(30000000000000000));
		*found += !route_quote(&r, g, &ask, NULL);
	}
	return (now_us() - start) / n;
}

static double follows(const struct route_graph *g, int n)
{
	uint64_t seed = 7;
	struct route_ask ask = ask_of(&seed, 0, ROUTE_LEGS);
	struct route r, next;
	double start;

	CHECK(route_quote(&r, g, &ask, NULL) == ST_OK);
	start = now_us();
	for (int i = 0; i < n; i++) {
		ask.amount_in.limb[0] -= 1;
		CHECK(route_follow(&next, g, &ask, &r) == ST_OK);
	}
	return (now_us() - start) / n;
}

/* ---- beside the peer ---- */

static void print_pools(void)
{
	char text[U256_STR_SZ];

	for (int i = 0; i < POOLS; i++) {
		const struct univ3_pool *v = &pools[i].v3;

		u256_format(text, v->sqrt_x96);
		printf("pool %d %d %" PRIu32 " %s %" PRId32 " ",
		       pools[i].token[0], pools[i].token[1], v->fee_pips, text,
		       v->tick);
		u256_format(text, u256_of_u128(v->liquidity));
		printf("%s\n", text);
		for (size_t k = 0; k < v->n_ticks; k++) {
			__int128 net = v->ticks[k].liquidity_net;

			u256_format(text,
				    u256_of_u128((
					    unsigned __int128)(net < 0 ? -net
								       : net)));
			printf("tick %" PRId32 " %s%s\n", v->ticks[k].tick,
			       net < 0 ? "-" : "", text);
		}
	}
}

static void print_asks(const struct route_graph *g, int n)
{
	uint64_t seed = 7;
	double took = 0;

	for (int i = 0; i < n; i++) {
		struct route_ask ask = ask_of(&seed, i, 1);
		char in[U256_STR_SZ], out[U256_STR_SZ] = "0";
		struct route r;
		double start;
		bool there;

		/* so little that the peer does not swap a part of it */
		ask.amount_in.limb[0] >>= 10;
		ask.max_hops = 2;
		start = now_us();
		there = !route_quote(&r, g, &ask, NULL);
		took += now_us() - start;
		u256_format(in, ask.amount_in);
		if (there)
			u256_format(out, r.amount_out);
		printf("ask %d %d %s %s\n", ask.token_in, ask.token_out, in,
		       out);
	}
	printf("took %.2f\n", took / n);
}

int main(int argc, char **argv)
{
	bool peer = argc > 2 && !strcmp(argv[1], "peer");
	int n = argc > 1 ? (int)strtol(argv[argc - 1], NULL, 10) : 2000;
	struct arena a = { 0 };
	struct route_graph *g;
	double start;
	int found = 0;

	make_pools(peer);
	start = now_us();
	g = route_graph_make(&a, pools, POOLS, TOKENS);
	start = now_us() - start;
	if (peer) {
		print_pools();
		print_asks(g, n);
	} else {
		printf("graph %.1f\n", start);
		printf("path %.1f\n", quotes(g, 1, n, &found));
		printf("split %.1f\n", quotes(g, ROUTE_LEGS, n, &found));
		printf("follow %.1f\n", follows(g, n));
		CHECK(found > n);
	}
	arena_free(&a);
	return 0;
}
