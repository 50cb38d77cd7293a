/* test_ladder - prices by hand, then every geometric price against the powers
 * that define it; density; merging; the pieces below: e^-x, products of powers. */
#include "check.h"
#include "math/ladder.h"
#include "math/powcmp.h"

#include <math.h>

static struct ladder ladder(enum side side, enum spacing spacing, int64_t pivot,
			    int64_t width_ppm, int n, int64_t tick)
{
	return (struct ladder){ .side = side,
				.spacing = spacing,
				.n = n,
				.pivot = pivot,
				.tick = tick,
				.edge = ladder_edge(side, pivot, width_ppm) };
}

static void test_powcmp(void)
{
	unsigned __int128 top = ~(unsigned __int128)0;
	struct power a[2] = { { 2, 100 }, { 3, 0 } };
	struct power b[2] = { { 4, 50 }, { 1, 7 } };
	struct power c[2] = { { top, 9 }, { 6, 5 } };
	struct power d[2] = { { top, 9 }, { 7776, 1 } };

	CHECK(powcmp(a, b) == 0);
	CHECK(powcmp(c, d) == 0);
	d[0].base--;
	CHECK(powcmp(c, d) == 1 && powcmp(d, c) == -1);
	b[0].exponent++;
	CHECK(powcmp(a, b) == -1);
}

static void test_expneg(void)
{
	struct expneg e;

	CHECK(!expneg(&e, 0) && expneg_real(e) == 1);
	CHECK(expneg_fixed(e, 40) == INT64_C(1) << 40);
	CHECK(expneg_fixed(e, 62) == INT64_C(1) << 62);
	for (double x = 0; x < 700; x += 0.0371) {
		CHECK(!expneg(&e, x));
		CHECK(fabs(expneg_real(e) - exp(-x)) <= 1e-15 * exp(-x));
		CHECK(llabs(expneg_fixed(e, 40) - llrint(exp(-x) * 0x1p40)) <=
		      1);
	}
	for (int k = 1; k < 1020; k++) { /* all doubles about k ln 2 */
		double x = nextafter(nextafter(k * log(2), 0), 0);

		for (int i = 0; i < 5; i++, x = nextafter(x, 2 * x)) {
			CHECK(!expneg(&e, x));
			CHECK(fabs(ldexp(expneg_real(e), k) - 1) < 1e-12);
		}
	}
	CHECK(expneg(&e, -0.1) == ST_DOMAIN && expneg(&e, NAN) == ST_DOMAIN);
	CHECK(expneg(&e, EXPNEG_MAX) == ST_DOMAIN);
}

static void test_by_hand(void)
{
	/* 100.5 in millionths of a tick, 10 % wide */
	struct ladder l =
		ladder(SIDE_BUY, SPACING_LINEAR, 100500000, 100000, 4, 1000000);
	int64_t p[4];

	CHECK(!ladder_prices(p, &l)); /* 97.9875 95.475 92.9625 90.45 */
	CHECK(p[0] == 97000000 && p[1] == 95000000);
	CHECK(p[2] == 92000000 && p[3] == 90000000);
	l = ladder(SIDE_SELL, SPACING_LINEAR, 100500000, 100000, 4, 1000000);
	CHECK(!ladder_prices(p, &l)); /* 103.0125 105.525 108.0375 110.55 */
	CHECK(p[0] == 104000000 && p[1] == 106000000);
	CHECK(p[2] == 109000000 && p[3] == 111000000);

	/* Roots that are whole: 10000 * 0.81^(1/2) = 9000, 1.21^(1/2) = 1.1 */
	l = ladder(SIDE_BUY, SPACING_GEOMETRIC, 10000, 190000, 2, 1);
	CHECK(!ladder_prices(p, &l) && p[0] == 9000 && p[1] == 8100);
	l = ladder(SIDE_SELL, SPACING_GEOMETRIC, 10000, 210000, 2, 1);
	CHECK(!ladder_prices(p, &l) && p[0] == 11000 && p[1] == 12100);
	l = ladder(SIDE_SELL, SPACING_GEOMETRIC, 1000, 331000, 3, 10);
	CHECK(!ladder_prices(p, &l));
	CHECK(p[0] == 1100 && p[1] == 1210 && p[2] == 1340);
}

static void test_domain(void)
{
	struct ladder ok = ladder(SIDE_BUY, SPACING_LINEAR, 100, 100000, 2, 1);
	struct ladder l = ok;
	int64_t p[2] = { 77, 77 };

	l.n = 0;
	CHECK(ladder_prices(p, &l) == ST_DOMAIN);
	l = ok, l.n = LADDER_LEVELS_MAX + 1;
	CHECK(ladder_prices(p, &l) == ST_DOMAIN);
	l = ok, l.pivot = 0;
	CHECK(ladder_prices(p, &l) == ST_DOMAIN);
	l = ok, l.pivot = LADDER_PIVOT_MAX;
	CHECK(ladder_prices(p, &l) == ST_DOMAIN);
	l = ok, l.tick = 0;
	CHECK(ladder_prices(p, &l) == ST_DOMAIN);
	l = ok, l.edge = 0; /* width 100 % */
	CHECK(ladder_prices(p, &l) == ST_DOMAIN);
	l = ok, l.edge = 100 * PPM; /* width 0 */
	CHECK(ladder_prices(p, &l) == ST_DOMAIN);
	l.side = SIDE_SELL;
	CHECK(ladder_prices(p, &l) == ST_DOMAIN);
	l.edge = (__int128)INT64_MAX * PPM;
	CHECK(ladder_prices(p, &l) == ST_OVERFLOW);
	CHECK(p[0] == 77 && p[1] == 77);
}

