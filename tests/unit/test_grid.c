/* test_grid - the decision: why it pulls, rebuilds or holds; what stands on a
 * hold; levels against the market, budgets, wallets, ids; then random worlds. */
#include "check.h"
#include "math/client_id.h"
#include "math/grid.h"

#include <math.h>
#include <string.h>

#define TAG  7
#define T0   INT64_C(1700000000000)
#define MOST 4000

/* A market at 1000 ticks, one wallet, two levels a side 10 % wide. */
static struct arena mem;
static struct grid_params p;
static struct grid_input in;
static struct grid_plan plan;
static struct means means[320];
static struct order resting[MOST], last[MOST];
static struct diff_pending pending[MOST];

static void world(void)
{
	p = (struct grid_params){
		.strategy = TAG,
		.buy_width_ppm = 100000,
		.sell_width_ppm = 100000,
		.threshold_ppm = 10000,
		.interval_ms = 3600000,
		.min_rebuild_ms = 30000,
		.spread_max_ppm = 50000,
		.price_max_age_ms = 600000,
		.buy_levels = 2,
		.sell_levels = 2,
		.orders_per_wallet = 32,
		.buy_budget_ppm = 500000,
		.buy_budget_max_ppm = 900000,
		.budget_beta_ppm = 500000,
		.sell_budget_ppm = 500000,
		.level_max_ppm = PPM,
		.order_max_ppm = PPM,
		.min_lots = 1,
	};
	means[0] = (struct means){ .quote = 1000000, .base = 1000 };
	in = (struct grid_input){
		.now_ms = T0,
		.pivot = 1000 * MICRO,
		.book = { 999, 5, 1001, 5 },
		.means = means,
		.n_wallets = 1,
		.resting = resting,
		.pending = pending,
	};
	arena_reset(&mem);
}

static void decide(void)
{
	grid_decide(&mem, &plan, &p, &in);
	CHECK(plan.reason != GRID_BAD_INPUT);
}

/* The plan becomes the last grid. */
static void remember(void)
{
	CHECK(plan.n_orders <= MOST);
	if (plan.n_orders)
		memcpy(last, plan.orders, plan.n_orders * sizeof(*last));
	in.last = grid_last_of(&plan, in.now_ms);
	in.last.orders = last;
}

/* All of it rests, nothing is in flight. */
static void land(void)
{
	remember();
	memcpy(resting, last, plan.n_orders * sizeof(*last));
	in.n_resting = plan.n_orders;
	in.n_pending = 0;
}

static void next(int64_t ms)
{
	in.now_ms += ms;
	in.manual = in.other_config = false;
	arena_reset(&mem);
	decide();
}

static void settled(void)
{
	world();
	decide();
	land();
}

static bool decided(enum grid_decision d, enum grid_reason r)
{
	return plan.decision == d && plan.reason == r;
}

static bool same_orders(const struct order *a, const struct order *b, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (a[i].price != b[i].price || a[i].size != b[i].size ||
		    a[i].since_ms != b[i].since_ms ||
		    a[i].client_id != b[i].client_id ||
		    a[i].wallet != b[i].wallet || a[i].level != b[i].level ||
		    a[i].side != b[i].side)
			return false;
	return true;
}

static void test_names(void)
{
	enum grid_reason r = GRID_FIRST, found;

	for (; r < GRID_REASONS; r++)
		CHECK(grid_reason_find(&found, grid_reason_name(r)) &&
		      found == r);
	CHECK(!grid_reason_find(&found, "whim"));
	CHECK(!strcmp(unplaced_name(UNPLACED_WOULD_CROSS), "would_cross"));
}

static bool bad(void)
{
	grid_decide(&mem, &plan, &p, &in);
	return plan.decision == GRID_PULL && plan.reason == GRID_BAD_INPUT &&
	       !plan.n_orders && !plan.pivot;
}

static void test_domain(void)
{
	world();
	p.buy_width_ppm = PPM;
	CHECK(bad());
	world();
	p.strategy = 0;
	CHECK(bad());
	world();
	p.min_lots = 0;
	CHECK(bad());
	world();
	p.density = -1;
	CHECK(bad());
	world();
	in.pivot = 0;
	CHECK(bad());
	world();
	in.pivot = PRICE_MICRO_MAX;
	CHECK(bad());
	world();
	means[0].base = -1;
	CHECK(bad());
	world();
	in.control_ppm = PPM + 1;
	CHECK(bad());
	settled();
	in.control_ppm = -1;
	CHECK(bad() && plan.rebuild_ms == T0);
	world(); /* SELL levels beyond the largest price */
	in.pivot = PRICE_MICRO_MAX - 1;
	in.book = (struct touch){ 0 };
	CHECK(bad());
}

static void pulls(bool *flag, enum grid_reason why)
{
	settled();
	*flag = true;
	next(1000);
	CHECK(decided(GRID_PULL, why) && !plan.n_orders);
	CHECK(!plan.quote_used && !plan.base_used);
	CHECK(plan.rebuild_ms == T0 && plan.rebuild_pivot == 1000 * MICRO);
	CHECK(plan.lower == 900 * MICRO && plan.upper == 1100 * MICRO);
}

