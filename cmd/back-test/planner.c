#include "planner.h"

#include "base/mem.h"
#include "venue/paper_records.h"
#include "venue/paper_request.h"

#include <stdlib.h>
#include <string.h>

/* Wallets in the order of their names, which is how order-diff numbers them; of
 * two orders at one price the number says which is sent first. */
static void rank_wallets(struct planner *p)
{
	int n = p->venue->match.ledger.n_wallets;

	p->rank = mem_alloc((size_t)n, sizeof(*p->rank));
	p->unrank = mem_alloc((size_t)n, sizeof(*p->unrank));
	for (int i = 0; i < n; i++) {
		for (int k = 0; k < n; k++)
			p->rank[i] += strcmp(p->venue->wallets[k],
					     p->venue->wallets[i]) < 0;
		p->unrank[p->rank[i]] = i;
	}
}

void planner_open(struct planner *p, const struct paper_conf *conf,
		  struct paper_state *venue)
{
	*p = (struct planner){ .conf = conf, .venue = venue, .sent_any = true };
	diff_conf_read(&p->diff);
	rank_wallets(p);
}

void planner_close(struct planner *p)
{
	paper_sent_free(&p->sent);
	arena_free(&p->records);
	arena_free(&p->scratch);
	free(p->orders);
	free(p->rank);
	free(p->unrank);
}

void planner_heard(struct planner *p, const struct match_event *e)
{
	paper_sent_settle(&p->sent, e);
}

/* ---- the frame's records ---- */

static void list(struct desk_list *l, struct arena *a, size_t n)
{
	*l = (struct desk_list){ .v = arena_alloc(a, n * sizeof(*l->v)) };
}

static void tell_wallets(struct planner *p, int64_t ts_ms)
{
	int n = p->venue->match.ledger.n_wallets;
	struct rec_wallet *w = arena_alloc(&p->records, (size_t)n * sizeof(*w));

	list(&p->desk.wallets, &p->records, (size_t)n);
	for (int i = 0; i < n; i++) {
		w[i] = paper_wallet_record(&p->records, p->venue, i, ts_ms);
		p->desk.wallets.v[p->desk.wallets.n++] = &w[i];
	}
}

static void tell_open_orders(struct planner *p, int64_t ts_ms)
{
	const struct match_book *books = p->venue->match.books;
	struct desk_list *l = &p->desk.open_orders;
	size_t n = (size_t)(books[SIDE_BUY].n + books[SIDE_SELL].n);
	struct rec_open_order *o = arena_alloc(&p->records, n * sizeof(*o));

	list(l, &p->records, n);
	for (int side = SIDE_BUY; side <= SIDE_SELL; side++)
		for (int i = books[side].n - 1; i >= 0; i--) {
			*o = paper_open_order(&p->records, p->venue,
					      &books[side].v[i], ts_ms);
			l->v[l->n++] = o++;
		}
}

static void tell_pending(struct planner *p)
{
	const struct paper_sent *s = &p->sent;
	struct desk_list *l = &p->desk.pending;

	list(l, &p->records, (size_t)(s->n_open + s->n_done));
	for (int i = 0; i < s->n_open; i++)
		l->v[l->n++] = &s->open[i].pending;
	for (int i = 0; i < s->n_done; i++)
		l->v[l->n++] = &s->done[i].pending;
}

static void tell_all(struct planner *p, int64_t ts_ms)
{
	arena_reset(&p->records);
	p->market = paper_market(&p->venue->terms, ts_ms);
	p->desk = (struct desk){
		.market = p->venue->terms.market,
		.steps = &p->market,
		.lanes = true,
	};
	tell_wallets(p, ts_ms);
	tell_open_orders(p, ts_ms);
	tell_pending(p);
}

/* The best of the displayed depth.  Our own orders are left out, as they would be
 * taken out again at once. */
static struct rec_list outside(struct planner *p, enum side side)
{
	const struct match_depth *d = p->venue->match.depth;
	const struct match_level *l;
	struct rec_level *v;

	if (!d || (side == SIDE_BUY ? d->n_bids : d->n_asks) == 0)
		return (struct rec_list){ NULL, 0 };
	l = side == SIDE_BUY ? d->bids : d->asks;
	v = arena_alloc(&p->scratch, sizeof(*v));
	*v = (struct rec_level){ paper_price(&p->venue->terms, l->price),
				 paper_size(&p->venue->terms, l->size) };
	return (struct rec_list){ v, 1 };
}

static const char *read_frame(struct planner *p, const struct rec_pivot *pivot,
			      int64_t ts_ms, bool news)
{
	struct rec_book book = {
		.ts_ms = ts_ms,
		.market = p->venue->terms.market,
		.bids = outside(p, SIDE_BUY),
		.asks = outside(p, SIDE_SELL),
		.slot = ts_ms,
		.synthetic = !p->venue->match.depth,
	};

	if (news)
		tell_all(p, ts_ms);
	p->desk.pivot = pivot;
	p->desk.book = &book;
	if (news)
		desk_input(&p->frame, &p->desk, &p->records, ts_ms, NULL);
	else
		desk_again(&p->frame, &p->desk, &p->scratch, ts_ms, NULL);
	p->desk.pivot = NULL;
	p->desk.book = NULL;
	/* What the store would give back is at hand. */
	p->frame.input.last = p->last;
	p->frame.input.settled = p->settled && !news;
	return p->frame.why[GRID_NO_MARKET];
}

/* ---- the changes ---- */

