/* ticker.h - the best bid and ask of a symbol on Binance and Bybit, spot.
 * Layer: venue.
 * source: Binance, GET /api/v3/ticker/bookTicker; Bybit, GET /v5/market/tickers. */
#ifndef MM_TICKER_H
#define MM_TICKER_H

#include "base/mem.h"
#include "data/json.h"
#include "data/rec.h"

struct ticker {
	struct dec bid, ask; /* 0 < bid <= ask */
	int64_t ts_ms;       /* REC_NONE_INT: as of the reply */
};

/* The request; base without a slash at its end.  Owner: a. */
const char *binance_url(struct arena *a, const char *base, const char *symbol);
const char *bybit_url(struct arena *a, const char *base, const char *symbol);

/* The reply, scanned in place.
 * in:      text, len bytes and a NUL.
 * returns: NULL, or why it is none for that symbol (constant phrase). */
MM_CHECKED const char *binance_read(struct ticker *out, struct json *j,
				    char *text, size_t len, const char *symbol);
MM_CHECKED const char *bybit_read(struct ticker *out, struct json *j,
				  char *text, size_t len, const char *symbol);

#endif
