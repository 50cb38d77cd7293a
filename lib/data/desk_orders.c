/* Orders that rest, that are in flight, and that the last grid wanted. */
#include "data/desk_parts.h"
#include "math/client_id.h"

#include <string.h>

void desk_read_open_orders(struct turning *t)
{
	const struct desk_list *l = &t->d->open_orders;
	struct grid_input *in = &t->f->input;
	struct order *v = arena_alloc(t->a, l->n * sizeof(*v));

	for (size_t i = 0; i < l->n; i++) {
		const struct rec_open_order *r = l->v[i];
		struct order *o = &v[i];

		o->wallet = desk_wallet(t, r->wallet);
		o->client_id = r->client_id;
		o->side = (enum side)r->side;
		if (!steps_order(o, &t->f->steps, r->price, r->size)) {
			desk_lacks(t, GRID_NO_BOOK,
				   "order '%s' is not in whole ticks and lots",
				   r->order_id);
			return;
		}
		if (o->wallet >= 0 && client_id_strategy(o->client_id) ==
					      t->f->conf.params.strategy)
			t->bound[o->wallet].locked[o->side] +=
				o->side == SIDE_BUY ? o->price * o->size
						    : o->size;
	}
	in->resting = v;
	in->n_resting = l->n;
}

/* What is spent by anything but our own orders on this market leaves the
 * wallet. */
static void goes(struct turning *t, const struct rec_pending *r,
		 const char *wallet)
{
	const struct rec_amount *v = r->spends.v;
	const struct rec_market *m = t->d->steps;
	int at = desk_wallet(t, wallet);

	for (size_t i = 0; at >= 0 && i < r->spends.n; i++) {
		struct dec *going = t->bound[at].going;
		enum side side;

		if (!strcmp(v[i].name, m->quote.asset))
			side = SIDE_BUY;
		else if (!strcmp(v[i].name, m->base.asset))
			side = SIDE_SELL;
		else
			continue;
		if (dec_add(&going[side], going[side], v[i].amount))
			desk_lacks(t, GRID_NO_PENDING,
				   "'%s' spends out of range", r->intent_id);
	}
}

/* An order of the market that may still land, or landed last in its slot. */
static bool turn_pending(struct turning *t, struct diff_pending *p,
			 const struct rec_pending *r, const char *wallet)
{
	struct order *o = &p->order;

	*p = (struct diff_pending){
		.verb = diff_verb_of(r->action),
		.state = (enum diff_state)r->state,
	};
	if (p->verb == DIFF_OTHER)
		return false;
	o->wallet = desk_wallet(t, wallet);
	o->client_id = r->client_id;
	o->since_ms = r->since_ms;
	o->side = client_id_side(r->client_id);
	if (p->verb == DIFF_CANCEL && p->state != DIFF_DONE)
		return true;
	if (!steps_order(o, &t->f->steps, r->price, r->size))
		desk_lacks(t, GRID_NO_PENDING,
			   "'%s' is not in whole ticks and lots", r->intent_id);
	return true;
}

void desk_read_pending(struct turning *t)
{
	const struct desk_list *l = &t->d->pending;
	struct grid_input *in = &t->f->input;
	struct diff_pending *v = arena_alloc(t->a, l->n * sizeof(*v));
	size_t n = 0;

	if (!t->d->lanes)
		desk_lacks(t, GRID_NO_PENDING,
			   "no lane of '%s': pending orders were not looked up",
			   t->d->market);
	for (size_t i = 0; i < l->n; i++) {
		const struct rec_pending *r = l->v[i];
		const char *market, *wallet;
		bool order;

		if (!pending_where(t->a, r, &market, &wallet))
			continue;
		order = !strcmp(market, t->d->market) &&
			turn_pending(t, &v[n], r, wallet);
		if (r->state != PENDING_DONE &&
		    !(order && client_id_strategy(r->client_id) ==
				       t->f->conf.params.strategy))
			goes(t, r, wallet);
		n += order;
	}
	in->pending = v;
	in->n_pending = n;
}

static void read_last_orders(struct turning *t)
{
	const struct desk_list *l = &t->d->orders;
	struct order *v = arena_alloc(t->a, l->n * sizeof(*v));

	for (size_t i = 0; i < l->n; i++) {
		const struct rec_order *r = l->v[i];

		v[i] = (struct order){
			.client_id = r->client_id,
			.since_ms = r->since_ms,
			.wallet = desk_wallet(t, r->wallet),
			.level = (int)r->level,
			.side = (enum side)r->side,
		};
		if (v[i].wallet < 0)
			desk_lacks(t, GRID_NO_WALLET,
				   "no wallet '%s', which the last grid has "
				   "orders on",
				   r->wallet);
		if (!steps_order(&v[i], &t->f->steps, r->price, r->size))
			desk_lacks(
				t, GRID_NO_STORE,
				"the last grid is not in whole ticks and lots");
	}
	t->f->input.last.orders = v;
	t->f->input.last.n_orders = l->n;
}

static int64_t moment(int64_t ms)
{
	return ms == REC_NONE_INT ? 0 : ms;
}

void desk_read_last(struct turning *t)
{
	const struct rec_grid *r = t->d->last;
	struct grid_input *in = &t->f->input;
	size_t n = t->d->orders.n;

	if (t->d->n_last > 1)
		desk_lacks(t, GRID_NO_STORE, "%zu last grids", t->d->n_last);
	else if (n != (r ? (size_t)r->n_orders : 0))
		desk_lacks(t, GRID_NO_STORE,
			   "the last grid has %lld orders, %zu came",
			   r ? (long long)r->n_orders : 0, n);
	else if (r)
		read_last_orders(t);
	in->no_store = t->d->store_refused || t->f->why[GRID_NO_STORE];
	if (in->no_store || !r) {
		in->last = (struct grid_last){ 0 };
		return;
	}
	in->last.exists = true;
	in->last.decision = (enum grid_decision)r->decision;
	if (!grid_reason_find(&in->last.reason, r->reason))
		in->last.reason = GRID_UNCHANGED;
	in->last.pulled = (enum grid_side_pulled)(r->side_pulled + 1);
	in->last.ts_ms = r->ts_ms;
	in->last.rebuild_ms = moment(r->rebuild_ms);
	in->last.rebuild_price = desk_micro(t, r->rebuild_price);
	in->last.rebuild_pivot = desk_micro(t, r->rebuild_pivot);
	in->last.improved_ms = moment(r->improved_ms);
	in->last.lower = desk_micro(t, r->lower);
	in->last.upper = desk_micro(t, r->upper);
	in->other_config = !grid_conf_same(&r->parameters, &t->f->parameters);
}
