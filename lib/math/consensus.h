/* consensus.h - one price out of several sources, or none.  Layer: math.
 *
 * A source that is too old or too unsure of itself does not count.  Of the others
 * the median is taken; those too far from it do not count either; if enough are
 * left, their median is the price.  All of it is exact, but that prices enter with
 * at most CONSENSUS_DIGITS significant digits and leave with no more, rounded down.
 */
#ifndef MM_CONSENSUS_H
#define MM_CONSENSUS_H

#include "base/dec.h"

#include <stdbool.h>

#define CONSENSUS_MAX    16 /* sources of one price */
#define CONSENSUS_DIGITS 15

enum consensus_fate {
	CONSENSUS_AGREES,
	CONSENSUS_BAD,   /* not above 0, or not a number we can hold */
	CONSENSUS_OLD,   /* or dated in the future                    */
	CONSENSUS_WIDE,  /* its own uncertainty is too large          */
	CONSENSUS_APART, /* too far from the median of the others      */
};

struct consensus_source {
	struct dec price;
	struct dec
		conf; /* half width of what it may be, in price units; 0: none */
	int64_t age_ms;     /* below 0: dated in the future */
	int64_t max_age_ms; /* its own limit; 0: that of the rules */
	int weight; /* sources behind it, at least 1 (a cross of agreed prices) */
	enum consensus_fate fate; /* out */
};

struct consensus_rules {
	int64_t max_age_ms;
	int64_t max_ahead_ms;  /* how far in the future a source may be dated */
	int64_t max_conf_ppm;  /* conf per price */
	int64_t max_apart_ppm; /* distance from the median per median */
	int min_agree;         /* weight that must agree, at least 1 */
};

struct consensus {
	struct dec price;
	int64_t age_ms;     /* of the oldest that agrees, not below 0 */
	int64_t spread_bps; /* largest to smallest, per price, rounded up */
	int weight;
};

/* consensus_of: n <= CONSENSUS_MAX.
 * out:     every s[i].fate; s[i].price with at most CONSENSUS_DIGITS digits.
 * returns: ST_OK; ST_NODATA: fewer than min_agree agree. */
MM_CHECKED enum status consensus_of(struct consensus *out,
				    struct consensus_source *s, size_t n,
				    const struct consensus_rules *rules);

/* consensus_text: a constant, lower-case phrase; never NULL. */
const char *consensus_text(enum consensus_fate fate);

/* price_floor: at most CONSENSUS_DIGITS significant digits.  in: d >= 0. */
struct dec price_floor(struct dec d);

/* The product and the quotient of two prices, likewise rounded down.
 * returns: ST_OK, ST_DOMAIN (one is not above 0), ST_RANGE (it has no digit left
 *          within DEC_SCALE_MAX decimals), ST_OVERFLOW. */
MM_CHECKED enum status price_mul_floor(struct dec *out, struct dec a,
				       struct dec b);
MM_CHECKED enum status price_div_floor(struct dec *out, struct dec a,
				       struct dec b);

#endif
