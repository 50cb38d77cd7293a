/* test_consensus - prices that agree and prices that do not; products and
 * quotients against long division by hand. */
#include "check.h"
#include "math/consensus.h"

#include <string.h>

static const struct consensus_rules rules = {
	.max_age_ms = 1000,
	.max_ahead_ms = 100,
	.max_conf_ppm = 10000,
	.max_apart_ppm = 10000,
	.min_agree = 2,
};

static struct dec d(const char *text)
{
	struct dec out;

	CHECK(dec_parse(&out, text, strlen(text)) == ST_OK);
	return out;
}

static bool is(struct dec got, const char *want)
{
	char text[DEC_STR_SZ];

	dec_format(text, got);
	return !strcmp(text, want);
}

static struct consensus_source say(const char *price)
{
	return (struct consensus_source){ .price = d(price),
					  .conf = DEC_ZERO,
					  .weight = 1 };
}

static void by_hand(void)
{
	struct consensus_source s[] = { say("100"), say("101"), say("99.5"),
					say("103"), say("100.5") };
	struct consensus c;

	CHECK(consensus_of(&c, s, 0, &rules) == ST_NODATA);
	CHECK(consensus_of(&c, s, 1, &rules) == ST_NODATA);
	CHECK(s[0].fate == CONSENSUS_AGREES);
	CHECK(consensus_of(&c, s, 2, &rules) == ST_OK && is(c.price, "100.5"));
	CHECK(c.weight == 2 && c.spread_bps == 100 && !c.age_ms);
	CHECK(consensus_of(&c, s, 5, &rules) == ST_OK);
	/* 103 is 2.4 % from the median 100.5 of the five. */
	CHECK(s[3].fate == CONSENSUS_APART && is(c.price, "100.25"));
	CHECK(c.weight == 4 && c.spread_bps == 150);
	s[3].weight = 9; /* its weight does not help it */
	CHECK(consensus_of(&c, s, 5, &rules) == ST_OK && c.weight == 4);
	s[0].weight = 3;
	CHECK(consensus_of(&c, s, 5, &rules) == ST_OK && c.weight == 6);
	/* Two that do not agree with each other. */
	s[1] = say("103");
	CHECK(consensus_of(&c, s, 2, &rules) == ST_NODATA);
	CHECK(s[0].fate == CONSENSUS_APART && s[1].fate == CONSENSUS_APART);
}

static void limits(void)
{
	struct consensus_source s[3];
	struct consensus c;

	for (int i = 0; i < 3; i++)
		s[i] = say("100");
	s[0].age_ms = 1000;
	s[1].age_ms = -100;
	CHECK(consensus_of(&c, s, 3, &rules) == ST_OK && c.weight == 3);
	CHECK(c.age_ms == 1000);
	s[0].age_ms = 1001;
	s[1].age_ms = -101;
	CHECK(consensus_of(&c, s, 3, &rules) == ST_NODATA);
	CHECK(s[0].fate == CONSENSUS_OLD && s[1].fate == CONSENSUS_OLD);
	s[0].age_ms = s[1].age_ms = 0;
	s[0].conf = d("1");
	s[1].conf = d("1.000000000000000000001");
	CHECK(consensus_of(&c, s, 3, &rules) == ST_OK && c.weight == 2);
	CHECK(s[0].fate == CONSENSUS_AGREES && s[1].fate == CONSENSUS_WIDE);
	/* The edge of the distance: 1 % of the median, not of the price. */
	s[0] = say("101");
	s[1] = say("100");
	s[2] = say("99");
	CHECK(consensus_of(&c, s, 3, &rules) == ST_OK && c.weight == 3);
	s[0] = say("101.00001");
	CHECK(consensus_of(&c, s, 3, &rules) == ST_OK && c.weight == 2);
}

