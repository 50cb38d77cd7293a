#include "math/lvr.h"

#include "math/moments.h"

#include <math.h>
#include <stdbool.h>

static bool is_sound(const struct lvr_in *in)
{
	return in->liquidity >= 0 && isfinite(in->liquidity) && in->price > 0 &&
	       isfinite(in->price) && in->lower > 0 && in->upper > in->lower &&
	       isfinite(in->upper) && in->sigma >= 0 && isfinite(in->sigma) &&
	       in->volume >= 0 && isfinite(in->volume) && in->fee >= 0 &&
	       isfinite(in->fee) && in->active_liquidity > 0 &&
	       in->active_liquidity >= in->liquidity &&
	       isfinite(in->active_liquidity) && in->in_range >= 0 &&
	       in->in_range <= 1;
}

/* x P + y, each part without a difference of near numbers but its own. */
static double value_of(const struct lvr_in *in)
{
	double a = sqrt(in->lower), b = sqrt(in->upper);
	double s = fmin(fmax(sqrt(in->price), a), b);

	return in->liquidity * ((b - s) / (s * b) * in->price + (s - a));
}

enum status lvr_and_fee(struct lvr *out, const struct lvr_in *in)
{
	struct lvr v = { .lvr = 0 };

	if (!is_sound(in))
		return ST_DOMAIN;
	v.value = value_of(in);
	if (v.value <= 0)
		return ST_DIVZERO;
	if (in->price >= in->lower && in->price < in->upper)
		v.lvr = in->liquidity * in->sigma * in->sigma *
			sqrt(in->price) / 4;
	v.fee = in->volume * in->fee * (in->liquidity / in->active_liquidity) *
		in->in_range;
	v.lvr_frac = v.lvr / v.value;
	v.fee_apr = v.fee / v.value;
	v.net_apr = v.fee_apr - in->in_range * v.lvr_frac;
	if (!isfinite(v.net_apr) || !isfinite(v.value))
		return ST_DOMAIN;
	*out = v;
	return ST_OK;
}

enum status lvr_trade_share(double *out, double fee, double sigma,
			    double block_years)
{
	if (!(fee >= 0 && sigma > 0 && block_years > 0))
		return ST_DOMAIN;
	return real_set(out,
			1 / (1 + M_SQRT2 * fee / (sigma * sqrt(block_years))));
}

enum status lvr_compounded(double *out, double apr, double n)
{
	if (!(n >= 1 && apr > -n))
		return ST_DOMAIN;
	return real_set(out, expm1(n * log1p(apr / n)));
}
