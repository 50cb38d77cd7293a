/* test_cex_replies - replies of the exchanges, read.
 *
 * tests/fuzz/corpus/cex holds them: binance_time, binance_rules (two of 145
 * symbols) and binance_mark_btc were recorded in December 2021 (binancer,
 * tests/fixtures); binance_place, binance_positions_v2, bybit_account, bybit_book,
 * bybit_executions, bybit_flat, bybit_history, bybit_open, bybit_refused,
 * bybit_keys, bybit_rights and bybit_rules_stock are fixtures of nautilus_trader; the
 * others are examples of the exchanges' documents. */
#include "check.h"

#include "venue/cex.h"

#include <string.h>

#define FOLDER "tests/fuzz/corpus/cex/"

static struct arena mem;
static struct cex_seat seat;

static char *load(const char *name, size_t *len)
{
	char path[128], *text = arena_alloc(&mem, 8192);
	FILE *f;

	snprintf(path, sizeof(path), FOLDER "%s", name);
	f = fopen(path, "r");
	CHECK(f);
	*len = fread(text, 1, 8192, f);
	CHECK(*len < 8192);
	fclose(f);
	return text;
}

static void clear(const char *symbol)
{
	seat = (struct cex_seat){ .symbol = symbol,
				  .maker_ratio = DEC_NONE,
				  .taker_ratio = DEC_NONE,
				  .leverage = DEC_NONE,
				  .margin_type = -1 };
	rec_clear(&rec_instrument_type, &seat.instrument);
	rec_clear(&rec_venue_account_type, &seat.account);
	for (int i = 0; i < 2; i++)
		rec_clear(&rec_venue_position_type, &seat.position[i]);
}

static const char *why_of(const struct cex_venue *v, enum cex_ask what,
			  const char *body)
{
	return v->read(&seat, what, body, strlen(body), &mem);
}

/* A recorded reply is read, and of another symbol it is not. */
static void take(const struct cex_venue *v, enum cex_ask what, const char *name)
{
	size_t len;
	const char *body = load(name, &len), *symbol = seat.symbol;
	const char *why = v->read(&seat, what, body, len, &mem);

	if (why)
		fprintf(stderr, "%s: %s\n", name, why);
	CHECK(!why);
	for (size_t n = 0; n < len; n++) { /* cut anywhere: no reply */
		struct cex_seat was = seat;

		CHECK(v->read(&seat, what, body, n, &mem));
		seat = was;
	}
	if (what == CEX_ASK_RULES || what == CEX_ASK_MARK) {
		struct cex_seat was = seat;

		seat.symbol = "XYZUSDT";
		CHECK(v->read(&seat, what, body, len, &mem));
		seat = was;
	}
	seat.symbol = symbol;
}

static bool is(struct dec d, const char *text)
{
	char buf[DEC_STR_SZ];

	if (dec_is_none(d))
		return !text;
	dec_format(buf, d);
	if (!text || strcmp(buf, text) != 0)
		fprintf(stderr, "%s, not %s\n", buf, text ? text : "none");
	return text && !strcmp(buf, text);
}

/* ---- seats ---- */

