#include "past.h"

#include "io/db.h"
#include "io/store.h"

#include <string.h>

#define NEWEST 4000 /* records of positions that are looked through */

struct reading {
	struct past *past;
	struct json json;
	int64_t chain_id;
};

const struct past_position *past_find(const struct past *past,
				      const char *position)
{
	for (size_t i = 0; i < past->n; i++)
		if (!strcmp(past->v[i].p.position, position))
			return &past->v[i];
	return NULL;
}

static bool take(void *ctx, const struct store_row *row)
{
	struct reading *r = ctx;
	struct past *past = r->past;
	struct arena *a = &past->arena[past->now];
	struct past_position found = { .closed = !strcmp(row->type, "closed") };
	struct past_position *old;
	char *line = arena_strndup(a, row->body, row->len);

	if (json_scan(&r->json, line, row->len) ||
	    rec_decode(&rec_position_type, &found.p, &r->json, a) ||
	    found.p.chain_id != r->chain_id)
		return true; /* of another build, or another bot's */
	old = (struct past_position *)past_find(past, found.p.position);
	if (old) {
		*old = found;
		return true;
	}
	past->v = arena_grow(a, past->v, past->n * sizeof(*past->v),
			     (past->n + 1) * sizeof(*past->v));
	past->v[past->n++] = found;
	return true;
}

const char *past_read(struct past *past, struct arena *a, const char *path,
		      int64_t chain_id)
{
	static const char *const types[] = { "position", "closed", NULL };
	const struct store_query q = { .types = types, .newest = NEWEST };
	struct reading r = { .past = past, .chain_id = chain_id };
	const char *why = NULL;
	struct store *s = NULL;
	enum db_err e;

	if (past->read || !path)
		return NULL;
	e = store_open(&s, path, STORE_READ, DB_BUSY_MS);
	if (!e)
		e = store_scan(s, &q, take, &r);
	if (e && e != DB_NOTFOUND)
		why = arena_strdup(a, store_message(s));
	past->read = !why;
	store_close(s);
	json_free(&r.json);
	return why;
}

void past_keep(struct past *past, const struct past_position *v, size_t n)
{
	struct arena *a = &past->arena[!past->now];
	struct past_position *kept = arena_alloc(a, n * sizeof(*kept));

	for (size_t i = 0; i < n; i++) {
		kept[i].closed = v[i].closed;
		memcpy(&kept[i].p, rec_copy(a, &rec_position_type, &v[i].p),
		       sizeof(v[i].p));
	}
	arena_reset(&past->arena[past->now]);
	past->now = !past->now;
	past->v = kept;
	past->n = n;
}

void past_free(struct past *past)
{
	arena_free(&past->arena[0]);
	arena_free(&past->arena[1]);
}
