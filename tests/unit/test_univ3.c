/* test_univ3 - what pools of Uniswap refuse, and what must hold whatever the numbers:
 * a position gives back no more than it took, a swap there and back gains nothing,
 * a swap in two parts is no better than in one, what v4 adds to v3. */
#include "check.h"
#include "math/univ3_amounts.h"
#include "math/univ3_fees.h"
#include "math/univ3_sqrt.h"
#include "math/univ3_swap.h"
#include "math/univ3_tick.h"

#define ROUNDS 20000

static struct u256 one(void)
{
	return u256_of_u64(1);
}

static struct u256 power(int n)
{
	return u256_shl(one(), n);
}

static struct u256 sqrt_at(int32_t tick)
{
	struct u256 s = U256_ZERO;

	CHECK(univ3_sqrt_at_tick(&s, tick) == ST_OK);
	return s;
}

/* A random price of a tick. */
static struct u256 sqrt_in(uint64_t *seed, int32_t tick)
{
	struct u256 low = sqrt_at(tick), part;

	CHECK(u256_mul_shr_floor(&part, u256_sub_mod(sqrt_at(tick + 1), low),
				 u256_of_u64(check_rand(seed)), 64) == ST_OK);
	return u256_add_mod(low, part);
}

static bool at_most(struct u256 a, struct u256 b)
{
	return u256_cmp(a, b) <= 0;
}

/* ---- refusals ---- */

static void test_sqrt_refusals(void)
{
	struct u256 x = u256_of_u64(7), p = power(96), wide = power(160);

	CHECK(univ3_amount0_ceil(&x, U256_ZERO, p, 1) == ST_DIVZERO);
	CHECK(univ3_amount0_floor(&x, p, wide, 1) == ST_RANGE);
	CHECK(univ3_amount1_ceil(&x, wide, p, 1) == ST_RANGE);
	CHECK(univ3_sqrt_after_in(&x, U256_ZERO, 1, one(), true) == ST_DOMAIN);
	CHECK(univ3_sqrt_after_in(&x, p, 0, one(), true) == ST_DOMAIN);
	CHECK(univ3_sqrt_after_out(&x, p, 0, one(), false) == ST_DOMAIN);
	/* All there is, of either token: liquidity 9 at a price of 1. */
	CHECK(univ3_sqrt_after_out(&x, p, 9, u256_of_u64(9), true) ==
	      ST_DOMAIN);
	CHECK(univ3_sqrt_after_out(&x, p, 9, u256_of_u64(9), false) ==
	      ST_DOMAIN);
	CHECK(univ3_sqrt_after_out(&x, p, 9, U256_MAX, false) == ST_DOMAIN);
	CHECK(univ3_sqrt_after_in(&x, p, 1, power(64), false) == ST_RANGE);
	CHECK(univ3_sqrt_after_in(&x, p, 1, power(160), false) == ST_OVERFLOW);
	CHECK(u256_cmp(x, u256_of_u64(7)) == 0);
}

static void test_amounts_refusals(void)
{
	struct univ3_amounts much = { U256_MAX, U256_MAX },
			     some = { one(), one() }, got = some;
	struct u256 p = power(96), a = sqrt_at(-60), b = sqrt_at(60);
	unsigned __int128 liquidity = 7;

	CHECK(univ3_liquidity(&liquidity, p, a, a, some) == ST_DIVZERO);
	CHECK(univ3_liquidity(&liquidity, p, a, power(160), some) == ST_RANGE);
	CHECK(univ3_liquidity(&liquidity, p, a, b, much) == ST_OVERFLOW);
	/* The other token would pay for 0 only, but each is asked. */
	much.amount1 = U256_ZERO;
	CHECK(univ3_liquidity(&liquidity, p, a, b, much) == ST_OVERFLOW);
	CHECK(liquidity == 7);
	CHECK(univ3_modify(&got, 0, p, 60, 60, 1) == ST_DOMAIN);
	CHECK(univ3_modify(&got, 0, p, 60, -60, 1) == ST_DOMAIN);
	CHECK(univ3_modify(&got, 0, p, UNIV3_TICK_MIN - 1, 0, 1) == ST_RANGE);
	CHECK(univ3_modify(&got, 0, p, 0, UNIV3_TICK_MAX + 1, 1) == ST_RANGE);
	CHECK(u256_cmp(got.amount0, one()) == 0);
}

