/* test_match_campaign - random campaigns of the paper venue against the same
 * venue written once more, slow and from the words of match.h alone: lot by lot,
 * sums over the whole history, nothing kept in order.  After every step both
 * have said the same and own the same, and the ledger balances to the atom. */
#include "check.h"
#include "math/match.h"

#include <string.h>

#define STEPS     300
#define N_WALLETS 3
#define N_SLOTS   6

/* ---- the slow venue ---- */

struct ref_order {
	struct order o;
	int64_t ahead, n_fills;
	uint64_t id;
	bool taker, rests;
};

struct ref {
	struct match_rules rules;
	struct ledger terms; /* lots and rates only */
	const struct match_depth *depth;
	int64_t base[N_WALLETS], quote[N_WALLETS]; /* free */
	struct ref_order orders[STEPS];
	struct match_request asked[STEPS];
	struct match_print prints[STEPS];
	struct match_event events[40 * STEPS];
	int n_orders, n_asked, n_answered, n_prints, n_events;
	int64_t now_ms;
};

static struct match_event *ref_event(struct ref *r, enum match_what what)
{
	CHECK(r->n_events < (int)COUNT(r->events));
	r->events[r->n_events] =
		(struct match_event){ .what = what, .ts_ms = r->now_ms };
	return &r->events[r->n_events++];
}

static int64_t ceil_ppm(int64_t n, int64_t ppm)
{
	int64_t whole = n / PPM * ppm, rest = n % PPM * ppm;

	while (rest > 0) {
		whole++;
		rest -= PPM;
	}
	while (rest <= -PPM) {
		whole--;
		rest += PPM;
	}
	return whole;
}

static int64_t ref_rate(const struct ref *r, bool taker)
{
	return taker ? r->terms.taker_ppm : r->terms.maker_ppm;
}

/* What one lot of the order holds back, in the asset it gives. */
static int64_t ref_lot_lock(const struct ref *r, const struct order *o,
			    bool taker)
{
	int64_t cost = o->price * r->terms.quote_lot;
	int64_t fee = ceil_ppm(cost, ref_rate(r, taker));

	if (o->side == SIDE_SELL)
		return r->terms.base_lot;
	return fee > 0 ? cost + fee : cost;
}

static int64_t *ref_purse(struct ref *r, const struct order *o)
{
	return o->side == SIDE_BUY ? &r->quote[o->wallet] : &r->base[o->wallet];
}

static struct ref_order *ref_find(struct ref *r, const struct order *o,
				  int shift)
{
	for (int i = 0; i < r->n_orders; i++) {
		struct ref_order *x = &r->orders[i];

		if (x->rests && x->o.wallet == o->wallet &&
		    x->o.client_id >> shift == o->client_id >> shift)
			return x;
	}
	return NULL;
}

/* The best prices of strangers as far as the tape tells; 0: none. */
static void ref_touch(const struct ref *r, int64_t *bid, int64_t *ask)
{
	const struct match_print *p = &r->prints[r->n_prints];

	*bid = *ask = 0;
	if (r->depth) {
		if (r->depth->n_bids)
			*bid = r->depth->bids[0].price;
		if (r->depth->n_asks)
			*ask = r->depth->asks[0].price;
	} else if (r->n_prints && (--p)->aggressor == SIDE_BUY) {
		*ask = p->price;
		*bid = p->price - 1;
	} else if (r->n_prints) {
		*bid = p->price;
		*ask = p->price + 1;
	}
}

static int64_t ref_queue(const struct ref *r, const struct order *o)
{
	const struct match_depth *d = r->depth;
	int64_t q = 0, sum = 0, n = 0;

	if (d && o->side == SIDE_BUY) {
		for (int i = 0; i < d->n_bids; i++)
			if (d->bids[i].price == o->price)
				q = d->bids[i].size;
	} else if (d) {
		for (int i = 0; i < d->n_asks; i++)
			if (d->asks[i].price == o->price)
				q = d->asks[i].size;
	} else {
		for (int i = r->n_prints - 1; i >= 0 && n < 100; i--) {
			sum += r->prints[i].lots;
			n += r->prints[i].lots > 0;
		}
		while (n && q * n * PPM < sum * r->rules.queue_ppm)
			q++;
	}
	return q * (PPM - r->rules.cancels_ahead_ppm) / PPM;
}