static void test_pulls(void)
{
	pulls(&in.no_market, GRID_NO_MARKET);
	pulls(&in.no_pivot, GRID_NO_PIVOT);
	CHECK(!plan.pivot);
	pulls(&in.no_book, GRID_NO_BOOK);
	pulls(&in.no_wallet, GRID_NO_WALLET);
	pulls(&in.no_pending, GRID_NO_PENDING);

	world();
	p = (struct grid_params){ 0 };
	in.no_market = true;
	in.pivot = 0;
	decide();
	CHECK(decided(GRID_PULL, GRID_NO_MARKET));

	settled();
	in.n_wallets = 0; /* the wallet its orders rest on is gone */
	next(1000);
	CHECK(decided(GRID_PULL, GRID_NO_WALLET));

	settled();
	in.book.bid = in.book.ask;
	next(1000);
	CHECK(decided(GRID_PULL, GRID_CROSSED_BOOK));

	settled();
	in.book = (struct touch){ 898, 1, 899, 1 };
	next(1000);
	CHECK(decided(GRID_PULL, GRID_OUT_OF_CHANNEL) && !plan.n_orders);
	CHECK(plan.pulled == GRID_PULLED_NONE);
	in.book = (struct touch){ 899, 1, 901, 1 }; /* at the bound: inside */
	next(1000);
	CHECK(plan.decision != GRID_PULL);
	in.book = (struct touch){ 1100, 1, 1101, 1 };
	next(1000);
	CHECK(decided(GRID_PULL, GRID_OUT_OF_CHANNEL));
}

static void test_first_by_hand(void)
{
	const struct order want[] = {
		{ 950, 270, T0, 0, 0, 1, SIDE_BUY },
		{ 900, 270, T0, 1, 0, 2, SIDE_BUY },
		{ 1050, 250, T0, 0, 0, 1, SIDE_SELL },
		{ 1100, 250, T0, 1, 0, 2, SIDE_SELL },
	};

	world();
	decide();
	CHECK(decided(GRID_REBUILD, GRID_FIRST) && plan.n_orders == 4);
	for (int i = 0; i < 4; i++) {
		struct order o = want[i];

		o.client_id = client_id_make(TAG, o.side, (uint16_t)o.client_id,
					     (uint32_t)(T0 / 1000));
		CHECK(same_orders(&plan.orders[i], &o, 1));
	}
	CHECK(plan.quote_used == 270 * 1850 && plan.base_used == 500);
	CHECK(plan.price == 1000 * MICRO && plan.deviation == 0);
	CHECK(plan.rebuild_ms == T0 && plan.rebuild_price == plan.price);
	CHECK(plan.lower == 900 * MICRO && plan.upper == 1100 * MICRO);
}

static void test_a_hundred_frames(void)
{
	struct order first[4];

	settled();
	memcpy(first, last, sizeof(first));
	for (int i = 0; i < 100; i++) {
		next(30000);
		CHECK(decided(GRID_HOLD, GRID_UNCHANGED));
		CHECK(plan.n_orders == 4 && same_orders(plan.orders, first, 4));
		remember();
	}
	for (int i = 0; i < 100; i++) { /* built anew, the same comes out */
		in.now_ms += 30000;
		in.manual = true;
		decide();
		CHECK(decided(GRID_REBUILD, GRID_MANUAL));
		CHECK(plan.n_orders == 4 && same_orders(plan.orders, first, 4));
		remember();
	}
}

/* ---- when ---- */

static void test_threshold(void)
{
	settled();
	in.book = (struct touch){ 1009, 1, 1011, 1 }; /* 1 %: not more */
	next(60000);
	CHECK(decided(GRID_HOLD, GRID_UNCHANGED));
	in.book = (struct touch){ 1010, 1, 1011, 1 }; /* 1.05 % */
	next(60000);
	CHECK(decided(GRID_REBUILD, GRID_THRESHOLD));
	CHECK(plan.rebuild_price == 1010 * MICRO + MICRO / 2);
	land();
	next(60000); /* the reference is the last rebuild */
	CHECK(decided(GRID_HOLD, GRID_UNCHANGED));
	p.ref_pivot = true; /* the specification's reading fires every time */
	next(60000);
	CHECK(decided(GRID_REBUILD, GRID_THRESHOLD));

	settled();
	in.pivot = 1010 * MICRO;
	next(60000);
	CHECK(decided(GRID_HOLD, GRID_UNCHANGED));
	in.pivot++;
	next(60000);
	CHECK(decided(GRID_REBUILD, GRID_THRESHOLD));
}

static void test_interval_and_patience(void)
{
	settled();
	next(p.interval_ms - 1);
	CHECK(decided(GRID_HOLD, GRID_UNCHANGED));
	next(1);
	CHECK(decided(GRID_REBUILD, GRID_INTERVAL));

	settled();
	in.pivot = 1020 * MICRO;
	next(p.min_rebuild_ms - 1);
	CHECK(decided(GRID_HOLD, GRID_THRESHOLD));
	CHECK(plan.rebuild_ms == T0 && same_orders(plan.orders, last, 4));
	remember();
	next(1);
	CHECK(decided(GRID_REBUILD, GRID_THRESHOLD));
}

/* A wish that must wait is not lost. */
static void test_wishes_wait(void)
{
	for (int config = 0; config < 2; config++) {
		enum grid_reason why = config ? GRID_CONFIG : GRID_MANUAL;

		settled();
		in.now_ms += 1000;
		in.manual = !config;
		in.other_config = config;
		decide();
		CHECK(decided(GRID_HOLD, why));
		remember();
		next(1000);
		CHECK(decided(GRID_HOLD, why));
		remember();
		next(p.min_rebuild_ms);
		CHECK(decided(GRID_REBUILD, why));
		land();
		next(1000);
		CHECK(decided(GRID_HOLD, GRID_UNCHANGED));
	}
}

