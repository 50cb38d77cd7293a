/* Whose a position is: what own orders come to against what is there. */
#include "base/clock.h"
#include "base/conf.h"
#include "trade.h"

#include <poll.h>
#include <string.h>

/* A symbol of an account in a frame. */
struct seat_view {
	const char *name; /* "venue:account:symbol" */
	const char *venue, *account, *symbol;
	struct dec held;    /* over both sides */
	int64_t updated_ms; /* time of the exchange it last changed; 0: not said */
	struct ledger_seat known;
	struct dec expected;
};

/* False: the frame does not tell it. */
static bool view_held(struct seat_view *s, const struct gathered *g)
{
	bool told = false;

	s->held = DEC_ZERO;
	for (enum cex_position_side side = CEX_BOTH; side <= CEX_SHORT;
	     side++) {
		const struct rec_venue_position *p = gather_position(
			g, s->venue, s->account, s->symbol, side);

		if (!p)
			continue;
		if (dec_add(&s->held, s->held, p->size))
			return false;
		told = true;
		if (p->updated_ms != REC_NONE_INT &&
		    p->updated_ms > s->updated_ms)
			s->updated_ms = p->updated_ms;
	}
	return told;
}

/* ---- orders ---- */

static bool known(void *ctx, const struct journal_entry *e)
{
	(void)e;
	*(bool *)ctx = true;
	return false;
}

static void say_foreign(struct act *a, const struct seat_view *s,
			const struct rec_venue_order *o)
{
	char price[DEC_STR_SZ];

	if (dec_is_none(o->trigger_price)) {
		act_says(a, "not_ours", MM_REFUSED,
			 "%s: order '%s' is not ours", s->name, o->order_id);
		return;
	}
	dec_format(price, o->trigger_price);
	act_says(a, "not_ours", MM_REFUSED,
		 "%s: order '%s', which waits for %s, is not ours", s->name,
		 o->order_id, price);
}

/* An order that the journal does not know was not placed by us.  One that is to be left
 * alone, or taken over, shows when it trades. */
static bool orders_ours(struct act *a, const struct gathered *g,
			const struct seat_view *s)
{
	if (a->o->adopt || a->o->baseline)
		return true;
	for (size_t i = 0; i < g->positions.n; i++) {
		const struct rec_venue_position *p = g->positions.v[i];
		const struct rec_venue_order *o = p->orders.v;

		if (strcmp(p->venue, s->venue) ||
		    strcmp(p->account, s->account) ||
		    strcmp(p->symbol, s->symbol))
			continue;
		for (size_t k = 0; k < p->orders.n; k++) {
			bool is_ours = false;

			if (o[k].client_id &&
			    !act_journal_ok(a,
					    journal_attempt(a->journal,
							    o[k].client_id,
							    known, &is_ours)))
				return false;
			if (!is_ours) {
				say_foreign(a, s, &o[k]);
				return false;
			}
		}
	}
	return true;
}

/* ---- positions ---- */

/* What others traded there since our last trade: a liquidation, a person.  False: it
 * cannot be told. */
static bool others_traded(struct act *a, const struct seat_view *s,
			  struct dec *sum)
{
	struct cex_session *session = seats_session(a->seats, s->venue);
	const struct cex_venue *venue = cex_venue_of(session);
	struct cex_call *c = act_call(a, 0, session);
	struct cex_fills f = { .n = 0 };

	venue->ask_fills(&c->req, s->symbol, NULL, NULL, s->known.traded_ms,
			 NULL);
	act_make_calls(a, 1);
	if (c->reply.verdict != CEX_DONE ||
	    venue->read_fills(&f, c->body, c->len, a->mem))
		return false;
	*sum = DEC_ZERO;
	for (size_t i = 0; i < f.n; i++) {
		struct dec size = f.v[i].size;
		bool ours;

		if (hedge_ledger_has(a->ledger, &ours,
				     arena_printf(a->mem, "%s:%s:%s", s->venue,
						  s->symbol, f.v[i].id)))
			return false;
		if (!f.v[i].buy)
			size.v = -size.v;
		if (!ours && dec_add(sum, *sum, size))
			return false;
	}
	return true;
}

