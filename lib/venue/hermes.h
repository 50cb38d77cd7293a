/* hermes.h - Pyth's prices over HTTP.  Layer: venue.
 * source: hermes.pyth.network/docs, GET /v2/updates/price/latest. */
#ifndef MM_HERMES_H
#define MM_HERMES_H

#include "base/mem.h"
#include "chain/pyth.h"
#include "data/json.h"

/* hermes_url: one request for n feeds; base without a slash at its end.
 * Owner: a. */
const char *hermes_url(struct arena *a, const char *base,
		       const uint8_t (*feeds)[PYTH_FEED_LEN], size_t n);

/* hermes_read scans the reply in place.
 *
 * out:     the price of feeds[i] at out[i] and found[i] true, or found[i] false:
 *          the reply has none, or one that is not above 0.  What it has beside
 *          them is not looked at.
 * in:      text, len bytes and a NUL.
 * returns: NULL, or why it is no such reply (constant phrase). */
MM_CHECKED const char *hermes_read(struct pyth_price *out, bool *found,
				   const uint8_t (*feeds)[PYTH_FEED_LEN],
				   size_t n, struct json *j, char *text,
				   size_t len);

#endif