static void test_resume(void)
{
	settled();
	in.no_book = true;
	next(1000);
	remember();
	in.no_book = false;
	next(1000);
	CHECK(decided(GRID_PULL, GRID_RESUME) && !plan.n_orders);
	remember();
	next(p.min_rebuild_ms);
	CHECK(decided(GRID_REBUILD, GRID_RESUME) && plan.n_orders == 4);

	world(); /* pulled before there ever was a grid */
	in.no_pivot = true;
	decide();
	remember();
	in.no_pivot = false;
	next(1000);
	CHECK(decided(GRID_REBUILD, GRID_FIRST));
}

static void test_price(void)
{
	settled();
	in.book = (struct touch){ 0, 0, 1001, 5 };
	next(1000);
	CHECK(decided(GRID_HOLD, GRID_NO_PRICE) && !plan.price);
	in.trade_price = 1003 * MICRO + 5;
	in.trade_ms = in.now_ms + 1000 - p.price_max_age_ms;
	next(1000);
	CHECK(plan.price == 1003 * MICRO + 5);
	next(1);
	CHECK(!plan.price);
	in.trade_ms = in.now_ms;
	in.book =
		(struct touch){ 975, 5, 1025, 5 }; /* 5 % wide: narrow enough */
	next(1000);
	CHECK(plan.price == 1000 * MICRO);
	in.book.ask++;
	next(1000);
	CHECK(plan.price == in.trade_price);

	world(); /* a price where the last rebuild had none */
	in.book = (struct touch){ 0, 0, 0, 0 };
	decide();
	CHECK(decided(GRID_REBUILD, GRID_FIRST) && plan.n_orders == 4);
	land();
	next(60000);
	CHECK(decided(GRID_HOLD, GRID_NO_PRICE));
	in.book = (struct touch){ 999, 5, 1001, 5 };
	next(60000);
	CHECK(decided(GRID_REBUILD, GRID_THRESHOLD));
}

/* ---- what stands on a hold ---- */

static struct order *rest(uint64_t client_id)
{
	for (size_t i = 0; i < in.n_resting; i++)
		if (resting[i].client_id == client_id)
			return &resting[i];
	return NULL;
}

static void vanish(uint64_t client_id)
{
	struct order *gone = rest(client_id);

	*gone = resting[--in.n_resting];
}

static void pend(const struct order *o, enum diff_verb verb,
		 enum diff_state state)
{
	pending[in.n_pending++] = (struct diff_pending){ .order = *o,
							 .verb = verb,
							 .state = state };
}

static void test_hold(void)
{
	settled();
	rest(last[0].client_id)->size = 100; /* partly filled */
	next(1000);
	CHECK(plan.n_orders == 4 && plan.orders[0].size == 100);
	CHECK(plan.orders[0].since_ms == T0);
	CHECK(plan.quote_used == 100 * 950 + 270 * 900);

	settled();
	vanish(last[1].client_id);
	next(1000); /* never landed */
	CHECK(plan.n_orders == 4 && same_orders(plan.orders, last, 4));
	pend(&last[1], DIFF_PLACE, DIFF_UNKNOWN);
	next(1000); /* in flight */
	CHECK(plan.n_orders == 4 && same_orders(plan.orders, last, 4));
	pending[0].state = DIFF_DONE;
	next(1000); /* landed and gone */
	CHECK(plan.n_orders == 3 && same_orders(plan.orders, last, 1));
	CHECK(same_orders(plan.orders + 1, last + 2, 2));
	p.refill = true;
	next(1000); /* placed anew */
	CHECK(plan.n_orders == 4 && plan.orders[1].price == 900);
	CHECK(client_id_generation(plan.orders[1].client_id) >
	      client_id_generation(last[1].client_id));
	CHECK(client_id_number(plan.orders[1].client_id) ==
	      client_id_number(last[1].client_id));
	CHECK(plan.orders[1].since_ms == in.now_ms);
}

/* A fill has spent what its order had. */
static void test_refill_is_paid_for(void)
{
	int64_t rest_of_it;

	settled();
	p.refill = true;
	pend(&last[1], DIFF_PLACE, DIFF_DONE);
	vanish(last[1].client_id);
	rest_of_it = last[0].price * last[0].size;
	means[0].quote = rest_of_it + last[1].price * last[1].size;
	next(1000);
	CHECK(plan.n_orders == 4);
	means[0].quote--;
	next(1000);
	CHECK(plan.n_orders == 3 && same_orders(plan.orders, last, 1));
	CHECK(same_orders(plan.orders + 1, last + 2, 2));

	settled();
	p.refill = true;
	for (int i = 2; i < 4; i++) {
		pend(&last[i], DIFF_PLACE, DIFF_DONE);
		vanish(last[i].client_id);
	}
	means[0].base = last[2].size + last[3].size - 1;
	next(1000);
	CHECK(plan.n_orders == 3 && plan.orders[2].price == last[2].price);
}

