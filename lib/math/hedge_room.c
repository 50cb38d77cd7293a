/* hedge_room.c - how much may be opened at a seat: what blocks it, then its book, then
 * the limits.  Values of positions are at the mark, those of orders at their worth. */
#include "math/hedge_parts.h"

#include <string.h>

struct room {
	struct calc *c;
	int64_t lots;
	enum hedge_why why;
};

static void at_most(struct room *r, int64_t lots, enum hedge_why why)
{
	if (lots < 0)
		lots = 0;
	if (lots < r->lots) {
		r->lots = lots;
		r->why = why;
	}
}

/* So much of that is left, at so much a lot. */
static void at_most_value(struct room *r, struct dec left, struct dec a_lot,
			  enum hedge_why why)
{
	at_most(r, dec_sign(left) > 0 ? calc_floor(r->c, left, a_lot) : 0, why);
}

/* ---- what is held once everything of this asset that reduces is filled ---- */

static struct dec value_of(struct calc *c, const struct bench *b)
{
	struct dec size = calc_add(c, b->s->held_long, b->s->held_short);
	int64_t lots = b->more - b->less_long - b->less_short;

	return calc_add(c, calc_mul(c, size, b->s->mark),
			calc_times(c, lots, b->lot_value));
}

static struct dec value_of_asset(struct ward *d)
{
	struct dec sum = DEC_ZERO;

	for (size_t i = 0; i < d->n; i++)
		sum = calc_add(&d->calc, sum, value_of(&d->calc, &d->v[i]));
	return sum;
}

/* What this asset's reducing frees at an account. */
static struct dec freed(struct ward *d, size_t account)
{
	struct dec sum = DEC_ZERO;

	for (size_t i = 0; i < d->n; i++) {
		const struct bench *b = &d->v[i];

		if (b->s->account == account)
			sum = calc_add(&d->calc, sum,
				       calc_times(&d->calc,
						  b->less_long + b->less_short,
						  b->lot_value));
	}
	return sum;
}

static struct dec value_at_account(struct hedge_job *j, struct ward *d,
				   size_t account)
{
	return calc_sub(&d->calc, j->purses[account].held, freed(d, account));
}

static struct dec value_at_venue(struct hedge_job *j, struct ward *d,
				 const char *venue)
{
	struct dec sum = DEC_ZERO;

	for (size_t i = 0; i < j->w->n_accounts; i++)
		if (!strcmp(j->w->accounts[i].venue, venue))
			sum = calc_add(&d->calc, sum,
				       value_at_account(j, d, i));
	return sum;
}

/* ---- the limits ---- */

static void limit_held(struct room *r, struct hedge_job *j, struct ward *d,
		       const struct bench *b)
{
	const struct hedge_limits *l = &j->w->limits;
	const struct hedge_account *a = &j->w->accounts[b->s->account];
	struct calc *c = r->c;

	at_most_value(r, calc_sub(c, l->max_position, value_of(c, b)),
		      b->lot_value, HEDGE_WHY_POSITION_LIMIT);
	if (dec_sign(l->max_asset) > 0)
		at_most_value(r, calc_sub(c, l->max_asset, value_of_asset(d)),
			      b->lot_value, HEDGE_WHY_ASSET_LIMIT);
	if (dec_sign(l->max_venue) > 0)
		at_most_value(r,
			      calc_sub(c, l->max_venue,
				       value_at_venue(j, d, a->venue)),
			      b->lot_value, HEDGE_WHY_VENUE_LIMIT);
	at_most_value(r,
		      calc_sub(c, calc_mul(c, l->max_leverage, a->equity),
			       value_at_account(j, d, b->s->account)),
		      b->lot_value, HEDGE_WHY_LEVERAGE_LIMIT);
}

/* A lot binds value / leverage and costs value x fee: left x leverage is shared by
 * lots of value x (1 + leverage x fee). */
