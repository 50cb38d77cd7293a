#include "math/grid_parts.h"

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

/* An order of the last grid as it stands now.  False: it is over. */
static bool stands(struct order *o, const struct slot *slot,
		   const struct grid_frame *f)
{
	const struct order *rests = slot->rests;

	if (is(slot->flying, o))
		return true;
	if (is(rests, o)) {
		/* Fills made it smaller.  A change of price, or to a smaller
		 * size, that never left us is still wanted. */
		if (rests->price == o->price && rests->size < o->size)
			o->size = rests->size;
		return true;
	}
	if (!is(slot->done, o))
		return true; /* never landed */

	/* What landed under this id is over.  A price it was never moved to is
	 * still wanted, as a new order. */
	if (slot->done->price == o->price) {
		if (!f->p->refill)
			return false;
		o->since_ms = f->in->now_ms;
	}
	o->client_id = client_id_make(f->p->strategy, o->side,
				      client_id_number(o->client_id),
				      slot_next(slot, f->in->now_ms));
	return true;
}

static void hold_last(struct grid_frame *f)
{
	const struct grid_last *last = &f->in->last;

	for (size_t i = 0; i < last->n_orders; i++) {
		struct order o = last->orders[i];
		const struct slot *slot = slots_find(
			&f->slots, o.wallet, client_id_slot(o.client_id));

		if (!side_is_pulled(f->plan, o.side) && slot &&
		    stands(&o, slot, f))
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
