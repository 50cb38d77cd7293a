/* test_channel - triggers at their thresholds, inertia, one-tick improvement,
 * skew: the cases no golden vector pins. */
#include "check.h"
#include "math/channel.h"
#include "math/improve.h"
#include "math/skew.h"

#include <math.h>

static void test_deviation_is_strict(void)
{
	CHECK(!deviates(101, 100, 10000));
	CHECK(!deviates(99, 100, 10000));
	CHECK(deviates(1010001, 1000000, 10000));
	CHECK(deviates(989999, 1000000, 10000));
	CHECK(!deviates(100, 100, 0));
	CHECK(deviates(101, 100, 0));
	CHECK(deviates(INT64_MAX, 1, PPM));
}

static void test_trigger(void)
{
	struct trigger t = rebalance_trigger(101, 100, 10000, 9, 10, false);

	CHECK(!t.deviation && !t.timeout && !t.external && !t.rebuild);
	t = rebalance_trigger(101, 100, 10000, 10, 10, false);
	CHECK(t.timeout && t.rebuild);
	t = rebalance_trigger(100, 100, 10000, 0, 10, true);
	CHECK(t.external && t.rebuild && !t.deviation && !t.timeout);
	t = rebalance_trigger(102, 100, 10000, 0, 10, false);
	CHECK(t.deviation && t.rebuild);
}

static void test_inertia(void)
{
	uint64_t a, b, ab;
	uint64_t seed = 6;

	CHECK(!inertia(&a, 0, 5) && a == 0);
	CHECK(!inertia(&a, 1e9, 1) && a == INERTIA_ONE);
	CHECK(!inertia(&a, 40, 1) && a < INERTIA_ONE);
	CHECK(inertia(&a, -1, 5) == ST_DOMAIN);
	CHECK(inertia(&a, 1, 0) == ST_DOMAIN);
	CHECK(inertia(&a, NAN, 1) == ST_DOMAIN);

	CHECK(inertia_move(10, 20, 0) == 10);
	CHECK(inertia_move(10, 20, INERTIA_ONE) == 20);
	CHECK(inertia_move(20, 10, INERTIA_ONE / 2) == 15);
	for (int i = 0; i < 10000; i++) {
		int64_t prev = check_pick(&seed, 0, INT64_C(1) << 52);
		int64_t target = check_pick(&seed, 0, INT64_C(1) << 52);
		double s = (double)check_pick(&seed, 0, 1000);
		double t = (double)check_pick(&seed, 0, 1000), tau = 400;
		int64_t twice, once;

		CHECK(!inertia(&a, s, tau) && !inertia(&b, t, tau) &&
		      !inertia(&ab, s + t, tau));
		twice = inertia_move(inertia_move(prev, target, a), target, b);
		once = inertia_move(prev, target, ab);
		CHECK(llabs(twice - once) <= 1);
		CHECK(prev <= target ? once >= prev && once <= target
				     : once <= prev && once >= target);
	}
}

static const struct improve_in bid = {
	.side = SIDE_BUY,
	.tick = 1,
	.competitor_price = 100,
	.competitor_lots = 50,
	.threshold_lots = 50, /* equal: worth it */
	.opposite_best = 110,
	.limit_price = 105,
	.own_best = 99,
};

static void test_improve(void)
{
	struct improve_in in = bid;
	int64_t price = 77;

	CHECK(improve_one_tick(&price, &in) == IMPROVE_QUOTE && price == 101);
	in.competitor_lots = 49;
	price = 77;
	CHECK(improve_one_tick(&price, &in) == IMPROVE_SMALL && price == 77);
	in = bid, in.opposite_best = 101;
	CHECK(improve_one_tick(&price, &in) == IMPROVE_CROSS);
	in.opposite_best = 102;
	CHECK(improve_one_tick(&price, &in) == IMPROVE_QUOTE);
	in.opposite_best = 0;
	CHECK(improve_one_tick(&price, &in) == IMPROVE_QUOTE);
	in = bid, in.limit_price = 101; /* equal: allowed */
	CHECK(improve_one_tick(&price, &in) == IMPROVE_QUOTE);
	in.limit_price = 100;
	CHECK(improve_one_tick(&price, &in) == IMPROVE_LIMIT);
	in = bid, in.own_best = 100; /* level with him: not better */
	CHECK(improve_one_tick(&price, &in) == IMPROVE_QUOTE);
	in.own_best = 101;
	CHECK(improve_one_tick(&price, &in) == IMPROVE_ALREADY_BETTER);
}

static void test_improve_sell(void)
{
	struct improve_in in = {
		.side = SIDE_SELL,
		.tick = 5,
		.competitor_price = 100,
		.competitor_lots = 1,
		.threshold_lots = 1,
		.opposite_best = 90,
		.limit_price = 95,
		.own_best = 100,
	};
	int64_t price = 77;

	CHECK(improve_one_tick(&price, &in) == IMPROVE_QUOTE && price == 95);
	in.opposite_best = 95;
	CHECK(improve_one_tick(&price, &in) == IMPROVE_CROSS);
	in.opposite_best = 0, in.limit_price = 100;
	CHECK(improve_one_tick(&price, &in) == IMPROVE_LIMIT);
	in.limit_price = 1, in.own_best = 95;
	CHECK(improve_one_tick(&price, &in) == IMPROVE_ALREADY_BETTER);
}

static void test_skew(void)
{
	struct skew_in in = { .mid = 100,
			      .inventory = 3,
			      .gamma = 0,
			      .sigma = 2,
			      .time_left = 1,
			      .k = 4 };
	struct skew s;
	double r;

	/* Neutral: no lean, half the spread is 1/k. */
	CHECK(!avellaneda_stoikov(&s, &in));
	CHECK(s.reservation == 100 && s.half_spread == 0.25);
	CHECK(s.bid == 99.75 && s.ask == 100.25);
	in.gamma = 1e-12; /* the limit is met smoothly */
	CHECK(!avellaneda_stoikov(&s, &in));
	CHECK(fabs(s.half_spread - 0.25) < 1e-11);
	in.gamma = 0.5;
	CHECK(!skew_reservation(&r, &in) && r == 94);
	in.inventory = -3;
	CHECK(!skew_reservation(&r, &in) && r == 106);

	in.k = 0;
	CHECK(avellaneda_stoikov(&s, &in) == ST_DOMAIN);
	in.k = 1e300, in.gamma = 0;
	CHECK(avellaneda_stoikov(&s, &in) == ST_RANGE);
	in.k = 1, in.gamma = -1;
	CHECK(avellaneda_stoikov(&s, &in) == ST_DOMAIN);
	in.gamma = 1e300, in.sigma = 1e300;
	CHECK(skew_reservation(&r, &in) == ST_DOMAIN);
	in.sigma = NAN;
	CHECK(skew_reservation(&r, &in) == ST_DOMAIN);
}

int main(void)
{
	test_deviation_is_strict();
	test_trigger();
	test_inertia();
	test_improve();
	test_improve_sell();
	test_skew();
	printf("test_channel: pass\n");
	return 0;
}