/* A replace that never left: the old order rests, or is over. */
static void test_hold_keeps_a_wish(void)
{
	struct order old;

	settled();
	rest(last[0].client_id)->price = 940;
	rest(last[0].client_id)->size = 100;
	next(1000);
	CHECK(plan.n_orders == 4 && same_orders(plan.orders, last, 4));
	rest(last[0].client_id)->price = 950;
	rest(last[0].client_id)->size = 400; /* to be made smaller */
	next(1000);
	CHECK(plan.orders[0].size == 270);

	/* To be made larger: what landed was smaller, beyond what is left so. */
	settled();
	p.size_slack_ppm = 50000;
	old = last[0];
	old.size -= old.size / 10;
	pend(&old, DIFF_PLACE, DIFF_DONE);
	rest(last[0].client_id)->size = 100;
	next(1000);
	CHECK(plan.n_orders == 4 && same_orders(plan.orders, last, 4));
	p.size_slack_ppm = 100000;
	next(1000);
	CHECK(plan.orders[0].size == 100);
	pending[0].order.size = last[0].size;
	p.size_slack_ppm = 0;
	next(1000);
	CHECK(plan.orders[0].size == 100);
	in.n_pending = 0;
	*rest(last[0].client_id) = last[0];

	old = *rest(last[0].client_id);
	old.price = 940;
	vanish(last[0].client_id);
	pend(&old, DIFF_PLACE, DIFF_DONE);
	next(1000);
	CHECK(plan.n_orders == 4 && plan.orders[0].price == 950);
	CHECK(plan.orders[0].client_id != last[0].client_id);
}

static void test_no_store(void)
{
	struct order foreign = {
		1, 1, T0,      client_id_make(TAG + 1, SIDE_BUY, 0, 1),
		0, 1, SIDE_BUY
	};

	settled();
	in.last = (struct grid_last){ 0 };
	in.no_store = true;
	resting[in.n_resting++] = foreign;
	rest(last[0].client_id)->since_ms = 0;
	next(60000);
	CHECK(decided(GRID_HOLD, GRID_NO_STORE) && plan.n_orders == 4);
	for (size_t i = 0; i < 4; i++)
		CHECK(plan.orders[i].client_id == last[i].client_id &&
		      plan.orders[i].since_ms);
	CHECK(!plan.rebuild_ms);
}

/* ---- against the market ---- */

static void test_would_cross(void)
{
	int64_t spent;

	world();
	p.buy_levels = 4; /* 975 950 925 900 */
	decide();
	spent = plan.orders[2].size;
	CHECK(plan.n_orders == 6);

	world();
	p.buy_levels = 4;
	in.book = (struct touch){ 939, 1, 941, 1 };
	decide();
	/* 975 goes, 950 steps back to 940; its share is not spent elsewhere */
	CHECK(plan.n_orders == 5 && plan.orders[0].price == 940);
	CHECK(plan.orders[0].level == 2 && plan.orders[1].price == 925);
	CHECK(llabs(plan.orders[1].size - spent) <= 2);
	CHECK(plan.unplaced[SIDE_BUY][UNPLACED_WOULD_CROSS] == 1);

	in.book = (struct touch){ 925, 1, 926, 1 };
	decide(); /* 925 is taken: nothing steps back onto it */
	CHECK(plan.n_orders == 4 && plan.orders[0].price == 925);
	CHECK(plan.unplaced[SIDE_BUY][UNPLACED_WOULD_CROSS] == 2);

	in.book = (struct touch){ 1060, 1, 1061, 1 };
	decide(); /* SELL 1050 steps to 1061 */
	CHECK(plan.n_orders == 6 && plan.orders[4].price == 1061);
}

/* Where a side of the book is empty, the last price stands for it. */
static void test_empty_book(void)
{
	world();
	in.book = (struct touch){ 0 };
	in.trade_price = 949 * MICRO + 1;
	in.trade_ms = T0;
	decide();
	CHECK(plan.orders[0].price == 948); /* not 950 */
	in.trade_price = 1050 * MICRO + 1;
	decide();
	CHECK(plan.orders[2].side == SIDE_SELL && plan.orders[2].price == 1052);
}

static void test_other_strategy(void)
{
	struct order ask = { 950,      1,
			     T0,       client_id_make(TAG + 1, SIDE_SELL, 0, 1),
			     0,        1,
			     SIDE_SELL };

	world();
	resting[0] = ask;
	in.n_resting = 1;
	decide();
	CHECK(plan.orders[0].price == 949);
	resting[0].price = 900; /* no level is left behind it */
	decide();
	CHECK(plan.n_orders == 2 && plan.orders[0].side == SIDE_SELL);
	CHECK(plan.unplaced[SIDE_BUY][UNPLACED_WOULD_CROSS] == 2);
	resting[0].price = 1100;
	resting[0].side = SIDE_BUY;
	decide();
	CHECK(plan.n_orders == 2 && plan.orders[1].side == SIDE_BUY);
}

static void test_one_side(void)
{
	settled();
	p.one_side = true;
	in.book = (struct touch){ 880, 1, 881, 1 };
	next(1000); /* at once, even before a rebuild is allowed */
	CHECK(decided(GRID_HOLD, GRID_OUT_OF_CHANNEL));
	CHECK(plan.pulled == GRID_PULLED_BUY && plan.n_orders == 2);
	CHECK(plan.orders[0].side == SIDE_SELL);
	remember();
	next(60000);
	CHECK(decided(GRID_REBUILD, GRID_OUT_OF_CHANNEL));
	CHECK(plan.pulled == GRID_PULLED_BUY && plan.n_orders == 2);
	land();
	next(1000);
	CHECK(decided(GRID_HOLD, GRID_UNCHANGED) && plan.n_orders == 2);
	remember();
	in.book = (struct touch){ 999, 1, 1001, 1 };
	next(1000);
	CHECK(decided(GRID_HOLD, GRID_RESUME) && plan.n_orders == 2);
	CHECK(plan.pulled == GRID_PULLED_BUY);
	remember();
	next(60000);
	CHECK(decided(GRID_REBUILD, GRID_RESUME) && plan.n_orders == 4);
	CHECK(plan.pulled == GRID_PULLED_NONE);
	land();
	in.book = (struct touch){ 1200, 1, 1201, 1 };
	next(60000);
	CHECK(plan.pulled == GRID_PULLED_SELL && plan.n_orders == 2);
	CHECK(plan.orders[0].side == SIDE_BUY);
}

