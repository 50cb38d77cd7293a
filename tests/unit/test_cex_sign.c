/* test_cex_sign - requests that other clients sent, byte for byte.
 *
 * tests/vectors/cex holds what ccxt, the exchanges' own connectors and two more
 * clients sent to a server on this machine, at a fixed time.  Every signature of
 * theirs is made again from their bytes; then our writers are given what they were
 * given, and write the same bytes, or what differs is named. */
#include "check.h"

#include "base/hex.h"
#include "chain/hash.h"
#include "data/json_get.h"
#include "venue/cex_key.h"

#include <string.h>

#define FOLDER  "tests/vectors/cex/"
#define TIME_MS INT64_C(1700000000000)
#define SYMBOL  "ETHUSDT"

static struct arena mem;

/* ---- what was captured ---- */

struct captured {
	const char *client, *name, *method, *path, *query, *body;
	const char *key, *secret, *signature; /* signature NULL: public */
};

struct capture {
	struct captured v[40];
	size_t n;
};

static const char *text_of(const struct json *j, const struct json_tok *t,
			   const char *key)
{
	const char *s = NULL;

	return json_str(&s, json_in(j, t, key)) ? s : NULL;
}

static void load(struct capture *c, const char *name)
{
	static char text[1 << 16];
	struct json j = { 0 };
	FILE *f = fopen(name, "r");
	const struct json_tok *t;
	size_t len;

	CHECK(f);
	len = fread(text, 1, sizeof(text) - 1, f);
	CHECK(len < sizeof(text) - 1);
	text[len] = '\0';
	fclose(f);
	CHECK(!json_scan_any(&j, arena_strndup(&mem, text, len), len));
	c->n = j.tok->len;
	CHECK(c->n <= COUNT(c->v));
	t = j.tok + 1;
	for (size_t i = 0; i < c->n; i++, t = json_next(&j, t))
		c->v[i] = (struct captured){
			.client = text_of(&j, t, "client"),
			.name = text_of(&j, t, "name"),
			.method = text_of(&j, t, "method"),
			.path = text_of(&j, t, "path"),
			.query = text_of(&j, t, "query"),
			.body = text_of(&j, t, "body"),
			.key = text_of(&j, t, "key"),
			.secret = text_of(&j, t, "secret"),
			.signature = text_of(&j, t, "signature"),
		};
	json_free(&j);
}

static const struct captured *find(const struct capture *c, const char *client,
				   const char *name)
{
	for (size_t i = 0; i < c->n; i++)
		if (!strcmp(c->v[i].name, name) &&
		    !strncmp(c->v[i].client, client, strlen(client)))
			return &c->v[i];
	fprintf(stderr, "no capture '%s' of '%s'\n", name, client);
	CHECK(false);
	return NULL;
}

static const char *hmac(const char *secret, const char *a, size_t a_len,
			const char *b, size_t b_len)
{
	const struct hash_part parts[] = { { a, a_len }, { b, b_len } };
	unsigned char mac[HMAC_SHA256_LEN];
	char *hex = arena_alloc(&mem, HEX_SZ(sizeof(mac)));

	hmac_sha256(mac, secret, strlen(secret), parts, 2);
	return hex_format(hex, mac, sizeof(mac));
}

static size_t signed_len(const char *s)
{
	const char *at = strstr(s, "&signature=");

	return at ? (size_t)(at - s) : strlen(s);
}

static void make_again(const struct captured *c)
{
	if (!strncmp(c->path, "/v5/", 4)) {
		const char *head = arena_printf(&mem, "%lld%s5000",
						(long long)TIME_MS, c->key);
		const char *load = *c->body ? c->body : c->query;

		CHECK(!strcmp(
			hmac(c->secret, head, strlen(head), load, strlen(load)),
			c->signature));
		return;
	}
	CHECK(!strcmp(hmac(c->secret, c->query, signed_len(c->query), c->body,
			   signed_len(c->body)),
		      c->signature));
}

static void test_captured(void)
{
	static const char *const files[] = { FOLDER "binance_ccxt.json",
					     FOLDER "bybit_ccxt.json",
					     FOLDER "peers.json" };
	struct capture c;
	size_t n = 0;

	for (size_t f = 0; f < COUNT(files); f++) {
		load(&c, files[f]);
		for (size_t i = 0; i < c.n; i++) {
			const struct captured *v = &c.v[i];

			if (!v->signature)
				continue;
			make_again(v);
			n++;
		}
	}
	CHECK(n == 51);
}

