/* test_opt_width - the best width: domain, no edge, the full range, the maximum
 * against its neighbours. */
#include "check.h"

#include "math/opt_width.h"

#include <math.h>
#include <string.h>

static double net(const struct width_in *in, double w)
{
	double var = in->sigma * in->sigma;

	return (in->phi - var / 4) / (2 * (1 - exp(-w / 2))) -
	       (in->cost_frac + in->gas_frac) * var / (w * w);
}

static void test_domain(void)
{
	static const struct width_in bad[] = {
		{ 1, 0, 0.01, 0 },     { 1, -1, 0.01, 0 },
		{ 1, NAN, 0.01, 0 },   { 1, INFINITY, 0.01, 0 },
		{ NAN, 1, 0.01, 0 },   { INFINITY, 1, 0.01, 0 },
		{ 1, 1, -0.01, 0.1 },  { 1, 1, 0.1, -0.01 },
		{ 1, 1, 0, 0 },        { 1, 1, NAN, 0.1 },
		{ 1, 1, INFINITY, 0 }, { 1, 1e-200, 0.01, 0 },
	};
	static const struct width_in no_edge[] = {
		{ 0.25, 1, 0.01, 0 }, /* equal: nothing is left */
		{ 0.2, 1, 0.01, 0 },
		{ 0, 1, 0.01, 0 },
		{ -1, 1, 0.01, 0 },
	};
	struct opt_width out, before;

	memset(&out, 7, sizeof(out));
	before = out;
	for (size_t i = 0; i < COUNT(bad); i++)
		CHECK(opt_width(&out, &bad[i]) == ST_DOMAIN);
	for (size_t i = 0; i < COUNT(no_edge); i++)
		CHECK(opt_width(&out, &no_edge[i]) == ST_NODATA);
	CHECK(!memcmp(&out, &before, sizeof(out)));
}

/* sigma 1, phi 1.25: the edge is 1, the first-order answer twice the cost. */
static struct opt_width of_first(double first, struct width_in *in)
{
	struct opt_width out;

	*in = (struct width_in){ 1.25, 1, first / 2, 0 };
	CHECK(!opt_width(&out, in));
	CHECK(fabs(out.first - first) <= 1e-15 * first);
	CHECK(out.net_full == 0.5);
	return out;
}

static void test_widths(void)
{
	struct width_in in;

	for (double first = 1e-6; first < 3.046; first *= 1.07) {
		struct opt_width o = of_first(first, &in);

		CHECK(o.w > first && o.w < 5.15135783);
		/* a maximum: lower on both sides */
		CHECK(net(&in, o.w * 0.98) < net(&in, o.w));
		CHECK(net(&in, o.w * 1.02) < net(&in, o.w) || o.w > 5);
		CHECK(fabs(o.net - net(&in, o.w)) <= 1e-7 * fabs(o.net));
		CHECK(llabs(o.half_ticks - llround(o.w / log(1.0001))) <= 1);
		/* above w = 3.187243, where 1 - e^(-w/2) = w/4, the full range
		 * beats it */
		CHECK(o.full == (o.w > 3.18724));
	}
	CHECK(fabs(of_first(0.01, &in).w / 0.01 - 1) < 1e-5);
}

/* Past 3.04687 net only rises: nothing but the full range. */
static void test_full_range(void)
{
	static const double first[] = { 3.05, 4, 100, 1e9 };
	struct width_in in;

	for (size_t i = 0; i < COUNT(first); i++) {
		struct opt_width o = of_first(first[i], &in);

		CHECK(o.full && o.w == 0 && o.half_ticks == 0 && o.net == 0);
		for (double w = 0.1; w < 40; w += 0.1)
			CHECK(net(&in, w) < o.net_full);
	}
	CHECK(of_first(3.0468, &in).half_ticks > 0);
}

int main(void)
{
	test_domain();
	test_widths();
	test_full_range();
	printf("test_opt_width: pass\n");
	return 0;
}
