/* moments.h - sums and moments of a stream of numbers, in one pass.
 * Layer: math.
 *
 * Doubles, for analytics.  Only finite numbers enter: a NaN or infinity is
 * ST_DOMAIN and changes nothing.
 */
#ifndef MM_MOMENTS_H
#define MM_MOMENTS_H

#include "base/status.h"

#include <math.h>
#include <stddef.h>
#include <stdint.h>

/* real_set: *out = x, unless x is a NaN or infinity: ST_DOMAIN. */
MM_CHECKED static inline enum status real_set(double *out, double x)
{
	if (!isfinite(x))
		return ST_DOMAIN;
	*out = x;
	return ST_OK;
}

/* A running sum whose error does not grow with its length.  Zero is empty.
 * source: Neumaier (1974). */
struct comp_sum {
	double sum;
	double lost; /* low-order part of what was added */
};

static inline double comp_sum_value(struct comp_sum s)
{
	return s.sum + s.lost;
}

void comp_sum_add(struct comp_sum *s, double x);

/* comp_sum_of: the sum of x[0..n).  ST_DOMAIN, or ST_OVERFLOW. */
MM_CHECKED enum status comp_sum_of(double *out, size_t n, const double *x);

/* Sums of powers of the distance from the mean.  Zero is empty.
 * source: Terriberry (2007), merging by Pebay, SAND2008-6212. */
struct moments {
	uint64_t n;
	double mean;
	double mean_low;   /* what the mean's rounding left over: without it
			      numbers far from 0 lose their shape */
	double m2, m3, m4; /* sums, not divided by n */
};

MM_CHECKED enum status moments_add(struct moments *m, double x);

/* moments_merge: a += b, as if b's numbers had been added to a. */
void moments_merge(struct moments *a, const struct moments *b);

/* moments_var: sum of squares / (n - 1).  ST_NODATA below 2. */
MM_CHECKED enum status moments_var(double *out, const struct moments *m);

/* Skewness g1 and excess kurtosis g2 of the population, G1 and G2 corrected for
 * the sample's size.
 * returns: ST_OK; ST_NODATA below 2 numbers, 3 for G1, 4 for G2; ST_DOMAIN
 *          where all numbers are equal. */
MM_CHECKED enum status moments_skew(double *g1, const struct moments *m);
MM_CHECKED enum status moments_exkurt(double *g2, const struct moments *m);
MM_CHECKED enum status moments_skew_sample(double *G1, const struct moments *m);
MM_CHECKED enum status moments_exkurt_sample(double *G2,
					     const struct moments *m);

#endif
