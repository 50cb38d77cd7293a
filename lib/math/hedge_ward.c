/* hedge_ward.c - an asset: what is held of it against what should be. */
#include "math/hedge_parts.h"

static int64_t least_order(const struct bench *b)
{
	int64_t buy = b->at[AT_BUY].least, sell = b->at[AT_SELL].least;

	return buy > sell ? buy : sell;
}

static void band_set(struct ward *d, const struct hedge_limits *l)
{
	struct calc *c = &d->calc;

	d->band = calc_mul(c, dec_abs(d->target),
			   dec_make(l->band_ppm, HEDGE_PPM));
	for (size_t i = 0; i < d->n; i++) {
		const struct bench *b = &d->v[i];
		int64_t lots = calc_ceil(c, l->band_notional, b->lot_value);

		if (lots < least_order(b))
			lots = least_order(b);
		d->band = dec_most(d->band, calc_times(c, lots, b->unit));
	}
}

/* What is held, and whether it is of both signs. */
static void held_set(struct ward *d)
{
	bool longs = false, shorts = false;
	struct calc *c = &d->calc;

	d->held = DEC_ZERO;
	for (size_t i = 0; i < d->n; i++) {
		const struct bench *b = &d->v[i];
		struct dec net = calc_sub(c, b->ours_long, b->ours_short);

		d->held = calc_add(c, d->held,
				   calc_mul(c, net, b->s->rules.multiplier));
		longs |= dec_cmp(b->ours_long, b->step) >= 0;
		shorts |= dec_cmp(b->ours_short, b->step) >= 0;
		if (!i || dec_cmp(b->unit, d->step) < 0)
			d->step = b->unit;
	}
	d->opposite = longs && shorts;
}

static enum hedge_severity severity_of(struct ward *d, struct dec gap)
{
	struct dec whole = dec_most(dec_abs(d->target), dec_abs(d->held));
	struct calc *c = &d->calc;

	if (!d->beyond)
		return HEDGE_LOW;
	if (dec_sign(d->target) * dec_sign(d->held) < 0)
		return HEDGE_CRITICAL;
	if (dec_cmp(calc_times(c, 4, gap), whole) <= 0)
		return HEDGE_MEDIUM;
	return dec_cmp(calc_times(c, 2, gap), whole) <= 0 ? HEDGE_HIGH
							  : HEDGE_CRITICAL;
}

bool ward_is_beyond(struct ward *d, struct dec amount)
{
	int64_t steps = calc_floor(&d->calc, dec_abs(amount), d->step);

	return dec_cmp(calc_times(&d->calc, steps, d->step), d->band) > 0;
}

void ward_measure(struct ward *d, const struct hedge_limits *l)
{
	struct calc *c = &d->calc;
	struct dec gap;

	d->target = dec_neg(calc_mul(c, l->ratio, d->a->exposure));
	held_set(d);
	band_set(d, l);
	gap = dec_abs(calc_sub(c, d->target, d->held));
	d->beyond = ward_is_beyond(d, gap);
	d->severity = severity_of(d, gap);
	d->value =
		calc_times(c, calc_floor(c, gap, d->v->unit), d->v->lot_value);
}