static void test_improve(void)
{
	world();
	p.improve = true;
	p.improve_min_lots = 5;
	p.improve_min_ms = 60000;
	in.book = (struct touch){ 970, 5, 1001, 5 };
	decide();
	CHECK(plan.orders[0].price == 971 && plan.improved_ms == T0);
	CHECK(plan.orders[1].price == 900);
	land();

	in.manual = true;
	in.now_ms += 40000;
	decide(); /* it stands where it stepped */
	CHECK(plan.orders[0].price == 971 && plan.improved_ms == T0);
	in.book.bid = 975;
	decide(); /* too soon to step again */
	CHECK(plan.orders[0].price == 950 && plan.improved_ms == T0);
	in.now_ms += 20000;
	decide();
	CHECK(plan.orders[0].price == 976 && plan.improved_ms == in.now_ms);
	in.book.bid_lots = 4;
	decide();
	CHECK(plan.orders[0].price == 950);
	in.book = (struct touch){ 940, 9, 1001, 5 };
	decide(); /* 950 is before him already */
	CHECK(plan.orders[0].price == 950);
	in.book = (struct touch){ 1000, 9, 1010, 9 };
	decide(); /* beyond the pivot */
	CHECK(plan.orders[0].price == 950);
}

/* The pivot is a whole tick: both sides may step as far as it, not both at
 * once; and there is one step a minute, not one a side. */
static void test_improve_does_not_meet_itself(void)
{
	world();
	p.improve = true;
	p.improve_min_lots = 1;
	in.book = (struct touch){ 999, 5, 1001, 5 };
	decide();
	CHECK(plan.orders[0].price == 1000);
	CHECK(plan.orders[2].side == SIDE_SELL && plan.orders[2].price == 1050);
	p.improve_min_ms = 1000;
	in.book = (struct touch){ 960, 5, 1040, 5 };
	decide();
	CHECK(plan.orders[0].price == 961 && plan.orders[2].price == 1050);
	land();
	in.now_ms += 60000;
	in.manual = true;
	decide();
	CHECK(plan.orders[0].price == 961 && plan.orders[2].price == 1039);
}

/* ---- how much ---- */

static void test_budget(void)
{
	world();
	in.control_ppm = 400000; /* 50 % (1 + 0.5 * 0.4) = 60 % */
	decide();
	CHECK(plan.quote_used <= 600000 && plan.quote_used > 597000);
	in.control_ppm = PPM; /* 75 % */
	p.buy_budget_max_ppm = 700000;
	decide();
	CHECK(plan.quote_used <= 700000 && plan.quote_used > 697000);
	p.level_max_ppm = 100000; /* of the side's budget */
	decide();
	CHECK(plan.orders[0].size == 70000 / 950);
	CHECK(plan.orders[1].size == 70000 / 900);
	CHECK(plan.orders[2].size == 50 && plan.orders[3].size == 50);
	p.order_max_ppm = 10000; /* of the wallet */
	decide();
	CHECK(plan.orders[0].size == 10000 / 950);
	CHECK(plan.orders[2].size == 10);
}

static void test_too_small(void)
{
	world();
	means[0] = (struct means){ .quote = 1899, .base = 1 };
	decide(); /* 949 of quote: no lot at 950, one at 900 */
	CHECK(plan.n_orders == 1 && plan.orders[0].price == 900);
	CHECK(plan.unplaced[SIDE_BUY][UNPLACED_TOO_SMALL] == 1);
	CHECK(plan.unplaced[SIDE_SELL][UNPLACED_TOO_SMALL] == 2);
	means[0].quote = 0;
	decide();
	CHECK(!plan.n_orders && plan.decision == GRID_REBUILD);
	CHECK(plan.unplaced[SIDE_BUY][UNPLACED_TOO_SMALL] == 2);

	world();
	p.min_lots = 251;
	decide(); /* SELL: 500 lots go to one level; BUY: as they are */
	CHECK(plan.n_orders == 3 && plan.orders[2].size == 500);
	CHECK(plan.orders[2].price == 1050);
}

static void test_no_wallet(void)
{
	world();
	p.orders_per_wallet = 3;
	decide();
	CHECK(plan.n_orders == 3);
	CHECK(plan.unplaced[SIDE_BUY][UNPLACED_NO_WALLET] +
		      plan.unplaced[SIDE_SELL][UNPLACED_NO_WALLET] ==
	      1);
	p.orders_per_wallet = 0;
	decide();
	CHECK(!plan.n_orders && plan.decision == GRID_REBUILD);
}

static void test_auto_levels(void)
{
	world();
	p.buy_levels = p.sell_levels = GRID_AUTO;
	means[0] = (struct means){ INT64_C(1) << 40, INT64_C(1) << 30 };
	means[1] = means[0];
	in.pivot = 100000 * MICRO;
	in.book = (struct touch){ 99999, 1, 100001, 1 };
	in.n_wallets = 2;
	decide();
	CHECK(plan.n_orders == 64);
	for (size_t i = 0; i < 64; i++) /* 42 BUY, 22 SELL */
		CHECK(plan.orders[i].side == (i < 42 ? SIDE_BUY : SIDE_SELL));
	/* Each wallet's levels lie together. */
	for (size_t i = 1; i < 64; i++)
		CHECK(plan.orders[i].side != plan.orders[i - 1].side ||
		      plan.orders[i].wallet >= plan.orders[i - 1].wallet);
}

