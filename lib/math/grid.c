#include "math/grid.h"

#include "math/channel.h"
#include "math/grid_parts.h"

#include <string.h>

#define FUNDS_MAX (INT64_C(1) << 62)

static const char *const reasons[] = {
	[GRID_FIRST] = "first",
	[GRID_RESUME] = "resume",
	[GRID_MANUAL] = "manual",
	[GRID_CONFIG] = "config",
	[GRID_THRESHOLD] = "threshold",
	[GRID_INTERVAL] = "interval",
	[GRID_UNCHANGED] = "unchanged",
	[GRID_NO_PRICE] = "no_price",
	[GRID_NO_STORE] = "no_store",
	[GRID_CROSSED_BOOK] = "crossed_book",
	[GRID_OUT_OF_CHANNEL] = "out_of_channel",
	[GRID_NO_MARKET] = "no_market",
	[GRID_NO_PIVOT] = "no_pivot",
	[GRID_NO_BOOK] = "no_book",
	[GRID_NO_WALLET] = "no_wallet",
	[GRID_NO_PENDING] = "no_pending",
	[GRID_BAD_INPUT] = "bad_input",
};

const char *grid_reason_name(enum grid_reason r)
{
	return reasons[r];
}

bool grid_reason_find(enum grid_reason *out, const char *name)
{
	for (size_t i = 0; i < sizeof(reasons) / sizeof(*reasons); i++) {
		if (strcmp(reasons[i], name) != 0)
			continue;
		*out = (enum grid_reason)i;
		return true;
	}
	return false;
}

const char *unplaced_name(enum unplaced u)
{
	static const char *const names[] = {
		[UNPLACED_WOULD_CROSS] = "would_cross",
		[UNPLACED_TOO_SMALL] = "too_small",
		[UNPLACED_NO_WALLET] = "no_wallet",
	};

	return names[u];
}

static bool within(int64_t x, int64_t low, int64_t high)
{
	return x >= low && x <= high;
}

static bool params_ok(const struct grid_params *p)
{
	return p->strategy && within(p->buy_width_ppm, 1, PPM - 1) &&
	       within(p->sell_width_ppm, 1, LADDER_WIDTH_MAX) &&
	       p->inertia_ms >= 0 && p->threshold_ppm >= 0 &&
	       p->interval_ms > 0 && p->min_rebuild_ms >= 0 &&
	       within(p->buy_levels, GRID_AUTO, LADDER_LEVELS_MAX) &&
	       within(p->sell_levels, GRID_AUTO, LADDER_LEVELS_MAX) &&
	       within(p->orders_per_wallet, 0, SLOT_NUMBERS) &&
	       within(p->buy_budget_ppm, 0, PPM) &&
	       within(p->buy_budget_max_ppm, 0, PPM) &&
	       within(p->budget_beta_ppm, 0, 100 * PPM) &&
	       within(p->sell_budget_ppm, 0, PPM) &&
	       within(p->level_max_ppm, 0, PPM) &&
	       within(p->order_max_ppm, 0, PPM) && p->min_lots >= 1 &&
	       within(p->size_slack_ppm, 0, PPM);
}

static bool input_ok(const struct grid_input *in)
{
	int64_t quote = FUNDS_MAX, base = FUNDS_MAX;

	for (int i = 0; i < in->n_wallets; i++) {
		const struct means *w = &in->means[i];

		if (!within(w->quote, 0, quote) || !within(w->base, 0, base))
			return false;
		quote -= w->quote;
		base -= w->base;
	}
	return within(in->control_ppm, 0, PPM) &&
	       within(in->book.bid, 0, PRICE_MAX - 1) &&
	       within(in->book.ask, 0, PRICE_MAX - 1) &&
	       within(in->trade_price, 0, PRICE_MICRO_MAX - 1) &&
	       (in->no_pivot || within(in->pivot, 1, PRICE_MICRO_MAX - 1));
}

/* ---- the channel ---- */

/* Bounds that inertia holds back from where the pivot puts them. */
static enum status drag(struct grid_frame *f)
{
	const struct grid_last *last = &f->in->last;
	struct grid_plan *plan = f->plan;
	double dt = (double)(f->in->now_ms - last->ts_ms);
	uint64_t alpha;
	int64_t lower, upper;
	enum status st = inertia(&alpha, dt, (double)f->p->inertia_ms);

