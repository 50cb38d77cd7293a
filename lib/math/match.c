#include "math/match.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

void match_init(struct match *m, const struct match_rules *rules,
		const struct ledger *ledger)
{
	*m = (struct match){
		.rules = *rules,
		.ledger = *ledger,
		.now_ms = INT64_MIN,
		.next_id = 1,
	};
}

void match_free(struct match *m)
{
	ledger_free(&m->ledger);
	match_book_free(&m->books[SIDE_BUY]);
	match_book_free(&m->books[SIDE_SELL]);
	free(m->inbox.v);
	free(m->events);
	memset(m, 0, sizeof(*m));
}

static struct match_event *event(struct match *m, enum match_what what)
{
	struct match_event *e;

	m->events = mem_room(m->events, m->n_events, &m->cap_events,
			     sizeof(*m->events));
	e = &m->events[m->n_events++];
	*e = (struct match_event){ .what = what, .ts_ms = m->now_ms };
	return e;
}

void match_restore(struct match *m, const struct match_order *o)
{
	match_book_add(&m->books[o->order.side], o);
}

/* The order of that wallet whose client id equals id in the bits of mask. */
static struct match_order *find(struct match *m, int wallet, uint64_t id,
				uint64_t mask)
{
	struct match_order *o =
		match_book_find(&m->books[SIDE_BUY], wallet, id, mask);

	return o ? o : match_book_find(&m->books[SIDE_SELL], wallet, id, mask);
}

static struct claim claim_of(const struct order *o, bool taker)
{
	return (struct claim){
		.price = o->price,
		.lots = o->size,
		.wallet = o->wallet,
		.side = o->side,
		.taker = taker,
	};
}

/* ---- arrival ---- */

static bool marketable(const struct match *m, const struct order *o)
{
	const struct match_depth *d = m->depth;
	int64_t touch = m->last.price;

	if (d && o->side == SIDE_BUY)
		return d->n_asks && order_meets(o, d->asks[0].price);
	if (d)
		return d->n_bids && order_meets(o, d->bids[0].price);
	if (touch == 0)
		return false;
	if (o->side == m->last.aggressor)
		return order_meets(o, touch);
	return order_meets(o, o->side == SIDE_BUY ? touch + 1 : touch - 1);
}

static int64_t displayed(const struct match_depth *d, const struct order *o)
{
	const struct match_level *v = o->side == SIDE_BUY ? d->bids : d->asks;
	int n = o->side == SIDE_BUY ? d->n_bids : d->n_asks;

	for (int i = 0; i < n; i++)
		if (v[i].price == o->price)
			return v[i].size;
	return 0;
}

static int64_t queue_ahead(const struct match *m, const struct order *o)
{
	int64_t q = m->depth ? displayed(m->depth, o)
			     : queue_assumed(&m->sizes, m->rules.queue_ppm);

	return (int64_t)((__int128)q * (PPM - m->rules.cancels_ahead_ppm) /
			 PPM);
}

static bool well_formed(const struct match *m, const struct order *o)
{
	return o->wallet >= 0 && o->wallet < m->ledger.n_wallets &&
	       o->price > 0 && o->price < PRICE_MAX && o->size > 0 &&
	       o->size < SIZE_MAX_LOTS;
}

/* Why r may not rest, besides its funds, which are locked where it may. */
static enum match_why admit(struct match *m, const struct match_request *r,
			    bool taker)
{
	const struct order *o = &r->order;
	const struct match_order *opposite =
		match_book_best(&m->books[side_other(o->side)]);
	struct claim c = claim_of(o, taker);

	if (!ledger_fits(&m->ledger, &c))
		return MATCH_TOO_LARGE;
	if (m->now_ms > r->max_ts_ms)
		return MATCH_EXPIRED;
	if (find(m, o->wallet, o->client_id, CLIENT_ID_SLOT))
		return MATCH_SLOT_LIVE;
	if (opposite && order_meets(o, opposite->order.price))
		return MATCH_SELF_TRADE;
	if (taker && r->post_only)
		return MATCH_WOULD_CROSS;
	return ledger_lock(&m->ledger, &c) ? MATCH_OK : MATCH_NO_FUNDS;
}

static enum match_why place(struct match *m, const struct match_request *r)
{
	bool taker = marketable(m, &r->order);
	enum match_why why = admit(m, r, taker);
	struct match_order o = {
		.order = r->order,
		.id = m->next_id,
		.ahead = queue_ahead(m, &r->order),
		.taker = taker,
	};

	if (why)
		return why;
	m->next_id++;
	match_restore(m, &o);
	return MATCH_OK;
}

/* The old order is out of the way while the new one is judged, and goes back to
 * its very place if that is refused. */
static enum match_why replace(struct match *m, const struct match_request *r)
{
	struct match_order *rests =
		find(m, r->order.wallet, r->order.client_id, CLIENT_ID_WHOLE);
	struct match_order old;
	enum match_why why;
	struct claim c;

	if (!rests)
		return place(m, r);
	old = *rests;
	c = claim_of(&old.order, old.taker);
	match_book_remove(&m->books[old.order.side], rests);
	ledger_unlock(&m->ledger, &c);
	why = place(m, r);
	if (why) {
		/* It fits: nothing was locked since. */
		(void)!ledger_lock(&m->ledger, &c);
		match_restore(m, &old);
	}
	return why;
}

static void cancel(struct match *m, const struct match_request *r)
{
	struct match_order *o =
		find(m, r->order.wallet, r->order.client_id, CLIENT_ID_WHOLE);
	struct match_event *e = event(m, o ? MATCH_CANCELLED : MATCH_REFUSED);
	struct claim c;

	e->tag = r->tag;
	e->order = o ? o->order : r->order;
	if (!o) {
		e->why = MATCH_NO_ORDER;
		return;
	}
	e->order_id = o->id;
	c = claim_of(&o->order, o->taker);
	ledger_unlock(&m->ledger, &c);
	match_book_remove(&m->books[o->order.side], o);
}

