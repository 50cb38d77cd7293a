/* test_abtest - Welch's t and the paired bootstrap: what is refused, degenerate
 * samples, symmetry. */
#include "check.h"

#include "math/abtest.h"

#include <math.h>

static void test_refusals(void)
{
	static const double x[] = { 1, 1, 1 }, bad[] = { 1, NAN, 2 };
	double scratch[10];
	struct welch w = { .t = 77 };
	struct paired p = { .p = 77 };

	CHECK(abtest_welch(&w, 1, x, 3, x) == ST_NODATA);
	CHECK(abtest_welch(&w, 3, x, 0, x) == ST_NODATA);
	CHECK(abtest_welch(&w, 3, x, 3, bad) == ST_DOMAIN);
	CHECK(abtest_welch(&w, 3, x, 3, x) == ST_DOMAIN); /* none varies */
	CHECK(abtest_paired(&p, scratch, 0, x, x, 1, 5, 1) == ST_NODATA);
	CHECK(abtest_paired(&p, scratch, 3, x, x, 0, 5, 1) == ST_DOMAIN);
	CHECK(abtest_paired(&p, scratch, 3, x, x, 1, 0, 1) == ST_DOMAIN);
	CHECK(abtest_paired(&p, scratch, 3, x, bad, 1, 5, 1) == ST_DOMAIN);
	CHECK(w.t == 77 && p.p == 77);
}

static void test_welch(void)
{
	static const double a[] = { 1, 2, 3, 4 }, b[] = { 2, 2, 2, 2 };
	struct welch ab, ba;

	CHECK(abtest_welch(&ab, 4, a, 4, b) == ST_OK);
	CHECK(abtest_welch(&ba, 4, b, 4, a) == ST_OK);
	CHECK(ab.diff == 0.5 && ba.diff == -0.5);
	CHECK(ab.t == -ba.t && ab.p == ba.p);
	CHECK(fabs(ab.df - 3) < 1e-12); /* only a varies */
	/* three degrees have a closed form; t = 0.5 / sqrt(5 / 12) */
	CHECK(fabs(ab.p - (1 - 2 / M_PI *
				       (ab.t / sqrt(3) / (1 + ab.t * ab.t / 3) +
					atan(ab.t / sqrt(3))))) < 1e-12);
}

static void test_paired(void)
{
	double a[40], b[40], scratch[40 + 500];
	uint64_t seed = 3;
	struct paired p, q;

	for (size_t i = 0; i < COUNT(a); i++) {
		b[i] = (double)check_pick(&seed, -100, 100);
		a[i] = b[i] + 0.5;
	}
	/* a constant advantage: every resample has it */
	CHECK(abtest_paired(&p, scratch, 40, a, b, 5, 500, 9) == ST_OK);
	CHECK(p.mean_diff == 0.5 && p.ci_lo == 0.5 && p.ci_hi == 0.5);
	CHECK(p.p == 1 / 501.0);
	/* none at all */
	CHECK(abtest_paired(&p, scratch, 40, a, a, 5, 500, 9) == ST_OK);
	CHECK(p.mean_diff == 0 && p.p == 1);
	/* swapped and the same seed: mirrored but for the order statistics */
	b[0] += 100;
	CHECK(abtest_paired(&p, scratch, 40, a, b, 40, 500, 9) == ST_OK);
	CHECK(abtest_paired(&q, scratch, 40, b, a, 40, 500, 9) == ST_OK);
	CHECK(p.mean_diff == -q.mean_diff && p.p == q.p);
	/* one block as long as the series is the series, turned */
	CHECK(fabs(p.ci_lo - p.mean_diff) < 1e-12);
	CHECK(fabs(p.ci_hi - p.mean_diff) < 1e-12);
}

int main(void)
{
	test_refusals();
	test_welch();
	test_paired();
	printf("test_abtest: pass\n");
	return 0;
}
