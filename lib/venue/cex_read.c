#include "venue/cex_read.h"

#include "base/clock.h"

#include <stdlib.h>
#include <string.h>

#define N_PAGES 20 /* of fundings */
#define NO_CALL (-1)

/* What is kept of a place between frames. */
struct kept {
	struct arena mem; /* of the rules */
	struct cex_seat rules;
	int64_t rules_ms;   /* venue time they were read at; 0: never */
	int64_t since_ms;   /* time of the newest funding that is known */
	int64_t looked_ms;  /* venue time they were asked for at; 0: never */
	int64_t from_ms;    /* since when they are asked for in this one */
	int call[CEX_ASKS]; /* of this frame: index, or NO_CALL */
	int paid;           /* likewise: what was paid */
};

struct cex_reader {
	const struct cex_place *places;
	struct kept *kept;
	size_t n;
	struct cex_call **calls; /* used again in every frame */
	size_t n_calls, n_room;
};

struct cex_reader *cex_reader_open(const struct cex_place *places, size_t n)
{
	struct cex_reader *r = mem_alloc(1, sizeof(*r));

	*r = (struct cex_reader){ .places = places, .n = n };
	r->kept = mem_alloc(n ? n : 1, sizeof(*r->kept));
	return r;
}

void cex_reader_close(struct cex_reader *r)
{
	if (!r)
		return;
	for (size_t i = 0; i < r->n_room; i++) {
		cex_call_free(r->calls[i]);
		free(r->calls[i]);
	}
	for (size_t i = 0; i < r->n; i++)
		arena_free(&r->kept[i].mem);
	free(r->calls);
	free(r->kept);
	free(r);
}

static const struct cex_venue *venue_of(const struct cex_reader *r, size_t i)
{
	return cex_venue_of(r->places[i].session);
}

void cex_reader_paid(struct cex_reader *r, const char *venue,
		     const char *account, const char *symbol, int64_t since_ms)
{
	for (size_t i = 0; i < r->n; i++) {
		const struct cex_place *p = &r->places[i];

		if (!strcmp(venue_of(r, i)->name, venue) &&
		    !strcmp(p->account, account) &&
		    !strcmp(p->symbol, symbol) &&
		    r->kept[i].since_ms < since_ms)
			r->kept[i].since_ms = since_ms;
	}
}

/* ---- questions ---- */

static struct cex_call *next_call(struct cex_reader *r, struct cex_session *s)
{
	struct cex_call *c;

	if (r->n_calls == r->n_room) {
		r->calls =
			mem_realloc(r->calls, r->n_room + 1, sizeof(*r->calls));
		r->calls[r->n_room] = mem_alloc(1, sizeof(*c));
		cex_call_init(r->calls[r->n_room++], s);
	}
	c = r->calls[r->n_calls];
	c->session = s;
	return c;
}

static bool same_text(const struct buf *a, const struct buf *b)
{
	return a->len == b->len && (!a->len || !memcmp(a->p, b->p, a->len));
}

/* The call just written is one more, or one that is there already. */
static int count_call(struct cex_reader *r)
{
	const struct cex_call *c = r->calls[r->n_calls];

	for (size_t i = 0; i < r->n_calls; i++) {
		const struct cex_call *o = r->calls[i];

		if (o->session == c->session &&
		    o->req.method == c->req.method &&
		    !strcmp(o->req.path, c->req.path) &&
		    same_text(&o->req.query, &c->req.query) &&
		    same_text(&o->req.body, &c->req.body))
			return (int)i;
	}
	return (int)r->n_calls++;
}

static bool is_rule(enum cex_ask what)
{
	return what == CEX_ASK_RULES || what == CEX_ASK_FUNDING ||
	       what == CEX_ASK_FEES || what == CEX_ASK_OTHERS;
}

static void ask_place(struct cex_reader *r, size_t i)
{
	const struct cex_venue *v = venue_of(r, i);
	const struct cex_place *p = &r->places[i];
	struct kept *k = &r->kept[i];
	int64_t now = cex_now(p->session);
	bool rules = !k->rules_ms || now < k->rules_ms ||
		     now - k->rules_ms > CEX_RULES_MS;
	struct cex_call *c;

	for (int what = 0; what < CEX_ASKS; what++) {
		k->call[what] = NO_CALL;
		if (is_rule((enum cex_ask)what) && !rules)
			continue;
		c = next_call(r, p->session);
		if (v->ask(&c->req, (enum cex_ask)what, p->symbol))
			k->call[what] = count_call(r);
	}
}

/* ---- answers ---- */

