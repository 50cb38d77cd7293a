/* plan_cover.c - is every position there that has to be?  Missing is never zero. */
#include "plan.h"
#include "verbs.h"

#include <stdlib.h>
#include <string.h>

#define ROLL_PREFIX "roll:"

static bool is_roll(const char *position)
{
	return !strncmp(position, ROLL_PREFIX, strlen(ROLL_PREFIX));
}

static int by_position(const void *a, const void *b)
{
	const struct rec_il *const *x = a, *const *y = b;

	return strcmp((*x)->position, (*y)->position);
}

/* A record and where it stood. */
struct placed {
	const struct rec_il *il;
	size_t at;
};

static int last_first(const void *a, const void *b)
{
	const struct placed *x = a, *y = b;
	int c = strcmp(x->il->position, y->il->position);

	return c ? c : x->at > y->at ? -1 : x->at < y->at;
}

void plan_sort(struct plan_job *j)
{
	size_t n = j->g->ils.n;
	struct placed *v = arena_alloc(j->a, (n + 1) * sizeof(*v));

	j->ils = arena_alloc(j->a, (n + 1) * sizeof(*j->ils));
	for (size_t i = 0; i < n; i++)
		v[i] = (struct placed){ j->g->ils.v[i], i };
	qsort(v, n, sizeof(*v), last_first);
	for (size_t i = 0; i < n; i++)
		if (!i || strcmp(v[i].il->position, v[i - 1].il->position) != 0)
			j->ils[j->n_ils++] = v[i].il;
}

static bool is_told(const struct plan_job *j, const char *position)
{
	const struct rec_il want = { .position = position }, *key = &want;

	return bsearch(&key, j->ils, j->n_ils, sizeof(*j->ils), by_position);
}

static void add(struct rec_list *l, struct arena *a, const char *position,
		bool closed)
{
	struct rec_covered *v = l->v;

	if (!(l->n & (l->n - 1)))
		l->v = v = arena_grow(a, v, l->n * sizeof(*v),
				      (l->n ? 2 * l->n : 1) * sizeof(*v));
	v[l->n++] = (struct rec_covered){ position, closed };
}

static void cover_frame(struct rec_hedge *h, struct plan_job *j)
{
	for (size_t i = 0; i < j->n_ils; i++)
		if (!is_roll(j->ils[i]->position))
			add(&h->covered, j->a, j->ils[i]->position,
			    j->ils[i]->closed);
}

/* Those that had to be there still have to: a first frame that was refused is no last
 * hedge that covers nothing. */
static void cover_last(struct rec_hedge *h, struct plan_job *j)
{
	h->covered = (struct rec_list){ .n = 0 };
	if (j->g->last)
		h->covered = j->g->last->covered;
	for (size_t i = 0; !j->g->last && i < j->c->n_positions; i++)
		add(&h->covered, j->a, j->c->positions[i], false);
}

/* Those that have to be there. */
static void wanted(struct rec_list *out, const struct plan_job *j)
{
	const struct rec_hedge *last = j->g->last;
	const struct rec_covered *v = last ? last->covered.v : NULL;

	for (size_t i = 0; last && i < last->covered.n; i++)
		if (!v[i].closed)
			add(out, j->a, v[i].position, false);
	for (size_t i = 0; !last && i < j->c->n_positions; i++)
		add(out, j->a, j->c->positions[i], false);
}

static bool is_unknown(const struct rec_il *il)
{
	const char *const *v = il->unknown.v;

	for (size_t i = 0; i < il->unknown.n; i++)
		if (!strcmp(v[i], "exposures"))
			return true;
	return false;
}

/* What a roll holds is told as a position of its own. */
static const char *untold_roll(const struct plan_job *j)
{
	const struct gathered *g = j->g;

	for (size_t i = 0; i < g->holdings.n; i++) {
		const struct rec_holding *h = g->holdings.v[i];

		if (!is_told(j, arena_printf(j->a, ROLL_PREFIX "%s", h->roll)))
			return h->roll;
	}
	return NULL;
}

static const char *refuse(struct plan_job *j, const char *code,
			  const char *what, const char *name)
{
	frame_refuse(j->g->f, code, "'%s' %s", name, what);
	return code;
}

static const char *missing(struct plan_job *j)
{
	struct rec_list l = { .n = 0 };
	const struct rec_covered *v;

	wanted(&l, j);
	v = l.v;
	for (size_t i = 0; i < l.n; i++)
		if (!is_told(j, v[i].position))
			return refuse(j, "position_missing",
				      "was hedged and is not told any more",
				      v[i].position);
	return NULL;
}

/* Positions are taken over where none are covered yet: left in a command that runs again
 * and again, --adopt would call one that is missing gone. */
static bool adopts(const struct plan_job *j)
{
	const struct gathered *g = j->g;
	struct rec_list covered = { .n = 0 };

	if (g->last)
		wanted(&covered, j);
	return g->adopt &&
	       (!covered.n || (g->again && !strcmp(g->again, AGAIN_POSITIONS)));
}

static const char *why_not(struct plan_job *j)
{
	const struct gathered *g = j->g;
	const char *roll = untold_roll(j), *why;

	if (g->refused)
		return "frame_refused";
	if (!g->last && !g->adopt && !j->c->n_positions) {
		frame_refuse(g->f, "no_positions",
			     "no hedge before this one: HEDGE_POSITIONS or "
			     "--adopt says which positions there are");
		return "no_positions";
	}
	why = adopts(j) ? NULL : missing(j);
	if (why)
		return why;
	if (roll)
		return refuse(j, "roll_missing", "holds what no il tells",
			      roll);
	for (size_t i = 0; i < j->n_ils; i++)
		if (is_unknown(j->ils[i]))
			return refuse(j, "exposure_unknown",
				      "does not know its exposures",
				      j->ils[i]->position);
	return NULL;
}

bool plan_cover(struct rec_hedge *h, struct plan_job *j)
{
	h->reason = why_not(j);
	if (h->reason)
		cover_last(h, j);
	else
		cover_frame(h, j);
	return !h->reason;
}

bool plan_was_made(const struct rec_hedge *h)
{
	static const char *const codes[] = {
		"frame_refused", "no_positions",     "position_missing",
		"roll_missing",  "exposure_unknown",
	};

	for (size_t i = 0; i < sizeof(codes) / sizeof(*codes); i++)
		if (h->decision == HEDGE_REFUSE && h->reason &&
		    !strcmp(h->reason, codes[i]))
			return false;
	return true;
}