/* Near levels are small: filling wallets outward would leave the large outer
 * ones without a place. */
static void test_steep_levels_fit(void)
{
	world();
	p.buy_levels = p.sell_levels = GRID_AUTO;
	p.density = 4;
	p.buy_budget_ppm = 900000;
	p.level_max_ppm = 100000;
	in.pivot = 100000 * MICRO;
	in.book = (struct touch){ 99999, 1, 100001, 1 };
	in.n_wallets = 4;
	for (int i = 0; i < 4; i++)
		means[i] = (struct means){ INT64_C(1) << 40, INT64_C(1) << 30 };
	decide();
	CHECK(plan.unplaced[SIDE_BUY][UNPLACED_NO_WALLET] == 0);
	CHECK(plan.unplaced[SIDE_SELL][UNPLACED_NO_WALLET] == 0);
	CHECK(plan.quote_used > (INT64_C(4) << 40) / 100 * 89);
}

/* ---- wallets and ids ---- */

static void test_moved_grid_takes_over_slots(void)
{
	settled();
	in.pivot = 1050 * MICRO; /* BUY 997 945, SELL 1103 1155 */
	in.book = (struct touch){ 1049, 1, 1051, 1 };
	next(60000);
	CHECK(decided(GRID_REBUILD, GRID_THRESHOLD) && plan.n_orders == 4);
	for (int i = 0; i < 4; i++) {
		CHECK(plan.orders[i].client_id == last[i].client_id);
		CHECK(plan.orders[i].since_ms == in.now_ms);
	}
}

static void test_standing_level_keeps_its_id(void)
{
	settled();
	p.buy_levels = 4; /* 975 950 925 900: two stand */
	in.other_config = true;
	in.now_ms += 60000;
	decide();
	CHECK(plan.n_orders == 6);
	CHECK(plan.orders[1].client_id == last[0].client_id);
	CHECK(plan.orders[3].client_id == last[1].client_id);
	CHECK(client_id_number(plan.orders[0].client_id) == 2);
	CHECK(client_id_number(plan.orders[2].client_id) == 3);
	CHECK(client_id_generation(plan.orders[0].client_id) ==
	      (uint32_t)(in.now_ms / 1000));
	/* untouched: the frame that first asked */
	CHECK(plan.orders[4].since_ms == T0 && plan.orders[5].since_ms == T0);
	CHECK(plan.orders[1].since_ms == in.now_ms); /* another size */
}

static void test_vanished_slot_behind_a_kept_one(void)
{
	settled();
	p.buy_width_ppm = 50000; /* 975 950: the second stands */
	in.other_config = true;
	in.now_ms += 60000;
	decide();
	CHECK(plan.orders[1].client_id == last[0].client_id);
	CHECK(plan.orders[0].client_id == last[1].client_id);
}

/* A replace on its way: the level stands where it will be. */
static void test_level_stands_in_flight(void)
{
	struct order moved;

	settled();
	moved = last[0];
	moved.price = 960;
	pend(&moved, DIFF_REPLACE, DIFF_SENT);
	p.buy_width_ppm = 40000; /* 980 960 */
	in.other_config = true;
	in.now_ms += 60000;
	decide();
	CHECK(plan.orders[1].client_id == last[0].client_id);
	CHECK(plan.orders[0].client_id == last[1].client_id);
}

static void test_two_orders_at_one_level(void)
{
	struct order twin;

	settled();
	twin = last[0];
	twin.client_id = client_id_make(TAG, SIDE_BUY, 5, 1);
	resting[in.n_resting++] = twin;
	in.manual = true;
	in.now_ms += 60000;
	decide();
	CHECK(plan.n_orders == 4 && same_orders(plan.orders, last, 4));
	twin.client_id = last[0].client_id - 1; /* an older one in its slot */
	twin.price = 940;
	resting[in.n_resting - 1] = twin;
	decide();
	CHECK(plan.n_orders == 4 && same_orders(plan.orders, last, 4));
}

static void test_generation_rises_once_proven_over(void)
{
	uint32_t g;

	settled();
	g = client_id_generation(last[0].client_id);
	vanish(last[0].client_id);
	in.pivot = 1020 * MICRO;
	next(60000); /* it never landed: its id is still good */
	CHECK(client_id_generation(plan.orders[0].client_id) == g);
	pend(&last[0], DIFF_PLACE, DIFF_SENT);
	next(1);
	CHECK(client_id_generation(plan.orders[0].client_id) == g);
	pending[0].state = DIFF_CANCELLING;
	next(1);
	CHECK(client_id_generation(plan.orders[0].client_id) == g);
	pending[0].state = DIFF_DONE;
	pending[0].order.client_id += 1000000; /* ahead of the clock */
	last[0].client_id = pending[0].order.client_id;
	next(1);
	CHECK(plan.n_orders == 4);
	/* the vanished order's slot goes to the nearest level, the free one,
	 * a generation on, to the next */
	CHECK(plan.orders[0].client_id == last[1].client_id);
	CHECK(client_id_generation(plan.orders[1].client_id) == g + 1000001);
	CHECK(client_id_number(plan.orders[1].client_id) == 0);
}