static const struct univ3_tick two_ticks[] = { { -600, 1000000000 },
					       { 600, -1000000000 } };

static struct univ3_pool pool_at_one(enum univ3_version version)
{
	return (struct univ3_pool){ .version = version,
				    .sqrt_x96 = power(96),
				    .spacing = 60,
				    .liquidity = 1000000000,
				    .fee_pips = 3000,
				    .ticks = two_ticks,
				    .n_ticks = COUNT(two_ticks) };
}

static enum status swap(struct univ3_swap *out, const struct univ3_pool *pool,
			bool down, bool exact_in, struct u256 amount)
{
	const struct univ3_order order = { .zero_for_one = down,
					   .exact_in = exact_in,
					   .amount = amount };

	return univ3_swap(out, pool, &order);
}

static enum status swap_to(const struct univ3_pool *pool, bool down,
			   struct u256 limit)
{
	const struct univ3_order order = { .zero_for_one = down,
					   .exact_in = true,
					   .amount = one(),
					   .sqrt_limit = limit };
	struct univ3_swap got;

	return univ3_swap(&got, pool, &order);
}

static void test_swap_refusals(void)
{
	struct univ3_pool p = pool_at_one(UNIV3);
	struct univ3_swap got = { .ticks_crossed = 7 };

	CHECK(swap(&got, &p, true, true, U256_ZERO) == ST_DOMAIN);
	CHECK(swap(&got, &p, true, true, power(255)) == ST_RANGE);
	CHECK(swap_to(&p, true, p.sqrt_x96) == ST_DOMAIN);
	CHECK(swap_to(&p, false, p.sqrt_x96) == ST_DOMAIN);
	CHECK(swap_to(&p, true, sqrt_at(1)) == ST_DOMAIN);
	CHECK(swap_to(&p, false, sqrt_at(-1)) == ST_DOMAIN);
	CHECK(swap_to(&p, true, UNIV3_SQRT_MIN) == ST_DOMAIN);
	CHECK(swap_to(&p, false, UNIV3_SQRT_MAX) == ST_DOMAIN);
	p.spacing = 0;
	CHECK(swap(&got, &p, true, true, one()) == ST_DOMAIN);
	p.spacing = UNIV3_SPACING_MAX + 1;
	CHECK(swap(&got, &p, true, true, one()) == ST_DOMAIN);
	p = pool_at_one(UNIV3);
	p.tick = 1; /* not that of its price */
	CHECK(swap(&got, &p, true, true, one()) == ST_RANGE);
	p.tick = -2;
	CHECK(swap(&got, &p, true, true, one()) == ST_RANGE);
	p.tick = -1; /* as after a fall to a boundary */
	CHECK(swap(&got, &p, false, true, one()) == ST_OK);
	CHECK(got.tick_after == -1); /* the price has not moved */
	p.sqrt_x96 = u256_add_mod(p.sqrt_x96, one());
	CHECK(swap(&got, &p, true, true, one()) == ST_RANGE);
	p.sqrt_x96 = U256_ZERO; /* no pool */
	CHECK(swap(&got, &p, true, true, one()) == ST_RANGE);
}

static void test_fee_refusals(void)
{
	struct univ3_pool p = pool_at_one(UNIV3);
	struct univ3_swap got;

	p.fee_pips = UNIV3_PIPS;
	CHECK(swap(&got, &p, true, true, one()) == ST_DOMAIN);
	p.version = UNIV4; /* takes all that is put in */
	CHECK(swap(&got, &p, true, true, one()) == ST_OK);
	CHECK(u256_is_zero(got.amount_out) && got.filled);
	CHECK(swap(&got, &p, true, false, one()) == ST_DOMAIN);
	p.fee_pips = UNIV3_PIPS + 1;
	CHECK(swap(&got, &p, true, true, one()) == ST_DOMAIN);
	p = pool_at_one(UNIV4);
	p.protocol_fee = UNIV4_PROTOCOL_MAX + 1;
	CHECK(swap(&got, &p, true, true, one()) == ST_DOMAIN);
	CHECK(swap(&got, &p, false, true, one()) == ST_OK);
	p = pool_at_one(UNIV3);
	p.protocol_fee = 256;
	CHECK(swap(&got, &p, true, true, one()) == ST_DOMAIN);
}

