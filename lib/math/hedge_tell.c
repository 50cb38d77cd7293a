/* hedge_tell.c - what is said of each seat: its leg, with what it costs and how far it
 * can be trusted. */
#include "math/hedge_parts.h"

#include <stdlib.h>
#include <string.h>

struct telling {
	const struct hedge_job *j;
	struct calc *c;
	const struct ward *d;
	const struct bench *b;
	int64_t lots; /* asked for, signed */
};

/* ---- confidence ---- */

static double within_one(double x)
{
	return x < 0 ? 0 : x > 1 ? 1 : x;
}

static double freshness(const struct hedge_seat *s,
			const struct hedge_limits *l)
{
	return l->max_age_ms > 0 ? within_one(1 - (double)s->age_ms /
							  (double)l->max_age_ms)
				 : 0;
}

static double tightness(const struct hedge_seat *s,
			const struct hedge_limits *l)
{
	double mark = dec_to_double(s->mark), slip;
	double spread;

	if (!s->bids.n || !s->asks.n)
		return 0;
	slip = (double)l->slippage_bps / 1e4;
	spread = (dec_to_double(s->asks.v->price) -
		  dec_to_double(s->bids.v->price)) /
		 mark;
	if (l->slippage_bps <= 0)
		return spread <= 0 ? 1 : 0;
	return within_one(1 - spread / (2 * slip));
}

static double deepness(const struct bench *b, int64_t lots)
{
	const struct side_view *v = &b->at[lots > 0 ? AT_BUY : AT_SELL];

	if (!lots)
		return 1;
	return within_one((double)v->depth / (double)(lots > 0 ? lots : -lots));
}

static double least(double a, double b)
{
	return a < b ? a : b;
}

/* ---- money ---- */

static struct dec cost_of(const struct telling *t)
{
	bool buy = t->lots > 0;
	int64_t lots = buy ? t->lots : -t->lots;
	struct dec fair = calc_times(t->c, lots, t->b->lot_value);
	struct dec paid = bench_walk(t->b, t->c, buy, lots);
	struct dec fee =
		calc_mul(t->c, paid, dec_or(t->b->s->taker_ratio, DEC_ZERO));

	return calc_add(t->c, fee,
			buy ? calc_sub(t->c, paid, fair)
			    : calc_sub(t->c, fair, paid));
}

static void tell_money(struct hedge_leg *l, const struct telling *t)
{
	const struct hedge_seat *s = t->b->s;
	struct dec value = calc_mul(t->c, l->target, s->mark);
	struct dec unit = dec_make(1, HEDGE_PPM);
	int64_t move = t->d->a->move_ppm;

	l->leverage = t->b->leverage;
	l->required_margin =
		calc_times(t->c,
			   calc_ceil(t->c, dec_abs(value),
				     calc_mul(t->c, l->leverage, unit)),
			   unit);
	l->funding = dec_neg(
		calc_mul(t->c, value, dec_or(s->funding_ratio, DEC_ZERO)));
	l->cost = cost_of(t);
	if (move >= 0)
		l->il_reduction =
			calc_mul(t->c, calc_mul(t->c, l->size, s->mark),
				 dec_make(move, HEDGE_PPM));
}

/* ---- legs ---- */

static void tell_order(struct hedge_leg *l, const struct telling *t)
{
	const struct bench *b = t->b;

	l->size = calc_times(t->c, t->lots > 0 ? t->lots : -t->lots, b->step);
	l->buy = t->lots > 0;
	l->reduce = t->lots && !b->more;
	if (t->lots)
		l->price = b->at[l->buy ? AT_BUY : AT_SELL].worst;
}