/* ---- what we write ---- */

static struct cex_request r;

static void w_time(const struct cex_venue *v)
{
	CHECK(v->ask(&r, CEX_ASK_TIME, SYMBOL));
}

static void w_rules(const struct cex_venue *v)
{
	CHECK(v->ask(&r, CEX_ASK_RULES, SYMBOL));
}

static void w_account(const struct cex_venue *v)
{
	CHECK(v->ask(&r, CEX_ASK_ACCOUNT, SYMBOL));
}

static void w_mode(const struct cex_venue *v)
{
	CHECK(v->ask(&r, CEX_ASK_MODE, SYMBOL));
}

static void w_positions(const struct cex_venue *v)
{
	CHECK(v->ask(&r, CEX_ASK_POSITIONS, SYMBOL));
}

static void w_settings(const struct cex_venue *v)
{
	CHECK(v->ask(&r, CEX_ASK_SETTINGS, SYMBOL));
}

static void w_fees(const struct cex_venue *v)
{
	CHECK(v->ask(&r, CEX_ASK_FEES, SYMBOL));
}

static void w_open(const struct cex_venue *v)
{
	CHECK(v->ask(&r, CEX_ASK_OPEN, SYMBOL));
}

static void w_waiting(const struct cex_venue *v)
{
	CHECK(v->ask(&r, CEX_ASK_WAITING, SYMBOL));
}

static void w_others(const struct cex_venue *v)
{
	CHECK(v->ask(&r, CEX_ASK_OTHERS, SYMBOL));
}

static void w_mark(const struct cex_venue *v)
{
	CHECK(v->ask(&r, CEX_ASK_MARK, SYMBOL));
}

static void w_book(const struct cex_venue *v)
{
	CHECK(v->ask(&r, CEX_ASK_BOOK, SYMBOL));
}

static struct cex_order order(const char *id, bool buy, const char *size)
{
	struct cex_order o = { .symbol = SYMBOL,
			       .client_id = id,
			       .buy = buy,
			       .market = true,
			       .position_side = CEX_BOTH };

	CHECK(!dec_parse(&o.size, size, strlen(size)));
	return o;
}

static void w_market(const struct cex_venue *v)
{
	struct cex_order o = order("hs-1-0001", false, "1.5");

	v->ask_place(&r, &o, false);
	CHECK(r.once && r.orders == 1);
}

static void w_special(const struct cex_venue *v)
{
	struct cex_order o = order("hs:1/0007.A_b-c", false, "1");

	v->ask_place(&r, &o, false);
}

static void w_reduce(const struct cex_venue *v)
{
	struct cex_order o = order("hs-1-0005", true, "1.5");

	o.reduce_only = true;
	v->ask_place(&r, &o, false);
}

static void w_short(const struct cex_venue *v)
{
	struct cex_order o = order("hs-1-0006", false, "1.5");

	o.position_side = CEX_SHORT;
	v->ask_place(&r, &o, false);
}

static void w_limit(const struct cex_venue *v, const char *id,
		    const char *price)
{
	struct cex_order o = order(id, true, "0.4");

	o.market = false;
	CHECK(!dec_parse(&o.price, price, strlen(price)));
	v->ask_place(&r, &o, false);
}

static void w_limit_2(const struct cex_venue *v)
{
	w_limit(v, "hs-1-0002", "1900.12");
}

static void w_limit_3(const struct cex_venue *v)
{
	w_limit(v, "hs-1-0003", "1900.1");
}

static void w_test(const struct cex_venue *v)
{
	struct cex_order o = order("hs-1-0008", false, "1.5");

	v->ask_place(&r, &o, true);
	CHECK(!r.once && !r.orders);
}

static void w_query_0(const struct cex_venue *v)
{
	CHECK(v->ask_query(&r, 0, SYMBOL, "hs-1-0001"));
}

static void w_query_1(const struct cex_venue *v)
{
	CHECK(v->ask_query(&r, 1, SYMBOL, "hs-1-0001"));
}

