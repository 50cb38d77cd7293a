/* test_wide - integers of 1024 bits: bounds, what does not fit, laws, and 256 bits
 * of them against u256. */
#include "check.h"

#include "base/wide.h"

#include <stdbool.h>
#include <string.h>

static bool is(struct wide a, struct wide b)
{
	return a.n == b.n && (a.n < 0 || !wide_cmp(&a, &b));
}

static struct wide small(uint64_t x)
{
	return wide_of(u256_of_u64(x));
}

static struct wide any(uint64_t *seed, int limbs)
{
	struct wide w = { .n = 0 };

	for (int i = 0; i < limbs; i++) {
		struct wide limb =
			small(check_rand(seed) % 5 ? check_rand(seed)
						   : check_rand(seed) % 3 - 1);

		w = wide_shl(&w, 64);
		w = wide_add(&w, &limb);
	}
	return w;
}

static void test_unfit(void)
{
	struct wide one = small(1), zero = small(0), two = small(2);
	struct wide top = wide_shl(&one, 1023), over = wide_shl(&one, 1024);
	struct wide sum = wide_add(&top, &top), less = wide_sub(&one, &two);
	struct wide product = wide_mul(&top, &two);
	struct wide none = wide_div_floor(&one, &zero);
	unsigned __int128 out = 77;

	CHECK(top.n == WIDE_LIMBS && over.n < 0 && sum.n < 0 && less.n < 0);
	CHECK(product.n < 0 && none.n < 0 && wide_shl(&one, 5000).n < 0);
	CHECK(wide_power_of_ten(308).n > 0 && wide_power_of_ten(309).n < 0);
	/* and so is all that is made of it */
	CHECK(wide_add(&over, &one).n < 0 && wide_add(&one, &over).n < 0);
	CHECK(wide_mul(&over, &zero).n < 0 && wide_mul(&zero, &over).n < 0);
	CHECK(wide_sub(&over, &one).n < 0 && wide_sub(&one, &over).n < 0);
	CHECK(wide_shl(&over, 0).n < 0);
	CHECK(wide_div_ceil(&over, &one).n < 0);
	CHECK(wide_div_floor(&one, &over).n < 0);
	CHECK(wide_to_u128(&out, &over) == ST_OVERFLOW);
	two = wide_shl(&one, 128);
	CHECK(wide_to_u128(&out, &two) == ST_OVERFLOW && out == 77);
	two = wide_sub(&two, &one);
	CHECK(!wide_to_u128(&out, &two) && out == (unsigned __int128)-1);
	CHECK(!wide_to_u128(&out, &zero) && !out);
}

static void test_ten(void)
{
	struct wide ten = small(10), power = small(1);

	for (unsigned i = 0; i < 300; i++) {
		CHECK(is(wide_power_of_ten(i), power));
		power = wide_mul(&power, &ten);
	}
}

static void test_laws(void)
{
	uint64_t seed = 1;

	for (int i = 0; i < check_times(50000); i++) {
		struct wide a = any(&seed, (int)check_pick(&seed, 0, 8));
		struct wide b = any(&seed, (int)check_pick(&seed, 0, 8));
		struct wide c = any(&seed, (int)check_pick(&seed, 0, 7));
		unsigned bits = (unsigned)check_pick(&seed, 0, 400);
		struct wide ab = wide_mul(&a, &b), sum = wide_add(&ab, &c);
		struct wide power = small(1), q, x;

		CHECK(is(ab, wide_mul(&b, &a)));
		CHECK(is(sum, wide_add(&c, &ab)));
		CHECK(is(wide_sub(&sum, &c), ab));
		power = wide_shl(&power, bits);
		CHECK(is(wide_shl(&a, bits), wide_mul(&a, &power)));
		if (!b.n || wide_cmp(&c, &b) >= 0)
			continue;
		/* (a b + c) / b with c < b is a, rest c */
		CHECK(is(wide_div_floor(&sum, &b), a));
		q = wide_div_ceil(&sum, &b);
		x = small(c.n > 0);
		CHECK(is(wide_sub(&q, &a), x));
	}
}

static void test_u256(void)
{
	uint64_t seed = 2;

	for (int i = 0; i < check_times(50000); i++) {
		struct u256 a = { .limb = { check_rand(&seed),
					    check_rand(&seed),
					    check_rand(&seed) } };
		struct u256 b = { .limb = { check_rand(&seed),
					    check_rand(&seed) } };
		struct u256 c = { .limb = { check_rand(&seed),
					    check_rand(&seed),
					    check_rand(&seed) % 2 } };
		struct wide x = wide_of(a), y = wide_of(b), z = wide_of(c), p;
		struct u256 want;

		p = wide_mul(&x, &y);
		CHECK(!u256_mul_div_floor(&want, a, b, c));
		CHECK(is(wide_div_floor(&p, &z), wide_of(want)));
		CHECK(!u256_mul_div_ceil(&want, a, b, c));
		CHECK(is(wide_div_ceil(&p, &z), wide_of(want)));
	}
}

int main(void)
{
	test_unfit();
	test_ten();
	test_laws();
	test_u256();
	printf("test_wide: pass\n");
	return 0;
}
