/* test_bucket - the rate limit by hand, and against a count of what went. */
#include "check.h"
#include "math/bucket.h"

/* One a second, half of it kept: Jito's limit. */
static const struct bucket_rules jito = { .rate = 1000,
					  .burst = 1,
					  .kept_ppm = 500000 };

static void by_hand(void)
{
	struct bucket b = { 0 };
	const int64_t t = 1000000;

	CHECK(bucket_take(&b, &jito, BUCKET_PLAIN, t) == 0);
	CHECK(bucket_take(&b, &jito, BUCKET_URGENT, t) == 1000);
	CHECK(bucket_take(&b, &jito, BUCKET_PLAIN, t) == 2000);
	/* The second second is the cancels'. */
	CHECK(bucket_take(&b, &jito, BUCKET_PLAIN, t + 1000) == 1000);
	CHECK(bucket_take(&b, &jito, BUCKET_URGENT, t + 1000) == 0);
	CHECK(bucket_take(&b, &jito, BUCKET_URGENT, t + 1500) == 500);
	CHECK(bucket_take(&b, &jito, BUCKET_PLAIN, t + 2000) == 0);
	/* A clock set back gives nothing, and takes nothing. */
	CHECK(bucket_take(&b, &jito, BUCKET_URGENT, t) == 1000);
	CHECK(bucket_take(&b, &jito, BUCKET_URGENT, t + 999) == 1);
	CHECK(bucket_take(&b, &jito, BUCKET_URGENT, t + 1000) == 0);
	/* A year is not more than a full bucket. */
	CHECK(bucket_take(&b, &jito, BUCKET_URGENT, INT64_MAX) == 0);
	CHECK(bucket_take(&b, &jito, BUCKET_URGENT, INT64_MAX) > 0);
}

static void no_limit(void)
{
	const struct bucket_rules none = { .burst = 1 };
	struct bucket b = { 0 };

	for (int i = 0; i < 1000; i++)
		CHECK(bucket_take(&b, &none, BUCKET_PLAIN, 5) == 0);
}

/* No window of any length sees more than burst + rate * length, nor plain ones
 * more than their part; what was promised after a wait is there. */
static void campaign(void)
{
	uint64_t seed = 2;

	for (int64_t round = 0; round < check_times(300); round++) {
		const struct bucket_rules r = {
			.rate = check_pick(&seed, 1, 20000),
			.burst = (int)check_pick(&seed, 1, 10),
			.kept_ppm = (int)check_pick(&seed, 0, 900000),
		};
		struct bucket b = { 0 };
		int64_t start = check_pick(&seed, 0, 1000000), now = start;
		int64_t all = 0, plain = 0;

		for (int i = 0; i < 300; i++) {
			enum bucket_class c = check_pick(&seed, 0, 2)
						      ? BUCKET_PLAIN
						      : BUCKET_URGENT;
			int64_t wait = bucket_take(&b, &r, c, now);

			CHECK(bucket_valid(&b, &r) && wait >= 0);
			if (wait && check_pick(&seed, 0, 1)) {
				CHECK(bucket_take(&b, &r, c, now + wait - 1));
				now += wait;
				CHECK(!bucket_take(&b, &r, c, now));
				wait = 0;
			}
			all += !wait;
			plain += !wait && c == BUCKET_PLAIN;
			now += check_pick(&seed, 0, 300);
			CHECK((all - r.burst) * 1000000 <=
			      r.rate * (now - start));
			CHECK((double)(plain - r.burst) * 1e6 <=
			      (double)r.rate * (1e6 - r.kept_ppm) / 1e6 *
					      (double)(now - start) +
				      (double)(now - start) + 1);
		}
	}
}

static void not_valid(void)
{
	static const struct bucket bad[] = {
		{ .used = -1 },      { .plain = -1 },      { .at_ms = -1 },
		{ .used = 1000001 }, { .plain = 1000001 },
	};

	for (size_t i = 0; i < COUNT(bad); i++)
		CHECK(!bucket_valid(&bad[i], &jito));
	CHECK(bucket_valid(&(struct bucket){ 0 }, &jito));
}

int main(void)
{
	not_valid();
	by_hand();
	no_limit();
	campaign();
	printf("test_bucket: pass\n");
	return 0;
}
