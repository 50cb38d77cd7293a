/* stats.h - statistics of a series of prices or of the value of an account.
 * Layer: math.
 *
 * Doubles, for analytics: relative error about 1e-12.  A series is evenly
 * spaced; a gap is not filled, it is one longer step.  Per year means N steps a
 * year: 365 for days, 8760 for hours (these markets never close).  What is not
 * defined is a status, never a NaN, and a number below its status stays
 * untouched.
 * source: MATH.md 6.
 */
#ifndef MM_STATS_H
#define MM_STATS_H

#include "base/status.h"
#include "math/moments.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* stats_returns: r[i] = ln(price[i + 1] / price[i]).
 * out:     r[0 .. n-1).
 * in:      n prices; r may be price itself.
 * returns: ST_NODATA for n < 2, ST_DOMAIN for a price not finite or not > 0. */
MM_CHECKED enum status stats_returns(double *r, size_t n, const double *price);

/* stats_moments: moments of n returns in two passes, exact to rounding.  A
 * spread below what a double resolves in a return counts as none.
 * returns: ST_NODATA for n = 0, ST_DOMAIN. */
MM_CHECKED enum status stats_moments(struct moments *m, size_t n,
				     const double *r);

/* stats_realized_var: the sum of squared returns, not centred. */
MM_CHECKED enum status stats_realized_var(double *out, size_t n,
					  const double *r);

struct volatility {
	double ann; /* standard deviation (n - 1) * sqrt(per_year)          */
	double lo, hi; /* 95 %, if returns are independent and normal: too
			* narrow where tails are fat                           */
};

/* stats_volatility: ST_NODATA below 2 returns, ST_DOMAIN for per_year <= 0. */
MM_CHECKED enum status stats_volatility(struct volatility *out,
					const struct moments *m,
					double per_year);

struct interval {
	double lo, hi;
};

/* 95 % intervals by resampling, which ask for no normal returns; with few
 * returns that of the kurtosis is too low. */
struct shape_intervals {
	struct interval sigma;  /* standard deviation per step */
	struct interval skew;   /* G1                          */
	struct interval exkurt; /* G2                          */
};

/* stats_block: a block length for a series of n: the smallest whose cube is no
 * less, the usual order where nothing is known of the dependence. */
size_t stats_block(size_t n);

/* stats_intervals: the circular block bootstrap of n returns; a resample in which
 * nothing varies is left out.
 *
 * in:      scratch: 3 * resamples doubles, contents lost; block, resamples >= 1.
 * returns: ST_NODATA below 4 returns or where no resample varies, ST_DOMAIN.
 * cost:    O(n resamples). */
MM_CHECKED enum status stats_intervals(struct shape_intervals *out,
				       double *scratch, size_t n,
				       const double *r, size_t block,
				       size_t resamples, uint64_t seed);

/* stats_sharpe: (mean - rf / N) / sigma * sqrt(N).
 * returns: ST_NODATA below 2, ST_DOMAIN where nothing varies. */
MM_CHECKED enum status stats_sharpe(double *out, const struct moments *m,
				    double per_year, double rf_annual);

/* stats_downside: sqrt(sum(min(0, r - floor)^2) / n), over all n, per step. */
MM_CHECKED enum status stats_downside(double *out, size_t n, const double *r,
				      double floor);

/* stats_sortino: (mean - rf / N) / downside below rf / N * sqrt(N).
 * returns: ST_DIVZERO where no return is below. */
MM_CHECKED enum status stats_sortino(double *out, size_t n, const double *r,
				     double per_year, double rf_annual);

/* stats_win_rate: the share of r > 0; zero is no win.  ST_NODATA for n = 0. */
MM_CHECKED enum status stats_win_rate(double *out, size_t n, const double *r);

struct drawdown {
	double max;  /* of 1 - value / highest before; 0 if it never fell    */
	size_t peak; /* where the first such fall began: the first highest   */
	size_t trough;
};

/* stats_drawdown: ST_NODATA for n = 0, ST_DOMAIN for a value not finite or not
 * > 0. */
MM_CHECKED enum status stats_drawdown(struct drawdown *out, size_t n,
				      const double *value);

/* stats_cagr: (last / first)^(N / steps) - 1.
 * returns: ST_NODATA for no step, ST_DOMAIN, ST_OVERFLOW (a short fast series).
 * A report leaves it out for spans under 90 days. */
MM_CHECKED enum status stats_cagr(double *out, double first, double last,
				  double steps, double per_year);

/* stats_sort: ascending, in place.  in: no NaN. */
void stats_sort(size_t n, double *x);

/* Losses are positive.  alpha_bp is the confidence in basis points, 9500 for
 * 95 %, 1..9999, else ST_DOMAIN.  Quantile indices are found in integers. */
struct tail {
	double var; /* value at risk, per step                   */
	double es;  /* expected shortfall: the mean loss beyond  */
};

/* stats_tail_hist: from the returns themselves, sorted ascending. */
MM_CHECKED enum status stats_tail_hist(struct tail *out, size_t n,
				       const double *sorted, int alpha_bp);

/* stats_tail_normal: as if they were normal.  ST_NODATA below 2. */
MM_CHECKED enum status stats_tail_normal(struct tail *out,
					 const struct moments *m, int alpha_bp);

struct cornish_fisher {
	double z;   /* the normal quantile bent by g1 and g2 */
	double var; /* loss at it                            */
	bool valid; /* the bent quantile rises over the whole line, so that it is
		     * the quantile function of something    */
};

/* source: Cornish and Fisher (1937); valid: Maillard (2012). */
MM_CHECKED enum status stats_cornish_fisher(struct cornish_fisher *out,
					    const struct moments *m,
					    int alpha_bp);

#endif
