/* test_u256 - 256-bit integers: tables of texts and bounds, then every operation
 * against schoolbook arithmetic on decimal digits, on numbers chosen to carry,
 * borrow and overflow. */
#include "base/u256.h"
#include "check.h"

#include <math.h>
#include <string.h>

#define ROUNDS 20000
#define MAX_TEXT                                                               \
	"1157920892373161954235709850086879078532699846656405640394575840079"  \
	"13129639935"
#define OVER_TEXT                                                              \
	"1157920892373161954235709850086879078532699846656405640394575840079"  \
	"13129639936"

/* The reference: decimal digits, least significant first. */
#define NAT_DIGITS 320

struct nat {
	int n; /* digits in use, no leading zero */
	unsigned char d[NAT_DIGITS];
};

static struct nat nat_trim(struct nat x)
{
	while (x.n && !x.d[x.n - 1])
		x.n--;
	return x;
}

static struct nat nat_of(struct u256 x)
{
	char buf[U256_STR_SZ];
	struct nat r = { .n = (int)u256_format(buf, x) };

	for (int i = 0; i < r.n; i++)
		r.d[i] = (unsigned char)(buf[r.n - 1 - i] - '0');
	return nat_trim(r);
}

static int nat_cmp(const struct nat *a, const struct nat *b)
{
	if (a->n != b->n)
		return a->n < b->n ? -1 : 1;
	for (int i = a->n; i-- > 0;)
		if (a->d[i] != b->d[i])
			return a->d[i] < b->d[i] ? -1 : 1;
	return 0;
}

static struct nat nat_add(const struct nat *a, const struct nat *b)
{
	struct nat r = { .n = (a->n > b->n ? a->n : b->n) + 1 };

	for (int i = 0, carry = 0; i < r.n; i++) {
		carry += a->d[i] + b->d[i];
		r.d[i] = (unsigned char)(carry % 10);
		carry /= 10;
	}
	return nat_trim(r);
}

/* a - b, a >= b */
static struct nat nat_sub(const struct nat *a, const struct nat *b)
{
	struct nat r = { .n = a->n };

	for (int i = 0, borrow = 0; i < r.n; i++) {
		int x = a->d[i] - b->d[i] - borrow;

		borrow = x < 0;
		r.d[i] = (unsigned char)(x + 10 * borrow);
	}
	return nat_trim(r);
}

static struct nat nat_mul(const struct nat *a, const struct nat *b)
{
	struct nat r = { .n = a->n + b->n };

	for (int i = 0; i < a->n; i++) {
		int carry = 0;

		for (int j = 0; j < b->n || carry; j++) {
			carry += r.d[i + j] + a->d[i] * b->d[j];
			r.d[i + j] = (unsigned char)(carry % 10);
			carry /= 10;
		}
	}
	return nat_trim(r);
}

/* Long division: bring down a digit, subtract as often as it goes. */
static struct nat nat_div(const struct nat *a, const struct nat *b,
			  struct nat *rest)
{
	struct nat q = { .n = a->n };

	*rest = (struct nat){ .n = 0 };
	for (int i = a->n; i-- > 0;) {
		memmove(rest->d + 1, rest->d, (size_t)rest->n);
		rest->d[0] = a->d[i];
		rest->n++;
		*rest = nat_trim(*rest);
		while (nat_cmp(rest, b) >= 0) {
			*rest = nat_sub(rest, b);
			q.d[i]++;
		}
	}
	return nat_trim(q);
}

static bool nat_is(const struct nat *a, struct u256 x)
{
	struct nat b = nat_of(x);

	return nat_cmp(a, &b) == 0;
}

/* Whether a result agrees with the reference, refusal included. */
static bool agrees(enum status st, struct u256 got, const struct nat *want)
{
	struct nat max = nat_of(U256_MAX);

	if (nat_cmp(want, &max) > 0)
		return st == ST_OVERFLOW;
	return st == ST_OK && nat_is(want, got);
}

/* Numbers of any length whose limbs are often all ones or all zeros. */
static struct u256 any(uint64_t *seed)
{
	struct u256 x = U256_ZERO;
	int64_t limbs = check_pick(seed, 0, U256_LIMBS);

	for (int64_t i = 0; i < limbs; i++) {
		uint64_t r = check_rand(seed);

		switch (check_rand(seed) % 5) {
		case 0:
			x.limb[i] = 0;
			break;
		case 1:
			x.limb[i] = UINT64_MAX;
			break;
		case 2:
			x.limb[i] = UINT64_MAX >> r % 64;
			break;
		case 3:
			x.limb[i] = r >> r % 64;
			break;
		default:
			x.limb[i] = r;
		}
	}
	return x;
}