static enum match_why ref_place(struct ref *r, const struct match_request *q)
{
	const struct order *o = &q->order;
	int64_t bid, ask, lock;
	bool taker;

	ref_touch(r, &bid, &ask);
	taker = o->side == SIDE_BUY ? ask && o->price >= ask
				    : bid && o->price <= bid;
	if (r->now_ms > q->max_ts_ms)
		return MATCH_EXPIRED;
	if (ref_find(r, o, 32))
		return MATCH_SLOT_LIVE;
	for (int i = 0; i < r->n_orders; i++) {
		const struct ref_order *x = &r->orders[i];

		if (x->rests && x->o.side != o->side &&
		    (o->side == SIDE_BUY ? o->price >= x->o.price
					 : o->price <= x->o.price))
			return MATCH_SELF_TRADE;
	}
	if (taker && q->post_only)
		return MATCH_WOULD_CROSS;
	lock = o->size * ref_lot_lock(r, o, taker);
	if (lock > *ref_purse(r, o))
		return MATCH_NO_FUNDS;
	*ref_purse(r, o) -= lock;
	r->orders[r->n_orders] = (struct ref_order){
		.o = *o,
		.ahead = ref_queue(r, o),
		.id = (uint64_t)r->n_orders + 1,
		.taker = taker,
		.rests = true,
	};
	r->n_orders++;
	return MATCH_OK;
}

static enum match_why ref_replace(struct ref *r, const struct match_request *q)
{
	struct ref_order *old = ref_find(r, &q->order, 0);
	struct order was;
	enum match_why why;

	if (!old)
		return ref_place(r, q);
	was = old->o;
	old->rests = false;
	*ref_purse(r, &was) += was.size * ref_lot_lock(r, &was, old->taker);
	why = ref_place(r, q);
	if (why) {
		old->rests = true;
		*ref_purse(r, &was) -=
			was.size * ref_lot_lock(r, &was, old->taker);
	}
	return why;
}

static void ref_answer(struct ref *r, const struct match_request *q)
{
	struct ref_order *x = ref_find(r, &q->order, 0);
	struct match_event *e;
	enum match_why why;

	if (q->op == MATCH_CANCEL && x) {
		e = ref_event(r, MATCH_CANCELLED);
		e->order = x->o;
		e->order_id = x->id;
		x->rests = false;
		*ref_purse(r, &x->o) +=
			x->o.size * ref_lot_lock(r, &x->o, x->taker);
	} else if (q->op == MATCH_CANCEL) {
		e = ref_event(r, MATCH_REFUSED);
		e->why = MATCH_NO_ORDER;
		e->order = q->order;
	} else {
		why = q->op == MATCH_PLACE ? ref_place(r, q)
					   : ref_replace(r, q);
		e = ref_event(r, why ? MATCH_REFUSED : MATCH_POSTED);
		e->why = why;
		e->order = q->order;
		e->order_id = why ? 0 : (uint64_t)r->n_orders;
	}
	e->tag = q->tag;
}

static void ref_advance(struct ref *r, int64_t ts_ms)
{
	while (r->n_answered < r->n_asked &&
	       r->asked[r->n_answered].at_ms <= ts_ms) {
		r->now_ms = r->asked[r->n_answered].at_ms;
		ref_answer(r, &r->asked[r->n_answered++]);
	}
	if (r->now_ms < ts_ms)
		r->now_ms = ts_ms;
}

static void ref_submit(struct ref *r, int64_t now_ms,
		       const struct match_request *q)
{
	int64_t at = now_ms + r->rules.latency_ms;

	if (at < r->now_ms)
		at = r->now_ms;
	if (r->n_asked && at < r->asked[r->n_asked - 1].at_ms)
		at = r->asked[r->n_asked - 1].at_ms;
	r->asked[r->n_asked] = *q;
	r->asked[r->n_asked++].at_ms = at;
}

