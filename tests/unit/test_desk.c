/* test_desk - a frame's records as the grid's input: money, books and orders in
 * ticks and lots; everything that can be missing, old or out of step; the way
 * back. */
#include "base/conf.h"
#include "check.h"
#include "data/desk.h"
#include "math/client_id.h"

#include <stdlib.h>
#include <string.h>

#define NOW INT64_C(1700000000000)

static struct arena mem;
static struct json scanner;
static struct desk desk;
static struct desk_frame f;
static const char *market; /* as configured */

static void take(const char *text)
{
	char *line = arena_strdup(&mem, text);
	const struct rec_type *type;
	const struct json_tok *name;
	_Alignas(16) unsigned char rec[1024];

	CHECK(!json_scan(&scanner, line, strlen(text)));
	name = json_member(&scanner, 0, "type");
	type = rec_find(name->s, name->len);
	CHECK(type && !rec_decode(type, rec, &scanner, &mem));
	desk_take(&desk, &mem, market, type, rec);
}

/* Of a market whose tick is 0.05 and lot 0.1. */
#define HEAD(type) "{\"type\":\"" type "\",\"ts_ms\":1700000000000,"
#define M          "\"market\":\"SOL/USDT\""

static const char *const lines[] = {
	(HEAD("market") M
	 ",\"tick\":\"0.05\",\"base_lot\":\"0.1\",\"quote_lot\":\"0.005\","
	 "\"base\":{\"asset\":\"SOL\",\"decimals\":9},"
	 "\"quote\":{\"asset\":\"USDT\",\"decimals\":6}}"),
	(HEAD("lane") "\"lane\":\"SOL/USDT:a\",\"chain\":\"paper\"}"),
	(HEAD("book") M ",\"bids\":[[\"100\",\"5\"],[\"99.97\",\"1\"]],"
			"\"asks\":[[\"100.1\",\"2\"],[\"100.22\",\"3\"]],"
			"\"own_bids\":[[\"100\",\"5\"]],"
			"\"own_asks\":[[\"100.1\",\"0.5\"]],\"slot\":1}"),
	(HEAD("wallet") "\"wallet\":\"b\",\"chain\":\"paper\",\"balances\":{"
			"\"SOL\":{\"free\":\"1.25\",\"locked\":\"0\","
			"\"unsettled\":\"0.5\"},"
			"\"USDT\":{\"free\":\"1001\",\"locked\":\"500\","
			"\"unsettled\":\"0\"}}}"),
	(HEAD("wallet") "\"wallet\":\"a\",\"chain\":\"paper\",\"balances\":{"
			"\"USDT\":{\"free\":\"0\",\"locked\":\"0\","
			"\"unsettled\":\"0\"},"
			"\"SOL\":{\"free\":\"0\",\"locked\":\"7\","
			"\"unsettled\":\"0\"}}}"),
	(HEAD("pivot") M ",\"price\":\"100.123456789\",\"mode\":\"vwap\","
			 "\"window_days\":365,\"n_trades\":1,\"volume\":\"1\","
			 "\"last_price\":\"99.9\",\"last_ms\":1699999999000}"),
};

enum line { MARKET, LANE, BOOK, WALLET_B, WALLET_A, PIVOT, N_LINES };

static void begin(void)
{
	arena_reset(&mem);
	desk = (struct desk){ .market = NULL };
	market = NULL;
}

static void frame_without(enum line left_out)
{
	begin();
	for (int i = 0; i < N_LINES; i++)
		if (i != (int)left_out)
			take(lines[i]);
}

static void input(void)
{
	desk_input(&f, &desk, &mem, NOW, NULL);
}

static void set(const char *key, const char *value)
{
	const char *why;

	CHECK(conf_set(key, value, &why));
}

