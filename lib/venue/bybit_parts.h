/* bybit_parts.h - the parts of venue/bybit.c.  Layer: venue.
 * source: bybit-exchange.github.io/docs/v5, category linear; replies as of 2026. */
#ifndef MM_BYBIT_PARTS_H
#define MM_BYBIT_PARTS_H

#include "data/json.h"
#include "venue/cex.h"

#define BYBIT_PAGE 100 /* of fills */

void bybit_judge(struct cex_reply *out, const struct cex_request *r, int status,
		 const char *retry_after, const char *body, size_t len,
		 struct arena *a);

const char *bybit_read_seat(struct cex_seat *s, enum cex_ask what,
			    const char *body, size_t len, struct arena *a);

/* bybit_result: "result" of a reply that says it is well, or NULL; bybit_list: the
 * array "list" in it, or NULL. */
const struct json_tok *bybit_result(const struct json *j);
const struct json_tok *bybit_list(const struct json *j);

/* bybit_cursor: where the page behind this one of n rows begins, to be sent as it is;
 * NULL: it is the last one, which has none, or no rows.  NULL, or why it is none. */
const char *bybit_cursor(const char **cursor, const struct json *j, size_t n,
			 struct arena *a);

/* bybit_order_in: the order of an object.  NULL, or why it is none. */
const char *bybit_order_in(struct cex_order_view *v, const struct json *j,
			   const struct json_tok *t, struct arena *a);

const char *bybit_read_place(struct cex_order_view *v, const char *body,
			     size_t len, struct arena *a);
const char *bybit_read_query(struct cex_order_view *v, int step,
			     const char *body, size_t len, struct arena *a);
const char *bybit_read_fills(struct cex_fills *f, const char *body, size_t len,
			     struct arena *a);
const char *bybit_read_fundings(struct cex_fundings *f, const char *body,
				size_t len, struct arena *a);
const char *bybit_read_rights(struct cex_rights *v, const char *body,
			      size_t len, struct arena *a);

extern const struct cex_care bybit_care;

#endif