/* The order served first among those p reaches and `done` does not name. */
static struct ref_order *ref_next(struct ref *r, const struct match_print *p,
				  const bool *done)
{
	struct ref_order *first = NULL;

	for (int i = 0; i < r->n_orders; i++) {
		struct ref_order *x = &r->orders[i];
		bool buy = x->o.side == SIDE_BUY;

		if (!x->rests || done[i] || x->o.side == p->aggressor ||
		    (buy ? x->o.price < p->price : x->o.price > p->price))
			continue;
		if (!first || (buy ? x->o.price > first->o.price
				   : x->o.price < first->o.price))
			first = x;
	}
	return first;
}

static void ref_fill(struct ref *r, struct ref_order *x, int64_t lots)
{
	struct match_event *e = ref_event(r, MATCH_FILLED);
	int64_t cost = x->o.price * lots * r->terms.quote_lot;

	e->fee = ceil_ppm(cost, ref_rate(r, x->taker));
	if (x->o.side == SIDE_BUY) {
		r->quote[x->o.wallet] +=
			lots * ref_lot_lock(r, &x->o, x->taker) - cost - e->fee;
		r->base[x->o.wallet] += lots * r->terms.base_lot;
	} else {
		r->quote[x->o.wallet] += cost - e->fee;
	}
	e->order = x->o;
	e->order.size = lots;
	e->order_id = x->id;
	e->n_fill = ++x->n_fills;
	e->maker = !x->taker;
	x->o.size -= lots;
	x->rests = x->o.size > 0;
}

/* Each lot of the print goes to one stranger ahead of us or to one of ours; an
 * order later in line meets only lots no own order took. */
static void ref_print(struct ref *r, const struct match_print *p)
{
	bool done[STEPS] = { false };
	bool taken[512] = { false };
	int64_t share = p->lots * r->rules.share_ppm / PPM;
	struct ref_order *x;

	ref_advance(r, p->ts_ms);
	while ((x = ref_next(r, p, done))) {
		int64_t got = 0;

		done[x - r->orders] = true;
		if (x->o.price != p->price)
			x->ahead = 0;
		for (int lot = 0; lot < p->lots; lot++) {
			if (taken[lot])
				continue;
			if (x->ahead > 0) {
				x->ahead--;
			} else if (share > 0 && got < x->o.size) {
				taken[lot] = true;
				share--;
				got++;
			}
		}
		if (got)
			ref_fill(r, x, got);
	}
	r->prints[r->n_prints++] = *p;
}

/* ---- both at once ---- */

static bool same_event(const struct match_event *a, const struct match_event *b)
{
	return a->what == b->what && a->why == b->why && a->maker == b->maker &&
	       a->ts_ms == b->ts_ms && a->order_id == b->order_id &&
	       a->tag == b->tag && a->n_fill == b->n_fill && a->fee == b->fee &&
	       a->order.price == b->order.price &&
	       a->order.size == b->order.size &&
	       a->order.side == b->order.side &&
	       a->order.wallet == b->order.wallet &&
	       a->order.client_id == b->order.client_id;
}

static void check_same(const struct match *m, const struct ref *r)
{
	const struct match_order *bid = match_book_best(&m->books[SIDE_BUY]);
	const struct match_order *ask = match_book_best(&m->books[SIDE_SELL]);

	CHECK(m->n_events == r->n_events);
	for (int i = 0; i < m->n_events; i++)
		CHECK(same_event(&m->events[i], &r->events[i]));
	for (int w = 0; w < N_WALLETS; w++) {
		CHECK(m->ledger.wallets[w].base.free == r->base[w]);
		CHECK(m->ledger.wallets[w].quote.free == r->quote[w]);
	}
	CHECK(match_balanced(m));
	CHECK(!bid || !ask || bid->order.price < ask->order.price);
}

static struct match_request random_request(uint64_t *seed, int64_t now_ms,
					   uint64_t tag)
{
	enum side side = check_pick(seed, 0, 1) ? SIDE_SELL : SIDE_BUY;
	uint64_t slot = (uint64_t)check_pick(seed, 0, N_SLOTS - 1);

	return (struct match_request){
		.op = (enum match_op)(check_pick(seed, 0, 4) % 3),
		.post_only = check_pick(seed, 0, 3) > 0,
		.order = {
			.price = side == SIDE_BUY ? check_pick(seed, 90, 101)
						  : check_pick(seed, 99, 110),
			.size = check_pick(seed, 1, 60),
			.client_id = UINT64_C(7) << 48 | slot << 32 |
				     (uint64_t)check_pick(seed, 1, 2),
			.wallet = (int)check_pick(seed, 0, N_WALLETS - 1),
			.side = side,
		},
		.max_ts_ms = now_ms + check_pick(seed, 0, 60),
		.tag = tag,
	};
}

