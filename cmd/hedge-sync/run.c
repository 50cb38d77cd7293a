/* What was planned is done: what closes first, exchanges beside each other. */
#include <poll.h>
#include <string.h>

#include "guard.h"

enum job_state { JOB_WAITS, JOB_WHOLE, JOB_SHORT };

/* One action of the plan. */
struct job {
	struct rec_sync_action *action;
	const char *seat, *asset;
	struct attempt *t;
	enum job_state state; /* WHOLE: all of it traded; SHORT: less */
};

struct run {
	struct act *a;
	struct gathered *g;
	struct guard guard;
	struct job *v;
	size_t n;
};

/* What was not done whole is for the next frame. */
static void end_job(struct run *r, struct job *j, const char *state,
		    const char *why)
{
	bool whole = !strcmp(state, "filled");

	j->action->state = state;
	if (why && *why)
		j->action->why = why;
	j->state = whole ? JOB_WHOLE : JOB_SHORT;
	if (!whole && !(why && !strcmp(why, "already_flat")))
		frame_worsen(r->g->f, MM_RETRY);
}

/* ---- from the plan ---- */

static const char *asset_of(const struct hedge_conf *c,
			    const struct rec_sync_action *r)
{
	for (size_t i = 0; i < c->n_pairs; i++)
		if (!strcmp(c->venues[c->pairs[i].venue].name, r->venue) &&
		    !strcmp(c->pairs[i].symbol, r->symbol))
			return c->pairs[i].asset;
	return "";
}

/* In an account with a long and a short position beside each other: the one that it
 * opens, or that it makes smaller. */
static enum cex_position_side side_of(const struct rec_venue_account *r,
				      bool buy, bool reduce)
{
	if (!r || r->mode != CEX_MODE_HEDGE)
		return CEX_BOTH;
	return buy != reduce ? CEX_LONG : CEX_SHORT;
}

/* What it can make smaller, above 0; all 0: nothing is there that way. */
static struct dec reducible(const struct gathered *g,
			    const struct rec_sync_action *r,
			    enum cex_position_side side, bool buy)
{
	const struct rec_venue_position *p =
		gather_position(g, r->venue, r->account, r->symbol, side);
	struct dec d = p ? p->size : DEC_ZERO;

	if (buy)
		d.v = -d.v;
	return dec_sign(d) > 0 ? d : DEC_ZERO;
}

static struct attempt *attempt_of(struct run *r, const struct job *j)
{
	const struct rec_sync_action *s = j->action;
	struct attempt *t = arena_alloc(r->a->mem, sizeof(*t));
	const struct rec_instrument *m =
		gather_instrument(r->g, s->venue, s->symbol);
	bool buy = !strcmp(s->side, "buy");
	enum cex_position_side side = side_of(
		gather_account(r->g, s->venue, s->account), buy, s->reduce);
	struct dec most = reducible(r->g, s, side, buy);

	t->intent_id = s->intent_id;
	t->said.text = "";
	t->seat = j->seat;
	t->venue = s->venue;
	t->account = s->account;
	t->session = seats_session(r->a->seats, s->venue);
	t->reduce = s->reduce;
	t->mark = m ? m->mark_price : DEC_ZERO;
	t->order = (struct cex_order){
		.symbol = s->symbol,
		.buy = buy,
		.market = dec_is_none(s->price),
		.position_side = side,
		.size = s->size,
		.price = s->price,
	};
	/* What is left alone may lie the other way: then nothing of the whole
	 * position gets smaller, and the exchange would refuse it. */
	if (s->reduce && side == CEX_BOTH)
		t->order.reduce_only = dec_cmp(most, s->size) >= 0;
	if (s->reduce && side != CEX_BOTH && dec_cmp(most, s->size) < 0)
		t->order.size = most;
	return t;
}

/* ---- which may go now ---- */

