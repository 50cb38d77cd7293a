/* check_lp.c - v3_position_il, v2_il, lvr_fee, range_prob, opt_width. */
#include "check.h"

#include "math/exit_prob.h"
#include "math/il.h"
#include "math/lp_view.h"
#include "math/lvr.h"
#include "math/opt_width.h"
#include "math/univ3_amounts.h"
#include "math/univ3_fees.h"
#include "math/univ3_tick.h"

#include <math.h>
#include <string.h>

static cJSON *v2_il(const cJSON *in)
{
	double il;
	enum status st = il_v2(&il, vec_real(in, "price_ratio"));
	cJSON *out = vec_out();

	if (st)
		return vec_err(st);
	vec_put_real(out, "il", il);
	return out;
}

static cJSON *lvr_fee(const cJSON *in)
{
	const struct lvr_in l = {
		.liquidity = vec_real(in, "liquidity"),
		.price = vec_real(in, "price"),
		.lower = vec_real(in, "price_lower"),
		.upper = vec_real(in, "price_upper"),
		.sigma = vec_real(in, "sigma"),
		.volume = vec_real(in, "pool_volume_per_year"),
		.fee = vec_real(in, "fee"),
		.active_liquidity = vec_real(in, "active_liquidity_total"),
		.in_range = vec_real(in, "prob_in_range"),
	};
	struct lvr v;
	enum status st = lvr_and_fee(&v, &l);
	cJSON *out = vec_out();

	if (st)
		return vec_err(st);
	vec_put_real(out, "position_value", v.value);
	vec_put_real(out, "lvr_per_year", v.lvr);
	vec_put_real(out, "lvr_frac", v.lvr_frac);
	vec_put_real(out, "fee_per_year", v.fee);
	vec_put_real(out, "fee_apr", v.fee_apr);
	vec_put_real(out, "net_apr", v.net_apr);
	return out;
}

static cJSON *range_prob(const cJSON *in)
{
	const struct exit_range r = {
		.lower = vec_real(in, "dist_lower"),
		.upper = vec_real(in, "dist_upper"),
		.nu = vec_real(in, "nu"),
		.sigma = vec_real(in, "sigma"),
	};
	double years = vec_real(in, "T"), by, at, mean;
	cJSON *out = vec_out();
	enum status st;

	if ((st = exit_by(&by, &r, years)) ||
	    (st = exit_outside_at(&at, &r, years)) ||
	    (st = exit_mean_time(&mean, &r)))
		return vec_err(st);
	vec_put_real(out, "p_exit_by_T", by);
	vec_put_real(out, "p_outside_at_T", at);
	vec_put_real(out, "mean_exit_time", mean);
	return out;
}

static cJSON *width(const cJSON *in)
{
	const struct width_in w = {
		.phi = vec_real(in, "phi"),
		.sigma = vec_real(in, "sigma"),
		.cost_frac = vec_real(in, "cost_frac"),
		.gas_frac = vec_real(in, "gas_frac"),
	};
	struct opt_width best;
	enum status st = opt_width(&best, &w);
	cJSON *out = vec_out();

	if (st)
		return st == ST_NODATA ? vec_refusal("NO_EDGE") : vec_err(st);
	vec_put_real(out, "w_star", best.w);
	vec_put_real(out, "w_approx", best.first);
	vec_put_real(out, "net_apr", best.net);
	vec_put_i64(out, "half_ticks", best.half_ticks);
	return out;
}

static struct u256 word_of(const char *text)
{
	struct u256 x = U256_ZERO;

	if (u256_parse(&x, text, strlen(text)))
		x = U256_MAX; /* no price, no tick: refused */
	return x;
}

static struct u256 word(const cJSON *in, const char *key)
{
	return word_of(vec_text(in, key));
}

/* Element i of an array of words. */
static struct u256 word_at(const cJSON *in, const char *key, int i)
{
	const cJSON *e = cJSON_GetArrayItem(vec_array(in, key), i);

	return cJSON_IsString(e) ? word_of(e->valuestring) : U256_ZERO;
}

static void put_word(cJSON *out, const char *key, struct u256 x)
{
	char *text = vec_alloc(U256_STR_SZ, 1);

	u256_format(text, x);
	vec_put_text(out, key, text);
}

struct position {
	struct lp_place place;
	struct u256 entry, now;
	int32_t lower, upper, tick;
};

static enum status put_amounts(cJSON *out, const struct position *p)
{
	struct univ3_amounts at_entry, now;
	enum status st;