static void w_query_2(const struct cex_venue *v)
{
	CHECK(v->ask_query(&r, 2, SYMBOL, "hs-1-0001"));
	CHECK(!r.once);
}

static void w_cancel(const struct cex_venue *v)
{
	v->ask_cancel(&r, SYMBOL, "hs-1-0002");
}

static void w_fills(const struct cex_venue *v)
{
	v->ask_fills(&r, SYMBOL, NULL, NULL, 1699990000000, NULL);
}

static void w_fundings(const struct cex_venue *v)
{
	v->ask_fundings(&r, SYMBOL, 1699990000000, NULL);
}

static void w_leverage(const struct cex_venue *v)
{
	const struct dec five = dec_make(5, 0);

	v->ask_leverage(&r, SYMBOL, &five);
}

static void w_margin(const struct cex_venue *v)
{
	CHECK(v->ask_margin(&r, SYMBOL, CEX_MARGIN_CROSS));
}

static void w_rights(const struct cex_venue *v)
{
	v->ask_rights(&r);
}

/* from, to: where theirs and ours differ, as a part of theirs and what ours has in
 * its place; of the path, too.  why says for what reason. */
struct same {
	const char *client, *name;
	void (*write)(const struct cex_venue *v);
	int window;
	const char *why, *from, *to, *path;
};

static const struct same binance_calls[] = {
	{ "ccxt", "time", w_time, 0, NULL, NULL, NULL, NULL },
	{ "ccxt", "exchangeInfo", w_rules, 0, NULL, NULL, NULL, NULL },
	{ "ccxt", "account_v3", w_account, 10000, NULL, NULL, NULL, NULL },
	{ "ccxt", "accountConfig", w_mode, 10000, NULL, NULL, NULL, NULL },
	{ "ccxt", "positionRisk_v3_recvwindow", w_positions, 5000, NULL, NULL,
	  NULL, NULL },
	{ "ccxt", "symbolConfig", w_settings, 10000, NULL, NULL, NULL, NULL },
	{ "ccxt", "symbolConfig", w_fees, 10000,
	  "ccxt has the fees from the account of version 2", "", "",
	  "/fapi/v1/commissionRate" },
	{ "ccxt", "symbolConfig", w_open, 10000,
	  "not captured; the same parameters elsewhere", "", "",
	  "/fapi/v1/openOrders" },
	{ "ccxt", "openAlgoOrders", w_waiting, 10000, NULL, NULL, NULL, NULL },
	{ "ccxt", "order_market_sell", w_market, 10000, NULL, NULL, NULL,
	  NULL },
	{ "ccxt", "order_market_reduceonly", w_reduce, 10000, NULL, NULL, NULL,
	  NULL },
	{ "ccxt", "order_clientid_specialchars", w_special, 10000, NULL, NULL,
	  NULL, NULL },
	{ "ccxt", "order_limit_gtc", w_limit_2, 10000,
	  "ours rest at no time: they trade at once or not at all",
	  "timeInForce=GTC", "timeInForce=IOC", NULL },
	{ "ccxt", "order_market_sell", w_short, 10000,
	  "hedge mode was not captured; ccxt adds parameters at the end",
	  "hs-1-0001&newOrderRespType=RESULT&type=MARKET&quantity=1.5",
	  "hs-1-0006&newOrderRespType=RESULT&type=MARKET&quantity=1.5"
	  "&positionSide=SHORT",
	  NULL },
	{ "ccxt", "order_test", w_test, 10000,
	  "a test of ccxt is a real order; ours goes where tests go", "", "",
	  "/fapi/v1/order/test" },
	{ "ccxt", "query_by_clientid", w_query_0, 10000, NULL, NULL, NULL,
	  NULL },
	{ "binance (tiagosiebler)", "query", w_query_0, 5000,
	  "the time stands at the other end",
	  "symbol=ETHUSDT&origClientOrderId=hs-1-0001&timestamp=1700000000000",
	  "timestamp=1700000000000&symbol=ETHUSDT&origClientOrderId=hs-1-0001",
	  NULL },
	{ "ccxt", "cancel_by_clientid", w_cancel, 10000, NULL, NULL, NULL,
	  NULL },
	{ "ccxt", "userTrades", w_fills, 10000, "our pages are whole",
	  "limit=50", "limit=1000", NULL },
	{ "ccxt", "userTrades", w_fundings, 10000,
	  "not captured; the same shape elsewhere",
	  "symbol=ETHUSDT&startTime=1699990000000&limit=50",
	  "symbol=ETHUSDT&incomeType=FUNDING_FEE&startTime=1699990000000"
	  "&limit=1000",
	  "/fapi/v1/income" },
	{ "ccxt", "setMarginMode_cross", w_margin, 10000, NULL, NULL, NULL,
	  NULL },
	{ "ccxt", "setMarginMode_cross", w_leverage, 10000,
	  "not captured; the same shape elsewhere", "marginType=CROSSED",
	  "leverage=5", "/fapi/v1/leverage" },
	{ "ccxt", "apiRestrictions", w_rights, 10000, NULL, NULL, NULL, NULL },
	{ "ccxt", "time", w_mark, 0, "not captured; public", "",
	  "symbol=ETHUSDT", "/fapi/v1/premiumIndex" },
	{ "ccxt", "time", w_book, 0, "not captured; public", "",
	  "symbol=ETHUSDT&limit=50", "/fapi/v1/depth" },
};

