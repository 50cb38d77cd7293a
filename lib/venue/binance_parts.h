/* binance_parts.h - the parts of venue/binance.c.  Layer: venue.
 * source: developers.binance.com, "USDS-Margined Futures"; replies as of 2026. */
#ifndef MM_BINANCE_PARTS_H
#define MM_BINANCE_PARTS_H

#include "data/json.h"
#include "venue/cex.h"

/* A question for one order, told from others by its path and method. */
#define BINANCE_ORDER "/fapi/v1/order"

/* Pages of lists: a whole one may have a next one. */
#define BINANCE_PAGE 1000

void binance_judge(struct cex_reply *out, const struct cex_request *r,
		   int status, const char *retry_after, const char *body,
		   size_t len, struct arena *a);

const char *binance_read_seat(struct cex_seat *s, enum cex_ask what,
			      const char *body, size_t len, struct arena *a);

/* binance_order_in: the order of an object.  NULL, or why it is none. */
const char *binance_order_in(struct cex_order_view *v, const struct json *j,
			     const struct json_tok *t, struct arena *a);

/* binance_waiting_in: likewise an open one that waits for a price. */
const char *binance_waiting_in(struct cex_order_view *v, const struct json *j,
			       const struct json_tok *t, struct arena *a);

const char *binance_read_place(struct cex_order_view *v, const char *body,
			       size_t len, struct arena *a);
const char *binance_read_query(struct cex_order_view *v, int step,
			       const char *body, size_t len, struct arena *a);
const char *binance_read_fills(struct cex_fills *f, const char *body,
			       size_t len, struct arena *a);
const char *binance_read_fundings(struct cex_fundings *f, const char *body,
				  size_t len, struct arena *a);
const char *binance_read_rights(struct cex_rights *v, const char *body,
				size_t len, struct arena *a);

/* binance_begin: a request that will be signed. */
void binance_begin(struct cex_request *r, enum cex_method method,
		   const char *path, int weight);

extern const struct cex_care binance_care;

#endif
