#include "outlook.h"

#include "base/tens.h"
#include "math/exit_prob.h"
#include "math/lvr.h"
#include "math/pool_window.h"
#include "math/univ3_tick.h"

#include <math.h>

/* The root of a pair's product is its liquidity. */
static unsigned __int128 pair_liquidity(const struct books *b)
{
	return (unsigned __int128)(sqrt((double)b->with.a0) *
				   sqrt((double)b->with.a1));
}

bool outlook_place(struct lp_place *out, const struct books *b)
{
	const struct rec_position *p = b->p;
	__int128 liquidity;

	*out = (struct lp_place){
		.lower = u256_of_u64(1),
		.upper = u256_sub_mod(u256_shl(u256_of_u64(1), 160),
				      u256_of_u64(1)),
		.decimals0 = (int)p->decimals0,
		.decimals1 = (int)p->decimals1,
	};
	if (p->kind == POOL_V2) {
		out->liquidity = pair_liquidity(b);
		return true;
	}
	if (p->tick_lower < UNIV3_TICK_MIN || p->tick_upper > UNIV3_TICK_MAX ||
	    p->tick_lower >= p->tick_upper ||
	    dec_coef(&liquidity, p->liquidity, 0) || liquidity < 0)
		return false;
	out->liquidity = (unsigned __int128)liquidity;
	return seen_root(&out->lower, b->roots, (int32_t)p->tick_lower) &&
	       seen_root(&out->upper, b->roots, (int32_t)p->tick_upper);
}

/* The distance between two roots in the logarithm of the price. */
static double log_distance(struct u256 from, struct u256 to)
{
	return 2 * log(u256_to_double(to) / u256_to_double(from));
}

static void add_exit(struct rec_il *il, const struct lp_place *place,
		     struct u256 now, const struct il_conf *c)
{
	double years = (double)c->horizon_ms / 1000 / (double)POOL_YEAR_S, p;
	const struct exit_range r = {
		.lower = log_distance(place->lower, now),
		.upper = log_distance(now, place->upper),
		.nu = -il->sigma_ratio * il->sigma_ratio / 2,
		.sigma = il->sigma_ratio,
	};

	il->horizon_s = c->horizon_ms / 1000;
	if (!(r.lower > 0 && r.upper > 0)) { /* it is out, or at an end */
		il->exit_probability = 1;
		il->mean_exit_s = 0;
		return;
	}
	if (!exit_by(&p, &r, years))
		il->exit_probability = p;
	if (!exit_outside_at(&p, &r, years))
		il->outside_probability = p;
	if (!exit_mean_time(&p, &r) && isfinite(p * (double)POOL_YEAR_S))
		il->mean_exit_s = p * (double)POOL_YEAR_S;
}

/* Smallest parts of token1 that liquidity earned in the window, a year; NAN: not
 * known. */
static double pool_fees(const struct rec_pool *pool, double price)
{
	double fees;

	if (!pool || pool->window_s <= 0 || dec_is_none(pool->fees0) ||
	    dec_is_none(pool->fees1))
		return NAN;
	fees = dec_to_double(pool->fees0) * price + dec_to_double(pool->fees1);
	return fees * tens_real((int)pool->decimals1) /
	       pool_window_years(pool->window_s);
}

/* The liquidity of the pool that shares those fees, this one's with it. */
static double active(const struct books *b, const struct lp_place *place)
{
	const struct rec_position *p = b->p;
	double own = (double)place->liquidity, share, all;

	if (dec_is_none(p->pool_liquidity))
		return own;
	share = dec_to_double(p->liquidity);
	all = dec_to_double(p->pool_liquidity);
	if (p->kind == POOL_V2)
		return share > 0 ? fmax(own * (all / share), own) : own;
	return fmax(all, own);
}

/* In smallest parts of token1, whose worth in the numeraire is `unit`. */
static void add_pace(struct rec_il *il, const struct books *b,
		     const struct lp_place *place, const struct lp_view *view,
		     const struct rec_pool *pool, double unit)
{
	double lower = u256_to_double(place->lower) / 0x1p96;
	double upper = u256_to_double(place->upper) / 0x1p96;
	double now = u256_to_double(b->p->sqrt_price_x96.v) / 0x1p96;
	double fees = pool_fees(pool, view->price), loss;
	const struct lvr_in in = {
		.liquidity = (double)place->liquidity,
		.price = now * now,
		.lower = lower * lower,
		.upper = upper * upper,
		.sigma = isnan(il->sigma_ratio) ? 0 : il->sigma_ratio,
		.volume = isnan(fees) ? 0 : fees,
		.fee = 1, /* of its fees, not of its volume */
		.active_liquidity = active(b, place),
		.in_range = view->in_range,
	};
	struct lvr v;

	if (lvr_and_fee(&v, &in))
		return;
	if (!isnan(il->sigma_ratio)) {
		il->lvr_year = v.lvr * unit;
		il->lvr_pct = v.lvr_frac * 100;
	}
	if (isnan(fees) || dec_is_none(b->p->pool_liquidity))
		return;
	il->fee_apr_pct = v.fee_apr * 100;
	if (!b->priced || dec_is_none(il->net_vs_hold))
		return;
	loss = -dec_to_double(il->net_vs_hold);
	if (loss <= 0)
		il->breakeven_s = 0;
	else if (v.fee > 0)
		il->breakeven_s = loss / (v.fee * unit) * (double)POOL_YEAR_S;
}

/* The numeraire's worth of a smallest part of token1, in units. */
static double unit_of(const struct books *b, double price)
{
	double part = tens_real((int)-b->p->decimals1);

	if (b->in == IS_TOKEN1)
		return part;
	if (b->in == IS_TOKEN0)
		return part / price;
	return dec_is_none(b->quote) ? NAN : part * dec_to_double(b->quote);
}

static void drop_infinite(double *x)
{
	if (!isfinite(*x))
		*x = NAN;
}

void outlook_add(struct rec_il *il, const struct books *b,
		 const struct rec_pool *pool, const struct il_conf *c)
{
	struct u256 now = b->p->sqrt_price_x96.v;
	struct lp_place place;
	struct lp_view view;

	if (!outlook_place(&place, b) || lp_view(&view, &place, now))
		return;
	il->in_range = view.in_range;
	il->delta = view.delta;
	il->gamma = view.gamma;
	if (c->sigma > 0)
		il->sigma_ratio = c->sigma;
	else if (pool && pool->sigma_ratio > 0)
		il->sigma_ratio = pool->sigma_ratio;
	if (!isnan(il->sigma_ratio) && b->p->kind != POOL_V2)
		add_exit(il, &place, now, c);
	add_pace(il, b, &place, &view, pool, unit_of(b, view.price));
	drop_infinite(&il->lvr_year);
	drop_infinite(&il->breakeven_s);
	drop_infinite(&il->delta);
	drop_infinite(&il->gamma);
}