static void arrive(struct match *m, const struct match_request *r)
{
	enum match_why why = MATCH_BAD_ORDER;
	struct match_event *e;

	if (r->op == MATCH_CANCEL) {
		cancel(m, r);
		return;
	}
	if (well_formed(m, &r->order))
		why = r->op == MATCH_PLACE ? place(m, r) : replace(m, r);
	e = event(m, why ? MATCH_REFUSED : MATCH_POSTED);
	e->why = why;
	e->order = r->order;
	e->order_id = why ? 0 : m->next_id - 1;
	e->tag = r->tag;
}

/* ---- the way there ---- */

static int64_t later(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

void match_restore_request(struct match *m, const struct match_request *r)
{
	struct match_inbox *in = &m->inbox;

	if (in->n == in->cap && in->first) { /* the answered make room */
		in->n -= in->first;
		memmove(in->v, in->v + in->first,
			(size_t)in->n * sizeof(*in->v));
		in->first = 0;
	}
	in->v = mem_room(in->v, in->n, &in->cap, sizeof(*in->v));
	in->v[in->n++] = *r;
}

int64_t match_due(const struct match *m, int64_t now_ms)
{
	const struct match_inbox *in = &m->inbox;
	int64_t at = later(now_ms + m->rules.latency_ms, m->now_ms);

	return in->first < in->n ? later(at, in->v[in->n - 1].at_ms) : at;
}

void match_submit(struct match *m, int64_t now_ms,
		  const struct match_request *r)
{
	struct match_request due = *r;

	due.at_ms = match_due(m, now_ms);
	match_restore_request(m, &due);
}

void match_advance(struct match *m, int64_t ts_ms)
{
	struct match_inbox *in = &m->inbox;

	while (in->first < in->n && in->v[in->first].at_ms <= ts_ms) {
		m->now_ms = in->v[in->first].at_ms;
		arrive(m, &in->v[in->first++]);
	}
	m->now_ms = later(m->now_ms, ts_ms);
}

/* ---- prints ---- */

static void fill(struct match *m, struct match_order *o, int64_t lots)
{
	struct match_event *e = event(m, MATCH_FILLED);
	struct claim c = claim_of(&o->order, o->taker);

	c.lots = lots;
	e->fee = ledger_fill(&m->ledger, &c);
	e->order = o->order;
	e->order.size = lots;
	e->order_id = o->id;
	e->n_fill = ++o->n_fills;
	e->maker = !o->taker;
	o->order.size -= lots;
}

/* All own orders p reaches, best first. */
static void sweep(struct match *m, struct match_book *b,
		  const struct match_print *p)
{
	struct print_left left = {
		.lots = p->lots,
		.share =
			(int64_t)((__int128)p->lots * m->rules.share_ppm / PPM),
	};
	int kept, i;

	for (i = b->n - 1; i >= 0 && order_meets(&b->v[i].order, p->price);
	     i--) {
		struct match_order *o = &b->v[i];
		int64_t lots = queue_fill(&o->ahead, &left, o->order.size,
					  o->order.price != p->price);

		if (lots)
			fill(m, o, lots);
	}
	for (kept = ++i; i < b->n; i++)
		if (b->v[i].order.size)
			b->v[kept++] = b->v[i];
	b->n = kept;
}

void match_print(struct match *m, const struct match_print *p)
{
	struct match_book *b = &m->books[side_other(p->aggressor)];
	const struct match_order *first;

	match_advance(m, p->ts_ms);
	first = match_book_best(b);
	if (first && order_meets(&first->order, p->price))
		sweep(m, b, p);
	if (p->lots)
		print_sizes_add(&m->sizes, p->lots);
	m->last = *p;
}

/* ---- proof ---- */

static void unlock_all(struct ledger *l, const struct match_book *b)
{
	for (int i = 0; i < b->n; i++) {
		struct claim c = claim_of(&b->v[i].order, b->v[i].taker);

		ledger_unlock(l, &c);
	}
}

bool match_balanced(const struct match *m)
{
	struct ledger l = m->ledger;
	bool ok = ledger_balanced(&l);

	/* On a copy: with nothing resting, nothing may be locked. */
	l.wallets = mem_alloc((size_t)l.n_wallets, sizeof(*l.wallets));
	memcpy(l.wallets, m->ledger.wallets,
	       (size_t)l.n_wallets * sizeof(*l.wallets));
	unlock_all(&l, &m->books[SIDE_BUY]);
	unlock_all(&l, &m->books[SIDE_SELL]);
	for (int w = 0; w < l.n_wallets; w++)
		ok = ok && l.wallets[w].base.locked == 0 &&
		     l.wallets[w].quote.locked == 0;
	ledger_free(&l);
	return ok;
}

const char *match_why_text(enum match_why why)
{
	switch (why) {
	case MATCH_OK:
		return "ok";
	case MATCH_BAD_ORDER:
		return "bad_order";
	case MATCH_TOO_LARGE:
		return "too_large";
	case MATCH_EXPIRED:
		return "expired";
	case MATCH_SLOT_LIVE:
		return "slot_live";
	case MATCH_SELF_TRADE:
		return "self_trade";
	case MATCH_WOULD_CROSS:
		return "would_cross";
	case MATCH_NO_FUNDS:
		return "no_funds";
	case MATCH_NO_ORDER:
		return "no_order";
	}
	return "unknown";
}
