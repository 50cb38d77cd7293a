/* test_loop - pivot, grid, diff and venue around each other on random tapes:
 * wallets of any means, latency longer than a frame, actions that get lost, a
 * last grid that is forgotten.  After every frame what must never be is looked
 * for in the plainest way there is. */
#include "check.h"

#include "math/client_id.h"
#include "math/diff.h"
#include "math/grid.h"
#include "math/match.h"
#include "math/window.h"

#include <stdbool.h>
#include <string.h>

#define TAG     9
#define WALLETS 3
#define MOST    256 /* orders, requests, prints of a frame */
#define HISTORY 4096
#define IDS     4096
#define FRAMES  60
#define WINDOW  INT64_C(3600000)

struct print_seen {
	int64_t ts_ms, price, lots;
};

struct flight {
	struct diff_pending p;
	bool answered;
	bool behind; /* another action, which the venue may refuse */
};

/* A world: the venue, and what its readers know. */
struct loop {
	uint64_t seed;
	struct match m;
	struct window window;
	struct grid_params params;
	struct diff_rules rules;
	struct arena mem, kept;
	struct grid_last last;
	struct flight flight[MOST];
	struct order done[MOST]; /* the newest that landed in each slot */
	struct print_seen history[HISTORY];
	uint64_t landed[IDS]; /* client ids that have stood in the book */
	int landed_at[IDS];   /* on this wallet                         */
	size_t n_flight, n_done, n_history, n_landed;
	int64_t now_ms, price, lost_pct, drift_ppm;
	bool quiet; /* nothing was under way or lost, and none filled */
};

/* What the worlds came across. */
static int64_t met_what[MATCH_FILLED + 1], met_decision[GRID_PULL + 1];
static int64_t met_verb[DIFF_OTHER], n_behind, n_quiet, n_lost;

static int64_t pick(struct loop *l, int64_t lo, int64_t hi)
{
	return check_pick(&l->seed, lo, hi);
}

/* ---- the venue and its readers ---- */

static bool same_slot(const struct order *a, const struct order *b)
{
	return a->wallet == b->wallet &&
	       client_id_slot(a->client_id) == client_id_slot(b->client_id);
}

static void note_landed(struct loop *l, const struct order *o)
{
	size_t i = 0;

	while (i < l->n_done && !same_slot(&l->done[i], o))
		i++;
	CHECK(i < MOST && l->n_landed < IDS);
	l->n_done += i == l->n_done;
	l->done[i] = *o;
	l->landed_at[l->n_landed] = o->wallet;
	l->landed[l->n_landed++] = o->client_id;
}

/* What the venue said since: requests are known by their tag. */
static void hear(struct loop *l)
{
	for (int i = 0; i < l->m.n_events; i++) {
		const struct match_event *e = &l->m.events[i];

		CHECK(e->why != MATCH_SLOT_LIVE);
		CHECK(e->why != MATCH_SELF_TRADE || l->flight[e->tag].behind);
		met_what[e->what]++;
		l->quiet = false;
		if (e->what == MATCH_FILLED)
			continue;
		l->flight[e->tag].answered = true;
		if (e->what == MATCH_POSTED)
			note_landed(l, &l->flight[e->tag].p.order);
	}
	match_forget_events(&l->m);
	CHECK(match_balanced(&l->m));
}

static void forget_answered(struct loop *l)
{
	/* Tags are places in the list: it shrinks only when all is known. */
	for (size_t i = 0; i < l->n_flight; i++)
		if (!l->flight[i].answered)
			return;
	l->n_flight = 0;
}

static void play(struct loop *l, int64_t frame_ms)
{
	int64_t t = l->now_ms - frame_ms;

	for (int n = (int)pick(l, 0, 6); n > 0; n--) {
		struct match_print p = { .lots = pick(l, 1, 400),
					 .aggressor =
						 (enum side)pick(l, 0, 1) };
		int64_t step = l->price / 100 + 1;

		l->price +=
			pick(l, -step, step) + l->price * l->drift_ppm / PPM;
		if (!pick(l, 0, 40)) /* a gap */
			l->price += l->price * pick(l, -40, 60) / 100;
		if (l->price < 20)
			l->price = 20;
		t = pick(l, t, l->now_ms - 1);
		p.ts_ms = t;
		p.price = l->price;
		match_print(&l->m, &p);
		CHECK(l->n_history < HISTORY);
		CHECK(window_add(&l->window,
				 (struct trade_key){ .lo = l->n_history + 1 },
				 t, p.price, p.lots, t) == WINDOW_OK);
		l->history[l->n_history++] =
			(struct print_seen){ t, p.price, p.lots };
	}
	match_advance(&l->m, l->now_ms);
	hear(l);
	forget_answered(l);
}

