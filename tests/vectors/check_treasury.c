/* check_treasury.c - fiat_buffer, target_control. */
#include "check.h"

#include "math/treasury.h"

static cJSON *fiat_buffer(const cJSON *in)
{
	struct fiat_buffer_in b = {
		.price = vec_real(in, "price"),
		.pivot = vec_real(in, "pivot"),
		.lower = vec_real(in, "lower"),
		.upper = vec_real(in, "upper"),
		.sol = vec_real(in, "sol"),
		.usdc = vec_real(in, "usdc"),
		.sol_usd = vec_real(in, "sol_usd"),
		.fee = vec_real(in, "fee"),
		.usdc_max_frac = vec_real(in, "usdc_max_frac"),
		.min_sol_frac = vec_real(in, "min_sol_frac"),
		.inject_target_frac = vec_real(in, "inject_target_frac"),
	};
	struct fiat_buffer got;
	enum status st = fiat_buffer_hold(&got, &b);
	cJSON *out;

	if (st)
		return vec_err(st);
	out = vec_out();
	vec_put_real(out, "usdc_target_frac", got.usdc_target_frac);
	vec_put_real(out, "sol_frac_now", got.sol_frac_now);
	vec_put_real(out, "sell_sol_usd_value", got.sell_sol_usd_value);
	vec_put_real(out, "buy_sol_usdc", got.buy_sol_usdc);
	vec_put_real(out, "inject_usdc", got.inject_usdc);
	return out;
}

static cJSON *target_control(const cJSON *in)
{
	int64_t ppm = 0;
	cJSON *out;

	switch (target_control_ppm(&ppm, vec_i128(in, "total_supply"),
				   vec_i128(in, "locked"),
				   vec_i128(in, "owned"))) {
	case CONTROL_OK:
		break;
	case CONTROL_NO_SUPPLY:
		return vec_err(ST_DIVZERO);
	case CONTROL_OVERSUBSCRIBED:
		return vec_refusal("OVERSUBSCRIBED");
	case CONTROL_DOMAIN:
		return vec_err(ST_DOMAIN);
	}
	out = vec_out();
	vec_put_i64(out, "target_ppm", ppm);
	return out;
}

const struct checker check_treasury[] = {
	{ "fiat_buffer", fiat_buffer },
	{ "target_control", target_control },
	{ NULL, NULL },
};
