#include "math/hedge.h"

#include "math/hedge_parts.h"

#include <stdlib.h>
#include <string.h>

const char *hedge_why_code(enum hedge_why why)
{
	static const char *const codes[HEDGE_WHYS] = {
		[HEDGE_WHY_NOT_READ] = "not_read",
		[HEDGE_WHY_STALE_PRICE] = "stale_price",
		[HEDGE_WHY_STALE_POSITION] = "stale_position",
		[HEDGE_WHY_STALE_BALANCE] = "stale_balance",
		[HEDGE_WHY_CLOCK] = "clock_offset",
		[HEDGE_WHY_NOT_TRADING] = "not_trading",
		[HEDGE_WHY_LEVERAGE] = "leverage_set",
		[HEDGE_WHY_MARGIN_TYPE] = "margin_type",
		[HEDGE_WHY_KILL] = "kill_switch",
		[HEDGE_WHY_DRAWDOWN] = "drawdown",
		[HEDGE_WHY_KEY] = "key_rights",
		[HEDGE_WHY_UNHEDGED] = "asset_unhedged",
		[HEDGE_WHY_BAND] = "band",
		[HEDGE_WHY_INTERVAL] = "interval",
		[HEDGE_WHY_MINIMUM] = "below_minimum",
		[HEDGE_WHY_DEPTH] = "depth",
		[HEDGE_WHY_OPPOSITE] = "opposite",
		[HEDGE_WHY_PARTS] = "parts",
		[HEDGE_WHY_ORDER_LIMIT] = "order_limit",
		[HEDGE_WHY_POSITION_LIMIT] = "position_limit",
		[HEDGE_WHY_ASSET_LIMIT] = "asset_limit",
		[HEDGE_WHY_VENUE_LIMIT] = "venue_limit",
		[HEDGE_WHY_LEVERAGE_LIMIT] = "leverage_limit",
		[HEDGE_WHY_EXPOSURE_LIMIT] = "exposure_limit",
		[HEDGE_WHY_TURNOVER_LIMIT] = "turnover_limit",
		[HEDGE_WHY_INSUFFICIENT] = "insufficient_margin",
		[HEDGE_WHY_OVERFLOW] = "overflow",
	};

	return codes[why];
}

const char *hedge_severity_text(enum hedge_severity s)
{
	static const char *const texts[] = { "low", "medium", "high",
					     "critical" };

	return texts[s];
}

/* ---- seats, by asset ---- */

/* A seat and the names it is sorted by. */
struct named {
	size_t index;
	const char *asset, *venue, *account, *symbol;
	int64_t rank;
};

static int by_name(const void *a, const void *b)
{
	const struct named *x = a, *y = b;
	int c = strcmp(x->asset, y->asset);

	if (c)
		return c;
	if (x->rank != y->rank)
		return x->rank < y->rank ? -1 : 1;
	c = strcmp(x->venue, y->venue);
	if (!c)
		c = strcmp(x->account, y->account);
	return c ? c : strcmp(x->symbol, y->symbol);
}

static struct named *sorted(struct arena *a, const struct hedge_world *w)
{
	struct named *v = arena_alloc(a, (w->n_seats + 1) * sizeof(*v));

	for (size_t i = 0; i < w->n_seats; i++) {
		const struct hedge_seat *s = &w->seats[i];

		v[i] = (struct named){
			.index = i,
			.asset = w->assets[s->asset].name,
			.venue = w->accounts[s->account].venue,
			.account = w->accounts[s->account].name,
			.symbol = s->symbol,
			.rank = s->rank,
		};
	}
	qsort(v, w->n_seats, sizeof(*v), by_name);
	return v;
}

/* An asset has its whole answer or none: a seat of it that is not known is one that
 * may hold anything. */
