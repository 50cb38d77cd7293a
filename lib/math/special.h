/* special.h - the distribution functions statistics need.  Layer: math.
 *
 * Doubles, for analytics.  Relative error under 1e-12 for degrees of freedom up
 * to 1e4 and under 1e-9 up to 1e7 (the loss is in the logarithm of the gamma
 * function).
 */
#ifndef MM_SPECIAL_H
#define MM_SPECIAL_H

#include "base/status.h"

/* normal_pdf: the standard normal density. */
double normal_pdf(double z);

/* normal_quantile: z with Phi(z) = p.
 * in:      0 < p < 1, else ST_DOMAIN.
 * source:  start from Abramowitz and Stegun 26.2.23, then Halley steps. */
MM_CHECKED enum status normal_quantile(double *z, double p);

/* chi2_quantile: x with P(chi-square of df degrees <= x) = p.
 * in:      0 < p < 1, 0 < df <= 1e7, else ST_DOMAIN.
 * cost:    O(sqrt(df)).
 * source:  start from Wilson and Hilferty (1931), then Newton steps kept inside
 *          a bracket; incomplete gamma by series or continued fraction. */
MM_CHECKED enum status chi2_quantile(double *x, double df, double p);

/* beta_inc: the regularised incomplete beta function I_x(a, b).
 * in:      x and y = 1 - x, both given so that neither end cancels; a, b > 0.
 *          Else ST_DOMAIN.
 * source:  DLMF 8.17.22, by Lentz's method. */
MM_CHECKED enum status beta_inc(double *out, double x, double y, double a,
				double b);

#endif