	if (st)
		return st;
	lower = inertia_move(last->lower, plan->lower, alpha);
	upper = inertia_move(last->upper, plan->upper, alpha);
	/* A bound left on the wrong side of the pivot bounds nothing. */
	if (lower > 0 && lower < plan->pivot) {
		plan->lower = lower;
		f->edge[SIDE_BUY] = (__int128)lower * PPM;
	}
	if (upper > plan->pivot) {
		plan->upper = upper;
		f->edge[SIDE_SELL] = (__int128)upper * PPM;
	}
	return ST_OK;
}

enum status grid_channel(struct grid_frame *f)
{
	const struct grid_last *last = &f->in->last;
	struct grid_plan *plan = f->plan;
	__int128 upper;

	f->edge[SIDE_BUY] =
		ladder_edge(SIDE_BUY, plan->pivot, f->p->buy_width_ppm);
	f->edge[SIDE_SELL] =
		ladder_edge(SIDE_SELL, plan->pivot, f->p->sell_width_ppm);
	upper = (f->edge[SIDE_SELL] + PPM - 1) / PPM;
	if (upper >= (__int128)1 << 62)
		return ST_OVERFLOW;
	plan->lower = (int64_t)(f->edge[SIDE_BUY] / PPM);
	plan->upper = (int64_t)upper;
	if (f->p->inertia_ms && last->lower && last->upper)
		return drag(f);
	return ST_OK;
}

/* ---- the price ---- */

/* The middle of a narrow enough external book, else the last external trade if
 * young enough, else 0. */
static int64_t external_price(const struct grid_frame *f)
{
	const struct touch *t = &f->in->book;
	int64_t age = f->in->now_ms - f->in->trade_ms;

	if (t->bid && t->ask &&
	    (__int128)(t->ask - t->bid) * 2 * PPM <=
		    (__int128)f->p->spread_max_ppm * (t->ask + t->bid))
		return (t->bid + t->ask) * (MICRO / 2);
	if (f->in->trade_price && age <= f->p->price_max_age_ms)
		return f->in->trade_price;
	return 0;
}

static enum grid_side_pulled outside(const struct grid_plan *plan)
{
	if (plan->price && plan->price < plan->lower)
		return GRID_PULLED_BUY;
	if (plan->price > plan->upper)
		return GRID_PULLED_SELL;
	return GRID_PULLED_NONE;
}

/* ---- the decision ---- */

static bool deviation(const struct grid_frame *f)
{
	const struct grid_last *last = &f->in->last;
	const struct grid_plan *plan = f->plan;
	int64_t ppm = f->p->threshold_ppm;

	if (f->p->ref_pivot)
		return plan->price && deviates(plan->price, plan->pivot, ppm);
	if (deviates(plan->pivot, last->rebuild_pivot, ppm))
		return true;
	/* A price where the last rebuild had none is news. */
	return plan->price && (!last->rebuild_price ||
			       deviates(plan->price, last->rebuild_price, ppm));
}

/* The wish was there in the last frame and had to wait. */
static bool waited(const struct grid_last *last, enum grid_reason r)
{
	return last->exists && last->decision == GRID_HOLD && last->reason == r;
}

/* Why to rebuild, or why not: GRID_UNCHANGED, GRID_NO_PRICE. */
static enum grid_reason trigger(const struct grid_frame *f)
{
	const struct grid_input *in = f->in;
	const struct grid_last *last = &in->last;

	if (!last->exists || !last->rebuild_ms)
		return GRID_FIRST;
	if (last->decision == GRID_PULL)
		return GRID_RESUME;
	if (last->pulled != f->plan->pulled || waited(last, GRID_RESUME) ||
	    waited(last, GRID_OUT_OF_CHANNEL))
		return f->plan->pulled ? GRID_OUT_OF_CHANNEL : GRID_RESUME;
	if (in->manual || waited(last, GRID_MANUAL))
		return GRID_MANUAL;
	if (in->other_config || waited(last, GRID_CONFIG))
		return GRID_CONFIG;
	if (deviation(f))
		return GRID_THRESHOLD;
	if (in->now_ms - last->rebuild_ms >= f->p->interval_ms)
		return GRID_INTERVAL;
	return f->plan->price ? GRID_UNCHANGED : GRID_NO_PRICE;
}

/* A wallet that should be here and is not. */
static bool wallet_lost(const struct grid_input *in)
{
	for (size_t i = 0; i < in->last.n_orders; i++)
		if (!wallet_known(in, in->last.orders[i].wallet))
			return true;
	return !in->n_wallets;
}

