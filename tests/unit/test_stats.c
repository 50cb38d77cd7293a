/* test_stats - series statistics where no golden vector looks: errors, limits
 * met with equality, ties, integer quantile indices. */
#include "check.h"

#include "math/stats.h"

#include <stdbool.h>

static bool near(double got, double want, double rel)
{
	return fabs(got - want) <= rel * fabs(want);
}

static void test_refusals(void)
{
	static const double zero[] = { 1, 0 }, minus[] = { 1, -1 };
	static const double nan[] = { NAN, 1 }, inf[] = { 1, INFINITY };
	static const double *const bad[] = { zero, minus, nan, inf };
	static const int alphas[] = { -1, 0, 10000, 10001 };
	double r[2] = { 77, 77 }, out = 77;
	struct moments m = { 0 };
	struct drawdown dd = { .max = 77 };
	struct volatility vol = { .ann = 77 };
	struct tail tail = { .var = 77 };
	struct cornish_fisher cf = { .var = 77 };

	for (size_t i = 0; i < COUNT(bad); i++) {
		CHECK(stats_returns(r, 2, bad[i]) == ST_DOMAIN);
		CHECK(stats_drawdown(&dd, 2, bad[i]) == ST_DOMAIN);
	}
	CHECK(stats_returns(r, 0, NULL) == ST_NODATA);
	CHECK(stats_returns(r, 1, r) == ST_NODATA);
	CHECK(stats_moments(&m, 0, r) == ST_NODATA);
	CHECK(stats_moments(&m, 2, nan) == ST_DOMAIN);
	CHECK(stats_drawdown(&dd, 0, r) == ST_NODATA);
	CHECK(stats_win_rate(&out, 0, r) == ST_NODATA);
	CHECK(stats_downside(&out, 0, r, 0) == ST_NODATA);
	CHECK(stats_volatility(&vol, &m, 365) == ST_NODATA);
	CHECK(stats_sharpe(&out, &m, 365, 0) == ST_NODATA);
	CHECK(stats_cagr(&out, 0, 1, 1, 365) == ST_DOMAIN);
	CHECK(stats_cagr(&out, 1, NAN, 1, 365) == ST_DOMAIN);
	CHECK(stats_cagr(&out, 1, 2, 0, 365) == ST_NODATA);
	CHECK(stats_cagr(&out, 1, 1000, 1, 8760) == ST_OVERFLOW);
	CHECK(stats_tail_hist(&tail, 0, r, 9500) == ST_NODATA);
	CHECK(stats_tail_normal(&tail, &m, 9500) == ST_NODATA);
	CHECK(stats_cornish_fisher(&cf, &m, 9500) == ST_NODATA);
	CHECK(moments_add(&m, 1) == ST_OK && moments_add(&m, 2) == ST_OK);
	CHECK(stats_volatility(&vol, &m, 0) == ST_DOMAIN);
	CHECK(stats_sharpe(&out, &m, -1, 0) == ST_DOMAIN);
	for (size_t i = 0; i < COUNT(alphas); i++) {
		CHECK(stats_tail_hist(&tail, 2, r, alphas[i]) == ST_DOMAIN);
		CHECK(stats_tail_normal(&tail, &m, alphas[i]) == ST_DOMAIN);
		CHECK(stats_cornish_fisher(&cf, &m, alphas[i]) == ST_DOMAIN);
	}
	CHECK(r[0] == 77 && out == 77 && dd.max == 77 && vol.ann == 77);
	CHECK(tail.var == 77 && cf.var == 77);
}

/* Prices that never move, and prices that grow evenly but for rounding: the
 * spread is none, a ratio to it is not defined. */
static void test_no_spread(void)
{
	double flat[40], even[40];
	double out = 77;
	struct moments m;
	struct volatility vol;
	struct cornish_fisher cf;

	for (size_t i = 0; i < COUNT(flat); i++) {
		flat[i] = 142.35;
		even[i] = 0.1 * pow(1.01, (double)i);
	}
	for (int k = 0; k < 2; k++) {
		double *series = k ? even : flat;

		CHECK(stats_returns(series, 40, series) == ST_OK);
		CHECK(stats_moments(&m, 39, series) == ST_OK);
		CHECK(stats_sharpe(&out, &m, 365, 0) == ST_DOMAIN);
		CHECK(moments_skew(&out, &m) == ST_DOMAIN);
		CHECK(stats_cornish_fisher(&cf, &m, 9500) == ST_DOMAIN);
		CHECK(stats_sortino(&out, 39, series, 365, 0) == ST_DIVZERO);
		CHECK(stats_volatility(&vol, &m, 365) == ST_OK);
		CHECK(vol.ann == 0 && vol.lo == 0 && vol.hi == 0);
	}
	CHECK(out == 77);
	/* below the riskless rate every flat day is a loss */
	CHECK(stats_sortino(&out, 39, flat, 365, 0.04) == ST_OK);
	CHECK(near(out, -sqrt(365), 1e-12));
}