static struct u256 of_text(const char *s)
{
	struct u256 x;

	CHECK(u256_parse(&x, s, strlen(s)) == ST_OK);
	return x;
}

static void test_texts(void)
{
	static const struct {
		const char *text;
		enum status st;
	} texts[] = {
		{ "", ST_FORMAT },
		{ "-1", ST_FORMAT },
		{ "+1", ST_FORMAT },
		{ " 1", ST_FORMAT },
		{ "1 ", ST_FORMAT },
		{ "1\n", ST_FORMAT },
		{ "00", ST_FORMAT },
		{ "007", ST_FORMAT },
		{ "0x10", ST_FORMAT },
		{ "1.0", ST_FORMAT },
		{ "1e3", ST_FORMAT },
		{ "1,000", ST_FORMAT },
		{ OVER_TEXT, ST_OVERFLOW },
		{ MAX_TEXT "0", ST_OVERFLOW },
		{ "9" MAX_TEXT, ST_OVERFLOW },
		{ MAX_TEXT "x", ST_FORMAT },
		{ "0", ST_OK },
		{ "9", ST_OK },
		{ "9999999999999999999", ST_OK },
		{ "10000000000000000000", ST_OK },
		{ "18446744073709551615", ST_OK },
		{ "18446744073709551616", ST_OK },
		{ "100000000000000000000000000000000000000", ST_OK },
		{ "340282366920938463463374607431768211456", ST_OK },
		{ MAX_TEXT, ST_OK },
	};
	char buf[U256_STR_SZ];

	for (size_t i = 0; i < COUNT(texts); i++) {
		const char *s = texts[i].text;
		struct u256 x = u256_of_u64(77);

		CHECK(u256_parse(&x, s, strlen(s)) == texts[i].st);
		if (texts[i].st) {
			CHECK(u256_cmp(x, u256_of_u64(77)) == 0);
			continue;
		}
		CHECK(u256_format(buf, x) == strlen(buf));
		CHECK(strcmp(buf, s) == 0);
	}
	CHECK(u256_parse(&(struct u256){ 0 }, "12\0", 3) == ST_FORMAT);
	CHECK(u256_cmp(of_text(MAX_TEXT), U256_MAX) == 0);
	CHECK(u256_cmp(of_text("18446744073709551616"),
		       u256_of_u128((unsigned __int128)1 << 64)) == 0);
}

static void test_narrow(void)
{
	unsigned __int128 wide = 77, top = ~(unsigned __int128)0;
	uint64_t x = 77;
	struct u256 y;

	CHECK(u256_to_u64(&x, u256_of_u128((unsigned __int128)1 << 64)) ==
	      ST_OVERFLOW);
	CHECK(x == 77);
	CHECK(u256_to_u64(&x, u256_of_u64(UINT64_MAX)) == ST_OK);
	CHECK(x == UINT64_MAX);
	CHECK(u256_add(&y, u256_of_u128(top), u256_of_u64(1)) == ST_OK);
	CHECK(u256_to_u128(&wide, y) == ST_OVERFLOW && wide == 77);
	CHECK(u256_to_u128(&wide, u256_of_u128(top)) == ST_OK && wide == top);
	CHECK(u256_bits(U256_ZERO) == 0 && u256_bits(u256_of_u64(1)) == 1);
	CHECK(u256_bits(y) == 129 && u256_bits(U256_MAX) == 256);
	CHECK(u256_is_zero(U256_ZERO) && !u256_is_zero(y));
}

static void test_bytes(void)
{
	uint8_t bytes[U256_BYTES], back[U256_BYTES];

	for (uint8_t i = 0; i < U256_BYTES; i++)
		bytes[i] = (uint8_t)(i + 1);
	CHECK(u256_of_be(bytes).limb[0] == UINT64_C(0x191a1b1c1d1e1f20));
	CHECK(u256_of_be(bytes).limb[3] == UINT64_C(0x0102030405060708));
	u256_put_be(back, u256_of_be(bytes));
	CHECK(memcmp(back, bytes, U256_BYTES) == 0);
}

