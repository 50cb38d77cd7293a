/* test_range - widths and answers by table; then every spacing, ticks at the ends of
 * the domain included: ends on the spacing, the tick inside, the width kept. */
#include "check.h"
#include "math/range.h"
#include "math/univ3_tick.h"

#include <math.h>
#include <string.h>

#define YEAR 365.0
#define NONE NAN

static void test_half_ticks(void)
{
	static const struct {
		struct range_width in;
		enum status st;
		int64_t half;
	} cases[] = {
		{ { 0, 7 / YEAR, 2, 1 }, ST_DOMAIN, 0 },
		{ { -0.1, 7 / YEAR, 2, 1 }, ST_DOMAIN, 0 },
		{ { NONE, 7 / YEAR, 2, 1 }, ST_DOMAIN, 0 },
		{ { INFINITY, 7 / YEAR, 2, 1 }, ST_DOMAIN, 0 },
		{ { 0.8, 0, 2, 1 }, ST_DOMAIN, 0 },
		{ { 0.8, 7 / YEAR, 0, 1 }, ST_DOMAIN, 0 },
		{ { 0.8, 7 / YEAR, 2, 0 }, ST_DOMAIN, 0 },
		{ { 0.8, 7 / YEAR, 2, 1 }, ST_OK, 2216 },
		{ { 0.8, 7 / YEAR, 2, 1.5 }, ST_OK, 3324 },
		{ { 0.8, 7 / YEAR, 2, 0.7 }, ST_OK, 1551 },
		{ { 1e-9, 1e-9, 2, 1 }, ST_OK, 1 },
		{ { 1e9, 1, 2, 1 }, ST_OK, 1774544 },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		int64_t half = -7;

		CHECK(range_half_ticks(&half, &cases[i].in) == cases[i].st);
		CHECK(half == (cases[i].st ? -7 : cases[i].half));
	}
}

static void test_ticks_table(void)
{
	static const struct {
		struct range_shape in;
		enum status st;
		struct range_ticks r;
	} cases[] = {
		{ { 0, 0, 100, 0, 0 }, ST_DOMAIN, { 0, 0 } },
		{ { 0, 32768, 100, 0, 0 }, ST_DOMAIN, { 0, 0 } },
		{ { 0, 60, 0, 0, 0 }, ST_DOMAIN, { 0, 0 } },
		{ { 0, 60, 100, 0.51, 0 }, ST_DOMAIN, { 0, 0 } },
		{ { 0, 60, 100, NONE, 0 }, ST_DOMAIN, { 0, 0 } },
		{ { 887250, 200, 100, 0, 0 }, ST_RANGE, { 0, 0 } },
		{ { -887272, 200, 100, 0, 0 }, ST_RANGE, { 0, 0 } },
		{ { 0, 60, 120, 0, 0 }, ST_OK, { -120, 120 } },
		{ { 1, 60, 120, 0, 0 }, ST_OK, { -120, 180 } },
		{ { -1, 60, 120, 0, 0 }, ST_OK, { -180, 120 } },
		{ { -61, 60, 1, 0, 0 }, ST_OK, { -180, 0 } },
		{ { 0, 10, 100, 0.5, 0 }, ST_OK, { -200, 10 } },
		{ { 0, 10, 100, -0.5, 0 }, ST_OK, { -10, 200 } },
		{ { 0, 10, 100, 0.25, 0 }, ST_OK, { -150, 50 } },
		{ { 0, 10, 100, 0, 30 }, ST_OK, { -70, 130 } },
		{ { 0, 10, 100, 0, 1000 }, ST_OK, { -10, 190 } },
		{ { 0, 10, 100, 0, -1000 }, ST_OK, { -190, 10 } },
		{ { -200000, 60, 2216, 0, 0 }, ST_OK, { -202260, -197760 } },
		{ { 0, 1, 1774544, 0, 0 }, ST_OK, { -887272, 887272 } },
		{ { 887271, 1, 5, 0, 0 }, ST_OK, { 887266, 887272 } },
		{ { -887272, 1, 5, 0, 0 }, ST_OK, { -887272, -887267 } },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct range_ticks r = { 0, 0 };

		CHECK(range_ticks(&r, &cases[i].in) == cases[i].st);
		CHECK(r.lower == cases[i].r.lower);
		CHECK(r.upper == cases[i].r.upper);
	}
}

