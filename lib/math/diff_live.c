#include "math/diff_live.h"

#include "math/client_id.h"

#include <stdlib.h>

/* One sighting of an order.  Sorted, an id's sightings stand together: first as
 * it rests, then each flight by age. */
struct sighting {
	struct order order;
	enum { RESTS, FLIES, LEAVES } how;
	bool place; /* FLIES: by a place, not a replace */
};

struct sightings {
	struct sighting *v;
	size_t n;
};

bool order_valid(const struct order *o)
{
	return o->price > 0 && o->price < PRICE_MAX && o->size > 0 &&
	       o->size < SIZE_MAX_LOTS && o->wallet >= 0;
}

static void front_add(struct front *f, int64_t reach, struct live *who)
{
	if (reach > f->reach[0]) {
		f->reach[1] = f->reach[0];
		f->who[1] = f->who[0];
		f->reach[0] = reach;
		f->who[0] = who;
	} else if (reach > f->reach[1]) {
		f->reach[1] = reach;
		f->who[1] = who;
	}
}

/* Ours is noted to be grouped; of others it only matters how far they reach. */
static void note(struct sightings *s, struct front *fronts, uint16_t strategy,
		 struct sighting one)
{
	const struct order *o = &one.order;

	if (client_id_strategy(o->client_id) == strategy)
		s->v[s->n++] = one;
	else
		front_add(&fronts[o->side], reach_of(o->side, o->price), NULL);
}

static void note_pending(struct sightings *s, struct front *fronts,
			 const struct diff_frame *f,
			 const struct diff_pending *p)
{
	struct sighting one = { .order = p->order };

	one.place = p->verb == DIFF_PLACE;
	if (p->state == DIFF_DONE) {
		one.how = RESTS;
		if (f->blind && p->verb != DIFF_CANCEL)
			note(s, fronts, f->strategy, one);
		return;
	}
	if (p->verb != DIFF_CANCEL) {
		one.how = FLIES;
		note(s, fronts, f->strategy, one);
	}
	if (p->verb == DIFF_CANCEL || p->state == DIFF_CANCELLING) {
		one.how = LEAVES;
		note(s, fronts, f->strategy, one);
	}
}

static int cmp_id(const struct order *a, const struct order *b)
{
	CMP(a->wallet, b->wallet);
	CMP(a->client_id, b->client_id);
	CMP(a->side, b->side);
	return 0;
}

static int cmp_sighting(const void *va, const void *vb)
{
	const struct sighting *a = va, *b = vb;
	int id = cmp_id(&a->order, &b->order);

	if (id)
		return id;
	CMP(a->how, b->how);
	CMP(a->order.since_ms, b->order.since_ms);
	CMP(a->order.price, b->order.price);
	CMP(a->order.size, b->order.size);
	CMP(a->place, b->place);
	return 0;
}

/* Folds one more sighting of the same id into l. */
static void fold(struct live *l, const struct sighting *s)
{
	int64_t reach = reach_of(s->order.side, s->order.price);

	if (reach > l->reach)
		l->reach = reach;
	switch (s->how) {
	case RESTS:
		l->stray |= l->rest.size > 0;
		l->rest = l->at = s->order;
		break;
	case FLIES:
		/* A place that rests has landed: the book knows its size. */
		l->flying = true;
		if (!s->place || !l->rest.size)
			l->at = s->order;
		break;
	case LEAVES:
		l->leaving = true;
		if (!l->at.size)
			l->at = s->order;
		break;
	}
}

static void group(struct live_set *set, const struct sightings *s)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct sighting *one = &s->v[i];
		struct live *l = &set->live[set->n];

		if (!i || cmp_id(&one[-1].order, &one->order)) {
			set->n++;
			l->reach = REACH_NONE;
			l->action = -1;
		} else {
			l--;
		}
		fold(l, one);
	}
	for (size_t i = 0; i < set->n; i++) {
		struct live *l = &set->live[i];

		/* Only the newest generation may use a slot. */
		if (i + 1 < set->n && l[1].at.wallet == l->at.wallet &&
		    client_id_slot(l[1].at.client_id) ==
			    client_id_slot(l->at.client_id))
			l->stray = true;
		front_add(&set->front[l->at.side], l->reach, l);
	}
}

enum diff_err live_collect(struct arena *a, struct live_set *set,
			   const struct diff_frame *f)
{
	size_t most = f->n_resting + 2 * f->n_pending;
	struct sightings s = { arena_alloc(a, most * sizeof(*s.v)), 0 };

	*set = (struct live_set){ .n = 0 };
	for (int side = 0; side < 2; side++)
		set->front[side].reach[0] = set->front[side].reach[1] =
			REACH_NONE;
	for (size_t i = 0; i < f->n_resting; i++) {
		struct sighting one = { .order = f->resting[i], .how = RESTS };

		if (!order_valid(&one.order))
			return DIFF_EVALUE;
		note(&s, set->front, f->strategy, one);
	}
	for (size_t i = 0; i < f->n_pending; i++) {
		if (f->pending[i].verb == DIFF_OTHER)
			continue;
		if (!order_valid(&f->pending[i].order))
			return DIFF_EVALUE;
		note_pending(&s, set->front, f, &f->pending[i]);
	}
	if (s.n)
		qsort(s.v, s.n, sizeof(*s.v), cmp_sighting);
	set->live = arena_alloc(a, s.n * sizeof(*set->live));
	group(set, &s);
	return DIFF_OK;
}
