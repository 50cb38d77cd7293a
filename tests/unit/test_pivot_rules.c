/* test_pivot_rules - from history to pivot: what is refused and why, then what is
 * given in each mode. */
#include "check.h"
#include "math/pivot_rules.h"

#include <math.h>
#include <string.h>

#define DAY  INT64_C(86400000)
#define HOUR INT64_C(3600000)
#define NOW  INT64_C(1700000000000)

static struct dec dec(const char *s)
{
	struct dec d;

	CHECK(!dec_parse(&d, s, strlen(s)));
	return d;
}

static bool is(struct dec d, const char *s)
{
	return dec_cmp(d, dec(s)) == 0;
}

/* 100 days, trades of at most a day ago, a seed of 1000 at 2.5 ten days old. */
static const struct pivot_rules plain = {
	.mode = PIVOT_VWAP,
	.window_ms = 100 * DAY,
	.max_age_ms = DAY,
	.seed_price = { .v = 25, .scale = 1 },
	.seed_ms = NOW - 10 * DAY,
	.seed_mass = { .v = 1000, .scale = 0 },
	.decay = PIVOT_DECAY_BOTH,
	.fade_ms = 40 * DAY,
	.fade_exponent = -1,
	.ref_start = 100,
	.ref_max_age_ms = HOUR,
};

/* 300 base for 1100 quote, the last an hour ago. */
static const struct pivot_history busy = {
	.now = NOW,
	.live = { .pv = 110000000, .v = 30000, .n = 7 },
	.price_scale = 3,
	.size_scale = 2,
	.traded = 30000,
	.newest_ms = NOW - HOUR,
	.ref = 50,
	.ref_ms = NOW - HOUR,
};

static const struct pivot_history empty = {
	.now = NOW,
	.newest_ms = PIVOT_NEVER,
	.ref_ms = PIVOT_NEVER,
};

static enum pivot_refusal decide(struct pivot_answer *a, enum pivot_mode mode,
				 struct pivot_history h)
{
	struct pivot_rules r = plain;

	r.mode = mode;
	return pivot_decide(a, &r, &h);
}

static void test_codes(void)
{
	CHECK(!pivot_refusal_code(PIVOT_GIVEN));
	CHECK(!strcmp(pivot_refusal_code(PIVOT_NO_HISTORY), "no_history"));
	CHECK(!strcmp(pivot_refusal_code(PIVOT_STALE_HISTORY),
		      "stale_history"));
	CHECK(!strcmp(pivot_refusal_code(PIVOT_NO_REFERENCE), "no_reference"));
	CHECK(!strcmp(pivot_refusal_code(PIVOT_STALE_REFERENCE),
		      "stale_reference"));
	CHECK(!strcmp(pivot_refusal_code(PIVOT_OUT_OF_RANGE), "out_of_range"));
	CHECK(!strcmp(pivot_modes[PIVOT_FADE], "fade"));
	CHECK(!strcmp(pivot_decays[PIVOT_DECAY_BOTH], "both"));
}

static void test_vwap(void)
{
	struct pivot_rules r = plain;
	struct pivot_history h = busy;
	struct pivot_answer a;

	CHECK(decide(&a, PIVOT_VWAP, empty) == PIVOT_NO_HISTORY);
	h.newest_ms = NOW - DAY - 1;
	CHECK(decide(&a, PIVOT_VWAP, h) == PIVOT_STALE_HISTORY);
	r.seed_ms = NOW; /* does not concern it */
	CHECK(pivot_decide(&a, &r, &h) == PIVOT_STALE_HISTORY);
	h.newest_ms = NOW - DAY;
	CHECK(decide(&a, PIVOT_VWAP, h) == PIVOT_GIVEN);
	CHECK(is(a.price, "3.666666666666") && is(a.volume, "300"));
	CHECK(isnan(a.seed_ratio) && is(a.seed_left, "0"));
	h.live.pv = ~(unsigned __int128)0;
	h.price_scale = 0;
	CHECK(decide(&a, PIVOT_VWAP, h) == PIVOT_OUT_OF_RANGE);
	h.live.v = h.live.pv;
	CHECK(decide(&a, PIVOT_VWAP, h) == PIVOT_OUT_OF_RANGE);
	h = busy;
	h.price_scale = 30;
	CHECK(decide(&a, PIVOT_VWAP, h) == PIVOT_OUT_OF_RANGE);
}

