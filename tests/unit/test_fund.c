/* fund: never both, never back and forth, and what it reaches when it acts. */
#include "check.h"
#include "math/fund.h"

#include <math.h>

static const struct fund_in plain = {
	.buffer = { .price = 1,
		    .pivot = 1,
		    .lower = 0.85,
		    .upper = 1.3,
		    .sol = 100,
		    .usdc = 0,
		    .sol_usd = 100,
		    .fee = 0.001,
		    .usdc_max_frac = 0.3,
		    .min_sol_frac = 0.65,
		    .inject_target_frac = 0.7 },
	.mode = FUND_SPEND,
	.dead_band_frac = 0.01,
	.min_usdc = 10,
	.max_usdc = 1e9,
	.sol_free = 100,
};

/* The treasury after the swap, at cost. */
static void carry_out(struct fund_in *in, const struct fund *f)
{
	struct fiat_buffer_in *b = &in->buffer;
	double keep = 1 - b->fee;

	switch (f->step) {
	case FUND_REST:
		break;
	case FUND_SELL_SOL:
		b->sol -= f->amount_usdc / b->sol_usd;
		b->usdc += f->amount_usdc * keep;
		break;
	case FUND_BUY_SOL:
	case FUND_INJECT:
		b->usdc -= f->amount_usdc;
		b->sol += f->amount_usdc * keep / b->sol_usd;
		break;
	}
	b->usdc = fmax(b->usdc, 0);
	in->sol_free = b->sol;
	in->injecting = f->injecting;
}

static void test_refusals(void)
{
	struct fund_in in = plain;
	struct fund f;

	in.buffer.min_sol_frac = 0.7; /* equals what the edge leaves */
	CHECK(fund_next(&f, &in) == ST_DOMAIN);
	in = plain;
	in.sol_free = 101;
	CHECK(fund_next(&f, &in) == ST_DOMAIN);
	in = plain;
	in.max_usdc = 0;
	CHECK(fund_next(&f, &in) == ST_DOMAIN);
	in = plain;
	in.buffer.price = NAN;
	CHECK(fund_next(&f, &in) == ST_DOMAIN);
}

static void test_edges(void)
{
	struct fund_in in = plain;
	struct fund f;

	CHECK(fund_next(&f, &in) == ST_OK && f.step == FUND_REST);
	in.buffer.price = 1.3; /* the upper edge wants 30 % */
	CHECK(fund_next(&f, &in) == ST_OK && f.step == FUND_SELL_SOL);
	carry_out(&in, &f);
	CHECK(fabs(in.buffer.usdc / (in.buffer.usdc + in.buffer.sol * 100) -
		   0.3) < 1e-9);
	CHECK(fund_next(&f, &in) == ST_OK && f.step == FUND_REST);
	in.buffer.price = 0.85; /* the lower edge: all of it is spent */
	CHECK(fund_next(&f, &in) == ST_OK && f.step == FUND_BUY_SOL);
	CHECK(fabs(f.amount_usdc - in.buffer.usdc) < 1e-9);
	in = plain;
	in.buffer.price = 0.86;
	in.mode = FUND_HOLD;
	in.sol_free = 1; /* the rest is locked: not worth a swap yet */
	in.dead_band_frac = 0.02;
	CHECK(fund_next(&f, &in) == ST_OK && f.step == FUND_REST);
	in.sol_free = 3;
	CHECK(fund_next(&f, &in) == ST_OK && f.step == FUND_SELL_SOL);
	CHECK(fabs(f.amount_usdc - 300) < 1e-9);
}

static void test_large_swaps_come_in_parts(void)
{
	struct fund_in in = plain;
	struct fund f;
	int n = 0;

	in.buffer.price = 1.3;
	in.max_usdc = 50; /* below the dead band of 100 */
	for (; n < 100; n++) {
		CHECK(fund_next(&f, &in) == ST_OK);
		if (f.step == FUND_REST)
			break;
		CHECK(f.amount_usdc <= 50);
		carry_out(&in, &f);
	}
	CHECK(n > 50 && n < 100);
}

/* A price that trembles at either edge, and one that walks: a swap is never
 * followed by its opposite while the price stays within the dead band, and below
 * the pivot nothing is sold. */
static void test_no_flapping(void)
{
	const double at[] = { 1.3, 0.85, 1.0, 1.15 };
	uint64_t seed = 1;

	for (int mode = FUND_SPEND; mode <= FUND_HOLD; mode++)
		for (int k = 0; k < 4; k++) {
			struct fund_in in = plain;
			int swaps = 0;

			in.mode = (enum fund_mode)mode;
			in.buffer.usdc = 4000;
			for (int i = 0; i < 10000; i++) {
				double r =
					(double)check_pick(&seed, -1000, 1000) /
					1000;
				struct fund f;

				in.buffer.price = at[k] * (1 + 0.001 * r);
				in.buffer.sol_usd = 100 * (1 + 0.002 * r);
				CHECK(fund_next(&f, &in) == ST_OK);
				swaps += f.step != FUND_REST;
				if (mode == FUND_SPEND && in.buffer.price < 1)
					CHECK(f.step != FUND_SELL_SOL);
				carry_out(&in, &f);
			}
			CHECK(swaps <= 3);
		}
}

/* A falling SOL: injected once down to the limit, up to the target, not at each
 * tick. */
static void test_injection_has_hysteresis(void)
{
	struct fund_in in = plain;
	int n = 0;

	in.buffer.price = 1.29;
	in.buffer.usdc = 4200;
	for (int i = 0; i < 10000; i++) {
		struct fund f;

		in.buffer.sol_usd = 100 - 0.003 * i;
		CHECK(fund_next(&f, &in) == ST_OK);
		if (f.step == FUND_INJECT) {
			n++;
			CHECK(in.injecting || f.sol_frac_now < 0.65);
			carry_out(&in, &f);
			CHECK(fabs(in.buffer.sol * in.buffer.sol_usd /
					   (in.buffer.usdc +
					    in.buffer.sol * in.buffer.sol_usd) -
				   0.7) < 1e-9);
			continue;
		}
		in.injecting = f.injecting;
	}
	CHECK(n >= 1 && n <= 3);
}

int main(void)
{
	test_refusals();
	test_edges();
	test_large_swaps_come_in_parts();
	test_no_flapping();
	test_injection_has_hysteresis();
	printf("test_fund: pass\n");
	return 0;
}