/* Every key reaches its parameter in the market's steps, and is echoed. */
static void test_configuration(void)
{
	const struct grid_params *p = &f.conf.params;
	struct rec_list before;

	frame_without(N_LINES);
	input();
	CHECK(p->strategy == 1 && p->buy_width_ppm == 150000);
	CHECK(p->sell_width_ppm == 300000 && p->threshold_ppm == 10000);
	CHECK(p->buy_levels == GRID_AUTO && p->sell_levels == GRID_AUTO);
	CHECK(p->budget_beta_ppm == 500000 && p->min_lots == 1);
	CHECK(p->improve_min_lots == 10 && p->min_rebuild_ms == 30000);
	CHECK(p->skew_volatility == 0.8 && p->density == 3);
	CHECK(f.conf.control_ppm == -1 && f.conf.fee_ppm == 1000);
	before = f.parameters;

	set("BUY_LEVELS", "7");
	set("MIN_ORDER_SIZE", "0.25"); /* 2.5 lots */
	set("OUT_OF_CHANNEL", "one_side");
	set("REBALANCE_REF", "pivot");
	set("GRID_SPACING", "geometric");
	input();
	CHECK(p->buy_levels == 7 && p->min_lots == 3 && p->one_side);
	CHECK(p->ref_pivot && p->spacing == SPACING_GEOMETRIC);
	CHECK(!grid_conf_same(&before, &f.parameters));
	set("BUY_LEVELS", "auto");
	set("MIN_ORDER_SIZE", "0");
	set("OUT_OF_CHANNEL", "pull");
	set("REBALANCE_REF", "last");
	set("GRID_SPACING", "linear");
	input();
	CHECK(grid_conf_same(&before, &f.parameters));

	set("MIN_ORDER_SIZE", "1000000000000");
	input();
	CHECK(f.input.no_market && strstr(f.why[GRID_NO_MARKET], "MIN_ORDER"));
	set("MIN_ORDER_SIZE", "0");
}

static void test_missing(void)
{
	frame_without(N_LINES);
	input();
	for (int r = 0; r < GRID_REASONS; r++)
		CHECK(!f.why[r]);
	frame_without(MARKET);
	input();
	CHECK(f.input.no_market);
	CHECK(!strcmp(f.why[GRID_NO_MARKET], "no market record of 'SOL/USDT'"));
	frame_without(LANE);
	input();
	CHECK(f.input.no_pending && f.why[GRID_NO_PENDING]);
	frame_without(BOOK);
	input();
	CHECK(f.input.no_book && f.why[GRID_NO_BOOK]);
	frame_without(PIVOT);
	input();
	CHECK(f.input.no_pivot && f.why[GRID_NO_PIVOT]);
	frame_without(WALLET_A);
	input(); /* which wallets there should be is not known here */
	CHECK(!f.input.no_wallet && f.input.n_wallets == 1);
	begin();
	take(lines[MARKET]);
	input();
	CHECK(f.input.no_wallet && !strcmp(f.why[GRID_NO_WALLET], "no wallet"));
	frame_without(N_LINES);
	take(lines[WALLET_A]);
	input();
	CHECK(!strcmp(f.why[GRID_NO_WALLET], "wallet 'a' stands twice"));
	frame_without(WALLET_A);
	take(HEAD("wallet") "\"wallet\":\"a\",\"chain\":\"x\",\"balances\":{"
			    "\"SOL\":{\"free\":\"1\",\"locked\":\"0\","
			    "\"unsettled\":\"0\"}}}");
	input();
	CHECK(!strcmp(f.why[GRID_NO_WALLET], "wallet 'a' has no 'USDT'"));
}

static void test_stale(void)
{
	frame_without(N_LINES);
	desk_input(&f, &desk, &mem, NOW + 60000, NULL);
	CHECK(!f.input.no_pivot && !f.input.no_book && !f.input.no_wallet);
	desk_input(&f, &desk, &mem, NOW + 61000, NULL);
	CHECK(f.input.no_pivot && f.input.no_book && f.input.no_wallet);
	CHECK(!strcmp(f.why[GRID_NO_BOOK], "the book is 61 s old"));
}