static void test_binance_seat(void)
{
	const struct cex_venue *v = &cex_binance;
	struct rec_instrument *i = &seat.instrument;
	const struct rec_level *level;
	const struct cex_other *other;

	clear("BTCUSDT");
	take(v, CEX_ASK_TIME, "binance_time");
	CHECK(seat.server_ms == 1639784296987);
	take(v, CEX_ASK_RULES, "binance_rules");
	CHECK(!strcmp(i->base, "BTC") && !strcmp(i->quote, "USDT"));
	CHECK(i->trading && is(i->tick, "0.01") && is(i->step, "0.001"));
	CHECK(is(i->min_size, "0.001") && is(i->max_size, "1000"));
	CHECK(is(i->market_step, "0.001") && is(i->max_market, "120"));
	CHECK(is(i->min_notional, "5"));
	CHECK(is(i->price_up, "1.05") && is(i->price_down, "0.95"));
	take(v, CEX_ASK_MARK, "binance_mark_btc");
	CHECK(dec_sign(i->mark_price) > 0 && i->market_ms == 1639975533002);
	take(v, CEX_ASK_MARK, "binance_mark");
	CHECK(is(i->mark_price, "11793.63104562"));
	CHECK(is(i->funding_ratio, "0.00038246"));
	CHECK(i->next_funding_ms == 1597392000000);
	CHECK(i->market_ms == 1597370495002);
	take(v, CEX_ASK_FUNDING, "binance_funding");
	CHECK(i->funding_ms == 8 * 3600000);
	take(v, CEX_ASK_BOOK, "binance_book");
	CHECK(i->bids.n == 1 && i->asks.n == 1);
	level = i->asks.v;
	CHECK(is(level->price, "4.000002") && is(level->size, "12"));
	CHECK(i->market_ms == 1589436922972); /* the older one */
	take(v, CEX_ASK_MODE, "binance_mode");
	CHECK(seat.account.mode == CEX_MODE_HEDGE && seat.account.can_trade);
	take(v, CEX_ASK_ACCOUNT, "binance_account");
	CHECK(is(seat.account.equity, "23.72469206"));
	CHECK(is(seat.account.free, "23.72469206"));
	CHECK(!strcmp(seat.account.asset, "USDT"));
	seat.pooled = true; /* then all assets count */
	take(v, CEX_ASK_ACCOUNT, "binance_account");
	CHECK(is(seat.account.equity, "126.72469206"));
	CHECK(is(seat.account.free, "126.72469206"));
	CHECK(why_of(v, CEX_ASK_ACCOUNT, "{\"assets\":[]}"));
	seat.pooled = false;
	CHECK(why_of(v, CEX_ASK_ACCOUNT, "{\"assets\":[]}"));
	seat.others.n = 0;
	CHECK(!why_of(v, CEX_ASK_ACCOUNT,
		      "{\"assets\":[],\"positions\":["
		      "{\"symbol\":\"BTCUSDT\",\"positionAmt\":\"1\"},"
		      "{\"symbol\":\"XUSDT\",\"positionAmt\":\"0\"},"
		      "{\"symbol\":\"YUSDT\",\"positionAmt\":\"-2.5\"}]}"));
	other = seat.others.v;
	CHECK(seat.others.n == 1 && !strcmp(other->symbol, "YUSDT"));
	CHECK(is(other->size, "-2.5"));
	CHECK(why_of(v, CEX_ASK_MODE,
		     "{\"canTrade\":true,\"dualSidePosition\":false}"));
	take(v, CEX_ASK_SETTINGS, "binance_settings");
	CHECK(is(seat.leverage, "21") && seat.margin_type == CEX_MARGIN_CROSS);
	take(v, CEX_ASK_FEES, "binance_fees");
	CHECK(is(seat.maker_ratio, "0.0002") && is(seat.taker_ratio, "0.0004"));
	take(v, CEX_ASK_OPEN, "binance_open");
	CHECK(seat.orders.n == 1);
}

/* Orders that wait for a price stand beside the others. */
static void test_binance_waiting(void)
{
	const struct cex_venue *v = &cex_binance;
	const struct rec_venue_order *order;

	clear("BTCUSDT");
	take(v, CEX_ASK_OPEN, "binance_open");
	take(v, CEX_ASK_WAITING, "binance_waiting");
	CHECK(seat.orders.n == 4);
	order = seat.orders.v;
	CHECK(!strcmp(order[0].order_id, "1917641"));
	CHECK(!strcmp(order[1].order_id, "2148719"));
	CHECK(!strcmp(order[1].client_id, "6B2I9XVcJpCjqPAJ4YoFX7"));
	CHECK(!strcmp(order[1].side, "sell") && is(order[1].size, "0.01"));
	CHECK(is(order[1].price, "75000") &&
	      is(order[1].trigger_price, "75000.1"));
	CHECK(is(order[2].size, "0") && is(order[2].price, NULL));
	CHECK(is(order[2].trigger_price, "60000"));
	CHECK(is(order[3].trigger_price, NULL) && is(order[3].size, "0.002"));
	CHECK(why_of(v, CEX_ASK_WAITING, "{\"algoId\":1}"));
	CHECK(why_of(
		v, CEX_ASK_WAITING,
		"[{\"algoId\":1,\"algoStatus\":\"FINISHED\",\"symbol\":"
		"\"BTCUSDT\",\"side\":\"BUY\",\"positionSide\":\"BOTH\"}]"));
	CHECK(why_of(
		v, CEX_ASK_WAITING,
		"[{\"algoId\":1,\"algoStatus\":\"NEW\",\"symbol\":"
		"\"ETHUSDT\",\"side\":\"BUY\",\"positionSide\":\"BOTH\"}]"));
	CHECK(!why_of(v, CEX_ASK_WAITING, "[]") && seat.orders.n == 4);
	CHECK(cex_bybit.read(&seat, CEX_ASK_WAITING, "[]", 2, &mem));
}

