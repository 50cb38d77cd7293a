/* test_range_limits - what can go wrong at the ends; then by brute force: at every tick
 * of the interval a burn gives and a mint takes no less than the minimum, of v4 no more
 * than there is. */
#include "check.h"
#include "math/range_limits.h"
#include "math/univ3_tick.h"

static struct u256 at(int32_t tick)
{
	struct u256 s;

	CHECK(univ3_sqrt_at_tick(&s, tick) == ST_OK);
	return s;
}

static void test_interval(void)
{
	static const struct {
		int32_t tick, lower, upper, reach, min, max;
	} cases[] = {
		{ 0, -100, 100, 10, -10, 11 },
		{ 95, -100, 100, 10, 85, 100 },
		{ -95, -100, 100, 10, -100, -84 },
		{ 100, -100, 100, 10, 100, 111 },
		{ 105, -100, 100, 10, 100, 116 },
		{ 500, -100, 100, 10, 490, 511 },
		{ -101, -100, 100, 10, -111, -100 },
		{ -500, -100, 100, 10, -510, -489 },
		{ 0, -100, 100, 0, 0, 1 },
		{ 887271, -100, 100, 10, 887261, 887272 },
		{ -887272, -100, 100, 10, -887272, -887261 },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct range_interval v = range_interval(
			cases[i].tick,
			(struct range_ticks){ cases[i].lower, cases[i].upper },
			cases[i].reach);

		CHECK(v.min == cases[i].min && v.max == cases[i].max);
	}
	CHECK(range_ticks_of(0.005) == 49);
	CHECK(range_ticks_of(0.00001) == 0);
}

/* Next to nothing, and exactly on an end: no minimum can be told. */
static void test_no_minimum(void)
{
	const struct range_ticks r = { -100, 100 };
	struct univ3_amounts least;

	CHECK(range_burn_least(&least, at(0), r, range_interval(0, r, 10), 1) ==
	      ST_NODATA);
	CHECK(range_burn_least(&least, at(0), r, range_interval(0, r, 10), 0) ==
	      ST_NODATA);
	CHECK(range_burn_least(&least, at(-100), r, range_interval(-100, r, 10),
			       1000000) == ST_NODATA);
}

static bool fits(struct u256 least, struct u256 amount)
{
	return u256_cmp(least, amount) <= 0;
}

/* A minimum is 0 only where the token is nowhere in the interval. */
static void check_zeros(struct univ3_amounts least, struct range_ticks r,
			struct range_interval v)
{
	CHECK(u256_is_zero(least.amount0) == (v.min >= r.upper));
	CHECK(u256_is_zero(least.amount1) == (v.max <= r.lower));
	CHECK(!u256_is_zero(least.amount0) || !u256_is_zero(least.amount1));
}

struct scene {
	struct range_ticks r;
	int32_t tick;
	struct range_interval v;
	unsigned __int128 liquidity;
};

static struct scene scene(uint64_t *seed, int32_t span)
{
	struct scene s;
	int32_t mid = (int32_t)check_pick(seed, -span, span);

	s.r.lower = mid - (int32_t)check_pick(seed, 1, 3000);
	s.r.upper = mid + (int32_t)check_pick(seed, 1, 3000);
	s.tick = mid + (int32_t)check_pick(seed, -4000, 4000);
	s.v = range_interval(s.tick, s.r, (int32_t)check_pick(seed, 0, 60));
	s.liquidity = (unsigned __int128)1 << check_pick(seed, 30, 90);
	s.liquidity += check_rand(seed) % 1000000;
	CHECK(s.v.min <= s.tick && s.tick < s.v.max);
	return s;
}

/* Each tick of the interval, but for the very end of the range, where an amount that is
 * there everywhere else is 0. */
static bool at_end(const struct scene *s, int32_t tick)
{
	return tick == s->r.lower || tick == s->r.upper;
}

static void test_burn(void)
{
	uint64_t seed = 11;
	int64_t n = 0;

	for (int64_t i = 0; i < check_times(400); i++) {
		struct scene s = scene(&seed, 200000);
		struct univ3_amounts least, out;
		enum status st = range_burn_least(&least, at(s.tick), s.r, s.v,
						  s.liquidity);

		if (st == ST_NODATA)
			continue;
		CHECK(st == ST_OK);
		n++;
		check_zeros(least, s.r, s.v);
		for (int32_t t = s.v.min; t <= s.v.max; t++) {
			CHECK(univ3_amounts_floor(&out, at(t), at(s.r.lower),
						  at(s.r.upper),
						  s.liquidity) == ST_OK);
			CHECK(at_end(&s, t) ||
			      (fits(least.amount0, out.amount0) &&
			       fits(least.amount1, out.amount1)));
		}
	}
	CHECK(n > 250);
}

static void test_mint(void)
{
	uint64_t seed = 12;
	int64_t n = 0;

	for (int64_t i = 0; i < check_times(400); i++) {
		struct scene s = scene(&seed, 100000);
		const struct univ3_amounts have = {
			.amount0 = u256_of_u64(check_rand(&seed) >> 4),
			.amount1 = u256_of_u64(check_rand(&seed) >> 4),
		};
		struct univ3_amounts least, in;
		unsigned __int128 liquidity;
		enum status st =
			range_mint_least(&least, at(s.tick), s.r, s.v, have);

		if (st == ST_NODATA)
			continue;
		CHECK(st == ST_OK);
		n++;
		check_zeros(least, s.r, s.v);
		for (int32_t t = s.v.min; t <= s.v.max; t++) {
			CHECK(univ3_liquidity(&liquidity, at(t), at(s.r.lower),
					      at(s.r.upper), have) == ST_OK);
			CHECK(univ3_amounts_ceil(&in, at(t), at(s.r.lower),
						 at(s.r.upper),
						 liquidity) == ST_OK);
			CHECK(at_end(&s, t) ||
			      (fits(least.amount0, in.amount0) &&
			       fits(least.amount1, in.amount1)));
		}
	}
	CHECK(n > 250);
}

/* What v4 asks for is there at every tick, and one more liquidity would not be. */
static void test_mint_liquidity(void)
{
	uint64_t seed = 13;
	int64_t n = 0;

	for (int64_t i = 0; i < check_times(150); i++) {
		struct scene s = scene(&seed, 100000);
		const struct univ3_amounts have = {
			.amount0 = u256_of_u64(check_rand(&seed) >> 4),
			.amount1 = u256_of_u64(check_rand(&seed) >> 4),
		};
		struct univ3_amounts in, more = { .amount0 = U256_ZERO };
		unsigned __int128 liquidity;
		bool too_much = false;

		if (range_mint_liquidity(&liquidity, s.r, s.v, have))
			continue;
		n++;
		for (int32_t t = s.v.min; t <= s.v.max; t++) {
			CHECK(univ3_amounts_ceil(&in, at(t), at(s.r.lower),
						 at(s.r.upper),
						 liquidity) == ST_OK);
			CHECK(fits(in.amount0, have.amount0) &&
			      fits(in.amount1, have.amount1));
			CHECK(univ3_amounts_ceil(&more, at(t), at(s.r.lower),
						 at(s.r.upper),
						 liquidity + 1) == ST_OK);
			too_much |= !fits(more.amount0, have.amount0) ||
				    !fits(more.amount1, have.amount1);
		}
		CHECK(too_much);
	}
	CHECK(n > 100);
}

int main(void)
{
	test_interval();
	test_no_minimum();
	test_burn();
	test_mint();
	test_mint_liquidity();
	printf("test_range_limits: pass\n");
	return 0;
}
