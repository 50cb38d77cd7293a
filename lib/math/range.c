#include "math/range.h"

#include "math/univ3_tick.h"

#include <math.h>
#include <stddef.h>

#define TICKS      (UNIV3_TICK_MAX - UNIV3_TICK_MIN)
#define MANY_SWAPS 30 /* at which the volatility is half sure */

static bool positive(double x)
{
	return isfinite(x) && x > 0;
}

enum status range_half_ticks(int64_t *out, const struct range_width *in)
{
	double ticks;

	if (!positive(in->sigma) || !positive(in->years) || !positive(in->z) ||
	    !positive(in->tolerance))
		return ST_DOMAIN;
	ticks = in->z * in->sigma * sqrt(in->years) * in->tolerance /
		RANGE_LOG_TICK;
	*out = ticks < 1 ? 1 : ticks > TICKS ? TICKS : llround(ticks);
	return ST_OK;
}

static int64_t clamp(int64_t x, int64_t low, int64_t high)
{
	return x < low ? low : x > high ? high : x;
}

/* That share of the whole width. */
static int64_t side(const struct range_shape *in, double share)
{
	return clamp(llround(share * 2 * (double)clamp(in->half, 1, TICKS)),
		     in->spacing, TICKS);
}

enum status range_ticks(struct range_ticks *out, const struct range_shape *in)
{
	int64_t below, above, shift, lower, upper;
	struct range_ticks r;

	if (in->spacing < 1 || in->spacing > UNIV3_SPACING_MAX ||
	    in->half < 1 || !(fabs(in->asymmetry) <= 0.5))
		return ST_DOMAIN;
	below = side(in, 0.5 + in->asymmetry);
	above = side(in, 0.5 - in->asymmetry);
	shift = clamp(in->shift, in->spacing - above, below - in->spacing);
	lower = clamp(in->tick - below + shift, UNIV3_TICK_MIN, UNIV3_TICK_MAX);
	upper = clamp(in->tick + above + shift, UNIV3_TICK_MIN, UNIV3_TICK_MAX);
	r.lower = (int32_t)clamp(univ3_tick_floor((int32_t)lower, in->spacing),
				 univ3_tick_first(in->spacing), UNIV3_TICK_MAX);
	r.upper = (int32_t)clamp(univ3_tick_ceil((int32_t)upper, in->spacing),
				 UNIV3_TICK_MIN, univ3_tick_last(in->spacing));
	if (r.lower >= r.upper || !range_is_in(in->tick, r))
		return ST_RANGE;
	*out = r;
	return ST_OK;
}

bool range_is_in(int32_t tick, struct range_ticks r)
{
	return r.lower <= tick && tick < r.upper;
}

const char *range_trigger_code(int i)
{
	static const char *const codes[TRIGGERS] = {
		"out_of_range", "proximity", "apy",    "efficiency",
		"max_il",       "stop_loss", "capital"
	};

	return codes[i];
}

/* Ticks to the nearer end; below 0 outside. */
static double distance(const struct range_state *s)
{
	return fmin((double)s->tick - s->range.lower,
		    (double)s->range.upper - s->tick);
}

static double band(const struct range_state *s)
{
	return s->proximity * ((double)s->range.upper - s->range.lower);
}

/* Comparisons with what is not known are false. */
unsigned range_triggers(const struct range_state *s)
{
	bool in = range_is_in(s->tick, s->range);
	unsigned t = 0;

	t |= !in ? TRIGGER_OUT : 0u;
	t |= in && distance(s) <= band(s) ? TRIGGER_NEAR : 0u;
	t |= s->apy_s >= RANGE_APY_SECONDS && s->apy < s->apy_min ? TRIGGER_APY
								  : 0u;
	t |= s->efficiency < s->efficiency_min ? TRIGGER_EFFICIENCY : 0u;
	t |= -s->il >= s->il_max ? TRIGGER_MAX_IL : 0u;
	t |= -s->net >= s->loss_max ? TRIGGER_STOP_LOSS : 0u;
	return t;
}

double range_urgency(const struct range_state *s)
{
	if (!range_is_in(s->tick, s->range))
		return 1;
	if (distance(s) <= 0)
		return 1;
	return positive(band(s)) ? fmax(1 - distance(s) / band(s), 0) : 0;
}

enum range_answer range_answer(const struct range_question *q)
{
	if (q->triggers & TRIGGERS_EXIT)
		return ANSWER_EXIT;
	if (!q->triggers)
		return ANSWER_NO_TRIGGER;
	if (q->triggers == TRIGGER_APY)
		return ANSWER_APY_ALONE;
	if (q->since_ms >= 0 && q->since_ms < q->interval_ms)
		return ANSWER_INTERVAL;
	if (q->gas_high)
		return ANSWER_GAS_PRICE;
	if (isnan(q->gain) || isnan(q->cost))
		return ANSWER_UNKNOWN;
	return q->gain > q->cost ? ANSWER_ROLL : ANSWER_GAIN;
}

const char *range_answer_code(enum range_answer a)
{
	static const char *const codes[] = {
		"no_trigger", "apy_alone", "interval", "gas_price",
		"unknown",    "gain",      "roll",     "exit",
	};

	return codes[a];
}

static double unit(double x)
{
	return isnan(x) ? 0 : fmin(fmax(x, 0), 1);
}

double range_confidence(enum range_answer a, const struct range_question *q,
			int64_t n_swaps, double deviation, double deviation_max)
{
	double n = n_swaps > 0 ? (double)n_swaps : 0;
	double sure = n / (n + MANY_SWAPS) *
		      unit(1 - fabs(deviation) / deviation_max);
	double gain = fmax(q->gain, 0);

	if (a == ANSWER_ROLL)
		return unit(sure * gain / (gain + q->cost));
	if (a == ANSWER_GAIN)
		return unit(q->cost > 0 ? sure * q->cost / (gain + q->cost)
					: sure);
	return unit(sure);
}