/* A time that no request could hold is none. */
static void test_times(void)
{
	clear("S");
	CHECK(!why_of(&cex_binance, CEX_ASK_TIME,
		      "{\"serverTime\":9999999999999}"));
	CHECK(why_of(&cex_binance, CEX_ASK_TIME,
		     "{\"serverTime\":10000000000000}"));
	CHECK(why_of(&cex_binance, CEX_ASK_TIME, "{\"serverTime\":-1}"));
	CHECK(why_of(&cex_binance, CEX_ASK_TIME, "{\"serverTime\":1.5}"));
	CHECK(why_of(&cex_bybit, CEX_ASK_TIME,
		     "{\"retCode\":0,\"result\":{},\"time\":10000000000000}"));
}

static void test_binance_positions(void)
{
	const struct cex_venue *v = &cex_binance;
	const struct rec_venue_position *p = seat.position;

	clear("ADAUSDT");
	seat.account.mode = CEX_MODE_ONE_WAY;
	take(v, CEX_ASK_POSITIONS, "binance_positions");
	CHECK(seat.n_positions == 1 && is(p->size, "30"));
	CHECK(p->side == CEX_IS_LONG && p->position_side == CEX_BOTH);
	CHECK(is(p->entry_price, "0.385") && is(p->liq_price, NULL));
	CHECK(is(p->margin, "0.61571385") && is(p->unrealised, "0.764277"));
	CHECK(p->updated_ms == 1720736417660);
	/* Only symbols that hold something are told. */
	CHECK(!why_of(v, CEX_ASK_POSITIONS, "[]") && !seat.n_positions);
	clear("BTCUSDT");
	take(v, CEX_ASK_POSITIONS, "binance_positions_v2");
	CHECK(is(p->size, "0.001") && is(p->liq_price, "45000"));
}

#define P(side, amount)                                                        \
	"{\"symbol\":\"S\",\"positionSide\":\"" side                           \
	"\",\"positionAmt\":" amount                                           \
	",\"entryPrice\":\"1\",\"markPrice\":\"1\",\"updateTime\":1}"

static void test_binance_sides(void)
{
	static const struct {
		enum cex_mode mode;
		const char *body;
		bool ok;
	} rows[] = {
		{ CEX_MODE_HEDGE, "[" P("LONG", "\"2\"") "]", true },
		{ CEX_MODE_HEDGE,
		  "[" P("BOTH", "\"0\"") "," P("SHORT", "\"-2.50\"") "," P(
			  "LONG", "\"1\"") "]",
		  true },
		{ CEX_MODE_ONE_WAY, "[" P("BOTH", "-2e0") "]", true },
		{ CEX_MODE_ONE_WAY, "[" P("BOTH", "\"-1.5E-3\"") "]", true },
		{ CEX_MODE_HEDGE, "[" P("BOTH", "\"2\"") "]", false },
		{ CEX_MODE_ONE_WAY, "[" P("LONG", "\"2\"") "]", false },
		{ CEX_MODE_HEDGE, "[" P("LONG", "\"-2\"") "]", false },
		{ CEX_MODE_HEDGE, "[" P("SHORT", "\"2\"") "]", false },
		{ CEX_MODE_HEDGE,
		  "[" P("LONG", "\"2\"") "," P("LONG", "\"2\"") "]", false },
		{ CEX_MODE_ONE_WAY, "[" P("NONE", "\"2\"") "]", false },
		{ CEX_MODE_ONE_WAY, "[" P("BOTH", "\"\"") "]", false },
		{ CEX_MODE_ONE_WAY, "[" P("BOTH", "null") "]", false },
		{ CEX_MODE_ONE_WAY, "[" P("BOTH", "\"1,5\"") "]", false },
		{ CEX_MODE_ONE_WAY, "[" P("BOTH", "\"1e\"") "]", false },
		{ CEX_MODE_ONE_WAY, "[" P("BOTH", "\"1e5x\"") "]", false },
		{ CEX_MODE_ONE_WAY, "[" P("BOTH", "\"0x1\"") "]", false },
		{ CEX_MODE_ONE_WAY, "[" P("BOTH", "\" 1\"") "]", false },
		{ CEX_MODE_ONE_WAY, "[" P("BOTH", "\"1\\u00001\"") "]", false },
		{ CEX_MODE_ONE_WAY, "[" P("BOTH", "true") "]", false },
		{ CEX_MODE_ONE_WAY, "{}", false },
		{ CEX_MODE_ONE_WAY, "[{}]", false },
		{ CEX_MODE_ONE_WAY, "[[]]", false },
		{ CEX_MODE_ONE_WAY, "[1]", false },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *why;

		clear("S");
		seat.account.mode = (int)rows[i].mode;
		why = why_of(&cex_binance, CEX_ASK_POSITIONS, rows[i].body);
		if (!why != rows[i].ok)
			fprintf(stderr, "%s: %s\n", rows[i].body,
				why ? why : "read");
		CHECK(!why == rows[i].ok);
	}
	clear("S");
	seat.account.mode = CEX_MODE_HEDGE;
	CHECK(!why_of(&cex_binance, CEX_ASK_POSITIONS, rows[1].body));
	CHECK(seat.n_positions == 2 && is(seat.position[0].size, "-2.5"));
	CHECK(seat.position[0].side == CEX_IS_SHORT);
	CHECK(seat.position[1].position_side == CEX_LONG);
	clear("S");
	CHECK(!why_of(&cex_binance, CEX_ASK_POSITIONS, rows[3].body));
	CHECK(is(seat.position[0].size, "-0.0015"));
}

