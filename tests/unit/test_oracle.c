/* test_oracle - prices as Pyth, Switchboard, Hermes, Binance and Bybit write them,
 * and that nothing else is taken for one. */
#include "base/le.h"
#include "chain/switchboard.h"
#include "replies.h"
#include "venue/hermes.h"
#include "venue/ticker.h"

static struct reply p;

static bool is(struct dec got, const char *want)
{
	char text[DEC_STR_SZ];

	dec_format(text, got);
	return !strcmp(text, want);
}

static uint8_t *load(const char *name, size_t *len)
{
	reply_load(&p, "oracle", name);
	*len = p.http.answer.len;
	return (uint8_t *)p.http.answer.p;
}

static void pyth(void)
{
	static const struct {
		size_t at;
		int len;
		uint64_t value;
	} bad[] = {
		{ 0, 1, 0 },           /* another kind of account */
		{ 40, 1, 0 },          /* partly verified */
		{ 73, 8, 0 },          /* no price */
		{ 73, 8, UINT64_MAX }, /* below 0 */
		{ 89, 4, 19 },         /* exponents out of all bounds */
		{ 89, 4, (uint32_t)-19 },
		{ 89, 4, INT32_MAX },
		{ 93, 8, 0 }, /* no time */
	};
	struct pyth_price out;
	struct pubkey account, want;
	size_t len;
	uint8_t *data = load("pyth_full", &len), kept[134];

	CHECK(len == sizeof(kept));
	memcpy(kept, data, len);
	CHECK(!pyth_decode(&out, &pyth_receiver, data, len));
	CHECK(is(out.price, "138.23456789") && is(out.conf, "0.054321"));
	CHECK(out.publish_s == 1764000000 && out.posted_slot == 447552000);
	CHECK(pyth_account(&account, out.feed, 0) &&
	      pubkey_parse(&want,
			   "7UVimffxr9ow1uXYxsr4LHAcV58mLzhmwaeKvJ1pjLiE") &&
	      pubkey_eq(&account, &want));
	CHECK(pyth_account(&account, out.feed, 1) &&
	      !pubkey_eq(&account, &want));
	CHECK(pyth_decode(&out, &pyth_push, data, len) == ACCOUNT_OWNER);
	for (size_t n = 0; n < 133; n++)
		CHECK(pyth_decode(&out, &pyth_receiver, data, n) ==
		      ACCOUNT_SIZE);
	for (size_t i = 0; i < COUNT(bad); i++) {
		le_put(data + bad[i].at, bad[i].value, bad[i].len);
		CHECK(pyth_decode(&out, &pyth_receiver, data, len) ==
		      ACCOUNT_STATE);
		memcpy(data, kept, len);
	}
	le_put(data + 89, 2, 4);
	CHECK(!pyth_decode(&out, &pyth_receiver, data, len));
	CHECK(is(out.price, "1382345678900"));
	reply_free(&p);
	data = load("pyth_partial", &len);
	CHECK(pyth_decode(&out, &pyth_receiver, data, len) == ACCOUNT_STATE);
	reply_free(&p);
}

static void switchboard(void)
{
	struct switchboard_price out;
	size_t len;
	uint8_t *data = load("switchboard", &len);

	CHECK(!switchboard_decode(&out, &switchboard_program, data, len));
	CHECK(is(out.price, "138.24") && is(out.std_dev, "0.01"));
	CHECK(out.samples == 3 && out.slot == 447552000 &&
	      out.max_staleness == 1000);
	CHECK(switchboard_decode(&out, &pyth_receiver, data, len) ==
	      ACCOUNT_OWNER);
	CHECK(switchboard_decode(&out, &switchboard_program, data, len - 1) ==
	      ACCOUNT_SIZE);
	data[2360] = 0;
	CHECK(switchboard_decode(&out, &switchboard_program, data, len) ==
	      ACCOUNT_STATE);
	data[2360] = 1;
	data[2279] = 0x80; /* below 0 */
	CHECK(switchboard_decode(&out, &switchboard_program, data, len) ==
	      ACCOUNT_STATE);
	data[2279] = 0x7f; /* over 38 digits */
	CHECK(switchboard_decode(&out, &switchboard_program, data, len) ==
	      ACCOUNT_STATE);
	memset(data + 2264, 0, 16);
	CHECK(switchboard_decode(&out, &switchboard_program, data, len) ==
	      ACCOUNT_STATE);
	data[2264] = 1;
	CHECK(!switchboard_decode(&out, &switchboard_program, data, len));
	CHECK(is(out.price, "0.000000000000000001"));
	data[0] ^= 1;
	CHECK(switchboard_decode(&out, &switchboard_program, data, len) ==
	      ACCOUNT_STATE);
	reply_free(&p);
}

static const char *hear_hermes(struct pyth_price out[2], bool found[2],
			       const uint8_t (*feeds)[PYTH_FEED_LEN],
			       const char *text)
{
	static char copy[2048];
	static struct json j;
	int len = snprintf(copy, sizeof(copy), "%s", text);

	return hermes_read(out, found, feeds, 2, &j, copy, (size_t)len);
}

