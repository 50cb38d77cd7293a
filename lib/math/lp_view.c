#include "math/lp_view.h"

#include "base/tens.h"
#include "math/roots.h"

double lp_price_real(struct u256 sqrt_x96, int decimals0, int decimals1)
{
	double s = u256_to_double(sqrt_x96) / ROOT_ONE;

	return s * s * tens_real(decimals0 - decimals1);
}

static bool is_place(const struct lp_place *p)
{
	return is_root(p->lower) && is_root(p->upper) &&
	       u256_cmp(p->lower, p->upper) < 0 && p->decimals0 >= 0 &&
	       p->decimals0 <= LP_DECIMALS_MAX && p->decimals1 >= 0 &&
	       p->decimals1 <= LP_DECIMALS_MAX;
}

/* With s inside the range: x = L (b - s) / (s b), y = L (s - a); gamma is half of
 * -L P^(-3/2), a token0 by token0 / token1. */
enum status lp_view(struct lp_view *out, const struct lp_place *p,
		    struct u256 sqrt_x96)
{
	struct u256 in = root_clamp(sqrt_x96, p->lower, p->upper);
	double s = u256_to_double(in) / ROOT_ONE;
	double b = u256_to_double(p->upper) / ROOT_ONE;
	double liquidity = (double)p->liquidity;
	struct lp_view v = { .gamma = 0 };

	if (!is_root(sqrt_x96) || !is_place(p))
		return ST_DOMAIN;
	v.price = lp_price_real(sqrt_x96, p->decimals0, p->decimals1);
	v.amount0 = liquidity * (root_minus(p->upper, in) / ROOT_ONE) / s / b *
		    tens_real(-p->decimals0);
	v.amount1 = liquidity * (root_minus(in, p->lower) / ROOT_ONE) *
		    tens_real(-p->decimals1);
	v.value = v.amount0 * v.price + v.amount1;
	v.delta = v.amount0;
	v.in_range = u256_cmp(sqrt_x96, p->lower) >= 0 &&
		     u256_cmp(sqrt_x96, p->upper) < 0;
	if (v.in_range)
		v.gamma = -liquidity / 2 / (s * s * s) *
			  tens_real(p->decimals1 - 2 * p->decimals0);
	*out = v;
	return ST_OK;
}
