/* test_pivot - sums, the seed's mass, seeded pivots against plain fractions, the
 * decimal that is shown, the fade-in. */
#include "check.h"
#include "math/pivot.h"

#include <math.h>
#include <string.h>

typedef unsigned __int128 u128;

#define U128_MAX (~(u128)0)
#define YEAR     INT64_C(31536000000)
#define T0       INT64_C(1700000000000)

static void test_counts(void)
{
	CHECK(pivot_counts(false, false));
	CHECK(pivot_counts(true, false));
	CHECK(pivot_counts(false, true));
	CHECK(!pivot_counts(true, true));
}

static void test_sums(void)
{
	struct pivot_sums s = { 0 }, kept;

	CHECK(!pivot_sums_add(&s, pivot_sums_of(3, 5)));
	CHECK(!pivot_sums_add(&s, pivot_sums_of(INT64_MAX, INT64_MAX)));
	CHECK(s.n == 2 && s.v == (u128)INT64_MAX + 5);
	CHECK(s.pv == (u128)INT64_MAX * INT64_MAX + 15);
	kept = s;
	CHECK(pivot_sums_add(&s, (struct pivot_sums){ .pv = U128_MAX }));
	CHECK(pivot_sums_add(&s, (struct pivot_sums){ .v = U128_MAX }));
	CHECK(pivot_sums_add(&s, (struct pivot_sums){ .n = UINT64_MAX }));
	CHECK(pivot_sums_rescale(&s, 8, 1) == ST_OVERFLOW);
	CHECK(pivot_sums_rescale(&s, 1, UINT64_MAX) == ST_OVERFLOW);
	CHECK(s.pv == kept.pv && s.v == kept.v && s.n == kept.n);
	pivot_sums_sub(&s, pivot_sums_of(INT64_MAX, INT64_MAX));
	CHECK(s.n == 1 && s.v == 5 && s.pv == 15);
	CHECK(pivot_sums_rescale(&s, 10, 1000) == ST_OK);
	CHECK(s.n == 1 && s.v == 5000 && s.pv == 150000);
}

static const struct {
	enum pivot_decay decay;
	uint64_t mass;
	int64_t elapsed;
	uint64_t traded, left;
} masses[] = {
	{ PIVOT_DECAY_NONE, 1000, 0, 0, 0 },
	{ PIVOT_DECAY_TIME, 1000, -1, 0, 1000 }, /* before t0 */
	{ PIVOT_DECAY_TIME, 1000, 0, 5000, 1000 },
	{ PIVOT_DECAY_TIME, 1000, 1, 0, 999 }, /* floor */
	{ PIVOT_DECAY_TIME, 1000, YEAR / 4, 0, 750 },
	{ PIVOT_DECAY_TIME, 1000, YEAR - 1, 0, 0 },
	{ PIVOT_DECAY_TIME, UINT64_MAX, YEAR - 1, 0, 584942417 },
	{ PIVOT_DECAY_TIME, UINT64_MAX, YEAR, 0, 0 },
	{ PIVOT_DECAY_TIME, UINT64_MAX, YEAR + 1, 0, 0 },
	{ PIVOT_DECAY_TIME, 1000, YEAR * 9, 0, 0 },
	{ PIVOT_DECAY_TIME, 1000, INT64_MAX - T0, 0, 0 },
	{ PIVOT_DECAY_VOLUME, 1000, YEAR * 9, 0, 1000 },
	{ PIVOT_DECAY_VOLUME, 1000, 5, 999, 1 },
	{ PIVOT_DECAY_VOLUME, 1000, 5, 1000, 0 },
	{ PIVOT_DECAY_VOLUME, 1000, 5, UINT64_MAX, 0 },
	{ PIVOT_DECAY_BOTH, 1000, YEAR / 4, 100, 750 },
	{ PIVOT_DECAY_BOTH, 1000, YEAR / 4, 300, 700 },
	{ PIVOT_DECAY_BOTH, 1000, YEAR, 0, 0 },
};

static void test_seed_left(void)
{
	struct pivot_seed seed = { .mass = U128_MAX, .t0 = INT64_MIN };
	u128 left = 77;

	for (size_t i = 0; i < COUNT(masses); i++) {
		struct pivot_seed s = { .decay = masses[i].decay,
					.mass = masses[i].mass,
					.t0 = T0 };

		CHECK(pivot_seed_left(&left, &s, YEAR, T0 + masses[i].elapsed,
				      masses[i].traded) == ST_OK);
		CHECK(left == masses[i].left);
	}
	left = 77;
	CHECK(pivot_seed_left(&left, &seed, 0, 0, 0) == ST_DOMAIN);
	CHECK(left == 77);
	seed.decay = PIVOT_DECAY_TIME;
	CHECK(!pivot_seed_left(&left, &seed, YEAR, INT64_MAX, 0) && !left);
	CHECK(!pivot_seed_left(&left, &seed, YEAR, INT64_MIN, 0));
	CHECK(left == U128_MAX);
}

static u128 gcd(u128 a, u128 b)
{
	return b ? gcd(b, a % b) : a;
}

