/* row.h - a record as the store keeps it: its identity and what it is found by. */
#ifndef STORE_LOG_ROW_H
#define STORE_LOG_ROW_H

#include "base/mem.h"
#include "data/rec.h"
#include "data/rec_fill.h"
#include "data/rec_trade.h"
#include "io/store.h"

struct row {
	struct row *next;
	const char *type;
	const char *market;   /* NULL: of none */
	const char *identity; /* within its frame, if it is framed */
	const char *body;     /* the line without its newline */
	size_t len;
	int64_t ts_ms; /* REC_NONE_INT: it has none */
	bool framed;   /* its identity begins with its frame */
	/* Of a trade or a fill, NULL of all others; strings live as long. */
	const struct rec_trade *trade;
	const struct rec_fill *fill;
};

/* row_new: a row of that type and line, not described yet.  All memory of rows is
 * the arena's. */
struct row *row_new(struct arena *a, const char *type, const char *line,
		    size_t len);

/* row_describe fills in the rest from the decoded record.  NULL, or why it cannot
 * be stored. */
MM_CHECKED const char *row_describe(struct row *r, struct arena *a,
				    const struct rec_type *type,
				    const void *rec);

/* row_describe_foreign does so for a type that is not of the suite: its identity
 * is its frame and its content. */
void row_describe_foreign(struct row *r, struct arena *a, struct json *json);

/* row_store puts it into s.
 * in: inside a transaction of s; cycle, the id of its frame, 0: none; frame_ms, the frame's time, for a
 *     record without one. */
MM_CHECKED enum db_err row_store(const struct row *r, struct store *s,
				 bool *fresh, struct arena *a, int64_t cycle,
				 int64_t frame_ms);

/* row_identity: the whole identity, its frame before it.  Owner: the arena. */
const char *row_identity(const struct row *r, struct arena *a, int64_t cycle);

#endif
