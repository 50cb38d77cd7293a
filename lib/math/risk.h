/* risk.h - how large a position may be, and when to stop.  Layer: math.
 *
 * Doubles: these bound decisions, they are never amounts of an order.
 * source: MATH.md 11.
 */
#ifndef MM_RISK_H
#define MM_RISK_H

#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct position_limit {
	double composite;     /* weighted mean of the components, 0..1    */
	double max_component; /* 0..1                                     */
	double limit;         /* >= 0, unit of the portfolio              */
	double reduce_by;     /* 0 unless reduce                          */
	bool reduce;          /* position > limit: exactly at it is held  */
};

/* position_limit: portfolio * max_frac * (1 - composite).
 *
 * in:      n components, each clamped to 0..1; one that is unknown (NaN) counts
 *          as 1, the worst.  n weights >= 0.  portfolio, max_frac, position (its
 *          size, whatever its side) >= 0.
 * returns: ST_OK, ST_NODATA (n = 0), ST_DIVZERO (all weights 0), ST_DOMAIN. */
MM_CHECKED enum status position_limit(struct position_limit *out, size_t n,
				      const double *component,
				      const double *weight, double portfolio,
				      double max_frac, double position);

/* A circuit breaker, latched: once it halts it stays so until a person resets
 * it.  Drawdown is measured from the highest value so far, the loss of the day
 * from the last value of an earlier day.  A limit counts as met when it is
 * reached exactly, and rounding never holds the breaker open. */
struct breaker {
	double max_drawdown;   /* fraction, > 0 */
	double max_daily_loss; /* fraction, > 0 */
	/* below: its own, zero before the first value */
	double highest;
	double day_start;
	double last;
	int64_t day;
	bool started;
	bool halted;
};

struct breaker_state {
	double drawdown;
	double daily_loss;   /* 0 on a day of gain                 */
	bool broke_drawdown; /* at this value, whatever was before */
	bool broke_daily_loss;
	bool halted;
};

/* breaker_init: ST_DOMAIN for a limit that is not above 0 and finite. */
MM_CHECKED enum status breaker_init(struct breaker *b, double max_drawdown,
				    double max_daily_loss);

/* breaker_value records the value of the account, also one that breaks a limit
 * and all that follow.
 *
 * in:      day: UTC day number, never falling; value: finite, the first > 0.
 * returns: ST_OK; ST_DOMAIN, and then nothing is recorded. */
MM_CHECKED enum status breaker_value(struct breaker_state *out,
				     struct breaker *b, int64_t day,
				     double value);

/* breaker_flow: amount came in (> 0) or was taken out (< 0) right after the last
 * value.  All marks move in proportion, so that a deposit is no gain and a
 * withdrawal no loss.
 * returns: ST_OK, ST_NODATA (no value yet), ST_DOMAIN (nothing would be left). */
MM_CHECKED enum status breaker_flow(struct breaker *b, double amount);

/* breaker_reset: by a person.  The marks start anew at the next value. */
void breaker_reset(struct breaker *b);

#endif