static bool held_up(const struct run *r, const struct job *j, const char **why)
{
	for (const struct job *o = r->v; o < r->v + r->n; o++) {
		bool same_seat = !strcmp(o->seat, j->seat);
		bool first = !strcmp(o->asset, j->asset) && o->action->reduce &&
			     !j->action->reduce;

		if (o == j || !((same_seat && o < j) || first))
			continue;
		if (o->state == JOB_WAITS)
			return true;
		if (o->state == JOB_SHORT)
			*why = first ? "close_first" : "earlier_order";
	}
	return false;
}

/* After own orders at the seat: it must show them, or what comes next was planned for
 * another one.  Some pauses, for a position that is told late. */
static bool shows_own(struct act *a, const struct attempt *t)
{
	static const int pauses_ms[] = { 0, 200, 500, 1000 };
	struct ledger_seat seat;
	struct dec held, expected;

	if (hedge_ledger_seat(a->ledger, &seat, t->seat) ||
	    ledger_seat_size(&expected, &seat))
		return false;
	for (size_t i = 0; i < sizeof(pauses_ms) / sizeof(*pauses_ms); i++) {
		poll(NULL, 0, pauses_ms[i]);
		if (look_position(a, &held, t->session, t->order.symbol) &&
		    !dec_cmp(held, expected))
			return true;
	}
	return false;
}

static bool traded_before(const struct run *r, const struct job *j)
{
	for (const struct job *o = r->v; o < r->v + r->n; o++)
		if (o->t && !strcmp(o->seat, j->seat))
			return true;
	return false;
}

/* NULL: it goes. */
static const char *stops(struct run *r, const struct job *j,
			 const struct attempt *t)
{
	if (!t->session)
		return "not_configured";
	if (dec_sign(t->order.size) <= 0)
		return "already_flat";
	if (traded_before(r, j) && !shows_own(r->a, t))
		return "position_lags";
	return guard_holds(&r->guard, r->a, t);
}

static bool has_venue(struct job *const *batch, size_t n, const struct job *j)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(batch[i]->action->venue, j->action->venue))
			return true;
	return false;
}

/* The next ones that may go at the same time: one at each exchange, which may say that
 * no other is to follow it. */
static size_t pick(struct run *r, struct job **batch)
{
	size_t n = 0;

	for (struct job *j = r->v; j < r->v + r->n; j++) {
		const char *why = NULL;
		struct attempt *t;

		if (j->state != JOB_WAITS || has_venue(batch, n, j) ||
		    held_up(r, j, &why))
			continue;
		t = attempt_of(r, j);
		if (!why)
			why = stops(r, j, t);
		if (why) {
			end_job(r, j, "held", why);
			continue;
		}
		j->t = t;
		batch[n++] = j;
	}
	return n;
}

/* ---- what came of them ---- */

static void tell_margin(struct run *r, const struct attempt *t)
{
	act_alert(r->a, "insufficient_margin", "critical", t->venue,
		  t->order.symbol, r->g->ts_ms, "%s: %s", t->account,
		  t->said.text);
}

/* Refused: the next frame plans anew.  Where nothing is there to reduce, that was
 * wanted. */
static void end_refused(struct run *r, struct job *j)
{
	const struct attempt *t = j->t;
	struct dec held;

	if (t->said.why == CEX_REDUCE_ONLY &&
	    look_position(r->a, &held, t->session, t->order.symbol) &&
	    !dec_sign(held)) {
		end_job(r, j, "none", "already_flat");
		return;
	}
	end_job(r, j, "rejected",
		*t->said.text ? t->said.text : "refused_later");
	if (t->said.why == CEX_MARGIN)
		tell_margin(r, t);
	if (t->said.verdict == CEX_FATAL)
		act_says(r->a, "venue_refuses", MM_REFUSED, "%s: %s", t->venue,
			 t->said.text);
}

static void end_traded(struct run *r, struct job *j)
{
	bool whole = dec_cmp(j->t->fate.executed, j->action->size) >= 0;

	end_job(r, j,
		whole                           ? "filled"
		: dec_sign(j->t->fate.executed) ? "partial"
						: "none",
		NULL);
}