static void test_steps(void)
{
	static const char *const bad[] = {
		"\"0\",\"base_lot\":\"0.1\",\"quote_lot\":\"0\"",
		"\"0.05\",\"base_lot\":\"-1\",\"quote_lot\":\"0\"",
		"\"5000000001\",\"base_lot\":\"1\",\"quote_lot\":\"1\"",
		"\"0.05\",\"base_lot\":\"0.1\",\"quote_lot\":\"0.05\"",
	};
	char text[512];

	for (size_t i = 0; i < COUNT(bad); i++) {
		frame_without(MARKET);
		snprintf(text, sizeof(text),
			 HEAD("market") M
			 ",\"tick\":%s,\"base\":{\"asset\":\"SOL\","
			 "\"decimals\":9},\"quote\":{\"asset\":\"USDT\","
			 "\"decimals\":6}}",
			 bad[i]);
		take(text);
		input();
		CHECK(f.input.no_market && f.why[GRID_NO_MARKET]);
	}
}

static void test_prices(void)
{
	frame_without(N_LINES);
	input();
	/* the own bid is alone at 100; 99.97 lies off the tick */
	CHECK(f.input.book.bid == 1999 && f.input.book.bid_lots == 10);
	CHECK(f.input.book.ask == 2002 && f.input.book.ask_lots == 15);
	CHECK(f.input.pivot == INT64_C(2002469135)); /* .78 rounded down */
	CHECK(f.input.trade_price == 1998 * MICRO);
	CHECK(f.input.trade_ms == 1699999999000);

	frame_without(BOOK);
	take(HEAD("book") M
	     ",\"bids\":[[\"100\",\"5\"]],\"asks\":[],"
	     "\"own_bids\":[[\"100\",\"5\"]],\"own_asks\":[],\"slot\":1}");
	input();
	CHECK(!f.input.no_book && !f.input.book.bid && !f.input.book.ask);
	frame_without(BOOK);
	take(HEAD("book") M ",\"bids\":[],\"asks\":[[\"100.12\",\"5\"]],"
			    "\"own_bids\":[],\"own_asks\":[],\"slot\":1}");
	input();
	CHECK(f.input.book.ask == 2003);
	frame_without(BOOK);
	take(HEAD("book") M ",\"bids\":[[\"-1\",\"5\"]],\"asks\":[],"
			    "\"own_bids\":[],\"own_asks\":[],\"slot\":1}");
	input();
	CHECK(f.input.no_book);
}

#define OPEN(wallet, side, price, size, id)                                    \
	HEAD("open_order")                                                     \
	M ",\"wallet\":\"" wallet "\",\"side\":\"" side                        \
	  "\",\"price\":\"" price "\",\"size\":\"" size                        \
	  "\",\"order_id\":\"o\",\"client_id\":\"" id "\"}"
#define OURS    "281474976710661" /* tag 1, BUY, slot 0, generation 5 */
#define OURSELL "422212465065989"
#define OTHER   "562949953421317" /* tag 2 */

static void test_money(void)
{
	frame_without(N_LINES);
	input();
	/* b: 1001 of 1.001 each, less nothing; its lock is another's */
	CHECK(f.input.means[0].quote == 200000);
	CHECK(f.input.means[0].base == 17); /* 1.75 */
	CHECK(!f.input.means[1].quote && !f.input.means[1].base);
	CHECK(!strcmp(f.wallets[0], "b") && !strcmp(f.wallets[1], "a"));

	/* Ours on this market count again, with their fee, as far as locked. */
	take(OPEN("b", "buy", "50", "10", OURS));
	take(OPEN("b", "buy", "40", "1", OTHER));
	take(OPEN("a", "sell", "120", "0.3", OURSELL));
	take(OPEN("gone", "sell", "120", "0.3", OURSELL));
	input();
	CHECK(f.input.n_resting == 4);
	CHECK(f.input.resting[0].price == 1000 &&
	      f.input.resting[0].size == 100);
	CHECK(f.input.resting[0].wallet == 0 &&
	      f.input.resting[3].wallet == -1);
	/* (1001 + 500) / 1.001 */
	CHECK(f.input.means[0].quote == 299900);
	CHECK(f.input.means[1].base == 3);

	set("RESERVE_QUOTE", "500.5");
	set("RESERVE_BASE", "100");
	input();
	CHECK(f.input.means[0].quote == 199900);
	CHECK(f.input.means[0].base == 0 && f.input.means[1].base == 0);
	set("RESERVE_QUOTE", "0");
	set("RESERVE_BASE", "0");
}

