/* test_special - quantiles and the incomplete beta: domain, closed forms, round
 * trips.  Figures without a source beside them are closed forms. */
#include "check.h"

#include "math/special.h"

#include <math.h>
#include <stdbool.h>

static bool near(double got, double want, double rel)
{
	return fabs(got - want) <= rel * fabs(want);
}

static void test_domain(void)
{
	static const double bad[] = { 0, 1, -0.1, 1.1, NAN, INFINITY };
	double out = 77;

	for (size_t i = 0; i < COUNT(bad); i++) {
		CHECK(normal_quantile(&out, bad[i]) == ST_DOMAIN);
		CHECK(chi2_quantile(&out, 5, bad[i]) == ST_DOMAIN);
	}
	CHECK(chi2_quantile(&out, 0, 0.5) == ST_DOMAIN);
	CHECK(chi2_quantile(&out, -1, 0.5) == ST_DOMAIN);
	CHECK(chi2_quantile(&out, NAN, 0.5) == ST_DOMAIN);
	CHECK(chi2_quantile(&out, 1e8, 0.5) == ST_DOMAIN);
	CHECK(beta_inc(&out, -0.1, 1.1, 1, 1) == ST_DOMAIN);
	CHECK(beta_inc(&out, NAN, 0.5, 1, 1) == ST_DOMAIN);
	CHECK(beta_inc(&out, 0.5, 0.5, 0, 1) == ST_DOMAIN);
	CHECK(beta_inc(&out, 0.5, 0.5, 1, INFINITY) == ST_DOMAIN);
	CHECK(out == 77);
}

static void test_normal_quantile(void)
{
	double z;

	CHECK(normal_quantile(&z, 0.5) == ST_OK && fabs(z) < 1e-15);
	/* NIST/SEMATECH e-Handbook, 1.3.6.7.1, more digits by its inverse */
	CHECK(normal_quantile(&z, 0.975) == ST_OK);
	CHECK(near(z, 1.959963984540054, 1e-14));
	for (double p = 1e-300; p < 0.5; p *= 7) {
		CHECK(normal_quantile(&z, p) == ST_OK);
		CHECK(near(erfc(-z / M_SQRT2) / 2, p, 1e-12));
	}
	for (int i = 1; i < 64; i++) {
		double mirror;

		CHECK(normal_quantile(&z, i / 64.0) == ST_OK);
		CHECK(normal_quantile(&mirror, 1 - i / 64.0) == ST_OK);
		CHECK(fabs(z + mirror) < 1e-15);
	}
}

static void test_chi2_quantile(void)
{
	static const double p[] = { 1e-12, 0.001, 0.025, 0.5, 0.975, 0.999 };
	double x, z;

	for (size_t i = 0; i < COUNT(p); i++) {
		/* two degrees are an exponential, one a squared normal */
		CHECK(chi2_quantile(&x, 2, p[i]) == ST_OK);
		CHECK(near(x, -2 * log1p(-p[i]), 1e-12));
		if (p[i] < 0.01) /* (1 - p) / 2 would lose digits */
			continue;
		CHECK(normal_quantile(&z, (1 - p[i]) / 2) == ST_OK);
		CHECK(chi2_quantile(&x, 1, p[i]) == ST_OK);
		CHECK(near(x, z * z, 1e-11));
	}
	/* four degrees: P(x) = 1 - e^(-x/2) (1 + x/2) */
	CHECK(chi2_quantile(&x, 4, 0.3) == ST_OK);
	CHECK(near(exp(-x / 2) * (1 + x / 2), 0.7, 1e-14));
	/* far out the normal approximation is good to 1 / df */
	CHECK(normal_quantile(&z, 0.975) == ST_OK);
	CHECK(chi2_quantile(&x, 1e7, 0.975) == ST_OK);
	CHECK(near(x, 1e7 + z * sqrt(2e7) + 2 * (z * z - 1) / 3, 1e-9));
}

static void test_beta_inc(void)
{
	double v, w;

	CHECK(beta_inc(&v, 0, 1, 2, 3) == ST_OK && v == 0);
	CHECK(beta_inc(&v, 1, 0, 2, 3) == ST_OK && v == 1);
	for (int i = 1; i < 40; i++) {
		double x = i / 40.0;

		CHECK(beta_inc(&v, x, 1 - x, 1, 1) == ST_OK);
		CHECK(near(v, x, 1e-14));
		CHECK(beta_inc(&v, x, 1 - x, 2, 2) == ST_OK);
		CHECK(near(v, x * x * (3 - 2 * x), 1e-13));
		CHECK(beta_inc(&v, x, 1 - x, 7.5, 0.5) == ST_OK);
		CHECK(beta_inc(&w, 1 - x, x, 0.5, 7.5) == ST_OK);
		CHECK(fabs(v + w - 1) < 1e-13);
		/* Student's t of two degrees has a closed form */
		CHECK(beta_inc(&v, x, 1 - x, 1, 0.5) == ST_OK);
		CHECK(near(v, 1 - sqrt(1 - x), 1e-12));
	}
	/* a p-value far in the tail keeps its relative precision */
	CHECK(beta_inc(&v, 1e-20, 1, 1, 0.5) == ST_OK);
	CHECK(near(v, 0.5e-20, 1e-12));
}

int main(void)
{
	test_domain();
	test_normal_quantile();
	test_chi2_quantile();
	test_beta_inc();
	printf("test_special: pass\n");
	return 0;
}
