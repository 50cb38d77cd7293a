/* range.h - where the range of a position should be, and what asks for a new one.
 * Layer: math.
 *
 * Ticks are a pool's of v3 or v4: 1.0001 to the power of the tick is the price.  A
 * range is lower <= tick < upper, both multiples of the pool's spacing.  Widths come
 * from doubles, where they end is settled in integers.
 *
 * source: MATH.md 5.
 */
#ifndef MM_RANGE_H
#define MM_RANGE_H

#include "base/status.h"

#include <stdbool.h>
#include <stdint.h>

#define RANGE_LOG_TICK                                                         \
	9.999500033330835e-5 /* ln 1.0001: of the price, a tick */

struct range_ticks {
	int32_t lower, upper;
};

struct range_width {
	double sigma;     /* > 0, volatility a year                    */
	double years;     /* > 0, planned time in the range            */
	double z;         /* > 0, standard deviations each side        */
	double tolerance; /* > 0: below 1 narrower, above 1 wider      */
};

/* range_half_ticks: half of the width, z sigma sqrt(years) tolerance as ticks, to
 * the nearest; at least 1, at most all ticks there are.
 * returns: ST_OK, ST_DOMAIN (a value that is not above 0, or no number). */
MM_CHECKED enum status range_half_ticks(int64_t *out,
					const struct range_width *in);

struct range_shape {
	int32_t tick;     /* of the pool                                     */
	int32_t spacing;  /* 1 to UNIV3_SPACING_MAX                          */
	int64_t half;     /* >= 1: half of the width                         */
	double asymmetry; /* -0.5 to 0.5: share of the width moved below     */
	int64_t shift;    /* of both ends; cut so that the tick stays inside */
};

/* range_ticks: the range of that shape, widened to multiples of the spacing, with at
 * least one spacing on each side of the tick, cut at the ends of the domain.
 * returns: ST_OK, ST_DOMAIN (spacing, half or asymmetry), ST_RANGE (no range holds
 *          the tick: it is beyond the last multiple that has a price). */
MM_CHECKED enum status range_ticks(struct range_ticks *out,
				   const struct range_shape *in);

/* What asks for another range, or none: bits, each for itself. */
enum range_trigger {
	TRIGGER_OUT = 1,        /* the price is outside                    */
	TRIGGER_NEAR = 2,       /* it is near an end                       */
	TRIGGER_APY = 4,        /* it earns too little                     */
	TRIGGER_EFFICIENCY = 8, /* a centred range would have earned more  */
	TRIGGER_MAX_IL = 16,    /* impermanent loss: withdraw              */
	TRIGGER_STOP_LOSS = 32, /* net loss since entry: withdraw          */
	TRIGGER_CAPITAL = 64,   /* there is money to put in or to take out */
};

#define TRIGGERS      7
#define TRIGGERS_EXIT ((unsigned)TRIGGER_MAX_IL | TRIGGER_STOP_LOSS)

/* range_trigger_code: the name of bit i, 0..TRIGGERS - 1. */
const char *range_trigger_code(int i);

#define RANGE_APY_SECONDS 86400 /* the shortest time that says an APY */

/* A position and its limits, as fractions; NaN: not known, and asks for nothing. */
struct range_state {
	int32_t tick;
	struct range_ticks range;
	double proximity; /* of the width, from each end      */
	double apy;       /* of fees, a year                  */
	int64_t apy_s;    /* seconds it was measured over     */
	double apy_min;
	double efficiency; /* as of range_efficiency           */
	double efficiency_min;
	double il;       /* impermanent loss, <= 0           */
	double il_max;   /* > 0                              */
	double net;      /* of the value at entry, signed    */
	double loss_max; /* > 0                              */
};

/* range_triggers: those of the first six that hold. */
unsigned range_triggers(const struct range_state *s);

/* range_urgency: 0 outside the band at each end, rising to 1 at the end and beyond. */
double range_urgency(const struct range_state *s);

/* range_is_in: the tick is inside. */
bool range_is_in(int32_t tick, struct range_ticks r);

/* ---- the decision ---- */

struct range_question {
	unsigned triggers;
	double gain, cost;   /* one unit; NaN: not known              */
	bool gas_high;       /* gas costs more than we want to pay    */
	int64_t since_ms;    /* since the last roll began; < 0: never */
	int64_t interval_ms; /* the least time between two            */
};

enum range_answer {
	ANSWER_NO_TRIGGER, /* nothing asks for it                        */
	ANSWER_APY_ALONE,  /* a low yield is no reason by itself         */
	ANSWER_INTERVAL,   /* too soon after the last                    */
	ANSWER_GAS_PRICE,  /* gas is dear                                */
	ANSWER_UNKNOWN,    /* gain or cost are not known                 */
	ANSWER_GAIN,       /* it would cost what it gains, or more       */
	ANSWER_ROLL,
	ANSWER_EXIT, /* withdraw, whatever it costs */
};

/* range_answer: roll where something asks for it and the gain is over the cost. */
enum range_answer range_answer(const struct range_question *q);

/* range_answer_code: "no_trigger", "apy_alone", ... */
const char *range_answer_code(enum range_answer a);

/* range_confidence: how sure that answer is, 0 to 1: of the number of swaps it is
 * reckoned from, of the distance to the reference price against the one allowed, and
 * of gain against cost where these decided. */
double range_confidence(enum range_answer a, const struct range_question *q,
			int64_t n_swaps, double deviation,
			double deviation_max);

#endif
