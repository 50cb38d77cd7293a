#include "math/abtest.h"

#include "math/moments.h"
#include "math/special.h"
#include "math/stats.h"

#include <math.h>

static enum status mean_and_error(double *mean, double *error2, size_t n,
				  const double *x)
{
	struct moments m = { 0 };
	enum status st;
	double var;

	for (size_t i = 0; i < n; i++) {
		st = moments_add(&m, x[i]);
		if (st)
			return st;
	}
	st = moments_var(&var, &m);
	if (st)
		return st;
	*mean = m.mean;
	*error2 = var / (double)n;
	return ST_OK;
}

enum status abtest_welch(struct welch *out, size_t n_a, const double *a,
			 size_t n_b, const double *b)
{
	double mean_a, mean_b, ea, eb, e, t, df, p;
	enum status st = mean_and_error(&mean_a, &ea, n_a, a);

	if (!st)
		st = mean_and_error(&mean_b, &eb, n_b, b);
	if (st)
		return st;
	e = ea + eb;
	if (!(e > 0))
		return ST_DOMAIN;
	t = (mean_a - mean_b) / sqrt(e);
	df = e * e /
	     (ea * ea / (double)(n_a - 1) + eb * eb / (double)(n_b - 1));
	st = beta_inc(&p, df / (df + t * t), t * t / (df + t * t), df / 2, 0.5);
	if (st)
		return st;
	*out = (struct welch){
		.diff = mean_a - mean_b, .t = t, .df = df, .p = p
	};
	return ST_OK;
}

static uint64_t splitmix64(uint64_t *state)
{
	uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

/* The mean of n numbers drawn from d in blocks that wrap around its end. */
static double resampled_mean(const double *d, size_t n, size_t block,
			     uint64_t *state)
{
	struct comp_sum s = { 0 };

	for (size_t drawn = 0; drawn < n;) {
		size_t at = (size_t)((unsigned __int128)splitmix64(state) * n >>
				     64);

		for (size_t i = 0; i < block && drawn < n; i++, drawn++) {
			comp_sum_add(&s, d[at]);
			at = at + 1 < n ? at + 1 : 0;
		}
	}
	return comp_sum_value(s) / (double)n;
}

/* The ceil(ppt B / 1000)-th smallest of B sorted numbers. */
static double order_statistic(const double *sorted, size_t b, size_t ppt)
{
	return sorted[(b * ppt + 999) / 1000 - 1];
}

enum status abtest_paired(struct paired *out, double *scratch, size_t n,
			  const double *a, const double *b, size_t block,
			  size_t resamples, uint64_t seed)
{
	double *d = scratch, *means = scratch + n, mean;
	size_t extreme = 0;
	enum status st;

	if (!n)
		return ST_NODATA;
	if (!block || !resamples || resamples > SIZE_MAX / 1000)
		return ST_DOMAIN;
	for (size_t i = 0; i < n; i++)
		d[i] = a[i] - b[i];
	st = comp_sum_of(&mean, n, d);
	if (st)
		return st;
	mean /= (double)n;
	for (size_t i = 0; i < resamples; i++) {
		means[i] = resampled_mean(d, n, block, &seed);
		extreme += fabs(means[i] - mean) >= fabs(mean);
	}
	stats_sort(resamples, means);
	*out = (struct paired){
		.mean_diff = mean,
		.ci_lo = order_statistic(means, resamples, 25),
		.ci_hi = order_statistic(means, resamples, 975),
		.p = (double)(extreme + 1) / (double)(resamples + 1),
	};
	return ST_OK;
}
