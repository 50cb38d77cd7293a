/* test_match - the paper venue: what it refuses, then each rule of match.h on
 * its smallest case.  Campaigns against a slow venue: test_match_campaign. */
#include "check.h"
#include "math/match.h"

#include <string.h>

#define LOT_BASE  10 /* atoms of base in a lot          */
#define LOT_QUOTE 3  /* atoms of quote in a tick * lot  */
#define BUY       SIDE_BUY
#define SELL      SIDE_SELL

static const struct match_rules plain = { .share_ppm = PPM };

static void open_venue(struct match *m, const struct match_rules *rules,
		       int64_t maker_ppm, int64_t taker_ppm)
{
	struct ledger l = {
		.base_lot = LOT_BASE,
		.quote_lot = LOT_QUOTE,
		.maker_ppm = maker_ppm,
		.taker_ppm = taker_ppm,
	};

	match_init(m, rules, &l);
	CHECK(ledger_add_wallet(&m->ledger, 1000 * LOT_BASE, 1000000) == 0);
	CHECK(ledger_add_wallet(&m->ledger, 1000 * LOT_BASE, 1000000) == 1);
	match_advance(m, 0);
}

static struct match_request request(enum match_op op, enum side side,
				    int64_t price, int64_t size, uint64_t slot)
{
	return (struct match_request){
		.op = op,
		.post_only = true,
		.order = {
			.price = price,
			.size = size,
			.client_id = slot << 32 | 1,
			.side = side,
		},
		.max_ts_ms = INT64_MAX,
		.tag = slot,
	};
}

/* The outcome of one request, at once. */
static struct match_event ask(struct match *m, struct match_request r)
{
	match_forget_events(m);
	match_submit(m, m->now_ms, &r);
	match_advance(m, m->now_ms + m->rules.latency_ms);
	CHECK(m->n_events == 1);
	CHECK(m->events[0].tag == r.tag);
	return m->events[0];
}

static enum match_why place(struct match *m, enum side side, int64_t price,
			    int64_t size, uint64_t slot)
{
	return ask(m, request(MATCH_PLACE, side, price, size, slot)).why;
}

/* Lots all own orders get of one print. */
static int64_t print(struct match *m, enum side aggressor, int64_t price,
		     int64_t lots)
{
	struct match_print p = {
		.ts_ms = m->now_ms,
		.price = price,
		.lots = lots,
		.aggressor = aggressor,
	};
	int64_t filled = 0;

	match_forget_events(m);
	match_print(m, &p);
	for (int i = 0; i < m->n_events; i++)
		filled += m->events[i].order.size;
	CHECK(match_balanced(m));
	return filled;
}

static void test_bad_orders(void)
{
	static const struct {
		int64_t price, size;
		int wallet;
		enum match_why why;
	} cases[] = {
		{ 0, 1, 0, MATCH_BAD_ORDER },
		{ -5, 1, 0, MATCH_BAD_ORDER },
		{ PRICE_MAX, 1, 0, MATCH_BAD_ORDER },
		{ 100, 0, 0, MATCH_BAD_ORDER },
		{ 100, -1, 0, MATCH_BAD_ORDER },
		{ 100, SIZE_MAX_LOTS, 0, MATCH_BAD_ORDER },
		{ 100, 1, -1, MATCH_BAD_ORDER },
		{ 100, 1, 2, MATCH_BAD_ORDER },
		{ PRICE_MAX - 1, SIZE_MAX_LOTS - 1, 0, MATCH_TOO_LARGE },
		{ 1, SIZE_MAX_LOTS - 1, 0, MATCH_NO_FUNDS },
		{ 1, 1, 0, MATCH_OK },
	};
	struct match m;

	open_venue(&m, &plain, 0, 0);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct match_request r = request(
			MATCH_PLACE, BUY, cases[i].price, cases[i].size, 9);
		struct match_event e;

		r.order.wallet = cases[i].wallet;
		e = ask(&m, r);
		CHECK(e.why == cases[i].why);
		CHECK((e.what == MATCH_POSTED) == (e.order_id != 0));
		r.op = MATCH_REPLACE;
		r.order.client_id++;
		CHECK(cases[i].why != MATCH_BAD_ORDER ||
		      ask(&m, r).why == MATCH_BAD_ORDER);
	}
	CHECK(m.books[BUY].n == 1 && match_balanced(&m));
	match_free(&m);
}