static void hermes(void)
{
	/* A price that is refused leaves its feed not found. */
	static const char *const none[] = {
		"{\"price\":\"0\",\"conf\":\"1\",\"expo\":-8,\"publish_time\":"
		"1}",
		"{\"price\":\"-1\",\"conf\":\"1\",\"expo\":-8,\"publish_time\":"
		"1}",
		"{\"price\":\"1.5\",\"conf\":\"1\",\"expo\":-8,\"publish_"
		"time\":1}",
		"{\"price\":\"1\",\"conf\":\"-1\",\"expo\":-8,\"publish_time\":"
		"1}",
		"{\"price\":\"1\",\"conf\":\"1\",\"expo\":-99,\"publish_time\":"
		"1}",
		"{\"price\":\"1\",\"conf\":\"1\",\"expo\":-8}",
		"{}",
		"null",
	};
	uint8_t feeds[2][PYTH_FEED_LEN] = { { 0 } };
	struct pyth_price out[2];
	bool found[2];
	struct arena a = { 0 };
	char text[1024];

	reply_load(&p, "oracle", "hermes");
	CHECK(!hear_hermes(out, found, (const uint8_t(*)[PYTH_FEED_LEN])feeds,
			   p.http.answer.p));
	CHECK(!found[0] && !found[1]);
	feeds[1][0] = 0xef;
	CHECK(strstr(hermes_url(&a, "http://x",
				(const uint8_t(*)[PYTH_FEED_LEN])feeds, 2),
		     "&ids%5B%5D=ef00"));
	memcpy(feeds[1],
	       "\xef\x0d\x8b\x6f\xda\x2c\xeb\xa4\x1d\xa1\x5d\x40\x95"
	       "\xd1\xda\x39\x2a\x0d\x2f\x8e\xd0\xc6\xc7\xbc\x0f\x4c"
	       "\xfa\xc8\xc2\x80\xb5\x6d",
	       PYTH_FEED_LEN);
	CHECK(!hear_hermes(out, found, (const uint8_t(*)[PYTH_FEED_LEN])feeds,
			   p.http.answer.p));
	CHECK(!found[0] && found[1] && is(out[1].price, "138.23456789"));
	CHECK(out[1].publish_s == 1764000000 && is(out[1].conf, "0.054321"));
	reply_free(&p);
	for (size_t i = 0; i < COUNT(none); i++) {
		snprintf(text, sizeof(text),
			 "{\"parsed\":[{\"id\":\"%s%s\",\"price\":%s}]}",
			 "ef0d8b6fda2ceba41da15d4095d1da39",
			 "2a0d2f8ed0c6c7bc0f4cfac8c280b56d", none[i]);
		CHECK(!hear_hermes(out, found,
				   (const uint8_t(*)[PYTH_FEED_LEN])feeds,
				   text));
		CHECK(!found[1]);
	}
	CHECK(hear_hermes(out, found, (const uint8_t(*)[PYTH_FEED_LEN])feeds,
			  "{\"parsed\":[{\"price\":{}}]}"));
	CHECK(hear_hermes(out, found, (const uint8_t(*)[PYTH_FEED_LEN])feeds,
			  "{}"));
	CHECK(hear_hermes(out, found, (const uint8_t(*)[PYTH_FEED_LEN])feeds,
			  ""));
	arena_free(&a);
}

static void tickers(void)
{
	struct ticker t;

	reply_load(&p, "oracle", "binance");
	CHECK(!binance_read(&t, &p.json, p.http.answer.p, p.http.answer.len,
			    "SOLUSDT"));
	CHECK(is(t.bid, "138.24") && is(t.ask, "138.25") &&
	      t.ts_ms == REC_NONE_INT);
	reply_free(&p);
	reply_load(&p, "oracle", "binance");
	CHECK(binance_read(&t, &p.json, p.http.answer.p, p.http.answer.len,
			   "SOLUSD"));
	reply_free(&p);
	reply_load(&p, "oracle", "bybit");
	CHECK(!bybit_read(&t, &p.json, p.http.answer.p, p.http.answer.len,
			  "SOLUSDT"));
	CHECK(is(t.bid, "138.24") && t.ts_ms == 1764000000123);
	reply_free(&p);
}

#define EMPTY_TICKER                                                           \
	"{\"list\":[{\"symbol\":\"A\",\"bid1Price\":\"\",\"ask1Price\":\"1\"}" \
	"]}"

static void bad_tickers(void)
{
	static const char *const bad[] = {
		"",
		"[]",
		"{\"code\":-1121,\"msg\":\"Invalid symbol.\"}",
		"{\"symbol\":\"A\",\"bidPrice\":\"1\"}",
		"{\"symbol\":\"A\",\"bidPrice\":\"2\",\"askPrice\":\"1\"}",
		"{\"symbol\":\"A\",\"bidPrice\":\"0\",\"askPrice\":\"1\"}",
		"{\"symbol\":\"A\",\"bidPrice\":\"1e1\",\"askPrice\":\"11\"}",
		"{\"retCode\":1,\"time\":1,\"result\":{\"list\":[]}}",
		"{\"retCode\":0,\"result\":{\"list\":[{\"symbol\":\"A\"}]}}",
		"{\"retCode\":0,\"time\":1,\"result\":{\"list\":[]}}",
		"{\"retCode\":0,\"time\":1,\"result\":" EMPTY_TICKER "}",
	};
	struct json j = { 0 };
	struct ticker t;

	for (size_t i = 0; i < COUNT(bad); i++) {
		char text[256];
		int len = snprintf(text, sizeof(text), "%s", bad[i]);

		CHECK(binance_read(&t, &j, text, (size_t)len, "A"));
		snprintf(text, sizeof(text), "%s", bad[i]);
		CHECK(bybit_read(&t, &j, text, (size_t)len, "A"));
	}
	json_free(&j);
}

int main(void)
{
	pyth();
	switchboard();
	hermes();
	tickers();
	bad_tickers();
	printf("test_oracle: pass\n");
	return 0;
}
