#include "math/diff_match.h"

#include "math/client_id.h"

#include <stdlib.h>

/* Both sides of a match, sorted alike: by wallet, side, price, size. */
struct match {
	struct want **want;
	struct live **live; /* those that may be matched */
	size_t n_want, n_live;
	const struct want_set *wants;
	const struct diff_rules *rules;
};

static int cmp_group(const struct order *a, const struct order *b)
{
	CMP(a->wallet, b->wallet);
	CMP(a->side, b->side);
	return 0;
}

static int cmp_place(const struct order *a, const struct order *b)
{
	int group = cmp_group(a, b);

	if (group)
		return group;
	CMP(a->price, b->price);
	CMP(a->size, b->size);
	return 0;
}

static int cmp_slot(const struct order *a, const struct order *b)
{
	CMP(a->wallet, b->wallet);
	CMP(client_id_slot(a->client_id), client_id_slot(b->client_id));
	return 0;
}

static int cmp_want_place(const void *va, const void *vb)
{
	const struct order *a = (*(struct want *const *)va)->order;
	const struct order *b = (*(struct want *const *)vb)->order;
	int place = cmp_place(a, b);

	if (place)
		return place;
	CMP(a->client_id, b->client_id);
	return 0;
}

static int cmp_live_place(const void *va, const void *vb)
{
	const struct order *a = &(*(struct live *const *)va)->at;
	const struct order *b = &(*(struct live *const *)vb)->at;
	int place = cmp_place(a, b);

	if (place)
		return place;
	CMP(a->client_id, b->client_id);
	return 0;
}

static int cmp_want_slot(const void *va, const void *vb)
{
	return cmp_slot((*(struct want *const *)va)->order,
			(*(struct want *const *)vb)->order);
}

static struct want **want_sorted(struct arena *a, const struct want_set *set,
				 int (*cmp)(const void *, const void *))
{
	struct want **by = arena_alloc(a, set->n * sizeof(*by));

	for (size_t i = 0; i < set->n; i++)
		by[i] = &set->want[i];
	if (set->n)
		qsort(by, set->n, sizeof(*by), cmp);
	return by;
}

static enum diff_err want_check(const struct diff_frame *f,
				const struct order *o)
{
	if (!order_valid(o))
		return DIFF_EVALUE;
	if (client_id_strategy(o->client_id) != f->strategy ||
	    client_id_side(o->client_id) != o->side)
		return DIFF_ETAG;
	return DIFF_OK;
}

enum diff_err want_collect(struct arena *a, struct want_set *set,
			   const struct diff_frame *f)
{
	struct want **by_slot;

	*set = (struct want_set){ .reach = { REACH_NONE, REACH_NONE } };
	set->want = arena_alloc(a, f->n_desired * sizeof(*set->want));
	for (; set->n < f->n_desired; set->n++) {
		const struct order *o = &f->desired[set->n];
		enum diff_err e = want_check(f, o);

		if (e)
			return e;
		set->want[set->n].order = o;
		if (reach_of(o->side, o->price) > set->reach[o->side])
			set->reach[o->side] = reach_of(o->side, o->price);
	}
	if (set->reach[SIDE_BUY] + set->reach[SIDE_SELL] >= 0)
		return DIFF_ECROSSED;
	by_slot = want_sorted(a, set, cmp_want_slot);
	for (size_t i = 1; i < set->n; i++) {
		if (!cmp_slot(by_slot[i - 1]->order, by_slot[i]->order))
			return DIFF_ETWICE;
	}
	return DIFF_OK;
}

/* What lives in each want's own slot. */
static void find_namesakes(struct arena *a, struct want_set *wants,
			   struct live_set *lives)
{
	struct want **by_slot = want_sorted(a, wants, cmp_want_slot);
	struct live *l = lives->live, *end = l + lives->n;

	for (size_t i = 0; i < wants->n; i++) {
		struct want *w = by_slot[i];

		while (l < end && cmp_slot(&l->at, w->order) < 0)
			l++;
		w->open = l == end || cmp_slot(&l->at, w->order) > 0;
		for (; l < end && !cmp_slot(&l->at, w->order); l++) {
			if (l->at.client_id == w->order->client_id &&
			    l->at.side == w->order->side)
				w->namesake = l;
		}
	}
}

static bool may_match(const struct live *l)
{
	return !l->stray && !l->leaving;
}

static void take(struct want *w, struct live *l, bool kept)
{
	w->mate = l;
	w->kept = kept;
	l->taken = true;
}

/* A live order at `at` passes for w.  Not if it would stand in the way of a
 * desired order of the other side. */
