#include "math/stats.h"

#include "math/special.h"

#include <float.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#define BP 10000

/* Equal growth leaves returns that differ by the rounding of two prices and of
 * their logarithm. */
#define RETURN_NOISE (4 * DBL_EPSILON)

/* ln(b / a) to the last digit also where b is close to a. */
static double log_ratio(double a, double b)
{
	double x = (b - a) / a;

	return fabs(x) < 0.5 ? log1p(x) : log(b) - log(a);
}

enum status stats_returns(double *r, size_t n, const double *price)
{
	if (n < 2)
		return ST_NODATA;
	for (size_t i = 0; i < n; i++)
		if (!(price[i] > 0) || isinf(price[i]))
			return ST_DOMAIN;
	for (size_t i = 0; i + 1 < n; i++)
		r[i] = log_ratio(price[i], price[i + 1]);
	return ST_OK;
}

enum status stats_moments(struct moments *m, size_t n, const double *r)
{
	struct comp_sum s2 = { 0 }, s3 = { 0 }, s4 = { 0 };
	struct moments out = { .n = n };
	enum status st;
	double sum;

	if (!n)
		return ST_NODATA;
	st = comp_sum_of(&sum, n, r);
	if (st)
		return st;
	out.mean = sum / (double)n;
	for (size_t i = 0; i < n; i++) {
		double d = r[i] - out.mean;

		comp_sum_add(&s2, d * d);
		comp_sum_add(&s3, d * d * d);
		comp_sum_add(&s4, d * d * d * d);
	}
	if (comp_sum_value(s2) > (double)n * RETURN_NOISE * RETURN_NOISE) {
		out.m2 = comp_sum_value(s2);
		out.m3 = comp_sum_value(s3);
		out.m4 = comp_sum_value(s4);
	}
	if (!isfinite(out.m4))
		return ST_DOMAIN;
	*m = out;
	return ST_OK;
}

enum status stats_realized_var(double *out, size_t n, const double *r)
{
	struct comp_sum s = { 0 };

	for (size_t i = 0; i < n; i++)
		comp_sum_add(&s, r[i] * r[i]);
	return real_set(out, comp_sum_value(s));
}

enum status stats_volatility(struct volatility *out, const struct moments *m,
			     double per_year)
{
	double df, var, lo_quantile, hi_quantile, ann;
	enum status st = moments_var(&var, m);

	if (st)
		return st;
	if (!(per_year > 0) || isinf(per_year))
		return ST_DOMAIN;
	df = (double)(m->n - 1);
	st = chi2_quantile(&lo_quantile, df, 0.025);
	if (!st)
		st = chi2_quantile(&hi_quantile, df, 0.975);
	if (st)
		return st;
	ann = sqrt(var * per_year);
	*out = (struct volatility){
		.ann = ann,
		.lo = ann * sqrt(df / hi_quantile),
		.hi = ann * sqrt(df / lo_quantile),
	};
	return ST_OK;
}

enum status stats_sharpe(double *out, const struct moments *m, double per_year,
			 double rf_annual)
{
	double var;
	enum status st = moments_var(&var, m);

	if (st)
		return st;
	if (!(m->m2 > 0) || !(per_year > 0))
		return ST_DOMAIN;
	return real_set(out, (m->mean - rf_annual / per_year) / sqrt(var) *
				     sqrt(per_year));
}

enum status stats_downside(double *out, size_t n, const double *r, double floor)
{
	struct comp_sum s = { 0 };

	if (!n)
		return ST_NODATA;
	for (size_t i = 0; i < n; i++)
		if (!(r[i] >= floor)) /* a NaN goes in and comes out below */
			comp_sum_add(&s, (r[i] - floor) * (r[i] - floor));
	return real_set(out, sqrt(comp_sum_value(s) / (double)n));
}

enum status stats_sortino(double *out, size_t n, const double *r,
			  double per_year, double rf_annual)
{
	double floor = rf_annual / per_year, dd, sum;
	enum status st;

	if (!(per_year > 0))
		return ST_DOMAIN;
	st = stats_downside(&dd, n, r, floor);
	if (!st)
		st = comp_sum_of(&sum, n, r);
	if (st)
		return st;
	if (!(dd > 0))
		return ST_DIVZERO;
	return real_set(out, (sum / (double)n - floor) / dd * sqrt(per_year));
}

enum status stats_win_rate(double *out, size_t n, const double *r)
{
	size_t wins = 0;