const char *cex_read_reason(const struct cex_reply *reply)
{
	switch (reply->why) {
	case CEX_TRANSPORT:
		return "venue_unreachable";
	case CEX_OVERLOADED:
		return "venue_overloaded";
	case CEX_LIMITED:
		return "rate_limited";
	case CEX_BANNED:
		return "rate_banned";
	case CEX_CLOCK:
		return "clock_skew";
	case CEX_SIGNATURE:
		return "bad_key";
	case CEX_PERMISSION:
		return "no_permission";
	case CEX_CLOSED:
		return "venue_closed";
	case CEX_OK:
	case CEX_MARGIN:
	case CEX_REDUCE_ONLY:
	case CEX_DUPLICATE:
	case CEX_NO_ORDER:
	case CEX_FILTER:
	case CEX_PRICE:
	case CEX_MODE:
	case CEX_OTHER:
		break;
	}
	return "bad_reply";
}

static void fail(struct cex_sight *s, struct arena *a, const struct cex_call *c,
		 const char *reason, const char *text)
{
	if (s->reason)
		return;
	s->reason = reason;
	s->text =
		arena_printf(a, "%s %s: %s: %s", cex_venue_of(c->session)->name,
			     s->place->symbol, c->req.path, text);
}

/* False: not known, and s says why. */
static bool answered(struct cex_sight *s, struct arena *a,
		     const struct cex_call *c)
{
	const char *text = c->reply.text ? c->reply.text : "";

	if (c->reply.verdict == CEX_DONE && c->body)
		return true;
	if (!*text && c->http.why)
		text = c->http.why;
	else if (!*text)
		text = arena_printf(a, "no answer that can be used, HTTP %d",
				    c->status);
	fail(s, a, c, cex_read_reason(&c->reply), text);
	return false;
}

static void seat_begin(struct cex_seat *seat, struct arena *a,
		       const struct kept *k, const struct cex_place *p)
{
	*seat = (struct cex_seat){
		.symbol = p->symbol,
		.maker_ratio = DEC_NONE,
		.taker_ratio = DEC_NONE,
		.leverage = DEC_NONE,
		.margin_type = -1,
	};
	rec_clear(&rec_instrument_type, &seat->instrument);
	rec_clear(&rec_venue_account_type, &seat->account);
	for (int i = 0; i < 2; i++)
		rec_clear(&rec_venue_position_type, &seat->position[i]);
	if (k->rules_ms) {
		seat->instrument = *(struct rec_instrument *)rec_copy(
			a, &rec_instrument_type, &k->rules.instrument);
		seat->maker_ratio = k->rules.maker_ratio;
		seat->taker_ratio = k->rules.taker_ratio;
	}
}

/* A kind of position an exchange does not tell of is one that is flat. */
static void seat_flat(struct cex_seat *s, enum cex_position_side side)
{
	struct rec_venue_position *p;

	for (size_t i = 0; i < s->n_positions; i++)
		if (s->position[i].position_side == (int)side)
			return;
	if (s->n_positions == 2)
		return;
	p = &s->position[s->n_positions++];
	p->position_side = (int)side;
	p->side = CEX_IS_FLAT;
	p->size = DEC_ZERO;
}

/* What the records say beside what was read. */
static void seat_finish(struct cex_sight *s, int64_t ts_ms)
{
	const struct cex_place *p = s->place;
	const char *venue = cex_venue_of(p->session)->name;
	struct cex_seat *t = &s->seat;

	t->instrument.ts_ms = t->account.ts_ms = ts_ms;
	t->instrument.venue = t->account.venue = venue;
	t->instrument.symbol = p->symbol;
	t->instrument.multiplier = p->multiplier;
	t->account.account = p->account;
	t->account.server_ms = t->server_ms;
	t->account.offset_ms = cex_clock(p->session).offset_ms;
	if (t->account.mode == CEX_MODE_HEDGE) {
		seat_flat(t, CEX_LONG);
		seat_flat(t, CEX_SHORT);
	} else {
		seat_flat(t, CEX_BOTH);
	}
	for (size_t i = 0; i < t->n_positions; i++) {
		struct rec_venue_position *v = &t->position[i];

		v->ts_ms = ts_ms;
		v->venue = venue;
		v->account = p->account;
		v->symbol = p->symbol;
		v->maker_ratio = t->maker_ratio;
		v->taker_ratio = t->taker_ratio;
		if (!dec_is_none(t->leverage))
			v->leverage = t->leverage;
		if (t->margin_type >= 0)
			v->margin_type = t->margin_type;
		if (!i)
			v->orders = t->orders;
	}
}

static void keep_rules(struct kept *k, const struct cex_seat *s)
{
	arena_reset(&k->mem);
	k->rules = *s;
	k->rules.instrument = *(struct rec_instrument *)rec_copy(
		&k->mem, &rec_instrument_type, &s->instrument);
	k->rules_ms = s->server_ms;
}