/* price - pivot^((n-i)/n) edge^(i/n), its sign, without reducing the fraction */
static int sign(const struct ladder *l, int i, int64_t price)
{
	unsigned n = (unsigned)l->n, k = (unsigned)i;
	struct power ours[2] = { { (uint64_t)price, n }, { PPM, k } };
	struct power exact[2] = { { (uint64_t)l->pivot, n - k },
				  { (unsigned __int128)l->edge, k } };

	return price ? powcmp(ours, exact) : -1;
}

static void test_geometric_exactly(void)
{
	static const int64_t ticks[] = { 1, 5, 10, 1000000 };
	uint64_t seed = 3;

	for (int round = 0; round < 400; round++) {
		enum side side = round % 2 ? SIDE_SELL : SIDE_BUY;
		int n = (int)check_pick(&seed, 1, 40);
		int64_t pivot =
			(int64_t)(check_rand(&seed) >> (4 + round % 50));
		int64_t tick = ticks[round % 4], p[40];
		int64_t width = check_pick(&seed, 1,
					   side == SIDE_BUY ? 999999 : 3000000);
		struct ladder l;

		pivot += pivot == 0;
		l = ladder(side, SPACING_GEOMETRIC, pivot, width, n, tick);
		CHECK(!ladder_prices(p, &l));
		for (int i = 1; i <= n; i++) {
			int64_t price = p[i - 1];

			CHECK(price % tick == 0);
			if (side == SIDE_BUY) {
				CHECK(sign(&l, i, price) <= 0);
				CHECK(sign(&l, i, price + tick) > 0);
			} else {
				CHECK(sign(&l, i, price) >= 0);
				CHECK(sign(&l, i, price - tick) < 0);
			}
		}
	}
}

/* Never towards the market, in order, and the same last level either way. */
static void test_properties(void)
{
	uint64_t seed = 4;

	for (int round = 0; round < 2000; round++) {
		enum side side = round % 2 ? SIDE_SELL : SIDE_BUY;
		int n = (int)check_pick(&seed, 1, 60);
		int64_t pivot = check_pick(&seed, 1, INT64_C(1) << 59);
		int64_t tick = check_pick(&seed, 1, 2000000), a[60], b[60];
		struct ladder l = ladder(side, SPACING_LINEAR, pivot,
					 check_pick(&seed, 1, 999999), n, tick);

		CHECK(!ladder_prices(a, &l));
		l.spacing = SPACING_GEOMETRIC;
		CHECK(!ladder_prices(b, &l));
		CHECK(a[n - 1] == b[n - 1]);
		for (int i = 0; i < n; i++) {
			/* the geometric mean is below the arithmetic */
			CHECK(b[i] <= a[i]);
			CHECK(side == SIDE_BUY ? a[i] < pivot : b[i] > pivot);
			if (i && side == SIDE_BUY)
				CHECK(a[i] <= a[i - 1] && b[i] <= b[i - 1]);
			if (i && side == SIDE_SELL)
				CHECK(a[i] >= a[i - 1] && b[i] >= b[i - 1]);
		}
	}
}

static void test_weights(void)
{
	int64_t w[5];

	CHECK(!ladder_weights(w, 0, 5));
	for (int i = 0; i < 5; i++)
		CHECK(w[i] == INT64_C(1) << LADDER_WEIGHT_BITS);
	CHECK(!ladder_weights(w, ladder_steepness(2, 0.5, 1), 5));
	for (int i = 1; i < 5; i++)
		CHECK(w[i] > w[i - 1]);
	CHECK(w[4] == INT64_C(1) << LADDER_WEIGHT_BITS);
	w[0] = 77;
	CHECK(ladder_weights(w, -1, 5) == ST_DOMAIN && w[0] == 77);
	CHECK(ladder_weights(w, 2000, 5) == ST_DOMAIN && w[0] == 77);
}

static void test_merge(void)
{
	int64_t price[7] = { 9, 9, 7, 7, 7, 0, 0 };
	int64_t weight[7] = { 1, 2, 4, 8, 16, 32, 64 };
	int number[7];

	CHECK(ladder_merge(price, weight, number, 7) == 2);
	CHECK(price[0] == 9 && weight[0] == 3 && number[0] == 1);
	CHECK(price[1] == 7 && weight[1] == 28 && number[1] == 3);
	CHECK(ladder_merge(price, weight, number, 0) == 0);
}

int main(void)
{
	test_powcmp();
	test_expneg();
	test_by_hand();
	test_domain();
	test_geometric_exactly();
	test_properties();
	test_weights();
	test_merge();
	printf("test_ladder: pass\n");
	return 0;
}
