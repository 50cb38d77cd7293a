#include "venue/ticker.h"

#include "data/json_get.h"

#include <string.h>

const char *binance_url(struct arena *a, const char *base, const char *symbol)
{
	return arena_printf(a, "%s/api/v3/ticker/bookTicker?symbol=%s", base,
			    symbol);
}

const char *bybit_url(struct arena *a, const char *base, const char *symbol)
{
	return arena_printf(a, "%s/v5/market/tickers?category=spot&symbol=%s",
			    base, symbol);
}

static const char *quote_in(struct ticker *out, const struct json *j,
			    const struct json_tok *t, const char *symbol,
			    const char *bid, const char *ask)
{
	const char *of;

	if (!json_str(&of, json_in(j, t, "symbol")) || strcmp(of, symbol) != 0)
		return "a reply for another symbol";
	if (!json_dec(&out->bid, json_in(j, t, bid)) ||
	    !json_dec(&out->ask, json_in(j, t, ask)))
		return "no bid or no ask";
	if (dec_sign(out->bid) <= 0 || dec_cmp(out->bid, out->ask) > 0)
		return "a book that is empty or crossed";
	return NULL;
}

const char *binance_read(struct ticker *out, struct json *j, char *text,
			 size_t len, const char *symbol)
{
	if (!text || json_scan(j, text, len) != NULL)
		return "no JSON";
	out->ts_ms = REC_NONE_INT;
	return quote_in(out, j, j->tok, symbol, "bidPrice", "askPrice");
}

const char *bybit_read(struct ticker *out, struct json *j, char *text,
		       size_t len, const char *symbol)
{
	const struct json_tok *list;
	int64_t code;

	if (!text || json_scan(j, text, len) != NULL)
		return "no JSON";
	if (!json_int(&code, json_in(j, j->tok, "retCode")) || code ||
	    !json_int(&out->ts_ms, json_in(j, j->tok, "time")))
		return "an error";
	list = json_in(j, json_in(j, j->tok, "result"), "list");
	if (!json_is(list, JSON_ARRAY) || list->len != 1)
		return "no ticker";
	return quote_in(out, j, list + 1, symbol, "bid1Price", "ask1Price");
}