static struct match_print random_print(uint64_t *seed, int64_t ts_ms)
{
	return (struct match_print){
		.ts_ms = ts_ms,
		.price = check_pick(seed, 92, 108),
		.lots = check_pick(seed, 0, 200),
		.aggressor = check_pick(seed, 0, 1) ? SIDE_SELL : SIDE_BUY,
	};
}

static void random_terms(struct match *m, struct ref *r, uint64_t *seed)
{
	r->rules = (struct match_rules){
		.latency_ms = check_pick(seed, 0, 2) * 15,
		.share_ppm = check_pick(seed, 0, 4) * PPM / 4,
		.queue_ppm = check_pick(seed, 0, 4) * 333333,
		.cancels_ahead_ppm = check_pick(seed, 0, 1) * 250000,
	};
	r->terms = (struct ledger){
		.base_lot = check_pick(seed, 1, 1000),
		.quote_lot = check_pick(seed, 1, 50),
		.maker_ppm = check_pick(seed, -400, 400),
		.taker_ppm = check_pick(seed, 0, 900),
	};
	match_init(m, &r->rules, &r->terms);
	for (int w = 0; w < N_WALLETS; w++) {
		r->base[w] = check_pick(seed, 0, 200) * r->terms.base_lot;
		r->quote[w] = check_pick(seed, 0, 20000) * r->terms.quote_lot;
		CHECK(ledger_add_wallet(&m->ledger, r->base[w], r->quote[w]) ==
		      w);
	}
}

/* How often the campaigns met each outcome: one never met is one not tested. */
static int64_t met_what[MATCH_FILLED + 1], met_why[MATCH_NO_ORDER + 1];

static void campaign(uint64_t seed)
{
	static struct ref r;
	struct match_level bids[3], asks[3];
	struct match_depth depth = { .bids = bids, .asks = asks };
	struct match m;
	int64_t now = 1000;

	memset(&r, 0, sizeof(r));
	random_terms(&m, &r, &seed);
	for (int i = 0; i < STEPS; i++) {
		now += check_pick(&seed, 0, 10);
		if (seed % 7 == 0) { /* a tape that shows depth now and then */
			int64_t mid = check_pick(&seed, 97, 103);

			depth.n_bids = (int)check_pick(&seed, 0, 3);
			depth.n_asks = (int)check_pick(&seed, 0, 3);
			for (int k = 0; k < 3; k++) {
				bids[k].price = mid - 1 - k;
				asks[k].price = mid + 1 + k;
				bids[k].size = check_pick(&seed, 1, 99);
				asks[k].size = check_pick(&seed, 1, 99);
			}
			r.depth = m.depth = seed % 3 ? &depth : NULL;
		}
		if (check_pick(&seed, 0, 2)) {
			struct match_request q =
				random_request(&seed, now, (uint64_t)i + 1);

			match_submit(&m, now, &q);
			ref_submit(&r, now, &q);
			match_advance(&m, now);
			ref_advance(&r, now);
		} else {
			struct match_print p = random_print(&seed, now);

			match_print(&m, &p);
			ref_print(&r, &p);
		}
		check_same(&m, &r);
		for (int k = 0; k < m.n_events; k++) {
			met_what[m.events[k].what]++;
			met_why[m.events[k].why]++;
		}
		match_forget_events(&m);
		r.n_events = 0;
	}
	match_free(&m);
}

int main(void)
{
	for (int64_t seed = 1; seed <= check_times(400); seed++)
		campaign((uint64_t)seed);
	for (int i = 0; i <= MATCH_FILLED; i++)
		CHECK(met_what[i] > 1000);
	for (int i = 0; i <= MATCH_NO_ORDER; i++)
		CHECK(met_why[i] > 500 || i == MATCH_BAD_ORDER ||
		      i == MATCH_TOO_LARGE);
	printf("test_match_campaign: pass\n");
	return 0;
}
