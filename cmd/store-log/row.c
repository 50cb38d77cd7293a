#include "row.h"

#include "base/buf.h"
#include "data/in.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct row *row_new(struct arena *a, const char *type, const char *line,
		    size_t len)
{
	struct row *r = arena_alloc(a, sizeof(*r));

	r->type = arena_strdup(a, type);
	r->body = arena_strndup(a, line, len);
	r->len = len;
	return r;
}

/* The value of a type's key of that kind, or NULL. */
static const void *value_of(const struct rec_type *type, const void *rec,
			    const char *key, enum rec_kind kind)
{
	for (size_t i = 0; i < type->shape.n_fields; i++) {
		const struct rec_field *f = &type->shape.fields[i];

		if (f->kind == kind && strcmp(f->key, key) == 0)
			return (const char *)rec + f->offset;
	}
	return NULL;
}

static const char *identity_of(struct arena *a, const struct rec_type *type,
			       const void *rec)
{
	struct buf b;
	char *text;

	buf_init(&b, 2 * LINE_LEN_MAX);
	rec_identity(&b, type, rec);
	text = arena_strndup(a, b.p ? b.p : "", b.len);
	buf_free(&b);
	return text;
}

const char *row_describe(struct row *r, struct arena *a,
			 const struct rec_type *type, const void *rec)
{
	const int64_t *ts_ms = value_of(type, rec, "ts_ms", REC_INT);
	const char *const *market = value_of(type, rec, "market", REC_STR);

	r->framed = type->scope == REC_IN_FRAME;
	r->ts_ms = ts_ms ? *ts_ms : REC_NONE_INT;
	if (market && *market)
		r->market = arena_strdup(a, *market);
	if (type == &rec_trade_type) {
		r->trade = rec_copy(a, type, rec);
		if (dec_sign(r->trade->price) <= 0)
			return "'price': not above 0";
		return dec_sign(r->trade->size) <= 0 ? "'size': not above 0"
						     : NULL;
	}
	if (type == &rec_fill_type)
		r->fill = rec_copy(a, type, rec);
	r->identity = identity_of(a, type, rec);
	return NULL;
}

void row_describe_foreign(struct row *r, struct arena *a, struct json *json)
{
	char *line = arena_strndup(a, r->body, r->len), *end;
	const struct json_tok *ts_ms, *market;

	r->framed = true;
	r->identity = r->body;
	r->ts_ms = REC_NONE_INT;
	if (json_scan(json, line, r->len))
		return; /* it was scanned before: not reached */
	ts_ms = json_member(json, 0, "ts_ms");
	market = json_member(json, 0, "market");
	if (ts_ms && ts_ms->kind == JSON_NUMBER) {
		int64_t v = strtoll(ts_ms->s, &end, 10);

		if (end == ts_ms->s + ts_ms->len && v < REC_INT_MAX &&
		    v > -REC_INT_MAX)
			r->ts_ms = v;
	}
	if (market && market->kind == JSON_STRING)
		r->market = market->s;
}

const char *row_identity(const struct row *r, struct arena *a, int64_t cycle)
{
	size_t sz = strlen(r->identity) + 24;
	char *text = arena_alloc(a, sz);

	if (r->framed)
		snprintf(text, sz, "%lld %s", (long long)cycle, r->identity);
	else
		snprintf(text, sz, "%s", r->identity);
	return text;
}

enum db_err row_store(const struct row *r, struct store *s, bool *fresh,
		      struct arena *a, int64_t cycle, int64_t frame_ms)
{
	struct store_row row = {
		.type = r->type,
		.market = r->market,
		.body = r->body,
		.len = r->len,
		.ts_ms = r->ts_ms == REC_NONE_INT ? frame_ms : r->ts_ms,
		.cycle = cycle,
	};
	struct store_trade trade;

	if (!r->trade) {
		row.identity = row_identity(r, a, cycle);
		return store_put(s, fresh, &row);
	}
	trade = (struct store_trade){
		.market = r->trade->market,
		.source = r->trade->source,
		.id = r->trade->id,
		.price = r->trade->price,
		.size = r->trade->size,
		.ts_ms = r->trade->ts_ms,
		.own_maker = r->trade->own_maker,
		.own_taker = r->trade->own_taker,
	};
	return store_put_trade(s, fresh, &trade, &row);
}