/* Small enough for plain arithmetic: the fraction is the right one, in lowest
 * terms, and lies between the prices it comes from. */
static void test_seeded(void)
{
	uint64_t seed = 1;

	for (int i = 0; i < 20000; i++) {
		struct pivot_sums s = { 0 };
		struct pivot_seed anchor = {
			.num = (u128)check_pick(&seed, 1, 1000000),
			.den = (u128)check_pick(&seed, 1, 5000),
		};
		int64_t mass = check_pick(&seed, -100, 1000);
		u128 left = mass < 0 ? 0 : (u128)mass, num, den, common;
		int n = (int)check_pick(&seed, 0, 5);
		double low, high, shown;
		struct pivot p;

		low = left ? (double)anchor.num / (double)anchor.den : INFINITY;
		high = left ? low : 0;
		for (int k = 0; k < n; k++) {
			int64_t price = check_pick(&seed, 1, 100000);
			int64_t size = check_pick(&seed, 1, 100000);

			CHECK(!pivot_sums_add(&s, pivot_sums_of(price, size)));
			low = fmin(low, (double)price);
			high = fmax(high, (double)price);
		}
		if (!n && !left) {
			CHECK(pivot_seeded(&p, &s, &anchor, left) == ST_NODATA);
			continue;
		}
		CHECK(pivot_seeded(&p, &s, &anchor, left) == ST_OK);
		num = s.pv * anchor.den + left * anchor.num;
		den = (s.v + left) * anchor.den;
		common = gcd(num, den);
		num /= common;
		den /= common;
		CHECK(!u256_cmp(p.num, u256_of_u128(num)));
		CHECK(!u256_cmp(p.den, u256_of_u128(den)));
		CHECK(pivot_double(&shown, p) == ST_OK);
		CHECK(shown >= low && shown <= high);
		CHECK(shown == (double)num / (double)den || num >> 53 ||
		      den >> 53);
	}
}

static void test_seeded_bounds(void)
{
	struct pivot_sums s = { .pv = U128_MAX, .v = U128_MAX, .n = 1 };
	struct pivot_seed wide = { .num = U128_MAX, .den = U128_MAX };
	struct pivot p, kept = { .num = u256_of_u64(7) };

	p = kept;
	CHECK(pivot_seeded(&p, &s, &wide, U128_MAX) == ST_OVERFLOW);
	CHECK(pivot_seeded(&p, &s, &(struct pivot_seed){ .num = 1 }, 1) ==
	      ST_DOMAIN);
	CHECK(pivot_seeded(&p, &s, &(struct pivot_seed){ .den = 1 }, 1) ==
	      ST_DOMAIN);
	CHECK(!memcmp(&p, &kept, sizeof(p)));
	wide.den = 1;
	CHECK(pivot_seeded(&p, &s, &wide, U128_MAX / 2) == ST_OK);
	CHECK(pivot_seeded(&p, &s, &wide, 0) == ST_OK);
	CHECK(!u256_cmp(p.num, u256_of_u64(1)) &&
	      !u256_cmp(p.den, u256_of_u64(1)));
}

/* num / den ticks of 10^-scale, and what is shown; NULL: refused */
static const struct {
	const char *num, *den;
	int scale;
	const char *shown;
} prices[] = {
	{ "94532150", "1", 6, "94.53215" },
	{ "2", "3", 0, "0.666666666666" },
	{ "20", "3", 0, "6.666666666666" }, /* down, 12 decimals */
	{ "2000000", "3", 0, "666666.666666666666" },
	{ "2", "3", 8, "0.00000000666666666666" }, /* 12 digits */
	{ "2", "3", 9, "0.000000000666666666666" },
	{ "2", "3", 20, "0.000000000000000000006666" }, /* 24 decimals */
	{ "1", "1", 24, "0.000000000000000000000001" },
	{ "1", "1", 25, NULL },
	{ "1000000000004", "1", 13, "0.1" },
	{ "999999999999", "1", 12, "0.999999999999" },
	{ "99999999999", "1", 12, "0.099999999999" },
	{ "1", "7", 30, NULL },
	{ "123456789012345678901234567890", "1", 30, "0.123456789012" },
	{ "9", "1", 38, NULL },
	{ "170141183460469231731687303", "1", 0,
	  "170141183460469231731687303" },
	{ "170141183460469231731687304", "1", 0, NULL },
	{ "115792089237316195423570985008687907853269984665640564039457584007"
	  "913129639935",
	  "1", 0, NULL },
	{ "1",
	  "115792089237316195423570985008687907853269984665640564039457584007"
	  "913129639935",
	  20, NULL },
};

static void test_price(void)
{
	for (size_t i = 0; i < COUNT(prices); i++) {
		char text[DEC_STR_SZ];
		struct dec d = DEC_ZERO;
		struct pivot p;
		enum status st;

		CHECK(!u256_parse(&p.num, prices[i].num,
				  strlen(prices[i].num)));
		CHECK(!u256_parse(&p.den, prices[i].den,
				  strlen(prices[i].den)));
		st = pivot_price(&d, p, prices[i].scale);
		dec_format(text, d);
		CHECK(prices[i].shown ? !st && !strcmp(text, prices[i].shown)
				      : st && !d.v);
	}
}