#define PENDING(action, state, id, more)                                       \
	HEAD("pending")                                                        \
	"\"intent_id\":\"i\",\"attempt\":\"t\",\"lane\":\"SOL/USDT:b\","       \
	"\"action\":\"" action "\",\"class\":\"risk\",\"state\":\"" state      \
	"\","                                                                  \
	"\"client_id\":\"" id "\",\"since_ms\":7" more "}"
#define TERMS  ",\"side\":\"buy\",\"price\":\"50\",\"size\":\"10\""
#define SPENDS ",\"spends\":{\"USDT\":\"500.5\",\"X\":\"9\"}"

static void test_pending(void)
{
	frame_without(N_LINES);
	take(PENDING("place", "sent", OURS, TERMS SPENDS));
	take(PENDING("cancel", "unknown", OURS, ""));
	take(PENDING("place", "done", OTHER, TERMS SPENDS));
	input(); /* our own order in flight counts as resting: nothing leaves */
	CHECK(!f.input.no_pending && f.input.n_pending == 3);
	CHECK(f.input.pending[0].verb == DIFF_PLACE);
	CHECK(f.input.pending[0].state == DIFF_SENT);
	CHECK(f.input.pending[0].order.price == 1000);
	CHECK(f.input.pending[0].order.since_ms == 7);
	CHECK(f.input.pending[1].verb == DIFF_CANCEL);
	CHECK(f.input.pending[2].state == DIFF_DONE);
	CHECK(f.input.means[0].quote == 200000);

	take(PENDING("place", "sent", OTHER, TERMS SPENDS));
	input();
	CHECK(f.input.n_pending == 4 && f.input.means[0].quote == 100000);
	take(PENDING("transfer", "unknown", "0", SPENDS));
	input();
	CHECK(f.input.n_pending == 4 && f.input.means[0].quote == 0);
	take(PENDING("place", "sent", OURS, ""));
	input();
	CHECK(f.input.no_pending);
	CHECK(!strcmp(f.why[GRID_NO_PENDING],
		      "'i' is not in whole ticks and lots"));
}

static void test_off_step(void)
{
	frame_without(N_LINES);
	take(OPEN("b", "buy", "50.01", "10", OURS));
	input();
	CHECK(f.input.no_book);
	frame_without(N_LINES);
	take(OPEN("b", "buy", "50", "10.05", OURS));
	input();
	CHECK(f.input.no_book);
}

#define GRID(n, more)                                                          \
	HEAD("grid")                                                           \
	M ",\"decision\":\"hold\",\"reason\":\"manual\",\"n_orders\":" n more  \
	  "}"
#define ORDER(price)                                                           \
	HEAD("order")                                                          \
	M ",\"wallet\":\"a\",\"side\":\"buy\",\"price\":\"" price              \
	  "\",\"size\":\"1\",\"level\":3,\"client_id\":\"" OURS                \
	  "\",\"since_ms\":7}"