	st = univ3_amounts_ceil(&at_entry, p->entry, p->place.lower,
				p->place.upper, p->place.liquidity);
	if (!st)
		st = univ3_amounts_floor(&now, p->now, p->place.lower,
					 p->place.upper, p->place.liquidity);
	if (st)
		return st;
	vec_put_i64(out, "tick_now", p->tick);
	put_word(out, "sqrt_lower_x96", p->place.lower);
	put_word(out, "sqrt_upper_x96", p->place.upper);
	put_word(out, "amount0_entry", at_entry.amount0);
	put_word(out, "amount1_entry", at_entry.amount1);
	put_word(out, "amount0_now", now.amount0);
	put_word(out, "amount1_now", now.amount1);
	return ST_OK;
}

/* Returns what is owed of token i. */
static unsigned __int128 put_fees(cJSON *out, const cJSON *in,
				  const struct position *p, int i)
{
	struct u256 inside = univ3_growth_inside(
		p->tick, p->lower, p->upper, word_at(in, "fg_global", i),
		word_at(in, "fg_out_lower", i), word_at(in, "fg_out_upper", i));
	unsigned __int128 before = 0, owed;

	if (u256_to_u128(&before, word_at(in, "tokens_owed", i)))
		before = 0;
	owed = univ3_owed(before, inside, word_at(in, "fg_inside_last", i),
			  p->place.liquidity);
	put_word(out, i ? "fg_inside1" : "fg_inside0", inside);
	put_word(out, i ? "owed1" : "owed0", u256_of_u128(owed));
	return owed;
}

static enum status put_values(cJSON *out, const struct position *p,
			      double owed0, double owed1)
{
	struct lp_view entry, now;
	double il, fees, hold;
	enum status st;

	if ((st = lp_view(&entry, &p->place, p->entry)) ||
	    (st = lp_view(&now, &p->place, p->now)) ||
	    (st = il_v3(&il, p->place.lower, p->place.upper, p->entry, p->now)))
		return st;
	hold = entry.amount0 * now.price + entry.amount1;
	fees = owed0 * pow(10, -p->place.decimals0) * now.price +
	       owed1 * pow(10, -p->place.decimals1);
	vec_put_real(out, "price_entry", entry.price);
	vec_put_real(out, "price_now", now.price);
	vec_put_real(out, "value_entry", entry.value);
	vec_put_real(out, "value_hold", hold);
	vec_put_real(out, "value_now", now.value);
	vec_put_real(out, "il", il);
	vec_put_real(out, "fees_value", fees);
	vec_put_real(out, "net_vs_hold", il * hold + fees);
	vec_put_real(out, "net_vs_entry", now.value + fees - entry.value);
	vec_put_real(out, "delta", now.delta);
	vec_put_real(out, "gamma", now.gamma);
	vec_put_bool(out, "in_range", now.in_range);
	return ST_OK;
}

static cJSON *v3_position_il(const cJSON *in)
{
	struct position p = {
		.place.decimals0 = (int)vec_i64(in, "dec0"),
		.place.decimals1 = (int)vec_i64(in, "dec1"),
		.entry = word(in, "sqrt_entry_x96"),
		.now = word(in, "sqrt_now_x96"),
		.lower = (int32_t)vec_i64(in, "tick_lower"),
		.upper = (int32_t)vec_i64(in, "tick_upper"),
	};
	unsigned __int128 owed0, owed1;
	cJSON *out = vec_out();
	enum status st;

	if ((st = u256_to_u128(&p.place.liquidity, word(in, "liquidity"))) ||
	    (st = univ3_sqrt_at_tick(&p.place.lower, p.lower)) ||
	    (st = univ3_sqrt_at_tick(&p.place.upper, p.upper)) ||
	    (st = univ3_tick_at_sqrt(&p.tick, p.now)) ||
	    (st = put_amounts(out, &p)))
		return vec_err(st);
	owed0 = put_fees(out, in, &p, 0);
	owed1 = put_fees(out, in, &p, 1);
	st = put_values(out, &p, (double)owed0, (double)owed1);
	return st ? vec_err(st) : out;
}

const struct checker check_lp[] = {
	{ "v3_position_il", v3_position_il },
	{ "v2_il", v2_il },
	{ "lvr_fee", lvr_fee },
	{ "range_prob", range_prob },
	{ "opt_width", width },
	{ NULL, NULL },
};