static void test_slots_and_cancels(void)
{
	struct match m;
	struct match_request r;

	open_venue(&m, &plain, 0, 0);
	CHECK(place(&m, BUY, 100, 5, 1) == MATCH_OK);
	CHECK(place(&m, BUY, 99, 5, 1) == MATCH_SLOT_LIVE);
	r = request(MATCH_PLACE, BUY, 99, 5, 1);
	r.order.client_id++; /* the next generation of a slot that is taken */
	CHECK(ask(&m, r).why == MATCH_SLOT_LIVE);
	r.op = MATCH_CANCEL;
	CHECK(ask(&m, r).why == MATCH_NO_ORDER);
	r.order.client_id--;
	r.order.wallet = 1;
	CHECK(ask(&m, r).why == MATCH_NO_ORDER);
	r.op = MATCH_PLACE;
	CHECK(ask(&m, r).why == MATCH_OK); /* a slot is a wallet's own */
	r.op = MATCH_CANCEL;
	CHECK(ask(&m, r).what == MATCH_CANCELLED);
	CHECK(m.ledger.wallets[1].quote.locked == 0);
	match_free(&m);
}

static void test_self_trade(void)
{
	struct match m;
	struct match_request r = request(MATCH_PLACE, SELL, 101, 5, 2);

	open_venue(&m, &plain, 0, 0);
	r.order.wallet = 1;
	CHECK(place(&m, BUY, 100, 5, 1) == MATCH_OK);
	CHECK(ask(&m, r).why == MATCH_OK);
	CHECK(place(&m, BUY, 101, 1, 3) == MATCH_SELF_TRADE);
	CHECK(place(&m, SELL, 100, 1, 4) == MATCH_SELF_TRADE);
	CHECK(place(&m, SELL, 99, 1, 4) == MATCH_SELF_TRADE);
	r = request(MATCH_REPLACE, BUY, 101, 5, 1);
	CHECK(ask(&m, r).why == MATCH_SELF_TRADE);
	CHECK(m.books[BUY].n == 1 && m.books[BUY].v[0].order.price == 100);
	match_free(&m);
}

static void test_post_only(void)
{
	static const struct match_level bid = { 98, 7 }, offer = { 103, 8 };
	struct match_depth d = { &bid, &offer, 1, 1 };
	struct match_rules rules = { .share_ppm = PPM, .queue_ppm = PPM };
	struct match m;

	open_venue(&m, &rules, 0, 0);
	CHECK(print(&m, SELL, 100, 1) == 0); /* bid 100, ask 101 */
	CHECK(place(&m, BUY, 101, 1, 1) == MATCH_WOULD_CROSS);
	CHECK(place(&m, SELL, 100, 1, 1) == MATCH_WOULD_CROSS);
	CHECK(place(&m, SELL, 101, 1, 2) == MATCH_OK);
	CHECK(place(&m, BUY, 100, 1, 1) == MATCH_OK);
	CHECK(print(&m, BUY, 99, 1) == 0); /* bid 98, ask 99 */
	CHECK(place(&m, BUY, 99, 1, 3) == MATCH_WOULD_CROSS);
	CHECK(place(&m, BUY, 98, 1, 3) == MATCH_OK);
	m.depth = &d;
	CHECK(place(&m, SELL, 98, 1, 4) == MATCH_SELF_TRADE);
	CHECK(ask(&m, request(MATCH_CANCEL, BUY, 0, 0, 1)).why == MATCH_OK);
	CHECK(place(&m, SELL, 99, 1, 4) == MATCH_OK);
	CHECK(place(&m, BUY, 98, 1, 5) == MATCH_OK);
	CHECK(m.books[BUY].v[0].ahead == 7); /* as displayed */
	CHECK(m.books[BUY].v[1].ahead == 1); /* the mean print */
	match_free(&m);
}

