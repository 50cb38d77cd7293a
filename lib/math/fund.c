#include "math/fund.h"

#include <math.h>

static bool limits_ok(const struct fund_in *in)
{
	return in->dead_band_frac >= 0 && in->dead_band_frac <= 1 &&
	       in->min_usdc >= 0 && in->max_usdc > 0 && in->sol_free >= 0 &&
	       in->sol_free <= in->buffer.sol &&
	       in->buffer.min_sol_frac < 1 - in->buffer.usdc_max_frac;
}

/* The swap that was found right, if it is worth it. */
static void take(struct fund *f, const struct fund_in *in, enum fund_step step,
		 double usdc, double least)
{
	if (usdc <= 0 || usdc < in->min_usdc || usdc < least)
		return;
	f->step = step;
	f->amount_usdc = fmin(usdc, in->max_usdc);
}

/* Once begun it goes on to the target, in as many parts as it takes: to stop at the
 * limit would be to begin again with the next tick.  The part that reaches the
 * target ends it, for what cost and rounding leave below is no reason. */
static void inject(struct fund *f, const struct fund_in *in)
{
	struct fiat_buffer_in again = in->buffer;
	struct fiat_buffer b = { .inject_usdc = 0 };

	again.min_sol_frac = again.inject_target_frac;
	if (fiat_buffer_hold(&b, &again) == ST_OK)
		take(f, in, FUND_INJECT, b.inject_usdc, 0);
	f->injecting = b.inject_usdc > in->max_usdc;
}

enum status fund_next(struct fund *out, const struct fund_in *in)
{
	double value = in->buffer.sol * in->buffer.sol_usd + in->buffer.usdc;
	struct fiat_buffer b;
	struct fund f = { .step = FUND_REST };
	enum status st;

	if (!limits_ok(in))
		return ST_DOMAIN;
	st = in->mode == FUND_SPEND ? fiat_buffer_spend(&b, &in->buffer)
				    : fiat_buffer_hold(&b, &in->buffer);
	if (st)
		return st;
	f.usdc_target_frac = b.usdc_target_frac;
	f.sol_frac_now = b.sol_frac_now;
	if (b.sol_frac_now < in->buffer.min_sol_frac ||
	    (in->injecting && b.sol_frac_now < in->buffer.inject_target_frac)) {
		inject(&f, in);
	} else {
		double least = in->dead_band_frac * value;
		double sell = fmin(b.sell_sol_usd_value,
				   in->sol_free * in->buffer.sol_usd);

		take(&f, in, FUND_SELL_SOL, sell, least);
		take(&f, in, FUND_BUY_SOL, b.buy_sol_usdc, least);
	}
	*out = f;
	return ST_OK;
}
