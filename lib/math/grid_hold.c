#include "math/grid_parts.h"

#include <string.h>

void grid_add(struct grid_plan *plan, const struct order *o)
{
	plan->orders[plan->n_orders++] = *o;
	if (o->side == SIDE_BUY)
		plan->quote_used += order_cost(SIDE_BUY, o->price, o->size);
	else
		plan->base_used += o->size;
}

static bool is(const struct order *known, const struct order *o)
{
	return known && known->client_id == o->client_id;
}

/* The order landed, but smaller than it is wanted since: a change to the larger
 * size is still to be made. */
static bool never_grown(const struct order *o, const struct slot *slot,
			int64_t slack_ppm)
{
	const struct order *done = slot->done;

	return is(done, o) && done->price == o->price &&
	       (__int128)(o->size - done->size) * PPM >
		       (__int128)slack_ppm * o->size;
}

/* What became of an order of the last grid. */
enum fate { STANDS, OVER, ANEW };

/* *o becomes the order as it stands now, or as it is to be placed anew. */
static enum fate fate_of(struct order *o, const struct slot *slot,
			 const struct grid_frame *f)
{
	const struct order *rests = slot->rests;
	enum fate fate = STANDS;

	if (is(slot->flying, o))
		return STANDS;
	if (is(rests, o)) {
		/* Fills made it smaller.  A change of price or size that was
		 * never made is still wanted. */
		if (rests->price == o->price && rests->size < o->size &&
		    !never_grown(o, slot, f->p->size_slack_ppm))
			o->size = rests->size;
		return STANDS;
	}
	if (!is(slot->done, o))
		return STANDS; /* never landed */

	/* What landed under this id is over.  A price it was never moved to is
	 * still wanted, as a new order. */
	if (slot->done->price == o->price) {
		if (!f->p->refill)
			return OVER;
		o->since_ms = f->in->now_ms;
		fate = ANEW;
	}
	o->client_id = client_id_make(f->p->strategy, o->side,
				      client_id_number(o->client_id),
				      slot_next(slot, f->in->now_ms));
	return fate;
}

struct holding {
	const struct grid_frame *f;
	struct means *left; /* by wallet, beside the orders that stand */
};

static int64_t *left_for(const struct holding *h, const struct order *o)
{
	struct means *m = &h->left[o->wallet];

	return o->side == SIDE_BUY ? &m->quote : &m->base;
}

static enum fate look(struct order *o, const struct holding *h, size_t i)
{
	const struct grid_frame *f = h->f;
	const struct slot *slot;

	*o = f->in->last.orders[i];
	slot = slots_find(&f->slots, o->wallet, client_id_slot(o->client_id));
	if (side_is_pulled(f->plan, o->side) || !slot)
		return OVER;
	return fate_of(o, slot, f);
}

/* What stands comes first: a fill has spent what its order had, and only what
 * the others leave can pay for it anew. */
static void hold_last(struct grid_frame *f)
{
	const struct grid_input *in = f->in;
	size_t n = in->last.n_orders, bytes = (size_t)in->n_wallets;
	struct holding h = { .f = f };
	struct order o;

	bytes *= sizeof(*h.left);
	h.left = memcpy(arena_alloc(f->mem, bytes), in->means, bytes);
	for (size_t i = 0; i < n; i++)
		if (look(&o, &h, i) == STANDS)
			*left_for(&h, &o) -=
				order_cost(o.side, o.price, o.size);
	for (size_t i = 0; i < n; i++) {
		enum fate fate = look(&o, &h, i);
		int64_t cost = order_cost(o.side, o.price, o.size);

		if (fate == OVER || (fate == ANEW && *left_for(&h, &o) < cost))
			continue;
		if (fate == ANEW)
			*left_for(&h, &o) -= cost;
		grid_add(f->plan, &o);
	}
}

static void hold_what_rests(struct grid_frame *f)
{
	for (size_t i = 0; i < f->slots.n; i++) {
		const struct order *live = slot_order(&f->slots.v[i]);
		struct order o;

		if (!live || side_is_pulled(f->plan, live->side) ||
		    !wallet_known(f->in, live->wallet))
			continue;
		o = *live;
		if (!o.since_ms)
			o.since_ms = f->in->now_ms;
		grid_add(f->plan, &o);
	}
}

void grid_hold(struct grid_frame *f)
{
	size_t most = f->in->last.n_orders + f->slots.n;

	f->plan->orders = arena_alloc(f->mem, most * sizeof(struct order));
	if (f->in->no_store || !f->in->last.exists)
		hold_what_rests(f);
	else
		hold_last(f);
}

void grid_stand(struct grid_frame *f)
{
	const struct grid_last *last = &f->in->last;

	f->plan->orders =
		arena_alloc(f->mem, last->n_orders * sizeof(struct order));
	for (size_t i = 0; i < last->n_orders; i++)
		grid_add(f->plan, &last->orders[i]);
}
