/* test_univ3_tick - ticks and sqrt prices: the ends of the domain, then every tick
 * there is, at its price, one below it and somewhere above. */
#include "check.h"
#include "math/univ3_tick.h"

static struct u256 less(struct u256 x, uint64_t n)
{
	return u256_sub_mod(x, u256_of_u64(n));
}

static int32_t tick_at(struct u256 sqrt)
{
	int32_t tick = INT32_MIN;

	CHECK(univ3_tick_at_sqrt(&tick, sqrt) == ST_OK);
	return tick;
}

static struct u256 sqrt_at(int32_t tick)
{
	struct u256 sqrt = U256_ZERO;

	CHECK(univ3_sqrt_at_tick(&sqrt, tick) == ST_OK);
	return sqrt;
}

static void test_refusals(void)
{
	struct u256 kept = u256_of_u64(7);
	int32_t tick = 7;

	CHECK(univ3_sqrt_at_tick(&kept, UNIV3_TICK_MIN - 1) == ST_RANGE);
	CHECK(univ3_sqrt_at_tick(&kept, UNIV3_TICK_MAX + 1) == ST_RANGE);
	CHECK(univ3_sqrt_at_tick(&kept, INT32_MIN) == ST_RANGE);
	CHECK(univ3_sqrt_at_tick(&kept, INT32_MAX) == ST_RANGE);
	CHECK(u256_cmp(kept, u256_of_u64(7)) == 0);
	CHECK(univ3_tick_at_sqrt(&tick, less(UNIV3_SQRT_MIN, 1)) == ST_RANGE);
	CHECK(univ3_tick_at_sqrt(&tick, UNIV3_SQRT_MAX) == ST_RANGE);
	CHECK(univ3_tick_at_sqrt(&tick, U256_ZERO) == ST_RANGE);
	CHECK(univ3_tick_at_sqrt(&tick, U256_MAX) == ST_RANGE);
	CHECK(tick == 7);
}

static void test_ends(void)
{
	CHECK(u256_cmp(sqrt_at(UNIV3_TICK_MIN), UNIV3_SQRT_MIN) == 0);
	CHECK(u256_cmp(sqrt_at(UNIV3_TICK_MAX), UNIV3_SQRT_MAX) == 0);
	CHECK(u256_cmp(sqrt_at(0), u256_shl(u256_of_u64(1), 96)) == 0);
	CHECK(tick_at(UNIV3_SQRT_MIN) == UNIV3_TICK_MIN);
	CHECK(tick_at(less(UNIV3_SQRT_MAX, 1)) == UNIV3_TICK_MAX - 1);
}

/* A tick begins at its price and ends one below that of the next. */
static void test_every_tick(void)
{
	uint64_t seed = 1;

	for (int32_t t = UNIV3_TICK_MIN; t < UNIV3_TICK_MAX; t++) {
		struct u256 at = sqrt_at(t), next = sqrt_at(t + 1), width, part;

		CHECK(u256_cmp(at, next) < 0);
		CHECK(tick_at(at) == t);
		CHECK(tick_at(less(next, 1)) == t);
		if (t > UNIV3_TICK_MIN)
			CHECK(tick_at(less(at, 1)) == t - 1);
		width = u256_sub_mod(next, at);
		CHECK(u256_mul_shr_floor(&part, width,
					 u256_of_u64(check_rand(&seed)),
					 64) == ST_OK);
		CHECK(tick_at(u256_add_mod(at, part)) == t);
	}
}

static void test_spacing(void)
{
	static const struct {
		int32_t tick, spacing, index, floor, ceil;
	} cases[] = {
		{ 0, 60, 0, 0, 0 },
		{ 1, 60, 0, 0, 60 },
		{ -1, 60, -1, -60, 0 },
		{ -60, 60, -1, -60, -60 },
		{ -61, 60, -2, -120, -60 },
		{ 59, 60, 0, 0, 60 },
		{ 60, 60, 1, 60, 60 },
		{ -7, 1, -7, -7, -7 },
		{ 887272, 200, 4436, 887200, 887400 },
		{ -887272, 200, -4437, -887400, -887200 },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		int32_t t = cases[i].tick, sp = cases[i].spacing;

		CHECK(univ3_tick_index(t, sp) == cases[i].index);
		CHECK(univ3_tick_floor(t, sp) == cases[i].floor);
		CHECK(univ3_tick_ceil(t, sp) == cases[i].ceil);
	}
	CHECK(univ3_tick_first(60) == -887220 && univ3_tick_last(60) == 887220);
	CHECK(univ3_tick_first(1) == UNIV3_TICK_MIN);
	CHECK(univ3_tick_last(UNIV3_SPACING_MAX) == 27 * UNIV3_SPACING_MAX);
}

int main(void)
{
	test_refusals();
	test_ends();
	test_every_tick();
	test_spacing();
	printf("test_univ3_tick: pass\n");
	return 0;
}
