/* hedge_orders.c - what was planned, as orders in the order they are sent in. */
#include "math/hedge_parts.h"

int64_t parts_most(int64_t most)
{
	return most < INT64_MAX / HEDGE_PARTS_MAX ? most * HEDGE_PARTS_MAX
						  : INT64_MAX;
}

int64_t parts_of(int64_t *lots, int64_t least, int64_t most)
{
	int64_t n;

	if (*lots < least || most < least || *lots <= 0) {
		*lots = 0;
		return 0;
	}
	n = (*lots - 1) / most + 1;
	if (*lots / n < least) {
		n--;
		*lots = n * most;
	}
	return n;
}

/* An order of a seat before it is divided. */
struct whole {
	const struct bench *b;
	struct calc *c;
	struct arena *a;
	bool buy, reduce, is_long; /* is_long: of the position it is of */
	int64_t lots;
};

static enum hedge_side side_of(const struct whole *o)
{
	if (!o->b->s->two_way)
		return HEDGE_SIDE_BOTH;
	return o->is_long ? HEDGE_SIDE_LONG : HEDGE_SIDE_SHORT;
}

static struct hedge_order *next(struct hedge_plan *p, struct arena *a)
{
	size_t n = p->n_orders, size = sizeof(*p->orders);

	if (!(n & (n - 1)))
		p->orders = arena_grow(a, p->orders, n * size,
				       (n ? 2 * n : 1) * size);
	return &p->orders[p->n_orders++];
}

static void add(struct hedge_plan *p, const struct whole *o, int64_t lots)
{
	const struct bench *b = o->b;
	const struct side_view *v = &b->at[o->buy ? AT_BUY : AT_SELL];
	struct hedge_order *x = next(p, o->a);

	*x = (struct hedge_order){
		.seat = b->index,
		.buy = o->buy,
		.reduce = o->reduce,
		.reduce_only = o->reduce && !b->s->two_way &&
			       bench_agrees(b, o->is_long),
		.side = side_of(o),
		.size = calc_times(o->c, lots, b->step),
		.price = v->worst,
		.margin = DEC_ZERO,
	};
	x->value = calc_mul(o->c, x->size, v->worth);
	if (!o->reduce)
		x->margin = room_margin(o->c, b, x->value);
}

/* In parts of nearly one size, so that the last one is not too small. */
static void divide(struct hedge_plan *p, const struct whole *o, int64_t least)
{
	int64_t most = o->b->at[o->buy ? AT_BUY : AT_SELL].most;
	int64_t lots = o->lots, n, each, more;

	if (o->reduce && most < least)
		most = least;
	n = parts_of(&lots, least, most);
	if (!n)
		return;
	each = lots / n;
	more = lots % n;
	for (int64_t i = 0; i < n; i++)
		add(p, o, each + (i < more));
}

static void reducing(struct hedge_job *j, struct hedge_plan *p, struct ward *d,
		     const struct bench *b, bool is_long)
{
	struct whole o = { .b = b,
			   .c = &d->calc,
			   .a = j->arena,
			   .buy = !is_long,
			   .reduce = true,
			   .is_long = is_long,
			   .lots = is_long ? b->less_long : b->less_short };

	divide(p, &o, bench_least(b, is_long));
}

static void opening(struct hedge_job *j, struct hedge_plan *p, struct ward *d,
		    const struct bench *b)
{
	bool buy = dec_sign(d->target) > 0;
	struct whole o = { .b = b,
			   .c = &d->calc,
			   .a = j->arena,
			   .buy = buy,
			   .is_long = buy,
			   .lots = b->more };

	divide(p, &o, b->at[buy ? AT_BUY : AT_SELL].least);
}

/* Orders learn where the leg of their seat stands. */
static void link_legs(struct hedge_plan *p, struct arena *a)
{
	size_t *at = arena_alloc(a, (p->n_legs + 1) * sizeof(*at));

	for (size_t i = 0; i < p->n_legs; i++)
		at[p->legs[i].seat] = i;
	for (size_t i = 0; i < p->n_orders; i++)
		p->orders[i].leg = at[p->orders[i].seat];
}

void orders_make(struct hedge_job *j, struct hedge_plan *p)
{
	for (size_t i = 0; i < j->n_wards; i++) {
		struct ward *d = &j->wards[i];

		for (size_t k = 0; !d->refused && k < d->n; k++) {
			reducing(j, p, d, &d->v[k], true);
			reducing(j, p, d, &d->v[k], false);
		}
	}
	for (size_t i = 0; i < j->n_wards; i++) {
		struct ward *d = &j->wards[i];

		for (size_t k = 0; !d->refused && k < d->n; k++)
			opening(j, p, d, &d->v[k]);
	}
	link_legs(p, j->arena);
}
