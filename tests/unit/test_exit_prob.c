/* test_exit_prob - leaving a range: domain, hard figures, both series against each
 * other, what must hold of any range. */
#include "check.h"

#include "math/exit_prob.h"

#include <math.h>
#include <stdbool.h>

static bool near(double got, double want, double room)
{
	return fabs(got - want) <= room;
}

static void test_domain(void)
{
	static const struct exit_range bad[] = {
		{ 0, 1, 0, 1 },        { 1, 0, 0, 1 },
		{ -1, 1, 0, 1 },       { 1, -1, 0, 1 },
		{ 1, 1, 0, 0 },        { 1, 1, 0, -1 },
		{ NAN, 1, 0, 1 },      { 1, NAN, 0, 1 },
		{ 1, 1, NAN, 1 },      { 1, 1, 0, NAN },
		{ INFINITY, 1, 0, 1 }, { 1, INFINITY, 0, 1 },
		{ 1, 1, INFINITY, 1 }, { 1, 1, 0, INFINITY },
	};
	static const struct exit_range good = { 1, 1, 0.5, 1 };
	static const double times[] = { -1, NAN, INFINITY };
	double out = 77;

	for (size_t i = 0; i < COUNT(bad); i++) {
		CHECK(exit_by(&out, &bad[i], 1) == ST_DOMAIN);
		CHECK(exit_by(&out, &bad[i], 0) == ST_DOMAIN);
		CHECK(exit_outside_at(&out, &bad[i], 1) == ST_DOMAIN);
		CHECK(exit_mean_time(&out, &bad[i]) == ST_DOMAIN);
	}
	for (size_t i = 0; i < COUNT(times); i++) {
		CHECK(exit_by(&out, &good, times[i]) == ST_DOMAIN);
		CHECK(exit_outside_at(&out, &good, times[i]) == ST_DOMAIN);
	}
	CHECK(out == 77);
	CHECK(!exit_by(&out, &good, 0) && out == 0);
	out = 77;
	CHECK(!exit_outside_at(&out, &good, 0) && out == 0);
}

/* mpmath, the images at 2000 digits: no spread, a drift that decides all, drifts
 * against the nearer end, nu lower / sigma^2 up to 5000. */
static const struct {
	struct exit_range r;
	double years, by, mean;
} hard[] = {
	{ { 0.1, 0.2, 0, 0.8 }, 0.02, 0.45344214141707436, 0.03125 },
	{ { 0.1, 0.2, 0.3, 0.8 }, 1e-6, 0, 0.031691521194571606 },
	{ { 0.1, 0.2, 0, 0.8 }, 10, 1, 0.03125 },
	{ { 1, 1, 50, 0.1 }, 0.01, 0, 0.02 },
	{ { 1, 1, 50, 0.1 }, 0.0199, 0.36415341768223832, 0.02 },
	{ { 1, 1, 50, 0.1 }, 0.0201, 0.64048384508710139, 0.02 },
	{ { 0.5, 0.2, -30, 0.2 }, 0.016, 0.22212718290801653, 0.05 / 3 },
	{ { 0.01, 5, 2, 0.01 }, 2.4, 2.0185359233042566e-38, 2.5 },
	{ { 0.01, 5, 2, 0.01 }, 2.5, 0.50063078155355904, 2.5 },
	{ { 1e-6, 2, 0, 1 }, 0.5, 0.99999891295438432, 2e-6 },
	{ { 2, 1e-6, 0, 1 }, 0.5, 0.99999891295438432, 2e-6 },
	{ { 0.3, 0.3, 1e-9, 0.7 },
	  0.5,
	  0.95570318841973431,
	  0.18367346938775511 },
	{ { 0.3, 0.4, 1, 0.5 }, 100, 1, 0.33885984935425612 },
	{ { 5, 0.001, -400, 0.3 },
	  0.001,
	  0.00013791280933656185,
	  0.01249827574510127 },
	{ { 3, 3, 1000, 1 }, 0.003, 0.50364152469213871, 0.003 },
	{ { 1e-3, 1e-3, 0, 2 }, 1e-12, 0, 2.5e-7 },
	{ { 0.2, 0.3, -0.01, 0.3 },
	  0.8,
	  0.70935389176390113,
	  0.66403384549091988 },
};

