/* test_liq - the best size of a liquidation: refusals, bounds, and that none of 50
 * sizes of any pair gains more. */
#include "aave_fixture.h"
#include "math/liq.h"
#include "math/univ2.h"

#define ROUNDS 150
#define SIZES  50

/* Pools of every pair of the fixture, the collateral going in. */
struct pools {
	struct univ2_pool pool[FIXTURE_N][FIXTURE_N];
	int quotes;
};

static enum status quote(void *ctx, struct liq_swap *out, uint8_t collateral,
			 uint8_t debt, struct u256 amount, bool fresh)
{
	struct pools *p = ctx;

	(void)fresh;
	p->quotes++;
	CHECK(collateral != debt);
	out->gas = 100000;
	return univ2_amount_out(&out->out, &p->pool[collateral][debt], amount)
		       ? ST_NODATA
		       : ST_OK;
}

/* Reserves worth so many base on each side. */
static void fill(struct pools *p, uint64_t seed)
{
	for (size_t c = 0; c < FIXTURE_N; c++)
		for (size_t d = 0; d < FIXTURE_N; d++) {
			uint64_t deep = (uint64_t)check_pick(&seed, 10, 5000);
			unsigned __int128 worth = parts(deep * 1000, 8);

			p->pool[c][d] = (struct univ2_pool){
				u256_of_u128(worth *
					     parts(1, fixture_decimals[c]) /
					     fixture_price[c]),
				u256_of_u128(worth *
					     parts(1, fixture_decimals[d]) /
					     fixture_price[d]),
				997, 1000
			};
		}
}

static struct liq_terms terms_of(struct pools *p, const struct u256 *capital)
{
	return (struct liq_terms){
		.capital = capital,
		.gas = 500000,
		.gas_base = u(30000000000), /* 100 gwei of ether at 3,000 */
		.quote = quote,
		.ctx = p,
	};
}

static void test_bounds(void)
{
	struct aave_market m = fixture_market("3.6");
	static struct aave_tick t;
	struct aave_hold h[] = {
		{ .reserve = 0, .supply = parts(10, 18), .collateral = true },
		{ .reserve = 1, .debt = parts(25000, 6) },
	};
	struct aave_account a;
	struct pools p = { .quotes = 0 };
	struct u256 capital[FIXTURE_N] = { U256_ZERO };
	struct u256 available[FIXTURE_N] = { U256_ZERO };
	struct liq_terms terms = terms_of(&p, capital);
	struct liq_offer o;
	struct u256 tip_gas;
	enum liq_none none;
	enum aave_verdict v;

	fixture_tick(&t, &m, 1);
	fill(&p, 1);
	p.pool[0][1].reserve_in = u256_of_u128(parts(10000, 18));
	p.pool[0][1].reserve_out = u256_of_u128(parts(30000000, 6));
	a = account_of(&t, h, 2, 0);
	/* 24,000 / 25,000: 0.96, half of the position */
	CHECK(a.hf.limb[0] == 960000000000000000);

	CHECK(liq_best(&o, &none, &v, &t, &a, h, 2, 0, true, &terms) == ST_OK);
	CHECK(none == LIQ_POOR);
	capital[1] = u256_of_u128(parts(1000, 6));
	CHECK(liq_best(&o, &none, &v, &t, &a, h, 2, 0, true, &terms) == ST_OK);
	CHECK(none == LIQ_SOME && o.bound == LIQ_CAPITAL);
	CHECK(u256_cmp(o.liq.repay, capital[1]) <= 0);
	CHECK(o.net == o.gross - o.swap_cost - o.gas_cost);
	capital[1] = U256_MAX;
	CHECK(liq_best(&o, &none, &v, &t, &a, h, 2, 0, true, &terms) == ST_OK);
	CHECK(none == LIQ_SOME && o.bound == LIQ_MAX);
	CHECK(o.liq.repay.limb[0] <= 12500000000 &&
	      o.liq.repay.limb[0] > 12499999990);
	/* The pool has less than would be received: a smaller size, or none. */
	available[0] = u256_of_u128(parts(2, 18));
	terms.available = available;
	CHECK(liq_best(&o, &none, &v, &t, &a, h, 2, 0, true, &terms) == ST_OK);
	CHECK(none == LIQ_SOME && o.bound == LIQ_AVAILABLE);
	CHECK(u256_cmp(o.liq.receive, available[0]) <= 0);
	CHECK(o.liq.receive.limb[0] > 1999999000000000000);
	available[0] = U256_ZERO;
	CHECK(liq_best(&o, &none, &v, &t, &a, h, 2, 0, true, &terms) == ST_OK);
	CHECK(none == LIQ_DRY);
	terms.available = NULL;
	/* A flash loan costs, and the builder gets his share. */
	terms.premium_bps = 5;
	terms.tip_ppm = 100000;
	CHECK(liq_best(&o, &none, &v, &t, &a, h, 2, 0, true, &terms) == ST_OK);
	CHECK(o.premium > 624999000 && o.premium <= 625000000);
	CHECK(o.tip == (o.net + o.tip) / 10 && o.tip > 0);
	/* He gets no more than is paid for gas at most. */
	tip_gas = u256_of_u64(2000000000);
	terms.tip_gas = &tip_gas;
	CHECK(liq_best(&o, &none, &v, &t, &a, h, 2, 0, true, &terms) == ST_OK);
	CHECK(o.tip == 2 * (__int128)o.gas);
	CHECK(o.net == o.gross - o.swap_cost - o.premium - o.gas_cost - o.tip);
	terms.tip_gas = NULL;
	terms.premium_bps = 0;
	terms.tip_ppm = 0;

	/* A shallow pool: less is more. */
	p.pool[0][1].reserve_in = u256_of_u128(parts(100, 18));
	p.pool[0][1].reserve_out = u256_of_u128(parts(300000, 6));
	CHECK(liq_best(&o, &none, &v, &t, &a, h, 2, 0, true, &terms) == ST_OK);
	CHECK(none == LIQ_SOME && o.bound == LIQ_OPTIMAL);
	CHECK(o.liq.repay.limb[0] < 12000000000);
	p.pool[0][1].reserve_in = U256_ZERO;
	CHECK(liq_best(&o, &none, &v, &t, &a, h, 2, 0, true, &terms) == ST_OK);
	CHECK(none == LIQ_NO_SWAP);

	/* What would stay is dust, and half is all that may go. */
	h[0].supply = parts(1, 18) * 12 / 10;
	h[1].debt = parts(2950, 6);
	a = account_of(&t, h, 2, 0);
	fill(&p, 1);
	CHECK(u256_cmp(a.hf, u(AAVE_HF_CLOSE)) > 0);
	CHECK(liq_best(&o, &none, &v, &t, &a, h, 2, 0, true, &terms) == ST_OK);
	CHECK(none == LIQ_SOME);
	m.reserve[1].paused = true;
	CHECK(liq_best(&o, &none, &v, &t, &a, h, 2, 0, true, &terms) == ST_OK);
	CHECK(none == LIQ_REFUSED && v == AAVE_PAUSED);
	m.reserve[1].paused = false;
	h[1].debt = parts(100, 6);
	a = account_of(&t, h, 2, 0);
	CHECK(liq_best(&o, &none, &v, &t, &a, h, 2, 0, true, &terms) == ST_OK);
	CHECK(none == LIQ_REFUSED && v == AAVE_HEALTHY);
}

