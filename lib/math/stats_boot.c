/* stats_boot.c - intervals of volatility, skew and kurtosis by resampling. */
#include "math/resample.h"
#include "math/stats.h"

size_t stats_block(size_t n)
{
	size_t b = 1;

	while (b * b * b < n)
		b++;
	return b;
}

/* Moments of one resample of r, from power sums about the mean of the whole
 * series, which lies near its own. */
static struct moments resampled(struct resample *rs, const double *r,
				double about)
{
	double s1 = 0, s2 = 0, s3 = 0, s4 = 0, n = (double)rs->n, c;

	resample_begin(rs);
	for (size_t i = 0; i < rs->n; i++) {
		double d = r[resample_next(rs)] - about, d2 = d * d;

		s1 += d;
		s2 += d2;
		s3 += d2 * d;
		s4 += d2 * d2;
	}
	c = s1 / n;
	return (struct moments){
		.n = rs->n,
		.mean = about + c,
		.m2 = s2 - n * c * c,
		.m3 = s3 - 3 * c * s2 + 2 * n * c * c * c,
		.m4 = s4 - 4 * c * s3 + 6 * c * c * s2 - 3 * n * c * c * c * c,
	};
}

static struct interval interval_of(double *x, size_t n)
{
	stats_sort(n, x);
	return (struct interval){ .lo = resample_quantile(x, n, 25),
				  .hi = resample_quantile(x, n, 975) };
}

enum status stats_intervals(struct shape_intervals *out, double *scratch,
			    size_t n, const double *r, size_t block,
			    size_t resamples, uint64_t seed)
{
	struct resample rs = { .state = seed, .n = n, .block = block };
	double *sigma = scratch, *skew = scratch + resamples,
	       *exkurt = scratch + 2 * resamples;
	struct moments whole;
	size_t kept = 0;
	enum status st;

	if (n < 4)
		return ST_NODATA;
	if (!block || !resamples || resamples > SIZE_MAX / 1000)
		return ST_DOMAIN;
	st = stats_moments(&whole, n, r);
	if (st)
		return st;
	for (size_t i = 0; i < resamples; i++) {
		struct moments m = resampled(&rs, r, whole.mean);
		double var;

		/* a spread below the rounding of the sums is none */
		if (m.m2 > whole.m2 * 1e-12 && moments_var(&var, &m) == ST_OK &&
		    moments_skew_sample(&skew[kept], &m) == ST_OK &&
		    moments_exkurt_sample(&exkurt[kept], &m) == ST_OK)
			sigma[kept++] = sqrt(var);
	}
	if (!kept)
		return ST_NODATA;
	out->sigma = interval_of(sigma, kept);
	out->skew = interval_of(skew, kept);
	out->exkurt = interval_of(exkurt, kept);
	return ST_OK;
}