/* What must hold of any range there is. */
static void check_range(const struct range_shape *in)
{
	struct range_ticks r;
	bool holds = in->tick >= univ3_tick_first(in->spacing) &&
		     in->tick < univ3_tick_last(in->spacing);

	CHECK(range_ticks(&r, in) == (holds ? ST_OK : ST_RANGE));
	if (!holds)
		return;
	CHECK(r.lower % in->spacing == 0 && r.upper % in->spacing == 0);
	CHECK(r.lower <= in->tick && in->tick < r.upper);
	CHECK(r.lower >= UNIV3_TICK_MIN && r.upper <= UNIV3_TICK_MAX);
	CHECK(in->tick - r.lower >= in->spacing ||
	      r.lower == univ3_tick_first(in->spacing));
	CHECK(r.upper - in->tick >= in->spacing ||
	      r.upper == univ3_tick_last(in->spacing));
	/* Rounding outwards adds less than a spacing at each end. */
	CHECK(r.upper - r.lower < 2 * in->half + 4 * in->spacing);
}

static void test_ticks_everywhere(void)
{
	uint64_t seed = 5;

	for (int32_t spacing = 1; spacing <= UNIV3_SPACING_MAX; spacing++)
		for (int i = 0; i < 12; i++) {
			struct range_shape in = {
				.tick = (int32_t)check_pick(
					&seed, UNIV3_TICK_MIN, UNIV3_TICK_MAX),
				.spacing = spacing,
				.half = check_pick(&seed, 1,
						   i % 2 ? 2000000 : 5000),
				.asymmetry =
					(double)check_pick(&seed, -50, 50) /
					100,
				.shift = check_pick(&seed, -3000, 3000),
			};

			if (i == 0)
				in.tick = UNIV3_TICK_MIN;
			if (i == 1)
				in.tick = UNIV3_TICK_MAX;
			if (i == 2)
				in.tick = univ3_tick_last(spacing) - 1;
			if (i == 3)
				in.tick = univ3_tick_first(spacing);
			check_range(&in);
		}
}

static struct range_state state(int32_t tick)
{
	return (struct range_state){
		.tick = tick,
		.range = { -1000, 1000 },
		.proximity = 0.05,
		.apy = NONE,
		.apy_s = RANGE_APY_SECONDS,
		.apy_min = 0.1,
		.efficiency = NONE,
		.efficiency_min = 0.7,
		.il = NONE,
		.il_max = 0.2,
		.net = NONE,
		.loss_max = 0.25,
	};
}

static void test_triggers_of_place(void)
{
	static const struct {
		int32_t tick;
		unsigned triggers;
		double urgency;
	} cases[] = {
		{ -1001, TRIGGER_OUT, 1 },
		{ -1000, TRIGGER_NEAR, 1 },
		{ -950, TRIGGER_NEAR, 0.5 },
		{ -900, TRIGGER_NEAR, 0 },
		{ -899, 0, 0 },
		{ 0, 0, 0 },
		{ 899, 0, 0 },
		{ 900, TRIGGER_NEAR, 0 },
		{ 975, TRIGGER_NEAR, 0.75 },
		{ 999, TRIGGER_NEAR, 0.99 },
		{ 1000, TRIGGER_OUT, 1 },
		{ 887271, TRIGGER_OUT, 1 },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct range_state s = state(cases[i].tick);

		CHECK(range_triggers(&s) == cases[i].triggers);
		CHECK(fabs(range_urgency(&s) - cases[i].urgency) < 1e-12);
	}
}

/* Each alone, at its limit and just not. */
static void test_triggers_alone(void)
{
	struct range_state s = state(0);

	s.apy = 0.0999;
	CHECK(range_triggers(&s) == TRIGGER_APY);
	s.apy_s = RANGE_APY_SECONDS - 1;
	CHECK(range_triggers(&s) == 0);
	s.apy_s = RANGE_APY_SECONDS;
	s.apy = 0.1;
	CHECK(range_triggers(&s) == 0);
	s.efficiency = 0.6999;
	CHECK(range_triggers(&s) == TRIGGER_EFFICIENCY);
	s.efficiency = 0.7;
	CHECK(range_triggers(&s) == 0);
	s.il = -0.2;
	CHECK(range_triggers(&s) == TRIGGER_MAX_IL);
	s.il = -0.1999;
	CHECK(range_triggers(&s) == 0);
	s.net = -0.25;
	CHECK(range_triggers(&s) == TRIGGER_STOP_LOSS);
	s.net = 0.25;
	CHECK(range_triggers(&s) == 0);
}