static void test_bybit_seat(void)
{
	const struct cex_venue *v = &cex_bybit;
	struct rec_instrument *i = &seat.instrument;
	const struct rec_level *level;
	const struct rec_venue_order *order;

	clear("BTCUSDT");
	take(v, CEX_ASK_TIME, "bybit_time");
	CHECK(seat.server_ms == 1688639403423);
	take(v, CEX_ASK_BOOK, "bybit_book");
	CHECK(i->bids.n == 3 && i->asks.n == 3);
	level = i->bids.v;
	CHECK(is(level[2].price, "27449.5") && is(level[2].size, "0.75"));
	take(v, CEX_ASK_MODE, "bybit_mode");
	CHECK(seat.margin_type == CEX_MARGIN_CROSS && seat.account.can_trade);
	take(v, CEX_ASK_ACCOUNT, "bybit_account");
	CHECK(is(seat.account.equity, "3.00326056"));
	clear("TSLAUSDT");
	take(v, CEX_ASK_RULES, "bybit_rules_stock");
	CHECK(i->trading && is(i->tick, "0.01") && is(i->step, "0.001"));
	CHECK(is(i->max_size, "100") && is(i->max_market, NULL));
	CHECK(is(i->min_notional, "1") && is(i->max_leverage, "10"));
	CHECK(i->funding_ms == 8 * 3600000 && is(i->price_up, NULL));
	clear("BTCUSD");
	take(v, CEX_ASK_MARK, "bybit_mark");
	CHECK(is(i->mark_price, "114898.43") && is(i->funding_ratio, "0.0001"));
	CHECK(i->next_funding_ms == 1760371200000);
	CHECK(i->market_ms == 1760352369814);
	seat.symbol = "ETHUSD";
	take(v, CEX_ASK_OTHERS, "bybit_position");
	CHECK(seat.others.n == 1);
	seat.symbol = "BTCUSD";
	take(v, CEX_ASK_POSITIONS, "bybit_position");
	CHECK(seat.n_positions == 1 && is(seat.position[0].size, "-300"));
	CHECK(seat.position[0].side == CEX_IS_SHORT && is(seat.leverage, "10"));
	CHECK(is(seat.position[0].liq_price, NULL));
	CHECK(seat.account.mode == CEX_MODE_ONE_WAY);
	clear("SOLUSDT");
	take(v, CEX_ASK_POSITIONS, "bybit_flat");
	CHECK(seat.n_positions == 1 && is(seat.position[0].size, "0"));
	CHECK(seat.position[0].side == CEX_IS_FLAT);
	CHECK(is(seat.position[0].entry_price, NULL));
	clear("ETHUSDT");
	take(v, CEX_ASK_FEES, "bybit_fees");
	CHECK(is(seat.maker_ratio, "0.0001") && is(seat.taker_ratio, "0.0006"));
	take(v, CEX_ASK_OPEN, "bybit_open");
	CHECK(seat.orders.n == 2);
	order = seat.orders.v;
	CHECK(!strcmp(order[1].client_id, "client-open-2"));
	CHECK(!strcmp(order[1].side, "sell") && is(order[1].price, "3940.42"));
}

#define OK_LIST(rows) "{\"retCode\":0,\"result\":{\"list\":[" rows "]}}"
#define Y(index, side, size)                                                   \
	"{\"symbol\":\"S\",\"positionIdx\":" index ",\"side\":\"" side         \
	"\",\"size\":\"" size "\",\"avgPrice\":\"\",\"leverage\":\"\","        \
	"\"updatedTime\":\"1\"}"

