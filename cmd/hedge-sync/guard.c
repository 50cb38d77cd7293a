#include "guard.h"

#include "base/conf.h"
#include "io/kill.h"

#include <string.h>

/* An account's free margin. */
struct guard_free {
	const char *venue, *account;
	struct dec left; /* free, as it was read */
	struct dec used; /* value of orders since */
};

void guard_begin(struct guard *d, struct act *a, const struct gathered *g)
{
	struct guard_free *v = arena_alloc(a->mem, g->accounts.n * sizeof(*v));

	for (size_t i = 0; i < g->accounts.n; i++) {
		const struct rec_venue_account *r = g->accounts.v[i];

		v[i] = (struct guard_free){ r->venue, r->account, r->free,
					    DEC_ZERO };
	}
	*d = (struct guard){ .g = g,
			     .free = { v, g->accounts.n },
			     .turnover = g->turnover };
	if (dec_is_none(d->turnover))
		d->turnover = DEC_ZERO;
}

/* ---- of every order ---- */

static const char *of_time(const struct guard *d, const struct act *a,
			   const struct attempt *t)
{
	const struct rec_venue_account *r =
		gather_account(d->g, t->venue, t->account);
	const struct rec_instrument *m =
		gather_instrument(d->g, t->venue, t->order.symbol);
	struct cex_clock clock = cex_clock(t->session);
	int64_t oldest = cex_now(t->session) - a->conf->limits.max_age_ms;

	if (!clock.known || clock.offset_ms > a->conf->clock_max_ms ||
	    clock.offset_ms < -a->conf->clock_max_ms)
		return "clock_offset";
	if (!r || r->server_ms < oldest)
		return "stale_position";
	return !m || m->market_ms < oldest ? "stale_price" : NULL;
}

/* ---- of one that risks more ---- */

/* Whether a + b > most; true where that cannot be told. */
static bool exceeds(struct dec a, struct dec b, struct dec most)
{
	struct dec sum;

	return dec_add(&sum, a, b) || dec_cmp(sum, most) > 0;
}

static struct dec magnitude(struct dec d)
{
	d.v = d.v < 0 ? -d.v : d.v;
	return d;
}

/* The position after it, at its mark price, against MAX_POSITION_USD. */
static bool position_exceeds(const struct guard *d, const struct act *a,
			     const struct attempt *t)
{
	struct dec held = DEC_ZERO, more = t->order.size, worth;

	for (enum cex_position_side s = CEX_BOTH; s <= CEX_SHORT; s++) {
		const struct rec_venue_position *p = gather_position(
			d->g, t->venue, t->account, t->order.symbol, s);

		if (p && dec_add(&held, held, p->size))
			return true;
	}
	if (!t->order.buy)
		more.v = -more.v;
	return dec_add(&held, held, more) ||
	       dec_mul(&worth, magnitude(held), t->mark) ||
	       dec_cmp(worth, a->conf->limits.max_position) > 0;
}

static struct guard_free *free_of(const struct guard *d,
				  const struct attempt *t)
{
	struct guard_free *v = d->free.v;

	for (size_t i = 0; i < d->free.n; i++)
		if (!strcmp(v[i].venue, t->venue) &&
		    !strcmp(v[i].account, t->account))
			return &v[i];
	return NULL;
}

/* Is value over free margin x MAX_LEVERAGE?  The exchange has the last word on margin:
 * this is to see that nothing hopeless leaves. */
static bool margin_lacks(const struct guard *d, const struct act *a,
			 const struct attempt *t, struct dec value)
{
	const struct guard_free *f = free_of(d, t);
	struct dec most;

	return !f || dec_mul(&most, f->left, a->conf->limits.max_leverage) ||
	       exceeds(f->used, value, most);
}

static bool is_set(struct dec limit)
{
	return dec_sign(limit) > 0;
}

static const char *of_risk(struct guard *d, struct act *a,
			   const struct attempt *t, struct dec value)
{
	const struct hedge_limits *l = &a->conf->limits;
	char reason[KILL_REASON_SZ];

	if (kill_switch(reason))
		return "kill_switch";
	if (d->g->drawdown)
		return "drawdown";
	if (d->g->key_bad)
		return "key_rights";
	if (is_set(l->max_order) && dec_cmp(value, l->max_order) > 0)
		return "order_limit";
	if (is_set(l->max_turnover) &&
	    exceeds(d->turnover, value, l->max_turnover))
		return "turnover_limit";
	if (position_exceeds(d, a, t))
		return "position_limit";
	return NULL;
}

/* ---- together ---- */

/* Size at the higher of mark and worst price. */
static bool value_of(struct dec *out, const struct attempt *t)
{
	struct dec price = t->mark;

	if (!t->order.market && dec_cmp(t->order.price, price) > 0)
		price = t->order.price;
	return !dec_mul(out, t->order.size, price);
}

static void use(struct guard *d, const struct attempt *t, struct dec value)
{
	struct guard_free *f = free_of(d, t);

	/* Both fit: they were compared with their limits. */
	if (dec_add(&d->turnover, d->turnover, value) ||
	    dec_add(&f->used, f->used, value))
		f->left = DEC_ZERO;
}

const char *guard_holds(struct guard *d, struct act *a, const struct attempt *t)
{
	const char *why = of_time(d, a, t);
	struct dec value;

	if (why || t->reduce)
		return why;
	if (!value_of(&value, t))
		return "overflow";
	why = of_risk(d, a, t, value);
	if (why)
		return why;
	if (margin_lacks(d, a, t, value)) {
		act_alert(a, "insufficient_margin", "critical", t->venue,
			  t->order.symbol, d->g->ts_ms,
			  "the free margin of %s does not bear what the hedge "
			  "needs",
			  t->account);
		return "insufficient_margin";
	}
	use(d, t, value);
	return NULL;
}