static void test_urgency_bounds(void)
{
	uint64_t seed = 9;

	for (int i = 0; i < 20000; i++) {
		struct range_state s =
			state((int32_t)check_pick(&seed, -1200, 1200));
		double u;

		s.proximity = (double)check_pick(&seed, 0, 50) / 100;
		s.range.lower = (int32_t)check_pick(&seed, -1200, 1199);
		s.range.upper =
			(int32_t)check_pick(&seed, s.range.lower + 1, 1200);
		u = range_urgency(&s);
		CHECK(u >= 0 && u <= 1);
		CHECK((u < 1) <= range_is_in(s.tick, s.range));
	}
}

static void test_answers(void)
{
	static const struct {
		struct range_question q;
		enum range_answer a;
		const char *code;
	} cases[] = {
		{ { 0, 9, 1, false, -1, 100 },
		  ANSWER_NO_TRIGGER,
		  "no_trigger" },
		{ { TRIGGER_APY, 9, 1, false, -1, 100 },
		  ANSWER_APY_ALONE,
		  "apy_alone" },
		{ { TRIGGER_OUT, 9, 1, false, 99, 100 },
		  ANSWER_INTERVAL,
		  "interval" },
		{ { TRIGGER_OUT, 9, 1, true, 100, 100 },
		  ANSWER_GAS_PRICE,
		  "gas_price" },
		{ { TRIGGER_OUT, NONE, 1, false, -1, 100 },
		  ANSWER_UNKNOWN,
		  "unknown" },
		{ { TRIGGER_OUT, 9, NONE, false, -1, 100 },
		  ANSWER_UNKNOWN,
		  "unknown" },
		{ { TRIGGER_OUT, 1, 1, false, -1, 100 }, ANSWER_GAIN, "gain" },
		{ { TRIGGER_OUT, 2, 1, false, -1, 100 }, ANSWER_ROLL, "roll" },
		{ { TRIGGER_NEAR, 2, 1, false, -1, 100 }, ANSWER_ROLL, "roll" },
		{ { TRIGGER_EFFICIENCY, 2, 1, false, -1, 100 },
		  ANSWER_ROLL,
		  "roll" },
		{ { TRIGGER_APY | TRIGGER_NEAR, 2, 1, false, -1, 100 },
		  ANSWER_ROLL,
		  "roll" },
		{ { TRIGGER_MAX_IL, NONE, NONE, true, 1, 100 },
		  ANSWER_EXIT,
		  "exit" },
		{ { TRIGGER_STOP_LOSS, -1, 1, true, 1, 100 },
		  ANSWER_EXIT,
		  "exit" },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		CHECK(range_answer(&cases[i].q) == cases[i].a);
		CHECK(!strcmp(range_answer_code(cases[i].a), cases[i].code));
	}
}

static void test_confidence(void)
{
	uint64_t seed = 3;
	struct range_question q = { .gain = 3, .cost = 1 };

	CHECK(fabs(range_confidence(ANSWER_ROLL, &q, 30, 0, 0.02) - 0.375) <
	      1e-12);
	CHECK(fabs(range_confidence(ANSWER_GAIN, &q, 30, 0.01, 0.02) - 0.0625) <
	      1e-12);
	CHECK(range_confidence(ANSWER_NO_TRIGGER, &q, 0, 0, 0.02) <= 0);
	CHECK(range_confidence(ANSWER_NO_TRIGGER, &q, 9, NONE, 0.02) <= 0);
	for (int i = 0; i < 5000; i++) {
		double c;

		q.gain = (double)check_pick(&seed, -100, 100);
		q.cost = (double)check_pick(&seed, 0, 100);
		c = range_confidence(
			(enum range_answer)check_pick(&seed, ANSWER_NO_TRIGGER,
						      ANSWER_EXIT),
			&q, check_pick(&seed, 0, 1000),
			(double)check_pick(&seed, -40, 40) / 1000, 0.02);
		CHECK(c >= 0 && c <= 1);
	}
}

int main(void)
{
	test_half_ticks();
	test_ticks_table();
	test_ticks_everywhere();
	test_triggers_of_place();
	test_triggers_alone();
	test_urgency_bounds();
	test_answers();
	test_confidence();
	printf("test_range: pass\n");
	return 0;
}
