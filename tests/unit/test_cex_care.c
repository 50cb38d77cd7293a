/* test_cex_care - keys of sub-accounts: what is asked, and what is no answer. */
#include "check.h"
#include "venue/cex_care.h"
#include "venue/cex_key.h"

#include <string.h>

static struct arena mem;
static const struct cex_care *binance, *bybit;

/* A reply that tells no secret gives none. */
static void bad_creates(void)
{
	static const char *const replies[] = {
		"",
		"{",
		"[]",
		"null",
		"{}",
		"{\"apiKey\":\"abcdefgh\"}",
		"{\"apiKey\":\"abcdefgh\",\"secretKey\":\"\"}",
		"{\"apiKey\":\"abcdefgh\",\"secretKey\":12345678}",
		"{\"apiKey\":\"abcdefgh\",\"secretKey\":\"short\"}",
		"{\"apiKey\":\"abc defgh\",\"secretKey\":\"abcdefgh\"}",
		"{\"apiKey\":\"abcdefgh\",\"secretKey\":\"abcd\\nefgh\"}",
		"{\"apiKey\":\"abcdefgh\",\"secretKey\":\"abcdefg\xc3\xa9\"}",
		"{\"result\":\"abcdefgh\"}",
		"{\"result\":{\"apiKey\":\"abcdefgh\"}}",
		"{\"result\":[{\"apiKey\":\"abcdefgh\"}]}",
	};

	for (size_t i = 0; i < COUNT(replies); i++) {
		size_t len = strlen(replies[i]);
		struct secret s;

		CHECK(binance->read_create(&s, replies[i], len) && !s.p);
		CHECK(bybit->read_create(&s, replies[i], len) && !s.p);
	}
}

static void bad_lists(void)
{
	static const char *const replies[] = {
		"{}",
		"{\"rows\":{}}",
		"{\"rows\":[1]}",
		"{\"rows\":[{\"apikey\":\"k\"}]}",
		"{\"rows\":[{\"apikey\":\"\",\"apiName\":\"n\"}]}",
		"{\"retCode\":0,\"result\":{}}",
		"{\"retCode\":0,\"result\":{\"result\":[{}]}}",
		"{\"retCode\":0,\"result\":{\"result\":[{\"apiKey\":\"k\"}]}}",
	};
	struct cex_kept_keys keys;

	for (size_t i = 0; i < COUNT(replies); i++) {
		size_t len = strlen(replies[i]);

		CHECK(binance->read_list(&keys, NULL, replies[i], len, &mem));
		CHECK(bybit->read_list(&keys, NULL, replies[i], len, &mem));
	}
}

static void accounts(void)
{
	CHECK(binance->account_unfit("") && binance->account_unfit("a") &&
	      binance->account_unfit("@b") && binance->account_unfit("a@"));
	CHECK(!binance->account_unfit("bot_virtual@x.example"));
	CHECK(bybit->account_unfit("") && bybit->account_unfit("a") &&
	      bybit->account_unfit("0") && bybit->account_unfit("1,2") &&
	      bybit->account_unfit("1234567890123456"));
	CHECK(!bybit->account_unfit("53888000"));
}

static void created(const struct cex_care *care, const char *reply)
{
	struct cex_key key;
	struct secret s;

	CHECK(!care->read_create(&s, reply, strlen(reply)));
	CHECK(!strcmp(s.p, "abcdefgh\n12345678\n"));
	CHECK(!cex_key_read(&key, s.p, s.len));
	CHECK(!strcmp(key.creds.key, "abcdefgh") && !key.creds.ed25519);
	CHECK(key.creds.secret_len == 8);
	cex_key_drop(&key);
	secret_free(&s);
}

