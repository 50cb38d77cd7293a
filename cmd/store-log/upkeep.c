/* upkeep.c - store-log check and vacuum. */
#include "verbs.h"

#include "base/clock.h"
#include "row.h"

#include <string.h>

static int64_t keep_days = -1;
static int64_t now_ms = -1;

const struct opt vacuum_options[] = {
	OPT_INT_('k', "keep-days", &keep_days, "<n>", 0, 36500,
		 "remove what is older than n days"),
	OPT_INT_(0, "now-ms", &now_ms, "<ms>", 0, REC_INT_MAX - 1,
		 "count the days from here, not from now"),
	OPT_END_,
};

struct check {
	struct json json;
	struct arena arena; /* of one row */
	int64_t n_wrong;
};

static void say(void *ctx, const char *what)
{
	struct check *c = ctx;

	c->n_wrong++;
	mm_warn("%s: %s", store_path(), what);
}

/* What is wrong with a stored row, or NULL: it must still be the record it was put
 * as. */
static const char *wrong(struct check *c, const struct store_row *row)
{
	const struct rec_type *type = rec_find(row->type, strlen(row->type));
	struct row *r = row_new(&c->arena, row->type, row->body, row->len);
	char *line = arena_strndup(&c->arena, row->body, row->len);
	const char *why = json_scan(&c->json, line, row->len);
	const struct json_tok *name;

	if (why)
		return why;
	name = json_member(&c->json, 0, "type");
	if (!name || name->kind != JSON_STRING || strcmp(name->s, row->type))
		return "is of another type";
	if (type) {
		void *rec = arena_alloc(&c->arena, type->shape.size);

		why = rec_decode(type, rec, &c->json, &c->arena);
		if (!why)
			why = row_describe(r, &c->arena, type, rec);
		if (why)
			return why;
	} else {
		row_describe_foreign(r, &c->arena, &c->json);
	}
	if (r->ts_ms != REC_NONE_INT && r->ts_ms != row->ts_ms)
		return "has another time";
	if (strcmp(r->market ? r->market : "", row->market ? row->market : ""))
		return "is of another market";
	if (!r->trade &&
	    strcmp(row_identity(r, &c->arena, row->cycle), row->identity))
		return "has another identity";
	return NULL;
}

static bool check_row(void *ctx, const struct store_row *row)
{
	struct check *c = ctx;
	const char *why;

	arena_reset(&c->arena);
	why = wrong(c, row);
	if (why) {
		c->n_wrong++;
		mm_warn("%s: %s %s: %s", store_path(), row->type, row->identity,
			why);
	}
	return c->n_wrong < 100;
}

int check_run(int n, char **operands)
{
	struct store *s = store_or_die(STORE_READ);
	const struct store_query all = { .types = NULL };
	struct check c = { .n_wrong = 0 };
	enum db_err e;

	(void)n, (void)operands;
	e = store_check(s, say, &c);
	if (!e)
		e = store_scan(s, &all, check_row, &c);
	if (e && !c.n_wrong)
		store_die(s, e);
	json_free(&c.json);
	arena_free(&c.arena);
	store_close(s);
	return c.n_wrong ? MM_FAIL : MM_OK;
}

int vacuum_run(int n, char **operands)
{
	struct store *s;
	int64_t removed;
	enum db_err e = DB_OK;

	(void)n, (void)operands;
	if (now_ms < 0)
		now_ms = clock_now_ms();
	store_close(store_or_die(STORE_READ)); /* makes none where none is */
	s = store_or_die(STORE_WRITE);
	if (keep_days >= 0)
		e = store_prune(s, &removed, now_ms - keep_days * DAY_MS);
	if (!e)
		e = store_compact(s);
	if (e)
		store_die(s, e);
	store_close(s);
	return MM_OK;
}
