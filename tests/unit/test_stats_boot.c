/* test_stats_boot - resampled intervals: refusals, repeatability, coverage of
 * what is known. */
#include "check.h"

#include "math/resample.h"
#include "math/stats.h"

#include <string.h>

static void test_refusals(void)
{
	static const double r[] = { 0.1, 0.2, 0.1, 0.3 };
	static const double flat[] = { 0.1, 0.1, 0.1, 0.1 };
	static const double bad[] = { 0.1, NAN, 0.1, 0.3 };
	double scratch[30];
	struct shape_intervals out = { .skew = { .lo = 77 } };

	CHECK(stats_intervals(&out, scratch, 3, r, 1, 10, 1) == ST_NODATA);
	CHECK(stats_intervals(&out, scratch, 4, r, 0, 10, 1) == ST_DOMAIN);
	CHECK(stats_intervals(&out, scratch, 4, r, 1, 0, 1) == ST_DOMAIN);
	CHECK(stats_intervals(&out, scratch, 4, bad, 1, 10, 1) == ST_DOMAIN);
	CHECK(stats_intervals(&out, scratch, 4, flat, 1, 10, 1) == ST_NODATA);
	CHECK(out.skew.lo == 77);
}

static void test_block(void)
{
	CHECK(stats_block(1) == 1 && stats_block(8) == 2);
	CHECK(stats_block(9) == 3 && stats_block(1000) == 10);
	CHECK(stats_block(1001) == 11);
}

/* The same resamples, each taken by the online moments. */
static void test_against_online(void)
{
	enum { N = 30, B = 40 };
	double r[N], scratch[3 * B], sigma[B], skew[B], exkurt[B], var;
	struct resample rs = { .state = 4, .n = N, .block = 3 };
	struct shape_intervals out;
	uint64_t seed = 6;

	for (int i = 0; i < N; i++)
		r[i] = (double)check_pick(&seed, -500, 900) / 1e4;
	for (int b = 0; b < B; b++) {
		struct moments m = { 0 };

		resample_begin(&rs);
		for (int i = 0; i < N; i++)
			CHECK(moments_add(&m, r[resample_next(&rs)]) == ST_OK);
		CHECK(moments_var(&var, &m) == ST_OK);
		sigma[b] = sqrt(var);
		CHECK(moments_skew_sample(&skew[b], &m) == ST_OK);
		CHECK(moments_exkurt_sample(&exkurt[b], &m) == ST_OK);
	}
	stats_sort(B, sigma);
	stats_sort(B, skew);
	stats_sort(B, exkurt);
	CHECK(stats_intervals(&out, scratch, N, r, 3, B, 4) == ST_OK);
	CHECK(fabs(out.sigma.lo - sigma[0]) < 1e-12); /* ceil(0.025 * 40) */
	CHECK(fabs(out.sigma.hi - sigma[38]) < 1e-12);
	CHECK(fabs(out.skew.lo - skew[0]) < 1e-10);
	CHECK(fabs(out.skew.hi - skew[38]) < 1e-10);
	CHECK(fabs(out.exkurt.lo - exkurt[0]) < 1e-9);
	CHECK(fabs(out.exkurt.hi - exkurt[38]) < 1e-9);
}

/* Sums of uniforms: sigma 0.5, skew 0, excess kurtosis -0.4 for three.  The
 * interval of sigma holds it about 95 times in 100. */
static void test_coverage(void)
{
	enum { N = 120, B = 200 };
	static double r[N], scratch[3 * B];
	uint64_t seed = 5;
	int sigma = 0, skew = 0;

	for (int round = 0; round < 100; round++) {
		struct shape_intervals a, b;

		for (int i = 0; i < N; i++) {
			r[i] = 0;
			for (int k = 0; k < 3; k++)
				r[i] += (double)check_pick(&seed, 0, 1000000) /
					1e6;
		}
		CHECK(stats_intervals(&a, scratch, N, r, 1, B, 99) == ST_OK);
		CHECK(stats_intervals(&b, scratch, N, r, 1, B, 99) == ST_OK);
		CHECK(memcmp(&a, &b, sizeof(a)) == 0);
		CHECK(a.sigma.lo < a.sigma.hi && a.exkurt.lo < a.exkurt.hi);
		sigma += a.sigma.lo <= 0.5 && a.sigma.hi >= 0.5;
		skew += a.skew.lo <= 0 && a.skew.hi >= 0;
	}
	CHECK(sigma >= 85 && sigma < 100);
	CHECK(skew >= 85);
}

/* With one block as long as the series every resample is the series, turned: the
 * interval is its own statistic. */
static void test_whole_block(void)
{
	double r[50], scratch[60], var, g, k;
	struct shape_intervals out;
	uint64_t seed = 8;
	struct moments m;

	for (size_t i = 0; i < COUNT(r); i++)
		r[i] = (double)check_pick(&seed, -500, 700) / 1e4;
	CHECK(stats_moments(&m, COUNT(r), r) == ST_OK);
	CHECK(moments_var(&var, &m) == ST_OK);
	CHECK(moments_skew_sample(&g, &m) == ST_OK);
	CHECK(moments_exkurt_sample(&k, &m) == ST_OK);
	CHECK(stats_intervals(&out, scratch, COUNT(r), r, COUNT(r), 20, 3) ==
	      ST_OK);
	CHECK(fabs(out.sigma.lo - sqrt(var)) < 1e-14);
	CHECK(fabs(out.sigma.hi - sqrt(var)) < 1e-14);
	CHECK(fabs(out.skew.lo - g) < 1e-12 && fabs(out.skew.hi - g) < 1e-12);
	CHECK(fabs(out.exkurt.hi - k) < 1e-12);
}

int main(void)
{
	test_refusals();
	test_block();
	test_against_online();
	test_coverage();
	test_whole_block();
	printf("test_stats_boot: pass\n");
	return 0;
}
