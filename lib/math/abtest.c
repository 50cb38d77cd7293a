#include "math/abtest.h"

#include "math/moments.h"
#include "math/resample.h"
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

static double resampled_mean(struct resample *rs, const double *d)
{
	struct comp_sum s = { 0 };

	resample_begin(rs);
	for (size_t i = 0; i < rs->n; i++)
		comp_sum_add(&s, d[resample_next(rs)]);
	return comp_sum_value(s) / (double)rs->n;
}

enum status abtest_paired(struct paired *out, double *scratch, size_t n,
			  const double *a, const double *b, size_t block,
			  size_t resamples, uint64_t seed)
{
	struct resample rs = { .state = seed, .n = n, .block = block };
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
		means[i] = resampled_mean(&rs, d);
		extreme += fabs(means[i] - mean) >= fabs(mean);
	}
	stats_sort(resamples, means);
	*out = (struct paired){
		.mean_diff = mean,
		.ci_lo = resample_quantile(means, resamples, 25),
		.ci_hi = resample_quantile(means, resamples, 975),
		.p = (double)(extreme + 1) / (double)(resamples + 1),
	};
	return ST_OK;
}
