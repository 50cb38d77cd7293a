/* stored.c - records out of a store, as if they had been read from a file. */
#include "job.h"

#include "data/rec_fill.h"
#include "data/rec_market.h"
#include "data/rec_price.h"
#include "data/rec_trade.h"
#include "data/rec_wallet.h"
#include "io/store.h"

#include <string.h>

/* What equity is made of; what was made of it before is not asked for. */
static const char *const types[] = { "market", "price",  "trade",
				     "fill",   "wallet", NULL };

struct reader {
	struct frame *f;
	struct json json;
	bool good; /* go on */
};

static bool take_row(void *ctx, const struct store_row *row)
{
	struct reader *r = ctx;
	struct job *job = r->f->ctx;
	const struct rec_type *type = rec_find(row->type, strlen(row->type));
	union {
		struct rec_market market;
		struct rec_price price;
		struct rec_trade trade;
		struct rec_fill fill;
		struct rec_wallet wallet;
	} rec;
	char *line = arena_strndup(&r->f->arena, row->body, row->len);
	const char *why = json_scan(&r->json, line, row->len);

	job->stored_row = row->seq;
	if (!why)
		why = rec_decode(type, &rec, &r->json, &r->f->arena);
	if (why)
		gather_bad(r->f, "%s: %s", row->type, why);
	if (why || !gather(r->f, type, &rec)) {
		frame_worsen(r->f, job->keep_going ? MM_PARTIAL : MM_FAIL);
		r->good = job->keep_going;
	}
	arena_reset(&r->f->arena);
	return r->good;
}

bool stored(struct frame *f)
{
	struct job *job = f->ctx;
	const struct store_query query = {
		.types = types,
		.market = NULL,
		.from_ms = job->from_ms == INT64_MIN ? 0 : job->from_ms,
		.to_ms = job->to_ms,
	};
	struct reader r = { .f = f, .good = true };
	struct store *s;
	enum db_err e = store_open(&s, job->store, STORE_READ, DB_BUSY_MS);

	if (!e)
		e = store_scan(s, &query, take_row, &r);
	if (e) {
		mm_warn("%s", store_message(s));
		frame_worsen(f, db_exit(e));
	}
	store_close(s);
	json_free(&r.json);
	return !e && r.good;
}
