/* test_fsm_breaker - the breaker by hand, and what holds whatever happens. */
#include "check.h"
#include "math/fsm_breaker.h"

static const struct breaker_rules rules = {
	.threshold = 3,
	.rest_ms = 1000,
	.rest_max_ms = 5000,
	.probe_ms = 2000,
	.retry_max_ms = 60000,
};

static void opens(struct breaker *b, int64_t now)
{
	for (int i = 0; i < rules.threshold; i++)
		breaker_bad(b, &rules, now);
	CHECK(b->phase == BREAKER_OPEN);
}

static void a_life(void)
{
	struct breaker b = { 0 };
	int64_t now = 1000000;

	CHECK(breaker_ask(&b, &rules, now) == 0);
	breaker_bad(&b, &rules, now);
	breaker_bad(&b, &rules, now);
	breaker_good(&b); /* in a row, or not at all */
	breaker_bad(&b, &rules, now);
	breaker_bad(&b, &rules, now);
	CHECK(breaker_ask(&b, &rules, now) == 0);
	breaker_bad(&b, &rules, now);
	CHECK(breaker_ask(&b, &rules, now) == 1000);
	CHECK(breaker_ask(&b, &rules, now + 999) == 1);
	/* One probe, and nobody else meanwhile. */
	CHECK(breaker_ask(&b, &rules, now += 1000) == 0);
	CHECK(breaker_ask(&b, &rules, now) == 2000);
	breaker_bad(&b, &rules, now);
	CHECK(breaker_ask(&b, &rules, now) == 2000);
	CHECK(breaker_ask(&b, &rules, now += 2000) == 0);
	breaker_bad(&b, &rules, now);
	CHECK(breaker_ask(&b, &rules, now) == 4000);
	CHECK(breaker_ask(&b, &rules, now += 4000) == 0);
	breaker_bad(&b, &rules, now);
	CHECK(breaker_ask(&b, &rules, now) == 5000); /* the cap */
	CHECK(breaker_ask(&b, &rules, now += 5000) == 0);
	breaker_good(&b);
	CHECK(b.phase == BREAKER_CLOSED && !b.rest_ms);
	CHECK(breaker_ask(&b, &rules, now) == 0);
	opens(&b, now);
	CHECK(breaker_ask(&b, &rules, now) == 1000); /* from the start again */
}

/* A probe whose process died is not waited for forever; a request that left
 * before it opened does not lengthen the rest. */
static void lost_probe(void)
{
	struct breaker b = { 0 };

	opens(&b, 0);
	breaker_bad(&b, &rules, 500);
	CHECK(breaker_ask(&b, &rules, 1000) == 0);
	CHECK(breaker_ask(&b, &rules, 2999) == 1);
	CHECK(breaker_ask(&b, &rules, 3000) == 0);
	breaker_good(&b);
	CHECK(b.phase == BREAKER_CLOSED);
}

/* A cancel is held back by what the endpoint asked for, not by what failed. */
static void urgent(void)
{
	struct breaker b = { 0 };

	opens(&b, 0);
	CHECK(breaker_hold(&b, &rules, 0) == 0);
	breaker_bad(&b, &rules, 10); /* and does not lengthen the rest */
	CHECK(breaker_ask(&b, &rules, 10) == 990);
	breaker_busy(&b, &rules, 10, 500);
	CHECK(breaker_hold(&b, &rules, 10) == 500);
	CHECK(breaker_hold(&b, &rules, 510) == 0);
}

