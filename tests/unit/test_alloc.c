/* test_alloc - shares to the lot: tie rules, caps, minimum, against a slow
 * reference that follows the definition word by word, and cost. */
#include "check.h"
#include "math/alloc.h"
#include "math/order.h"

#include <stdbool.h>
#include <string.h>

#define N 12

static struct arena mem;

/* Each remainder lot goes to the level whose claim is largest. */
static void slow_round(int64_t *q, const bool *open, const int64_t *weight,
		       int n, int64_t left)
{
	__int128 sum = 0, rest[N];
	int64_t given = 0;

	for (int i = 0; i < n; i++)
		sum += open[i] ? weight[i] : 0;
	for (int i = 0; i < n; i++) {
		if (!open[i])
			continue;
		q[i] = (int64_t)((__int128)left * weight[i] / sum);
		rest[i] = (__int128)left * weight[i] % sum;
		given += q[i];
	}
	for (; given < left; given++) {
		int best = -1;

		for (int i = 0; i < n; i++)
			if (open[i] && (best < 0 || rest[i] > rest[best]))
				best = i;
		q[best]++;
		rest[best] = -1;
	}
}

static int64_t slow_share(int64_t *q, const int64_t *weight, const int64_t *cap,
			  int n, int64_t total)
{
	bool open[N];
	int64_t left = total;

	for (int i = 0; i < n; i++) {
		open[i] = weight[i] > 0;
		q[i] = 0;
	}
	for (;;) {
		bool any = false, over[N] = { false }, again = false;

		for (int i = 0; i < n; i++)
			any |= open[i];
		if (!any)
			return left;
		slow_round(q, open, weight, n, left);
		for (int i = 0; i < n; i++)
			over[i] = open[i] && cap && q[i] > cap[i];
		for (int i = 0; i < n; i++) {
			if (!over[i])
				continue;
			q[i] = cap[i];
			left -= cap[i];
			open[i] = false;
			again = true;
		}
		if (!again)
			return 0;
	}
}

static int64_t slow_total(int64_t *q, int64_t total, const int64_t *given,
			  const int64_t *cap, int n, int64_t min)
{
	int64_t weight[N], unallocated;

	memcpy(weight, given, sizeof(weight));
	for (;;) {
		int victim = -1;

		unallocated = slow_share(q, weight, cap, n, total);
		for (int i = 0; i < n; i++)
			if (q[i] > 0 && q[i] < min &&
			    (victim < 0 || weight[i] <= weight[victim]))
				victim = i;
		if (victim < 0)
			return unallocated;
		weight[victim] = 0;
	}
}

static void test_total_against_the_definition(void)
{
	uint64_t seed = 1;

	for (int round = 0; round < 100000; round++) {
		int n = (int)check_pick(&seed, 1, N);
		int64_t weight[N], cap[N], q[N], want[N], left;
		int64_t total = check_pick(&seed, 0, round % 3 ? 60 : 1000);
		int64_t spread = check_pick(&seed, 1, round % 5 ? 4 : 1 << 20);
		int64_t room = check_pick(&seed, 0, 40), sum = 0;
		int64_t min = check_pick(&seed, 0, 6);
		bool capped = check_pick(&seed, 0, 3) > 0;

		for (int i = 0; i < n; i++) {
			weight[i] = check_pick(&seed, 0, spread);
			cap[i] = round % 2 ? room : check_pick(&seed, 0, room);
		}
		CHECK(alloc_total(&mem, q, &left, total, weight,
				  capped ? cap : NULL, (size_t)n,
				  min) == ST_OK);
		CHECK(left == slow_total(want, total, weight,
					 capped ? cap : NULL, n, min));
		for (int i = 0; i < n; i++) {
			CHECK(q[i] == want[i]);
			CHECK(!capped || q[i] <= cap[i]);
			CHECK(q[i] == 0 || q[i] >= min);
			sum += q[i];
		}
		CHECK(sum + left == total);
		arena_reset(&mem);
	}
}

static void test_total_ties(void)
{
	const int64_t equal[4] = { 7, 7, 7, 7 };
	int64_t q[4], left;

	/* Lots left over: the lower index. */
	CHECK(!alloc_total(&mem, q, &left, 6, equal, NULL, 4, 0));
	CHECK(q[0] == 2 && q[1] == 2 && q[2] == 1 && q[3] == 1 && !left);
	/* Too small: the higher index gives way, and only as many as must. */
	CHECK(!alloc_total(&mem, q, &left, 10, equal, NULL, 4, 3));
	CHECK(q[0] == 4 && q[1] == 3 && q[2] == 3 && q[3] == 0 && !left);
	CHECK(!alloc_total(&mem, q, &left, 2, equal, NULL, 4, 3));
	CHECK(!q[0] && !q[1] && !q[2] && !q[3] && left == 2);
}

static void test_total_caps(void)
{
	const int64_t weight[3] = { 1, 1, 2 }, tight[3] = { 3, 3, 3 };
	const int64_t one[3] = { 100, 100, 4 };
	int64_t q[3], left;

	CHECK(!alloc_total(&mem, q, &left, 100, weight, tight, 3, 0));
	CHECK(q[0] == 3 && q[1] == 3 && q[2] == 3 && left == 91);
	CHECK(!alloc_total(&mem, q, &left, 13, weight, one, 3, 0));
	CHECK(q[0] == 5 && q[1] == 4 && q[2] == 4 && !left);
}