static void seat_at(struct hedge_job *j, const struct named *v, size_t i)
{
	const struct hedge_seat *s = &j->w->seats[v[i].index];
	struct ward *d = &j->wards[s->asset];
	struct bench *b = &j->benches[i];

	*b = (struct bench){ .s = s, .index = v[i].index };
	if (!d->n++)
		d->v = b;
	if (!s->known)
		d->refused = s->stop ? s->stop : HEDGE_WHY_NOT_READ;
	else
		bench_set(b, &d->calc, j->w);
}

static void seats_set(struct hedge_job *j)
{
	const struct hedge_world *w = j->w;
	struct named *v = sorted(j->arena, w);

	j->n_benches = w->n_seats;
	j->n_wards = w->n_assets;
	j->benches =
		arena_alloc(j->arena, (w->n_seats + 1) * sizeof(*j->benches));
	j->wards = arena_alloc(j->arena, (w->n_assets + 1) * sizeof(*j->wards));
	for (size_t i = 0; i < w->n_assets; i++)
		j->wards[i] = (struct ward){ .a = &w->assets[i], .index = i };
	for (size_t i = 0; i < w->n_seats; i++)
		seat_at(j, v, i);
}

/* ---- accounts ---- */

static bool purses_set(struct hedge_job *j)
{
	const struct hedge_world *w = j->w;
	struct calc c = { false };

	j->purses =
		arena_alloc(j->arena, (w->n_accounts + 1) * sizeof(*j->purses));
	for (size_t i = 0; i < w->n_accounts; i++) {
		const struct hedge_account *a = &w->accounts[i];
		struct dec bound = calc_sub(&c, a->equity, a->free);

		j->purses[i] = (struct purse){
			.held = DEC_ZERO,
			.bound = dec_or(a->margin, bound),
			.free = a->free,
		};
	}
	for (size_t i = 0; i < w->n_seats; i++) {
		const struct hedge_seat *s = &w->seats[i];
		struct purse *p = &j->purses[s->account];

		if (s->known)
			p->held = calc_add(&c, p->held,
					   calc_mul(&c,
						    calc_add(&c, s->held_long,
							     s->held_short),
						    s->mark));
	}
	j->turnover = w->turnover;
	return !c.bad;
}

/* ---- assets, by urgency ---- */

static int by_urgency(const void *a, const void *b)
{
	const struct ward *x = a, *y = b;
	int c;

	if (x->severity != y->severity)
		return x->severity > y->severity ? -1 : 1;
	c = dec_cmp(y->value, x->value);
	return c ? c : strcmp(x->a->name, y->a->name);
}

static void measure(struct hedge_job *j, bool sound)
{
	for (size_t i = 0; i < j->n_wards; i++) {
		struct ward *d = &j->wards[i];

		d->value = DEC_ZERO;
		if (!d->n)
			d->refused = dec_sign(d->a->exposure)
					     ? HEDGE_WHY_UNHEDGED
					     : HEDGE_WHY_NONE;
		if (!d->n || d->refused)
			continue;
		ward_measure(d, &j->w->limits);
		if (d->calc.bad || !sound)
			d->refused = HEDGE_WHY_OVERFLOW;
	}
	qsort(j->wards, j->n_wards, sizeof(*j->wards), by_urgency);
}

void hedge_plan(struct hedge_plan *p, struct arena *a,
		const struct hedge_world *w)
{
	struct hedge_job j = { .arena = a, .w = w };
	bool sound;

	*p = (struct hedge_plan){ .n_legs = 0 };
	seats_set(&j);
	sound = purses_set(&j);
	measure(&j, sound);
	for (size_t i = 0; i < j.n_wards; i++)
		if (j.wards[i].n && !j.wards[i].refused)
			ward_fill(&j, &j.wards[i]);
	hedge_tell(&j, p);
	orders_make(&j, p);
	p->assets = arena_alloc(a, (w->n_assets + 1) * sizeof(*p->assets));
	for (size_t i = 0; i < j.n_wards; i++)
		p->assets[j.wards[i].index] = j.wards[i].refused;
}