static struct order *ranked(struct planner *p, const struct order *v, size_t n)
{
	struct order *out = arena_alloc(&p->scratch, n * sizeof(*out));

	for (size_t i = 0; i < n; i++) {
		out[i] = v[i];
		out[i].wallet = p->rank[v[i].wallet];
	}
	return out;
}

/* The frame as order-diff reads it. */
static struct diff_frame diff_of(struct planner *p)
{
	const struct grid_input *in = &p->frame.input;
	struct diff_pending *pending =
		arena_alloc(&p->scratch, in->n_pending * sizeof(*pending));

	for (size_t i = 0; i < in->n_pending; i++) {
		pending[i] = in->pending[i];
		pending[i].order.wallet = p->rank[in->pending[i].order.wallet];
		if (pending[i].verb == DIFF_CANCEL)
			diff_unpriced(&pending[i].order);
	}
	return (struct diff_frame){
		.desired = ranked(p, p->plan.orders, p->plan.n_orders),
		.n_desired = p->plan.n_orders,
		.resting = ranked(p, in->resting, in->n_resting),
		.n_resting = in->n_resting,
		.pending = pending,
		.n_pending = in->n_pending,
		.strategy = p->diff.strategy,
	};
}

static void count(struct planner *p, enum diff_verb verb)
{
	switch (verb) {
	case DIFF_PLACE:
		p->counts.placed++;
		return;
	case DIFF_REPLACE:
		p->counts.replaced++;
		return;
	case DIFF_CANCEL:
		p->counts.cancelled++;
		return;
	case DIFF_OTHER:
		return;
	}
}

static void submit(struct planner *p, const struct diff_action *a,
		   int64_t ts_ms)
{
	const struct diff_place at = {
		.market = p->venue->terms.market,
		.tick = p->venue->terms.tick,
		.lot = p->venue->terms.lot,
		.ts_ms = ts_ms,
	};
	struct rec_action r =
		diff_record(&p->diff, &at, a,
			    p->venue->wallets[p->unrank[a->order.wallet]]);
	struct match_request q;
	struct rec_pending pending;

	if (paper_request(&q, p->conf, p->venue, &r))
		return;
	pending = paper_pending(&p->scratch, p->venue, &r, &q, ts_ms);
	pending.lane = NULL; /* market and wallet say it, and live longer */
	pending.spends = (struct rec_list){ NULL, 0 };
	if (!paper_sent_add(&p->sent, &q, &pending))
		return;
	match_submit(&p->venue->match, ts_ms, &q);
	count(p, a->verb);
	p->sent_any = true;
}

static void change(struct planner *p, int64_t ts_ms)
{
	struct diff_frame frame = diff_of(p);
	struct diff d;

	p->n_kept = 0;
	p->idle = true;
	if (diff_orders(&p->scratch, &d, &frame, &p->diff.rules))
		return; /* a refusal there: nothing is done */
	for (size_t i = 0; i < frame.n_desired; i++)
		p->n_kept += d.verdict[i] == DIFF_KEPT;
	for (size_t i = 0; i < d.n_actions; i++)
		submit(p, &d.actions[i], ts_ms);
	p->idle = !d.n_actions;
}

/* ---- the frame ---- */

static bool same_order(const struct order *a, const struct order *b)
{
	return a->price == b->price && a->size == b->size &&
	       a->since_ms == b->since_ms && a->client_id == b->client_id &&
	       a->wallet == b->wallet && a->level == b->level &&
	       a->side == b->side;
}

static bool same_orders(const struct planner *p)
{
	if (!p->last.exists || p->last.n_orders != p->plan.n_orders)
		return false;
	for (size_t i = 0; i < p->plan.n_orders; i++)
		if (!same_order(&p->last.orders[i], &p->plan.orders[i]))
			return false;
	return true;
}

/* The plan is the last grid of the next frame. */
static void remember(struct planner *p, int64_t ts_ms)
{
	size_t n = p->plan.n_orders;

	if (n > p->cap_orders) {
		p->orders = mem_realloc(p->orders, n, sizeof(*p->orders));
		p->cap_orders = n;
	}
	if (n)
		memcpy(p->orders, p->plan.orders, n * sizeof(*p->orders));
	p->last = grid_last_of(&p->plan, ts_ms);
	p->last.orders = p->orders;
}

const char *planner_frame(struct planner *p, const struct rec_pivot *pivot,
			  int64_t ts_ms, bool news)
{
	const char *why;
	bool same;

	news |= p->sent_any;
	p->sent_any = false;
	arena_reset(&p->scratch);
	why = read_frame(p, pivot, ts_ms, news);
	if (why)
		return why;
	grid_decide(&p->scratch, &p->plan, &p->frame.conf.params,
		    &p->frame.input);
	same = same_orders(p);
	if (news || !same || !p->idle)
		change(p, ts_ms);
	p->counts.kept += (int64_t)p->n_kept;
	p->settled = p->plan.decision == GRID_HOLD && same && p->idle &&
		     p->plan.pulled == p->last.pulled;
	remember(p, ts_ms);
	return NULL;
}

void planner_emit(const struct planner *p, struct out *out)
{
	struct rec_grid g = desk_grid(&p->desk, &p->frame, &p->plan);

	rec_write(out, &rec_grid_type, &g);
	for (size_t i = 0; i < p->plan.n_orders; i++) {
		struct rec_order o =
			desk_order(&p->desk, &p->frame, &p->plan.orders[i]);

		rec_write(out, &rec_order_type, &o);
	}
}
