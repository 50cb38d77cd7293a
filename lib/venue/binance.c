/* Binance, USD-M futures: requests and their signature. */
#include "base/base64.h"
#include "base/hex.h"
#include "chain/ed25519.h"
#include "chain/hash.h"
#include "venue/binance_parts.h"
#include "venue/cex_write.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* A signed request begins with its time, of so many digits, which sign fills in. */
#define TIME_KEY    "timestamp"
#define TIME_DIGITS 13
#define TIME_BLANK  "0000000000000"

void binance_begin(struct cex_request *r, enum cex_method method,
		   const char *path, int weight)
{
	cex_begin(r, method, path, weight);
	r->is_signed = true;
	cex_put_text(r, TIME_KEY, TIME_BLANK);
}

/* ---- signature ---- */

/* source: "the concatenation of query and body", without an & between them. */
static void signature(struct cex_request *r, const struct cex_creds *c)
{
	const struct hash_part parts[] = { { r->query.p, r->query.len },
					   { r->body.p, r->body.len } };
	const struct buf *signed_part = cex_target(r);
	unsigned char mac[HMAC_SHA256_LEN], sig[ED25519_SIG_LEN];
	char text[BASE64_SZ(ED25519_SIG_LEN)], hex[HEX_SZ(HMAC_SHA256_LEN)];

	if (!c->ed25519) {
		hmac_sha256(mac, c->secret, c->secret_len, parts, 2);
		cex_put_text(r, "signature", hex_format(hex, mac, sizeof(mac)));
		return;
	}
	/* Every request here has one of the two only. */
	ed25519_sign(sig, signed_part->p, signed_part->len, c->secret);
	base64_format(text, sig, sizeof(sig));
	cex_put_text(r, "signature", text);
}

static void sign(struct cex_request *r, const struct cex_creds *c,
		 int64_t ts_ms, int64_t recv_window_ms)
{
	char digits[24];

	if (!r->is_signed)
		return;
	cex_bare(r);
	snprintf(digits, sizeof(digits), "%0*" PRId64, TIME_DIGITS,
		 ts_ms > CEX_TIME_MAX ? CEX_TIME_MAX : ts_ms);
	memcpy(cex_target(r)->p + strlen(TIME_KEY "="), digits, TIME_DIGITS);
	cex_put_int(r, "recvWindow", recv_window_ms);
	signature(r, c);
	cex_header(r, "X-MBX-APIKEY", c->key);
}

/* ---- what is known of a symbol ---- */

static const struct {
	const char *path; /* NULL: another question answers it */
	int weight;
	bool is_signed, symbol;
	int limit; /* 0: takes none */
} asks[CEX_ASKS] = {
	[CEX_ASK_TIME] = { "/fapi/v1/time", 1, false, false, 0 },
	[CEX_ASK_RULES] = { "/fapi/v1/exchangeInfo", 1, false, false, 0 },
	[CEX_ASK_MARK] = { "/fapi/v1/premiumIndex", 1, false, true, 0 },
	[CEX_ASK_FUNDING] = { "/fapi/v1/fundingInfo", 1, false, false, 0 },
	[CEX_ASK_BOOK] = { "/fapi/v1/depth", 2, false, true, 50 },
	[CEX_ASK_MODE] = { "/fapi/v1/accountConfig", 5, true, false, 0 },
	[CEX_ASK_ACCOUNT] = { "/fapi/v3/account", 5, true, false, 0 },
	[CEX_ASK_POSITIONS] = { "/fapi/v3/positionRisk", 5, true, true, 0 },
	[CEX_ASK_SETTINGS] = { "/fapi/v1/symbolConfig", 5, true, true, 0 },
	[CEX_ASK_FEES] = { "/fapi/v1/commissionRate", 20, true, true, 0 },
	[CEX_ASK_OPEN] = { "/fapi/v1/openOrders", 1, true, true, 0 },
	[CEX_ASK_WAITING] = { "/fapi/v1/openAlgoOrders", 1, true, true, 0 },
};

/* The account tells what else it holds. */
static bool ask(struct cex_request *r, enum cex_ask what, const char *symbol)
{
	if (!asks[what].path)
		return false;
	if (asks[what].is_signed)
		binance_begin(r, CEX_GET, asks[what].path, asks[what].weight);
	else
		cex_begin(r, CEX_GET, asks[what].path, asks[what].weight);
	if (asks[what].symbol)
		cex_put_text(r, "symbol", symbol);
	if (asks[what].limit)
		cex_put_int(r, "limit", asks[what].limit);
	return true;
}

/* ---- orders ---- */

static const char *side_text(enum cex_position_side side)
{
	switch (side) {
	case CEX_LONG:
		return "LONG";
	case CEX_SHORT:
		return "SHORT";
	case CEX_BOTH:
		break;
	}
	return "BOTH";
}