static bool passes(const struct match *m, const struct want *w,
		   const struct order *at)
{
	int64_t off = at->price - w->order->price;
	int64_t more = at->size - w->order->size;

	return llabs(off) <= m->rules->tolerance_ticks &&
	       llabs(more) * PPM <=
		       m->rules->tolerance_size_ppm * w->order->size &&
	       reach_of(at->side, at->price) +
			       m->wants->reach[side_other(at->side)] <
		       0;
}

/* A live order stays as the want of its own id if it passes.  With a replace in
 * flight either of its prices will do: its outcome comes before any new action
 * on it. */
static void keep_namesakes(const struct match *m)
{
	for (size_t i = 0; i < m->n_want; i++) {
		struct want *w = m->want[i];
		struct live *l = w->namesake;

		if (!w->mate && l && may_match(l) && !l->taken &&
		    (passes(m, w, &l->at) ||
		     (l->rest.size && passes(m, w, &l->rest))))
			take(w, l, true);
	}
}

/* Of orders alike in all but id each want takes its own. */
static void keep_equal_namesakes(const struct match *m)
{
	for (size_t i = 0; i < m->n_want; i++) {
		struct want *w = m->want[i];
		struct live *l = w->namesake;

		if (l && may_match(l) && !cmp_place(w->order, &l->at))
			take(w, l, true);
	}
}

static void move_namesakes(const struct match *m)
{
	for (size_t i = 0; i < m->n_want; i++) {
		struct want *w = m->want[i];
		struct live *l = w->namesake;

		if (!w->mate && l && may_match(l) && !l->taken)
			take(w, l, false);
	}
}

enum fit {
	FIT_EQUAL, /* in price and size  */
	FIT_NEAR,  /* within tolerance   */
	FIT_IDLE,  /* any not in flight  */
	FIT_ANY,
};

static bool fits(const struct match *m, const struct want *w,
		 const struct live *l, enum fit fit)
{
	switch (fit) {
	case FIT_EQUAL:
		return !cmp_place(w->order, &l->at);
	case FIT_NEAR:
		return !cmp_group(w->order, &l->at) && passes(m, w, &l->at);
	case FIT_IDLE:
	case FIT_ANY:
		return !cmp_group(w->order, &l->at);
	}
	return false;
}

/* One walk up both lists: whoever is lower and does not fit is passed over. */
static void take_fitting(const struct match *m, enum fit fit)
{
	size_t i = 0, j = 0;

	while (i < m->n_want && j < m->n_live) {
		struct want *w = m->want[i];
		struct live *l = m->live[j];

		if (w->mate) {
			i++;
		} else if (l->taken || (fit == FIT_IDLE && l->flying)) {
			j++;
		} else if (fits(m, w, l, fit)) {
			take(w, l, fit == FIT_EQUAL || fit == FIT_NEAR);
			i++;
			j++;
		} else if (cmp_place(w->order, &l->at) < 0) {
			i++;
		} else {
			j++;
		}
	}
}

/* A want without a mate is placed under its own id; if something else keeps that
 * slot, under an id that a want with a mate did not need. */
static void give_ids(const struct match *m)
{
	size_t i = 0, j = 0;

	for (size_t k = 0; k < m->n_want; k++) {
		struct want *w = m->want[k];

		if (!w->mate && w->open)
			w->id = w->order->client_id;
	}
	while (i < m->n_want && j < m->n_want) {
		struct want *w = m->want[i], *spare = m->want[j];
		int c = cmp_group(w->order, spare->order);

		if (w->mate || w->id) {
			i++;
		} else if (!spare->mate || !spare->open || c > 0) {
			j++;
		} else if (c < 0) {
			i++;
		} else {
			w->id = spare->order->client_id;
			i++;
			j++;
		}
	}
}

void want_match(struct arena *a, struct want_set *wants, struct live_set *lives,
		const struct diff_rules *rules)
{
	struct match m = { .wants = wants, .rules = rules };

	find_namesakes(a, wants, lives);
	m.want = want_sorted(a, wants, cmp_want_place);
	m.n_want = wants->n;
	m.live = arena_alloc(a, lives->n * sizeof(struct live *));
	for (size_t i = 0; i < lives->n; i++) {
		if (may_match(&lives->live[i]))
			m.live[m.n_live++] = &lives->live[i];
	}
	if (m.n_live)
		qsort(m.live, m.n_live, sizeof(struct live *), cmp_live_place);
	keep_equal_namesakes(&m);
	take_fitting(&m, FIT_EQUAL);
	keep_namesakes(&m);
	take_fitting(&m, FIT_NEAR);
	move_namesakes(&m);
	take_fitting(&m, FIT_IDLE);
	take_fitting(&m, FIT_ANY);
	give_ids(&m);
}