static void test_bybit_sides(void)
{
	static const struct {
		const char *body;
		bool ok;
	} rows[] = {
		{ OK_LIST(Y("1", "Buy", "2") "," Y("2", "", "0")), true },
		{ OK_LIST(Y("0", "None", "0")), true },
		{ OK_LIST(""), false }, /* a flat symbol is told, too */
		{ OK_LIST(Y("0", "", "2")), false },
		{ OK_LIST(Y("0", "Buy", "-2")), false },
		{ OK_LIST(Y("1", "Sell", "2")), false },
		{ OK_LIST(Y("2", "Buy", "2")), false },
		{ OK_LIST(Y("3", "Buy", "2")), false },
		{ OK_LIST(Y("0", "Buy", "2") "," Y("1", "Buy", "2")), false },
		{ OK_LIST(Y("1", "Buy", "2") "," Y("1", "Buy", "2")), false },
		{ OK_LIST(Y("1", "Buy", "2") "," Y("2", "", "0") "," Y("2", "",
								       "0")),
		  false },
		{ OK_LIST(Y("0", "Buy", "")), false },
		{ "{\"retCode\":0,\"result\":{}}", false },
		{ "{\"retCode\":10001,\"result\":{\"list\":[" Y("0", "Buy",
								"2") "]}}",
		  false },
		{ "{\"result\":{\"list\":[" Y("0", "Buy", "2") "]}}", false },
		{ "[]", false },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *why;

		clear("S");
		why = why_of(&cex_bybit, CEX_ASK_POSITIONS, rows[i].body);
		if (!why != rows[i].ok)
			fprintf(stderr, "%s: %s\n", rows[i].body,
				why ? why : "read");
		CHECK(!why == rows[i].ok);
	}
	clear("S");
	CHECK(!why_of(&cex_bybit, CEX_ASK_POSITIONS, rows[0].body));
	CHECK(seat.account.mode == CEX_MODE_HEDGE && seat.n_positions == 2);
}

/* With isolated margin the totals of a wallet are "": the asset's own line counts. */
static void test_isolated(void)
{
	clear("S");
	CHECK(!why_of(&cex_bybit, CEX_ASK_MODE,
		      "{\"retCode\":0,\"result\":{\"marginMode\":"
		      "\"ISOLATED_MARGIN\",\"unifiedMarginStatus\":6}}"));
	CHECK(seat.margin_type == CEX_MARGIN_ISOLATED);
	CHECK(!why_of(
		&cex_bybit, CEX_ASK_ACCOUNT,
		OK_LIST("{\"totalMarginBalance\":\"\",\"coin\":[{\"coin\":"
			"\"USDT\",\"equity\":\"90\",\"walletBalance\":\"100\","
			"\"unrealisedPnl\":\"-10\",\"totalPositionIM\":\"20\","
			"\"totalOrderIM\":\"5\",\"totalPositionMM\":\"2\","
			"\"locked\":\"1\"}]}")));
	CHECK(is(seat.account.equity, "90") && is(seat.account.free, "74"));
	CHECK(is(seat.account.margin, "25"));
	CHECK(why_of(&cex_bybit, CEX_ASK_MODE,
		     "{\"retCode\":0,\"result\":{\"marginMode\":"
		     "\"REGULAR_MARGIN\",\"unifiedMarginStatus\":1}}"));
}

static void test_books(void)
{
	static const struct {
		const char *sides;
		bool ok;
	} rows[] = {
		{ "\"bids\":[[\"2\",\"1\"],[\"1\",\"1\"]],\"asks\":[]", true },
		{ "\"bids\":[[2,1,0]],\"asks\":[[3,1],[4,1]]", true },
		{ "\"bids\":[[\"1\",\"1\"],[\"2\",\"1\"]],\"asks\":[]", false },
		{ "\"bids\":[],\"asks\":[[4,1],[3,1]]", false },
		{ "\"bids\":[],\"asks\":[[4,1],[4,1]]", false },
		{ "\"bids\":[[0,1]],\"asks\":[]", false },
		{ "\"bids\":[[1,-1]],\"asks\":[]", false },
		{ "\"bids\":[[1]],\"asks\":[]", false },
		{ "\"bids\":{},\"asks\":[]", false },
		{ "\"asks\":[]", false },
		{ "\"bids\":[],\"bids\":[],\"asks\":[]", false },
		{ "\"E\":2,\"bids\":[],\"asks\":[]", false },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		clear("S");
		CHECK(!why_of(&cex_binance, CEX_ASK_BOOK,
			      arena_printf(&mem, "{\"E\":1,%s}",
					   rows[i].sides)) == rows[i].ok);
	}
}

