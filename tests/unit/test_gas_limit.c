#include "math/gas_limit.h"

#include "check.h"

#include <stdio.h>

#define NO_CEILING UINT64_C(1000000000000)

static void test_table(void)
{
	static const struct {
		uint64_t used;
		int64_t margin_v;
		int margin_scale;
		uint64_t ceiling, limit;
	} rows[] = {
		{ 0, 1, 1, 30000000, 0 },
		{ 21000, 0, 0, 30000000, 26250 },
		{ 21000, 1, 1, 30000000, 28875 },
		{ 1, 0, 0, 30000000, 2 }, /* 1.25, up */
		{ 4, 0, 0, 30000000, 5 }, /* exactly  */
		{ 3, 1, 1, 30000000, 5 }, /* 4.125    */
		{ 100000, 1, 1, 120000, 120000 },
		{ 100000, 1, 1, 137500, 137500 },
		{ 100000, 1, 1, 137501, 137500 },
		{ (UINT64_C(1) << 53) - 1, 10, 0, 7, 7 },
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		CHECK(gas_limit(
			      rows[i].used,
			      dec_make(rows[i].margin_v, rows[i].margin_scale),
			      rows[i].ceiling) == rows[i].limit);
}

/* Against the definition in whole numbers: margin in thousandths. */
static void test_definition(void)
{
	uint64_t state = 4;

	for (int i = 0; i < 100000; i++) {
		uint64_t used = check_rand(&state) % 40000000;
		uint64_t mills = check_rand(&state) % 10001;
		uint64_t top = used * 5 * (1000 + mills);

		CHECK(gas_limit(used, dec_make((__int128)mills, 3),
				NO_CEILING) == (top + 3999) / 4000);
	}
}

int main(void)
{
	test_table();
	test_definition();
	printf("test_gas_limit: pass\n");
	return 0;
}
