/* skew.h - prices that lean against the inventory: Avellaneda and Stoikov.
 * Layer: math.
 *
 * source: M. Avellaneda, S. Stoikov, High-frequency trading in a limit order
 *         book (2008), equations 3.17 and 3.18; MATH.md 2.7.
 */
#ifndef MM_SKEW_H
#define MM_SKEW_H

#include "base/status.h"

struct skew_in {
	double mid;       /* > 0                                             */
	double inventory; /* signed, in units of base                        */
	double gamma;     /* risk aversion, >= 0; 0: neutral                 */
	double sigma; /* absolute volatility of the price per root of time */
	double time_left; /* >= 0                                            */
	double k;         /* > 0: order intensity falls as e^(-k distance)   */
};

struct skew {
	double reservation;
	double half_spread;
	double bid;
	double ask;
};

/* skew_reservation: mid less what the inventory weighs.  Only sums and products:
 * the same on every machine. */
MM_CHECKED enum status skew_reservation(double *out, const struct skew_in *in);

/* avellaneda_stoikov: both quotes, bid < ask.  Error: a few ulp of mid.
 * returns: ST_OK, ST_DOMAIN, or ST_RANGE where the spread is lost in the
 *          rounding of mid. */
MM_CHECKED enum status avellaneda_stoikov(struct skew *out,
					  const struct skew_in *in);

#endif
