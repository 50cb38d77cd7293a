#include "math/fsm_reorg.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

struct told_log {
	struct reorg_log log;
	bool live;
};

struct reorg_told {
	int64_t number;
	struct reorg_hash hash;
	struct told_log *logs; /* by index */
	size_t n, cap;
	bool is_off; /* by number: not of the chain; of this walk */
};

static bool same(const struct reorg_hash *a, const struct reorg_hash *b)
{
	return !memcmp(a->b, b->b, REORG_HASH_LEN);
}

/* The array v with room for n elements. */
static void *room(void *v, size_t n, size_t *cap, size_t size)
{
	if (n <= *cap)
		return v;
	*cap = n < 8 ? 8 : n * 2;
	return mem_realloc(v, *cap, size);
}

void reorg_init(struct reorg *r, int64_t depth)
{
	*r = (struct reorg){ .depth = depth };
}

void reorg_free(struct reorg *r)
{
	for (size_t i = 0; i < r->n_told; i++)
		free(r->told[i].logs);
	free(r->told);
	free(r->window);
	free(r->walk);
	free(r->gone);
	reorg_init(r, r->depth);
}

const struct reorg_header *reorg_floor(const struct reorg *r)
{
	return r->n ? &r->window[0] : NULL;
}

const struct reorg_header *reorg_top(const struct reorg *r)
{
	return r->n ? &r->window[r->n - 1] : NULL;
}

/* The window's header of that number, or NULL. */
static const struct reorg_header *at(const struct reorg *r, int64_t number)
{
	if (!r->n || number < r->window[0].number ||
	    number > r->window[r->n - 1].number)
		return NULL;
	return &r->window[number - r->window[0].number];
}

/* ---- what was told ---- */

/* Index of the first told block of that number or above. */
static size_t told_from(const struct reorg *r, int64_t number)
{
	size_t lo = 0, hi = r->n_told;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (r->told[mid].number < number)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static struct reorg_told *told_find(struct reorg *r, const struct reorg_log *l)
{
	for (size_t i = told_from(r, l->number);
	     i < r->n_told && r->told[i].number == l->number; i++)
		if (same(&r->told[i].hash, &l->block))
			return &r->told[i];
	return NULL;
}

static struct reorg_told *told_make(struct reorg *r, const struct reorg_log *l)
{
	struct reorg_told *t = told_find(r, l);
	size_t i;

	if (t)
		return t;
	i = told_from(r, l->number);
	r->told = room(r->told, r->n_told + 1, &r->cap_told, sizeof(*r->told));
	t = &r->told[i];
	memmove(t + 1, t, (r->n_told++ - i) * sizeof(*t));
	*t = (struct reorg_told){ .number = l->number, .hash = l->block };
	return t;
}

/* Index of the first log of that index or above. */
static size_t log_from(const struct reorg_told *t, int64_t index)
{
	size_t lo = 0, hi = t->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (t->logs[mid].log.index < index)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static struct told_log *log_find(const struct reorg_told *t,
				 const struct reorg_log *l)
{
	for (size_t i = log_from(t, l->index);
	     i < t->n && t->logs[i].log.index == l->index; i++)
		if (same(&t->logs[i].log.tx, &l->tx))
			return &t->logs[i];
	return NULL;
}

static struct told_log *log_add(struct reorg_told *t, const struct reorg_log *l)
{
	size_t i = log_from(t, l->index);
	struct told_log *at;

	t->logs = room(t->logs, t->n + 1, &t->cap, sizeof(*t->logs));
	at = &t->logs[i];
	memmove(at + 1, at, (t->n++ - i) * sizeof(*at));
	*at = (struct told_log){ .log = *l, .live = true };
	return at;
}

void reorg_base(struct reorg *r, const struct reorg_header *settled)
{
	r->window = room(r->window, 1, &r->cap, sizeof(*r->window));
	r->window[0] = *settled;
	r->n = 1;
}

void reorg_was(struct reorg *r, const struct reorg_log *log, bool live)
{
	struct reorg_told *t = told_make(r, log);
	struct told_log *known = log_find(t, log);

	if (!known) {
		known = log_add(t, log);
		known->live = live;
	} else if (log->turn > known->log.turn) {
		known->log = *log;
		known->live = live;
	} else if (log->turn == known->log.turn) {
		known->live = known->live && live;
	}
}

/* ---- the walk ---- */

static const struct reorg_header *lowest(const struct reorg *r)
{
	return &r->walk[r->n_walk - 1];
}

static bool is_live(const struct reorg_told *t)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->logs[i].live)
			return true;
	return false;
}