/* ---- orders ---- */

static struct cex_order_view order_of(const struct cex_venue *v, int step,
				      const char *name)
{
	struct cex_order_view o;
	size_t len;
	const char *body = load(name, &len), *why;

	why = step < 0 ? v->read_place(&o, body, len, &mem)
		       : v->read_query(&o, step, body, len, &mem);
	if (why)
		fprintf(stderr, "%s: %s\n", name, why);
	CHECK(!why);
	for (size_t n = 0; n < len; n++)
		CHECK(v->read_query(&o, step < 0 ? 0 : step, body, n, &mem));
	if (step < 0)
		CHECK(!v->read_place(&o, body, len, &mem));
	else
		CHECK(!v->read_query(&o, step, body, len, &mem));
	return o;
}

static void test_orders(void)
{
	struct cex_order_view o = order_of(&cex_binance, -1, "binance_place");

	CHECK(!strcmp(o.order_id, "12345678") && o.state == CEX_NEW && o.buy);
	CHECK(!strcmp(o.client_id, "testOrder123") && is(o.size, "0.001"));
	CHECK(is(o.executed, "0") && is(o.price, "50000"));
	CHECK(is(o.mean_price, NULL) && o.updated_ms == 1625474304765);
	o = order_of(&cex_binance, 0, "binance_query");
	CHECK(!strcmp(o.order_id, "1573346959") && is(o.price, NULL));
	CHECK(o.position_side == CEX_SHORT);
	o = order_of(&cex_binance, 0, "binance_no_order");
	CHECK(!o.order_id);
	o = order_of(&cex_bybit, -1, "bybit_place");
	CHECK(!strcmp(o.order_id, "1321003749386327552"));
	CHECK(dec_is_none(o.executed) && o.state == CEX_NEW);
	/* It was refused after it had traded in part: over, not refused. */
	o = order_of(&cex_bybit, 0, "bybit_refused");
	CHECK(o.state == CEX_CANCELED && is(o.executed, "0.005"));
	o = order_of(&cex_bybit, 1, "bybit_history");
	CHECK(o.state == CEX_CANCELED && is(o.executed, "0"));
	CHECK(is(o.mean_price, NULL));
	o = order_of(&cex_bybit, 2, "bybit_fills");
	CHECK(o.state == CEX_FILLED && is(o.executed, "0.1") && o.buy);
}

#define B(status, size, done)                                                  \
	"{\"orderId\":9007199254740993,\"symbol\":\"S\",\"clientOrderId\":"    \
	"\"c\",\"side\":\"SELL\",\"status\":\"" status "\",\"origQty\":" size  \
	",\"executedQty\":" done "}"

static void test_states(void)
{
	static const struct {
		const char *body;
		int state; /* -1: no order */
	} rows[] = {
		{ B("NEW", "\"1\"", "\"0\""), CEX_NEW },
		{ B("PARTIALLY_FILLED", "\"1\"", "\"0.5\""), CEX_PARTIAL },
		{ B("FILLED", "1", "1"), CEX_FILLED },
		{ B("CANCELED", "1", "0.5"), CEX_CANCELED },
		{ B("EXPIRED", "1", "0.5"), CEX_CANCELED },
		{ B("EXPIRED_IN_MATCH", "1", "0"), CEX_CANCELED },
		{ B("REJECTED", "1", "0"), CEX_REFUSED },
		{ B("REJECTED", "1", "0.1"), CEX_CANCELED },
		{ B("SOMETHING", "1", "0"), -1 },
		{ B("new", "1", "0"), -1 },
		{ B("FILLED", "1", "2"), -1 },
		{ B("FILLED", "1", "-1"), -1 },
		{ B("FILLED", "\"\"", "0"), -1 },
		{ B("FILLED", "1", "null"), -1 },
		{ B("FILLED", "1", "1e999"), -1 },
		{ "{}", -1 },
		{ "[]", -1 },
		{ "{\"code\":-2013,\"msg\":\"\"}", -1 },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct cex_order_view o;
		const char *why = cex_binance.read_place(
			&o, rows[i].body, strlen(rows[i].body), &mem);

		CHECK(!why == (rows[i].state >= 0));
		if (why)
			continue;
		CHECK((int)o.state == rows[i].state && !o.buy);
		CHECK(!strcmp(o.order_id, "9007199254740993"));
	}
}