/* More liquidity leaves at a tick than there is: the pool lied. */
static void test_broken_ticks(void)
{
	struct univ3_tick ticks[] = { { -60, 2000000000 } };
	struct univ3_pool p = pool_at_one(UNIV3);
	struct univ3_swap got;

	p.ticks = ticks;
	p.n_ticks = COUNT(ticks);
	CHECK(swap(&got, &p, true, true, power(60)) == ST_OVERFLOW);
}

/* ---- what must hold ---- */

/* Minting rounds up, burning down, by 1 at most; what the amounts of a mint pay for
 * is never more than was minted by more than rounding, and never costs more. */
static void test_mint_burn(void)
{
	uint64_t seed = 1;

	for (int i = 0; i < check_times(ROUNDS); i++) {
		int32_t tick = (int32_t)check_pick(&seed, -300000, 300000);
		int32_t low = tick + (int32_t)check_pick(&seed, -9000, 3000);
		int32_t high = low + (int32_t)check_pick(&seed, 1, 9000);
		struct u256 s = sqrt_in(&seed, tick), a = sqrt_at(low),
			    b = sqrt_at(high);
		__int128 liquidity = (__int128)(check_rand(&seed) >>
						check_pick(&seed, 1, 60)) +
				     1;
		struct univ3_amounts paid, back, again;
		unsigned __int128 bought;

		CHECK(!univ3_modify(&paid, tick, s, low, high, liquidity));
		CHECK(!univ3_modify(&back, tick, s, low, high, -liquidity));
		CHECK(at_most(back.amount0, paid.amount0));
		CHECK(at_most(back.amount1, paid.amount1));
		CHECK(at_most(u256_sub_mod(paid.amount0, back.amount0), one()));
		CHECK(at_most(u256_sub_mod(paid.amount1, back.amount1), one()));
		CHECK(!univ3_amounts_floor(&again, s, b, a,
					   (unsigned __int128)liquidity));
		CHECK(u256_cmp(again.amount0, back.amount0) == 0);
		CHECK(u256_cmp(again.amount1, back.amount1) == 0);
		if (univ3_liquidity(&bought, s, a, b, paid))
			continue;
		CHECK(!univ3_amounts_ceil(&again, s, a, b, bought));
		CHECK(at_most(again.amount0, paid.amount0));
		CHECK(at_most(again.amount1, paid.amount1));
	}
}

struct market {
	struct univ3_tick ticks[6];
	struct univ3_pool pool;
};

/* Three ranges, one about the price, of any size. */
static void make_market(struct market *m, uint64_t *seed)
{
	int32_t at = (int32_t)check_pick(seed, -200000, 200000);
	int32_t mid = univ3_tick_floor(at, 60);
	__int128 big = (__int128)(check_rand(seed) >> check_pick(seed, 1, 30));
	__int128 small = big / 7 + 1;

	*m = (struct market){
		.ticks = { { mid - 30000, small },
			   { mid - 600, big },
			   { mid - 60, -small },
			   { mid + 60, small },
			   { mid + 900, -big },
			   { mid + 30000, -small } },
		.pool = { .version = check_rand(seed) % 2 ? UNIV4 : UNIV3,
			  .sqrt_x96 = sqrt_in(seed, at),
			  .tick = at,
			  .spacing = 60,
			  .fee_pips = (uint32_t)check_pick(seed, 0, 10000),
			  .n_ticks = 6 },
	};
	m->pool.liquidity = (unsigned __int128)big;
	m->pool.ticks = m->ticks;
}

static void moved(struct univ3_pool *p, const struct univ3_swap *s)
{
	p->sqrt_x96 = s->sqrt_after;
	p->tick = s->tick_after;
	p->liquidity = s->liquidity_after;
}

/* There and back gains nothing; asking for what came out costs no more than went
 * in, and no less than its price without the rest that rounding left. */
