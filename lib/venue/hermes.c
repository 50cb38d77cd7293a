#include "venue/hermes.h"

#include "base/buf.h"
#include "base/hex.h"
#include "data/json_get.h"

#include <string.h>

const char *hermes_url(struct arena *a, const char *base,
		       const uint8_t (*feeds)[PYTH_FEED_LEN], size_t n)
{
	const char *url = arena_printf(
		a, "%s/v2/updates/price/latest?parsed=true&encoding=hex", base);
	char hex[HEX_SZ(PYTH_FEED_LEN)];

	for (size_t i = 0; i < n; i++)
		url = arena_printf(a, "%s&ids%%5B%%5D=%s", url,
				   hex_format(hex, feeds[i], PYTH_FEED_LEN));
	return url;
}

/* Which feed a price is of; n: none of them. */
static size_t feed_of(const uint8_t (*feeds)[PYTH_FEED_LEN], size_t n,
		      const char *id)
{
	char hex[HEX_SZ(PYTH_FEED_LEN)];
	size_t i;

	for (i = 0; i < n; i++)
		if (!strcmp(id, hex_format(hex, feeds[i], PYTH_FEED_LEN)))
			break;
	return i;
}

/* {"price":"123","conf":"4","expo":-8,"publish_time":1} */
static bool price_in(struct pyth_price *out, const struct json *j,
		     const struct json_tok *t)
{
	struct dec price, conf;
	int64_t expo;

	return json_dec(&price, json_in(j, t, "price")) &&
	       json_dec(&conf, json_in(j, t, "conf")) &&
	       json_int(&expo, json_in(j, t, "expo")) &&
	       json_int(&out->publish_s, json_in(j, t, "publish_time")) &&
	       !price.scale && !conf.scale && dec_sign(price) > 0 &&
	       dec_sign(conf) >= 0 && out->publish_s > 0 && expo >= INT8_MIN &&
	       expo <= INT8_MAX &&
	       pyth_decimal(&out->price, price.v, (int32_t)expo) &&
	       pyth_decimal(&out->conf, conf.v, (int32_t)expo);
}

const char *hermes_read(struct pyth_price *out, bool *found,
			const uint8_t (*feeds)[PYTH_FEED_LEN], size_t n,
			struct json *j, char *text, size_t len)
{
	const struct json_tok *t;
	uint32_t left;

	for (size_t i = 0; i < n; i++)
		found[i] = false;
	if (!text || json_scan(j, text, len) != NULL)
		return "no JSON";
	t = json_in(j, j->tok, "parsed");
	if (!json_is(t, JSON_ARRAY))
		return "no parsed prices";
	left = t->len;
	for (t++; left--; t = json_next(j, t)) {
		struct pyth_price p = { .posted_slot = 0 };
		const char *id;
		size_t i;

		if (!json_str(&id, json_in(j, t, "id")))
			return "a price without an id";
		i = feed_of(feeds, n, id);
		if (i == n || !price_in(&p, j, json_in(j, t, "price")))
			continue;
		memcpy(p.feed, feeds[i], PYTH_FEED_LEN);
		out[i] = p;
		found[i] = true;
	}
	return NULL;
}