/* The pivot in millionths of a tick, by the window and by hand. */
static int64_t pivot_of(struct loop *l)
{
	unsigned __int128 pv = 0, v = 0;

	window_advance(&l->window, l->now_ms - 1);
	for (size_t i = 0; i < l->n_history; i++) {
		const struct print_seen *p = &l->history[i];

		if (p->ts_ms <= l->now_ms - 1 - WINDOW)
			continue;
		pv += (unsigned __int128)p->price * (uint64_t)p->lots;
		v += (uint64_t)p->lots;
	}
	CHECK(pv == l->window.live.pv && v == l->window.live.v);
	return v ? (int64_t)(pv * MICRO / v) : 0;
}

static size_t resting_of(struct order *out, const struct loop *l)
{
	size_t n = 0;

	for (int side = 0; side < 2; side++)
		for (int i = 0; i < l->m.books[side].n; i++)
			out[n++] = l->m.books[side].v[i].order;
	return n;
}

static size_t pending_of(struct diff_pending *out, const struct loop *l)
{
	size_t n = 0;

	for (size_t i = 0; i < l->n_flight; i++)
		if (!l->flight[i].answered)
			out[n++] = l->flight[i].p;
	for (size_t i = 0; i < l->n_done; i++)
		out[n++] = (struct diff_pending){ .order = l->done[i],
						  .verb = DIFF_PLACE,
						  .state = DIFF_DONE };
	CHECK(n <= 2 * (size_t)MOST);
	return n;
}

/* ---- what must never be ---- */

static int64_t cost(const struct order *o)
{
	return o->side == SIDE_BUY ? o->price * o->size : o->size;
}

static void check_grid(const struct loop *l, const struct grid_plan *plan,
		       const struct means *means)
{
	const struct grid_params *p = &l->params;
	int64_t funds[2] = { 0, 0 }, used[2] = { 0, 0 }, at[WALLETS][2] = { 0 };
	int64_t share[2] = { p->buy_budget_ppm, p->sell_budget_ppm };
	int n[WALLETS] = { 0 };

	for (int i = 0; i < WALLETS; i++) {
		funds[SIDE_BUY] += means[i].quote;
		funds[SIDE_SELL] += means[i].base;
	}
	for (size_t i = 0; i < plan->n_orders; i++) {
		const struct order *o = &plan->orders[i];
		__int128 budget = (__int128)funds[o->side] * share[o->side];

		CHECK(++n[o->wallet] <= p->orders_per_wallet);
		for (size_t k = 0; k < i; k++)
			CHECK(!same_slot(o, &plan->orders[k]));
		at[o->wallet][o->side] += cost(o);
		if (plan->decision != GRID_REBUILD)
			continue;
		CHECK(o->side == SIDE_BUY ? o->price * MICRO <= plan->pivot
					  : o->price * MICRO >= plan->pivot);
		CHECK((__int128)cost(o) * PPM * PPM <=
		      budget * p->level_max_ppm);
		used[o->side] += cost(o);
	}
	for (int side = 0; side < 2; side++)
		CHECK((__int128)used[side] * PPM <=
		      (__int128)funds[side] * share[side]);
	/* What a rebuild wants, and what a hold places anew, can be paid. */
	for (size_t i = 0; i < plan->n_orders; i++) {
		const struct order *o = &plan->orders[i];
		const struct means *m = &means[o->wallet];

		CHECK((plan->decision == GRID_HOLD &&
		       o->since_ms < l->now_ms) ||
		      at[o->wallet][o->side] <=
			      (o->side == SIDE_BUY ? m->quote : m->base));
	}
}

/* Two orders of ours, either of which may come to rest, could meet. */
static bool meet(const struct order *a, const struct order *b)
{
	return a->side != b->side && order_meets(a, b->price);
}

static bool is(const struct order *a, const struct order *b)
{
	return a->wallet == b->wallet && a->client_id == b->client_id;
}

/* Against everything that rests or flies, and against the actions before it. */
static void check_landing(const struct diff *d, size_t at,
			  const struct diff_frame *f)
{
	const struct diff_action *a = &d->actions[at];
	const struct order *o = &a->order;
	const struct diff_action *ahead =
		a->after < 0 ? NULL : &d->actions[a->after];

	for (size_t i = 0; i < f->n_resting; i++)
		CHECK(!meet(o, &f->resting[i]) ||
		      (ahead && is(&ahead->order, &f->resting[i])));
	for (size_t i = 0; i < f->n_pending; i++)
		CHECK(f->pending[i].state == DIFF_DONE ||
		      f->pending[i].verb == DIFF_CANCEL ||
		      !meet(o, &f->pending[i].order));
	for (size_t i = 0; i < at; i++)
		CHECK(d->actions[i].verb == DIFF_CANCEL ||
		      !meet(o, &d->actions[i].order));
	CHECK(!ahead ||
	      (ahead->order.wallet == o->wallet && a->after < (int)at));
}