	if (!n)
		return ST_NODATA;
	for (size_t i = 0; i < n; i++)
		wins += r[i] > 0;
	*out = (double)wins / (double)n;
	return ST_OK;
}

enum status stats_drawdown(struct drawdown *out, size_t n, const double *value)
{
	struct drawdown dd = { 0 };
	double lowest = 1; /* value / highest before */
	size_t high = 0;

	if (!n)
		return ST_NODATA;
	for (size_t i = 0; i < n; i++) {
		double share;

		if (!(value[i] > 0) || isinf(value[i]))
			return ST_DOMAIN;
		if (value[i] > value[high])
			high = i;
		share = value[i] / value[high];
		if (share < lowest) {
			lowest = share;
			dd.peak = high;
			dd.trough = i;
		}
	}
	dd.max = 1 - lowest;
	*out = dd;
	return ST_OK;
}

enum status stats_cagr(double *out, double first, double last, double steps,
		       double per_year)
{
	double growth;

	if (!(first > 0 && last > 0 && per_year > 0) || isinf(first) ||
	    isinf(last))
		return ST_DOMAIN;
	if (!(steps > 0))
		return ST_NODATA;
	growth = expm1(log_ratio(first, last) * (per_year / steps));
	if (!isfinite(growth))
		return ST_OVERFLOW;
	*out = growth;
	return ST_OK;
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

void stats_sort(size_t n, double *x)
{
	if (n)
		qsort(x, n, sizeof(*x), by_value);
}

static bool confidence(int alpha_bp)
{
	return alpha_bp > 0 && alpha_bp < BP;
}

enum status stats_tail_hist(struct tail *out, size_t n, const double *sorted,
			    int alpha_bp)
{
	struct comp_sum worse = { 0 };
	size_t beyond_bp, k;
	double partial; /* how much of the k-th is in the tail */

	if (!n)
		return ST_NODATA;
	if (!confidence(alpha_bp) || n > SIZE_MAX / BP)
		return ST_DOMAIN;
	beyond_bp = n * (size_t)(BP - alpha_bp);
	k = (beyond_bp + BP - 1) / BP; /* >= 1 */
	partial = (double)(beyond_bp - (k - 1) * BP) / BP;
	for (size_t i = 0; i + 1 < k; i++)
		comp_sum_add(&worse, sorted[i]);
	comp_sum_add(&worse, sorted[k - 1] * partial);
	out->var = 0 - sorted[k - 1]; /* never -0 */
	out->es = 0 - comp_sum_value(worse) / ((double)beyond_bp / BP);
	return ST_OK;
}

/* The normal quantile of the tail beyond the confidence, below 0 over 50 %. */
static enum status tail_quantile(double *z, double *sigma,
				 const struct moments *m, int alpha_bp)
{
	double var;
	enum status st = moments_var(&var, m);

	if (st)
		return st;
	if (!confidence(alpha_bp))
		return ST_DOMAIN;
	*sigma = sqrt(var);
	return normal_quantile(z, (double)(BP - alpha_bp) / BP);
}

enum status stats_tail_normal(struct tail *out, const struct moments *m,
			      int alpha_bp)
{
	double z, sigma;
	enum status st = tail_quantile(&z, &sigma, m, alpha_bp);

	if (st)
		return st;
	out->var = -(m->mean + z * sigma);
	out->es = -m->mean +
		  sigma * normal_pdf(z) / ((double)(BP - alpha_bp) / BP);
	return ST_OK;
}

/* The derivative of the expansion in z is a z^2 + b z + c. */
static bool rises_everywhere(double skew, double kurt)
{
	double a = kurt / 8 - skew * skew / 6;
	double b = skew / 3;
	double c = 1 - kurt / 8 + 5 * skew * skew / 36;

	return c > 0 && b * b <= 4 * a * c;
}

enum status stats_cornish_fisher(struct cornish_fisher *out,
				 const struct moments *m, int alpha_bp)
{
	double z, sigma, skew, kurt;
	enum status st = tail_quantile(&z, &sigma, m, alpha_bp);

	if (!st)
		st = moments_skew(&skew, m);
	if (!st)
		st = moments_exkurt(&kurt, m);
	if (st)
		return st;
	out->z = z + (z * z - 1) * skew / 6 + (z * z * z - 3 * z) * kurt / 24 -
		 (2 * z * z * z - 5 * z) * skew * skew / 36;
	out->var = -(m->mean + out->z * sigma);
	out->valid = rises_everywhere(skew, kurt);
	return ST_OK;
}
