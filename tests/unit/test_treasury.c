/* test_treasury - the SOL/USDC buffer and target control: what is refused, the
 * edges, and that a conversion arrives where it said. */
#include "check.h"

#include "math/treasury.h"

#include <math.h>
#include <string.h>

static const struct fiat_buffer_in base = {
	.price = 110,
	.pivot = 100,
	.lower = 85,
	.upper = 130,
	.sol = 10,
	.usdc = 500,
	.sol_usd = 150,
	.fee = 0.003,
	.usdc_max_frac = 0.3,
	.min_sol_frac = 0.65,
	.inject_target_frac = 0.7,
};

static void test_refusals(void)
{
	static const size_t fields = sizeof(base) / sizeof(double);
	struct fiat_buffer out = { .inject_usdc = 77 };
	struct fiat_buffer_in in;
	double raw[sizeof(base) / sizeof(double)];

	for (size_t i = 0; i < fields; i++) {
		static const double bad[] = { NAN, INFINITY, -1 };

		for (size_t k = 0; k < COUNT(bad); k++) {
			memcpy(raw, &base, sizeof(raw));
			raw[i] = bad[k];
			memcpy(&in, raw, sizeof(in));
			CHECK(fiat_buffer_hold(&out, &in) == ST_DOMAIN);
		}
	}
	in = base;
	in.lower = in.pivot; /* bounds that exclude the pivot */
	CHECK(fiat_buffer_hold(&out, &in) == ST_DOMAIN);
	in = base;
	in.upper = 99;
	CHECK(fiat_buffer_hold(&out, &in) == ST_DOMAIN);
	in = base;
	in.fee = 1;
	CHECK(fiat_buffer_hold(&out, &in) == ST_DOMAIN);
	in = base;
	in.inject_target_frac = 0.6; /* would overshoot, then inject again */
	CHECK(fiat_buffer_hold(&out, &in) == ST_DOMAIN);
	CHECK(out.inject_usdc == 77);
}

static void test_edges(void)
{
	static const struct {
		double price, target;
	} cases[] = {
		{ 100, 0 }, { 130, 0.3 },  { 200, 0.3 },   { 85, 0.3 },
		{ 1, 0.3 }, { 115, 0.15 }, { 92.5, 0.15 },
	};
	struct fiat_buffer_in in = base;
	struct fiat_buffer b;

	for (size_t i = 0; i < COUNT(cases); i++) {
		in.price = cases[i].price;
		CHECK(fiat_buffer_hold(&b, &in) == ST_OK);
		CHECK(fabs(b.usdc_target_frac - cases[i].target) < 1e-15);
	}
	in.sol = in.usdc = 0; /* nothing to move */
	CHECK(fiat_buffer_hold(&b, &in) == ST_OK);
	CHECK(b.sol_frac_now == 1 && b.sell_sol_usd_value == 0);
	CHECK(b.buy_sol_usdc == 0 && b.inject_usdc == 0);
	in.usdc = 100; /* all in USDC, and no more than all is spent */
	in.inject_target_frac = 1;
	CHECK(fiat_buffer_hold(&b, &in) == ST_OK);
	CHECK(b.sol_frac_now == 0 && b.inject_usdc == 100);
}

/* Converting as told, at the cost told, leaves the target share in USDC. */
static void test_conversion_arrives(void)
{
	uint64_t seed = 5;

	for (int i = 0; i < 2000; i++) {
		struct fiat_buffer_in in = base;
		struct fiat_buffer b;
		double usdc, sol_value;

		in.price = (double)check_pick(&seed, 7000, 15000) / 100;
		in.sol = (double)check_pick(&seed, 0, 1000);
		in.usdc = (double)check_pick(&seed, 1, 100000);
		in.fee = (double)check_pick(&seed, 0, 50) / 1000;
		CHECK(fiat_buffer_hold(&b, &in) == ST_OK);
		CHECK(b.sell_sol_usd_value == 0 || b.buy_sol_usdc == 0);
		usdc = in.usdc + b.sell_sol_usd_value * (1 - in.fee) -
		       b.buy_sol_usdc;
		sol_value = in.sol * in.sol_usd - b.sell_sol_usd_value +
			    b.buy_sol_usdc * (1 - in.fee);
		CHECK(fabs(usdc / (usdc + sol_value) - b.usdc_target_frac) <
		      1e-12);
		CHECK(b.inject_usdc >= 0 && b.inject_usdc <= in.usdc);
		CHECK((b.inject_usdc > 0) ==
		      (b.sol_frac_now < in.min_sol_frac));
	}
}

static void test_target_control(void)
{
	const __int128 max = (__int128)1 << 107;
	int64_t ppm = 77;

	CHECK(target_control_ppm(&ppm, 0, 0, 0) == CONTROL_NO_SUPPLY);
	CHECK(target_control_ppm(&ppm, 10, 6, 5) == CONTROL_OVERSUBSCRIBED);
	CHECK(target_control_ppm(&ppm, -1, 0, 0) == CONTROL_DOMAIN);
	CHECK(target_control_ppm(&ppm, 10, -1, 0) == CONTROL_DOMAIN);
	CHECK(target_control_ppm(&ppm, max + 1, 0, 0) == CONTROL_DOMAIN);
	CHECK(ppm == 77);
	CHECK(target_control_ppm(&ppm, max, 0, 0) == CONTROL_OK);
	CHECK(ppm == 1000000);
	CHECK(target_control_ppm(&ppm, 10, 5, 5) == CONTROL_OK && ppm == 0);
	CHECK(target_control_ppm(&ppm, 3, 1, 0) == CONTROL_OK);
	CHECK(ppm == 666666); /* rounded down */
}

int main(void)
{
	test_refusals();
	test_edges();
	test_conversion_arrives();
	test_target_control();
	printf("test_treasury: pass\n");
	return 0;
}