static void test_last(void)
{
	frame_without(N_LINES);
	input();
	CHECK(!f.input.last.exists && !f.input.no_store);

	take(GRID("1", ",\"lower\":\"85\",\"upper\":\"130.0000001\","
		       "\"rebuild_ms\":5,\"rebuild_pivot\":\"100\","
		       "\"side_pulled\":\"sell\""));
	take(ORDER("95"));
	input();
	CHECK(f.input.last.exists && f.input.last.decision == GRID_HOLD);
	CHECK(f.input.last.reason == GRID_MANUAL);
	CHECK(f.input.last.pulled == GRID_PULLED_SELL);
	CHECK(f.input.last.lower == 1700 * MICRO);
	CHECK(f.input.last.upper == 2600 * MICRO + 2);
	CHECK(f.input.last.rebuild_ms == 5 && !f.input.last.rebuild_price);
	CHECK(!f.input.last.improved_ms && f.input.last.n_orders == 1);
	CHECK(f.input.last.orders[0].wallet == 1);
	CHECK(f.input.last.orders[0].price == 1900);
	CHECK(f.input.other_config); /* it echoed none */

	take(ORDER("96"));
	input();
	CHECK(f.input.no_store && !f.input.last.exists);
	CHECK(!strcmp(f.why[GRID_NO_STORE],
		      "the last grid has 1 orders, 2 came"));
	frame_without(N_LINES);
	take(ORDER("96"));
	input(); /* orders without their grid */
	CHECK(f.input.no_store);
	frame_without(N_LINES);
	take(GRID("0", ""));
	take(GRID("0", ""));
	input();
	CHECK(f.input.no_store);
	frame_without(N_LINES);
	take(GRID("1", ""));
	take(ORDER("96.01"));
	input();
	CHECK(f.input.no_store);
	frame_without(N_LINES);
	take(HEAD("refusal") "\"by\":\"store-log\",\"reason\":\"locked\","
			     "\"text\":\"x\"}");
	input();
	CHECK(f.input.no_store && !f.why[GRID_NO_STORE]);
}

#define SUPPLY(total)                                                          \
	HEAD("supply")                                                         \
	"\"mint\":\"m\",\"total\":\"" total                                    \
	"\",\"locked\":\"100\",\"owned\":\"300\"}"

static void test_control(void)
{
	frame_without(N_LINES);
	take(GRID("0", ",\"control_ratio\":0.25,\"control_ms\":5"));
	input(); /* the last known */
	CHECK(f.input.control_ppm == 250000 && f.control_ms == 5);
	take(SUPPLY("1000"));
	input();
	CHECK(f.input.control_ppm == 600000 && f.control_ms == NOW);
	take(SUPPLY("399")); /* more held than there is: not believed */
	input();
	CHECK(f.input.control_ppm == 250000 && f.control_ms == 5);
	frame_without(N_LINES);
	input();
	CHECK(f.input.control_ppm == 0 && f.control_ms == REC_NONE_INT);
	set("TARGET_CONTROL_PCT", "40");
	input();
	CHECK(f.input.control_ppm == 400000);
	set("TARGET_CONTROL_PCT", "dynamic");
}

static void test_other_markets(void)
{
	frame_without(N_LINES);
	take(HEAD("lane") "\"lane\":\"BTC/USDT:a\",\"chain\":\"paper\"}");
	CHECK(desk.other && !strcmp(desk.other, "BTC/USDT"));
	begin();
	market = "SOL/USDT";
	take(HEAD("lane") "\"lane\":\"BTC/USDT:a\",\"chain\":\"paper\"}");
	for (int i = 0; i < N_LINES; i++)
		if (i != LANE)
			take(lines[i]);
	CHECK(!desk.other);
	input();
	CHECK(f.input.no_pending);
}

/* A plan's records are the next frame's last grid. */
static bool same_prices(const struct grid_input *a, const struct grid_input *b)
{
	return a->now_ms == b->now_ms && a->manual == b->manual &&
	       a->pivot == b->pivot && a->trade_price == b->trade_price &&
	       a->trade_ms == b->trade_ms && a->book.bid == b->book.bid &&
	       a->book.ask == b->book.ask &&
	       a->book.bid_lots == b->book.bid_lots &&
	       a->no_pivot == b->no_pivot && a->no_book == b->no_book;
}

/* A frame again with another pivot, another book, or neither is what reading all
 * of it anew would be. */
