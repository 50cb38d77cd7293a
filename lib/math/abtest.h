/* abtest.h - is one strategy better than another?  Layer: math.
 *
 * Two strategies over the same market are paired and autocorrelated: use
 * abtest_paired.  Welch's test is for independent samples only.  Several
 * comparisons at once need a correction (Holm) by the caller.
 * source: MATH.md 6.
 */
#ifndef MM_ABTEST_H
#define MM_ABTEST_H

#include "base/status.h"

#include <stddef.h>
#include <stdint.h>

struct welch {
	double diff; /* mean of a - mean of b             */
	double t;
	double df; /* degrees of freedom, Satterthwaite   */
	double p;  /* two-sided                           */
};

/* abtest_welch: ST_NODATA below 2 in either sample, ST_DOMAIN where neither
 * varies or a number is not finite. */
MM_CHECKED enum status abtest_welch(struct welch *out, size_t n_a,
				    const double *a, size_t n_b,
				    const double *b);

struct paired {
	double mean_diff;    /* of a - b                                   */
	double ci_lo, ci_hi; /* 95 %, order statistics of the resampled means */
	double p;            /* two-sided, 1 / (resamples + 1) at least    */
};

/* abtest_paired: circular block bootstrap of a[i] - b[i].
 *
 * in:      block >= 1 (how far apart two steps are still alike), resamples >=
 *          1, seed: the same seed gives the same answer everywhere.
 *          scratch: n + resamples doubles, contents lost.
 * returns: ST_NODATA for n = 0, ST_DOMAIN.
 * cost:    O(n resamples).
 * source:  math/resample.h, one stream of random numbers for all. */
MM_CHECKED enum status abtest_paired(struct paired *out, double *scratch,
				     size_t n, const double *a, const double *b,
				     size_t block, size_t resamples,
				     uint64_t seed);

#endif