static void test_taker_pays(void)
{
	struct match m;
	struct match_request r = request(MATCH_PLACE, BUY, 110, 10, 1);

	open_venue(&m, &plain, 100, 1000);
	CHECK(print(&m, SELL, 100, 50) == 0);
	r.post_only = false;
	CHECK(ask(&m, r).what == MATCH_POSTED);
	CHECK(print(&m, SELL, 100, 4) == 4); /* at 110, never better */
	CHECK(!m.events[0].maker && m.events[0].order.price == 110);
	CHECK(m.events[0].fee == 2); /* 4 * 110 * 3 = 1320, 1.32 up */
	CHECK(m.ledger.wallets[0].quote.locked == 6 * (330 + 1));
	CHECK(m.ledger.wallets[0].quote.free ==
	      1000000 - 1320 - 2 - 6 * (330 + 1));
	match_free(&m);
}

static void test_rebate(void)
{
	struct match m;

	open_venue(&m, &plain, -1000, 1000);
	CHECK(place(&m, SELL, 100, 5, 1) == MATCH_OK);
	CHECK(print(&m, BUY, 100, 5) == 5);
	CHECK(m.events[0].fee == -1 && m.events[0].maker); /* 1.5 down */
	CHECK(m.ledger.wallets[0].quote.free == 1000000 + 1500 + 1);
	match_free(&m);
}

static void test_queue_and_priority(void)
{
	struct match_rules half = { .share_ppm = PPM / 2, .queue_ppm = PPM };
	struct match m;

	open_venue(&m, &half, 0, 0);
	CHECK(print(&m, BUY, 100, 10) == 0);
	CHECK(print(&m, BUY, 100, 31) == 0);
	CHECK(place(&m, BUY, 99, 8, 1) == MATCH_OK); /* behind 21 */
	CHECK(place(&m, BUY, 99, 9, 2) == MATCH_OK);
	CHECK(place(&m, BUY, 98, 9, 3) == MATCH_OK);
	CHECK(print(&m, BUY, 99, 500) == 0); /* our own side */
	CHECK(print(&m, SELL, 99, 20) == 0); /* all to the queue */
	CHECK(print(&m, SELL, 99, 5) == 2);  /* half of 5 */
	CHECK(print(&m, SELL, 99, 16) == 8); /* 6 to the first, 2 on */
	CHECK(m.n_events == 2);
	CHECK(m.events[0].order.client_id >> 32 == 1);
	CHECK(m.events[0].n_fill == 2);
	CHECK(print(&m, SELL, 98, 6) == 3);   /* through 99, none for 98 */
	CHECK(m.books[BUY].v[0].ahead == 18); /* 21 less 6 - 3 */
	match_free(&m);
}

static void test_latency(void)
{
	struct match_rules slow = { .share_ppm = PPM, .latency_ms = 100 };
	struct match_request r = request(MATCH_PLACE, BUY, 99, 5, 1);
	struct match_print p = { .price = 99, .lots = 2, .aggressor = SELL };
	struct match m;

	open_venue(&m, &slow, 0, 0);
	r.max_ts_ms = 100;
	match_submit(&m, 0, &r);
	r.order.client_id += UINT64_C(1) << 32;
	r.max_ts_ms = 99;
	match_submit(&m, 0, &r);
	p.ts_ms = 99;
	match_print(&m, &p);
	CHECK(m.n_events == 0);
	r = request(MATCH_CANCEL, BUY, 0, 0, 1);
	match_submit(&m, 99, &r);
	p.ts_ms = 100;
	match_print(&m, &p);
	CHECK(m.n_events == 3);
	CHECK(m.events[0].what == MATCH_POSTED && m.events[0].ts_ms == 100);
	CHECK(m.events[1].why == MATCH_EXPIRED);
	CHECK(m.events[2].what == MATCH_FILLED);
	p.ts_ms = 198;
	match_print(&m, &p);
	CHECK(m.n_events == 4 && m.events[3].what == MATCH_FILLED);
	p.ts_ms = 199;
	match_print(&m, &p);
	CHECK(m.n_events == 5 && m.events[4].what == MATCH_CANCELLED);
	CHECK(m.events[4].order.size == 1 && m.events[4].ts_ms == 199);
	match_free(&m);
}