static void test_total_domain(void)
{
	const int64_t good[2] = { 1, 1 }, bad[2] = { 1, -1 };
	const int64_t huge[2] = { ALLOC_WEIGHT_MAX, 1 };
	int64_t q[2] = { 77, 77 }, left = 77;

	CHECK(alloc_total(&mem, q, &left, -1, good, NULL, 2, 0) == ST_DOMAIN);
	CHECK(alloc_total(&mem, q, &left, 1, bad, NULL, 2, 0) == ST_DOMAIN);
	CHECK(alloc_total(&mem, q, &left, 1, good, bad, 2, 0) == ST_DOMAIN);
	CHECK(alloc_total(&mem, q, &left, 1, huge, NULL, 2, 0) == ST_DOMAIN);
	CHECK(q[0] == 77 && left == 77);
	CHECK(!alloc_total(&mem, q, &left, 5, good, NULL, 0, 0) && left == 5);
}

static void test_total_large(void)
{
	const int64_t weight[2] = { ALLOC_WEIGHT_MAX / 2, 3 };
	int64_t q[2], left;

	CHECK(!alloc_total(&mem, q, &left, INT64_MAX, weight, NULL, 2, 0));
	CHECK(q[0] + q[1] == INT64_MAX && q[1] == 192);
}

static void test_budget_by_hand(void)
{
	/* K = 21: shares 10/7 each; the lot left over goes to the lower index. */
	const int64_t price[3] = { 7, 7, 7 }, weight[3] = { 1, 1, 1 };
	const int64_t cap[3] = { 1, 5, 5 }, none[3] = { 0, 0, 0 };
	int64_t q[3], spent;

	CHECK(!alloc_budget(&mem, q, &spent, 30, price, weight, NULL, 3));
	CHECK(q[0] == 2 && q[1] == 1 && q[2] == 1 && spent == 28);
	/* A cap moves it to the next. */
	CHECK(!alloc_budget(&mem, q, &spent, 30, price, weight, cap, 3));
	CHECK(q[0] == 1 && q[1] == 2 && q[2] == 1 && spent == 28);
	/* No fraction, no extra lot, whatever is left. */
	CHECK(!alloc_budget(&mem, q, &spent, 42, price, weight, cap, 3));
	CHECK(q[0] == 1 && q[1] == 2 && q[2] == 2 && spent == 35);
	/* To the last unit. */
	CHECK(!alloc_budget(&mem, q, &spent, 7, price, weight, cap, 3));
	CHECK(q[0] == 1 && !q[1] && !q[2] && spent == 7);
	/* Less than a lot. */
	CHECK(!alloc_budget(&mem, q, &spent, 6, price, weight, NULL, 3));
	CHECK(!q[0] && !q[1] && !q[2] && !spent);

	CHECK(alloc_budget(&mem, q, &spent, 6, none, weight, NULL, 3) ==
	      ST_DOMAIN);
	CHECK(alloc_budget(&mem, q, &spent, 6, price, none, NULL, 3) ==
	      ST_DOMAIN);
	CHECK(alloc_budget(&mem, q, &spent, -1, price, weight, NULL, 3) ==
	      ST_DOMAIN);
	CHECK(!spent);
}

static int64_t sum_of(const int64_t *v, int n)
{
	int64_t sum = 0;

	for (int i = 0; i < n; i++)
		sum += v[i];
	return sum;
}

static void test_budget_properties(void)
{
	uint64_t seed = 2;

	for (int round = 0; round < 50000; round++) {
		int n = (int)check_pick(&seed, 1, N);
		int64_t price[N], weight[N], cap[N], q[N], more[N], spent, used;
		int64_t budget = check_pick(&seed, 0, 100000), cost = 0;
		int64_t top = check_pick(&seed, 1, 2000);

		for (int i = 0; i < n; i++) {
			price[i] = check_pick(&seed, 1, top);
			weight[i] = check_pick(&seed, 1, 1 << 30);
			cap[i] = check_pick(&seed, 0, 50);
		}
		CHECK(!alloc_budget(&mem, q, &spent, budget, price, weight, cap,
				    (size_t)n));
		for (int i = 0; i < n; i++) {
			CHECK(q[i] >= 0 && q[i] <= cap[i]);
			cost += price[i] * q[i];
		}
		CHECK(cost == spent && spent <= budget);
		/* Twice the budget never buys fewer lots. */
		CHECK(!alloc_budget(&mem, more, &used, 2 * budget, price,
				    weight, cap, (size_t)n));
		CHECK(sum_of(more, n) >= sum_of(q, n) - n);
		arena_reset(&mem);
	}
}

/* 40,000 levels that all but vanish one by one: n restarts.  Quadratic work
 * would take minutes. */
static void test_cost(void)
{
	enum { BIG = 40000 };
	static int64_t weight[BIG], cap[BIG], price[BIG], q[BIG];
	int64_t left;

	for (int i = 0; i < BIG; i++) {
		weight[i] = INT64_C(1) << 40 << (i % 100 == 0);
		cap[i] = 1000;
		price[i] = 1 + i;
	}
	CHECK(!alloc_total(&mem, q, &left, BIG, weight, cap, BIG, 100));
	CHECK(sum_of(q, BIG) == BIG && !left);
	CHECK(!alloc_total(&mem, q, &left, BIG / 7, weight, NULL, BIG, 2));
	CHECK(sum_of(q, BIG) == BIG / 7 && !left);
	CHECK(!alloc_total(&mem, q, &left, INT64_C(1000) * BIG + 1, weight, cap,
			   BIG, 2));
	CHECK(left == 1);
	CHECK(!alloc_budget(&mem, q, &left, INT64_MAX / 2, price, weight, NULL,
			    BIG));
	arena_reset(&mem);
}

int main(void)
{
	test_total_against_the_definition();
	test_total_ties();
	test_total_caps();
	test_total_domain();
	test_total_large();
	test_budget_by_hand();
	test_budget_properties();
	test_cost();
	arena_free(&mem);
	printf("test_alloc: pass\n");
	return 0;
}
