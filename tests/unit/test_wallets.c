/* test_wallets - first fit: each limit met and passed by one, then against a walk
 * over all wallets. */
#include "check.h"
#include "math/wallets.h"

static struct arena mem;

static void test_limits(void)
{
	const struct means funds[2] = { { 100, 10 }, { 1000, 0 } };
	struct wallets w;

	wallets_open(&w, &mem, funds, 2, 2, PPM);
	CHECK(wallets_fit(&w, SIDE_BUY, 100) == 0); /* all of it */
	CHECK(wallets_fit(&w, SIDE_BUY, 1) == 1);
	CHECK(wallets_fit(&w, SIDE_SELL, 11) == -1);
	CHECK(wallets_fit(&w, SIDE_SELL, 10) == 0);
	CHECK(wallets_fit(&w, SIDE_BUY, 0) == 1); /* wallet 0 is full */
	CHECK(wallets_fit(&w, SIDE_BUY, 0) == -1);
	CHECK(w.at[0].free[SIDE_BUY] == 0 && w.at[1].free[SIDE_BUY] == 999);
	CHECK(w.at[0].orders[SIDE_BUY] == 1 && w.at[0].orders[SIDE_SELL] == 1);
}

/* The largest order is a share of the balance at the start, not of what is left;
 * a cost equal to it passes. */
static void test_order_share(void)
{
	const struct means funds[1] = { { 105, 0 } };
	struct wallets w;

	wallets_open(&w, &mem, funds, 1, 10, 100000); /* 10.5: 10 */
	CHECK(wallets_fit(&w, SIDE_BUY, 11) == -1);
	for (int i = 0; i < 10; i++)
		CHECK(wallets_fit(&w, SIDE_BUY, 10) == 0);
	CHECK(wallets_fit(&w, SIDE_BUY, 5) == -1);
}

static void test_take_and_side_limit(void)
{
	const struct means funds[2] = { { 50, 50 }, { 50, 50 } };
	struct wallets w;

	wallets_open(&w, &mem, funds, 2, 3, PPM);
	wallets_limit(&w, SIDE_BUY, 1);
	CHECK(wallets_take(&w, 1, SIDE_BUY, 20));
	CHECK(!wallets_take(&w, 1, SIDE_BUY, 20));
	CHECK(!wallets_take(&w, 1, SIDE_SELL, 51));
	CHECK(wallets_take(&w, 1, SIDE_SELL, 50));
	wallets_limit(&w, SIDE_BUY, 3);
	CHECK(wallets_take(&w, 1, SIDE_BUY, 20));
	CHECK(!wallets_take(&w, 1, SIDE_BUY, 1)); /* three orders */
	CHECK(w.at[1].free[SIDE_BUY] == 10 && w.at[1].free[SIDE_SELL] == 0);
}

static void test_deal(void)
{
	const struct means funds[3] = { { 50, 0 }, { 70, 0 }, { 70, 0 } };
	struct wallets w, copy;

	wallets_open(&w, &mem, funds, 3, 2, PPM);
	copy = wallets_copy(&w, &mem);
	CHECK(wallets_deal(&w, SIDE_BUY, 71) == -1);
	CHECK(wallets_deal(&w, SIDE_BUY, 10) == 1); /* the first of equals */
	CHECK(wallets_deal(&w, SIDE_BUY, 10) == 2);
	CHECK(wallets_deal(&w, SIDE_BUY, 40) == 1);
	CHECK(wallets_deal(&w, SIDE_BUY, 60) == 2);
	CHECK(wallets_deal(&w, SIDE_BUY, 0) == 0); /* the others are full */
	CHECK(wallets_most(&w, SIDE_BUY) == 50);
	CHECK(wallets_most(&copy, SIDE_BUY) == 70);
	CHECK(copy.at[1].free[SIDE_BUY] == 70);
}

static void test_none(void)
{
	struct wallets w;

	wallets_open(&w, &mem, NULL, 0, 32, PPM);
	CHECK(wallets_fit(&w, SIDE_BUY, 0) == -1);
	CHECK(wallets_deal(&w, SIDE_BUY, 0) == -1);
}

static int walk(int64_t free[][2], const int64_t start[][2], int orders[],
		int n, int max, int64_t ppm, enum side side, int64_t cost)
{
	for (int i = 0; i < n; i++) {
		if (orders[i] >= max || cost > free[i][side] ||
		    (__int128)cost * PPM > (__int128)start[i][side] * ppm)
			continue;
		free[i][side] -= cost;
		orders[i]++;
		return i;
	}
	return -1;
}

static void test_against_a_walk(void)
{
	enum { MOST = 37 };
	uint64_t seed = 5;

	for (int round = 0; round < 2000; round++) {
		int n = (int)check_pick(&seed, 1, MOST), orders[MOST] = { 0 };
		int max = (int)check_pick(&seed, 0, 5);
		int64_t ppm = check_pick(&seed, 0, PPM);
		int64_t free[MOST][2], start[MOST][2];
		struct means funds[MOST];
		struct wallets w;

		for (int i = 0; i < n; i++) {
			funds[i].quote = check_pick(&seed, 0, 1000);
			funds[i].base = check_pick(&seed, 0, 1000);
			free[i][SIDE_BUY] = funds[i].quote;
			free[i][SIDE_SELL] = funds[i].base;
			start[i][SIDE_BUY] = funds[i].quote;
			start[i][SIDE_SELL] = funds[i].base;
		}
		wallets_open(&w, &mem, funds, n, max, ppm);
		for (int k = 0; k < 100; k++) {
			enum side side =
				check_pick(&seed, 0, 1) ? SIDE_SELL : SIDE_BUY;
			int64_t cost = check_pick(&seed, 0, 600);

			CHECK(wallets_fit(&w, side, cost) ==
			      walk(free, start, orders, n, max, ppm, side,
				   cost));
		}
		arena_reset(&mem);
	}
}

int main(void)
{
	test_limits();
	test_order_share();
	test_take_and_side_limit();
	test_deal();
	test_none();
	test_against_a_walk();
	arena_free(&mem);
	printf("test_wallets: pass\n");
	return 0;
}
