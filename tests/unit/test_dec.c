/* test_dec - decimals: table of texts, then round trip, order, arithmetic against
 * 128-bit integers, and division by units. */
#include "base/dec.h"
#include "check.h"

#include <string.h>

static const struct {
	const char *text;
	enum status st;
	const char *shortest; /* NULL: as text */
} texts[] = {
	{ "0", ST_OK, NULL },
	{ "-0", ST_OK, "0" },
	{ "0.0", ST_OK, "0" },
	{ "142.350", ST_OK, "142.35" },
	{ "-0.000000001", ST_OK, NULL },
	{ "100", ST_OK, NULL },
	{ "99999999999999999999999999999999999999", ST_OK, NULL },
	{ "0.00000000000000000000000000000000000001", ST_OK, NULL },
	{ "18446744073709551616.5", ST_OK, NULL },
	{ "170141183460469231731687303715884105727", ST_OK, NULL },
	{ "170141183460469231731687303715884105728", ST_RANGE, NULL },
	{ "0.000000000000000000000000000000000000001", ST_RANGE, NULL },
	{ "", ST_FORMAT, NULL },
	{ "-", ST_FORMAT, NULL },
	{ ".5", ST_FORMAT, NULL },
	{ "5.", ST_FORMAT, NULL },
	{ "01", ST_FORMAT, NULL },
	{ "00", ST_FORMAT, NULL },
	{ "+1", ST_FORMAT, NULL },
	{ " 1", ST_FORMAT, NULL },
	{ "1e3", ST_FORMAT, NULL },
	{ "1.2.3", ST_FORMAT, NULL },
	{ "1,5", ST_FORMAT, NULL },
	{ "NaN", ST_FORMAT, NULL },
};

static struct dec parsed(const char *s)
{
	struct dec d;

	CHECK(dec_parse(&d, s, strlen(s)) == ST_OK);
	return d;
}

static void test_texts(void)
{
	char buf[DEC_STR_SZ];

	for (size_t i = 0; i < COUNT(texts); i++) {
		struct dec d = { .v = 77, .scale = 7 };

		CHECK(dec_parse(&d, texts[i].text, strlen(texts[i].text)) ==
		      texts[i].st);
		if (texts[i].st) {
			CHECK(d.v == 77 && d.scale == 7);
			continue;
		}
		CHECK(dec_format(buf, d) == strlen(buf));
		CHECK(!strcmp(buf, texts[i].shortest ? texts[i].shortest
						     : texts[i].text));
	}
}

/* Where 64 bits end: before the point, behind it, and of all digits. */
static void test_widths(void)
{
	const __int128 two_to_64 = (__int128)1 << 64;
	const __int128 least = -(((__int128)1 << 126) - 1) * 2 - 2;
	const struct {
		__int128 v;
		int scale;
		const char *text;
	} cases[] = {
		{ least, 0, "-170141183460469231731687303715884105728" },
		{ least, 38, "-1.70141183460469231731687303715884105728" },
		{ least, 19, "-17014118346046923173.1687303715884105728" },
		{ least, 18, "-170141183460469231731.687303715884105728" },
		{ two_to_64, 0, "18446744073709551616" },
		{ two_to_64, 19, "1.8446744073709551616" },
		{ two_to_64 - 1, 19, "1.8446744073709551615" },
		{ two_to_64 - 1, 20, "0.18446744073709551615" },
		{ two_to_64 / 2 * dec_ten(19) - 1, 19,
		  "9223372036854775807.9999999999999999999" },
		{ two_to_64 * dec_ten(18) + 1, 18,
		  "18446744073709551616.000000000000000001" },
		{ 1, 38, "0.00000000000000000000000000000000000001" },
		{ 1, 19, "0.0000000000000000001" },
		{ 99999999, 8, "0.99999999" },
		{ 100000001, 8, "1.00000001" },
		{ 9999999999999999, 1, "999999999999999.9" },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct dec d = dec_make(cases[i].v, cases[i].scale);
		char buf[DEC_STR_SZ];

		CHECK(dec_format(buf, d) == strlen(cases[i].text));
		CHECK(!strcmp(buf, cases[i].text));
	}
}

static struct dec random_dec(uint64_t *seed, int max_bits)
{
	unsigned __int128 bits =
		(unsigned __int128)check_rand(seed) << 64 | check_rand(seed);

	return dec_make((__int128)bits >> (128 - check_pick(seed, 1, max_bits)),
			(int)check_pick(seed, 0, DEC_SCALE_MAX));
}

