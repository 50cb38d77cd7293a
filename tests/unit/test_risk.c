/* test_risk - position limit and circuit breaker: unknown components, limits met
 * with equality, the latch, days and flows. */
#include "check.h"

#include "math/risk.h"

#include <math.h>

static void test_limit_refusals(void)
{
	static const double c[] = { 0.5, 0.5 }, w[] = { 1, 1 };
	static const double none[] = { 0, 0 }, bad[] = { 1, -1 };
	struct position_limit out = { .limit = 77 };

	CHECK(position_limit(&out, 0, c, w, 1, 1, 1) == ST_NODATA);
	CHECK(position_limit(&out, 2, c, none, 1, 1, 1) == ST_DIVZERO);
	CHECK(position_limit(&out, 2, c, bad, 1, 1, 1) == ST_DOMAIN);
	CHECK(position_limit(&out, 2, c, w, NAN, 1, 1) == ST_DOMAIN);
	CHECK(position_limit(&out, 2, c, w, -1, 1, 1) == ST_DOMAIN);
	CHECK(position_limit(&out, 2, c, w, 1, INFINITY, 1) == ST_DOMAIN);
	CHECK(position_limit(&out, 2, c, w, 1, 1, NAN) == ST_DOMAIN);
	CHECK(out.limit == 77);
}

static void test_limit(void)
{
	static const double w[] = { 1, 3 };
	static const double c[] = { 0, 0.5 }, unknown[] = { 0, NAN };
	static const double wild[] = { -5, INFINITY };
	struct position_limit out;

	CHECK(position_limit(&out, 2, c, w, 1000, 0.25, 156.25) == ST_OK);
	CHECK(out.composite == 0.375 && out.max_component == 0.5);
	CHECK(out.limit == 156.25);
	CHECK(!out.reduce && out.reduce_by == 0); /* exactly at it */
	CHECK(position_limit(&out, 2, c, w, 1000, 0.25, 156.5) == ST_OK);
	CHECK(out.reduce && out.reduce_by == 0.25);
	CHECK(position_limit(&out, 2, unknown, w, 1000, 1, 0) == ST_OK);
	CHECK(out.composite == 0.75 && out.max_component == 1);
	CHECK(position_limit(&out, 2, wild, w, 1000, 1, 0) == ST_OK);
	CHECK(out.composite == 0.75 && out.max_component == 1);
}

static struct breaker breaker(double drawdown, double daily)
{
	struct breaker b;

	CHECK(breaker_init(&b, drawdown, daily) == ST_OK);
	return b;
}

static struct breaker_state value(struct breaker *b, int64_t day, double x)
{
	struct breaker_state s;

	CHECK(breaker_value(&s, b, day, x) == ST_OK);
	return s;
}

static void test_breaker_refusals(void)
{
	struct breaker b = { .max_drawdown = 77 };
	struct breaker_state s = { .drawdown = 77 };

	CHECK(breaker_init(&b, 0, 0.1) == ST_DOMAIN);
	CHECK(breaker_init(&b, 0.1, NAN) == ST_DOMAIN);
	CHECK(b.max_drawdown == 77);
	b = breaker(0.1, 0.05);
	CHECK(breaker_flow(&b, 1) == ST_NODATA);
	CHECK(breaker_value(&s, &b, 0, 0) == ST_DOMAIN);
	CHECK(breaker_value(&s, &b, 0, NAN) == ST_DOMAIN);
	value(&b, 3, 100);
	CHECK(breaker_value(&s, &b, 2, 100) == ST_DOMAIN);
	CHECK(breaker_value(&s, &b, 3, INFINITY) == ST_DOMAIN);
	CHECK(breaker_flow(&b, -100) == ST_DOMAIN);
	CHECK(breaker_flow(&b, NAN) == ST_DOMAIN);
	CHECK(s.drawdown == 77 && b.last == 100 && !b.halted);
}

/* Every percentage of every round amount, met to the unit. */
static void test_limits_met_with_equality(void)
{
	for (int pct = 1; pct < 100; pct++) {
		for (int units = 1; units <= 50; units++) {
			double limit = pct / 100.0, top = 100 * units;
			double at = top - pct * units;
			struct breaker b = breaker(limit, 2);
			struct breaker_state s;

			value(&b, 0, top);
			CHECK(!value(&b, 0, at + 0.001).halted);
			s = value(&b, 0, at);
			CHECK(s.broke_drawdown && s.halted);

			b = breaker(2, limit);
			value(&b, 0, top);
			CHECK(!value(&b, 1, at + 0.001).halted);
			s = value(&b, 1, at);
			CHECK(s.broke_daily_loss && s.halted);
		}
	}
}

static void test_latch(void)
{
	struct breaker b = breaker(0.1, 0.5);
	struct breaker_state s;

	value(&b, 0, 100);
	s = value(&b, 0, 80); /* recorded, though it breaks the limit */
	CHECK(s.halted && s.broke_drawdown && b.last == 80);
	s = value(&b, 5, 300);
	CHECK(s.halted && !s.broke_drawdown && s.drawdown == 0);
	breaker_reset(&b);
	s = value(&b, 5, 50); /* marks start anew */
	CHECK(!s.halted && s.drawdown == 0);
}

static void test_days(void)
{
	struct breaker b = breaker(0.9, 0.1);

	value(&b, 0, 100);
	CHECK(!value(&b, 0, 91).halted);
	/* the new day starts from 91, whenever its first value comes */
	CHECK(value(&b, 4, 86.45).daily_loss < 0.0501);
	CHECK(!b.halted);
	CHECK(value(&b, 4, 81.9).broke_daily_loss);
	CHECK(value(&b, 4, 120).daily_loss == 0);
}

static void test_flows(void)
{
	struct breaker b = breaker(0.1, 0.05);
	struct breaker_state s;

	value(&b, 0, 100);
	value(&b, 0, 96);
	CHECK(breaker_flow(&b, -48) == ST_OK); /* no loss */
	s = value(&b, 0, 48);
	CHECK(!s.halted && fabs(s.drawdown - 0.04) < 1e-15);
	CHECK(breaker_flow(&b, 952) == ST_OK); /* no gain */
	s = value(&b, 1, 1000);
	CHECK(fabs(s.drawdown - 0.04) < 1e-15 && s.daily_loss == 0);
	CHECK(value(&b, 1, 949).broke_daily_loss);
}

int main(void)
{
	test_limit_refusals();
	test_limit();
	test_breaker_refusals();
	test_limits_met_with_equality();
	test_latch();
	test_days();
	test_flows();
	printf("test_risk: pass\n");
	return 0;
}