static void test_edges(void)
{
	/* factor * cofactor = 2^257 - 1: half of it is 2^256 - 1 and a half. */
	struct u256 factor = u256_of_u64(UINT64_C(535006138814359));
	struct u256 cofactor = of_text("432862656469423142931042426214547"
				       "535783388063929571229938474969");
	struct u256 one = u256_of_u64(1), two = u256_of_u64(2);
	struct u256 x = u256_of_u64(77), kept = x;
	double d = 77;

	CHECK(u256_add(&x, U256_MAX, one) == ST_OVERFLOW);
	CHECK(u256_sub(&x, U256_ZERO, one) == ST_OVERFLOW);
	CHECK(u256_mul(&x, U256_MAX, two) == ST_OVERFLOW);
	CHECK(u256_divmod(&x, NULL, one, U256_ZERO) == ST_DIVZERO);
	CHECK(u256_mul_div_floor(&x, one, one, U256_ZERO) == ST_DIVZERO);
	CHECK(u256_mul_div_ceil(&x, one, one, U256_ZERO) == ST_DIVZERO);
	CHECK(u256_mul_div_ceil(&x, factor, cofactor, two) == ST_OVERFLOW);
	CHECK(u256_mul_div_floor(&x, cofactor, factor, one) == ST_OVERFLOW);
	CHECK(u256_ratio(&d, one, U256_ZERO) == ST_DIVZERO && d == 77);
	CHECK(u256_cmp(x, kept) == 0);

	CHECK(u256_mul_div_floor(&x, factor, cofactor, two) == ST_OK);
	CHECK(u256_cmp(x, U256_MAX) == 0);
	CHECK(u256_mul_div_ceil(&x, U256_MAX, U256_MAX, U256_MAX) == ST_OK);
	CHECK(u256_cmp(x, U256_MAX) == 0);
	CHECK(u256_is_zero(u256_gcd(U256_ZERO, U256_ZERO)));
}

static void test_against_reference(void)
{
	uint64_t seed = 1;

	for (int i = 0; i < check_times(ROUNDS); i++) {
		struct u256 a = any(&seed), b = any(&seed), c = any(&seed);
		struct u256 x = U256_ZERO, y = U256_ZERO;
		struct nat na = nat_of(a), nb = nat_of(b), nc = nat_of(c);
		struct nat n, q, r, one = nat_of(u256_of_u64(1));
		enum status st;

		CHECK(u256_cmp(a, b) == nat_cmp(&na, &nb));
		n = nat_add(&na, &nb);
		CHECK(agrees(u256_add(&x, a, b), x, &n));
		st = u256_sub(&x, a, b);
		CHECK(st == (nat_cmp(&na, &nb) < 0 ? ST_OVERFLOW : ST_OK));
		if (!st) {
			n = nat_sub(&na, &nb);
			CHECK(nat_is(&n, x));
		}
		n = nat_mul(&na, &nb);
		CHECK(agrees(u256_mul(&x, a, b), x, &n));
		if (u256_is_zero(c))
			continue;
		q = nat_div(&na, &nc, &r);
		CHECK(u256_divmod(&x, &y, a, c) == ST_OK);
		CHECK(nat_is(&q, x) && nat_is(&r, y));
		q = nat_div(&n, &nc, &r);
		CHECK(agrees(u256_mul_div_floor(&x, a, b, c), x, &q));
		if (r.n)
			q = nat_add(&q, &one);
		CHECK(agrees(u256_mul_div_ceil(&x, a, b, c), x, &q));
	}
}

/* Round trip; an output may be an input. */
static void test_properties(void)
{
	char buf[U256_STR_SZ];
	uint64_t seed = 2;

	for (int i = 0; i < check_times(ROUNDS); i++) {
		struct u256 a = any(&seed), b = any(&seed), g, x, y;
		size_t len = u256_format(buf, a);

		CHECK(u256_parse(&x, buf, len) == ST_OK);
		CHECK(u256_cmp(x, a) == 0);
		if (!u256_add(&x, a, b)) {
			CHECK(!u256_sub(&x, x, b) && u256_cmp(x, a) == 0);
		}
		g = u256_gcd(a, b);
		CHECK(u256_cmp(g, u256_gcd(b, a)) == 0);
		if (u256_is_zero(g))
			continue;
		CHECK(!u256_divmod(&a, &x, a, g) && u256_is_zero(x));
		CHECK(!u256_divmod(&b, &y, b, g) && u256_is_zero(y));
		CHECK(u256_cmp(u256_gcd(a, b), u256_of_u64(1)) == 0);
	}
}

/* Shifts are products with and quotients by a power of two; what wraps is what is
 * left after 2^256. */