static void test_seeded(void)
{
	struct pivot_rules r = plain;
	struct pivot_history h = empty;
	struct pivot_answer a;

	r.mode = PIVOT_SEEDED;
	CHECK(pivot_decide(&a, &r, &h) == PIVOT_STALE_HISTORY);
	r.max_age_ms = 10 * DAY;
	CHECK(pivot_decide(&a, &r, &h) == PIVOT_GIVEN);
	CHECK(is(a.price, "2.5") && a.seed_ratio == 1 && is(a.volume, "0"));
	CHECK(is(a.seed_left, "900"));
	r.decay = PIVOT_DECAY_NONE;
	CHECK(pivot_decide(&a, &r, &h) == PIVOT_NO_HISTORY);

	/* (1100 + 700 * 2.5) / (300 + 700) */
	r = plain;
	r.mode = PIVOT_SEEDED;
	CHECK(pivot_decide(&a, &r, &busy) == PIVOT_GIVEN);
	CHECK(is(a.price, "2.85") && is(a.seed_left, "700"));
	CHECK(a.seed_ratio == 0.7 && is(a.volume, "300"));
	r.decay = PIVOT_DECAY_TIME;
	CHECK(pivot_decide(&a, &r, &busy) == PIVOT_GIVEN);
	CHECK(is(a.seed_left, "900"));

	/* A seed price finer than the ticks, a mass finer than the lots. */
	r.decay = PIVOT_DECAY_VOLUME;
	r.seed_price = dec("0.00012345");
	r.seed_mass = dec("300.000000000001");
	CHECK(pivot_decide(&a, &r, &busy) == PIVOT_GIVEN);
	CHECK(is(a.seed_left, "0.000000000001"));

	/* Before the launch the seed is whole, and not stale. */
	h.now = r.seed_ms - DAY;
	CHECK(pivot_decide(&a, &r, &h) == PIVOT_GIVEN);
	CHECK(is(a.seed_left, "300.000000000001"));
	CHECK(is(a.price, "0.00012345"));

	r.seed_mass = dec("99999999999999999999999999999999999999");
	CHECK(pivot_decide(&a, &r, &h) == PIVOT_OUT_OF_RANGE);
}

/* The same trades counted in finer lots and ticks weigh a seed the same. */
static void test_scales(void)
{
	struct pivot_history fine = busy;
	struct pivot_answer a, b;
	struct pivot_rules r = plain;

	r.mode = PIVOT_SEEDED;
	r.seed_ms += 1; /* nothing divides evenly */
	CHECK(!pivot_sums_rescale(&fine.live, 100000, 10000000));
	fine.traded *= 10000000;
	fine.price_scale += 5;
	fine.size_scale += 7;
	CHECK(pivot_decide(&a, &r, &busy) == PIVOT_GIVEN);
	CHECK(pivot_decide(&b, &r, &fine) == PIVOT_GIVEN);
	CHECK(!dec_cmp(a.price, b.price) && !dec_cmp(a.volume, b.volume));
	CHECK(!dec_cmp(a.seed_left, b.seed_left));
	CHECK(!dec_is_none(a.seed_left) && a.seed_ratio == b.seed_ratio);
}

static void test_fade(void)
{
	struct pivot_history h = busy;
	struct pivot_rules r = plain;
	struct pivot_answer a;

	r.mode = PIVOT_FADE;
	h.ref_ms = PIVOT_NEVER;
	CHECK(pivot_decide(&a, &r, &h) == PIVOT_NO_REFERENCE);
	h.ref_ms = NOW - HOUR - 1;
	CHECK(pivot_decide(&a, &r, &h) == PIVOT_STALE_REFERENCE);
	h.newest_ms = NOW - 2 * DAY;
	CHECK(pivot_decide(&a, &r, &h) == PIVOT_STALE_HISTORY);
	h = busy;
	h.ref = 0;
	CHECK(pivot_decide(&a, &r, &h) == PIVOT_OUT_OF_RANGE);

	/* A quarter of the way from 2.5 * 100/50 to 11/3. */
	CHECK(pivot_decide(&a, &r, &busy) == PIVOT_GIVEN);
	CHECK(a.seed_ratio == 0.75 && is(a.price, "4.666666666666"));

	/* Once the reference weighs nothing it need not be there. */
	r.seed_ms = NOW - r.fade_ms;
	h.ref_ms = PIVOT_NEVER;
	CHECK(pivot_decide(&a, &r, &h) == PIVOT_GIVEN);
	CHECK(a.seed_ratio == 0 && is(a.price, "3.666666666666"));

	/* Without trades the reference alone, however long ago. */
	h = empty;
	r.max_age_ms = r.fade_ms;
	CHECK(pivot_decide(&a, &r, &h) == PIVOT_NO_REFERENCE);
	r.seed_ms = NOW + DAY;
	CHECK(pivot_decide(&a, &r, &h) == PIVOT_NO_REFERENCE);
	h.ref = 200;
	h.ref_ms = NOW;
	CHECK(pivot_decide(&a, &r, &h) == PIVOT_GIVEN);
	CHECK(a.seed_ratio == 1 && is(a.price, "1.25") && is(a.volume, "0"));
}

int main(void)
{
	test_codes();
	test_vwap();
	test_seeded();
	test_scales();
	test_fade();
	printf("test_pivot_rules: pass\n");
	return 0;
}