/* An id is placed while nothing of it is live, and never again once it stood in
 * the book; it is moved while it rests and nothing of it flies. */
static void check_id(const struct loop *l, const struct diff_action *a,
		     const struct diff_frame *f)
{
	bool rests = false, flies = false;

	for (size_t i = 0; i < f->n_resting; i++)
		rests |= is(&a->order, &f->resting[i]);
	for (size_t i = 0; i < f->n_pending; i++)
		flies |= f->pending[i].state != DIFF_DONE &&
			 is(&a->order, &f->pending[i].order);
	switch (a->verb) {
	case DIFF_PLACE:
		CHECK(!rests && !flies);
		for (size_t i = 0; i < l->n_landed; i++)
			CHECK(l->landed[i] != a->order.client_id ||
			      l->landed_at[i] != a->order.wallet);
		return;
	case DIFF_REPLACE:
		CHECK(rests && !flies);
		return;
	case DIFF_CANCEL:
		CHECK(rests || flies);
		return;
	case DIFF_OTHER:
		CHECK(false);
	}
}

/* ---- a frame ---- */

static void send(struct loop *l, const struct diff *d)
{
	bool *gone = arena_alloc(&l->mem, (d->n_actions + 1) * sizeof(*gone));
	static const enum match_op ops[] = { [DIFF_CANCEL] = MATCH_CANCEL,
					     [DIFF_PLACE] = MATCH_PLACE,
					     [DIFF_REPLACE] = MATCH_REPLACE };

	for (size_t i = 0; i < d->n_actions; i++) {
		const struct diff_action *a = &d->actions[i];
		struct match_request r = { .op = ops[a->verb],
					   .post_only = true,
					   .order = a->order,
					   .max_ts_ms = INT64_MAX,
					   .tag = l->n_flight };

		gone[i] = l->n_flight == MOST ||
			  pick(l, 1, 100) <= l->lost_pct ||
			  (a->after >= 0 && gone[a->after]);
		l->quiet = false;
		met_verb[a->verb]++;
		n_behind += a->after >= 0;
		n_lost += gone[i];
		if (gone[i])
			continue;
		l->flight[l->n_flight++] = (struct flight){
			.p = { a->order, a->verb, DIFF_SENT },
			.behind = a->after >= 0,
		};
		match_submit(&l->m, l->now_ms, &r);
	}
}

static void remember(struct loop *l, const struct grid_plan *plan)
{
	size_t bytes = plan->n_orders * sizeof(*plan->orders);
	struct order *orders;

	arena_reset(&l->kept);
	orders = arena_alloc(&l->kept, bytes + 1);
	if (bytes)
		memcpy(orders, plan->orders, bytes);
	l->last = grid_last_of(plan, l->now_ms);
	l->last.orders = orders;
	if (!pick(l, 0, 30)) /* the store was lost */
		l->last = (struct grid_last){ 0 };
}

static void frame(struct loop *l, int64_t frame_ms)
{
	static struct order resting[MOST];
	static struct diff_pending pending[2 * MOST];
	struct means means[WALLETS];
	struct grid_input in = { .means = means,
				 .n_wallets = WALLETS,
				 .resting = resting,
				 .pending = pending };
	struct diff_frame f = { .resting = resting,
				.pending = pending,
				.strategy = TAG };
	struct grid_plan plan;
	struct diff d;
	bool quiet;

	l->now_ms += frame_ms;
	arena_reset(&l->mem);
	play(l, frame_ms);
	quiet = l->quiet;
	l->quiet = !l->n_flight;
	for (int i = 0; i < WALLETS; i++) {
		const struct funds *w = &l->m.ledger.wallets[i];

		means[i].quote = (int64_t)(w->quote.free + w->quote.locked);
		means[i].base = (int64_t)(w->base.free + w->base.locked);
	}
	in.now_ms = l->now_ms;
	in.pivot = pivot_of(l);
	in.no_pivot = !in.pivot;
	in.trade_price = l->price * MICRO;
	in.trade_ms = l->now_ms;
	in.manual = !pick(l, 0, 20);
	in.last = l->last;
	in.n_resting = f.n_resting = resting_of(resting, l);
	in.n_pending = f.n_pending = pending_of(pending, l);
	grid_decide(&l->mem, &plan, &l->params, &in);
	CHECK(plan.reason != GRID_BAD_INPUT);
	check_grid(l, &plan, means);
	met_decision[plan.decision]++;

	f.desired = plan.orders;
	f.n_desired = plan.n_orders;
	f.bound = !pick(l, 0, 15);
	CHECK(!diff_orders(&l->mem, &d, &f, &l->rules));
	for (size_t i = 0; i < d.n_actions; i++) {
		CHECK(!f.bound || d.actions[i].verb == DIFF_CANCEL);
		check_id(l, &d.actions[i], &f);
		if (d.actions[i].verb != DIFF_CANCEL)
			check_landing(&d, i, &f);
	}
	if (quiet && plan.decision == GRID_HOLD && !l->rules.budget &&
	    in.last.exists && plan.pulled == in.last.pulled && !f.bound) {
		CHECK(!d.n_actions);
		n_quiet++;
	}
	if (f.bound)
		l->quiet = false;
	send(l, &d);
	remember(l, &plan);
}