static void no_prices(void)
{
	static const char *const bad[] = { "0", "-1",
					   "0.0000000000000000000000000000001",
					   "99999999999999999999999999999999" };
	struct consensus_source s[3];
	struct consensus c;

	for (size_t i = 0; i < COUNT(bad); i++) {
		s[0] = say(bad[i]);
		s[1] = s[2] = say("100");
		CHECK(consensus_of(&c, s, 3, &rules) == ST_OK);
		CHECK(s[0].fate != CONSENSUS_AGREES && is(c.price, "100"));
	}
	s[0].price = DEC_NONE;
	s[1].conf = DEC_NONE;
	s[2].conf = d("-1");
	CHECK(consensus_of(&c, s, 3, &rules) == ST_NODATA);
	for (int i = 0; i < 3; i++)
		CHECK(s[i].fate == CONSENSUS_BAD);
}

static void arithmetic(void)
{
	static const struct {
		const char *a, *b, *mul, *div;
	} t[] = {
		{ "1", "3", "3", "0.333333333333333" },
		{ "2", "3", "6", "0.666666666666666" },
		{ "138.22", "1.0855", "150.03781", "127.333026255181" },
		{ "1", "0.001528176795580104", "0.0015281767955801",
		  "654.37454808388" },
		{ "1234567890123456789", "1", "1234567890123450000",
		  "1234567890123450000" },
		{ "0.000000000001", "1000000", "0.000001",
		  "0.000000000000000001" },
	};
	struct dec out;

	for (size_t i = 0; i < COUNT(t); i++) {
		CHECK(price_mul_floor(&out, d(t[i].a), d(t[i].b)) == ST_OK);
		CHECK(is(out, t[i].mul));
		CHECK(price_div_floor(&out, d(t[i].a), d(t[i].b)) == ST_OK);
		CHECK(is(out, t[i].div));
	}
	CHECK(price_div_floor(&out, d("1"), DEC_ZERO) == ST_DOMAIN);
	CHECK(price_div_floor(&out, d("-1"), d("1")) == ST_DOMAIN);
	CHECK(price_mul_floor(&out, d("1"), d("-1")) == ST_DOMAIN);
	CHECK(price_mul_floor(&out, dec_make(1, 20), dec_make(1, 20)) ==
	      ST_RANGE);
	CHECK(price_div_floor(&out, dec_make(1, 30), d("1000000000")) ==
	      ST_RANGE);
}

/* The price lies between the lowest and the highest that agree; the order of the
 * sources does not matter; a / b * b is a, but for the digits that were cut. */
static void campaign(void)
{
	uint64_t seed = 5;

	for (int64_t round = 0; round < check_times(3000); round++) {
		struct consensus_source s[CONSENSUS_MAX], t[CONSENSUS_MAX];
		size_t n = (size_t)check_pick(&seed, 1, CONSENSUS_MAX);
		int64_t middle = check_pick(&seed, 1000, 1000000000);
		int scale = (int)check_pick(&seed, 0, 20);
		struct consensus c, again;
		struct dec q, back, lost;

		for (size_t i = 0; i < n; i++) {
			int64_t off = middle / 60;

			s[i] = say("1");
			s[i].price = dec_make(
				middle + check_pick(&seed, -off, off), scale);
			s[i].age_ms = check_pick(&seed, -150, 1100);
		}
		for (size_t i = 0; i < n; i++)
			t[i] = s[n - 1 - i];
		if (consensus_of(&c, s, n, &rules) != ST_OK) {
			CHECK(consensus_of(&again, t, n, &rules) == ST_NODATA);
			continue;
		}
		CHECK(consensus_of(&again, t, n, &rules) == ST_OK);
		CHECK(!dec_cmp(c.price, again.price) &&
		      c.weight == again.weight && c.age_ms == again.age_ms);
		CHECK(c.weight >= 2 && c.age_ms >= 0 && c.age_ms <= 1000);
		CHECK(c.spread_bps >= 0 && c.spread_bps <= 203);
		CHECK(price_div_floor(&q, c.price, s[0].price) == ST_OK);
		CHECK(price_mul_floor(&back, q, s[0].price) == ST_OK);
		CHECK(dec_cmp(back, c.price) <= 0);
		CHECK(dec_sub(&lost, c.price, back) == ST_OK);
		CHECK(dec_to_double(lost) <= 1e-13 * dec_to_double(c.price));
	}
}

int main(void)
{
	by_hand();
	limits();
	no_prices();
	arithmetic();
	campaign();
	printf("test_consensus: pass\n");
	return 0;
}
