/* test_wash - prints that bounce: pairs by hand, then against every pair looked
 * at. */
#include "check.h"

#include "math/wash.h"

#include <stdbool.h>

static uint64_t ids; /* every print of its own */

static enum wash_verdict add(struct wash *w, int64_t ts_ms, enum side side,
			     int64_t price, int64_t size, uint64_t id)
{
	struct wash_print p = { .ts_ms = ts_ms,
				.id = id,
				.price = dec_make(price, 2),
				.size = dec_make(size, 3),
				.side = side };
	enum wash_verdict v;

	CHECK(wash_add(&v, w, &p) == ST_OK);
	return v;
}

static bool sums(const struct wash *w, int64_t bounced, int64_t repeated)
{
	return dec_cmp(w->bounced, dec_make(bounced, 3)) == 0 &&
	       dec_cmp(w->repeated, dec_make(repeated, 3)) == 0;
}

static void test_by_hand(void)
{
	struct wash w;

	wash_init(&w, 1000);
	add(&w, 0, SIDE_BUY, 100, 7, ++ids);
	add(&w, 10, SIDE_SELL, 100, 8, ++ids); /* another size  */
	add(&w, 20, SIDE_SELL, 101, 7, ++ids); /* another price */
	CHECK(sums(&w, 0, 0));
	add(&w, 1000, SIDE_SELL, 100, 7, ++ids); /* exactly the window */
	CHECK(sums(&w, 14, 0));
	add(&w, 1001, SIDE_BUY, 100, 7, ++ids); /* with the second, not used */
	CHECK(sums(&w, 14, 0));
	add(&w, 1002, SIDE_BUY, 100, 7, ++ids); /* repeats, does not bounce */
	CHECK(sums(&w, 14, 14));
	add(&w, 2003, SIDE_SELL, 100, 7,
	    ++ids); /* 1001 is out, 1002 too late */
	CHECK(sums(&w, 14, 14));
	wash_free(&w);
}

static void test_known_prints_count_once(void)
{
	struct wash w;

	wash_init(&w, 1000);
	CHECK(add(&w, 0, SIDE_BUY, 100, 7, 1) == WASH_NEW);
	CHECK(add(&w, 0, SIDE_BUY, 100, 7, 1) == WASH_KNOWN);
	CHECK(add(&w, 500, SIDE_SELL, 100, 7, 2) == WASH_NEW);
	CHECK(add(&w, 500, SIDE_SELL, 100, 7, 2) == WASH_KNOWN);
	CHECK(sums(&w, 14, 0));
	wash_free(&w);
}

static void test_own_prints_never_pair(void)
{
	struct wash_print p = { .price = dec_make(1, 0),
				.size = dec_make(7, 0),
				.side = SIDE_BUY };
	enum wash_verdict v;
	struct wash w;

	wash_init(&w, 1000);
	for (int i = 0; i < 4; i++) {
		p.id = ++ids;
		p.ours = i % 2;
		p.side = i % 2 ? SIDE_SELL : SIDE_BUY;
		CHECK(wash_add(&v, &w, &p) == ST_OK && v == WASH_NEW);
		CHECK(wash_add(&v, &w, &p) == ST_OK && v == WASH_KNOWN);
	}
	CHECK(sums(&w, 0, 14000));
	wash_free(&w);
}

/* The slow reference: every earlier print, youngest first. */
static void test_against_all_pairs(void)
{
	enum { N = 3000 };
	static int64_t ts[N], price[N], size[N];
	static bool sell[N], bounced[N], repeated[N];
	uint64_t seed = 21;

	for (int round = 0; round < 3; round++) {
		int64_t want_bounced = 0, want_repeated = 0, now = 0;
		struct wash w;

		wash_init(&w, 2000);
		for (int i = 0; i < N; i++) {
			int bounce = -1, repeat = -1;

			now += check_pick(&seed, 0, 2);
			ts[i] = now;
			price[i] = check_pick(&seed, 100, 110);
			size[i] = check_pick(&seed, 1, 40);
			sell[i] = check_pick(&seed, 0, 1);
			bounced[i] = repeated[i] = false;
			add(&w, now, sell[i] ? SIDE_SELL : SIDE_BUY, price[i],
			    size[i], ++ids);
			for (int k = i - 1; k >= 0 && now - ts[k] <= 2000;
			     k--) {
				if (price[k] != price[i] || size[k] != size[i])
					continue;
				if (sell[k] == sell[i] && !repeated[k] &&
				    repeat < 0)
					repeat = k;
				if (sell[k] != sell[i] && !bounced[k] &&
				    bounce < 0)
					bounce = k;
			}
			if (bounce >= 0) {
				bounced[bounce] = bounced[i] = true;
				want_bounced += 2 * size[i];
			}
			if (repeat >= 0) {
				repeated[repeat] = repeated[i] = true;
				want_repeated += 2 * size[i];
			}
			CHECK(sums(&w, want_bounced, want_repeated));
		}
		wash_free(&w);
	}
}

/* Memory follows the window, not the tape. */
static void test_bounded(void)
{
	struct wash w;

	wash_init(&w, 100);
	for (int i = 0; i < 300000; i++)
		add(&w, i, i & 1 ? SIDE_SELL : SIDE_BUY, 100 + i % 7, 5, ++ids);
	CHECK(w.cap <= 2048);
	wash_free(&w);
}

int main(void)
{
	test_by_hand();
	test_known_prints_count_once();
	test_own_prints_never_pair();
	test_against_all_pairs();
	test_bounded();
	printf("test_wash: pass\n");
	return 0;
}