static void test_drawdown(void)
{
	static const struct {
		double value[8];
		size_t n;
		double max;
		size_t peak, trough;
	} cases[] = {
		{ { 5 }, 1, 0, 0, 0 },
		{ { 1, 2, 3, 3 }, 4, 0, 0, 0 },
		{ { 4, 2, 8, 4 }, 4, 0.5, 0, 1 },      /* the first of equals */
		{ { 4, 2, 8, 4, 3 }, 5, 0.625, 2, 4 }, /* a deeper one later  */
		{ { 8, 8, 4, 4 }, 4, 0.5, 0, 2 }, /* first high, first low */
		{ { 3, 10, 9, 5, 7, 5 }, 6, 0.5, 1, 3 },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct drawdown dd;

		CHECK(stats_drawdown(&dd, cases[i].n, cases[i].value) == ST_OK);
		CHECK(dd.max == cases[i].max);
		CHECK(dd.peak == cases[i].peak);
		CHECK(dd.trough == cases[i].trough);
	}
}

static void test_win_rate(void)
{
	static const double r[] = { 0.01, 0, -0.01, 0.02 }; /* 0 is no win */
	double out;

	CHECK(stats_win_rate(&out, 4, r) == ST_OK && out == 0.5);
}

/* k = ceil(n (1 - alpha)) must not trust 0.05 * 20 to be 1. */
static void test_tail_indices(void)
{
	double r[100];
	struct tail t;

	for (int i = 0; i < 100; i++)
		r[i] = i - 50;
	CHECK(stats_tail_hist(&t, 20, r, 9500) == ST_OK); /* k = 1 exactly */
	CHECK(t.var == 50 && t.es == 50);
	CHECK(stats_tail_hist(&t, 100, r, 9900) == ST_OK); /* k = 1 exactly */
	CHECK(t.var == 50 && t.es == 50);
	CHECK(stats_tail_hist(&t, 21, r, 9500) == ST_OK); /* k = 2, c = 1.05 */
	CHECK(t.var == 49 && near(t.es, (50 + 49 * 0.05) / 1.05, 1e-14));
	CHECK(stats_tail_hist(&t, 1, r, 9999) == ST_OK); /* c far below 1 */
	CHECK(t.var == 50 && near(t.es, 50, 1e-14));
	CHECK(stats_tail_hist(&t, 100, r, 1) == ST_OK); /* all but 0.01 % */
	CHECK(t.var == -49);
	r[0] = 0;
	CHECK(stats_tail_hist(&t, 1, r, 9500) == ST_OK);
	CHECK(!signbit(t.var) && !signbit(t.es)); /* no loss, and not -0 */
}

/* The expansion is a quantile function for normal and mildly fat tails, not
 * for strong skew. */
static void test_cornish_fisher_flag(void)
{
	static const struct {
		double g1, g2;
		bool valid;
	} cases[] = {
		{ 0, 0, true },    { 0, 3, true },     { 0, 7.9, true },
		{ 0, 8.1, false }, { 0, -0.5, false }, { 1, 0, false },
		{ 1, 3, true },    { 3, 10, false },
	};
	double n = 1000;

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct moments m = { .n = 1000,
				     .m2 = n,
				     .m3 = n * cases[i].g1,
				     .m4 = n * (cases[i].g2 + 3) };
		struct cornish_fisher cf;

		CHECK(stats_cornish_fisher(&cf, &m, 9900) == ST_OK);
		CHECK(cf.valid == cases[i].valid);
	}
}

/* Scaling prices changes no statistic; returns add up to the whole way. */
static void test_properties(void)
{
	uint64_t seed = 7;

	for (int round = 0; round < 100; round++) {
		double p[50], q[50], r[50], s[50], sum, cagr;
		struct drawdown a, b;

		p[0] = (double)check_pick(&seed, 1, 1000) / 7;
		for (size_t i = 1; i < COUNT(p); i++)
			p[i] = p[i - 1] *
			       (1 + (double)check_pick(&seed, -90, 100) / 300);
		for (size_t i = 0; i < COUNT(p); i++)
			q[i] = p[i] * 1024;
		CHECK(stats_returns(r, 50, p) == ST_OK);
		CHECK(stats_returns(s, 50, q) == ST_OK);
		for (size_t i = 0; i < 49; i++)
			CHECK(r[i] == s[i]);
		CHECK(comp_sum_of(&sum, 49, r) == ST_OK);
		CHECK(fabs(sum - log(p[49] / p[0])) < 1e-13);
		CHECK(stats_cagr(&cagr, p[0], p[49], 49, 49) == ST_OK);
		CHECK(fabs(cagr - (p[49] / p[0] - 1)) < 1e-12 * (2 + cagr));
		CHECK(stats_drawdown(&a, 50, p) == ST_OK);
		CHECK(stats_drawdown(&b, 50, q) == ST_OK);
		CHECK(a.max == b.max && a.peak == b.peak);
		CHECK(a.max >= 0 && a.max < 1 && a.peak <= a.trough);
		stats_sort(49, r);
		for (size_t i = 1; i < 49; i++)
			CHECK(r[i - 1] <= r[i]);
	}
}

int main(void)
{
	test_refusals();
	test_no_spread();
	test_drawdown();
	test_win_rate();
	test_tail_indices();
	test_cornish_fisher_flag();
	test_properties();
	printf("test_stats: pass\n");
	return 0;
}