static void told_to_wait(void)
{
	struct breaker b = { 0 };

	breaker_bad(&b, &rules, 100);
	breaker_bad(&b, &rules, 100);
	breaker_busy(&b, &rules, 100, 2500);
	CHECK(breaker_ask(&b, &rules, 100) == 2500);
	CHECK(b.phase == BREAKER_CLOSED && !b.failures); /* it is up */
	breaker_busy(&b, &rules, 200, 100); /* the longer one holds */
	CHECK(breaker_ask(&b, &rules, 2599) == 1);
	CHECK(breaker_ask(&b, &rules, 2600) == 0);
	breaker_busy(&b, &rules, 3000, -1);
	CHECK(breaker_ask(&b, &rules, 3000) == 1000);
	breaker_busy(&b, &rules, 3000, INT64_MAX);
	CHECK(breaker_ask(&b, &rules, 3000) == rules.retry_max_ms);
	breaker_good(&b); /* another request, sent before */
	CHECK(breaker_ask(&b, &rules, 4000) == rules.retry_max_ms - 1000);
	breaker_busy(&b, &rules, 70000, 0);
	CHECK(breaker_ask(&b, &rules, 70000) == 0);
}

/* A clock set back by a year costs one rest, not a year. */
static void clock_back(void)
{
	const int64_t year = INT64_C(31536000000);
	struct breaker b = { 0 };

	opens(&b, 2 * year);
	CHECK(breaker_ask(&b, &rules, year) == rules.rest_max_ms);
	CHECK(breaker_ask(&b, &rules, year + rules.rest_max_ms) == 0);
	breaker_good(&b);
	breaker_busy(&b, &rules, 2 * year, 3000);
	CHECK(breaker_ask(&b, &rules, year) == rules.retry_max_ms);
	CHECK(breaker_ask(&b, &rules, year + rules.retry_max_ms) == 0);
}

/* Anything in any order: the state stays valid, no wait is longer than the rules
 * allow, an open breaker lets exactly one through, and success closes it. */
static void campaign(void)
{
	uint64_t seed = 1;
	int64_t most = rules.retry_max_ms;

	for (int64_t round = 0; round < check_times(2000); round++) {
		struct breaker b = { 0 };
		int64_t now = check_pick(&seed, 0, 1000000);

		for (int i = 0; i < 60; i++) {
			int64_t wait;

			now += check_pick(&seed, -200, 3000);
			now = now < 0 ? 0 : now;
			switch (check_pick(&seed, 0, 3)) {
			case 0:
				breaker_good(&b);
				CHECK(b.phase == BREAKER_CLOSED);
				break;
			case 1:
				breaker_bad(&b, &rules, now);
				break;
			case 2:
				breaker_busy(&b, &rules, now,
					     check_pick(&seed, -1, 90000));
				break;
			default:
				wait = breaker_ask(&b, &rules, now);
				CHECK(wait >= 0 && wait <= most);
				CHECK(!(wait && b.phase == BREAKER_CLOSED &&
					!b.hold_ms));
				if (!wait && b.phase == BREAKER_HALF_OPEN)
					CHECK(breaker_ask(&b, &rules, now) ==
					      rules.probe_ms);
			}
			CHECK(breaker_valid(&b, &rules));
		}
		/* Left alone for long enough, and for as long as the clock
		 * was set back, it lets a request through. */
		CHECK(breaker_ask(&b, &rules, now + most + 60 * 200) == 0);
	}
}

static void not_valid(void)
{
	static const struct breaker bad[] = {
		{ .phase = (enum breaker_phase)3 },
		{ .failures = -1 },
		{ .failures = 3 },
		{ .until_ms = 1 },
		{ .hold_ms = -1 },
		{ .phase = BREAKER_OPEN },
		{ .phase = BREAKER_OPEN, .rest_ms = 5001 },
		{ .phase = BREAKER_HALF_OPEN, .rest_ms = 1000, .failures = 1 },
		{ .phase = BREAKER_OPEN, .rest_ms = 1000, .until_ms = -1 },
	};

	for (size_t i = 0; i < COUNT(bad); i++)
		CHECK(!breaker_valid(&bad[i], &rules));
	CHECK(breaker_valid(&(struct breaker){ 0 }, &rules));
}

int main(void)
{
	not_valid();
	a_life();
	lost_probe();
	urgent();
	told_to_wait();
	clock_back();
	campaign();
	printf("test_fsm_breaker: pass\n");
	return 0;
}