/* A request submitted for a time the venue has passed arrives at once, never
 * before what went out earlier; a long line of them is kept whole. */
static void test_inbox(void)
{
	struct match_rules slow = { .share_ppm = PPM, .latency_ms = 50 };
	struct match m;
	uint64_t seen = 0;

	open_venue(&m, &slow, 0, 0);
	for (uint64_t i = 0; i < 1000; i++) {
		struct match_request r = request(MATCH_CANCEL, BUY, 0, 0, i);

		match_submit(&m, (int64_t)i, &r);
		match_advance(&m, (int64_t)i);
	}
	CHECK(m.n_events == 950 && m.inbox.cap < 1000);
	match_submit(
		&m, -500,
		&(struct match_request){ .op = MATCH_CANCEL, .tag = 1000 });
	match_advance(&m, 1048);
	for (int i = 0; i < m.n_events; i++)
		CHECK(m.events[i].tag == seen++);
	CHECK(seen == 999);
	match_advance(&m, 1049);
	CHECK(m.n_events == 1001 && m.events[1000].ts_ms == 1049);
	match_free(&m);
}

static void test_replace(void)
{
	struct match m;
	struct match_request r = request(MATCH_REPLACE, BUY, 99, 20, 1);

	open_venue(&m, &plain, 0, 0);
	CHECK(ask(&m, r).what == MATCH_POSTED); /* of nothing: a place */
	CHECK(place(&m, BUY, 99, 5, 2) == MATCH_OK);
	r.order.size = 4;
	CHECK(ask(&m, r).what == MATCH_POSTED); /* to the back of the line */
	CHECK(print(&m, SELL, 99, 6) == 6);
	CHECK(m.events[0].order.client_id >> 32 == 2);
	CHECK(m.ledger.wallets[0].quote.locked == 3 * 99 * LOT_QUOTE);
	r.order.size = 1000000;
	CHECK(ask(&m, r).why == MATCH_NO_FUNDS);
	CHECK(m.books[BUY].n == 1 && m.books[BUY].v[0].order.size == 3);
	CHECK(match_balanced(&m));
	match_free(&m);
}

static void test_cancels_ahead(void)
{
	struct match_rules r = { .share_ppm = PPM,
				 .queue_ppm = PPM,
				 .cancels_ahead_ppm = 300000 };
	struct match m;

	open_venue(&m, &r, 0, 0);
	CHECK(print(&m, BUY, 100, 9) == 0);
	CHECK(place(&m, BUY, 90, 1, 1) == MATCH_OK);
	CHECK(m.books[BUY].v[0].ahead == 6); /* 6.3 down */
	match_free(&m);
}

/* A ledger that lost an atom is found out, free or locked. */
static void test_invariant_sees(void)
{
	struct match m;

	open_venue(&m, &plain, 0, 0);
	CHECK(place(&m, BUY, 99, 5, 1) == MATCH_OK && match_balanced(&m));
	m.ledger.wallets[1].base.free--;
	CHECK(!match_balanced(&m));
	m.ledger.wallets[0].base.free++; /* the sum is right again */
	CHECK(match_balanced(&m));
	m.ledger.wallets[0].quote.free++;
	m.ledger.wallets[0].quote.locked--;
	CHECK(!match_balanced(&m));
	match_free(&m);
}

int main(void)
{
	test_bad_orders();
	test_slots_and_cancels();
	test_self_trade();
	test_post_only();
	test_taker_pays();
	test_rebate();
	test_queue_and_priority();
	test_latency();
	test_inbox();
	test_replace();
	test_cancels_ahead();
	test_invariant_sees();
	printf("test_match: pass\n");
	return 0;
}