static void test_there_and_back(void)
{
	uint64_t seed = 2;

	for (int i = 0; i < check_times(ROUNDS) / 4; i++) {
		bool down = check_rand(&seed) % 2;
		struct u256 amount = u256_of_u64(
			(check_rand(&seed) >> check_pick(&seed, 1, 60)) + 1);
		struct univ3_swap there, back, asked;
		struct market m;
		struct univ3_pool start;

		make_market(&m, &seed);
		start = m.pool;
		CHECK(!swap(&there, &m.pool, down, true, amount));
		CHECK(at_most(there.fee, there.amount_in));
		CHECK(at_most(there.amount_in, amount));
		CHECK(there.filled == !u256_cmp(there.amount_in, amount));
		CHECK(u256_cmp(there.sqrt_after, start.sqrt_x96) !=
		      (down ? 1 : -1));
		if (u256_is_zero(there.amount_out))
			continue;
		CHECK(!swap(&asked, &start, down, false, there.amount_out));
		CHECK(asked.filled);
		CHECK(at_most(asked.amount_in, there.amount_in));
		moved(&m.pool, &there);
		CHECK(!swap(&back, &m.pool, !down, true, there.amount_out));
		CHECK(at_most(back.amount_out, there.amount_in));
	}
}

/* In two parts no more comes out than in one. */
static void test_two_parts(void)
{
	uint64_t seed = 3;

	for (int i = 0; i < check_times(ROUNDS) / 4; i++) {
		bool down = check_rand(&seed) % 2;
		uint64_t size =
			(check_rand(&seed) >> check_pick(&seed, 1, 60)) + 2;
		struct u256 part = u256_of_u64(
			(uint64_t)check_pick(&seed, 1, (int64_t)size - 1));
		struct univ3_swap whole, first, second;
		struct market m;

		make_market(&m, &seed);
		m.pool.version = UNIV3;
		CHECK(!swap(&whole, &m.pool, down, true, u256_of_u64(size)));
		CHECK(!swap(&first, &m.pool, down, true, part));
		if (!whole.filled)
			continue;
		moved(&m.pool, &first);
		CHECK(!swap(&second, &m.pool, down, true,
			    u256_sub_mod(u256_of_u64(size), part)));
		CHECK(at_most(u256_add_mod(first.amount_out, second.amount_out),
			      u256_add_mod(whole.amount_out, one())));
	}
}

/* A higher tick has a higher price, more liquidity holds more, a wider range less
 * for the same money. */
static void test_monotone(void)
{
	uint64_t seed = 4;

	for (int i = 0; i < check_times(ROUNDS); i++) {
		int32_t low = (int32_t)check_pick(&seed, -300000, 299000);
		int32_t mid = low + (int32_t)check_pick(&seed, 1, 500);
		int32_t high = mid + (int32_t)check_pick(&seed, 1, 500);
		struct u256 a = sqrt_at(low), b = sqrt_at(mid),
			    c = sqrt_at(high), x, y;
		unsigned __int128 l = check_rand(&seed);

		CHECK(u256_cmp(a, b) < 0 && u256_cmp(b, c) < 0);
		CHECK(!univ3_amount0_floor(&x, a, b, l));
		CHECK(!univ3_amount0_floor(&y, a, c, l));
		CHECK(at_most(x, y));
		CHECK(!univ3_amount0_floor(&y, a, b, l + 1));
		CHECK(at_most(x, y));
		CHECK(!univ3_amount1_ceil(&x, b, c, l));
		CHECK(!univ3_amount1_ceil(&y, a, c, l));
		CHECK(at_most(x, y));
	}
}

/* ---- protocol and v4 ---- */