static bool is_gone(const struct reorg *r, const struct reorg_told *t)
{
	const struct reorg_header *h = at(r, t->number);

	if (h)
		return !same(&h->hash, &t->hash);
	return t->is_off || t->number > reorg_top(r)->number;
}

static void take_back(struct reorg *r, struct reorg_told *t)
{
	for (size_t i = t->n; i-- > 0;) {
		if (!t->logs[i].live)
			continue;
		t->logs[i].live = false;
		r->gone = room(r->gone, r->n_gone + 1, &r->cap_gone,
			       sizeof(*r->gone));
		r->gone[r->n_gone++] = t->logs[i].log;
	}
}

/* The first keep blocks of the window and the walk are the chain. */
static enum reorg_walk adopt(struct reorg *r, size_t keep)
{
	size_t n = keep + r->n_walk, drop = 0;

	r->window = room(r->window, n, &r->cap, sizeof(*r->window));
	for (size_t i = 0; i < r->n_walk; i++)
		r->window[n - 1 - i] = r->walk[i];
	r->n = n;
	r->n_walk = 0;
	r->check = REORG_NONE;
	for (size_t i = r->n_told; i-- > 0;)
		if (is_gone(r, &r->told[i]))
			take_back(r, &r->told[i]);
	if (n - 1 > (size_t)r->depth)
		drop = n - 1 - (size_t)r->depth;
	r->n -= drop;
	memmove(r->window, r->window + drop, r->n * sizeof(*r->window));
	return REORG_WALKED;
}

/* The next told block below the walk whose place in the chain nothing says. */
static enum reorg_walk check_told(struct reorg *r)
{
	r->check = REORG_TOLD;
	while (r->checked < r->n_told &&
	       r->told[r->checked].number < lowest(r)->number) {
		if (is_live(&r->told[r->checked]))
			return REORG_WANTS;
		r->checked++;
	}
	return adopt(r, 0);
}

/* The walk ended above the window: whether that still is of the chain is asked for
 * by number, for it is deep enough. */
static enum reorg_walk check_window(struct reorg *r)
{
	for (size_t i = 0; i < r->n_told; i++)
		r->told[i].is_off = false;
	r->checked = 0;
	if (!r->n)
		return check_told(r);
	r->check = REORG_TOP;
	return REORG_WANTS;
}

/* The top is of the chain, and all below it with it. */
static void check_off_window(struct reorg *r)
{
	for (; r->checked < r->n_told &&
	       r->told[r->checked].number <= reorg_top(r)->number;
	     r->checked++) {
		struct reorg_told *t = &r->told[r->checked];
		const struct reorg_header *h = at(r, t->number);

		t->is_off = h && !same(&h->hash, &t->hash);
	}
}

static enum reorg_walk checked(struct reorg *r, const struct reorg_header *h)
{
	switch (r->check) {
	case REORG_NONE:
		break;
	case REORG_TOP:
		if (same(&h->hash, &reorg_top(r)->hash)) {
			r->kept = h->number;
			check_off_window(r);
			return check_told(r);
		}
		r->check = REORG_FLOOR;
		return r->n > 1 ? REORG_WANTS : REORG_DEEP;
	case REORG_FLOOR:
		if (!same(&h->hash, &reorg_floor(r)->hash))
			return REORG_DEEP;
		r->kept = h->number;
		return check_told(r);
	case REORG_TOLD:
		for (; r->checked < r->n_told &&
		       r->told[r->checked].number == h->number;
		     r->checked++)
			r->told[r->checked].is_off =
				!same(&h->hash, &r->told[r->checked].hash);
		return check_told(r);
	}
	return REORG_TORN;
}