static void test_again(void)
{
	struct rec_pivot pivot;
	struct rec_book book;
	struct desk_frame anew;

	frame_without(N_LINES);
	input();
	for (int i = 0; i < 8; i++) {
		int64_t now = NOW + i * 60000;
		const char *signal = i == 5 ? "why not" : NULL;

		pivot = *desk.pivot;
		book = *desk.book;
		pivot.ts_ms = book.ts_ms = i == 3 ? NOW : now;
		pivot.price = dec_make(100 + i, 0);
		if (i == 4)
			pivot.last_ms = REC_NONE_INT;
		if (i == 6)
			book.bids.n = 0;
		desk.pivot = i == 1 ? NULL : &pivot;
		desk.book = i == 2 ? NULL : &book;
		desk_again(&f, &desk, &mem, now, signal);
		desk_input(&anew, &desk, &mem, now, signal);
		CHECK(same_prices(&f.input, &anew.input));
		CHECK(f.input.no_pivot == (i == 1 || i == 3));
		CHECK(f.input.no_book == (i == 2 || i == 3));
		desk.pivot = &pivot;
		desk.book = &book;
	}
	CHECK(f.input.n_wallets == 2 && f.input.means[0].quote > 0);
}

static void test_round_trip(void)
{
	struct grid_plan plan;
	struct rec_grid g;
	struct order want[64];
	size_t n;

	frame_without(WALLET_B);
	take(HEAD(
		"wallet") "\"wallet\":\"b\",\"chain\":\"paper\",\"balances\":{"
			  "\"SOL\":{\"free\":\"1000\",\"locked\":\"0\","
			  "\"unsettled\":\"0\"},"
			  "\"USDT\":{\"free\":\"99999\",\"locked\":\"0\","
			  "\"unsettled\":\"0\"}}}");
	input();
	grid_decide(&mem, &plan, &f.conf.params, &f.input);
	CHECK(plan.decision == GRID_REBUILD && plan.n_orders > 20);
	g = desk_grid(&desk, &f, &plan);
	n = plan.n_orders;
	memcpy(want, plan.orders, n * sizeof(*want));
	desk_take(&desk, &mem, NULL, &rec_grid_type, &g);
	for (size_t i = 0; i < n; i++) {
		struct rec_order o = desk_order(&desk, &f, &want[i]);

		desk_take(&desk, &mem, NULL, &rec_order_type, &o);
	}
	input();
	CHECK(f.input.last.exists && !f.input.other_config);
	CHECK(f.input.last.n_orders == n);
	CHECK(f.input.last.rebuild_pivot == plan.pivot);
	CHECK(f.input.last.rebuild_price == plan.price);
	CHECK(f.input.last.lower == plan.lower);
	CHECK(f.input.last.upper == plan.upper);
	for (size_t i = 0; i < n; i++) {
		const struct order *o = &f.input.last.orders[i];

		CHECK(o->price == want[i].price && o->size == want[i].size);
		CHECK(o->client_id == want[i].client_id);
		CHECK(o->wallet == want[i].wallet && o->side == want[i].side);
		CHECK(o->level == want[i].level);
		CHECK(o->since_ms == want[i].since_ms);
	}
	grid_decide(&mem, &plan, &f.conf.params, &f.input);
	CHECK(plan.decision == GRID_HOLD && plan.n_orders == n);

	/* Without a market what was known is carried on. */
	desk.steps = NULL;
	input();
	grid_decide(&mem, &plan, &f.conf.params, &f.input);
	CHECK(plan.decision == GRID_PULL && plan.reason == GRID_NO_MARKET);
	CHECK(desk_grid(&desk, &f, &plan).rebuild_ms == NOW);
	CHECK(!dec_cmp(desk_grid(&desk, &f, &plan).lower, g.lower));
}

int main(void)
{
	setenv("MM_HOME", "/nonexistent", 1);
	conf_load(NULL);
	test_configuration();
	test_missing();
	test_stale();
	test_steps();
	test_prices();
	test_money();
	test_pending();
	test_off_step();
	test_last();
	test_control();
	test_other_markets();
	test_again();
	test_round_trip();
	arena_free(&mem);
	json_free(&scanner);
	printf("test_desk: pass\n");
	return 0;
}