static void test_shifts(void)
{
	uint64_t seed = 4;

	for (int i = 0; i < check_times(ROUNDS); i++) {
		int n = (int)check_pick(&seed, 0, 255);
		struct u256 a = any(&seed), b = any(&seed), x, y;
		struct u256 power = u256_shl(u256_of_u64(1), n);
		enum status st = u256_mul_div_floor(&x, a, b, power);

		CHECK(u256_bits(power) == n + 1);
		CHECK(u256_mul_shr_floor(&y, a, b, n) == st);
		CHECK(st || u256_cmp(x, y) == 0);
		st = u256_mul_div_ceil(&x, a, b, power);
		CHECK(u256_mul_shr_ceil(&y, a, b, n) == st);
		CHECK(st || u256_cmp(x, y) == 0);
		CHECK(!u256_divmod(&x, NULL, a, power));
		CHECK(u256_cmp(x, u256_shr(a, n)) == 0);
		/* What does not fall off comes back. */
		x = u256_shr(a, n);
		CHECK(u256_cmp(x, u256_shr(u256_shl(x, n), n)) == 0);
		CHECK(u256_mul(&x, a, power) ||
		      u256_cmp(x, u256_shl(a, n)) == 0);
		x = u256_add_mod(a, b);
		CHECK(u256_add(&y, a, b) || u256_cmp(x, y) == 0);
		CHECK(u256_cmp(a, u256_sub_mod(x, b)) == 0);
	}
	CHECK(u256_is_zero(u256_add_mod(U256_MAX, u256_of_u64(1))));
	CHECK(u256_cmp(u256_sub_mod(U256_ZERO, u256_of_u64(1)), U256_MAX) == 0);
}

/* a / b to 53 bits by doubling and comparing, rounded by what is left. */
static double slow_ratio(struct u256 a, struct u256 b)
{
	struct nat x = nat_of(a), y = nat_of(b);
	uint64_t mantissa = 0;
	int exponent = 0, c;

	while (nat_cmp(&x, &y) >= 0) {
		y = nat_add(&y, &y);
		exponent++;
	}
	for (struct nat twice = nat_add(&x, &x); nat_cmp(&twice, &y) < 0;
	     twice = nat_add(&x, &x)) {
		x = twice;
		exponent--;
	}
	for (int i = 0; i < 53; i++) {
		x = nat_add(&x, &x);
		mantissa *= 2;
		if (nat_cmp(&x, &y) >= 0) {
			x = nat_sub(&x, &y);
			mantissa++;
		}
	}
	x = nat_add(&x, &x);
	c = nat_cmp(&x, &y);
	mantissa += c > 0 || (c == 0 && mantissa % 2);
	return ldexp((double)mantissa, exponent - 53);
}

static void test_ratio(void)
{
	uint64_t seed = 3;
	double d;

	for (int i = 0; i < check_times(ROUNDS) / 10; i++) {
		struct u256 a = any(&seed), b = any(&seed);

		if (u256_is_zero(a) || u256_is_zero(b))
			continue;
		CHECK(u256_ratio(&d, a, b) == ST_OK);
		CHECK(d == slow_ratio(a, b));
	}
	for (int i = 0; i < check_times(ROUNDS); i++) {
		/* The hardware's own division is correctly rounded. */
		uint64_t a = check_rand(&seed) >> 11, b = check_rand(&seed);

		b = (b >> (11 + b % 50)) + 1;
		CHECK(!u256_ratio(&d, u256_of_u64(a), u256_of_u64(b)));
		CHECK(d == (double)a / (double)b);
		/* Halves: exactly between two doubles, ties to even. */
		a |= UINT64_C(1) << 52;
		CHECK(!u256_ratio(&d, u256_of_u64(2 * a + 1), u256_of_u64(2)));
		CHECK(d == (double)(a + a % 2));
	}
	CHECK(!u256_ratio(&d, U256_ZERO, U256_MAX) && d == 0);
	CHECK(!u256_ratio(&d, U256_MAX, u256_of_u64(1)) && d == ldexp(1, 256));
	CHECK(!u256_ratio(&d, u256_of_u64(1), U256_MAX) && d == ldexp(1, -256));
}

static void test_to_double(void)
{
	uint64_t seed = 4;
	double d;

	for (int i = 0; i < check_times(ROUNDS); i++) {
		struct u256 a = any(&seed);

		CHECK(!u256_ratio(&d, a, u256_of_u64(1)));
		CHECK(u256_to_double(a) == d);
	}
	CHECK(u256_to_double(U256_ZERO) == 0);
	CHECK(u256_to_double(U256_MAX) == ldexp(1, 256));
	/* Half-way by the lowest limb alone: to even, and up by one bit more. */
	CHECK(u256_to_double((struct u256){ .limb = { 0, 1 << 10, 0, 1 } }) ==
	      ldexp(1, 192));
	CHECK(u256_to_double((struct u256){ .limb = { 0, 0, 1 << 11, 1 } }) ==
	      ldexp(1, 192));
	CHECK(u256_to_double((struct u256){ .limb = { 1, 0, 1 << 11, 1 } }) ==
	      ldexp(1, 192) + ldexp(1, 140));
}

int main(void)
{
	test_texts();
	test_narrow();
	test_bytes();
	test_edges();
	test_against_reference();
	test_properties();
	test_shifts();
	test_ratio();
	test_to_double();
	printf("test_u256: pass\n");
	return 0;
}
