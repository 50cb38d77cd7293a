#include "resend.h"

#include "chain.h"
#include "way.h"

static bool on_our_lanes(struct judge *j, const struct unit *u)
{
	for (size_t i = 0; i < u->n; i++)
		for (size_t k = 0; k < u->v[i]->n_parts; k++)
			if (judge_needs_lane(j, u->v[i], &u->v[i]->parts[k]) &&
			    lanes_hold(j->lanes, u->v[i]->parts[k].lane))
				return false;
	return true;
}

static bool may_go(struct judge *j, struct frame *f, const struct unit *u)
{
	if (!u->reduces && (f->refused || judge_killed(j, f)))
		return false;
	return (u->reduces && !j->s->chain->in_order) || on_our_lanes(j, u);
}

void resend(struct judge *j, struct frame *f, struct attempt *const *v,
	    size_t n)
{
	struct arena *a = &f->arena;
	struct attempt **again = arena_alloc(a, n * sizeof(struct attempt *));
	struct sender *s = j->s;
	struct units all;
	bool *whole;
	size_t k = 0;

	for (size_t i = 0; i < n; i++)
		if (v[i]->box.state == OUTBOX_SENT && !v[i]->behind &&
		    !v[i]->over)
			again[k++] = v[i];
	all = units_of(a, again, k, &whole);
	if (s->chain->in_order)
		units_keep(&all, whole);
	if (!s->via->bundles && !s->via->join)
		all = units_single(a, &all);
	if (s->via->join)
		all = s->via->join(a, &all);
	for (size_t i = 0; i < all.n; i++) {
		const struct unit *u = &all.v[i];

		if (s->via->bundles && (!u->bundle || !whole[i]))
			continue;
		if (s->via->may_resend && !s->via->may_resend(s, a, u))
			continue;
		if (may_go(j, f, u))
			(void)s->via->send(s, a, u);
		else if (s->via->withdraw)
			s->via->withdraw(s, a, u);
	}
}