/* In hedge mode reduceOnly is refused: there a position side says it. */
static void ask_place(struct cex_request *r, const struct cex_order *o,
		      bool test)
{
	binance_begin(r, CEX_POST, test ? BINANCE_ORDER "/test" : BINANCE_ORDER,
		      test ? 1 : 0);
	r->once = !test;
	r->orders = test ? 0 : 1;
	cex_put_text(r, "symbol", o->symbol);
	cex_put_text(r, "side", o->buy ? "BUY" : "SELL");
	cex_put_text(r, "newClientOrderId", o->client_id);
	cex_put_text(r, "newOrderRespType", "RESULT");
	cex_put_text(r, "type", o->market ? "MARKET" : "LIMIT");
	cex_put_dec(r, "quantity", o->size);
	if (!o->market) {
		cex_put_dec(r, "price", o->price);
		cex_put_text(r, "timeInForce", "IOC");
	}
	if (o->position_side != CEX_BOTH)
		cex_put_text(r, "positionSide", side_text(o->position_side));
	else if (o->reduce_only)
		cex_put_text(r, "reduceOnly", "true");
}

static bool ask_query(struct cex_request *r, int step, const char *symbol,
		      const char *client_id)
{
	binance_begin(r, CEX_GET, BINANCE_ORDER, 1);
	cex_put_text(r, "symbol", symbol);
	cex_put_text(r, "origClientOrderId", client_id);
	return step == 0;
}

static void ask_cancel(struct cex_request *r, const char *symbol,
		       const char *client_id)
{
	binance_begin(r, CEX_DELETE, BINANCE_ORDER, 1);
	cex_put_text(r, "symbol", symbol);
	cex_put_text(r, "origClientOrderId", client_id);
}

/* A cursor is the number of the next fill, which goes with no time. */
static void ask_fills(struct cex_request *r, const char *symbol,
		      const char *order_id, const char *client_id,
		      int64_t since_ms, const char *cursor)
{
	(void)client_id; /* fills know the number of their order only */
	binance_begin(r, CEX_GET, "/fapi/v1/userTrades", 5);
	cex_put_text(r, "symbol", symbol);
	if (order_id)
		cex_put_text(r, "orderId", order_id);
	if (cursor)
		cex_put_text(r, "fromId", cursor);
	else if (!order_id)
		cex_put_int(r, "startTime", since_ms);
	cex_put_int(r, "limit", BINANCE_PAGE);
}

/* A cursor is the time to go on from. */
static void ask_fundings(struct cex_request *r, const char *symbol,
			 int64_t since_ms, const char *cursor)
{
	binance_begin(r, CEX_GET, "/fapi/v1/income", 30);
	cex_put_text(r, "symbol", symbol);
	cex_put_text(r, "incomeType", "FUNDING_FEE");
	if (cursor)
		cex_put_text(r, "startTime", cursor);
	else
		cex_put_int(r, "startTime", since_ms);
	cex_put_int(r, "limit", BINANCE_PAGE);
}

/* ---- settings and rights ---- */

static void ask_leverage(struct cex_request *r, const char *symbol,
			 const struct dec *leverage)
{
	binance_begin(r, CEX_POST, "/fapi/v1/leverage", 1);
	cex_put_text(r, "symbol", symbol);
	cex_put_dec(r, "leverage", *leverage);
}

static bool ask_margin(struct cex_request *r, const char *symbol,
		       enum cex_margin type)
{
	binance_begin(r, CEX_POST, "/fapi/v1/marginType", 1);
	cex_put_text(r, "symbol", symbol);
	cex_put_text(r, "marginType",
		     type == CEX_MARGIN_CROSS ? "CROSSED" : "ISOLATED");
	return true;
}

static void ask_rights(struct cex_request *r)
{
	binance_begin(r, CEX_GET, "/sapi/v1/account/apiRestrictions", 1);
	r->host = CEX_HOST_KEYS;
}

static const struct cex_limits limits = {
	.weight = { 60000, 2400, "X-MBX-USED-WEIGHT-1M" },
	.orders = { { 10000, 300, "X-MBX-ORDER-COUNT-10S" },
		    { 60000, 1200, "X-MBX-ORDER-COUNT-1M" } },
	.forbidden_ms = 300000,
};

const struct cex_venue cex_binance = {
	.name = "binance",
	.url_key = "BINANCE_FAPI_URL",
	.keys_url_key = "BINANCE_SAPI_URL",
	.account_key = "BINANCE_KEY",
	.limits = &limits,
	.takes_ed25519 = true,
	.id_reusable = true,
	.sign = sign,
	.judge = binance_judge,
	.ask = ask,
	.read = binance_read_seat,
	.ask_place = ask_place,
	.read_place = binance_read_place,
	.ask_query = ask_query,
	.read_query = binance_read_query,
	.ask_cancel = ask_cancel,
	.ask_fills = ask_fills,
	.read_fills = binance_read_fills,
	.ask_fundings = ask_fundings,
	.read_fundings = binance_read_fundings,
	.ask_leverage = ask_leverage,
	.ask_margin = ask_margin,
	.ask_rights = ask_rights,
	.read_rights = binance_read_rights,
	.care = &binance_care,
};