static void test_protocol(void)
{
	struct univ3_pool p = pool_at_one(UNIV3);
	struct univ3_swap none, some;
	struct u256 amount = u256_of_u64(1000000);

	CHECK(!swap(&none, &p, true, true, amount));
	CHECK(u256_is_zero(none.protocol_fee));
	p.protocol_fee =
		4 | 10 << 4; /* a quarter of token0, a tenth of token1 */
	CHECK(!swap(&some, &p, true, true, amount));
	CHECK(u256_cmp(some.amount_out, none.amount_out) == 0);
	CHECK(some.protocol_fee.limb[0] == some.fee.limb[0] / 4);
	CHECK(u256_cmp(some.fee_growth_x128, none.fee_growth_x128) < 0);
	CHECK(!swap(&some, &p, false, true, amount));
	CHECK(some.protocol_fee.limb[0] == some.fee.limb[0] / 10);

	/* v4 takes its pips of all that is paid first, then the providers theirs. */
	CHECK(univ4_swap_fee(1000, 3000) == 3997);
	CHECK(univ4_swap_fee(0, 3000) == 3000);
	CHECK(univ4_swap_fee(1000, UNIV3_PIPS) == UNIV3_PIPS);
	p = pool_at_one(UNIV4);
	p.protocol_fee = 1000 | 500 << 12;
	CHECK(!swap(&some, &p, true, true, amount));
	CHECK(some.fee.limb[0] == 3997 && some.protocol_fee.limb[0] == 1000);
	CHECK(!swap(&some, &p, false, true, amount));
	CHECK(some.protocol_fee.limb[0] == 500);
	p.fee_pips = 0; /* all of the fee is the protocol's */
	CHECK(!swap(&some, &p, true, true, u256_of_u64(1000001)));
	CHECK(some.fee.limb[0] == 1001);
	CHECK(u256_cmp(some.fee, some.protocol_fee) == 0);
	CHECK(u256_is_zero(some.fee_growth_x128));
}

/* Balances of v4 are 128 bits with a sign; what is left of an amount is not one. */
static void test_v4_size(void)
{
	const struct univ3_tick ticks[] = { { -887220, (__int128)1 << 126 },
					    { 887220, -((__int128)1 << 126) } };
	struct univ3_pool p = pool_at_one(UNIV4);
	struct univ3_swap got;

	CHECK(swap(&got, &p, true, true, power(200)) == ST_OK);
	CHECK(!got.filled);
	p.ticks = ticks;
	p.liquidity = (unsigned __int128)1 << 126;
	CHECK(swap(&got, &p, true, true, power(130)) == ST_OVERFLOW);
	p.version = UNIV3;
	CHECK(swap(&got, &p, true, true, power(130)) == ST_OK && got.filled);
	/* Little in, much out. */
	p.sqrt_x96 = power(130);
	CHECK(univ3_tick_at_sqrt(&p.tick, p.sqrt_x96) == ST_OK);
	CHECK(swap(&got, &p, true, true, power(100)) == ST_OK && got.filled);
	CHECK(u256_bits(got.amount_out) > 127);
	p.version = UNIV4;
	CHECK(swap(&got, &p, true, true, power(100)) == ST_OVERFLOW);
}

static void test_fees(void)
{
	struct u256 g = u256_of_u64(100), low = u256_of_u64(30),
		    high = u256_of_u64(55);
	unsigned __int128 all = ~(unsigned __int128)0;
	struct u256 paid;

	/* Inside 15; below it low - high wraps, above high - low. */
	CHECK(univ3_growth_inside(0, -60, 60, g, low, high).limb[0] == 15);
	CHECK(univ3_growth_inside(-60, -60, 60, g, low, high).limb[0] == 15);
	CHECK(!u256_cmp(univ3_growth_inside(-61, -60, 60, g, low, high),
			u256_sub_mod(U256_ZERO, u256_of_u64(25))));
	CHECK(univ3_growth_inside(60, -60, 60, g, low, high).limb[0] == 25);
	/* A difference over the wrap is an ordinary one. */
	CHECK(univ3_fees_earned(power(128), U256_ZERO, 5) == 5);
	CHECK(univ3_fees_earned(u256_sub_mod(power(128), one()),
				u256_sub_mod(U256_ZERO, one()), 5) == 5);
	CHECK(univ3_owed(all, power(128), U256_ZERO, 5) == 4);
	CHECK(univ4_fees(&paid, power(128), U256_ZERO, 5) == ST_OK);
	CHECK(paid.limb[0] == 5);
	CHECK(univ4_fees(&paid, power(254), U256_ZERO, 5) == ST_OVERFLOW);
}

int main(void)
{
	test_sqrt_refusals();
	test_amounts_refusals();
	test_swap_refusals();
	test_fee_refusals();
	test_broken_ticks();
	test_mint_burn();
	test_there_and_back();
	test_two_parts();
	test_monotone();
	test_protocol();
	test_v4_size();
	test_fees();
	printf("test_univ3: pass\n");
	return 0;
}
