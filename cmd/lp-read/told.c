#include "told.h"

#include "base/hex.h"
#include "data/rec_removed.h"
#include "data/rec_watch.h"
#include "stored.h"

#include <stdlib.h>
#include <string.h>

struct gathering {
	struct tolds *out;
	struct reader *r;
	told_read *read;
	void *ctx;
};

int told_compare(const struct told_key *a, const struct told_key *b)
{
	if (a->block != b->block)
		return a->block < b->block ? -1 : 1;
	if (a->log_index != b->log_index)
		return a->log_index < b->log_index ? -1 : 1;
	if (a->turn != b->turn)
		return a->turn < b->turn ? -1 : 1;
	return memcmp(a->hash, b->hash, sizeof(a->hash));
}

static int by_key(const void *a, const void *b)
{
	return told_compare(a, b);
}

static int by_place(const void *a, const void *b)
{
	const struct told *x = a, *y = b;

	return told_compare(&x->key, &y->key);
}

/* False: of no log. */
static bool key_of(struct told_key *out, int64_t block, const char *hash,
		   int64_t log_index, int64_t turn)
{
	*out = (struct told_key){
		block, log_index, turn == REC_NONE_INT ? 0 : turn, { 0 }
	};
	return hash && strlen(hash) > 2 + 2 * sizeof(out->hash) &&
	       hex_parse(out->hash, sizeof(out->hash), hash + 2,
			 2 * sizeof(out->hash));
}

bool told_key_of_cause(struct told_key *out, int64_t block, int64_t log_index,
		       const char *cause)
{
	const char *hash = strchr(cause, ':'), *turn = strrchr(cause, ':');
	struct dec n;

	return hash && turn > hash &&
	       !dec_parse(&n, turn + 1, strlen(turn + 1)) && !n.scale &&
	       n.v >= 0 && n.v < REC_INT_MAX &&
	       key_of(out, block, hash + 1, log_index, (int64_t)n.v);
}

bool told_is_gone(const struct tolds *t, const struct told_key *key)
{
	return t->n_gone &&
	       bsearch(key, t->gone, t->n_gone, sizeof(*t->gone), by_key);
}

static void *room(struct reader *r, void *v, size_t n, size_t *cap, size_t size)
{
	size_t more = *cap ? 2 * *cap : 256;

	if (n < *cap)
		return v;
	v = arena_grow(r->a, v, *cap * size, more * size);
	*cap = more;
	return v;
}

static void add_event(struct gathering *g, const struct rec_event *e)
{
	struct tolds *t = g->out;
	struct told one = { .ts_s = e->ts_ms / 1000 };

	if (e->chain_id != g->r->conf.chain_id ||
	    e->block > g->r->chain->block ||
	    !key_of(&one.key, e->block, e->block_hash, e->log_index, e->turn))
		return;
	one.what = g->read(g->r, e, g->ctx);
	if (!one.what)
		return;
	t->v = room(g->r, t->v, t->n, &t->cap, sizeof(*t->v));
	t->v[t->n++] = one;
}

static void add_removed(struct gathering *g, const struct rec_removed *e)
{
	struct tolds *t = g->out;
	struct told_key key;

	if (e->chain_id != g->r->conf.chain_id ||
	    !key_of(&key, e->block, e->block_hash, e->log_index, e->turn))
		return;
	t->gone =
		room(g->r, t->gone, t->n_gone, &t->cap_gone, sizeof(*t->gone));
	t->gone[t->n_gone++] = key;
}

static bool take(void *ctx, const struct rec_type *type, const void *rec)
{
	struct gathering *g = ctx;
	const struct rec_event *event = rec;
	const struct rec_watch *watch = rec;
	bool of_chain = type == &rec_watch_type;
	int64_t ts_ms = of_chain ? watch->ts_ms : 0;

	if (type == &rec_event_type && event->chain_id != REC_NONE_INT) {
		of_chain = true;
		ts_ms = event->ts_ms;
		add_event(g, event);
	} else if (type == &rec_removed_type) {
		add_removed(g, rec);
	}
	if (of_chain && ts_ms / 1000 < g->out->since_s)
		g->out->since_s = ts_ms / 1000;
	return true;
}

/* In order, each once, without those that are gone. */
static void settle(struct tolds *t)
{
	size_t n = 0, gone = 0;

	if (t->n)
		qsort(t->v, t->n, sizeof(*t->v), by_place);
	if (t->n_gone)
		qsort(t->gone, t->n_gone, sizeof(*t->gone), by_key);
	for (size_t i = 0; i < t->n; i++) {
		const struct told_key *key = &t->v[i].key;

		while (gone < t->n_gone &&
		       told_compare(&t->gone[gone], key) < 0)
			gone++;
		if ((gone < t->n_gone && !told_compare(&t->gone[gone], key)) ||
		    (n && !told_compare(&t->v[n - 1].key, key)))
			continue;
		t->v[n++] = t->v[i];
	}
	t->n = n;
}

/* One older record is enough. */
static bool take_older(void *ctx, const struct rec_type *type, const void *rec)
{
	struct gathering *g = ctx;
	const struct rec_event *event = rec;

	if (type == &rec_event_type && event->chain_id == REC_NONE_INT)
		return true;
	g->out->since_s = 0;
	g->out->older = true;
	return false;
}

bool told_gather(struct tolds *out, struct reader *r, int64_t from_ms,
		 told_read *read, void *ctx)
{
	static const char *const types[] = { "event", "removed", "watch",
					     NULL };
	static const char *const signs[] = { "watch", "event", NULL };
	const struct store_query q = { .types = types,
				       .from_ms = from_ms,
				       .to_ms = INT64_MAX };
	const struct store_query older = { .types = signs, .to_ms = from_ms };
	struct gathering g = { out, r, read, ctx };
	const struct rec_event *const *events = r->seen.events.v;
	const struct rec_removed *const *removed = r->seen.removed.v;

	*out = (struct tolds){ .since_s = INT64_MAX };
	if (!stored_scan(r, &q, take, &g) ||
	    (from_ms && !stored_scan(r, &older, take_older, &g)))
		return false;
	for (size_t i = 0; i < r->seen.events.n; i++)
		take(&g, &rec_event_type, events[i]);
	for (size_t i = 0; i < r->seen.removed.n; i++)
		take(&g, &rec_removed_type, removed[i]);
	settle(out);
	return true;
}