/* From the lowest block of the walk on. */
static enum reorg_walk descend(struct reorg *r)
{
	const struct reorg_header *low = lowest(r), *top = reorg_top(r);
	const struct reorg_header *parent = at(r, low->number - 1);
	bool deep_enough =
		low->number <= r->walk[0].number - r->depth || low->number == 0;

	if (parent && same(&parent->hash, &low->parent)) {
		r->kept = parent->number;
		return adopt(r, (size_t)(parent - r->window) + 1);
	}
	if (top && low->number <= reorg_floor(r)->number)
		return REORG_DEEP;
	if (deep_enough && (!top || low->number - 1 > top->number))
		return check_window(r);
	return low->number == 0 ? REORG_DEEP : REORG_WANTS;
}

static void walk_add(struct reorg *r, const struct reorg_header *h)
{
	r->walk = room(r->walk, r->n_walk + 1, &r->cap_walk, sizeof(*r->walk));
	r->walk[r->n_walk++] = *h;
}

enum reorg_walk reorg_head(struct reorg *r, const struct reorg_header *head)
{
	const struct reorg_header *top = reorg_top(r);
	const struct reorg_header *known = at(r, head->number);

	r->n_gone = r->n_walk = 0;
	r->check = REORG_NONE;
	r->kept = known ? head->number : -1;
	if (known && same(&known->hash, &head->hash))
		return known == top ? REORG_WALKED : REORG_BEHIND;
	if (top && head->number < reorg_floor(r)->number)
		return REORG_BEHIND;
	walk_add(r, head);
	return descend(r);
}

struct reorg_want reorg_wanted(const struct reorg *r)
{
	struct reorg_want want = { .hash = NULL };

	switch (r->check) {
	case REORG_NONE:
		want.number = lowest(r)->number - 1;
		want.hash = &lowest(r)->parent;
		break;
	case REORG_TOP:
		want.number = reorg_top(r)->number;
		break;
	case REORG_FLOOR:
		want.number = reorg_floor(r)->number;
		break;
	case REORG_TOLD:
		want.number = r->told[r->checked].number;
		break;
	}
	return want;
}

enum reorg_walk reorg_block(struct reorg *r, const struct reorg_header *h)
{
	struct reorg_want want;

	if (!r->n_walk)
		return REORG_TORN;
	want = reorg_wanted(r);
	if (h->number != want.number ||
	    (want.hash && !same(&h->hash, want.hash))) {
		r->n_walk = 0;
		return REORG_TORN;
	}
	if (r->check != REORG_NONE)
		return checked(r, h);
	walk_add(r, h);
	return descend(r);
}

/* ---- logs ---- */

int64_t reorg_kept(const struct reorg *r)
{
	return r->kept;
}

size_t reorg_gone(const struct reorg *r, const struct reorg_log **logs)
{
	*logs = r->gone;
	return r->n_gone;
}

enum reorg_seen reorg_see(struct reorg *r, struct reorg_log *log)
{
	const struct reorg_header *top = reorg_top(r), *h = at(r, log->number);
	struct reorg_told *t = told_find(r, log);
	struct told_log *known = t ? log_find(t, log) : NULL;

	log->turn = 0;
	if (!top || log->number > top->number ||
	    (h && !same(&h->hash, &log->block)))
		return REORG_FOREIGN;
	if (known && known->live)
		return REORG_KNOWN;
	if (known) {
		log->turn = known->log.turn + 1;
		known->log = *log;
		known->live = true;
	} else if (h) {
		log_add(told_make(r, log), log);
	}
	return REORG_TELL;
}

void reorg_settle(struct reorg *r, int64_t scanned)
{
	int64_t floor = r->n ? reorg_floor(r)->number : 0;
	size_t n = 0;

	while (n < r->n_told && r->told[n].number < floor &&
	       r->told[n].number <= scanned)
		free(r->told[n++].logs);
	r->n_told -= n;
	if (n)
		memmove(r->told, r->told + n, r->n_told * sizeof(*r->told));
}
