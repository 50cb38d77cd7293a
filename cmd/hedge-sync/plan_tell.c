/* plan_tell.c - a plan as its records: hedge, sync, and the alert of what is short. */
#include "plan.h"

#include "chain/intent.h"
#include "data/rec_alert.h"

#include <string.h>

#define ACTION "hedge"

static const struct hedge_conf_pair *pair_of(const struct plan_job *j,
					     size_t seat)
{
	return &j->c->pairs[seat];
}

static const struct hedge_conf_venue *venue_of(const struct plan_job *j,
					       size_t seat)
{
	return &j->c->venues[pair_of(j, seat)->venue];
}

static const char *side_text(bool buy)
{
	return rec_sides[buy ? 0 : 1];
}

/* ---- legs ---- */

static int64_t traded_before(const struct plan_job *j, size_t seat)
{
	const struct rec_hedge *last = j->g->last;
	const struct rec_hedge_leg *v = last ? last->legs.v : NULL;

	for (size_t i = 0; last && i < last->legs.n; i++)
		if (!strcmp(v[i].venue, venue_of(j, seat)->name) &&
		    !strcmp(v[i].account, venue_of(j, seat)->account) &&
		    !strcmp(v[i].instrument, pair_of(j, seat)->symbol))
			return v[i].traded_ms;
	return REC_NONE_INT;
}

static void tell_leg(struct rec_hedge_leg *r, const struct plan_job *j,
		     const struct hedge_leg *l,
		     const struct rec_hedge_leg *blank)
{
	const struct hedge_seat *s = &j->seats[l->seat];
	bool asked = dec_sign(l->size) > 0;

	*r = *blank;
	r->asset = j->assets[s->asset].name;
	r->venue = venue_of(j, l->seat)->name;
	r->account = venue_of(j, l->seat)->account;
	r->instrument = s->symbol;
	r->exposure = j->assets[s->asset].exposure;
	r->target = l->target;
	r->held = l->held;
	r->gap = l->gap;
	r->band = l->band;
	r->mark_price = s->mark;
	r->leverage = l->leverage;
	r->required_margin = l->required_margin;
	r->funding = l->funding;
	r->confidence = l->confidence;
	r->severity = hedge_severity_text(l->severity);
	r->priority = l->priority;
	r->reason = hedge_why_code(l->why);
	r->traded_ms =
		asked && j->g->live ? j->g->ts_ms : traded_before(j, l->seat);
	if (dec_sign(s->base))
		r->base = s->base;
	if (!asked)
		return;
	r->side = side_text(l->buy);
	r->size = l->size;
	r->reduce = l->reduce;
	r->price = l->price;
	r->cost = l->cost;
	r->expected_il_reduction = l->il_reduction;
}

/* Absent keys of a leg. */
static struct rec_hedge_leg no_leg(void)
{
	return (struct rec_hedge_leg){
		.size = DEC_NONE,
		.price = DEC_NONE,
		.leverage = DEC_NONE,
		.required_margin = DEC_NONE,
		.cost = DEC_NONE,
		.funding = DEC_NONE,
		.expected_il_reduction = DEC_NONE,
		.confidence = NAN,
		.priority = REC_NONE_INT,
		.base = DEC_NONE,
		.traded_ms = REC_NONE_INT,
	};
}

/* A seat whose price is not known has no leg: its reason is that of the decision. */
static void tell_legs(struct rec_hedge *h, const struct plan_job *j)
{
	const struct rec_hedge_leg blank = no_leg();
	struct rec_hedge_leg *v =
		arena_alloc(j->a, (j->p.n_legs + 1) * sizeof(*v));

	h->legs.v = v;
	for (size_t i = 0; i < j->p.n_legs; i++) {
		const struct hedge_leg *l = &j->p.legs[i];

		if (!dec_sign(j->seats[l->seat].mark))
			continue;
		tell_leg(&v[h->legs.n], j, l, &blank);
		if (v[h->legs.n].traded_ms > h->traded_ms)
			h->traded_ms = v[h->legs.n].traded_ms;
		h->legs.n++;
	}
}

/* ---- the decision ---- */

/* Waiting is no refusal: it goes on by itself. */
static bool is_wait(enum hedge_why why)
{
	return why == HEDGE_WHY_BAND || why == HEDGE_WHY_INTERVAL ||
	       why == HEDGE_WHY_MINIMUM;
}

static void decide(struct rec_hedge *h, const struct plan_job *j)
{
	enum hedge_why wait = HEDGE_WHY_NONE, why = HEDGE_WHY_NONE;

	for (size_t i = j->p.n_legs; i--;) {
		enum hedge_why x = j->p.legs[i].why;

		if (is_wait(x) && x != HEDGE_WHY_BAND)
			wait = x;
		else if (x && !is_wait(x))
			why = x;
	}
	if (!why && j->unhedged.n)
		why = HEDGE_WHY_UNHEDGED;
	h->decision = j->p.n_orders                      ? HEDGE_TRADE
		      : why && why != HEDGE_WHY_UNHEDGED ? HEDGE_REFUSE
							 : HEDGE_HOLD;
	h->reason = hedge_why_code(why ? why : wait);
}

