#include "math/treasury.h"

#include "math/order.h"

#include <math.h>
#include <stdbool.h>

#define SUPPLY_MAX ((__int128)1 << 107) /* times PPM still fits */

static bool share(double x)
{
	return x >= 0 && x <= 1;
}

/* False for a NaN in any of them. */
static bool in_domain(const struct fiat_buffer_in *in)
{
	return in->price > 0 && isfinite(in->price) && in->lower > 0 &&
	       in->lower < in->pivot && in->pivot < in->upper &&
	       isfinite(in->upper) && in->sol >= 0 && isfinite(in->sol) &&
	       in->usdc >= 0 && isfinite(in->usdc) && in->sol_usd > 0 &&
	       isfinite(in->sol_usd) && in->fee >= 0 && in->fee < 1 &&
	       share(in->usdc_max_frac) && share(in->min_sol_frac) &&
	       share(in->inject_target_frac) &&
	       in->min_sol_frac <= in->inject_target_frac;
}

/* How far the price stands from the pivot towards the bound on its side. */
static double displacement(const struct fiat_buffer_in *in)
{
	double x = in->price >= in->pivot
			   ? (in->price - in->pivot) / (in->upper - in->pivot)
			   : (in->pivot - in->price) / (in->pivot - in->lower);

	return fmin(x, 1);
}

/* The USDC to spend so that its share is frac after the cost of doing so. */
static double spend_to(double frac, double value,
		       const struct fiat_buffer_in *in)
{
	return (in->usdc - frac * value) / (1 - frac * in->fee);
}

/* The answers for a wanted share of USDC. */
static enum status toward(struct fiat_buffer *out,
			  const struct fiat_buffer_in *in, double u)
{
	struct fiat_buffer b = { .usdc_target_frac = u, .sol_frac_now = 1 };
	double sol_value = in->sol * in->sol_usd, value = sol_value + in->usdc;

	if (!isfinite(value))
		return ST_DOMAIN;
	if (value > 0) {
		double excess = in->usdc - u * value;

		b.sol_frac_now = sol_value / value;
		if (excess > 0)
			b.buy_sol_usdc = spend_to(u, value, in);
		else if (excess < 0)
			b.sell_sol_usd_value =
				-excess / (1 - in->fee + u * in->fee);
		if (b.sol_frac_now < in->min_sol_frac)
			b.inject_usdc = fmin(
				in->usdc, spend_to(1 - in->inject_target_frac,
						   value, in));
	}
	*out = b;
	return ST_OK;
}

enum status fiat_buffer_hold(struct fiat_buffer *out,
			     const struct fiat_buffer_in *in)
{
	if (!in_domain(in))
		return ST_DOMAIN;
	return toward(out, in, in->usdc_max_frac * displacement(in));
}

enum status fiat_buffer_spend(struct fiat_buffer *out,
			      const struct fiat_buffer_in *in)
{
	enum status st;

	if (!in_domain(in))
		return ST_DOMAIN;
	if (in->price >= in->pivot)
		return fiat_buffer_hold(out, in);
	st = toward(out, in, in->usdc_max_frac * (1 - displacement(in)));
	if (st == ST_OK)
		out->sell_sol_usd_value = 0;
	return st;
}

enum control_status target_control_ppm(int64_t *out, __int128 supply,
				       __int128 locked, __int128 owned)
{
	if (supply < 0 || locked < 0 || owned < 0 || supply > SUPPLY_MAX ||
	    locked > SUPPLY_MAX || owned > SUPPLY_MAX)
		return CONTROL_DOMAIN;
	if (supply == 0)
		return CONTROL_NO_SUPPLY;
	if (locked + owned > supply)
		return CONTROL_OVERSUBSCRIBED;
	*out = (int64_t)((supply - locked - owned) * PPM / supply);
	return CONTROL_OK;
}
