/* Bybit v5, category linear: requests and their signature. */
#include "base/hex.h"
#include "chain/hash.h"
#include "venue/bybit_parts.h"
#include "venue/cex_write.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* ---- signature ---- */

/* source: time, key, window, and the query of GET or the body of POST, as sent. */
static void sign(struct cex_request *r, const struct cex_creds *c,
		 int64_t ts_ms, int64_t recv_window_ms)
{
	char ts[24], window[24], hex[HEX_SZ(HMAC_SHA256_LEN)];
	unsigned char mac[HMAC_SHA256_LEN];
	const struct buf *payload = cex_target(r);

	if (!r->is_signed)
		return;
	cex_bare(r);
	snprintf(ts, sizeof(ts), "%" PRId64, ts_ms);
	snprintf(window, sizeof(window), "%" PRId64, recv_window_ms);

	const struct hash_part parts[] = { { ts, strlen(ts) },
					   { c->key, strlen(c->key) },
					   { window, strlen(window) },
					   { payload->p, payload->len } };

	hmac_sha256(mac, c->secret, c->secret_len, parts, 4);
	cex_header(r, "X-BAPI-API-KEY", c->key);
	cex_header(r, "X-BAPI-TIMESTAMP", ts);
	cex_header(r, "X-BAPI-RECV-WINDOW", window);
	cex_header(r, "X-BAPI-SIGN", hex_format(hex, mac, sizeof(mac)));
}

/* ---- writing ---- */

static void get(struct cex_request *r, const char *path, bool is_signed)
{
	cex_begin(r, CEX_GET, path, 1);
	r->is_signed = is_signed;
}

static void post(struct cex_request *r, const char *path)
{
	cex_begin(r, CEX_POST, path, 1);
	r->is_signed = true;
	r->json = true;
}

/* Every question about one symbol of one category begins so. */
static void linear(struct cex_request *r, const char *symbol)
{
	cex_put_text(r, "category", "linear");
	cex_put_text(r, "symbol", symbol);
}

/* ---- what is known of a symbol ---- */

/* What a symbol is paid in: the others, as BTCPERP, are in USDC. */
static const char *settle_coin(const char *symbol)
{
	size_t n = strlen(symbol);

	return n > 4 && !strcmp(symbol + n - 4, "USDT") ? "USDT" : "USDC";
}

/* Leverage and mode come with the positions, the time between fundings with the
 * rules, orders that wait for a price with the others. */
static bool ask(struct cex_request *r, enum cex_ask what, const char *symbol)
{
	switch (what) {
	case CEX_ASK_TIME:
		get(r, "/v5/market/time", false);
		return true;
	case CEX_ASK_RULES:
		get(r, "/v5/market/instruments-info", false);
		linear(r, symbol);
		return true;
	case CEX_ASK_MARK:
		get(r, "/v5/market/tickers", false);
		linear(r, symbol);
		return true;
	case CEX_ASK_BOOK:
		get(r, "/v5/market/orderbook", false);
		linear(r, symbol);
		cex_put_int(r, "limit", 50);
		return true;
	case CEX_ASK_MODE:
		get(r, "/v5/account/info", true);
		return true;
	case CEX_ASK_ACCOUNT:
		get(r, "/v5/account/wallet-balance", true);
		cex_put_text(r, "accountType", "UNIFIED");
		return true;
	case CEX_ASK_POSITIONS:
		get(r, "/v5/position/list", true);
		linear(r, symbol);
		return true;
	case CEX_ASK_FEES:
		get(r, "/v5/account/fee-rate", true);
		linear(r, symbol);
		return true;
	case CEX_ASK_OPEN:
		get(r, "/v5/order/realtime", true);
		linear(r, symbol);
		return true;
	case CEX_ASK_OTHERS:
		get(r, "/v5/position/list", true);
		cex_put_text(r, "category", "linear");
		cex_put_text(r, "settleCoin", settle_coin(symbol));
		cex_put_int(r, "limit", 200);
		return true;
	case CEX_ASK_FUNDING:
	case CEX_ASK_SETTINGS:
	case CEX_ASK_WAITING:
	case CEX_ASKS:
		break;
	}
	return false;
}

/* ---- orders ---- */

static int position_index(enum cex_position_side side)
{
	switch (side) {
	case CEX_LONG:
		return 1;
	case CEX_SHORT:
		return 2;
	case CEX_BOTH:
		break;
	}
	return 0;
}

