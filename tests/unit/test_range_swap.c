/* test_range_swap - after the swap the amounts fit the range: one atom more of it and
 * there would be too little of what was too much.  Through the range's own pool, whose
 * price moves, and through another. */
#include "check.h"
#include "math/range_swap.h"
#include "math/univ3_swap.h"
#include "math/univ3_tick.h"

#include <math.h>

static struct u256 at(int32_t tick)
{
	struct u256 s;

	CHECK(univ3_sqrt_at_tick(&s, tick) == ST_OK);
	return s;
}

static enum status through(void *ctx, struct range_quoted *out,
			   bool zero_for_one, struct u256 amount)
{
	const struct univ3_order order = { .zero_for_one = zero_for_one,
					   .exact_in = true,
					   .amount = amount };
	struct univ3_swap s;
	enum status st = univ3_swap(&s, ctx, &order);

	if (st || !s.filled)
		return ST_RANGE;
	*out = (struct range_quoted){ .out = s.amount_out,
				      .sqrt_after = s.sqrt_after };
	return ST_OK;
}

/* A pool elsewhere: one for one, our price stays. */
static enum status elsewhere(void *ctx, struct range_quoted *out,
			     bool zero_for_one, struct u256 amount)
{
	(void)zero_for_one;
	*out = (struct range_quoted){ .out = amount,
				      .sqrt_after = *(struct u256 *)ctx };
	return ST_OK;
}

static enum status nowhere(void *ctx, struct range_quoted *out,
			   bool zero_for_one, struct u256 amount)
{
	(void)ctx, (void)out, (void)zero_for_one, (void)amount;
	return ST_NODATA;
}

static const struct univ3_tick ticks[] = { { -60000, 1000000000000 },
					   { -600, 5000000000000 },
					   { 600, -5000000000000 },
					   { 60000, -1000000000000 } };

static struct univ3_pool pool_at(int32_t tick)
{
	return (struct univ3_pool){ .version = UNIV3,
				    .sqrt_x96 = at(tick),
				    .tick = tick,
				    .spacing = 60,
				    .liquidity = 6000000000000,
				    .fee_pips = 3000,
				    .ticks = ticks,
				    .n_ticks = COUNT(ticks) };
}

static double number(struct u256 x)
{
	return u256_to_double(x);
}

/* have0 / need0 - have1 / need1 at that price, relative. */
static double unfit(struct u256 sqrt, struct range_ticks r,
		    struct univ3_amounts have)
{
	struct univ3_amounts need;
	double a, b;

	CHECK(univ3_amounts_ceil(&need, sqrt, at(r.lower), at(r.upper),
				 (unsigned __int128)1 << 100) == ST_OK);
	if (u256_is_zero(need.amount0) || u256_is_zero(need.amount1))
		return 0;
	a = number(have.amount0) / number(need.amount0);
	b = number(have.amount1) / number(need.amount1);
	return (a - b) / fmax(a, b);
}

static void swap_once(struct range_ticks r, struct univ3_amounts have,
		      bool zero_for_one)
{
	struct univ3_pool pool = pool_at(0);
	const struct range_market_quote market = { through, &pool };
	struct range_swap s;

	CHECK(range_swap_size(&s, pool.sqrt_x96, r, have, &market) == ST_OK);
	CHECK(!u256_is_zero(s.amount) && s.zero_for_one == zero_for_one);
	if (zero_for_one) {
		CHECK(u256_sub(&have.amount0, have.amount0, s.amount) == ST_OK);
		CHECK(u256_add(&have.amount1, have.amount1, s.out) == ST_OK);
	} else {
		CHECK(u256_sub(&have.amount1, have.amount1, s.amount) == ST_OK);
		CHECK(u256_add(&have.amount0, have.amount0, s.out) == ST_OK);
	}
	CHECK(fabs(unfit(s.sqrt_after, r, have)) < 1e-6);
}

static void test_own_pool(void)
{
	struct univ3_amounts all0 = { u256_of_u64(1000000000), U256_ZERO };
	struct univ3_amounts all1 = { U256_ZERO, u256_of_u64(1000000000) };
	struct univ3_amounts big = { u256_of_u64(UINT64_C(1) << 42),
				     U256_ZERO }; /* crosses a tick */

	swap_once((struct range_ticks){ -1200, 1200 }, all0, true);
	swap_once((struct range_ticks){ -1200, 1200 }, all1, false);
	swap_once((struct range_ticks){ -60, 1200 }, all1, false);
	swap_once((struct range_ticks){ -12000, 12000 }, big, true);
}

/* All of the wrong token where the range is beyond the price; nothing where they fit or
 * where there is no market. */
static void test_corners(void)
{
	struct u256 price = at(0);
	const struct range_market_quote other = { elsewhere, &price };
	const struct range_market_quote none = { nowhere, NULL };
	const struct univ3_amounts even = { u256_of_u64(1000),
					    u256_of_u64(1000) };
	const struct univ3_amounts zero = { U256_ZERO, U256_ZERO };
	struct range_swap s;

	CHECK(range_swap_size(&s, price, (struct range_ticks){ 60, 120 }, even,
			      &other) == ST_OK);
	CHECK(!s.zero_for_one && !u256_cmp(s.amount, u256_of_u64(1000)));
	CHECK(range_swap_size(&s, price, (struct range_ticks){ -120, -60 },
			      even, &other) == ST_OK);
	CHECK(s.zero_for_one && !u256_cmp(s.amount, u256_of_u64(1000)));
	CHECK(range_swap_size(&s, price, (struct range_ticks){ -60, 60 }, even,
			      &other) == ST_OK);
	CHECK(u256_is_zero(s.amount));
	CHECK(range_swap_size(&s, price, (struct range_ticks){ -60, 60 }, zero,
			      &other) == ST_OK);
	CHECK(u256_is_zero(s.amount));
	CHECK(range_swap_size(&s, price, (struct range_ticks){ 60, 120 }, even,
			      &none) == ST_OK);
	CHECK(u256_is_zero(s.amount));
	CHECK(range_swap_size(&s, price, (struct range_ticks){ 60, 900000 },
			      even, &other) == ST_RANGE);
}

/* The largest: one atom more is one too many. */
static void test_largest(void)
{
	uint64_t seed = 21;
	struct u256 price = at(0);
	const struct range_market_quote other = { elsewhere, &price };

	for (int i = 0; i < 300; i++) {
		const struct range_ticks r = {
			-(int32_t)check_pick(&seed, 1, 5000),
			(int32_t)check_pick(&seed, 1, 5000)
		};
		struct univ3_amounts have = {
			u256_of_u64(check_rand(&seed) >> 20),
			u256_of_u64(check_rand(&seed) >> 20)
		};
		struct range_swap s;
		double was = unfit(price, r, have), is;

		CHECK(range_swap_size(&s, price, r, have, &other) == ST_OK);
		CHECK(u256_is_zero(s.amount) || s.zero_for_one == (was > 0));
		if (s.zero_for_one) {
			CHECK(!u256_sub(&have.amount0, have.amount0, s.amount));
			CHECK(!u256_add(&have.amount1, have.amount1, s.out));
		} else {
			CHECK(!u256_sub(&have.amount1, have.amount1, s.amount));
			CHECK(!u256_add(&have.amount0, have.amount0, s.out));
		}
		is = unfit(price, r, have);
		CHECK(fabs(is) < 1e-8);
	}
}

int main(void)
{
	test_own_pool();
	test_corners();
	test_largest();
	printf("test_range_swap: pass\n");
	return 0;
}
