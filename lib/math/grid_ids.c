#include "math/grid_parts.h"

#include <stdlib.h>

struct newcomer {
	int wallet;
	enum side side;
	int level; /* index */
};

static int by_place(const void *pa, const void *pb)
{
	const struct newcomer *a = pa, *b = pb;

	if (a->wallet != b->wallet)
		return a->wallet < b->wallet ? -1 : 1;
	if (a->side != b->side)
		return a->side < b->side ? -1 : 1;
	return a->level - b->level;
}

static size_t newcomers(struct newcomer **out, const struct grid_build *b)
{
	size_t most = (size_t)(b->side[0].n + b->side[1].n), n = 0;
	struct newcomer *v = arena_alloc(b->f->mem, most * sizeof(*v));

	for (int side = 0; side < 2; side++) {
		const struct levels *l = &b->side[side];

		for (int i = 0; i < l->n; i++)
			if (l->wallet[i] >= 0 && !l->id[i])
				v[n++] =
					(struct newcomer){ l->wallet[i],
							   (enum side)side, i };
	}
	qsort(v, n, sizeof(*v), by_place);
	*out = v;
	return n;
}

/* Slots of one wallet and side, lowest first: those of vanished levels, whose
 * orders are moved, then free ones. */
struct numbers {
	const struct grid_build *b;
	int wallet;
	enum side side;
	size_t vanished; /* index of the next slot to look at */
	uint16_t free;   /* next number to look at            */
};

static struct numbers numbers_of(const struct grid_build *b, int wallet,
				 enum side side)
{
	uint16_t key = client_id_slot(client_id_make(0, side, 0, 0));

	return (struct numbers){
		.b = b,
		.wallet = wallet,
		.side = side,
		.vanished = slots_from(&b->f->slots, wallet, key),
	};
}

/* The id of the next order that is moved, or 0. */
static uint64_t next_vanished(struct numbers *n)
{
	const struct slots *all = &n->b->f->slots;

	while (n->vanished < all->n) {
		const struct slot *s = &all->v[n->vanished];
		const struct order *o = slot_order(s);

		if (s->wallet != n->wallet || slot_side(s) != n->side)
			return 0;
		if (o && !n->b->kept[n->vanished++])
			return o->client_id;
		n->vanished += !o;
	}
	return 0;
}

static uint64_t next_free(struct numbers *n)
{
	const struct grid_frame *f = n->b->f;

	for (;;) {
		uint64_t id =
			client_id_make(f->p->strategy, n->side, n->free++, 0);
		const struct slot *s =
			slots_find(&f->slots, n->wallet, client_id_slot(id));

		if (!s || !slot_order(s))
			return id | slot_next(s, f->in->now_ms);
	}
}

void grid_ids(struct grid_build *b)
{
	struct newcomer *v;
	size_t n = newcomers(&v, b);
	struct numbers numbers = { 0 };

	for (size_t i = 0; i < n; i++) {
		uint64_t id;

		if (!i || v[i].wallet != v[i - 1].wallet ||
		    v[i].side != v[i - 1].side)
			numbers = numbers_of(b, v[i].wallet, v[i].side);
		id = next_vanished(&numbers);
		b->side[v[i].side].id[v[i].level] =
			id ? id : next_free(&numbers);
	}
}

static bool same(const struct order *known, const struct order *o)
{
	return known && known->client_id == o->client_id &&
	       known->price == o->price && known->size == o->size;
}

int64_t grid_since(const struct grid_frame *f, const struct order *o)
{
	const struct slot *s =
		slots_find(&f->slots, o->wallet, client_id_slot(o->client_id));

	if (!s)
		return f->in->now_ms;
	if (same(s->flying, o))
		return s->flying->since_ms;
	/* Where fills have made it smaller, its full size is asked for anew. */
	if (!same(s->planned, o) ||
	    (s->rests && !same(s->rests, o) && s->rests->price == o->price))
		return f->in->now_ms;
	return s->planned->since_ms;
}
