/* test_pool_window - what a pool's swaps came to: tables, then random histories
 * against a reckoning second by second. */
#include "math/pool_window.h"

#include "check.h"

#include <math.h>
#include <string.h>

#define NOW 1700000100

static const struct pool_fee plain = { .fee_ppm = 3000 };

static struct u256 number(const char *s)
{
	struct u256 v;

	CHECK(!u256_parse(&v, s, strlen(s)));
	return v;
}

static bool is(struct u256 v, const char *text)
{
	char buf[U256_STR_SZ];

	u256_format(buf, v);
	if (strcmp(buf, text))
		fprintf(stderr, "%s, not %s\n", buf, text);
	return !strcmp(buf, text);
}

static void test_fees(void)
{
	static const struct {
		struct pool_fee fee;
		const char *given, *fees;
	} rows[] = {
		{ { 3000, 0, 0 }, "0", "0" },
		{ { 3000, 0, 0 }, "333", "0" },
		{ { 3000, 0, 0 }, "334", "1" },
		{ { 3000, 0, 0 }, "1000000", "3000" },
		/* a quarter, a sixth, a tenth of the fee to the protocol */
		{ { 3000, 0, 4 }, "1000000", "2250" },
		{ { 3000, 0, 6 }, "1000000", "2500" },
		{ { 3000, 0, 10 }, "1000", "3" },
		/* v4: 3000 of liquidity and 1000 of the protocol are 3997 */
		{ { 3997, 1000, 0 }, "1000000", "2997" },
		{ { 1000, 1000, 0 }, "1000000", "0" },
		{ { 0, 0, 0 }, "1000000", "0" },
		{ { 0, 1000, 0 }, "1000000", "0" },
		{ { 3000, 0, 0 },
		  "1157920892373161954235709850086879078532699846656405640"
		  "39457584007913129639935",
		  "347376267711948586270712955026063723559809953996921692"
		  "118372752023739388919" },
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		for (int token = 0; token < 2; token++) {
			struct pool_window w;

			pool_window_begin(&w, NOW, 3600, 60);
			pool_window_swap(&w, NOW, token, number(rows[i].given),
					 u256_of_u64(7), &rows[i].fee);
			CHECK(is(w.fees[token], rows[i].fees));
			CHECK(is(w.volume[token], rows[i].given));
			CHECK(is(w.fees[!token], "0"));
			CHECK(is(w.volume[!token], "7"));
			CHECK(!w.overflow);
		}
}

static void test_window_is_half_open(void)
{
	struct pool_window w;
	struct u256 one = u256_of_u64(1);

	pool_window_begin(&w, NOW, 3600, 60);
	pool_window_swap(&w, NOW - 3600, 0, one, one, &plain);
	CHECK(w.n_swaps == 0);
	pool_window_swap(&w, NOW - 3599, 0, one, one, &plain);
	pool_window_swap(&w, NOW, 0, one, one, &plain);
	pool_window_swap(&w, NOW + 1, 0, one, one, &plain);
	CHECK(w.n_swaps == 2);
	pool_window_swap(&w, NOW, 0, U256_MAX, one, &plain);
	CHECK(w.overflow);
}

static void test_twap_table(void)
{
	static const struct {
		struct {
			int64_t ago, tick;
		} at[4];
		int n;
		enum status st;
		int64_t mean;
	} rows[] = {
		{ { { 0 } }, 0, ST_NODATA, 0 },
		{ { { 99, 5 } }, 1, ST_NODATA, 0 }, /* does not reach back */
		{ { { 100, 5 } }, 1, ST_OK, 5 },
		{ { { 5000, -7 } }, 1, ST_OK, -7 },
		{ { { 200, 0 }, { 1, 99 } }, 2, ST_OK, 0 },
		{ { { 200, 0 }, { 1, 100 } }, 2, ST_OK, 1 },
		{ { { 200, 0 }, { 1, -1 } }, 2, ST_OK, -1 }, /* down */
		{ { { 200, 0 }, { 1, -100 } }, 2, ST_OK, -1 },
		{ { { 200, 0 }, { 1, -101 } }, 2, ST_OK, -2 },
		{ { { 200, 1 }, { 100, 2 }, { 50, 4 } }, 3, ST_OK, 3 },
		/* the last of a block is what stood */
		{ { { 200, 1 }, { 50, 900 }, { 50, 3 } }, 3, ST_OK, 2 },
		{ { { 200, 1 }, { 0, 900 } }, 2, ST_OK, 1 },
		{ { { 200, 1 }, { -5, 900 } }, 2, ST_OK, 1 }, /* to come */
		{ { { 100, 887272 }, { 50, -887272 } }, 2, ST_OK, 0 },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct pool_window w;
		int64_t mean = 12345;

		pool_window_begin(&w, NOW, 3600, 100);
		for (int k = 0; k < rows[i].n; k++)
			pool_window_price(&w, NOW - rows[i].at[k].ago, 0,
					  rows[i].at[k].tick);
		CHECK(pool_window_twap(&mean, &w) == rows[i].st);
		CHECK(mean == (rows[i].st ? 12345 : rows[i].mean));
	}
}

static void test_few_samples(void)
{
	const int64_t end = NOW / POOL_SAMPLE_S * POOL_SAMPLE_S;
	struct pool_window w;
	double sigma = 77;

	pool_window_begin(&w, end, 86400, 60);
	CHECK(pool_window_sigma(&sigma, &w) == ST_NODATA);
	pool_window_price(&w, end - 12 * POOL_SAMPLE_S + 1, 1, POOL_NO_TICK);
	CHECK(pool_window_sigma(&sigma, &w) == ST_NODATA && sigma == 77);

	/* An hour without a move, and one with a single move of 1 %. */
	pool_window_begin(&w, end, 86400, 60);
	pool_window_price(&w, end - 12 * POOL_SAMPLE_S, 1, POOL_NO_TICK);
	CHECK(!pool_window_sigma(&sigma, &w) && sigma <= 0);
	pool_window_price(&w, end - 1, 1.01, POOL_NO_TICK);
	CHECK(!pool_window_sigma(&sigma, &w));
	CHECK(fabs(sigma - 0.01 * sqrt(8760)) < 1e-9);
	/* That it was asked changes nothing; to and fro in five minutes is none. */
	pool_window_price(&w, end, 1, POOL_NO_TICK);
	CHECK(!pool_window_sigma(&sigma, &w) && sigma <= 0);
}

static void test_logs(void)
{
	double x = 77;

	CHECK(pool_log_sqrt(&x, U256_ZERO) == ST_DOMAIN);
	CHECK(pool_log_ratio(&x, U256_ZERO, u256_of_u64(1)) == ST_DOMAIN);
	CHECK(pool_log_ratio(&x, u256_of_u64(1), U256_ZERO) == ST_DOMAIN);
	CHECK(x == 77);
	CHECK(!pool_log_sqrt(&x, number("79228162514264337593543950336")));
	CHECK(fabs(x) < 1e-15);
	CHECK(!pool_log_sqrt(&x, number("4295128739")));
	CHECK(fabs(x - -887272 * log(1.0001)) < 1e-6);
	CHECK(!pool_log_ratio(&x, u256_of_u64(2000), u256_of_u64(1000)));
	CHECK(fabs(x - log(2)) < 1e-15);
}

/* ---- random histories, second by second ---- */

#define LONG 14400

struct said {
	int64_t ts_s, tick;
	double price;
};

static const struct said *newest_at(const struct said *s, int n, int64_t t)
{
	const struct said *best = NULL;

	for (int i = 0; i < n; i++)
		if (s[i].ts_s <= t)
			best = &s[i];
	return best;
}

static void check_history(const struct said *s, int n, int64_t to,
			  int64_t window, int64_t twap)
{
	struct pool_window w;
	int64_t ticks = 0, points = -1, mean;
	double var = 0, was = 0, sigma;
	bool whole = n && s[0].ts_s <= to - twap;

	pool_window_begin(&w, to, window, twap);
	for (int i = 0; i < n; i++)
		pool_window_price(&w, s[i].ts_s, s[i].price, s[i].tick);

	for (int64_t t = to - twap; t < to && whole; t++)
		ticks += newest_at(s, n, t)->tick;
	CHECK(!pool_window_twap(&mean, &w) == whole);
	CHECK(!whole || mean == (int64_t)floor((double)ticks / (double)twap));

	for (int64_t t = to - window; t <= to; t++) {
		const struct said *at = newest_at(s, n, t);

		if (t % POOL_SAMPLE_S || !at)
			continue;
		if (++points)
			var += (at->price - was) * (at->price - was);
		was = at->price;
	}
	CHECK(!pool_window_sigma(&sigma, &w) == (points >= POOL_SAMPLES_MIN));
	if (points >= POOL_SAMPLES_MIN)
		CHECK(fabs(sigma - sqrt(var * (double)POOL_YEAR_S /
					(double)(points * POOL_SAMPLE_S))) <=
		      1e-12 * sigma);
}

static void test_histories(void)
{
	uint64_t seed = 5;

	for (int64_t round = 0; round < check_times(60); round++) {
		struct said s[40];
		int n = (int)check_pick(&seed, 0, 40);
		int64_t t = NOW - check_pick(&seed, 0, 2 * LONG);

		for (int i = 0; i < n; i++) {
			s[i].ts_s = t;
			s[i].tick = check_pick(&seed, -887272, 887272);
			s[i].price = (double)check_pick(&seed, -9999, 9999) / 7;
			t += check_pick(&seed, 0, 2) *
			     check_pick(&seed, 0, LONG / 20);
		}
		check_history(s, n, NOW + check_pick(&seed, -300, 300),
			      check_pick(&seed, 60, LONG),
			      check_pick(&seed, 1, LONG / 4));
	}
}

int main(void)
{
	test_fees();
	test_window_is_half_open();
	test_twap_table();
	test_few_samples();
	test_logs();
	test_histories();
	printf("test_pool_window: pass\n");
	return 0;
}