static const struct same bybit_calls[] = {
	{ "ccxt", "time", w_time, 0, NULL, NULL, NULL, NULL },
	{ "ccxt", "instruments", w_rules, 0, NULL, NULL, NULL, NULL },
	{ "ccxt", "instruments", w_mark, 0, "not captured; public", "", "",
	  "/v5/market/tickers" },
	{ "ccxt", "instruments", w_book, 0, "not captured; public", "",
	  "&limit=50", "/v5/market/orderbook" },
	{ "ccxt", "wallet_balance", w_account, 5000, NULL, NULL, NULL, NULL },
	{ "ccxt", "query_api", w_mode, 5000,
	  "not captured; no parameters either", "", "", "/v5/account/info" },
	{ "bybit-api", "positions", w_positions, 5000, NULL, NULL, NULL, NULL },
	{ "ccxt", "position_list_settle", w_others, 5000,
	  "the category stands first, as in all of ours",
	  "settleCoin=USDT&limit=200&category=linear",
	  "category=linear&settleCoin=USDT&limit=200", NULL },
	{ "ccxt", "fee_rate", w_fees, 5000, NULL, NULL, NULL, NULL },
	{ "ccxt", "realtime_open", w_open, 5000,
	  "the category stands first, as in all of ours",
	  "symbol=ETHUSDT&category=linear", "category=linear&symbol=ETHUSDT",
	  NULL },
	{ "bybit-api", "order_market_sell", w_market, 5000,
	  "the order of the members is that of ccxt; one-way is not said", NULL,
	  "{\"symbol\":\"ETHUSDT\",\"side\":\"Sell\",\"orderType\":\"Market\","
	  "\"orderLinkId\":\"hs-1-0001\",\"category\":\"linear\","
	  "\"qty\":\"1.5\"}",
	  NULL },
	{ "ccxt", "order_limit_ioc", w_limit_3, 5000, NULL, NULL, NULL, NULL },
	{ "ccxt", "order_market_reduceonly", w_reduce, 5000, NULL, NULL, NULL,
	  NULL },
	{ "ccxt", "order_hedge_short", w_short, 5000, NULL, NULL, NULL, NULL },
	{ "ccxt", "order_hedge_short", w_test, 5000,
	  "not captured; the same parameters elsewhere",
	  "hs-1-0006\",\"category\":\"linear\",\"qty\":\"1.5\","
	  "\"positionIdx\":2",
	  "hs-1-0008\",\"category\":\"linear\",\"qty\":\"1.5\"",
	  "/v5/order/pre-check" },
	{ "ccxt", "history_by_link", w_query_0, 5000,
	  "the same question, asked of what is open and just over first", "",
	  "", "/v5/order/realtime" },
	{ "ccxt", "history_by_link", w_query_1, 5000, NULL, NULL, NULL, NULL },
	{ "ccxt", "history_by_link", w_query_2, 5000,
	  "the same question, asked of the fills", "", "",
	  "/v5/execution/list" },
	{ "bybit-api", "cancel", w_cancel, 5000, NULL, NULL, NULL, NULL },
	{ "ccxt", "execution_list", w_fills, 5000, "our pages are whole",
	  "limit=50", "limit=100", NULL },
	{ "ccxt", "execution_list", w_fundings, 5000,
	  "not captured; the same list, of another kind",
	  "execType=Trade&symbol=ETHUSDT&category=linear&limit=50",
	  "execType=Funding&symbol=ETHUSDT&category=linear&limit=100", NULL },
	{ "bybit-api", "cancel", w_leverage, 5000,
	  "not captured; the same shape elsewhere",
	  "\"orderLinkId\":\"hs-1-0002\"",
	  "\"buyLeverage\":\"5\",\"sellLeverage\":\"5\"",
	  "/v5/position/set-leverage" },
	{ "ccxt", "query_api", w_rights, 5000, NULL, NULL, NULL, NULL },
};

