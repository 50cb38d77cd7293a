/* test_univ2_share - shares of constant-product pools: roots at the ends and around
 * squares, prices at the ends, then the protocol's part. */
#include "check.h"
#include "math/univ2_share.h"

#include <string.h>

static struct u256 of(const char *digits)
{
	struct u256 x = U256_ZERO;

	CHECK(u256_parse(&x, digits, strlen(digits)) == ST_OK);
	return x;
}

static struct u256 less(struct u256 x)
{
	return u256_sub_mod(x, u256_of_u64(1));
}

static void test_root(void)
{
	const struct u256 top = u256_of_u128(~(unsigned __int128)0);
	uint64_t seed = 7;

	CHECK(u256_is_zero(univ2_root(U256_ZERO)));
	CHECK(!u256_cmp(univ2_root(U256_MAX), top));
	for (int i = 0; i < 20000; i++) {
		unsigned __int128 wide = check_rand(&seed);
		struct u256 x, square;

		wide = (wide << 64 | check_rand(&seed)) >> (i % 127);
		if (!wide)
			continue;
		x = u256_of_u128(wide);
		CHECK(!u256_mul(&square, x, x));
		CHECK(!u256_cmp(univ2_root(square), x));
		CHECK(!u256_cmp(univ2_root(less(square)), less(x)));
	}
}

static void test_price(void)
{
	const struct u256 most = of("5192296858534827628530496329220095");
	struct u256 sqrt = U256_ZERO;

	CHECK(univ2_sqrt_price(&sqrt, U256_ZERO, most) == ST_DIVZERO);
	CHECK(!univ2_sqrt_price(&sqrt, u256_of_u64(7), u256_of_u64(7)));
	CHECK(!u256_cmp(sqrt, u256_shl(u256_of_u64(1), 96)));
	CHECK(!univ2_sqrt_price(&sqrt, u256_of_u64(4), u256_of_u64(1)));
	CHECK(!u256_cmp(sqrt, u256_shl(u256_of_u64(1), 95)));
	/* 2^112 - 1 of one against one of the other */
	CHECK(!univ2_sqrt_price(&sqrt, u256_of_u64(1), most));
	CHECK(u256_bits(sqrt) == 152);
	CHECK(!univ2_sqrt_price(&sqrt, most, u256_of_u64(1)));
	CHECK(u256_bits(sqrt) == 41);
	CHECK(!univ2_sqrt_price(&sqrt, most, U256_ZERO) && u256_is_zero(sqrt));
}

static void test_supply(void)
{
	const struct u256 a = u256_of_u64(40000), b = u256_of_u64(90000),
			  supply = u256_of_u64(1000000);
	struct u256 out = U256_ZERO;

	/* The protocol takes none; nothing grew; the root grew from 30000 to 60000:
	 * 1000000 * 30000 / (5 * 60000 + 30000). */
	CHECK(!univ2_supply(&out, supply, a, b, U256_ZERO));
	CHECK(!u256_cmp(out, supply));
	CHECK(!univ2_supply(&out, supply, a, b, of("3600000000")));
	CHECK(!u256_cmp(out, supply));
	CHECK(!univ2_supply(&out, supply, a, b, of("900000000")));
	CHECK(!u256_cmp(out, u256_of_u64(1000000 + 90909)));
	CHECK(univ2_supply(&out, supply, U256_MAX, b, a) == ST_OVERFLOW);
}

int main(void)
{
	test_root();
	test_price();
	test_supply();
	printf("test_univ2_share: pass\n");
	return 0;
}