/* The exchange may tell a position as it was before our last trade.  It does not where
 * the position changed since, or where trades of others make the difference. */
static bool may_lag(struct act *a, const struct gathered *g,
		    const struct seat_view *s)
{
	const struct rec_venue_account *r =
		gather_account(g, s->venue, s->account);
	struct dec others, explained;

	if (!s->known.traded_ms || s->updated_ms >= s->known.traded_ms || !r ||
	    r->server_ms > s->known.traded_ms + FATE_PATIENCE_MS)
		return false;
	return !others_traded(a, s, &others) ||
	       dec_add(&explained, s->expected, others) ||
	       dec_cmp(explained, s->held);
}

/* It only got smaller: liquidated, or closed by hand. */
static bool is_smaller(const struct seat_view *s)
{
	int way = dec_sign(s->expected);
	struct dec held = s->held, expected = s->expected;

	if (!dec_sign(held))
		return true;
	if (dec_sign(held) != way)
		return false;
	held.v *= way;
	expected.v *= way;
	return dec_cmp(held, expected) < 0;
}

/* What is there is written down as taken over, or as left alone. */
static bool rebase(struct act *a, struct seat_view *s, bool leave)
{
	struct dec more, *part = leave ? &s->known.left : &s->known.taken;

	if (dec_sub(&more, s->held, s->expected) ||
	    dec_add(part, *part, more)) {
		act_says(a, "ledger", MM_FAIL, "%s: a size does not fit",
			 s->name);
		return false;
	}
	s->expected = s->held;
	return !a->o->live ||
	       act_ledger_ok(a,
			     hedge_ledger_base(a->ledger, s->name,
					       s->known.left, s->known.taken));
}

/* Trades of others explain what is held, or reading after reading tells the same: what
 * an exchange forgets for a moment would be hedged twice. */
static bool is_confirmed(struct act *a, const struct seat_view *s)
{
	static const int pauses_ms[] = { 0, 500, 1500 };
	struct dec others, explained, again;

	if (s->known.traded_ms && others_traded(a, s, &others) &&
	    !dec_add(&explained, s->expected, others) &&
	    !dec_cmp(explained, s->held))
		return true;
	for (size_t i = 0; i < sizeof(pauses_ms) / sizeof(*pauses_ms); i++) {
		poll(NULL, 0, pauses_ms[i]);
		if (!look_position(a, &again, seats_session(a->seats, s->venue),
				   s->symbol) ||
		    dec_cmp(again, s->held))
			return false;
	}
	return true;
}

static bool lost(struct act *a, struct gathered *g, struct seat_view *s)
{
	char held[DEC_STR_SZ], expected[DEC_STR_SZ];
	struct dec ours;
	/* Where nothing is ours, what was left alone is what is gone. */
	bool leave = !dec_add(&ours, s->known.taken, s->known.executed) &&
		     !dec_sign(ours);

	dec_format(held, s->held);
	dec_format(expected, s->expected);
	act_alert(a, "position_sync_error", "critical", s->venue, s->symbol,
		  g->ts_ms,
		  "%s holds %s where %s was left: liquidated, "
		  "or closed by somebody else; %s",
		  s->name, held, expected,
		  leave ? "nothing of it was ours, and it is not opened again"
			: "it is hedged anew");
	g->forced = true;
	return rebase(a, s, leave);
}

static const char *short_name(const struct act *a, const struct seat_view *s)
{
	return arena_printf(a->mem, "%s:%s", s->venue, s->symbol);
}

static const char *again_text(const struct act *a, const struct seat_view *s)
{
	return s->known.known
		       ? arena_printf(a->mem, " --again %s", short_name(a, s))
		       : "";
}

