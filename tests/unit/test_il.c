/* test_il - impermanent loss: domain, figures of high precision, laws. */
#include "check.h"

#include "math/il.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

static struct u256 root(const char *digits)
{
	struct u256 s;

	CHECK(!u256_parse(&s, digits, strlen(digits)));
	return s;
}

static bool near(double got, double want, double rel)
{
	return fabs(got - want) <= rel * fabs(want);
}

static void test_domain(void)
{
	static const double bad[] = { 0, -1, NAN, INFINITY, -INFINITY };
	struct u256 a = u256_of_u64(100), b = u256_of_u64(200);
	double il = 77;

	for (size_t i = 0; i < COUNT(bad); i++)
		CHECK(il_v2(&il, bad[i]) == ST_DOMAIN);
	CHECK(il_v3(&il, b, a, a, a) == ST_DOMAIN);
	CHECK(il_v3(&il, a, a, a, a) == ST_DOMAIN);
	CHECK(il_v3(&il, U256_ZERO, b, a, a) == ST_DOMAIN);
	CHECK(il_v3(&il, a, b, U256_ZERO, a) == ST_DOMAIN);
	CHECK(il_v3(&il, a, b, a, U256_ZERO) == ST_DOMAIN);
	CHECK(il_v3(&il, a, U256_MAX, a, b) == ST_DOMAIN);
	CHECK(il_v3(&il, a, b, a, U256_MAX) == ST_DOMAIN);
	CHECK(il == 77);
}

static void test_v2(void)
{
	double il, inverse;

	CHECK(!il_v2(&il, 1) && il == 0);
	CHECK(!il_v2(&il, 4) && near(il, -0.2, 1e-15));
	CHECK(!il_v2(&il, 1e308) && near(il, -1, 1e-15));
	CHECK(!il_v2(&il, 1e-308) && near(il, -1, 1e-15));
	CHECK(!il_v2(&il, 1 + 0x1p-40) && near(il, -0x1p-83, 1e-11));
	for (double r = 1e-12; r < 1e12; r *= 1.1) {
		CHECK(!il_v2(&il, r) && !il_v2(&inverse, 1 / r));
		CHECK(near(il, inverse, 1e-6) || fabs(r - 1) < 1e-3);
		CHECK(il <= 0 && il >= -1);
	}
}

/* mpmath, 60 digits.  Ticks of the range, at entry and now in the margin. */
static const struct {
	const char *lower, *upper, *entry, *now;
	double il;
} figures[] = {
	/* -600 600: 0 to 1, 599, 6000, -6000 */
	{ "76886731765546235930195592749", "81640896826356156310682304525",
	  "79228162514264337593543950336", "79232123823359799118286999567",
	  -4.2292645418332421e-8 },
	{ "76886731765546235930195592749", "81640896826356156310682304525",
	  "79228162514264337593543950336", "81636815087642691053611498143",
	  -0.015168974580545116 },
	{ "76886731765546235930195592749", "81640896826356156310682304525",
	  "79228162514264337593543950336", "106945228894416644761163377413",
	  -0.28050785286277943 },
	{ "76886731765546235930195592749", "81640896826356156310682304525",
	  "79228162514264337593543950336", "58694546734607936014596754228",
	  -0.28050785286277943 },
	/* -60 60: range orders, 1000 to 0, and from side to side */
	{ "78990846045029531151608375685", "79466191966197645195421774832",
	  "83290069058676223003182343269", "79228162514264337593543950336",
	  -0.0014999238801693676 },
	{ "78990846045029531151608375685", "79466191966197645195421774832",
	  "75364347830767020784054125654", "83290069058676223003182343269",
	  -0.095158058067231122 },
	{ "78990846045029531151608375685", "79466191966197645195421774832",
	  "83290069058676223003182343269", "75364347830767020784054125654",
	  -0.095158058067231122 },
	/* the whole range: 0 to 5, end to end */
	{ "4295128738", "1461446703485210103244672773810124308346321380902",
	  "79228162514264337593543950336", "79247971040445709311708648150",
	  -3.1246874472792969e-8 },
	{ "4295128738", "1461446703485210103244672773810124308346321380902",
	  "4353938548", "1441706552580435738300836884994282476831261560279",
	  -1 },
	/* high and low prices */
	{ "1744244129640337381386292603617837",
	  "1745116426147013827546634523827863",
	  "1744331339666623244650065987180298",
	  "1745029176869347773737121152220054", -0.00031994720351275722 },
	{ "4295128738", "4297276732", "4295343489", "337263108621",
	  -0.99981970140906679 },
	/* the smallest move there is, and small ones */
	{ "76886731765546235930195592749", "81640896826356156310682304525",
	  "79228162514264337593543950336", "79228162514264337593543950337",
	  -2.6953123619920046e-57 },
	{ "76886731765546235930195592749", "81640896826356156310682304525",
	  "79228162514264337593543950336", "79228162515417259098150797312",
	  -3.582684648892805e-21 },
	{ "76886731765546235930195592749", "81640896826356156310682304525",
	  "79228162514264337593543950336", "79228162514263211693637107712",
	  -3.4167143334817799e-27 },
};

static void test_v3(void)
{
	double il;

	for (size_t i = 0; i < COUNT(figures); i++) {
		CHECK(!il_v3(&il, root(figures[i].lower),
			     root(figures[i].upper), root(figures[i].entry),
			     root(figures[i].now)));
		CHECK(near(il, figures[i].il, 1e-14));
	}
}

static struct u256 between(uint64_t *seed, uint64_t lo, uint64_t hi)
{
	return u256_of_u64(
		(uint64_t)check_pick(seed, (int64_t)lo, (int64_t)hi));
}

static bool inside(struct u256 s, struct u256 a, struct u256 b)
{
	return u256_cmp(a, s) <= 0 && u256_cmp(s, b) <= 0;
}

static void test_laws(void)
{
	uint64_t seed = 1;

	for (int i = 0; i < check_times(100000); i++) {
		uint64_t lo = (uint64_t)check_pick(&seed, INT64_C(1) << 30,
						   INT64_C(1) << 31);
		uint64_t hi =
			lo + (uint64_t)check_pick(&seed, 1, INT64_C(1) << 31);
		struct u256 a = u256_of_u64(lo), b = u256_of_u64(hi);
		struct u256 s0 = between(&seed, lo / 2, 2 * hi);
		struct u256 s = between(&seed, lo / 2, 2 * hi);
		double il, still, wide;

		CHECK(!il_v3(&il, a, b, s0, s) && il <= 0 && il >= -1);
		CHECK(!il_v3(&still, a, b, s0, s0) && still == 0);
		/* more than over a wider range, where both are inside */
		if (inside(s0, a, b) && inside(s, a, b)) {
			CHECK(!il_v3(&wide, u256_of_u64(1),
				     u256_of_u64(UINT64_MAX), s0, s));
			CHECK(il <= wide * (1 - 1e-9));
		} else if ((u256_cmp(s0, a) < 0) == (u256_cmp(s, a) < 0) &&
			   (u256_cmp(s0, b) > 0) == (u256_cmp(s, b) > 0)) {
			CHECK(il == 0); /* beyond the same end */
		}
	}
}

int main(void)
{
	test_domain();
	test_v2();
	test_v3();
	test_laws();
	printf("test_il: pass\n");
	return 0;
}
