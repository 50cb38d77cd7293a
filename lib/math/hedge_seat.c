/* hedge_seat.c - one symbol of one account: its steps, its prices, its book. */
#include "math/hedge_parts.h"

#define BPS_DECIMALS 4
#define SCORE_SCALE  9
#define SCORE_WORST  INT64_C(1000000000) /* all of it: there is no book */
#define FUNDING_MS   INT64_C(28800000)

static struct dec bps(int64_t n)
{
	return dec_make(n, BPS_DECIMALS);
}

/* The worst price of a buy on the tick below mark x (1 + slippage), of a sell on the
 * one above mark x (1 - slippage), within what the exchange takes. */
static struct dec worst_price(struct calc *c, const struct hedge_seat *s,
			      bool buy, int64_t slippage_bps)
{
	struct dec one = dec_make(1, 0), by = bps(slippage_bps), price;
	struct dec edge = buy ? s->rules.price_up : s->rules.price_down;
	int64_t ticks;

	price = calc_mul(c, s->mark,
			 buy ? calc_add(c, one, by) : calc_sub(c, one, by));
	if (!dec_is_none(edge)) {
		edge = calc_mul(c, s->mark, edge);
		price = buy ? dec_least(price, edge) : dec_most(price, edge);
	}
	ticks = buy ? calc_floor(c, price, s->rules.tick)
		    : calc_ceil(c, price, s->rules.tick);
	return calc_times(c, ticks > 0 ? ticks : 1, s->rules.tick);
}

static const struct hedge_levels *levels_of(const struct hedge_seat *s,
					    bool buy)
{
	return buy ? &s->asks : &s->bids;
}

static bool within(struct dec price, struct dec worst, bool buy)
{
	if (dec_is_none(worst))
		return true;
	return buy ? dec_cmp(price, worst) <= 0 : dec_cmp(price, worst) >= 0;
}

static int64_t depth_of(const struct bench *b, struct calc *c, bool buy,
			struct dec worst)
{
	const struct hedge_levels *l = levels_of(b->s, buy);
	struct dec size = DEC_ZERO;

	for (size_t i = 0; i < l->n && within(l->v[i].price, worst, buy); i++)
		size = calc_add(c, size, l->v[i].size);
	return calc_floor(c, size, b->step);
}