/* An account below 1 of up to three deposits and two debts. */
static size_t borrower(struct aave_hold *h, const struct aave_tick *t,
		       uint64_t *seed)
{
	struct aave_account a;
	uint64_t worth = (uint64_t)check_pick(seed, 1500, 400000);

	for (uint8_t i = 0; i < FIXTURE_N; i++) {
		uint64_t base =
			worth * (uint64_t)check_pick(seed, 1, 100000000);
		unsigned __int128 x =
			base * parts(1, fixture_decimals[i]) / fixture_price[i];

		h[i] = (struct aave_hold){ .reserve = i };
		if (i < 2) {
			h[i].supply = x;
			h[i].collateral = true;
		} else {
			h[i].debt = x;
		}
	}
	if (check_pick(seed, 0, 3) == 0)
		h[0].debt = h[0].supply / 10;
	a = account_of(t, h, FIXTURE_N, 0);
	/* Collateral such that health is 0.8 to 1. */
	for (int i = 0; i < 2; i++)
		h[i].supply = h[i].supply *
			      (unsigned __int128)check_pick(seed, 800, 999) *
			      1000000 / (a.hf.limb[0] / 1000000000) / 1000 *
			      1000;
	return FIXTURE_N;
}

/* No size of any pair, by the steps of the whole and of the capital, gains more. */
static void against_sizes(const struct liq_offer *best, enum liq_none none,
			  const struct aave_tick *t,
			  const struct aave_account *a,
			  const struct aave_hold *h, size_t n,
			  const struct liq_terms *terms)
{
	for (size_t i = 0; i < n * n; i++) {
		struct aave_pair p;
		enum aave_verdict v;
		struct u256 most;

		if (aave_pair(&p, &v, t, a, h, n, 0, h[i / n].reserve,
			      h[i % n].reserve, true) ||
		    v)
			continue;
		most = u256_cmp(p.max, terms->capital[p.debt]) < 0
			       ? p.max
			       : terms->capital[p.debt];
		for (uint64_t k = 1; k <= SIZES; k++) {
			struct liq_offer o;
			struct u256 cover = U256_ZERO;

			CHECK(!u256_mul_div_floor(&cover, most, u(k),
						  u(SIZES)));
			if (liq_size(&o, &v, &p, terms, cover, true) || v)
				continue;
			CHECK(none == LIQ_SOME);
			CHECK(best->net >= o.net);
		}
	}
}

static void test_best(void)
{
	static const char *const version[] = { "3.0", "3.3", "3.6", "3.7" };
	static struct aave_tick t;
	static struct aave_market m;
	uint64_t seed = 7;
	int some = 0, optimal = 0;

	for (int i = 0; i < check_times(ROUNDS); i++) {
		struct aave_hold h[FIXTURE_N];
		struct pools p = { .quotes = 0 };
		struct u256 capital[FIXTURE_N];
		struct liq_terms terms = terms_of(&p, capital);
		struct aave_account a;
		struct liq_offer o;
		enum liq_none none;
		enum aave_verdict v;
		size_t n;

		m = fixture_market(version[(size_t)i % COUNT(version)]);
		fixture_tick(&t, &m, 1);
		n = borrower(h, &t, &seed);
		fill(&p, check_rand(&seed));
		for (size_t d = 0; d < FIXTURE_N; d++)
			capital[d] = check_pick(&seed, 0, 2)
					     ? U256_MAX
					     : u256_of_u128(h[d].debt / 3);
		a = account_of(&t, h, n, 0);
		if (u256_cmp(a.hf, u(AAVE_WAD)) >= 0)
			continue;
		CHECK(!liq_best(&o, &none, &v, &t, &a, h, n, 0, true, &terms));
		if (!none) {
			some++;
			optimal += o.bound == LIQ_OPTIMAL;
		}
		against_sizes(&o, none, &t, &a, h, n, &terms);
	}
	CHECK(some > ROUNDS / 2 && optimal > 10);
}

int main(void)
{
	test_bounds();
	test_best();
	printf("test_liq: pass\n");
	return 0;
}