static void end_attempt(struct run *r, struct job *j)
{
	const struct attempt *t = j->t;

	j->action->attempt = t->client_id;
	j->action->filled = t->fate.executed;
	switch (t->fate.state) {
	case FATE_RECORDED:
	case FATE_TAKEN:
	case FATE_UNKNOWN:
	case FATE_OPEN:
		end_job(r, j, "unknown", "unknown_order");
		act_says(r->a, "unknown_order", MM_UNKNOWN,
			 "what became of '%s' at %s is not known yet",
			 t->client_id, t->venue);
		break;
	case FATE_FILLED:
	case FATE_OVER:
		end_traded(r, j);
		break;
	case FATE_REFUSED:
		end_refused(r, j);
		break;
	case FATE_DEAD:
		end_job(r, j, "none", "never_arrived");
		break;
	case FATE_UNSENT:
		end_job(r, j, "none",
			*t->said.text ? t->said.text : "not_sent");
		break;
	}
}

/* False: nothing can be written down, and nothing more may go. */
static bool trade(struct run *r, struct job **batch, size_t n)
{
	struct attempt **v = arena_alloc(r->a->mem, n * sizeof(*v));
	bool ok;

	for (size_t i = 0; i < n; i++)
		v[i] = batch[i]->t;
	ok = trade_all(r->a, v, n, r->g->ts_ms);
	for (size_t i = 0; i < n; i++)
		if (!ok && v[i]->fate.state == FATE_UNSENT)
			end_job(r, batch[i], "held", "journal");
		else
			end_attempt(r, batch[i]);
	return ok;
}

/* Where the decision is that nothing new may be risked, nothing is. */
static void hold_risk(struct run *r, const struct rec_hedge *h)
{
	for (size_t i = 0; i < r->n && h->decision == HEDGE_REFUSE; i++)
		if (!r->v[i].action->reduce)
			end_job(r, &r->v[i], "held",
				h->reason ? h->reason : "refused");
}

static bool is_asked(const struct rec_sync *s, const struct rec_sync_gap *gap)
{
	const struct rec_sync_action *v = s->actions.v;

	for (size_t i = 0; i < s->actions.n; i++)
		if (!strcmp(v[i].venue, gap->venue) &&
		    !strcmp(v[i].account, gap->account) &&
		    !strcmp(v[i].symbol, gap->symbol))
			return true;
	return false;
}

/* A gap that nothing was asked for, or too little, is no success, unless it only waits
 * for its time: a guard holds it, or it may close later. */
static void tell_gaps(struct run *r, const struct rec_sync *s)
{
	const struct rec_sync_gap *v = s->discrepancies.v;

	for (size_t i = 0; i < s->discrepancies.n; i++) {
		const char *why = v[i].reason;
		bool guard = !strcmp(why, "kill_switch") ||
			     !strcmp(why, "drawdown") ||
			     !strcmp(why, "key_rights");

		if (!strcmp(why, "interval") ||
		    (!strcmp(why, "gap") && is_asked(s, &v[i])))
			continue;
		frame_worsen(r->g->f, guard ? MM_REFUSED : MM_RETRY);
	}
}

void act_run(struct act *a, struct gathered *g, const struct rec_hedge *h,
	     struct rec_sync *s)
{
	struct rec_sync_action *actions = s->actions.v;
	struct run r = { .a = a, .g = g, .n = s->actions.n };
	struct job **batch;
	size_t n;

	act_frame(a, g);
	batch = arena_alloc(a->mem, r.n * sizeof(*batch));
	r.v = arena_alloc(a->mem, r.n * sizeof(*r.v));
	guard_begin(&r.guard, a, g);
	for (size_t i = 0; i < r.n; i++)
		r.v[i] = (struct job){
			.action = &actions[i],
			.seat = seat_name(a->mem, actions[i].venue,
					  actions[i].account,
					  actions[i].symbol),
			.asset = asset_of(a->conf, &actions[i]),
		};
	hold_risk(&r, h);
	while ((n = pick(&r, batch)))
		if (!trade(&r, batch, n))
			break;
	for (size_t i = 0; i < r.n; i++)
		if (r.v[i].state == JOB_WAITS)
			end_job(&r, &r.v[i], "held", "journal");
	tell_gaps(&r, s);
}
