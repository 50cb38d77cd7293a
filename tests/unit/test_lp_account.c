/* test_lp_account - the accounts of a position: refusals, a life by hand, the
 * identities over random lives, a share of a pair.  tests/il_model.py judges the
 * same against fractions. */
#include "check.h"

#include "math/lp_account.h"

#include <stdbool.h>

#define MOST ((__int128)((~(unsigned __int128)0) >> 1))

static struct dec dec_of(const char *s)
{
	struct dec d;
	size_t n = 0;

	while (s[n])
		n++;
	CHECK(!dec_parse(&d, s, n));
	return d;
}

static struct u256 root_of_int(uint64_t x)
{
	return u256_shl(u256_of_u64(x), 96);
}

static bool is(struct lp_amounts a, __int128 a0, __int128 a1)
{
	return a.a0 == a0 && a.a1 == a1;
}

static void test_refused(void)
{
	struct lp_amounts none = { 0, 0 }, one = { 1, 1 };
	struct lp_flows flows = { .put = one, .off = one };
	struct lp_price p;
	struct lp_tokens t;
	struct lp_amounts much = { MOST, 0 };
	__int128 v = 77;

	CHECK(lp_price_in_token1(&p, U256_ZERO) == ST_DOMAIN);
	CHECK(lp_price_in_token0(&p, U256_MAX) == ST_DOMAIN);
	CHECK(lp_price_quoted(&p, root_of_int(1), DEC_ZERO, 6, 6) == ST_DOMAIN);
	CHECK(lp_price_quoted(&p, root_of_int(1), dec_of("-1"), 6, 6) ==
	      ST_DOMAIN);
	/* taken off, and never paid out: a collect is missing */
	CHECK(lp_tokens(&t, &flows, none, none) == ST_DOMAIN);
	CHECK(!lp_tokens(&t, &flows, none, one));
	CHECK(lp_amounts_add(&much, one) == ST_OVERFLOW && is(much, MOST, 0));
	CHECK(!lp_price_in_token1(&p, root_of_int(2)));
	CHECK(lp_value_floor(&v, &p, much) == ST_OVERFLOW && v == 77);
}

/* Token0 at 4, then at 9; the numeraire is token1, then token0, then neither. */
static void test_values(void)
{
	static const struct lp_amounts a = { 10, 7 }, b = { -10, 7 };
	struct lp_price p;
	__int128 v;

	CHECK(!lp_price_in_token1(&p, root_of_int(2)));
	CHECK(!lp_value_floor(&v, &p, a) && v == 47);
	CHECK(!lp_value_floor(&v, &p, b) && v == -33);
	CHECK(!lp_price_in_token0(&p, root_of_int(3)));
	CHECK(!lp_value_floor(&v, &p, a) && v == 10);  /* 7/9 is lost  */
	CHECK(!lp_value_floor(&v, &p, b) && v == -10); /* -9.2 is -10 */
	/* 0.25 of a numeraire of 8 decimals per token1 of 6: 25 a part */
	CHECK(!lp_price_quoted(&p, root_of_int(2), dec_of("0.25"), 6, 8));
	CHECK(!lp_value_floor(&v, &p, a) && v == 47 * 25);
	/* of none: 0.25 a million parts */
	CHECK(!lp_price_quoted(&p, root_of_int(2), dec_of("0.25"), 6, 0));
	CHECK(!lp_value_floor(&v, &p, a) && v == 0);
	CHECK(!lp_value_floor(&v, &p, b) && v == -1);
}

/* Put 100 and 400 at 4, half taken off at 9 with fees, paid out; now at 1. */
static void test_life(void)
{
	struct lp_flows flows = { .put = { 100, 400 } };
	struct lp_amounts now = { 90, 95 }, owed = { 2, 3 };
	struct lp_sum sum = { .plus = { .n = 0 } };
	struct lp_gas gas = { .sum = { .n = 0 } };
	struct lp_price p;
	struct lp_tokens t;
	struct lp_values v;
	__int128 entry, paid, net;

	CHECK(!lp_price_in_token1(&p, root_of_int(2)));
	lp_sum_put(&sum, &p, flows.put);
	flows.off = (struct lp_amounts){ 33, 300 };
	flows.paid = (struct lp_amounts){ 34, 305 };
	CHECK(!lp_price_in_token1(&p, root_of_int(3)));
	lp_sum_take(&sum, &p, flows.off);
	CHECK(!lp_sum_ceil(&entry, &sum) && entry == 800 - 597);
	/* a gwei short of 0.005 coins at 3,000.01: 15.00004.. of 0 decimals */
	lp_gas_add(&gas, 4999999999999999, dec_of("3000.01"));
	CHECK(!lp_gas_ceil(&paid, &gas, 0) && paid == 16);
	CHECK(!lp_tokens(&t, &flows, now, owed));
	CHECK(is(t.hold, 67, 100) && is(t.il, 23, -5) && is(t.fees, 3, 8));
	CHECK(!lp_price_in_token1(&p, root_of_int(1)));
	CHECK(!lp_values(&v, &p, now, &t));
	CHECK(v.now == 185 && v.hold == 167 && v.fees == 11 && v.il == 18);
	CHECK(!lp_net_vs_hold(&net, &v, paid) && net == 18 + 11 - 16);
	CHECK(!lp_net_vs_entry(&net, &v, paid, entry));
	CHECK(net == 185 + 11 - 16 - 203);
}

static struct lp_amounts any(uint64_t *seed, int bits)
{
	uint64_t mask = (UINT64_C(1) << check_pick(seed, 1, bits)) - 1;