static struct dec bound_by(struct calc *c, const struct bench *b,
			   struct dec value)
{
	struct dec fee = dec_or(b->s->taker_ratio, DEC_ZERO);

	if (dec_sign(fee) < 0)
		fee = DEC_ZERO;
	return calc_add(c, value,
			calc_mul(c, value, calc_mul(c, b->leverage, fee)));
}

struct dec room_margin(struct calc *c, const struct bench *b, struct dec value)
{
	struct dec unit = dec_make(1, HEDGE_PPM);

	return calc_times(c,
			  calc_ceil(c, bound_by(c, b, value),
				    calc_mul(c, b->leverage, unit)),
			  unit);
}

static void limit_money(struct room *r, struct hedge_job *j,
			const struct bench *b, struct dec a_lot)
{
	const struct hedge_limits *l = &j->w->limits;
	const struct hedge_account *a = &j->w->accounts[b->s->account];
	const struct purse *p = &j->purses[b->s->account];
	struct calc *c = r->c;
	struct dec binds = bound_by(c, b, a_lot);
	struct dec left =
		calc_sub(c, calc_mul(c, l->max_bound, a->equity), p->bound);

	at_most_value(r, calc_mul(c, left, b->leverage), binds,
		      HEDGE_WHY_EXPOSURE_LIMIT);
	at_most_value(r, calc_mul(c, p->free, b->leverage), binds,
		      HEDGE_WHY_INSUFFICIENT);
	if (dec_sign(l->max_turnover) > 0)
		at_most_value(r, calc_sub(c, l->max_turnover, j->turnover),
			      a_lot, HEDGE_WHY_TURNOVER_LIMIT);
}

static enum hedge_why held_back(const struct hedge_job *j, const struct ward *d,
				const struct hedge_seat *s)
{
	const struct hedge_world *w = j->w;
	bool soon = d->a->since_ms >= 0 &&
		    d->a->since_ms < w->limits.interval_ms && !w->forced;

	if (s->stop)
		return s->stop;
	if (w->hold)
		return w->hold;
	if (w->accounts[s->account].hold)
		return w->accounts[s->account].hold;
	if (s->hold)
		return s->hold;
	return soon ? HEDGE_WHY_INTERVAL : HEDGE_WHY_NONE;
}

int64_t room_of(enum hedge_why *why, struct hedge_job *j, struct ward *d,
		const struct bench *b, bool buy)
{
	const struct side_view *v = &b->at[buy ? AT_BUY : AT_SELL];
	struct room r = { .c = &d->calc, .lots = INT64_MAX };
	enum hedge_why held = held_back(j, d, b->s);

	if (held)
		at_most(&r, 0, held);
	else if (v->most < v->least)
		at_most(&r, 0, HEDGE_WHY_ORDER_LIMIT);
	if (r.lots) {
		if (!dec_is_none(v->worst))
			at_most(&r, v->depth, HEDGE_WHY_DEPTH);
		limit_held(&r, j, d, b);
		limit_money(&r, j, b, calc_mul(r.c, v->worth, b->step));
		at_most(&r, parts_most(v->most), HEDGE_WHY_PARTS);
	}
	*why = r.why;
	return r.lots;
}

void room_take(struct hedge_job *j, struct ward *d, const struct bench *b,
	       bool buy, int64_t lots)
{
	struct purse *p = &j->purses[b->s->account];
	struct calc *c = &d->calc;
	struct dec worth = b->at[buy ? AT_BUY : AT_SELL].worth;
	struct dec value = calc_times(c, lots, calc_mul(c, worth, b->step));
	struct dec margin = room_margin(c, b, value);

	p->held = calc_add(c, p->held, calc_times(c, lots, b->lot_value));
	p->bound = calc_add(c, p->bound, margin);
	p->free = calc_sub(c, p->free, margin);
	j->turnover = calc_add(c, j->turnover, value);
}