static void read_place(struct cex_reader *r, struct cex_sight *s,
		       struct arena *a, size_t i, int64_t ts_ms)
{
	const struct cex_venue *v = venue_of(r, i);
	struct kept *k = &r->kept[i];

	seat_begin(&s->seat, a, k, s->place);
	for (int what = 0; what < CEX_ASKS; what++) {
		const struct cex_call *c;
		const char *why;

		if (k->call[what] == NO_CALL)
			continue;
		c = r->calls[k->call[what]];
		if (!answered(s, a, c))
			continue;
		why = v->read(&s->seat, (enum cex_ask)what, c->body, c->len, a);
		if (why)
			fail(s, a, c, "bad_reply", why);
		else if (what == CEX_ASK_TIME)
			cex_heed_time(s->place->session, c, s->seat.server_ms);
	}
	if (s->reason)
		return;
	seat_finish(s, ts_ms);
	if (k->call[CEX_ASK_RULES] != NO_CALL)
		keep_rules(k, &s->seat);
}

/* ---- what was paid ---- */

static void add_fundings(struct cex_sight *s, struct arena *a,
			 const struct cex_fundings *f)
{
	struct cex_fundings *all = &s->fundings;

	if (!f->n)
		return;
	all->v = arena_grow(a, all->v, all->n * sizeof(*all->v),
			    (all->n + f->n) * sizeof(*all->v));
	memcpy(&all->v[all->n], f->v, f->n * sizeof(*f->v));
	all->n += f->n;
}

/* Since the newest that is known there was another one, and it was not just asked for.
 * The question is dear: Binance counts it as thirty. */
static bool is_due(const struct kept *k, const struct cex_seat *s)
{
	const struct rec_instrument *m = &s->instrument;

	if (k->looked_ms && s->server_ms - k->looked_ms < CEX_FUNDING_MS)
		return false;
	return m->next_funding_ms < 0 || m->funding_ms <= 0 ||
	       k->since_ms < m->next_funding_ms - m->funding_ms;
}

static void ask_paid(struct cex_reader *r, const struct cex_sight *s, size_t i)
{
	int64_t week = s->seat.server_ms - 7 * DAY_MS + CEX_FUNDING_MS;
	struct kept *k = &r->kept[i];
	struct cex_call *c;

	k->paid = NO_CALL;
	if (s->reason || !is_due(k, &s->seat))
		return;
	c = next_call(r, s->place->session);
	k->from_ms = k->since_ms > week ? k->since_ms : week;
	venue_of(r, i)->ask_fundings(&c->req, s->place->symbol, k->from_ms,
				     NULL);
	k->paid = count_call(r);
}

/* Page after page, alone: there is more than one after days of silence only. */
static void read_paid(struct cex_reader *r, struct cex_sight *s,
		      struct arena *a, size_t i)
{
	const struct cex_venue *v = venue_of(r, i);
	struct kept *k = &r->kept[i];
	struct cex_call *c;
	int64_t newest = k->since_ms;

	if (k->paid == NO_CALL)
		return;
	c = r->calls[k->paid];
	s->no_fundings = true;
	for (int page = 0; page < N_PAGES; page++) {
		struct cex_fundings f = { .n = 0 };

		if (c->reply.verdict != CEX_DONE || !c->body ||
		    v->read_fundings(&f, c->body, c->len, a))
			return;
		add_fundings(s, a, &f);
		if (!f.cursor) {
			s->no_fundings = false;
			break;
		}
		v->ask_fundings(&c->req, s->place->symbol, k->from_ms,
				f.cursor);
		cex_calls(&c, 1, a);
	}
	for (size_t n = 0; n < s->fundings.n; n++)
		if (s->fundings.v[n].ts_ms > newest)
			newest = s->fundings.v[n].ts_ms;
	if (!s->no_fundings) {
		k->since_ms = newest;
		k->looked_ms = s->seat.server_ms;
	}
}

struct cex_sight *cex_read_frame(struct cex_reader *r, struct arena *a,
				 int64_t ts_ms)
{
	struct cex_sight *all =
		arena_alloc(a, (r->n ? r->n : 1) * sizeof(*all));

	r->n_calls = 0;
	for (size_t i = 0; i < r->n; i++)
		ask_place(r, i);
	cex_calls(r->calls, r->n_calls, a);
	for (size_t i = 0; i < r->n; i++) {
		all[i].place = &r->places[i];
		read_place(r, &all[i], a, i, ts_ms);
	}
	r->n_calls = 0;
	for (size_t i = 0; i < r->n; i++)
		ask_paid(r, &all[i], i);
	if (r->n_calls)
		cex_calls(r->calls, r->n_calls, a);
	for (size_t i = 0; i < r->n; i++)
		read_paid(r, &all[i], a, i);
	return all;
}