static void test_round_trip(void)
{
	char buf[DEC_STR_SZ];
	uint64_t seed = 1;

	for (int i = 0; i < check_times(200000); i++) {
		struct dec a = random_dec(&seed, 126), b;
		size_t len = dec_format(buf, a);

		CHECK(len <= DEC_STR_LEN);
		CHECK(dec_parse(&b, buf, len) == ST_OK);
		CHECK(a.v == b.v && a.scale == b.scale);
	}
}

static void test_order_and_sums(void)
{
	uint64_t seed = 2;

	for (int i = 0; i < check_times(200000); i++) {
		struct dec a = random_dec(&seed, 60), b = random_dec(&seed, 60);
		struct dec sum, back;

		CHECK(dec_cmp(a, a) == 0);
		CHECK(dec_cmp(a, b) == -dec_cmp(b, a));
		if (dec_add(&sum, a, b) || dec_sub(&back, sum, b))
			continue;
		CHECK(dec_cmp(back, a) == 0);
		CHECK(dec_cmp(sum, a) == dec_sign(b));
	}
	CHECK(dec_cmp(parsed("1"), parsed("0.9999999999999999999999")) > 0);
	CHECK(dec_cmp(parsed("99999999999999999999999999999999999999"),
		      parsed("0.00000000000000000000000000000000000001")) > 0);
	CHECK(dec_cmp(parsed("-99999999999999999999999999999999999999"),
		      parsed("-0.00000000000000000000000000000000000001")) < 0);
}

static void test_products(void)
{
	struct dec p;

	CHECK(dec_mul(&p, parsed("0.000123"), parsed("1500")) == ST_OK);
	CHECK(dec_cmp(p, parsed("0.1845")) == 0);
	CHECK(dec_mul(&p, parsed("-2.5"), parsed("0.4")) == ST_OK);
	CHECK(dec_cmp(p, parsed("-1")) == 0 && p.scale == 0);
	CHECK(dec_mul(&p, parsed("10000000000000000000"),
		      parsed("100000000000000000000")) == ST_OVERFLOW);
	CHECK(dec_mul(&p, parsed("0.00000000000000000000000000000000000001"),
		      parsed("0.1")) == ST_OVERFLOW);
}

static void test_units(void)
{
	struct dec tick = parsed("0.05"), back;
	uint64_t seed = 3;
	int64_t n;

	CHECK(dec_units(&n, parsed("1.15"), tick) == ST_OK && n == 23);
	CHECK(dec_units(&n, parsed("1.16"), tick) == ST_RANGE && n == 23);
	CHECK(dec_units_floor(&n, parsed("1.16"), tick) == ST_OK && n == 23);
	CHECK(dec_units_ceil(&n, parsed("1.16"), tick) == ST_OK && n == 24);
	CHECK(dec_units_floor(&n, parsed("-1.16"), tick) == ST_OK && n == -24);
	CHECK(dec_units_ceil(&n, parsed("-1.16"), tick) == ST_OK && n == -23);
	CHECK(dec_units(&n, parsed("1"), parsed("0")) == ST_DOMAIN);
	CHECK(dec_units(&n, parsed("9223372036854775808"), parsed("1")) ==
	      ST_OVERFLOW);
	CHECK(dec_units_ceil(&n, parsed("9223372036854775807.5"),
			     parsed("1")) == ST_OVERFLOW);
	for (int i = 0; i < check_times(100000); i++) {
		struct dec unit = dec_make(check_pick(&seed, 1, 1000000),
					   (int)check_pick(&seed, 0, 12));
		int64_t k = check_pick(&seed, -1000000000, 1000000000), lo, hi;
		struct dec d;

		CHECK(dec_of_units(&back, k, unit) == ST_OK);
		CHECK(dec_units(&n, back, unit) == ST_OK && n == k);
		CHECK(dec_add(&d, back, dec_make(1, 20)) == ST_OK);
		CHECK(dec_units_floor(&lo, d, unit) == ST_OK && lo == k);
		CHECK(dec_units_ceil(&hi, d, unit) == ST_OK && hi == k + 1);
	}
}

static void test_double(void)
{
	CHECK(dec_to_double(parsed("0.1")) == 0.1);
	CHECK(dec_to_double(parsed("-123456.789")) == -123456.789);
	CHECK(dec_to_double(parsed("0.00000000000000000000000001")) > 0.99e-26);
}

int main(void)
{
	test_texts();
	test_widths();
	test_round_trip();
	test_order_and_sums();
	test_products();
	test_units();
	test_double();
	printf("test_dec: pass\n");
	return 0;
}
