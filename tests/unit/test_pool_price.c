#include "math/pool_price.h"

#include "check.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define MOST "1461446703485210103287273052203988822378723970341"

static struct u256 number(const char *s)
{
	struct u256 v;

	CHECK(!u256_parse(&v, s, strlen(s)));
	return v;
}

static bool is(struct dec d, const char *text)
{
	char buf[DEC_STR_SZ];

	dec_format(buf, d);
	if (strcmp(buf, text))
		fprintf(stderr, "%s, not %s\n", buf, text);
	return !strcmp(buf, text);
}

static void test_ratio(void)
{
	static const struct {
		const char *a1, *a0;
		int d0, d1;
		const char *price; /* NULL: refused */
	} rows[] = {
		{ "1", "0", 18, 18, NULL },
		{ "0", "1", 18, 18, "0" },
		{ "1", "1", 18, 18, "1" },
		{ "1", "3", 0, 0, "0.333333333333333333" },
		{ "2", "3", 0, 0, "0.666666666666666666" },
		/* 2000 USDC for 1 WETH */
		{ "2000000000", "1000000000000000000", 18, 6, "2000" },
		{ "1000000000000000000", "2000000000", 6, 18, "0.0005" },
		{ "1", "1000000000000000000", 18, 6, "0.000001" },
		/* the ends of what has 18 digits */
		{ "999999999999999999", "1", 0, 0, "999999999999999999" },
		{ "1000000000000000001", "1", 0, 0, "1000000000000000001" },
		{ "1", "10000000000000000000000000000000000000000", 0, 0, "0" },
		{ "123456789", "100000000000000000000000000000000000000", 0, 0,
		  "0.00000000000000000000000000000123456789" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct dec p;
		enum status st = pool_price_ratio(&p, number(rows[i].a1),
						  number(rows[i].a0),
						  rows[i].d0, rows[i].d1);

		CHECK(!st == !!rows[i].price);
		if (!st)
			CHECK(is(p, rows[i].price));
	}
}

/* Vectors of the pools of tests/vectors: sqrt prices with their price by hand. */
static void test_sqrt(void)
{
	struct dec p;

	CHECK(pool_price_sqrt(&p, U256_ZERO, 18, 6) == ST_DOMAIN);
	CHECK(pool_price_sqrt(&p, U256_MAX, 18, 6) == ST_DOMAIN);
	/* 2^96: one for one */
	CHECK(!pool_price_sqrt(&p, number("79228162514264337593543950336"), 18,
			       18));
	CHECK(is(p, "1"));
	/* (3541534511229494328834698 / 2^96)^2 * 10^12, by Python's decimal:
	 * 1998.130223622525813855... */
	CHECK(!pool_price_sqrt(&p, number("3541534511229494328834698"), 18, 6));
	CHECK(is(p, "1998.13022362252581"));
	/* The least and the most a pool can have: 2.9e-39 and 3.4e38. */
	CHECK(!pool_price_sqrt(&p, number("4295128739"), 0, 0));
	CHECK(is(p, "0"));
	CHECK(!pool_price_sqrt(&p, number("4295128739"), 18, 0));
	CHECK(is(p, "0.0000000000000000000029389568087743112"));
	CHECK(pool_price_sqrt(&p, number(MOST), 0, 0) == ST_OVERFLOW);
	CHECK(!pool_price_sqrt(&p, number(MOST), 0, 18));
	CHECK(is(p, "340256786836388094070.64233989968117276"));
}

/* Against the definition in floating point, and that down is down. */
static void test_properties(void)
{
	uint64_t state = 7;

	for (int i = 0; i < 20000; i++) {
		struct u256 s =
			u256_of_u128((unsigned __int128)check_rand(&state)
				     << (check_rand(&state) % 64));
		double x = 0, want;
		struct dec p;

		if (u256_is_zero(s) || u256_bits(s) < 70)
			continue;
		CHECK(!u256_ratio(&x, s, u256_of_u64(1)));
		CHECK(!pool_price_sqrt(&p, s, 18, 6));
		want = (x / 0x1p96) * (x / 0x1p96) * 1e12;
		CHECK(dec_to_double(p) <= want * (1 + 1e-12));
		if (want > 1e-10)
			CHECK(dec_to_double(p) >= want * (1 - 1e-12));
	}
}

static void test_moves(void)
{
	struct u256 one = number("79228162514264337593543950336");
	struct u256 more = number("79228162514264337593543950337");
	struct u256 twice = number("158456325028528675187087900672");

	CHECK(pool_move_sqrt_bps(one, twice) == 30000);
	CHECK(pool_move_sqrt_bps(twice, one) == -7500);
	CHECK(pool_move_sqrt_bps(one, one) == 0);
	CHECK(fabs(pool_move_sqrt_bps(one, more) * 0x1p96 / 2e4 - 1) < 1e-9);
	CHECK(isnan(pool_move_sqrt_bps(U256_ZERO, one)));
	CHECK(pool_move_ratio_bps(u256_of_u64(100), u256_of_u64(100),
				  u256_of_u64(101), u256_of_u64(100)) == 100);
	CHECK(isnan(pool_move_ratio_bps(U256_ZERO, u256_of_u64(1),
					u256_of_u64(1), u256_of_u64(1))));
}

int main(void)
{
	test_ratio();
	test_sqrt();
	test_properties();
	test_moves();
	printf("test_pool_price: pass\n");
	return 0;
}
