/* pivot_rules.h - from a market's history to the pivot a grid may stand on, or
 * why there is none: a made-up price is never an answer.  Layer: math.
 */
#ifndef MM_PIVOT_RULES_H
#define MM_PIVOT_RULES_H

#include "base/dec.h"
#include "math/pivot.h"

#include <stdbool.h>
#include <stdint.h>

enum pivot_mode {
	PIVOT_VWAP,   /* the mean of the window's trades                   */
	PIVOT_SEEDED, /* the same, a seed weighing in while it lasts       */
	PIVOT_FADE,   /* from a price that follows a reference to the mean */
};

extern const char *const pivot_modes[];  /* by enum pivot_mode, NULL-ended  */
extern const char *const pivot_decays[]; /* by enum pivot_decay, NULL-ended */

#define PIVOT_NEVER INT64_MIN /* a time at which nothing happened */

struct pivot_rules {
	enum pivot_mode mode;
	int64_t window_ms;  /* > 0 */
	int64_t max_age_ms; /* oldest newest trade */

	/* PIVOT_SEEDED and PIVOT_FADE */
	struct dec seed_price; /* > 0; the fade's price at seed_ms */
	int64_t seed_ms;

	/* PIVOT_SEEDED */
	struct dec seed_mass; /* base, >= 0 */
	enum pivot_decay decay;

	/* PIVOT_FADE */
	int64_t fade_ms; /* > 0 */
	double fade_exponent;
	double ref_start; /* the reference at seed_ms, > 0 */
	int64_t ref_max_age_ms;
};

/* What is known at the clock now.  Sums count ticks of 10^-price_scale and lots
 * of 10^-size_scale. */
struct pivot_history {
	int64_t now;
	struct pivot_sums live; /* of (now - window, now] */
	int price_scale, size_scale;
	unsigned __int128 traded; /* lots of (seed_ms - window, now] */
	int64_t newest_ms;        /* of the trades in live, or PIVOT_NEVER */
	double ref;               /* the reference price ...               */
	int64_t ref_ms;           /* ... and its time, or PIVOT_NEVER      */
};

enum pivot_refusal {
	PIVOT_GIVEN,
	PIVOT_NO_HISTORY,    /* no trade in the window, no seed left         */
	PIVOT_STALE_HISTORY, /* the newest trade is too old; a seed counts as
	                        traded at seed_ms                            */
	PIVOT_NO_REFERENCE,
	PIVOT_STALE_REFERENCE,
	PIVOT_OUT_OF_RANGE, /* a price or mass beyond what the sums hold */
};

/* The reason code of a refusal, such as "stale_history"; NULL for PIVOT_GIVEN. */
const char *pivot_refusal_code(enum pivot_refusal refusal);

/* pivot_sees: that time is in the window. */
static inline bool pivot_sees(const struct pivot_rules *rules,
			      const struct pivot_history *h, int64_t ms)
{
	return ms > h->now - rules->window_ms;
}

struct pivot_answer {
	struct dec price;  /* rounded down, see pivot_price                  */
	struct dec volume; /* base, of live                                  */
	double seed_ratio; /* the seed's share of the mass, or in a fade the
	                      reference's of the price; NAN for PIVOT_VWAP   */
	struct pivot mean; /* ticks, the seed included; a fade's: of trades  */
	struct dec seed_left; /* base */
	struct pivot_faded fade;
};

/* pivot_decide: out is whole for PIVOT_GIVEN, else undefined.
 *
 * A seed's mass is counted in 10^-12 of the base asset, or in the lots of live
 * where they are finer.  A reference is needed only while it has weight. */
MM_CHECKED enum pivot_refusal pivot_decide(struct pivot_answer *out,
					   const struct pivot_rules *rules,
					   const struct pivot_history *h);

#endif
