/* test_range_yield - a narrow range earns more than a wide one by as much as its
 * liquidity is larger; hotspots and gaps; shares, gains and what is out of range. */
#include "check.h"
#include "math/range_yield.h"
#include "math/univ3_tick.h"

#include <math.h>

static const struct range_ticks wide = { -6000, 6000 };
static const struct range_ticks narrow = { -600, 600 };
static const struct range_ticks away = { 1200, 2400 };
static const struct range_market market = {
	.price = 1, .sigma = 0.5, .fees_year = 1e9, .others = 1e12
};

static bool near(double a, double b)
{
	return fabs(a - b) <= 1e-9 * fmax(fabs(a), fabs(b));
}

static void test_prices(void)
{
	struct u256 s;

	CHECK(near(range_price(0), 1));
	CHECK(near(range_price(10000), pow(1.0001, 10000)));
	CHECK(univ3_sqrt_at_tick(&s, -200000) == ST_OK);
	CHECK(near(range_price_sqrt(s), range_price(-200000)));
	CHECK(near(range_worth(1, narrow, range_liquidity(1, narrow, 5e9)),
		   5e9));
	/* inside: L (2 sqrt P - P / sqrt Pb - sqrt Pa) */
	CHECK(near(range_worth(1, narrow, 1e9),
		   1e9 * (2 - 1 / sqrt(range_price(600)) -
			  sqrt(range_price(-600)))));
}

static void test_bad_yield(void)
{
	struct range_yield y;
	struct range_market m = market;

	CHECK(range_yield(&y, &m, narrow, 0) == ST_DOMAIN);
	CHECK(range_yield(&y, &m, narrow, NAN) == ST_DOMAIN);
	m.sigma = 0;
	CHECK(range_yield(&y, &m, narrow, 1e9) == ST_DOMAIN);
	m = market;
	m.others = -1;
	CHECK(range_yield(&y, &m, narrow, 1e9) == ST_DOMAIN);
	m = market;
	m.price = 0;
	CHECK(range_yield(&y, &m, narrow, 1e9) == ST_DOMAIN);
}

static void test_yield(void)
{
	struct range_yield a, b, c;
	double ratio =
		range_liquidity(1, narrow, 1) / range_liquidity(1, wide, 1);

	CHECK(range_yield(&a, &market, narrow, 1) == ST_OK);
	CHECK(range_yield(&b, &market, wide, 1) == ST_OK);
	CHECK(range_yield(&c, &market, away, 1) == ST_OK);
	CHECK(near(a.fee_apr, range_liquidity(1, narrow, 1) /
				      (1e12 + range_liquidity(1, narrow, 1)) *
				      1e9));
	CHECK(fabs(a.fee_apr / b.fee_apr / ratio - 1) < 1e-6);
	CHECK(fabs(a.lvr_apr / b.lvr_apr / ratio - 1) < 1e-6);
	CHECK(near(a.net_apr, a.fee_apr - a.lvr_apr));
	/* mean exit time w^2 / sigma^2 */
	CHECK(fabs(a.exit_years / (0.06 * 0.06 / 0.25) - 1) < 0.01);
	CHECK(a.in && !c.in && c.exit_years <= 0);

	CHECK(near(range_in_share(&a, &market, narrow, 10), a.exit_years / 10));
	CHECK(near(range_in_share(&a, &market, narrow, 1e-9), 1));
	CHECK(range_in_share(&c, &market, away, 1e-6) < 1e-9);
	CHECK(range_in_share(&c, &market, away, 1) > 0.3);
	CHECK(range_in_share(&c, &market, away, 1) < 0.5);

	CHECK(near(range_gain(&c, 0, &a, 7, 1e-3), a.net_apr * 7e-3));
	CHECK(near(range_gain(&c, 0, &a, 7, 10), a.net_apr * 7 * a.exit_years));
	CHECK(range_gain(&a, 1, &a, 7, 1) <= 0);
}

static void test_efficiency(void)
{
	CHECK(near(range_efficiency(&market, narrow, narrow, true, 1e9), 1));
	CHECK(range_efficiency(&market, narrow, narrow, false, 1e9) <= 0);
	CHECK(range_efficiency(&market, wide, narrow, true, 1e9) < 0.2);
	CHECK(range_efficiency(&market, narrow, wide, true, 1e9) > 5);
}

/* Others have a hundred times the liquidity above the price. */
static void test_hotspot(void)
{
	static const struct univ3_tick ticks[] = { { -6000, 1000000 },
						   { 60, 99000000 },
						   { 6000, -100000000 } };
	struct range_profile p = { .ticks = ticks,
				   .n_ticks = COUNT(ticks),
				   .tick = 0,
				   .liquidity = 1000000,
				   .spread = 400 };
	int64_t shift = range_shift(&p, narrow, 1e3, 1000);

	CHECK(shift < -100);
	CHECK(range_shift(&p, narrow, 1e3, 50) == -50);
	CHECK(range_shift(&p, narrow, 1e3, 0) == 0);
	CHECK(range_share(&p, (struct range_ticks){ -600, 0 }, 1e3) >
	      5 * range_share(&p, (struct range_ticks){ 0, 600 }, 1e3));
	/* Nobody's liquidity changes nothing; a gap is a hotspot. */
	p.n_ticks = 0;
	CHECK(range_shift(&p, narrow, 1e3, 1000) == 0);
	CHECK(range_shift(&p, (struct range_ticks){ -1200, 60 }, 1e3, 1000) ==
	      0);
	CHECK(fabs(range_share(&p, (struct range_ticks){ -800000, 800000 },
			       1e6) -
		   0.5) < 1e-9);
	p.ticks = (const struct univ3_tick[]){ { 30, -1000000 },
					       { 300, 1000000 } };
	p.n_ticks = 2;
	CHECK(range_shift(&p, narrow, 1e3, 1000) > 0);
}

int main(void)
{
	test_prices();
	test_bad_yield();
	test_yield();
	test_efficiency();
	test_hotspot();
	printf("test_range_yield: pass\n");
	return 0;
}
