/* test_moments - sums and moments: what is refused, known values, merging. */
#include "check.h"

#include "math/moments.h"

#include <stdbool.h>

static bool near(double got, double want, double rel)
{
	return fabs(got - want) <= rel * fabs(want);
}

static void test_refusals(void)
{
	static const double bad[] = { 1, NAN }, big[] = { 1e308, 1e308 };
	struct moments m = { 0 };
	double out = 77;

	CHECK(comp_sum_of(&out, 2, bad) == ST_DOMAIN);
	CHECK(comp_sum_of(&out, 2, big) == ST_OVERFLOW);
	CHECK(moments_add(&m, INFINITY) == ST_DOMAIN);
	CHECK(moments_add(&m, NAN) == ST_DOMAIN);
	CHECK(m.n == 0);
	for (int i = 0; i < 4; i++) {
		CHECK((moments_var(&out, &m) == ST_NODATA) == (i < 2));
		CHECK((moments_skew(&out, &m) == ST_NODATA) == (i < 2));
		CHECK((moments_exkurt(&out, &m) == ST_NODATA) == (i < 2));
		CHECK((moments_skew_sample(&out, &m) == ST_NODATA) == (i < 3));
		CHECK(moments_exkurt_sample(&out, &m) == ST_NODATA);
		CHECK(moments_add(&m, i * i) == ST_OK);
	}
	CHECK(moments_exkurt_sample(&out, &m) == ST_OK);
}

/* Equal numbers have no shape, nor has a spread whose powers vanish. */
static void test_no_spread(void)
{
	static const double values[] = { 0, 0.1, 1e12 / 3, 1e-200 };
	struct moments m;
	double out = 77;

	for (size_t i = 0; i < COUNT(values); i++) {
		m = (struct moments){ 0 };
		for (int k = 0; k < 7; k++)
			CHECK(moments_add(&m, values[i]) == ST_OK);
		CHECK(moments_skew(&out, &m) == ST_DOMAIN);
		CHECK(moments_exkurt(&out, &m) == ST_DOMAIN);
		CHECK(moments_skew_sample(&out, &m) == ST_DOMAIN);
		CHECK(moments_exkurt_sample(&out, &m) == ST_DOMAIN);
	}
	m = (struct moments){ 0 };
	CHECK(moments_add(&m, 1e-160) == ST_OK);
	CHECK(moments_add(&m, 3e-160) == ST_OK);
	CHECK(moments_exkurt(&out, &m) == ST_DOMAIN);
	CHECK(out == 77);
}

static void test_known(void)
{
	static const double x[] = { 1, 2, 3, 4, 10 };
	static const double cancels[] = { 1, 1e100, 1, -1e100 };
	struct moments m = { 0 };
	double out;

	CHECK(comp_sum_of(&out, 0, NULL) == ST_OK && out == 0);
	CHECK(comp_sum_of(&out, 4, cancels) == ST_OK && out == 2);
	for (size_t i = 0; i < COUNT(x); i++)
		CHECK(moments_add(&m, x[i]) == ST_OK);
	/* by hand: m2 = 50/5, m3 = 180/5, m4 = 1394/5 */
	CHECK(near(m.mean, 4, 1e-15));
	CHECK(moments_var(&out, &m) == ST_OK && near(out, 12.5, 1e-15));
	CHECK(moments_skew(&out, &m) == ST_OK);
	CHECK(near(out, 36 / pow(10, 1.5), 1e-14));
	CHECK(moments_exkurt(&out, &m) == ST_OK);
	CHECK(near(out, 278.8 / 100 - 3, 1e-13));
	CHECK(moments_skew_sample(&out, &m) == ST_OK);
	CHECK(near(out, 36 / pow(10, 1.5) * sqrt(20) / 3, 1e-14));
	CHECK(moments_exkurt_sample(&out, &m) == ST_OK);
	CHECK(near(out, 4.0 / 6 * (6 * (278.8 / 100 - 3) + 6), 1e-13));
}

/* Moved as a whole, exactly, numbers keep their shape. */
static void test_far_from_zero(void)
{
	uint64_t seed = 1;

	for (int round = 0; round < 200; round++) {
		struct moments close = { 0 }, far = { 0 };
		double want, got;

		for (int i = 0; i < 200; i++) {
			double x =
				(double)check_pick(&seed, -1000, 1000) / 1024;

			CHECK(moments_add(&close, x) == ST_OK);
			CHECK(moments_add(&far, x + 0x1p34) == ST_OK);
		}
		CHECK(near(far.m2, close.m2, 1e-11));
		CHECK(moments_skew(&want, &close) == ST_OK);
		CHECK(moments_skew(&got, &far) == ST_OK);
		CHECK(fabs(got - want) <= 1e-11);
		CHECK(moments_exkurt(&want, &close) == ST_OK);
		CHECK(moments_exkurt(&got, &far) == ST_OK);
		CHECK(fabs(got - want) <= 1e-11);
	}
}

/* Wherever a stream is cut, its parts merge to the whole. */
static void test_merge(void)
{
	uint64_t seed = 1;

	for (int round = 0; round < 200; round++) {
		struct moments all = { 0 }, a = { 0 }, b = { 0 };
		int n = (int)check_pick(&seed, 2, 60);
		int cut = (int)check_pick(&seed, 0, n);

		for (int i = 0; i < n; i++) {
			double x = (double)check_pick(&seed, -1000, 1000) + 1e5;

			CHECK(moments_add(&all, x) == ST_OK);
			CHECK(moments_add(i < cut ? &a : &b, x) == ST_OK);
		}
		moments_merge(&a, &b);
		CHECK(a.n == all.n);
		CHECK(near(a.mean, all.mean, 1e-13));
		CHECK(near(a.m2, all.m2, 1e-9));
		CHECK(fabs(a.m3 - all.m3) <= 1e-9 * pow(all.m2, 1.5));
		CHECK(near(a.m4, all.m4, 1e-9));
	}
}

int main(void)
{
	test_refusals();
	test_no_spread();
	test_known();
	test_far_from_zero();
	test_merge();
	printf("test_moments: pass\n");
	return 0;
}