static bool is_again(const struct act *a, const struct gathered *g,
		     const struct seat_view *s)
{
	return g->again && !strcmp(g->again, short_name(a, s));
}

/* What is there is taken over, or left alone, once for a seat: what comes later is a
 * liquidation, or somebody else, unless a person names the seat. */
static bool may_take(const struct act *a, const struct gathered *g,
		     const struct seat_view *s)
{
	return (a->o->adopt || a->o->baseline) &&
	       (!s->known.known || is_again(a, g, s));
}

static bool take_over(struct act *a, struct gathered *g, struct seat_view *s)
{
	if (is_again(a, g, s))
		g->again = NULL;
	return rebase(a, s, a->o->baseline);
}

static bool position_ours(struct act *a, struct gathered *g,
			  struct seat_view *s)
{
	char held[DEC_STR_SZ], expected[DEC_STR_SZ];
	bool take = may_take(a, g, s);

	if (!dec_cmp(s->held, s->expected))
		return !take || take_over(a, g, s);
	dec_format(held, s->held);
	dec_format(expected, s->expected);
	if (may_lag(a, g, s) || (is_smaller(s) && !is_confirmed(a, s))) {
		act_says(a, "position_lags", MM_RETRY,
			 "%s: %s does not show yet what was traded: %s",
			 s->name, held, expected);
		return false;
	}
	if (take)
		return take_over(a, g, s);
	if (is_smaller(s))
		return lost(a, g, s);
	act_says(a, "not_ours", MM_REFUSED,
		 "%s: holds %s, of which %s is ours (--adopt%s takes it over, "
		 "--baseline%s leaves it alone)",
		 s->name, held, expected, again_text(a, s), again_text(a, s));
	return false;
}

static bool own_seat(struct act *a, struct gathered *g, struct seat_base *base,
		     struct seat_view *s)
{
	if (!act_ledger_ok(a, hedge_ledger_seat(a->ledger, &s->known, s->name)))
		return false;
	if (ledger_seat_size(&s->expected, &s->known)) {
		act_says(a, "ledger", MM_FAIL, "%s: a size does not fit",
			 s->name);
		return false;
	}
	if (view_held(s, g) &&
	    (!orders_ours(a, g, s) || !position_ours(a, g, s)))
		return false;
	*base = (struct seat_base){ s->venue, s->account, s->symbol,
				    s->known.left, s->known.taken };
	return true;
}

/* ---- seats that are named no more ---- */

struct dropped {
	struct act *a;
	const char *seat; /* one of them; NULL: there is none */
	struct ledger_seat known;
	struct dec held; /* of ours */
};

static bool is_named(const struct act *a, const char *seat)
{
	const struct hedge_conf *c = a->conf;

	for (size_t i = 0; i < c->n_pairs; i++) {
		const struct hedge_conf_venue *v =
			&c->venues[c->pairs[i].venue];

		if (!strcmp(seat, seat_name(a->mem, v->name, v->account,
					    c->pairs[i].symbol)))
			return true;
	}
	return false;
}

static void find_dropped(void *ctx, const char *seat,
			 const struct ledger_seat *known)
{
	struct dropped *d = ctx;
	struct dec held;

	if (d->seat || is_named(d->a, seat) ||
	    (!dec_add(&held, known->taken, known->executed) && !dec_sign(held)))
		return;
	d->seat = arena_strdup(d->a->mem, seat);
	d->known = *known;
	d->held = held;
}

static bool leave_dropped(struct act *a, const struct dropped *d)
{
	struct dec left, taken;

	return !dec_add(&left, d->known.left, d->held) &&
	       !dec_sub(&taken, DEC_ZERO, d->known.executed) &&
	       act_ledger_ok(
		       a, hedge_ledger_base(a->ledger, d->seat, left, taken));
}

