#include "data/desk.h"

#include "data/rec_lane.h"
#include "data/rec_refusal.h"

#include <string.h>

static void keep(struct desk_list *l, struct arena *a,
		 const struct rec_type *type, const void *rec)
{
	if (l->n == l->cap) {
		size_t cap = l->cap ? 2 * l->cap : 64;

		l->v = arena_grow(a, l->v, l->cap * sizeof(*l->v),
				  cap * sizeof(*l->v));
		l->cap = cap;
	}
	l->v[l->n++] = rec_copy(a, type, rec);
}

static bool ours(struct desk *d, struct arena *a, const char *named,
		 const char *market)
{
	if (!d->market)
		d->market = arena_strdup(a, named ? named : market);
	if (!strcmp(d->market, market))
		return true;
	if (!named && !d->other)
		d->other = arena_strdup(a, market);
	return false;
}

/* A lane says that its pending orders were looked up, even if there are none. */
static void take_lane(struct desk *d, struct arena *a, const char *named,
		      const struct rec_lane *r)
{
	const char *market, *wallet;

	if (lane_split(a, r->lane, &market, &wallet))
		d->lanes |= ours(d, a, named, market);
}

void desk_take(struct desk *d, struct arena *a, const char *market,
	       const struct rec_type *type, const void *rec)
{
	if (type == &rec_market_type) {
		const struct rec_market *r = rec;

		if (ours(d, a, market, r->market))
			d->steps = rec_copy(a, type, r);
	} else if (type == &rec_book_type) {
		const struct rec_book *r = rec;

		if (ours(d, a, market, r->market))
			d->book = rec_copy(a, type, r);
	} else if (type == &rec_pivot_type) {
		const struct rec_pivot *r = rec;

		if (ours(d, a, market, r->market))
			d->pivot = rec_copy(a, type, r);
	} else if (type == &rec_open_order_type) {
		const struct rec_open_order *r = rec;

		if (ours(d, a, market, r->market))
			keep(&d->open_orders, a, type, r);
	} else if (type == &rec_grid_type) {
		const struct rec_grid *r = rec;

		if (!ours(d, a, market, r->market))
			return;
		d->last = rec_copy(a, type, r);
		d->n_last++;
	} else if (type == &rec_order_type) {
		const struct rec_order *r = rec;

		if (ours(d, a, market, r->market))
			keep(&d->orders, a, type, r);
	} else if (type == &rec_wallet_type) {
		keep(&d->wallets, a, type, rec);
	} else if (type == &rec_pending_type) {
		keep(&d->pending, a, type, rec);
	} else if (type == &rec_supply_type) {
		keep(&d->supplies, a, type, rec);
	} else if (type == &rec_lane_type) {
		take_lane(d, a, market, rec);
	} else if (type == &rec_refusal_type) {
		const struct rec_refusal *r = rec;

		d->store_refused |= !strcmp(r->by, "store-log");
	}
}

static struct dec micro(const struct desk_frame *f, int64_t n)
{
	return n ? steps_times(n, f->steps.micro) : DEC_NONE;
}

static int64_t count(int n)
{
	return n ? n : REC_NONE_INT;
}

static int64_t both(const struct grid_plan *p, enum unplaced why)
{
	return count(p->unplaced[SIDE_BUY][why] + p->unplaced[SIDE_SELL][why]);
}

static int64_t moment(int64_t ms)
{
	return ms ? ms : REC_NONE_INT;
}

/* Without a market nothing can be counted: what the last grid said stands. */
static void carry(struct rec_grid *r, const struct rec_grid *last)
{
	r->lower = last->lower;
	r->upper = last->upper;
	r->rebuild_ms = last->rebuild_ms;
	r->rebuild_price = last->rebuild_price;
	r->rebuild_pivot = last->rebuild_pivot;
	r->improved_ms = last->improved_ms;
}

struct rec_grid desk_grid(const struct desk *d, const struct desk_frame *f,
			  const struct grid_plan *p)
{
	struct rec_grid r = {
		.ts_ms = f->input.now_ms,
		.market = d->market,
		.decision = (int)p->decision,
		.reason = grid_reason_name(p->reason),
		.n_orders = (int64_t)p->n_orders,
		.price = micro(f, p->price),
		.pivot = micro(f, p->pivot),
		.lower = micro(f, p->lower),
		.upper = micro(f, p->upper),
		.rebuild_ms = moment(p->rebuild_ms),
		.rebuild_price = micro(f, p->rebuild_price),
		.rebuild_pivot = micro(f, p->rebuild_pivot),
		.improved_ms = moment(p->improved_ms),
		.deviation_ratio = p->price && p->pivot ? p->deviation : NAN,
		.quote_used = DEC_NONE,
		.base_used = DEC_NONE,
		.control_ratio = (double)p->control_ppm / (double)PPM,
		.control_ms = f->control_ms,
		.side_pulled = (int)p->pulled - 1,
		.would_cross = both(p, UNPLACED_WOULD_CROSS),
		.too_small = both(p, UNPLACED_TOO_SMALL),
		.no_wallet = both(p, UNPLACED_NO_WALLET),
		.parameters = f->parameters,
	};

	if (f->input.no_market) {
		if (d->last)
			carry(&r, d->last);
		return r;
	}
	r.quote_used = steps_times(p->quote_used, f->steps.quote);
	r.base_used = steps_times(p->base_used, f->steps.lot);
	return r;
}

struct rec_order desk_order(const struct desk *d, const struct desk_frame *f,
			    const struct order *o)
{
	return (struct rec_order){
		.ts_ms = f->input.now_ms,
		.market = d->market,
		.wallet = f->wallets[o->wallet],
		.side = (int)o->side,
		.price = steps_times(o->price, f->steps.tick),
		.size = steps_times(o->size, f->steps.lot),
		.level = o->level,
		.client_id = o->client_id,
		.since_ms = o->since_ms,
	};
}
