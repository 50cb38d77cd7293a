/* test_lp_view - the view of a position: refusals, a range by hand, derivatives
 * against differences, decimals of 0 and 30. */
#include "check.h"

#include "math/lp_view.h"

#include <math.h>

static struct u256 root_of_int(uint64_t x)
{
	return u256_shl(u256_of_u64(x), 96);
}

static bool near(double got, double want, double rel)
{
	return fabs(got - want) <= rel * fabs(want);
}

/* From price 1 to 9. */
static struct lp_place place(unsigned __int128 liquidity, int dec0, int dec1)
{
	return (struct lp_place){ root_of_int(1), root_of_int(3), liquidity,
				  dec0, dec1 };
}

static void test_refused(void)
{
	struct lp_place p = place(1000, 0, 0), bad;
	struct lp_view v = { .value = 77 };

	CHECK(lp_view(&v, &p, U256_ZERO) == ST_DOMAIN);
	CHECK(lp_view(&v, &p, U256_MAX) == ST_DOMAIN);
	bad = p;
	bad.upper = bad.lower;
	CHECK(lp_view(&v, &bad, p.lower) == ST_DOMAIN);
	bad = p;
	bad.lower = U256_ZERO;
	CHECK(lp_view(&v, &bad, p.upper) == ST_DOMAIN);
	bad = place(1, -1, 0);
	CHECK(lp_view(&v, &bad, p.lower) == ST_DOMAIN);
	bad = place(1, 0, 39);
	CHECK(lp_view(&v, &bad, p.lower) == ST_DOMAIN);
	CHECK(v.value == 77 && lp_price_real(U256_ZERO, 6, 6) == 0);
}

static void test_sides(void)
{
	struct lp_place p = place(600, 0, 0);
	struct lp_view v;

	CHECK(!lp_view(&v, &p, root_of_int(2)) && v.in_range);
	CHECK(near(v.amount0, 100, 1e-15) && near(v.amount1, 600, 1e-15));
	CHECK(v.price == 4 && near(v.value, 1000, 1e-15));
	CHECK(v.delta == v.amount0 && near(v.gamma, -300 / 8.0, 1e-15));
	CHECK(!lp_view(&v, &p, root_of_int(4)) && !v.in_range);
	CHECK(v.amount0 == 0 && v.amount1 == 1200 && v.value == 1200);
	CHECK(v.delta == 0 && v.gamma == 0);
	CHECK(!lp_view(&v, &p, u256_shl(u256_of_u64(1), 95)) && !v.in_range);
	CHECK(v.price == 0.25 && near(v.amount0, 400, 1e-15));
	CHECK(v.amount1 == 0 && v.gamma == 0 && near(v.value, 100, 1e-15));
	/* the lower end belongs to the range, the upper does not */
	CHECK(!lp_view(&v, &p, p.lower) && v.in_range && v.gamma < 0);
	CHECK(!lp_view(&v, &p, p.upper) && !v.in_range && v.gamma == 0);
	p.liquidity = 0;
	CHECK(!lp_view(&v, &p, root_of_int(2)) && v.value == 0 && v.in_range);
}

/* Delta and gamma are what their names say, whatever the decimals. */
static void test_derivatives(void)
{
	static const int decimals[][2] = { { 0, 0 },  { 18, 6 }, { 6, 18 },
					   { 0, 30 }, { 30, 0 }, { 30, 30 } };
	uint64_t seed = 1;

	for (size_t i = 0; i < COUNT(decimals) * 500; i++) {
		const int *d = decimals[i % COUNT(decimals)];
		struct lp_place p =
			place((unsigned __int128)1 << 100, d[0], d[1]);
		/* the root: 1.01 to 2.99, 40 binary places */
		uint64_t at =
			(uint64_t)check_pick(&seed, (INT64_C(101) << 40) / 100,
					     (INT64_C(299) << 40) / 100);
		struct u256 s, up;
		struct lp_view v, w;

		s = u256_shl(u256_of_u64(at), 56);
		up = u256_shl(u256_of_u64(at + (at >> 22)), 56);
		CHECK(!lp_view(&v, &p, s) && !lp_view(&w, &p, up));
		CHECK(near((w.value - v.value) / (w.price - v.price),
			   (v.delta + w.delta) / 2, 1e-5));
		CHECK(near((w.delta - v.delta) / (w.price - v.price),
			   (v.gamma + w.gamma) / 2, 1e-5));
	}
}

int main(void)
{
	test_refused();
	test_sides();
	test_derivatives();
	printf("test_lp_view: pass\n");
	return 0;
}