static void ask_place(struct cex_request *r, const struct cex_order *o,
		      bool test)
{
	post(r, test ? "/v5/order/pre-check" : "/v5/order/create");
	r->once = !test;
	r->orders = test ? 0 : 1;
	cex_put_text(r, "symbol", o->symbol);
	cex_put_text(r, "side", o->buy ? "Buy" : "Sell");
	cex_put_text(r, "orderType", o->market ? "Market" : "Limit");
	if (!o->market)
		cex_put_text(r, "timeInForce", "IOC");
	cex_put_text(r, "orderLinkId", o->client_id);
	if (!o->market)
		cex_put_dec(r, "price", o->price);
	cex_put_text(r, "category", "linear");
	cex_put_dec(r, "qty", o->size);
	if (o->position_side != CEX_BOTH)
		cex_put_int(r, "positionIdx", position_index(o->position_side));
	if (o->reduce_only)
		cex_put_bool(r, "reduceOnly", true);
}

/* The first list forgets, the second comes late, the third has fills only. */
static bool ask_query(struct cex_request *r, int step, const char *symbol,
		      const char *client_id)
{
	static const char *const places[] = { "/v5/order/realtime",
					      "/v5/order/history",
					      "/v5/execution/list" };
	bool known =
		step >= 0 && (size_t)step < sizeof(places) / sizeof(*places);

	get(r, places[known ? step : 0], true);
	linear(r, symbol);
	cex_put_text(r, "orderLinkId", client_id);
	return known;
}

static void ask_cancel(struct cex_request *r, const char *symbol,
		       const char *client_id)
{
	post(r, "/v5/order/cancel");
	linear(r, symbol);
	cex_put_text(r, "orderLinkId", client_id);
}

/* Fills and fundings are one list; its cursors are percent-encoded already. */
static void executions(struct cex_request *r, const char *type,
		       const char *symbol)
{
	get(r, "/v5/execution/list", true);
	cex_put_text(r, "execType", type);
	cex_put_text(r, "symbol", symbol);
	cex_put_text(r, "category", "linear");
	cex_put_int(r, "limit", BYBIT_PAGE);
}

static void ask_fills(struct cex_request *r, const char *symbol,
		      const char *order_id, const char *client_id,
		      int64_t since_ms, const char *cursor)
{
	executions(r, "Trade", symbol);
	if (order_id && client_id)
		cex_put_text(r, "orderLinkId", client_id);
	else if (order_id)
		cex_put_text(r, "orderId", order_id);
	else
		cex_put_int(r, "startTime", since_ms);
	if (cursor)
		cex_put_raw(r, "cursor", cursor);
}

static void ask_fundings(struct cex_request *r, const char *symbol,
			 int64_t since_ms, const char *cursor)
{
	executions(r, "Funding", symbol);
	cex_put_int(r, "startTime", since_ms);
	if (cursor)
		cex_put_raw(r, "cursor", cursor);
}

/* ---- settings and rights ---- */

static void ask_leverage(struct cex_request *r, const char *symbol,
			 const struct dec *leverage)
{
	post(r, "/v5/position/set-leverage");
	linear(r, symbol);
	cex_put_dec(r, "buyLeverage", *leverage);
	cex_put_dec(r, "sellLeverage", *leverage);
}

static bool ask_margin(struct cex_request *r, const char *symbol,
		       enum cex_margin type)
{
	(void)r, (void)symbol, (void)type; /* it is the account's */
	return false;
}

static void ask_rights(struct cex_request *r)
{
	get(r, "/v5/user/query-api", true);
}

static const struct cex_limits limits = {
	.weight = { 5000, 600, NULL },
	.orders = { { 1000, 10, NULL } },
	.left_header = "X-Bapi-Limit-Status",
	.reset_header = "X-Bapi-Limit-Reset-Timestamp",
	.forbidden_ms = 600000,
};

const struct cex_venue cex_bybit = {
	.name = "bybit",
	.url_key = "BYBIT_URL",
	.account_key = "BYBIT_KEY",
	.limits = &limits,
	.sign = sign,
	.judge = bybit_judge,
	.ask = ask,
	.read = bybit_read_seat,
	.ask_place = ask_place,
	.read_place = bybit_read_place,
	.ask_query = ask_query,
	.read_query = bybit_read_query,
	.ask_cancel = ask_cancel,
	.ask_fills = ask_fills,
	.read_fills = bybit_read_fills,
	.ask_fundings = ask_fundings,
	.read_fundings = bybit_read_fundings,
	.ask_leverage = ask_leverage,
	.ask_margin = ask_margin,
	.ask_rights = ask_rights,
	.read_rights = bybit_read_rights,
	.care = &bybit_care,
};