static void test_since_after_a_partial_fill(void)
{
	settled();
	rest(last[0].client_id)->size = 100;
	in.now_ms += 60000;
	in.manual = true;
	decide(); /* the full size again: a new wish */
	CHECK(plan.orders[0].size == 270);
	CHECK(plan.orders[0].since_ms == in.now_ms);
	CHECK(plan.orders[1].since_ms == T0);
	remember();
	pend(&plan.orders[0], DIFF_REPLACE, DIFF_SENT);
	in.now_ms += 60000;
	in.manual = true;
	decide(); /* on its way: the same wish */
	CHECK(plan.orders[0].since_ms == in.now_ms - 60000);
}

static void test_drained_wallet(void)
{
	world();
	in.n_wallets = 2;
	means[0] = means[1] = (struct means){ 1000000, 1000 };
	p.order_max_ppm = 300000; /* spread over both */
	decide();
	land();
	means[0] = (struct means){ 0, 0 };
	in.manual = true;
	in.now_ms += 60000;
	decide();
	CHECK(plan.n_orders > 0);
	for (size_t i = 0; i < plan.n_orders; i++)
		CHECK(plan.orders[i].wallet == 1);
}

/* ---- bounds and skew ---- */

static void test_inertia(void)
{
	settled();
	p.inertia_ms = 60000;
	in.pivot = 1010 * MICRO; /* target 909 .. 1111 */
	next(60000);
	CHECK(llabs(plan.lower - (int64_t)(MICRO * (909 - 9 * exp(-1)))) <= 1);
	CHECK(llabs(plan.upper - (int64_t)(MICRO * (1111 - 11 * exp(-1)))) <=
	      1);
	next(0);
	CHECK(plan.decision != GRID_PULL);
	in.pivot = 500 * MICRO; /* below the dragged bound: no inertia there */
	in.book = (struct touch){ 499, 1, 501, 1 };
	next(1);
	CHECK(plan.lower == 450 * MICRO && plan.upper > 750 * MICRO);
	CHECK(plan.n_orders == 4 && plan.orders[1].price == 450);
}

static void test_skew(void)
{
	int64_t before = 0;

	for (int base = 0; base <= 2000; base += 250) {
		world();
		p.buy_levels = p.sell_levels = 10;
		p.skew_gamma = 2;
		p.skew_volatility = 1;
		p.skew_horizon_ms = INT64_C(31536000000) / 100;
		means[0].base = base;
		decide();
		/* The more base, the lower the quotes. */
		CHECK(!before || plan.orders[0].price <= before);
		before = plan.orders[0].price;
		CHECK(plan.orders[9].price == 900);
		if (base == 1000)
			CHECK(before == 990);
	}
	CHECK(before < 990);
}

/* ---- random worlds ---- */

static void random_world(uint64_t *seed)
{
	int64_t pivot = check_pick(seed, 50, 200000);
	int64_t mid = pivot + check_pick(seed, -pivot / 8, pivot / 8);

	world();
	p.buy_width_ppm = check_pick(seed, 1, 500000);
	p.sell_width_ppm = check_pick(seed, 1, 900000);
	p.buy_levels = (int)check_pick(seed, 0, 60);
	p.sell_levels = (int)check_pick(seed, 0, 60);
	p.orders_per_wallet = (int)check_pick(seed, 1, 20);
	p.spacing = check_pick(seed, 0, 1) ? SPACING_GEOMETRIC : SPACING_LINEAR;
	p.density = (double)check_pick(seed, 0, 5);
	p.level_max_ppm = check_pick(seed, 1, PPM);
	p.order_max_ppm = check_pick(seed, 1, PPM);
	p.min_lots = check_pick(seed, 1, 20);
	p.one_side = check_pick(seed, 0, 1);
	p.improve = check_pick(seed, 0, 1);
	p.skew_gamma = (double)check_pick(seed, 0, 3);
	p.skew_volatility = 0.8;
	p.skew_horizon_ms = 86400000;
	in.pivot = pivot * MICRO + check_pick(seed, 0, MICRO - 1);
	in.book = (struct touch){ mid - 1, check_pick(seed, 1, 9), mid + 1,
				  check_pick(seed, 1, 9) };
	in.control_ppm = check_pick(seed, 0, PPM);
	in.n_wallets = (int)check_pick(seed, 1, 8);
	for (int i = 0; i < in.n_wallets; i++) {
		means[i].quote = check_pick(seed, 0, 10000000);
		means[i].base = check_pick(seed, 0, 5000);
	}
}

static void check_plan(void)
{
	int64_t quote[8] = { 0 }, base[8] = { 0 }, best_bid = 0;
	int64_t best_ask = INT64_MAX;
	int count[8] = { 0 };

	for (size_t i = 0; i < plan.n_orders; i++) {
		const struct order *o = &plan.orders[i];
		int64_t cost =
			o->side == SIDE_BUY ? o->price * o->size : o->size;
		int64_t all = o->side == SIDE_BUY ? means[o->wallet].quote
						  : means[o->wallet].base;

		CHECK(o->size >= p.min_lots && o->price > 0);
		CHECK(cost * PPM <= all * p.order_max_ppm);
		(o->side == SIDE_BUY ? quote : base)[o->wallet] += cost;
		count[o->wallet]++;
		if (o->side == SIDE_BUY && o->price > best_bid)
			best_bid = o->price;
		if (o->side == SIDE_SELL && o->price < best_ask)
			best_ask = o->price;
		CHECK(client_id_strategy(o->client_id) == TAG);
		CHECK(client_id_side(o->client_id) == o->side);
		for (size_t j = 0; j < i; j++)
			CHECK(plan.orders[j].wallet != o->wallet ||
			      client_id_slot(plan.orders[j].client_id) !=
				      client_id_slot(o->client_id));
	}
	CHECK(best_bid < best_ask);
	if (plan.n_orders && plan.decision == GRID_REBUILD) {
		CHECK(best_bid < in.book.ask && best_ask > in.book.bid);
		for (int i = 0; i < in.n_wallets; i++)
			CHECK(quote[i] <= means[i].quote &&
			      base[i] <= means[i].base &&
			      count[i] <= p.orders_per_wallet);
	}
}

