#include "math/risk.h"

#include <float.h>
#include <math.h>

static bool amount(double x)
{
	return x >= 0 && isfinite(x);
}

static double clamp_component(double c)
{
	return isnan(c) ? 1 : fmin(fmax(c, 0), 1);
}

enum status position_limit(struct position_limit *out, size_t n,
			   const double *component, const double *weight,
			   double portfolio, double max_frac, double position)
{
	double sum = 0, weights = 0, worst = 0, composite, limit;

	if (!n)
		return ST_NODATA;
	if (!amount(portfolio) || !amount(max_frac) || !amount(position))
		return ST_DOMAIN;
	for (size_t i = 0; i < n; i++) {
		double c = clamp_component(component[i]);

		if (!amount(weight[i]))
			return ST_DOMAIN;
		sum += weight[i] * c;
		weights += weight[i];
		worst = fmax(worst, c);
	}
	if (!(weights > 0))
		return ST_DIVZERO;
	composite = fmin(sum / weights, 1); /* rounding may pass 1 */
	limit = portfolio * max_frac * (1 - composite);
	if (!isfinite(limit))
		return ST_DOMAIN;
	*out = (struct position_limit){
		.composite = composite,
		.max_component = worst,
		.limit = limit,
		.reduce = position > limit,
		.reduce_by = fmax(position - limit, 0),
	};
	return ST_OK;
}

enum status breaker_init(struct breaker *b, double max_drawdown,
			 double max_daily_loss)
{
	if (!(max_drawdown > 0 && max_daily_loss > 0) || isinf(max_drawdown) ||
	    isinf(max_daily_loss))
		return ST_DOMAIN;
	*b = (struct breaker){
		.max_drawdown = max_drawdown,
		.max_daily_loss = max_daily_loss,
	};
	return ST_OK;
}

/* 90 of 100 is a fall of 0.1, though 1 - 0.9 is less in binary. */
static bool meets(double fall, double limit)
{
	return fall + 2 * DBL_EPSILON >= limit;
}

enum status breaker_value(struct breaker_state *out, struct breaker *b,
			  int64_t day, double value)
{
	struct breaker_state s;

	if (!isfinite(value) || (!b->started && !(value > 0)) ||
	    (b->started && day < b->day))
		return ST_DOMAIN;
	if (!b->started) {
		b->highest = b->day_start = value;
		b->started = true;
	} else if (day > b->day) {
		b->day_start = b->last;
	}
	b->day = day;
	b->last = value;
	b->highest = fmax(b->highest, value);

	s.drawdown = 1 - value / b->highest;
	s.daily_loss = b->day_start > 0 ? fmax(0, 1 - value / b->day_start) : 0;
	s.broke_drawdown = meets(s.drawdown, b->max_drawdown);
	s.broke_daily_loss = meets(s.daily_loss, b->max_daily_loss);
	b->halted |= s.broke_drawdown || s.broke_daily_loss;
	s.halted = b->halted;
	*out = s;
	return ST_OK;
}

enum status breaker_flow(struct breaker *b, double flow)
{
	double scale;

	if (!b->started)
		return ST_NODATA;
	scale = (b->last + flow) / b->last;
	if (!(b->last > 0 && scale > 0) || isinf(scale))
		return ST_DOMAIN;
	b->last *= scale;
	b->highest *= scale;
	b->day_start *= scale;
	return ST_OK;
}

void breaker_reset(struct breaker *b)
{
	b->started = false;
	b->halted = false;
}