static void tell_leg(struct hedge_leg *l, const struct telling *t)
{
	const struct hedge_limits *lim = &t->j->w->limits;
	const struct bench *b = t->b;

	l->held = calc_sub(t->c, b->ours_long, b->ours_short);
	l->gap = calc_times(t->c, b->change, b->step);
	l->target = calc_add(t->c, l->held, l->gap);
	l->band = calc_times(t->c, calc_floor(t->c, t->d->band, b->unit),
			     b->step);
	l->severity = b->change ? t->d->severity : HEDGE_LOW;
	l->why = b->why;
	tell_order(l, t);
	tell_money(l, t);
	l->confidence = least(least(freshness(b->s, lim), tightness(b->s, lim)),
			      deepness(b, t->lots));
}

/* Of a seat nothing is done about: what is there is told, no more. */
static void tell_refused(struct hedge_leg *l, const struct ward *d,
			 const struct bench *b)
{
	struct calc c = { false };

	if (b->s->known)
		l->held = calc_sub(&c, b->ours_long, b->ours_short);
	l->target = l->held;
	l->leverage = dec_or(b->leverage, DEC_ZERO);
	l->why = d->refused;
}

static struct hedge_leg blank(const struct bench *b)
{
	return (struct hedge_leg){
		.seat = b->index,
		.target = DEC_ZERO,
		.held = DEC_ZERO,
		.gap = DEC_ZERO,
		.band = DEC_ZERO,
		.size = DEC_ZERO,
		.price = DEC_NONE,
		.leverage = DEC_ZERO,
		.required_margin = DEC_ZERO,
		.cost = DEC_ZERO,
		.funding = DEC_ZERO,
		.il_reduction = DEC_NONE,
	};
}

static void tell_ward(struct hedge_leg *legs, const struct hedge_job *j,
		      struct ward *d)
{
	struct telling t = { .j = j, .d = d, .c = &d->calc };

	for (size_t i = 0; i < d->n && !d->refused; i++) {
		t.b = &d->v[i];
		t.lots = t.b->less_short - t.b->less_long +
			 (dec_sign(d->target) > 0 ? t.b->more : -t.b->more);
		legs[i] = blank(t.b);
		tell_leg(&legs[i], &t);
	}
	if (d->calc.bad && !d->refused)
		d->refused = HEDGE_WHY_OVERFLOW;
	for (size_t i = 0; i < d->n && d->refused; i++) {
		legs[i] = blank(&d->v[i]);
		tell_refused(&legs[i], d, &d->v[i]);
	}
}

/* ---- priority ---- */

struct ranked {
	struct hedge_leg leg;
	struct dec value; /* of its gap */
	size_t place;     /* by asset, rank and names */
};

static int by_priority(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;
	int c;

	if (x->leg.severity != y->leg.severity)
		return x->leg.severity > y->leg.severity ? -1 : 1;
	c = dec_cmp(y->value, x->value);
	if (c)
		return c;
	return x->place < y->place ? -1 : x->place > y->place;
}

void hedge_tell(struct hedge_job *j, struct hedge_plan *p)
{
	size_t n = p->n_legs = j->n_benches;
	struct ranked *v = arena_alloc(j->arena, (n + 1) * sizeof(*v));

	p->legs = arena_alloc(j->arena, (n + 1) * sizeof(*p->legs));
	for (size_t i = 0; i < j->n_wards; i++) {
		struct ward *d = &j->wards[i];

		if (d->n)
			tell_ward(&p->legs[d->v - j->benches], j, d);
	}
	for (size_t i = 0; i < n; i++) {
		const struct bench *b = &j->benches[i];
		struct calc c = { false };

		v[i] = (struct ranked){ .leg = p->legs[i], .place = i };
		v[i].value = b->s->known ? calc_mul(&c, dec_abs(p->legs[i].gap),
						    b->s->mark)
					 : DEC_ZERO;
	}
	qsort(v, n, sizeof(*v), by_priority);
	for (size_t i = 0; i < n; i++) {
		p->legs[i] = v[i].leg;
		p->legs[i].priority = (int64_t)i + 1;
	}
}
