/* pivot.h - the price a market has come to: the volume-weighted mean of a
 * window of trades, anchored to a seed while there are few.  Layer: math.
 *
 * Prices are whole ticks, volumes whole lots (here a tick and a lot may be any
 * power of ten), times one unit for all, ms in our programs.  Sums and pivots
 * are exact: adding and expiring trades for ever drifts by nothing.  Only the
 * fade-in, which follows a reference price through a power, is a double.
 */
#ifndef MM_PIVOT_H
#define MM_PIVOT_H

#include "base/dec.h"
#include "base/status.h"
#include "base/u256.h"

#include <stdbool.h>
#include <stdint.h>

/* Any set of trades as the pivot sees it. */
struct pivot_sums {
	unsigned __int128 pv; /* sum of price * volume, ticks * lots */
	unsigned __int128 v;  /* sum of volume, lots                 */
	uint64_t n;           /* trades                              */
};

/* pivot_counts: whether a print belongs into a pivot at all.  A print between
 * two of our own orders does not: it says nothing about the market, and would
 * let a bot set its own price.  Every caller asks here, for sums it keeps too. */
static inline bool pivot_counts(bool own_maker, bool own_taker)
{
	return !(own_maker && own_taker);
}

/* One trade as sums.  in: p, v > 0. */
struct pivot_sums pivot_sums_of(int64_t p, int64_t v);

/* pivot_sums_add adds x to *to, or says ST_OVERFLOW.  pivot_sums_sub takes back
 * what was added. */
MM_CHECKED enum status pivot_sums_add(struct pivot_sums *to,
				      struct pivot_sums x);
void pivot_sums_sub(struct pivot_sums *from, struct pivot_sums x);

/* pivot_sums_rescale counts in ticks and lots that are smaller by these
 * factors. */
MM_CHECKED enum status pivot_sums_rescale(struct pivot_sums *s,
					  uint64_t price_factor,
					  uint64_t size_factor);

/* A pivot before there was a market: a price that weighs as much as mass lots
 * traded at it, until real trades and time have displaced it. */
enum pivot_decay {
	PIVOT_DECAY_NONE,   /* no seed: its mass is 0 at any time            */
	PIVOT_DECAY_TIME,   /* gone evenly over one window from t0           */
	PIVOT_DECAY_VOLUME, /* a lot for each lot traded since t0            */
	PIVOT_DECAY_BOTH,   /* whichever leaves less                         */
};

struct pivot_seed {
	enum pivot_decay decay;
	unsigned __int128 num, den; /* the price, in ticks; den > 0 */
	unsigned __int128 mass;     /* lots at t0                   */
	int64_t t0;
};

/* pivot_seed_left: the lots of seed that still weigh at clock now.
 *
 * in:      window > 0; traded, lots accepted since t0 by then: never less than
 *          before, since expiry and cancellation give no mass back.
 * returns: ST_OK or ST_DOMAIN. */
MM_CHECKED enum status pivot_seed_left(unsigned __int128 *out,
				       const struct pivot_seed *seed,
				       int64_t window, int64_t now,
				       unsigned __int128 traded);

/* A pivot in ticks, num / den, in lowest terms. */
struct pivot {
	struct u256 num, den;
};

/* pivot_seeded: (pv + left * seed price) / (v + left).  It lies between the
 * lowest and the highest of the live prices and, while left > 0, the seed's.
 *
 * in:      left, of pivot_seed_left; with 0 it is the plain mean, and seed may
 *          be NULL.
 * returns: ST_OK, ST_NODATA (no volume and no seed), ST_DOMAIN, ST_OVERFLOW. */
MM_CHECKED enum status pivot_seeded(struct pivot *out,
				    const struct pivot_sums *s,
				    const struct pivot_seed *seed,
				    unsigned __int128 left);

/* pivot_double: the nearest double, in ticks, for display. */
MM_CHECKED enum status pivot_double(double *out, struct pivot p);

/* pivot_price: the pivot in units, rounded down to PIVOT_DECIMALS decimals, or to
 * as many more as make PIVOT_DIGITS significant digits, at most
 * PIVOT_DECIMALS_MAX.
 *
 * in:      scale, a tick being 10^-scale, 0..DEC_SCALE_MAX.
 * returns: ST_OK, ST_OVERFLOW, or ST_RANGE (too small: it would be 0). */
#define PIVOT_DIGITS       12
#define PIVOT_DECIMALS     12
#define PIVOT_DECIMALS_MAX 24
MM_CHECKED enum status pivot_price(struct dec *out, struct pivot p, int scale);

/* pivot_of_double: the decimal of 15 significant digits nearest to x, as a
 * fraction, ties upwards; all that a double is good for, and 0.3 is 0.3.
 *
 * in:      1e-24 <= x <= 1e24.
 * returns: ST_OK or ST_RANGE. */
MM_CHECKED enum status pivot_of_double(struct pivot *out, double x);

/* What a pivot is while it moves from a price that follows a reference to the
 * mean of its own trades. */
struct pivot_fade {
	double p0;       /* price at t0, units                             */
	double ref_t0;   /* the reference at t0, > 0                       */
	double exponent; /* of the reference: -1 for a price in the
			    reference's base asset that holds its value in
			    the reference's quote, 0 to ignore it, 1 for a
			    price in the quote that follows it             */
	int64_t span;    /* from t0 until trades alone count, > 0          */
};

struct pivot_faded {
	double alpha; /* weight of the mean, 0..1            */
	double ref;   /* p0 moved along with the reference   */
	double pivot; /* (1 - alpha) * ref + alpha * mean    */
};

/* pivot_fade_in: alpha rises linearly over the span, and is 0 as long as there
 * is no trade.
 *
 * in:      ref_now > 0; elapsed since t0, below 0 counts as 0; mean, the pivot
 *          of the trades alone, > 0, or NULL where there is none.
 * returns: ST_OK, ST_DOMAIN or ST_OVERFLOW.
 * error:   under 1e-15 relative, given an exact pow. */
MM_CHECKED enum status pivot_fade_in(struct pivot_faded *out,
				     const struct pivot_fade *fade,
				     double ref_now, int64_t elapsed,
				     const double *mean);

#endif