/* ---- worlds ---- */

static void open_world(struct loop *l, uint64_t seed)
{
	static const int64_t shares[] = { PPM / 100, PPM / 10, PPM };
	struct match_rules rules = { 0 };
	struct ledger terms = { .base_lot = 1, .quote_lot = 1 };

	*l = (struct loop){ .seed = seed,
			    .now_ms = INT64_C(1700000000000),
			    .quiet = false };
	rules.latency_ms = pick(l, 0, 2) * pick(l, 0, 90000);
	rules.share_ppm = shares[pick(l, 0, 2)];
	rules.queue_ppm = pick(l, 0, 1) * PPM;
	l->price = pick(l, 50, 5000);
	l->drift_ppm = pick(l, -1, 1) * pick(l, 0, 8000);
	l->lost_pct = pick(l, 0, 2) * pick(l, 0, 40);
	l->params = (struct grid_params){
		.strategy = TAG,
		.buy_width_ppm = pick(l, 10000, 500000),
		.sell_width_ppm = pick(l, 10000, 900000),
		.inertia_ms = pick(l, 0, 1) * 600000,
		.one_side = pick(l, 0, 1),
		.threshold_ppm = pick(l, 0, 20000),
		.ref_pivot = pick(l, 0, 1),
		.interval_ms = pick(l, 1, 20) * 60000,
		.min_rebuild_ms = pick(l, 0, 3) * 30000,
		.spread_max_ppm = 50000,
		.price_max_age_ms = 600000,
		.buy_levels = (int)pick(l, GRID_AUTO, 12),
		.sell_levels = (int)pick(l, GRID_AUTO, 12),
		.orders_per_wallet = (int)pick(l, 0, 16),
		.spacing = (enum spacing)pick(l, 0, 1),
		.density = (double)pick(l, 0, 6),
		.buy_budget_ppm = pick(l, 0, PPM),
		.buy_budget_max_ppm = PPM,
		.sell_budget_ppm = pick(l, 0, PPM),
		.level_max_ppm = pick(l, 1, 10) * PPM / 10,
		.order_max_ppm = PPM,
		.min_lots = pick(l, 1, 5),
		.size_slack_ppm = pick(l, 0, 1) * 50000,
		.improve = pick(l, 0, 1),
		.improve_min_lots = 1,
		.improve_min_ms = 60000,
		.refill = pick(l, 0, 1),
	};
	l->rules.tolerance_ticks = pick(l, 0, 3);
	l->rules.tolerance_size_ppm = l->params.size_slack_ppm;
	l->rules.budget = (size_t)(pick(l, 0, 1) * pick(l, 0, 8));
	match_init(&l->m, &rules, &terms);
	for (int i = 0; i < WALLETS; i++)
		ledger_add_wallet(&l->m.ledger, pick(l, 0, 3) * pick(l, 0, 900),
				  pick(l, 0, 3) * pick(l, 0, 900000));
	window_init(&l->window, WINDOW, l->now_ms);
}

static void close_world(struct loop *l)
{
	match_free(&l->m);
	window_free(&l->window);
	arena_free(&l->mem);
	arena_free(&l->kept);
}

int main(void)
{
	static struct loop l;
	int64_t n_worlds = check_times(400);

	for (int64_t i = 0; i < n_worlds; i++) {
		open_world(&l, (uint64_t)i);
		for (int k = 0; k < FRAMES; k++)
			frame(&l, 60000);
		close_world(&l);
	}
	/* They were no idle worlds. */
	for (size_t i = 0; i < COUNT(met_what); i++)
		CHECK(met_what[i] > n_worlds);
	for (size_t i = 0; i < COUNT(met_decision); i++)
		CHECK(met_decision[i] > n_worlds);
	for (size_t i = 0; i < COUNT(met_verb); i++)
		CHECK(met_verb[i] > n_worlds);
	CHECK(n_quiet > n_worlds && n_lost > n_worlds && n_behind > 0);
	printf("test_loop: pass\n");
	return 0;
}
