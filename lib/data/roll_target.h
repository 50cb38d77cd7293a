/* roll_target.h - the range a position should have.  Layer: data. */
#ifndef MM_ROLL_TARGET_H
#define MM_ROLL_TARGET_H

#include "data/roll_market.h"
#include "math/range_yield.h"

/* Money in smallest parts of token1, a year 365 days. */
struct roll_target {
	struct range_ticks range;
	struct range_market market; /* fees_year NaN: not known */
	int64_t half;
	int64_t optimal;   /* REC_NONE_INT: not known, or no width pays */
	double multiplier; /* fees against those of a position over all ticks */
};

/* What is known of the position the range is for. */
struct roll_target_of {
	double value;           /* > 0 */
	struct range_ticks own; /* liquidity that is ours now */
	unsigned __int128 liquidity;
	double sigma;     /* NaN: the pool has to say it */
	double cost_frac; /* of a move, of the value; NaN: not known */
	double gas_frac;
};

/* NULL, or why there is no such range: "no_sigma", "no_range" (at the end of the
 * domain). */
MM_CHECKED const char *roll_target_of(struct roll_target *out, struct arena *a,
				      const struct roll_place *at,
				      const struct roll_seen *s,
				      const struct roll_knobs *k,
				      const struct roll_target_of *of);

#endif