/* Theirs, without its signature, with the difference made; from NULL: all of it. */
static const char *theirs(const char *text, const struct same *s)
{
	const char *at;

	text = arena_strndup(&mem, text, signed_len(text));
	if (!s->to)
		return text;
	if (!s->from)
		return s->to;
	if (!*s->from)
		return arena_printf(&mem, "%s%s", text, s->to);
	at = strstr(text, s->from);
	CHECK(at);
	return arena_printf(&mem, "%.*s%s%s", (int)(at - text), text, s->to,
			    at + strlen(s->from));
}

static const char *method_text(enum cex_method m)
{
	return m == CEX_GET    ? "GET"
	       : m == CEX_POST ? "POST"
	       : m == CEX_PUT  ? "PUT"
			       : "DELETE";
}

static void explain(const struct same *s, const char *want, const char *got)
{
	fprintf(stderr, "%s: want '%s'\n got '%s'\n", s->name, want, got);
}

static void check_texts(const struct same *s, const char *want,
			const struct buf *got)
{
	size_t n = strlen(want);

	if (strncmp(want, got->p, n) != 0)
		explain(s, want, got->p);
	CHECK(!strncmp(want, got->p, n));
	CHECK(!got->p[n] || !strncmp(got->p + n, "&signature=", 11));
	CHECK(strlen(got->p) == got->len);
}

static void check_headers(const struct cex_venue *v, const struct captured *c)
{
	char text[128];

	if (!r.is_signed) {
		CHECK(!r.n_headers);
		return;
	}
	snprintf(text, sizeof(text), "%s: %s",
		 v == &cex_binance ? "X-MBX-APIKEY" : "X-BAPI-API-KEY", c->key);
	CHECK(!strcmp(r.headers[0].p, text));
	if (v == &cex_binance) {
		CHECK(r.n_headers == 1);
		return;
	}
	CHECK(r.n_headers == 4);
	CHECK(!strcmp(r.headers[1].p, "X-BAPI-TIMESTAMP: 1700000000000"));
	CHECK(!strcmp(r.headers[2].p, "X-BAPI-RECV-WINDOW: 5000"));
}

static const char *our_signature(const struct cex_venue *v)
{
	const char *at;

	if (v == &cex_bybit)
		return r.headers[3].p + strlen("X-BAPI-SIGN: ");
	at = strstr(r.body.len ? r.body.p : r.query.p, "&signature=");
	return at + strlen("&signature=");
}

static void check_same(const struct cex_venue *v, const struct capture *all,
		       const struct same *s)
{
	const struct captured *c = find(all, s->client, s->name);
	struct cex_creds creds = { .key = c->key,
				   .secret = (const unsigned char *)c->secret,
				   .secret_len = strlen(c->secret) };
	bool in_body;

	s->write(v);
	in_body = r.method == CEX_POST;
	v->sign(&r, &creds, TIME_MS - 5, s->window + 1); /* then signed again */
	v->sign(&r, &creds, TIME_MS, s->window);
	CHECK(!strcmp(method_text(r.method), c->method));
	CHECK(!strcmp(r.path, s->path ? s->path : c->path));
	check_texts(s, in_body ? c->query : theirs(c->query, s), &r.query);
	check_texts(s, in_body ? theirs(c->body, s) : c->body, &r.body);
	check_headers(v, c);
	CHECK((s->to != NULL) == (s->why != NULL));
	if (!c->signature)
		return;
	if (!s->to || (!*s->to && s->from && !*s->from)) {
		CHECK(!strcmp(our_signature(v), c->signature));
		return;
	}
	CHECK(strlen(our_signature(v)) == 2 * HMAC_SHA256_LEN);
	CHECK(strcmp(our_signature(v), c->signature) != 0);
}