#define X(order, left)                                                         \
	"{\"orderId\":\"" order "\",\"symbol\":\"S\",\"side\":\"Sell\","       \
	"\"orderQty\":\"3\",\"leavesQty\":\"" left "\"}"

/* An order that only its fills tell of is over when nothing was left. */
static void test_order_of_fills(void)
{
	struct cex_order_view o;
	const char *body = OK_LIST(X("1", "0.5") "," X("1", "2"));

	CHECK(!cex_bybit.read_query(&o, 2, body, strlen(body), &mem));
	CHECK(o.state == CEX_PARTIAL && is(o.executed, "2.5") && !o.buy);
	body = OK_LIST(X("1", "0") "," X("1", "2"));
	CHECK(!cex_bybit.read_query(&o, 2, body, strlen(body), &mem));
	CHECK(o.state == CEX_FILLED && is(o.executed, "3"));
	body = OK_LIST(X("1", "0") "," X("2", "2"));
	CHECK(cex_bybit.read_query(&o, 2, body, strlen(body), &mem));
	body = OK_LIST(X("1", "4"));
	CHECK(cex_bybit.read_query(&o, 2, body, strlen(body), &mem));
	for (int step = 0; step < 3; step++) {
		body = OK_LIST("");
		o.order_id = "x";
		CHECK(!cex_bybit.read_query(&o, step, body, strlen(body),
					    &mem));
		CHECK(!o.order_id);
		body = "{\"retCode\":0,\"result\":{}}";
		CHECK(cex_bybit.read_query(&o, step, body, strlen(body), &mem));
	}
}

/* ---- fills, funding, rights ---- */

static void test_fills(void)
{
	struct cex_fills f;
	size_t len;
	const char *body = load("binance_fills", &len);

	CHECK(!cex_binance.read_fills(&f, body, len, &mem) && f.n == 1);
	CHECK(!strcmp(f.v[0].id, "698759") && !f.v[0].client_id && !f.cursor);
	CHECK(!f.v[0].buy && is(f.v[0].price, "7819.01"));
	CHECK(is(f.v[0].fee, "0.0781901") && !strcmp(f.v[0].fee_asset, "USDT"));
	body = load("bybit_fills", &len);
	CHECK(!cex_bybit.read_fills(&f, body, len, &mem) && f.n == 1);
	CHECK(!strcmp(f.cursor, "132766%3A2%2C132766%3A2"));
	CHECK(!f.v[0].client_id && !strcmp(f.v[0].fee_asset, "USDC"));
	CHECK(f.v[0].ts_ms == 1672282722429 && is(f.v[0].size, "0.1"));
	body = load("bybit_executions", &len);
	CHECK(!cex_bybit.read_fills(&f, body, len, &mem) && f.n == 2);
	CHECK(!strcmp(f.v[0].client_id, "test-order-001") && f.v[0].maker);
	body = OK_LIST("");
	CHECK(!cex_bybit.read_fills(&f, body, strlen(body), &mem) && !f.n);
	/* An empty page is the last one, whatever cursor it has. */
	body = "{\"retCode\":0,\"result\":{\"list\":[],\"nextPageCursor\":"
	       "\"a\"}}";
	CHECK(!cex_bybit.read_fills(&f, body, strlen(body), &mem) && !f.cursor);
	body = load("binance_income", &len); /* a transfer */
	CHECK(cex_binance.read_fills(&f, body, len, &mem));
	CHECK(!cex_binance.read_fills(&f, "[]", 2, &mem) && !f.n);
	CHECK(cex_binance.read_fills(&f, "{}", 2, &mem));
}

/* A cursor is sent as it came: one that would end its parameter is none. */
static void test_cursors(void)
{
	static const char *const bad[] = { "a&symbol=BTCUSDT", "a b", "a#b",
					   "a\\r\\nX-Header: 1" };
	struct cex_fills f;
	size_t len;
	char *body = load("bybit_fills", &len), *at;

	body[len] = '\0';
	at = strstr(body, "132766%3A2");
	for (size_t i = 0; i < COUNT(bad); i++) {
		const char *text =
			arena_printf(&mem, "%.*s%s%s", (int)(at - body), body,
				     bad[i], strchr(at, '"'));

		CHECK(cex_bybit.read_fills(&f, text, strlen(text), &mem));
	}
	body = arena_printf(&mem, "%.*s%0513d%s", (int)(at - body), body, 1,
			    strchr(at, '"'));
	CHECK(cex_bybit.read_fills(&f, body, strlen(body), &mem));
}

