#include "math/hedge_eff.h"

#include "math/hedge_parts.h"

#define MEAN_SCALE 9

void hedge_eff_init(struct hedge_eff *e, struct hedge_eff_seat *seats,
		    size_t n_seats, struct hedge_eff_asset *assets,
		    size_t n_assets)
{
	*e = (struct hedge_eff){ .seats = seats,
				 .assets = assets,
				 .n_seats = n_seats,
				 .n_assets = n_assets,
				 .pnl = DEC_ZERO };
	for (size_t i = 0; i < n_seats; i++) {
		seats[i].held = seats[i].mark = DEC_NONE;
		seats[i].bought = seats[i].paid = DEC_ZERO;
	}
	for (size_t i = 0; i < n_assets; i++)
		assets[i] = (struct hedge_eff_asset){ .exposure = DEC_NONE,
						      .residual = DEC_ZERO,
						      .distance = DEC_ZERO };
}

void hedge_eff_trade(struct hedge_eff *e, size_t seat, struct dec size,
		     struct dec price)
{
	struct hedge_eff_seat *s = &e->seats[seat];
	struct calc c = { e->overflow };

	s->bought = calc_add(&c, s->bought, size);
	s->paid = calc_add(&c, s->paid, calc_mul(&c, size, price));
	e->overflow = c.bad;
}

/* What a seat made until now: 0 where it was not told before, and what was traded
 * waits until it is. */
static struct dec made(struct calc *c, const struct hedge_eff_seat *s,
		       struct dec held, struct dec mark)
{
	struct dec moved;

	if (dec_is_none(s->mark))
		return DEC_ZERO;
	moved = calc_mul(c, held, calc_sub(c, mark, s->mark));
	return calc_add(c, moved,
			calc_sub(c, calc_mul(c, s->bought, s->mark), s->paid));
}

/* By the first of an asset's seats that is told at both times. */
static double moved(struct calc *c, const struct hedge_eff *e, size_t asset,
		    const struct hedge_eff_time *now)
{
	const struct hedge_eff_asset *a = &e->assets[asset];

	if (dec_is_none(a->exposure))
		return 0;
	for (size_t i = 0; i < e->n_seats; i++) {
		const struct hedge_eff_seat *s = &e->seats[i];
		struct dec by;

		if (s->asset != asset || dec_is_none(s->mark) ||
		    dec_is_none(now->mark[i]))
			continue;
		by = calc_mul(c, a->exposure,
			      calc_sub(c, now->mark[i], s->mark));
		return dec_to_double(by) / dec_to_double(s->multiplier);
	}
	return 0;
}

static void changes(struct hedge_eff *e, struct calc *c,
		    const struct hedge_eff_time *now)
{
	struct dec hedge = DEC_ZERO;
	double unhedged = 0;

	for (size_t i = 0; i < e->n_assets; i++)
		unhedged += moved(c, e, i, now);
	for (size_t i = 0; i < e->n_seats; i++)
		if (!dec_is_none(now->mark[i]))
			hedge = calc_add(c, hedge,
					 made(c, &e->seats[i], now->held[i],
					      now->mark[i]));
	e->pnl = calc_add(c, e->pnl, hedge);
	if (!e->frames)
		return;
	/* Both are finite: sums of decimals. */
	if (moments_add(&e->unhedged, unhedged) ||
	    moments_add(&e->hedged, unhedged + dec_to_double(hedge)))
		c->bad = true;
}

static void keep(struct hedge_eff *e, const struct hedge_eff_time *now)
{
	for (size_t i = 0; i < e->n_seats; i++) {
		struct hedge_eff_seat *s = &e->seats[i];

		if (dec_is_none(now->mark[i]))
			continue;
		s->held = now->held[i];
		s->mark = now->mark[i];
		s->bought = s->paid = DEC_ZERO;
	}
	for (size_t i = 0; i < e->n_assets; i++)
		if (!dec_is_none(now->exposure[i]))
			e->assets[i].exposure = now->exposure[i];
}

static void measure(struct hedge_eff *e, struct calc *c, size_t asset)
{
	struct hedge_eff_asset *a = &e->assets[asset];

	if (dec_is_none(a->exposure))
		return;
	a->residual = a->exposure;
	for (size_t i = 0; i < e->n_seats; i++) {
		const struct hedge_eff_seat *s = &e->seats[i];

		if (s->asset == asset && !dec_is_none(s->held))
			a->residual =
				calc_add(c, a->residual,
					 calc_mul(c, s->held, s->multiplier));
	}
	a->distance = calc_add(c, a->distance, dec_abs(a->residual));
	a->n++;
}

void hedge_eff_time(struct hedge_eff *e, const struct hedge_eff_time *now)
{
	struct calc c = { e->overflow };

	changes(e, &c, now);
	keep(e, now);
	for (size_t i = 0; i < e->n_assets; i++)
		measure(e, &c, i);
	e->frames++;
	e->overflow = c.bad;
}

enum status hedge_eff_ratio(double *out, const struct hedge_eff *e)
{
	double before, after;
	enum status st = moments_var(&before, &e->unhedged);

	if (!st)
		st = moments_var(&after, &e->hedged);
	if (st)
		return st;
	if (!(before > 0))
		return ST_DIVZERO;
	return real_set(out, 1 - after / before);
}

struct dec hedge_eff_mean(struct hedge_eff *e, size_t asset)
{
	const struct hedge_eff_asset *a = &e->assets[asset];
	struct dec unit = dec_make(1, MEAN_SCALE);
	struct calc c = { e->overflow };
	struct dec mean;

	if (!a->n)
		return DEC_NONE;
	mean = calc_times(
		&c, calc_floor(&c, a->distance, calc_times(&c, a->n, unit)),
		unit);
	e->overflow = c.bad;
	return mean;
}