	return (struct lp_amounts){ (__int128)(check_rand(seed) & mask),
				    (__int128)(check_rand(seed) & mask) };
}

static struct u256 any_root(uint64_t *seed)
{
	return u256_shl(u256_of_u64(check_rand(seed) | 1),
			(int)check_pick(seed, 0, 96));
}

static void any_price(struct lp_price *p, uint64_t *seed, int in)
{
	struct u256 s = any_root(seed);
	struct dec q = dec_make(check_pick(seed, 1, INT64_MAX),
				(int)check_pick(seed, 0, 18));

	CHECK(!(in == 0 ? lp_price_in_token0(p, s)
		: in == 1
			? lp_price_in_token1(p, s)
			: lp_price_quoted(p, s, q, (int)check_pick(seed, 0, 30),
					  (int)check_pick(seed, 0, 30))));
}

/* Whatever went in and out: what the record says of itself adds up. */
static void test_identities(void)
{
	uint64_t seed = 1;
	int whole = 0;

	for (int i = 0; i < check_times(20000); i++) {
		struct lp_flows flows = { .put = { 0, 0 } };
		struct lp_amounts now = any(&seed, 60), owed = any(&seed, 60);
		struct lp_sum sum = { .plus = { .n = 0 } };
		int in = (int)check_pick(&seed, 0, 2);
		struct lp_price p;
		struct lp_tokens t;
		struct lp_values v;
		__int128 gas = (__int128)(check_rand(&seed) >> 8);
		__int128 hold, entry, of_entry;

		for (int64_t n = check_pick(&seed, 1, 9); n > 0; n--) {
			struct lp_amounts put = any(&seed, 60);
			struct lp_amounts off = any(&seed, 40);

			any_price(&p, &seed, in);
			CHECK(!lp_amounts_add(&flows.put, put));
			CHECK(!lp_amounts_add(&flows.off, off));
			CHECK(!lp_amounts_add(&flows.paid, off));
			lp_sum_put(&sum, &p, put);
			lp_sum_take(&sum, &p, off);
		}
		any_price(&p, &seed, in);
		CHECK(!lp_tokens(&t, &flows, now, owed));
		CHECK(is(t.fees, owed.a0, owed.a1));
		CHECK(t.il.a0 + t.hold.a0 == now.a0);
		CHECK(t.hold.a1 == flows.put.a1 - flows.off.a1);
		if (lp_values(&v, &p, now, &t) || lp_sum_ceil(&entry, &sum) ||
		    lp_net_vs_hold(&hold, &v, gas) ||
		    lp_net_vs_entry(&of_entry, &v, gas, entry))
			continue; /* prices far apart: over 38 digits */
		whole++;
		CHECK(v.il == v.now - v.hold);
		CHECK(hold == v.now - v.hold + v.fees - gas);
		CHECK(of_entry == v.now + v.fees - gas - entry);
		CHECK(hold - of_entry == entry - v.hold);
	}
	CHECK(whole > 1000);
}

static void test_share(void)
{
	struct lp_share s = { .root = U256_ZERO };
	struct lp_amounts put = { 1000, 4000 }, with = { 3000, 1500 }, part;

	/* at 4: the root is 2000; two liquidity tokens each */
	CHECK(!lp_share_put(&s, put, u256_of_u64(2000)));
	CHECK(!lp_share_worth(&part, &s, root_of_int(1), with));
	CHECK(is(part, 2000, 1500)); /* never over what it is worth */
	CHECK(!lp_share_take(&part, &s, root_of_int(1), with,
			     u256_of_u64(500)));
	CHECK(is(part, 500, 500));
	CHECK(!lp_share_worth(&part, &s, root_of_int(1), with));
	CHECK(is(part, 1500, 1500));
	CHECK(lp_share_take(&part, &s, root_of_int(1), with,
			    u256_of_u64(1501)) == ST_DOMAIN);
	CHECK(lp_share_worth(&part, &s, U256_ZERO, with) == ST_DIVZERO);
	CHECK(!lp_share_worth(&part, &s, u256_of_u64(1), with));
	CHECK(is(part, 3000, 0));
	CHECK(lp_share_put(&s, (struct lp_amounts){ MOST, MOST }, U256_MAX) ==
	      ST_OVERFLOW);
	CHECK(!lp_share_take(&part, &s, root_of_int(1), with,
			     u256_of_u64(1500)));
	CHECK(u256_is_zero(s.root) && u256_is_zero(s.held));
	CHECK(lp_share_take(&part, &s, root_of_int(1), with, U256_ZERO) ==
	      ST_DIVZERO);
}

/* The root is the square root, rounded down. */
static void test_root(void)
{
	uint64_t seed = 3;

	for (int i = 0; i < check_times(20000); i++) {
		struct lp_share s = { .root = U256_ZERO };
		struct lp_amounts a = any(&seed, 63);
		struct u256 product = u256_of_u128((unsigned __int128)a.a0 *
						   (unsigned __int128)a.a1);
		struct u256 below, above, next;

		CHECK(!lp_share_put(&s, a, U256_ZERO));
		CHECK(!u256_mul(&below, s.root, s.root));
		CHECK(!u256_add(&next, s.root, u256_of_u64(1)));
		CHECK(!u256_mul(&above, next, next));
		CHECK(u256_cmp(below, product) <= 0);
		CHECK(u256_cmp(product, above) < 0);
	}
}

int main(void)
{
	test_refused();
	test_values();
	test_life();
	test_identities();
	test_share();
	test_root();
	printf("test_lp_account: pass\n");
	return 0;
}
