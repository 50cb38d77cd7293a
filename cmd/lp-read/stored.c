#include "stored.h"

#include "io/db.h"

#include <string.h>

struct scan {
	struct json json;
	struct arena arena; /* of one record */
	stored_take *take;
	void *ctx;
};

/* Every type that is asked for here decodes into no more. */
union any {
	max_align_t align;
	char room[2048];
};

static bool take_row(void *ctx, const struct store_row *row)
{
	struct scan *s = ctx;
	const struct rec_type *type = rec_find(row->type, strlen(row->type));
	union any rec;
	char *line;
	bool going = true;

	arena_reset(&s->arena);
	if (!type || type->shape.size > sizeof(rec))
		return true;
	line = arena_strndup(&s->arena, row->body, row->len);
	if (!json_scan(&s->json, line, row->len) &&
	    !rec_decode(type, &rec, &s->json, &s->arena))
		going = s->take(s->ctx, type, &rec);
	return going;
}

static enum db_err opened(struct reader *r)
{
	enum db_err e;

	if (r->store || !r->settings->store)
		return DB_OK;
	e = store_open(&r->store, r->settings->store, STORE_READ, DB_BUSY_MS);
	if (e == DB_NOTFOUND) {
		stored_close(r);
		return DB_OK;
	}
	return e;
}

bool stored_scan(struct reader *r, const struct store_query *q,
		 stored_take *take, void *ctx)
{
	struct scan s = { .take = take, .ctx = ctx };
	enum db_err e;

	if (r->store_lost)
		return false;
	e = opened(r);
	if (!e && r->store)
		e = store_scan(r->store, q, take_row, &s);
	if (e) {
		frame_refuse(r->f, "store_unreadable", "%s",
			     store_message(r->store));
		stored_close(r);
		r->store_lost = true;
	}
	json_free(&s.json);
	arena_free(&s.arena);
	return !e;
}

void stored_close(struct reader *r)
{
	store_close(r->store);
	r->store = NULL;
}
