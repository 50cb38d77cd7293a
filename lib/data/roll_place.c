#include "data/roll_place.h"

#include "math/pool_price.h"
#include "math/range_yield.h"
#include "math/univ3_tick.h"

#include <math.h>
#include <string.h>

#define FEE_DYNAMIC 0x800000 /* in the key of a pool of v4: the hook says it */

static bool is_tick(int64_t t)
{
	return t >= UNIV3_TICK_MIN && t <= UNIV3_TICK_MAX;
}

/* What stands in either record, checked. */
static const char *settle(struct roll_place *p, struct rec_u256 sqrt,
			  int64_t tick, struct dec liquidity, int64_t spacing)
{
	__int128 whole;

	if (p->kind == POOL_V2)
		return "v2";
	if (!sqrt.known || u256_is_zero(sqrt.v))
		return "uninitialised";
	if (!is_tick(tick) || spacing < 1 || spacing > UNIV3_SPACING_MAX ||
	    dec_is_none(liquidity) || dec_coef(&whole, liquidity, 0) ||
	    whole < 0 ||
	    pool_price_sqrt(&p->spot, sqrt.v, p->decimals0, p->decimals1) ||
	    dec_sign(p->spot) <= 0)
		return "bad_pool";
	p->sqrt_x96 = sqrt.v;
	p->tick = (int32_t)tick;
	p->liquidity = (unsigned __int128)whole;
	p->spacing = (int32_t)spacing;
	p->price = range_price_sqrt(sqrt.v);
	return NULL;
}

static bool are_decimals(int64_t a, int64_t b)
{
	return a >= 0 && a <= DEC_SCALE_MAX && b >= 0 && b <= DEC_SCALE_MAX;
}

const char *roll_place_of_pool(struct roll_place *out, const struct rec_pool *r)
{
	if (!are_decimals(r->decimals0, r->decimals1) || r->fee == REC_NONE_INT)
		return "bad_pool";
	*out = (struct roll_place){
		.rec = r,
		.kind = r->kind,
		.pool = r->pool,
		.token0 = r->token0,
		.token1 = r->token1,
		.decimals0 = (int)r->decimals0,
		.decimals1 = (int)r->decimals1,
		.fee = r->dynamic_fee ? FEE_DYNAMIC : r->fee,
		.fee_now = r->fee,
		.hooks = r->hooks,
	};
	return settle(out, r->sqrt_price_x96, r->tick, r->liquidity,
		      r->tick_spacing);
}

/* The pool's record knows more, and is of the same block. */
const char *roll_place_of_position(struct roll_place *out,
				   const struct roll_seen *s,
				   const struct rec_position *p)
{
	const struct rec_pool *r = roll_seen_pool(s, p->pool);

	if (r)
		return roll_place_of_pool(out, r);
	if (!are_decimals(p->decimals0, p->decimals1))
		return "bad_pool";
	*out = (struct roll_place){
		.kind = p->kind,
		.pool = p->pool,
		.token0 = p->token0,
		.token1 = p->token1,
		.decimals0 = (int)p->decimals0,
		.decimals1 = (int)p->decimals1,
		.fee = p->fee,
		.fee_now = p->fee == FEE_DYNAMIC ? 0 : p->fee,
		.hooks = p->hooks,
	};
	return settle(out, p->sqrt_price_x96, p->tick, p->pool_liquidity,
		      p->tick_spacing);
}

/* ---- the reference ---- */

/* a / b, as far as a price has digits. */
static bool ratio(struct dec *out, struct dec a, struct dec b)
{
	int scale = a.scale > b.scale ? a.scale : b.scale;
	__int128 x, y;

	return !dec_coef(&x, a, scale) && !dec_coef(&y, b, scale) && x > 0 &&
	       y > 0 &&
	       !pool_price_ratio(out, u256_of_u128((unsigned __int128)x),
				 u256_of_u128((unsigned __int128)y), 0, 0);
}

/* token1 per token0 by what price-read says: directly, or both in the numeraire. */
static const char *outside(struct dec *out, const struct roll_place *at,
			   const struct roll_seen *s,
			   const struct roll_knobs *k)
{
	const char *why = roll_seen_price(out, s, k, at->token0, at->token1),
		   *other;
	struct dec p0, p1;

	if (!why || !strcmp(why, "stale_price"))
		return why;
	why = roll_seen_price(&p0, s, k, at->token0, k->numeraire);
	other = roll_seen_price(&p1, s, k, at->token1, k->numeraire);
	if (why || other)
		return why && !strcmp(why, "stale_price") ? why
		       : other                            ? other
							  : why;
	return ratio(out, p0, p1) ? NULL : "no_price";
}

/* |spot - price| <= price * ppm / 10^6, exactly; not if it cannot be told. */
static bool within(struct dec spot, struct dec price, int64_t ppm)
{
	int scale = spot.scale > price.scale ? spot.scale : price.scale;
	struct u256 by, most;
	__int128 x, y;

	if (dec_coef(&x, spot, scale) || dec_coef(&y, price, scale) || x < 0 ||
	    y < 0)
		return false;
	by = u256_of_u128((unsigned __int128)(x > y ? x - y : y - x));
	most = u256_of_u128((unsigned __int128)y);
	return !u256_mul(&by, by, u256_of_u64(1000000)) &&
	       !u256_mul(&most, most, u256_of_u64((uint64_t)ppm)) &&
	       u256_cmp(by, most) <= 0;
}

static void hold(struct roll_reference *out, struct dec spot, struct dec price)
{
	double by = dec_to_double(spot) / dec_to_double(price) - 1;

	if (isnan(out->deviation) || fabs(by) > fabs(out->deviation)) {
		out->deviation = by;
		out->price = price;
	}
}

const char *roll_place_reference(struct roll_reference *out,
				 const struct roll_place *at,
				 const struct roll_seen *s,
				 const struct roll_knobs *k)
{
	const int64_t ppm = k->panic ? k->panic_ppm : k->deviation_ppm;
	struct dec twap, price;
	struct u256 sqrt;
	const char *why = outside(&price, at, s, k);
	bool bad = false;

	*out = (struct roll_reference){ .price = DEC_NONE,
					.deviation = NAN,
					.twap_tick = REC_NONE_INT };
	if (!(k->panic && !why) && at->rec && is_tick(at->rec->twap_tick) &&
	    !univ3_sqrt_at_tick(&sqrt, (int32_t)at->rec->twap_tick) &&
	    !pool_price_sqrt(&twap, sqrt, at->decimals0, at->decimals1) &&
	    dec_sign(twap) > 0) {
		out->twap_tick = at->rec->twap_tick;
		hold(out, at->spot, twap);
		bad |= !within(at->spot, twap, ppm);
	}
	if (!why) {
		hold(out, at->spot, price);
		bad |= !within(at->spot, price, ppm);
	} else if (!strcmp(why, "stale_price") &&
		   (!k->panic || isnan(out->deviation))) {
		return why;
	}
	if (isnan(out->deviation))
		return "no_reference";
	return bad ? "price_deviation" : NULL;
}
