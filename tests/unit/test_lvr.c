/* test_lvr - LVR and fees: domain, both sides of a range, closed forms. */
#include "check.h"

#include "math/lvr.h"

#include <math.h>
#include <stdbool.h>

static const struct lvr_in good = {
	.liquidity = 1000,
	.price = 4,
	.lower = 1,
	.upper = 9,
	.sigma = 0.5,
	.volume = 1e6,
	.fee = 0.003,
	.active_liquidity = 4000,
	.in_range = 0.5,
};

static bool near(double got, double want)
{
	return fabs(got - want) <= 1e-13 * fabs(want);
}

/* The good input with one member changed. */
#define REFUSED(member, value)                                                 \
	do {                                                                   \
		struct lvr_in bad = good;                                      \
		bad.member = value;                                            \
		CHECK(lvr_and_fee(&out, &bad) == ST_DOMAIN);                   \
	} while (0)

static void test_domain(void)
{
	struct lvr out = { .value = 77 };
	struct lvr_in in = good;
	double x = 77;

	REFUSED(liquidity, -1);
	REFUSED(liquidity, NAN);
	REFUSED(liquidity, 4001); /* more than the pool has */
	REFUSED(price, 0);
	REFUSED(price, -1);
	REFUSED(price, INFINITY);
	REFUSED(lower, 0);
	REFUSED(lower, 9);
	REFUSED(upper, INFINITY);
	REFUSED(sigma, -1);
	REFUSED(sigma, NAN);
	REFUSED(volume, -1);
	REFUSED(fee, NAN);
	REFUSED(active_liquidity, 0);
	REFUSED(in_range, 1.1);
	REFUSED(in_range, -0.1);
	REFUSED(in_range, NAN);
	in.liquidity = 0;
	CHECK(lvr_and_fee(&out, &in) == ST_DIVZERO);
	CHECK(out.value == 77);
	CHECK(lvr_trade_share(&x, -1, 1, 1) == ST_DOMAIN);
	CHECK(lvr_trade_share(&x, 0.1, 0, 1) == ST_DOMAIN);
	CHECK(lvr_trade_share(&x, 0.1, 1, 0) == ST_DOMAIN);
	CHECK(lvr_compounded(&x, -2, 1) == ST_DOMAIN);
	CHECK(lvr_compounded(&x, 0.1, 0) == ST_DOMAIN);
	CHECK(lvr_compounded(&x, NAN, 1) == ST_DOMAIN);
	CHECK(x == 77);
}

static void test_inside(void)
{
	struct lvr v;

	/* x = 1000 (1/2 - 1/3), y = 1000 (2 - 1) */
	CHECK(!lvr_and_fee(&v, &good));
	CHECK(near(v.value, 4 * 1000 / 6.0 + 1000));
	CHECK(near(v.lvr, 1000 * 0.25 * 2 / 4));
	CHECK(near(v.fee, 1e6 * 0.003 / 4 * 0.5));
	CHECK(near(v.lvr_frac, v.lvr / v.value));
	CHECK(near(v.fee_apr, v.fee / v.value));
	CHECK(near(v.net_apr, v.fee_apr - 0.5 * v.lvr_frac));
}

/* No LVR outside; fees by the share of the time it is inside. */
static void test_outside(void)
{
	struct lvr_in in = good;
	struct lvr v;

	in.price = 0.25;
	CHECK(!lvr_and_fee(&v, &in));
	CHECK(v.lvr == 0 && v.lvr_frac == 0 && v.net_apr == v.fee_apr);
	CHECK(near(v.value, 0.25 * 1000 * (1 - 1 / 3.0)));
	in.price = 16;
	CHECK(!lvr_and_fee(&v, &in));
	CHECK(v.lvr == 0 && near(v.value, 2000));
	/* the lower end belongs to the range, the upper does not */
	in.price = 9;
	CHECK(!lvr_and_fee(&v, &in) && v.lvr == 0);
	in.price = 1;
	CHECK(!lvr_and_fee(&v, &in) && v.lvr > 0);
	in.in_range = 0;
	CHECK(!lvr_and_fee(&v, &in) && v.fee == 0 && v.net_apr == 0);
}

/* The full range is a v2 position: sigma^2 / 8 of its value a year. */
static void test_full_range(void)
{
	struct lvr_in in = good;
	struct lvr v;

	in.lower = 1e-30;
	in.upper = 1e30;
	CHECK(!lvr_and_fee(&v, &in));
	CHECK(fabs(v.lvr_frac - 0.25 / 8) < 1e-12);
}

static void test_shares(void)
{
	double x;

	CHECK(!lvr_trade_share(&x, 0, 0.5, 1e-6) && x == 1);
	CHECK(!lvr_trade_share(&x, 0.003, 0.5, 12.0 / 31536000));
	CHECK(near(x,
		   1 / (1 + sqrt(2) * 0.003 / (0.5 * sqrt(12.0 / 31536000)))));
	CHECK(!lvr_compounded(&x, 0.12, 1) && near(x, 0.12));
	CHECK(!lvr_compounded(&x, 0.12, 2) && near(x, 0.1236));
	CHECK(!lvr_compounded(&x, 0, 365) && x == 0);
}

int main(void)
{
	test_domain();
	test_inside();
	test_outside();
	test_full_range();
	test_shares();
	printf("test_lvr: pass\n");
	return 0;
}