static void test_same(void)
{
	struct capture own, peers;

	load(&peers, FOLDER "peers.json");
	load(&own, FOLDER "binance_ccxt.json");
	for (size_t i = 0; i < COUNT(binance_calls); i++)
		check_same(&cex_binance,
			   !strcmp(binance_calls[i].client, "ccxt") ? &own
								    : &peers,
			   &binance_calls[i]);
	load(&own, FOLDER "bybit_ccxt.json");
	for (size_t i = 0; i < COUNT(bybit_calls); i++)
		check_same(&cex_bybit,
			   !strcmp(bybit_calls[i].client, "ccxt") ? &own
								  : &peers,
			   &bybit_calls[i]);
}

/* The example of Binance's documents, and the one that has a query and a body, which
 * are signed as one text without an & between them. */
static void test_documented(void)
{
	static const char secret[] = "2b5eb11e18796d12d88f13dc27dbbd02c2cc51ff"
				     "7059765ed9821957d82bb4d9";
	static const char query[] = "symbol=BTCUSDT&side=BUY&type=LIMIT"
				    "&timeInForce=GTC";
	static const char body[] = "quantity=1&price=9000&recvWindow=5000"
				   "&timestamp=1591702613943";
	static const char all[] =
		"symbol=BTCUSDT&side=BUY&type=LIMIT&quantity=1&price=9000"
		"&timeInForce=GTC&recvWindow=5000&timestamp=1591702613943";

	CHECK(!strcmp(hmac(secret, all, strlen(all), "", 0),
		      "3c661234138461fcc7a7d8746c6558c9842d4e10870d2ecbedf7777c"
		      "ad694af9"));
	CHECK(!strcmp(hmac(secret, query, strlen(query), body, strlen(body)),
		      "30baaf0fab549bbeda7f5ef201898b34122da25fd23c646cac2c529a"
		      "ebe670a4"));
}

/* Of the key of RFC 8032, 7.1, test 1; signed by openssl 3 (pkeyutl -rawin). */
static void test_ed25519(void)
{
	static const char pem[] = "the-api-key\n"
				  "-----BEGIN PRIVATE KEY-----\n"
				  "MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/"
				  "VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g"
				  "\n-----END PRIVATE KEY-----\n";
	static const char want[] =
		"timestamp=1700000000000&symbol=ETHUSDT&side=SELL"
		"&newClientOrderId=hs-1-0001&newOrderRespType=RESULT&type="
		"MARKET"
		"&quantity=1.5&recvWindow=10000&signature=%2B6%2BfL%2Bmja5oL%"
		"2B8"
		"KfQw14VUmOOJyET7wc5JJJNUtx303I1loJGmIv5vLYDSQB8iE%"
		"2BhPOpdf2v7sl"
		"WWbqJZZ36BQ%3D%3D";
	struct cex_key key;

	CHECK(!cex_key_read(&key, pem, strlen(pem)));
	CHECK(key.creds.ed25519 && !strcmp(key.creds.key, "the-api-key"));
	w_market(&cex_binance);
	cex_binance.sign(&r, &key.creds, TIME_MS, 10000);
	CHECK(!strcmp(r.body.p, want) && !r.query.len);
	CHECK(!strcmp(r.headers[0].p, "X-MBX-APIKEY: the-api-key"));
	cex_key_drop(&key);
}

/* What is not unreserved is %XX in upper case, byte by byte, in any locale; nothing
 * may end a parameter, a line or a text early. */
static void test_encoding(void)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnop"
				    "qrstuvwxyz0123456789-._~";
	char value[2] = "", want[8];

	for (int c = 1; c < 256; c++) {
		value[0] = (char)c;
		CHECK(cex_binance.ask(&r, CEX_ASK_MARK, value));
		snprintf(want, sizeof(want), strchr(plain, c) ? "%c" : "%%%02X",
			 c);
		CHECK(!strncmp(r.query.p, "symbol=", 7));
		CHECK(!strcmp(r.query.p + 7, want));
	}
}