static int64_t most_lots(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

static int64_t least_lots(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static void side_set(struct bench *b, struct calc *c,
		     const struct hedge_limits *l, bool buy)
{
	const struct hedge_rules *r = &b->s->rules;
	struct side_view *v = &b->at[buy ? AT_BUY : AT_SELL];
	struct dec least = r->min_size, most = r->max_size, cheap = b->s->mark;

	v->worst = l->market ? DEC_NONE
			     : worst_price(c, b->s, buy, l->slippage_bps);
	v->worth = dec_most(b->s->mark, dec_or(v->worst, b->s->mark));
	if (l->market) {
		least = dec_most(least, dec_or(r->min_market, least));
		most = dec_least(most, dec_or(r->max_market, most));
	} else {
		cheap = dec_least(cheap, v->worst);
	}
	b->least_reducing = most_lots(calc_ceil(c, least, b->step), 1);
	v->least = b->least_reducing;
	if (!dec_is_none(r->min_notional))
		v->least = most_lots(v->least,
				     calc_ceil(c, r->min_notional,
					       calc_mul(c, cheap, b->step)));
	v->most = calc_floor(c, most, b->step);
	if (dec_sign(l->max_order) > 0)
		v->most = least_lots(
			v->most, calc_floor(c, l->max_order,
					    calc_mul(c, v->worth, b->step)));
	v->depth = depth_of(b, c, buy, v->worst);
}

static struct dec not_below_zero(struct dec d)
{
	return dec_sign(d) < 0 ? DEC_ZERO : d;
}

/* What is there less what is left alone. */
static void ours_set(struct bench *b, struct calc *c)
{
	const struct hedge_seat *s = b->s;
	struct dec net;

	if (s->two_way) {
		struct dec up = not_below_zero(s->base);
		struct dec down = not_below_zero(dec_neg(s->base));

		b->ours_long = not_below_zero(calc_sub(c, s->held_long, up));
		b->ours_short =
			not_below_zero(calc_sub(c, s->held_short, down));
		return;
	}
	net = calc_sub(c, calc_sub(c, s->held_long, s->held_short), s->base);
	b->ours_long = not_below_zero(net);
	b->ours_short = not_below_zero(dec_neg(net));
}

void bench_set(struct bench *b, struct calc *c, const struct hedge_world *w)
{
	const struct hedge_seat *s = b->s;
	const struct hedge_limits *l = &w->limits;

	b->step = s->rules.step;
	if (l->market)
		b->step = dec_most(b->step,
				   dec_or(s->rules.market_step, b->step));
	b->unit = calc_mul(c, b->step, s->rules.multiplier);
	b->lot_value = calc_mul(c, b->step, s->mark);
	b->leverage = dec_least(l->leverage, dec_or(s->leverage, l->leverage));
	b->leverage = dec_least(b->leverage,
				dec_or(s->rules.max_leverage, b->leverage));
	ours_set(b, c);
	side_set(b, c, l, false);
	side_set(b, c, l, true);
}

struct dec bench_walk(const struct bench *b, struct calc *c, bool buy,
		      int64_t lots)
{
	const struct hedge_levels *l = levels_of(b->s, buy);
	struct dec worst = b->at[buy ? AT_BUY : AT_SELL].worst;
	struct dec left = calc_times(c, lots, b->step), value = DEC_ZERO;
	struct dec last = dec_or(worst, b->s->mark);

	for (size_t i = 0; i < l->n && dec_sign(left) > 0 &&
			   within(l->v[i].price, worst, buy);
	     i++) {
		struct dec part = dec_least(left, l->v[i].size);

		value = calc_add(c, value, calc_mul(c, part, l->v[i].price));
		left = calc_sub(c, left, part);
		last = dec_or(worst, l->v[i].price);
	}
	return calc_add(c, value, calc_mul(c, left, last));
}

bool bench_agrees(const struct bench *b, bool is_long)
{
	const struct hedge_seat *s = b->s;
	struct calc c = { false };
	struct dec net = calc_sub(&c, s->held_long, s->held_short);

	if (s->two_way)
		return true;
	return is_long ? dec_cmp(net, b->ours_long) >= 0
		       : dec_cmp(dec_neg(net), b->ours_short) >= 0;
}

int64_t bench_least(const struct bench *b, bool is_long)
{
	return bench_agrees(b, is_long)
		       ? b->least_reducing
		       : b->at[is_long ? AT_SELL : AT_BUY].least;
}

/* Funding a position of that sign receives in 8 hours against its value, 1e-9. */
static int64_t funding_of(const struct hedge_seat *s, struct calc *c,
			  bool is_short)
{
	struct dec ratio = dec_or(s->funding_ratio, DEC_ZERO);
	int64_t n = calc_floor(c, dec_abs(ratio), dec_make(1, SCORE_SCALE));
	int64_t every = s->funding_ms > 0 ? s->funding_ms : FUNDING_MS;

	if (n > SCORE_WORST)
		n = SCORE_WORST;
	n = n * FUNDING_MS / every;
	return (dec_sign(ratio) > 0) == is_short ? n : -n;
}

int64_t bench_score(const struct bench *b, struct calc *c, bool buy, bool opens,
		    int64_t lots)
{
	const struct side_view *v = &b->at[buy ? AT_BUY : AT_SELL];
	struct dec nano = dec_make(1, SCORE_SCALE), fair, paid;
	int64_t fee = calc_floor(c, dec_or(b->s->taker_ratio, DEC_ZERO), nano);
	int64_t funding = funding_of(b->s, c, buy != opens);

	lots = least_lots(lots, v->depth);
	if (!lots)
		return SCORE_WORST;
	fair = calc_times(c, lots, b->lot_value);
	paid = bench_walk(b, c, buy, lots);
	return fee - (opens ? funding : -funding) +
	       calc_floor(c,
			  buy ? calc_sub(c, paid, fair)
			      : calc_sub(c, fair, paid),
			  calc_mul(c, fair, nano));
}