static bool missing(enum grid_reason *why, const struct grid_input *in)
{
	const struct touch *t = &in->book;

	if (in->no_market)
		*why = GRID_NO_MARKET;
	else if (in->no_pivot)
		*why = GRID_NO_PIVOT;
	else if (in->no_book)
		*why = GRID_NO_BOOK;
	else if (in->no_wallet || wallet_lost(in))
		*why = GRID_NO_WALLET;
	else if (in->no_pending)
		*why = GRID_NO_PENDING;
	else if (t->bid && t->ask && t->bid >= t->ask)
		*why = GRID_CROSSED_BOOK;
	else
		return false;
	return true;
}

static void decide(struct grid_frame *f)
{
	const struct grid_last *last = &f->in->last;
	struct grid_plan *plan = f->plan;
	bool soon = last->rebuild_ms &&
		    f->in->now_ms - last->rebuild_ms < f->p->min_rebuild_ms;

	plan->decision = GRID_PULL;
	if (missing(&plan->reason, f->in))
		return;
	plan->price = external_price(f);
	plan->pulled = outside(plan);
	if (plan->pulled && !f->p->one_side) {
		plan->reason = GRID_OUT_OF_CHANNEL;
		plan->pulled = GRID_PULLED_NONE;
		return;
	}
	if (f->in->no_store) {
		plan->decision = GRID_HOLD;
		plan->reason = GRID_NO_STORE;
		return;
	}
	plan->reason = trigger(f);
	if (plan->reason == GRID_UNCHANGED || plan->reason == GRID_NO_PRICE)
		plan->decision = GRID_HOLD;
	else if (!soon)
		plan->decision = GRID_REBUILD;
	else if (last->decision != GRID_PULL)
		plan->decision = GRID_HOLD;
	/* A side that waits to come back is still pulled. */
	if (plan->decision == GRID_HOLD && !plan->pulled)
		plan->pulled = last->pulled;
}

static void carry(struct grid_plan *plan, const struct grid_input *in)
{
	const struct grid_last *last = &in->last;

	*plan = (struct grid_plan){
		.pivot = in->no_pivot || in->no_market ? 0 : in->pivot,
		.lower = last->lower,
		.upper = last->upper,
		.control_ppm = in->control_ppm,
		.rebuild_ms = last->rebuild_ms,
		.rebuild_price = last->rebuild_price,
		.rebuild_pivot = last->rebuild_pivot,
		.improved_ms = last->improved_ms,
	};
}

static enum status orders(struct grid_frame *f)
{
	const struct grid_input *in = f->in;
	struct grid_plan *plan = f->plan;

	if (plan->decision == GRID_PULL)
		return ST_OK;
	if (plan->decision == GRID_HOLD && in->settled &&
	    plan->pulled == in->last.pulled) {
		grid_stand(f);
		return ST_OK;
	}
	f->slots = slots_of(f->mem, f->p->strategy, in->resting, in->n_resting,
			    in->pending, in->n_pending, in->last.orders,
			    in->last.n_orders);
	if (plan->decision == GRID_HOLD) {
		grid_hold(f);
		return ST_OK;
	}
	plan->rebuild_ms = in->now_ms;
	plan->rebuild_price = plan->price;
	plan->rebuild_pivot = plan->pivot;
	return grid_build(f);
}

struct grid_last grid_last_of(const struct grid_plan *plan, int64_t ts_ms)
{
	return (struct grid_last){
		.exists = true,
		.decision = plan->decision,
		.reason = plan->reason,
		.pulled = plan->pulled,
		.ts_ms = ts_ms,
		.rebuild_ms = plan->rebuild_ms,
		.rebuild_price = plan->rebuild_price,
		.rebuild_pivot = plan->rebuild_pivot,
		.improved_ms = plan->improved_ms,
		.lower = plan->lower,
		.upper = plan->upper,
		.orders = plan->orders,
		.n_orders = plan->n_orders,
	};
}

static enum status decided(struct grid_frame *f)
{
	struct grid_plan *plan = f->plan;
	enum status st;

	/* Without a market's lots the parameters mean nothing. */
	if (!f->in->no_market && (!params_ok(f->p) || !input_ok(f->in)))
		return ST_DOMAIN;
	if (plan->pivot) {
		st = grid_channel(f);
		if (st)
			return st;
	}
	decide(f);
	if (plan->price && plan->pivot)
		plan->deviation = (double)plan->price / (double)plan->pivot - 1;
	return orders(f);
}

void grid_decide(struct arena *mem, struct grid_plan *plan,
		 const struct grid_params *params,
		 const struct grid_input *input)
{
	struct grid_frame f = {
		.mem = mem, .p = params, .in = input, .plan = plan
	};

	carry(plan, input);
	if (!decided(&f))
		return;
	carry(plan, input);
	plan->pivot = 0;
	plan->decision = GRID_PULL;
	plan->reason = GRID_BAD_INPUT;
}