/* x, its decimal of 15 digits; NULL: refused */
static const struct {
	double x;
	const char *shown;
} doubles[] = {
	{ 0.3, "0.3" },
	{ 17.51, "17.51" },
	{ 1.0 / 3, "0.333333333333" },
	{ 2.0 / 3, "0.666666666666" }, /* shown rounded down */
	{ 0.1 + 0.2, "0.3" },          /* 0.30000000000000004 */
	{ 0.9999999999999999, "1" },   /* 16 digits */
	{ 99999999999999.95, "100000000000000" },
	{ 99999999999999.25, "99999999999999.3" }, /* a tie goes up */
	{ 1.25e-12, "0.00000000000125" },
	{ 1e-24, "0.000000000000000000000001" },
	{ 1e24, "999999999999999983222784" }, /* the double is not 10^24 */
	{ 9e-25, NULL },
	{ 1.1e24, NULL },
	{ 0, NULL },
	{ -1, NULL },
	{ NAN, NULL },
	{ INFINITY, NULL },
};

static void test_of_double(void)
{
	char text[DEC_STR_SZ], want[64];
	uint64_t seed = 6;
	struct pivot p;
	struct dec d;

	for (size_t i = 0; i < COUNT(doubles); i++) {
		enum status st = pivot_of_double(&p, doubles[i].x);

		CHECK(!st == (doubles[i].shown != NULL));
		if (st)
			continue;
		CHECK(!pivot_price(&d, p, 0));
		dec_format(text, d);
		CHECK(!strcmp(text, doubles[i].shown));
	}
	for (int i = 0; i < 20000; i++) {
		double x = (double)(check_rand(&seed) >> 11) /
			   (double)(check_rand(&seed) >> (11 + i % 40));
		double shown;

		if (!(x >= 1e-24 && x <= 1e6)) /* ties: none */
			continue;
		CHECK(!pivot_of_double(&p, x) && !pivot_double(&shown, p));
		snprintf(want, sizeof(want), "%.15g", x);
		CHECK(shown == strtod(want, NULL));
	}
}

static void test_fade_in(void)
{
	struct pivot_fade fade = {
		.p0 = 2, .ref_t0 = 100, .exponent = -1, .span = 1000
	};
	const double mean = 3, zero = 0, nan = NAN;
	struct pivot_faded x = { .alpha = 77 };

	CHECK(pivot_fade_in(&x, &fade, 0, 5, &mean) == ST_DOMAIN);
	CHECK(pivot_fade_in(&x, &fade, NAN, 5, &mean) == ST_DOMAIN);
	CHECK(pivot_fade_in(&x, &fade, INFINITY, 5, &mean) == ST_DOMAIN);
	CHECK(pivot_fade_in(&x, &fade, -1, 5, &mean) == ST_DOMAIN);
	CHECK(pivot_fade_in(&x, &fade, 50, 5, &zero) == ST_DOMAIN);
	CHECK(pivot_fade_in(&x, &fade, 50, 5, &nan) == ST_DOMAIN);
	fade.exponent = -1e6;
	CHECK(pivot_fade_in(&x, &fade, 50, 5, &mean) == ST_OVERFLOW);
	CHECK(pivot_fade_in(&x, &fade, 200, 5, &mean) == ST_OVERFLOW);
	fade.exponent = NAN;
	CHECK(pivot_fade_in(&x, &fade, 50, 5, &mean) == ST_DOMAIN);
	fade.exponent = -1;
	fade.span = 0;
	CHECK(pivot_fade_in(&x, &fade, 50, 5, &mean) == ST_DOMAIN);
	CHECK(x.alpha == 77);

	fade.span = 1000;
	CHECK(!pivot_fade_in(&x, &fade, 50, -5, &mean));
	CHECK(x.alpha == 0 && x.ref == 4 && x.pivot == 4);
	CHECK(!pivot_fade_in(&x, &fade, 50, 0, &mean) && x.pivot == 4);
	CHECK(!pivot_fade_in(&x, &fade, 50, 250, &mean));
	CHECK(x.alpha == 0.25 && x.ref == 4 && x.pivot == 3.75);
	CHECK(!pivot_fade_in(&x, &fade, 50, 1000, &mean));
	CHECK(x.alpha == 1 && x.pivot == 3);
	CHECK(!pivot_fade_in(&x, &fade, 50, INT64_MAX, &mean) && x.pivot == 3);
	CHECK(!pivot_fade_in(&x, &fade, 50, 1000, NULL));
	CHECK(x.alpha == 0 && x.pivot == 4);
	fade.exponent = 0;
	CHECK(!pivot_fade_in(&x, &fade, 50, 0, NULL) && x.pivot == 2);
}

int main(void)
{
	test_counts();
	test_sums();
	test_seed_left();
	test_seeded();
	test_seeded_bounds();
	test_price();
	test_of_double();
	test_fade_in();
	printf("test_pivot: pass\n");
	return 0;
}
