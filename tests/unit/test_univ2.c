/* test_univ2 - quotes of constant-product pools: what they refuse; that what is got
 * never costs more than was paid, that the product never falls, that a path is its
 * pools one after the other. */
#include "check.h"
#include "math/univ2.h"

#define ROUNDS 20000

static struct univ2_pool pool_of(uint64_t in, uint64_t out)
{
	return (struct univ2_pool){ u256_of_u64(in), u256_of_u64(out), 997,
				    1000 };
}

static void test_refusals(void)
{
	struct univ2_pool p = pool_of(1000, 1000), none = pool_of(0, 1000);
	struct u256 x = u256_of_u64(7), one = u256_of_u64(1);

	CHECK(univ2_amount_out(&x, &p, U256_ZERO) == ST_DOMAIN);
	CHECK(univ2_amount_in(&x, &p, U256_ZERO) == ST_DOMAIN);
	CHECK(univ2_amount_out(&x, &none, one) == ST_DOMAIN);
	none = pool_of(1000, 0);
	CHECK(univ2_amount_in(&x, &none, one) == ST_DOMAIN);
	CHECK(univ2_amount_in(&x, &p, u256_of_u64(1000)) == ST_DOMAIN);
	CHECK(univ2_amount_in(&x, &p, U256_MAX) == ST_DOMAIN);
	CHECK(univ2_amount_out(&x, &p, U256_MAX) == ST_OVERFLOW);
	p.fee_num = 1001;
	CHECK(univ2_amount_out(&x, &p, one) == ST_DOMAIN);
	p.fee_num = 0;
	CHECK(univ2_amount_in(&x, &p, one) == ST_DOMAIN);
	CHECK(u256_cmp(x, u256_of_u64(7)) == 0);
	p = pool_of(1000, 1000);
	CHECK(univ2_amount_in(&x, &p, u256_of_u64(999)) == ST_OK);
	CHECK(x.limb[0] == 1002007 && univ2_amount_out(&x, &p, x) == ST_OK);
	CHECK(x.limb[0] == 999);
}

static struct u256 product(struct u256 a, struct u256 b)
{
	struct u256 x = U256_ZERO;

	CHECK(u256_mul(&x, a, b) == ST_OK);
	return x;
}

static void test_quotes(void)
{
	uint64_t seed = 1;

	for (int i = 0; i < check_times(ROUNDS); i++) {
		struct univ2_pool p = pool_of(
			(check_rand(&seed) >> check_pick(&seed, 1, 50)) + 1,
			(check_rand(&seed) >> check_pick(&seed, 1, 50)) + 1);
		struct u256 in = u256_of_u64(
			(check_rand(&seed) >> check_pick(&seed, 1, 60)) + 1);
		struct u256 out, cost;

		CHECK(univ2_amount_out(&out, &p, in) == ST_OK);
		CHECK(u256_cmp(out, p.reserve_out) < 0);
		CHECK(u256_cmp(product(p.reserve_in, p.reserve_out),
			       product(u256_add_mod(p.reserve_in, in),
				       u256_sub_mod(p.reserve_out, out))) <= 0);
		if (u256_is_zero(out))
			continue;
		/* The router's one more may be one too many. */
		CHECK(univ2_amount_in(&cost, &p, out) == ST_OK);
		CHECK(u256_cmp(cost, u256_add_mod(in, u256_of_u64(1))) <= 0);
	}
}

static void test_path(void)
{
	const struct univ2_pool pools[] = { pool_of(1000000, 5000000),
					    pool_of(70000, 300000),
					    pool_of(900000, 1000) };
	struct u256 amounts[COUNT(pools) + 1], x = u256_of_u64(12345);

	CHECK(univ2_amounts_out(amounts, pools, COUNT(pools), x) == ST_OK);
	for (size_t i = 0; i < COUNT(pools); i++) {
		CHECK(u256_cmp(amounts[i], x) == 0);
		CHECK(univ2_amount_out(&x, &pools[i], x) == ST_OK);
	}
	CHECK(u256_cmp(amounts[COUNT(pools)], x) == 0);
	CHECK(univ2_amounts_in(amounts, pools, COUNT(pools), x) == ST_OK);
	CHECK(u256_cmp(amounts[COUNT(pools)], x) == 0);
	CHECK(amounts[0].limb[0] <= 12345);
	for (size_t i = COUNT(pools); i > 0; i--) {
		CHECK(univ2_amount_in(&x, &pools[i - 1], x) == ST_OK);
		CHECK(u256_cmp(amounts[i - 1], x) == 0);
	}
	/* Nothing comes out of the first, or more is asked than the last has. */
	CHECK(univ2_amounts_out(amounts, pools + 2, 1, u256_of_u64(1)) ==
	      ST_OK);
	CHECK(univ2_amounts_in(amounts, pools, COUNT(pools),
			       u256_of_u64(1000)) == ST_DOMAIN);
}

int main(void)
{
	test_refusals();
	test_quotes();
	test_path();
	printf("test_univ2: pass\n");
	return 0;
}
