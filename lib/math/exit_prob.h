/* exit_prob.h - will the price leave a range, and when?  Layer: math.
 *
 * The logarithm of the price is a Brownian motion with drift nu and volatility
 * sigma that begins at 0 between two barriers, -lower and +upper.  Doubles, for
 * analytics: absolute error about 1e-13.
 * source: MATH.md 4.7; A. Borodin, P. Salminen, Handbook of Brownian Motion
 *         (2002), 3.0.2 with drift.
 */
#ifndef MM_EXIT_PROB_H
#define MM_EXIT_PROB_H

#include "base/status.h"

struct exit_range {
	double lower; /* > 0: ln(price / lower end)                  */
	double upper; /* > 0: ln(upper end / price)                  */
	double nu;    /* drift of the logarithm, mu - sigma^2/2, a year */
	double sigma; /* > 0, a year                                 */
};

/* exit_by: the chance that the price has left the range at least once within
 * years; 0 for years = 0.
 *
 * in:      years >= 0.
 * returns: ST_OK, ST_DOMAIN.
 * cost:    under ten terms of one of the two series below, whichever converges. */
MM_CHECKED enum status exit_by(double *p, const struct exit_range *r,
			       double years);

/* exit_outside_at: the chance that it is outside at that time: smaller, for it
 * may have come back. */
MM_CHECKED enum status exit_outside_at(double *p, const struct exit_range *r,
				       double years);

/* exit_mean_time: how long it stays on average, years. */
MM_CHECKED enum status exit_mean_time(double *years,
				      const struct exit_range *r);

/* The two series of exit_by, each good to 1e-10 over more than where it is used:
 * exit_by_sines for sigma^2 years / (lower + upper)^2 over 0.01 and a drift that
 * is not large, exit_by_images for it below 10 and any drift.  in: as exit_by,
 * checked there, years > 0. */
double exit_by_sines(const struct exit_range *r, double years);
double exit_by_images(const struct exit_range *r, double years);

#endif