/* A whole page of Binance has one behind it, from the highest number on. */
static void test_pages(void)
{
	struct cex_fills f;
	struct cex_fundings p;
	char *text = arena_alloc(&mem, 1 << 18);
	size_t n = 1;

	text[0] = '[';
	for (int i = 0; i < 1000; i++)
		n += (size_t)snprintf(
			text + n, 256,
			"%s{\"id\":%d,\"orderId\":1,\"symbol\":\"S\",\"side\":"
			"\"BUY\",\"maker\":true,\"price\":\"1\",\"qty\":\"1\","
			"\"commission\":\"0\",\"commissionAsset\":\"USDT\","
			"\"time\":%d}",
			i ? "," : "", 2000 - i, i);
	CHECK(!cex_binance.read_fills(&f, arena_printf(&mem, "%s]", text),
				      n + 1, &mem));
	CHECK(f.n == 1000 && !strcmp(f.cursor, "2001"));
	n = 1;
	for (int i = 0; i < 1000; i++)
		n += (size_t)snprintf(
			text + n, 256,
			"%s{\"tranId\":9007199254740993,\"symbol\":\"S\","
			"\"incomeType\":\"FUNDING_FEE\",\"income\":\"-0.1\","
			"\"asset\":\"USDT\",\"time\":%d}",
			i ? "," : "", 7000 + i);
	CHECK(!cex_binance.read_fundings(&p, arena_printf(&mem, "%s]", text),
					 n + 1, &mem));
	CHECK(p.n == 1000 && !strcmp(p.cursor, "8000"));
	CHECK(is(p.v[0].amount, "-0.1"));
	CHECK(!strcmp(p.v[0].id, "9007199254740993"));
}

static void test_fundings(void)
{
	struct cex_fundings p;
	const char *body =
		OK_LIST("{\"symbol\":\"ETHUSDT\",\"execId\":\"e\",\"execType\":"
			"\"Funding\",\"execFee\":\"0.25\",\"execTime\":\"7\"}");

	/* A fee is paid: what is received stands below 0. */
	CHECK(!cex_bybit.read_fundings(&p, body, strlen(body), &mem));
	CHECK(p.n == 1 && is(p.v[0].amount, "-0.25"));
	CHECK(!strcmp(p.v[0].asset, "USDT") && p.v[0].ts_ms == 7);
	body = load("bybit_fills", &(size_t){ 0 });
	CHECK(cex_bybit.read_fundings(&p, body, strlen(body), &mem));
}

static void test_rights(void)
{
	struct cex_rights v;
	size_t len;
	char *body = load("binance_rights", &len);

	CHECK(!cex_binance.read_rights(&v, body, len, &mem));
	CHECK(v.read && v.trade && !v.withdraw && !v.transfer && v.ip_bound);
	CHECK(v.expires_ms == -1);
	body[len] = '\0';
	/* A right that is not told might be there. */
	memcpy(strstr(body, "enableWithdrawals"), "enableSomething_s", 17);
	CHECK(cex_binance.read_rights(&v, body, len, &mem));
	body = load("bybit_rights", &len);
	CHECK(!cex_bybit.read_rights(&v, body, len, &mem));
	CHECK(v.read && !v.trade); /* it may only read */
	CHECK(v.transfer && !v.withdraw && v.ip_bound && v.is_master);
	CHECK(v.expires_ms == -1 && !strcmp(v.account, "1448939"));
	body[len] = '\0';
	memcpy(strstr(body, "1970-01-01T00:00:00Z"), "2026-12-01T02:36:06Z",
	       20);
	CHECK(!cex_bybit.read_rights(&v, body, len, &mem));
	CHECK(v.expires_ms == 1796092566000);
	memcpy(strstr(body, "2026-12-01T02:36:06Z"), "2026-12-01 02:36:06Z",
	       20);
	CHECK(cex_bybit.read_rights(&v, body, len, &mem));
}

int main(void)
{
	test_binance_seat();
	test_binance_waiting();
	test_times();
	test_binance_positions();
	test_binance_sides();
	test_bybit_seat();
	test_bybit_sides();
	test_isolated();
	test_books();
	test_orders();
	test_states();
	test_order_of_fills();
	test_fills();
	test_cursors();
	test_pages();
	test_fundings();
	test_rights();
	arena_free(&mem);
	printf("test_cex_replies: pass\n");
	return 0;
}