static void test_random_worlds(void)
{
	static struct order before[MOST];
	uint64_t seed = 8;

	for (int round = 0; round < 3000; round++) {
		size_t n;

		random_world(&seed);
		decide();
		check_plan();
		n = plan.n_orders;
		if (n)
			memcpy(before, plan.orders, n * sizeof(*before));
		if (plan.decision == GRID_PULL)
			continue;
		land();
		in.now_ms += 60000;
		in.manual = true;
		decide(); /* all of it rests: built anew it is the same */
		CHECK(plan.n_orders == n &&
		      same_orders(plan.orders, before, n));
		land();

		/* Another world, over what rests: ids stay unique. */
		in.pivot += in.pivot / 50;
		if (in.n_resting)
			in.n_resting -= (size_t)check_pick(
				&seed, 0, (int64_t)in.n_resting);
		in.now_ms += 60000;
		decide();
		check_plan();
	}
}

/* Some rest, some are partly filled, some are gone, some are in flight. */
static void disturb(uint64_t *seed)
{
	in.n_pending = 0;
	for (size_t i = 0; i < in.n_resting; i++) {
		struct order *o = &resting[i];

		switch (check_pick(seed, 0, 7)) {
		case 0:
			o->size = check_pick(seed, 1, o->size);
			break;
		case 1:
			o->price += o->side == SIDE_BUY ? -1 : 1;
			o->price += !o->price;
			break;
		case 2:
			pend(o, DIFF_REPLACE, DIFF_SENT);
			break;
		case 3:
			pend(o, DIFF_PLACE, DIFF_DONE);
			*o = resting[--in.n_resting];
			i--;
			break;
		case 4:
			*o = resting[--in.n_resting];
			i--;
			break;
		}
	}
}

/* Once a hold has changed none of its orders and nothing happened, slot by slot
 * the next hold finds the same. */
static void test_settled_hold(void)
{
	static struct order slow[MOST];
	uint64_t seed = 9;
	int n_settled = 0;

	for (int round = 0; round < 3000; round++) {
		struct grid_plan full;

		random_world(&seed);
		p.refill = check_pick(&seed, 0, 1);
		decide();
		land();
		disturb(&seed);
		next(1000);
		if (plan.decision != GRID_HOLD)
			continue;
		remember();
		next(1000);
		if (plan.decision != GRID_HOLD ||
		    plan.n_orders != in.last.n_orders ||
		    !same_orders(plan.orders, last, plan.n_orders))
			continue;
		remember();
		/* The price may leave the channel, or come back. */
		in.pivot += check_pick(&seed, 0, 3) ? 0 : in.pivot / 2;
		next(check_pick(&seed, 0, 1) ? 1000 : 60000);
		full = plan;
		if (plan.n_orders)
			memcpy(slow, plan.orders,
			       plan.n_orders * sizeof(*slow));
		in.settled = true;
		next(0);
		CHECK(decided(full.decision, full.reason));
		CHECK(plan.pulled == full.pulled);
		CHECK(plan.n_orders == full.n_orders);
		CHECK(same_orders(plan.orders, slow, plan.n_orders));
		CHECK(plan.quote_used == full.quote_used);
		CHECK(plan.base_used == full.base_used);
		n_settled += plan.decision == GRID_HOLD;
	}
	CHECK(n_settled > 300);
}

static void test_many(void)
{
	world();
	p.buy_levels = p.sell_levels = GRID_AUTO;
	p.density = 3;
	p.level_max_ppm = 100000;
	p.spacing = SPACING_GEOMETRIC;
	in.pivot = INT64_C(100000000) * MICRO;
	in.book = (struct touch){ 99999999, 1, 100000001, 1 };
	in.n_wallets = 320;
	for (int i = 0; i < 320; i++)
		means[i] = (struct means){ INT64_C(1) << 50, INT64_C(1) << 40 };
	decide();
	CHECK(plan.n_orders == 10240);
}

int main(void)
{
	test_names();
	test_domain();
	test_pulls();
	test_first_by_hand();
	test_a_hundred_frames();
	test_threshold();
	test_interval_and_patience();
	test_wishes_wait();
	test_resume();
	test_price();
	test_hold();
	test_refill_is_paid_for();
	test_hold_keeps_a_wish();
	test_no_store();
	test_would_cross();
	test_empty_book();
	test_other_strategy();
	test_one_side();
	test_improve();
	test_improve_does_not_meet_itself();
	test_budget();
	test_too_small();
	test_no_wallet();
	test_auto_levels();
	test_steep_levels_fit();
	test_moved_grid_takes_over_slots();
	test_standing_level_keeps_its_id();
	test_vanished_slot_behind_a_kept_one();
	test_level_stands_in_flight();
	test_two_orders_at_one_level();
	test_generation_rises_once_proven_over();
	test_since_after_a_partial_fill();
	test_drained_wallet();
	test_inertia();
	test_skew();
	test_random_worlds();
	test_settled_hold();
	test_many();
	arena_free(&mem);
	printf("test_grid: pass\n");
	return 0;
}