static void test_hard(void)
{
	double by, mean;

	for (size_t i = 0; i < COUNT(hard); i++) {
		CHECK(!exit_by(&by, &hard[i].r, hard[i].years));
		CHECK(near(by, hard[i].by, 1e-9 * hard[i].by + 1e-300));
		CHECK(!exit_mean_time(&mean, &hard[i].r));
		CHECK(near(mean, hard[i].mean, 1e-12 * hard[i].mean));
	}
}

static double uniform(uint64_t *seed, double lo, double hi)
{
	return lo + (hi - lo) * (double)(check_rand(seed) >> 11) * 0x1p-53;
}

/* Where both converge both say the same. */
static void test_both_series(void)
{
	uint64_t seed = 1;

	for (int i = 0; i < check_times(20000); i++) {
		struct exit_range r = { .lower = uniform(&seed, 0.01, 1),
					.upper = uniform(&seed, 0.01, 1),
					.sigma = uniform(&seed, 0.2, 2) };
		double width = r.lower + r.upper;
		double spread = exp(uniform(&seed, log(0.05), log(10)));
		double years = spread * width * width / (r.sigma * r.sigma);

		r.nu = uniform(&seed, -1, 1) * r.sigma * r.sigma / width;
		CHECK(near(exit_by_sines(&r, years), exit_by_images(&r, years),
			   1e-10));
	}
}

/* A drift of any size, from nothing to certainty. */
static struct exit_range any(uint64_t *seed)
{
	struct exit_range r = { .lower = exp(uniform(seed, -9, 2)),
				.upper = exp(uniform(seed, -9, 2)),
				.sigma = exp(uniform(seed, -5, 2)) };

	r.nu = exp(uniform(seed, -12, 7)) * r.sigma * r.sigma /
	       (r.lower + r.upper) * (check_rand(seed) & 1 ? 1 : -1);
	return r;
}

static void test_properties(void)
{
	uint64_t seed = 2;

	for (int i = 0; i < check_times(20000); i++) {
		struct exit_range r = any(&seed);
		const struct exit_range mirror = { r.upper, r.lower, -r.nu,
						   r.sigma };
		double by, at, later, wider, mean, mirrored;
		double years;

		CHECK(!exit_mean_time(&mean, &r) && mean > 0);
		years = mean * exp(uniform(&seed, -4, 2));
		CHECK(!exit_by(&by, &r, years) && by >= 0 && by <= 1);
		CHECK(!exit_outside_at(&at, &r, years));
		CHECK(at <= by + 1e-12);
		CHECK(!exit_by(&later, &r, years * 1.01));
		CHECK(later >= by - 1e-12);
		CHECK(!exit_by(&mirrored, &mirror, years));
		CHECK(near(by, mirrored, 1e-11));
		/* Markov: it cannot still be inside for long past the mean */
		CHECK(1 - by <= mean / years + 1e-11);
		CHECK(!exit_mean_time(&mirrored, &mirror));
		CHECK(near(mean, mirrored, 1e-12 * mean));
		/* never longer than the drift alone, nor than the wider range */
		CHECK(mean <= (r.nu > 0 ? r.upper : r.lower) / fabs(r.nu) *
				      (1 + 1e-12));
		r.lower *= 1.01;
		CHECK(!exit_by(&wider, &r, years));
		CHECK(wider <= by + 1e-11);
	}
}

int main(void)
{
	test_domain();
	test_hard();
	test_both_series();
	test_properties();
	printf("test_exit_prob: pass\n");
	return 0;
}
