/* test_slices - windows looked at in regular frames: bounds, then long random
 * lives beside math/window.h, which counts trade by trade. */
#include "check.h"
#include "math/slices.h"
#include "math/window.h"

#define ANY INT64_MAX

static bool sums_same(struct pivot_sums a, struct pivot_sums b)
{
	return a.pv == b.pv && a.v == b.v && a.n == b.n;
}

static void test_edges(void)
{
	const struct pivot_sums one = pivot_sums_of(3, 1);
	struct slices s;

	slices_init(&s, 1000, 5000, 300); /* slices of 100 */
	CHECK(!slices_add(&s, 4001, one));
	CHECK(!slices_add(&s, 4100, one)); /* the same slice ... */
	CHECK(!slices_add(&s, 4101, one)); /* ... and the next   */
	CHECK(!slices_add(&s, 5000, one));
	CHECK(s.n == 3);
	slices_advance(&s, 5000);
	CHECK(s.live.n == 4 && s.live.pv == 12);
	slices_advance(&s, 5300); /* exactly one span old is out */
	CHECK(s.live.n == 1 && s.live.pv == 3 && s.live.v == 1);
	slices_advance(&s, 6000 - 100);
	CHECK(s.live.n == 1);
	slices_advance(&s, 6000);
	CHECK(s.live.n == 0 && s.live.pv == 0 && s.live.v == 0);
	slices_free(&s);
}

static void test_overflow(void)
{
	const struct pivot_sums most = pivot_sums_of(INT64_MAX, INT64_MAX);
	struct pivot_sums before;
	struct slices s;

	slices_init(&s, 1000, 0, 1000);
	for (int64_t i = 0; i < 4; i++)
		CHECK(!slices_add(&s, i, most));
	before = s.live;
	CHECK(slices_add(&s, 5, most) == ST_OVERFLOW);
	CHECK(sums_same(before, s.live));
	CHECK(slices_rescale(&s, 10, 1) == ST_OVERFLOW);
	CHECK(sums_same(before, s.live));
	slices_free(&s);
}

/* One life: trades in order of time, a look at every step, now and then a finer
 * tick or lot. */
static void live(uint64_t *seed)
{
	int64_t span = check_pick(seed, 1, 2000), step;
	int64_t origin = check_pick(seed, -3000, 3000), t = origin - span;
	struct slices s;
	struct window w;
	uint64_t id = 0;

	step = check_pick(seed, 0, 1) ? check_pick(seed, 1, 300)
				      : span / check_pick(seed, 1, span);
	slices_init(&s, span, origin, step);
	window_init(&w, span, origin);
	for (int64_t now = origin; now < origin + 40 * step; now += step) {
		while ((t += check_pick(seed, 0, step / 2 + 1)) <= now) {
			int64_t p = check_pick(seed, 1, 1000000);
			int64_t v = check_pick(seed, 1, 1000);
			struct trade_key key = { 1, ++id };

			if (t <= origin - span || t <= s.now)
				continue;
			CHECK(!slices_add(&s, t, pivot_sums_of(p, v)));
			CHECK(window_add(&w, key, t, p, v, ANY) == WINDOW_OK);
		}
		t = now;
		slices_advance(&s, now);
		window_advance(&w, now);
		CHECK(sums_same(s.live, w.live));
		if (check_pick(seed, 0, 20) == 0 && now - origin < 9 * step) {
			CHECK(!slices_rescale(&s, 10, 2));
			CHECK(!window_rescale(&w, 10, 2));
			CHECK(sums_same(s.live, w.live));
		}
	}
	slices_free(&s);
	window_free(&w);
}

int main(void)
{
	uint64_t seed = 1;

	test_edges();
	test_overflow();
	for (int64_t i = 0; i < check_times(2000); i++)
		live(&seed);
	printf("test_slices: pass\n");
	return 0;
}