/* A text of JSON, likewise: scanned again it is what was put. */
static void test_json(void)
{
	struct json j = { 0 };
	char value[256], *copy;
	const char *got;

	for (int c = 1; c < 128; c++)
		value[c - 1] = (char)c;
	value[127] = '\0';
	cex_bybit.ask_cancel(&r, value, "\"},{\"a\":\"\\");
	copy = arena_strndup(&mem, r.body.p, r.body.len);
	CHECK(!json_scan(&j, copy, r.body.len));
	CHECK(json_str(&got, json_in(&j, j.tok, "symbol")));
	CHECK(!strcmp(got, value));
	CHECK(json_str(&got, json_in(&j, j.tok, "orderLinkId")));
	CHECK(!strcmp(got, "\"},{\"a\":\"\\"));
	CHECK(j.tok->len == 3);
	json_free(&j);
}

/* In hedge mode Binance refuses reduceOnly, where Bybit takes it; a one-way order has
 * no position side. */
static void test_modes(void)
{
	struct cex_order o = order("a", true, "1");

	o.reduce_only = true;
	cex_bybit.ask_place(&r, &o, false);
	CHECK(strstr(r.body.p, "\"reduceOnly\":true"));
	CHECK(!strstr(r.body.p, "positionIdx"));
	o.position_side = CEX_LONG;
	cex_bybit.ask_place(&r, &o, false);
	CHECK(strstr(r.body.p, "\"positionIdx\":1,\"reduceOnly\":true"));
	cex_binance.ask_place(&r, &o, false);
	CHECK(strstr(r.body.p, "&positionSide=LONG"));
	CHECK(!strstr(r.body.p, "reduceOnly"));
}

static const struct cex_creds plain_creds = {
	.key = "k",
	.secret = (const unsigned char *)"s",
	.secret_len = 1,
};

/* What is public holds nothing of an account; a request asked anew nothing of the
 * one before it; a cursor is sent as it came. */
static void test_edges(void)
{
	for (size_t i = 0; cex_venues[i]; i++) {
		const struct cex_venue *v = cex_venues[i];

		CHECK(cex_venue_find(v->name) == v);
		w_market(v);
		v->sign(&r, &plain_creds, TIME_MS, 5000);
		CHECK(r.n_headers);
		w_time(v);
		v->sign(&r, &plain_creds, TIME_MS, 5000);
		CHECK(!r.n_headers && !r.query.len && !r.body.len);
		CHECK(!r.once && !r.orders && !r.is_signed);
		for (int what = 0; what < CEX_ASKS; what++)
			if (v->ask(&r, (enum cex_ask)what, SYMBOL))
				CHECK(r.weight > 0 && !r.once && !r.orders &&
				      r.method == CEX_GET);
		for (int step = 0; step < 4; step++)
			CHECK(v->ask_query(&r, step, SYMBOL, "a") ==
			      (step < (v == &cex_binance ? 1 : 3)));
	}
	CHECK(!cex_venue_find("okx"));
	cex_bybit.ask_fills(&r, SYMBOL, "7", NULL, 0, "132766%3A2%2C132766");
	CHECK(strstr(r.query.p, "&orderId=7&cursor=132766%3A2%2C132766"));
	cex_bybit.ask_fills(&r, SYMBOL, "7", "mm", 0, NULL);
	CHECK(strstr(r.query.p, "&orderLinkId=mm") &&
	      !strstr(r.query.p, "Time"));
	cex_binance.ask_fills(&r, SYMBOL, "7", "mm", 0, "8");
	CHECK(strstr(r.query.p, "&orderId=7&fromId=8&limit=1000"));
	CHECK(!strstr(r.query.p, "startTime"));
	CHECK(!cex_bybit.ask_margin(&r, SYMBOL, CEX_MARGIN_CROSS));
}

int main(void)
{
	test_captured();
	test_same();
	test_documented();
	test_ed25519();
	test_encoding();
	test_json();
	test_modes();
	test_edges();
	cex_request_free(&r);
	arena_free(&mem);
	printf("test_cex_sign: pass\n");
	return 0;
}
