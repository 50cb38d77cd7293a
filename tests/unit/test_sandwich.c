/* test_sandwich - sandwiches: the closed form against its steps one after the other,
 * pieces against the whole, the safe slippage against amounts tried. */
#include "check.h"
#include "math/sandwich.h"

#include <math.h>

#define TRIED 400

static double uniform(uint64_t *seed)
{
	return (double)(check_rand(seed) >> 11) * 0x1p-53;
}

static double between(uint64_t *seed, double low, double high)
{
	return low * pow(high / low, uniform(seed));
}

static struct sandwich_in random_in(uint64_t *seed)
{
	static const double fees[] = { 0, 0.0005, 0.003, 0.01 };

	return (struct sandwich_in){
		.reserve_in = between(seed, 1e3, 1e9),
		.reserve_out = between(seed, 1e3, 1e9),
		.victim_in = 1,
		.fee = fees[check_pick(seed, 0, 3)],
		.slippage = between(seed, 1e-4, 0.2),
	};
}

/* A pool that keeps its fee. */
static double swap(double *x, double *y, double in, double fee)
{
	double net = in * (1 - fee), out = *y * net / (*x + net);

	*x += in;
	*y -= out;
	return out;
}

/* The gain of a before the victim, and the slippage the victim sees. */
static double by_steps(double *slippage, const struct sandwich_in *in, double a)
{
	double x = in->reserve_in, y = in->reserve_out, alone, first, got;
	double x0 = x, y0 = y;

	alone = swap(&x0, &y0, in->victim_in, in->fee);
	first = swap(&x, &y, a, in->fee);
	got = swap(&x, &y, in->victim_in, in->fee);
	*slippage = 1 - got / alone;
	return swap(&y, &x, first, in->fee) - a;
}

static void test_refusals(void)
{
	uint64_t seed = 1;
	struct sandwich_in in = random_in(&seed), bad = in;
	const struct sandwich_piece one = { .x = 100, .y = 100 };
	struct sandwich_ticks t = { &one, 1, 50, 10, 0, 0 };
	struct sandwich s = { .safe = 7 };
	double safe = 7;

	bad.victim_in = 0;
	CHECK(sandwich_cpmm(&s, &bad) == ST_DOMAIN);
	bad = in;
	bad.fee = 1;
	CHECK(sandwich_cpmm(&s, &bad) == ST_DOMAIN);
	bad = in;
	bad.cost = -1;
	CHECK(sandwich_cpmm(&s, &bad) == ST_DOMAIN);
	bad = in;
	bad.reserve_in = NAN;
	CHECK(sandwich_cpmm(&s, &bad) == ST_DOMAIN && s.safe == 7);
	t.victim_in = 51;
	CHECK(sandwich_safe(&safe, &t) == ST_RANGE);
	t.n = 0;
	CHECK(sandwich_safe(&safe, &t) == ST_DOMAIN && safe == 7);
}

static void test_closed_form(void)
{
	uint64_t seed = 2;
	int safe = 0, unsafe = 0;

	for (int i = 0; i < 2000; i++) {
		struct sandwich_in in = random_in(&seed);
		struct sandwich s;
		double slippage, gain, bound;

		in.victim_in = in.reserve_in * between(&seed, 1e-4, 0.5);
		in.cost = in.victim_in * between(&seed, 1e-7, 1e-3);
		CHECK(sandwich_cpmm(&s, &in) == ST_OK);
		gain = by_steps(&slippage, &in, s.a_max);
		CHECK(fabs(slippage - in.slippage) < 1e-9);
		if (s.a_opt == s.a_max)
			CHECK(fabs(gain - s.gross) < 1e-8 * in.victim_in);
		/* nothing that the safe slippage lets through pays, a little
		 * more than it does where something does */
		bound = s.safe < 1 ? s.safe : in.slippage;
		in.slippage = bound;
		CHECK(sandwich_cpmm(&s, &in) == ST_OK);
		for (int k = 1; k <= 20; k++)
			CHECK(by_steps(&slippage, &in, s.a_max * k / 20) <=
			      in.cost + 1e-8 * in.victim_in);
		if (s.safe < 1) {
			unsafe++;
			CHECK(by_steps(&slippage, &in, s.a_max * 1.001) >
			      in.cost);
		} else {
			safe++;
		}
	}
	CHECK(safe > 100 && unsafe > 100);
}

/* The same pool as one piece and as many. */
static void test_pieces(void)
{
	uint64_t seed = 3;
	int found = 0;

	for (int i = 0; i < 300; i++) {
		struct sandwich_in in = random_in(&seed);
		struct sandwich_piece v[8] = { { 0, 0, in.reserve_in,
						 in.reserve_out } };
		struct sandwich_ticks t = { v, 1, INFINITY, 1, in.fee, 0 };
		double one, many, slippage;

		t.victim_in = in.reserve_in * between(&seed, 1e-3, 0.3);
		t.cost = t.victim_in * between(&seed, 1e-7, 1e-3);
		CHECK(sandwich_safe(&one, &t) == ST_OK);
		for (int k = 1; k < 8; k++) {
			double n = in.reserve_in * 0.05 * k;

			v[k].in = n;
			v[k].out = in.reserve_out * n / (in.reserve_in + n);
			v[k].x = in.reserve_in + n;
			v[k].y = in.reserve_out - v[k].out;
		}
		t.n = 8;
		CHECK(sandwich_safe(&many, &t) == ST_OK);
		CHECK(fabs(one - many) < 1e-9);
		if (one == 1)
			continue;
		found++;
		for (int k = 1; k <= TRIED; k++) {
			double a = t.victim_in * 10 * k / TRIED;
			double gain = sandwich_gain(&slippage, &t, a);

			CHECK(slippage > one - 1e-9 ||
			      gain <= t.cost + 1e-9 * t.victim_in);
		}
	}
	CHECK(found > 30);
}

int main(void)
{
	test_refusals();
	test_closed_form();
	test_pieces();
	printf("test_sandwich: pass\n");
	return 0;
}
