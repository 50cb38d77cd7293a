/* test_out - real numbers on standard output: what the C library would write, the
 * fewest of 15 to 17 digits that are the number again. */
#include "check.h"

#include "data/out.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

static size_t slow(char text[static 64], double v)
{
	int n = 0;

	for (int precision = 15; precision <= 17; precision++) {
		n = snprintf(text, 64, "%.*g", precision, v);
		if (strtod(text, NULL) == v)
			break;
	}
	return (size_t)n;
}

/* A value at the top level, as a member of nothing. */
static bool is_written(struct out *o, double v)
{
	char want[64];
	size_t n = slow(want, v);

	o->len = 0;
	o->comma = false;
	out_real(o, v);
	return o->len == n && !memcmp(o->buf, want, n);
}

static double any_bits(uint64_t *seed)
{
	uint64_t bits = check_rand(seed);
	double v;

	memcpy(&v, &bits, sizeof(v));
	return v;
}

int main(void)
{
	static const double edges[] = {
		0,
		-0.0,
		1,
		-1,
		10,
		0.1,
		1e-4,
		1e-5,
		0.0001000000000000001,
		9.99999999999999e-5,
		1e14,
		1e15,
		1e16,
		99999999999999.9,
		123456789012345.0,
		1e22,
		1e23,
		5e-324,
		1.7976931348623157e308,
		0x1p53,
		0.3,
		1.0 / 3,
	};
	uint64_t seed = 1;
	struct out o;

	out_open(&o, -1);
	for (size_t i = 0; i < COUNT(edges); i++)
		CHECK(is_written(&o, edges[i]) && is_written(&o, -edges[i]));
	for (int i = 0; i < check_times(100000); i++) {
		double v = any_bits(&seed);
		int64_t n = check_pick(&seed, -INT64_C(999999999999999),
				       INT64_C(999999999999999));
		int places = (int)check_pick(&seed, 0, 22);

		if (isfinite(v))
			CHECK(is_written(&o, v));
		CHECK(is_written(&o, (double)n / pow(10, places)));
		CHECK(is_written(&o, (double)(n / 1000) / pow(10, places)));
		CHECK(is_written(&o, (double)n * 0x1p-50));
	}
	o.len = 0;
	out_close(&o);
	printf("test_out: pass\n");
	return 0;
}