/* What is held where nobody looks any more would be hedged once more elsewhere. */
bool own_all_named(struct act *a)
{
	char held[DEC_STR_SZ];

	for (;;) {
		struct dropped d = { .a = a };

		if (!act_ledger_ok(
			    a, hedge_ledger_seats(a->ledger, find_dropped, &d)))
			return false;
		if (!d.seat)
			return true;
		if (a->o->baseline && a->o->live && leave_dropped(a, &d))
			continue;
		dec_format(held, d.held);
		act_says(a, "seat_dropped", MM_REFUSED,
			 "%s: %s of ours was left there, and the configuration "
			 "does not name it any more (--baseline leaves it "
			 "alone)",
			 d.seat, held);
		return false;
	}
}

/* ---- accounts ---- */

static bool own_account(struct act *a, struct gathered *g,
			const struct rec_venue_account *r)
{
	const char *name = arena_printf(a->mem, "%s:%s", r->venue, r->account);
	struct hedge_drawdown d;

	if (!act_ledger_ok(a,
			   hedge_ledger_equity(a->ledger, &d, name, r->equity,
					       conf_dec("MAX_DRAWDOWN"))))
		return false;
	if (d.fell)
		act_alert(a, "max_drawdown", "critical", r->venue, r->account,
			  g->ts_ms,
			  "%s lost more than MAX_DRAWDOWN of its equity: only "
			  "what reduces is sent until `hedge-sync clear`",
			  name);
	g->drawdown |= d.latched;
	return true;
}

/* ---- beside the hedge ---- */

static bool was_told(struct act *a, const char *name)
{
	for (int i = 0; i < a->n_others; i++)
		if (!strcmp(a->others[i], name))
			return true;
	a->others = mem_room(a->others, a->n_others, &a->others_cap,
			     sizeof(*a->others));
	a->others[a->n_others++] = mem_strdup(name);
	return false;
}

/* Said once: it is nobody's business here, but it takes of the margin, and of the
 * equity, that the hedge is reckoned with. */
static void tell_others(struct act *a, const struct gathered *g)
{
	const struct seat_other *v = g->others.v;
	char size[DEC_STR_SZ];

	for (size_t i = 0; i < g->others.n; i++) {
		const char *name = seat_name(a->mem, v[i].venue, v[i].account,
					     v[i].symbol);

		if (was_told(a, name))
			continue;
		dec_format(size, v[i].size);
		act_alert(a, "position_beside", "warning", v[i].venue,
			  v[i].symbol, g->ts_ms,
			  "%s holds %s, and HEDGE_ASSETS does not name it: it "
			  "is left alone, and takes of the same margin",
			  name, size);
	}
}

/* ---- all of it ---- */

static bool own_turnover(struct act *a, struct gathered *g)
{
	int64_t now = g->ts_ms;

	for (size_t i = 0; i < g->accounts.n; i++) {
		const struct rec_venue_account *r = g->accounts.v[i];

		if (!i || r->server_ms < now)
			now = r->server_ms;
	}
	return act_ledger_ok(a, hedge_ledger_turnover(a->ledger, &g->turnover,
						      now - DAY_MS));
}

bool act_own(struct act *a, struct gathered *g)
{
	const struct hedge_conf *c = a->conf;
	struct seat_base *bases;

	act_frame(a, g);
	tell_others(a, g);
	if (!own_all_named(a))
		return false;
	bases = arena_alloc(a->mem, c->n_pairs * sizeof(*bases));
	for (size_t i = 0; i < c->n_pairs; i++) {
		const struct hedge_conf_venue *v =
			&c->venues[c->pairs[i].venue];
		struct seat_view s = {
			.name = seat_name(a->mem, v->name, v->account,
					  c->pairs[i].symbol),
			.venue = v->name,
			.account = v->account,
			.symbol = c->pairs[i].symbol,
		};

		if (!own_seat(a, g, &bases[i], &s))
			return false;
	}
	g->bases = (struct rec_list){ bases, c->n_pairs };
	for (size_t i = 0; i < g->accounts.n; i++)
		if (!own_account(a, g, g->accounts.v[i]))
			return false;
	return own_turnover(a, g);
}