/* What was not read, or is too old, binds the frame: until it is there again, nothing
 * that takes on risk is done. */
static void refuse_unread(const struct plan_job *j)
{
	for (size_t i = 0; i < j->w.n_seats; i++) {
		const struct hedge_seat *s = &j->seats[i];
		enum hedge_why why = s->stop ? s->stop : s->hold;

		if (why >= HEDGE_WHY_NOT_READ && why <= HEDGE_WHY_CLOCK)
			frame_refuse(j->g->f, hedge_why_code(why),
				     "%s %s: nothing is opened on what it said",
				     venue_of(j, i)->name, s->symbol);
	}
}

static void alert_short(struct plan_job *j, const struct hedge_leg *l)
{
	const struct hedge_seat *s = &j->seats[l->seat];
	const struct hedge_conf_venue *v = venue_of(j, l->seat);
	struct rec_alert alert = {
		.ts_ms = j->g->ts_ms,
		.by = "hedge-sync",
		.name = "insufficient_margin",
		.severity = "critical",
		.market = arena_printf(j->a, "%s:%s", v->name, s->symbol),
	};
	char gap[DEC_STR_SZ], free[DEC_STR_SZ];

	dec_format(gap, l->gap);
	dec_format(free, j->accounts[s->account].free);
	alert.text = arena_printf(j->a,
				  "%s %s: %s contracts are needed, the free "
				  "margin of %s is not enough for them",
				  v->name, s->symbol, gap, free);
	frame_emit(j->g->f, &rec_alert_type, &alert);
}

/* ---- sync ---- */

static void tell_gaps(struct rec_sync *s, const struct rec_hedge *h,
		      const struct plan_job *j)
{
	const struct rec_hedge_leg *l = h->legs.v;
	struct rec_sync_gap *v =
		arena_alloc(j->a, (h->legs.n + 1) * sizeof(*v));

	s->total = (int64_t)h->legs.n;
	s->discrepancies.v = v;
	for (size_t i = 0; i < h->legs.n; i++) {
		bool within = !dec_sign(l[i].gap) ||
			      (l[i].reason && !strcmp(l[i].reason, "band"));

		if (within) {
			s->synced++;
			continue;
		}
		v[s->discrepancies.n++] = (struct rec_sync_gap){
			.venue = l[i].venue,
			.account = l[i].account,
			.symbol = l[i].instrument,
			.target = l[i].target,
			.held = l[i].held,
			.gap = l[i].gap,
			.reason = l[i].reason ? l[i].reason : "gap",
		};
	}
}

/* The same place of the same plan is the same intent; another frame's is another. */
static const char *intent_of(const struct plan_job *j,
			     const struct hedge_order *o, size_t place)
{
	const struct hedge_conf_venue *v = venue_of(j, o->seat);
	const char *symbol = pair_of(j, o->seat)->symbol;
	const struct intent in = {
		.strategy = (uint16_t)j->c->strategy,
		.action = ACTION,
		.subject = arena_printf(j->a, "%s:%s", v->name, symbol),
		.wallet = v->account,
		.side = side_text(o->buy),
		.price = j->p.legs[o->leg].target,
		.size = o->size,
		.client_id = place + 1,
		.since_ms = j->g->ts_ms,
	};
	char *id = arena_alloc(j->a, INTENT_ID_SZ);

	intent_id(id, &in);
	return id;
}

static void tell_actions(struct rec_sync *s, const struct plan_job *j)
{
	struct rec_sync_action *v =
		arena_alloc(j->a, (j->p.n_orders + 1) * sizeof(*v));

	s->actions.v = v;
	s->actions.n = j->p.n_orders;
	for (size_t i = 0; i < j->p.n_orders; i++) {
		const struct hedge_order *o = &j->p.orders[i];

		v[i] = (struct rec_sync_action){
			.intent_id = intent_of(j, o, i),
			.venue = venue_of(j, o->seat)->name,
			.account = venue_of(j, o->seat)->account,
			.symbol = pair_of(j, o->seat)->symbol,
			.side = side_text(o->buy),
			.size = o->size,
			.price = o->price,
			.reduce = o->reduce,
			.state = "planned",
			.filled = DEC_NONE,
		};
	}
}

void plan_tell(struct rec_hedge *h, struct rec_sync *s, struct plan_job *j)
{
	refuse_unread(j);
	tell_legs(h, j);
	decide(h, j);
	h->unhedged = j->unhedged;
	tell_gaps(s, h, j);
	tell_actions(s, j);
	for (size_t i = 0; i < j->p.n_legs; i++)
		if (j->p.legs[i].why == HEDGE_WHY_INSUFFICIENT)
			alert_short(j, &j->p.legs[i]);
}
