/* What is done whole or not at all, in one of several sizes. */
#include "plan.h"

#include <string.h>

static bool has_size(const struct group *g, const char *bundle, size_t *size)
{
	for (*size = 0; *size < g->n; ++*size)
		if (!strcmp(g->sizes[*size], bundle))
			return true;
	return false;
}

/* The group of which one that stands in for that intent is a size. */
static struct group *of_turn(struct plan *p, const char *turn)
{
	for (size_t i = 0; i < p->n_groups && turn; i++)
		if (p->groups[i].turn && !strcmp(p->groups[i].turn, turn))
			return &p->groups[i];
	for (size_t i = 0; i < p->n && turn; i++) {
		const struct slot *s = &p->v[i];
		const char *const *ids = s->n ? s->tries[0]->intents.v : NULL;

		for (size_t k = 0;
		     s->n && s->group && k < s->tries[0]->intents.n; k++)
			if (!strcmp(ids[k], turn))
				return s->group;
	}
	return NULL;
}

struct group *group_of(struct plan *p, const struct rec_tx *tx, size_t *size)
{
	const char *bundle = tx->bundle.id, *turn = tx->alternative_of;
	struct group *g;

	if (!bundle)
		return NULL;
	for (size_t i = 0; i < p->n_groups; i++)
		if (has_size(&p->groups[i], bundle, size))
			return &p->groups[i];
	g = of_turn(p, turn);
	if (!g) {
		g = &p->groups[p->n_groups++];
		g->turn = turn;
	}
	g->sizes = arena_grow(&p->f->arena, g->sizes, g->n * sizeof(*g->sizes),
			      (g->n + 1) * sizeof(*g->sizes));
	*size = g->n;
	g->sizes[g->n++] = bundle;
	return g;
}

/* All that this size says it has is there. */
static bool is_whole(const struct plan *p, const struct group *g)
{
	int64_t there = 0, count = 0;

	for (size_t i = 0; i < p->n; i++) {
		const struct slot *s = &p->v[i];

		if (s->group != g || s->size != g->at)
			continue;
		there++;
		count = slot_tx(s)->bundle.count;
	}
	return there && there == count;
}

bool group_next(const struct plan *p, struct group *g)
{
	while (++g->at < g->n)
		if (is_whole(p, g))
			return true;
	g->at = g->n - 1;
	return false;
}

/* The first of its slots that is at hand; there is one. */
static struct slot *first_of(struct plan *p, const struct group *g)
{
	size_t i = 0;

	while (p->v[i].group != g || p->v[i].size != g->at)
		i++;
	return &p->v[i];
}

void groups_begin(struct plan *p)
{
	for (size_t i = 0; i < p->n_groups; i++) {
		struct group *g = &p->groups[i];

		if (!is_whole(p, g) && !group_next(p, g))
			plan_drop(p, first_of(p, g), "bundle",
				  "not all of its group is there");
	}
}