static void lists(void)
{
	static const char one[] =
		"{\"total\":1,\"rows\":[{\"email\":\"a@b\",\"apiName\":\"n\","
		"\"apikey\":\"k1\"},{\"apiName\":\"\",\"apikey\":\"k2\"}]}";
	static const char two[] =
		"{\"retCode\":0,\"retMsg\":\"\",\"result\":{\"result\":[{"
		"\"id\":\"1\",\"apiKey\":\"k1\",\"note\":\"n\",\"secret\":"
		"\"******\"}],\"nextPageCursor\":\"a%2Cb\"}}";
	struct cex_kept_keys keys;
	char *many = arena_alloc(&mem, 8192);

	CHECK(!binance->read_list(&keys, NULL, one, strlen(one), &mem));
	CHECK(keys.n == 2 && !keys.cursor && !strcmp(keys.v[0].key, "k1"));
	CHECK(!strcmp(keys.v[0].name, "n") && !*keys.v[1].name);
	CHECK(!bybit->read_list(&keys, NULL, two, strlen(two), &mem));
	CHECK(keys.n == 1 && !strcmp(keys.cursor, "a%2Cb"));
	CHECK(!strcmp(keys.v[0].name, "n"));
	/* A whole page may have a next one. */
	snprintf(many, 16, "{\"rows\":[");
	for (int i = 0; i < 100; i++)
		snprintf(many + strlen(many), 64,
			 "%s{\"apikey\":\"k%d\",\"apiName\":\"n\"}",
			 i ? "," : "", i);
	snprintf(many + strlen(many), 8, "]}");
	CHECK(!binance->read_list(&keys, NULL, many, strlen(many), &mem));
	CHECK(keys.n == 100 && !strcmp(keys.cursor, "2"));
	CHECK(!binance->read_list(&keys, "2", many, strlen(many), &mem));
	CHECK(!strcmp(keys.cursor, "3"));
}

/* Trade-only, from one address, sent once; the bytes that are signed. */
static void requests(void)
{
	struct cex_request r = { .method = CEX_GET };

	binance->ask_create(&r, "bot+1@x.example", "mm-1", "203.0.113.7");
	CHECK(r.method == CEX_POST && r.once && r.is_signed && !r.json);
	CHECK(r.host == CEX_HOST_KEYS && !r.query.len);
	CHECK(strstr(r.body.p, "&email=bot%2B1%40x.example&apiName=mm-1&"
			       "status=2&canTrade=false&"
			       "canMarginLoanRepay=false&canFuturesTrade=true&"
			       "canUniversalTransfer=false&"
			       "canVanillaOptions=false&"
			       "ipAddress=203.0.113.7"));
	binance->ask_delete(&r, "a@b", "k/1");
	CHECK(r.method == CEX_DELETE && strstr(r.query.p, "email=a%40b"));
	CHECK(strstr(r.query.p, "subAccountApiKey=k%2F1"));
	bybit->ask_create(&r, "53888000", "mm-1", "203.0.113.7");
	CHECK(r.once && r.is_signed && r.json);
	CHECK(!strcmp(r.body.p,
		      "{\"subuid\":53888000,\"note\":\"mm-1\",\"readOnly\":0,"
		      "\"ips\":\"203.0.113.7\",\"permissions\":{"
		      "\"ContractTrade\":[\"Order\",\"Position\"]}}"));
	bybit->ask_list(&r, "53888000", "a%2Cb");
	CHECK(r.method == CEX_GET && !r.json);
	CHECK(!strcmp(r.query.p, "subMemberId=53888000&limit=20&cursor=a%2Cb"));
	bybit->ask_delete(&r, "53888000", "k");
	CHECK(!strcmp(r.body.p, "{\"apikey\":\"k\"}"));
	cex_request_free(&r);
}

int main(void)
{
	binance = cex_binance.care;
	bybit = cex_bybit.care;
	bad_creates();
	bad_lists();
	accounts();
	created(binance, "{\"apiName\":\"mm-1\",\"apiKey\":\"abcdefgh\","
			 "\"secretKey\":\"12345678\",\"status\":2}");
	created(bybit, "{\"retCode\":0,\"retMsg\":\"\",\"result\":{\"id\":\"1\""
		       ",\"apiKey\":\"abcdefgh\",\"secret\":\"12345678\"}}");
	lists();
	requests();
	arena_free(&mem);
	printf("test_cex_care: pass\n");
	return 0;
}
