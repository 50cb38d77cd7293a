#include "base/atoms.h"
#include "check.h"

#include <stdio.h>
#include <string.h>

static struct dec dec(const char *s)
{
	struct dec d;

	CHECK(!dec_parse(&d, s, strlen(s)));
	return d;
}

static void test_table(void)
{
	static const struct {
		const char *amount;
		int decimals;
		const char *atoms; /* NULL: refused */
	} rows[] = {
		{ "0", 0, "0" },
		{ "1.5", 18, "1500000000000000000" },
		{ "0.000001", 6, "1" },
		{ "0.0000001", 6, NULL },
		{ "-1", 18, NULL },
		{ "0.5", 0, NULL },
		{ "170141183460469231731.687303715884105727", 18,
		  "170141183460469231731687303715884105727" },
		{ "170141183460469231732", 18, NULL },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		char text[U256_STR_SZ];
		struct u256 atoms;
		enum status e =
			atoms_of(&atoms, dec(rows[i].amount), rows[i].decimals);
		struct dec back;

		CHECK(!e == !!rows[i].atoms);
		if (e)
			continue;
		u256_format(text, atoms);
		CHECK(!strcmp(text, rows[i].atoms));
		CHECK(!atoms_amount(&back, atoms, rows[i].decimals));
		CHECK(!dec_cmp(back, dec(rows[i].amount)));
	}
}

static void test_bound(void)
{
	struct u256 first = u256_of_u128((unsigned __int128)1 << 127);
	struct dec d;

	CHECK(atoms_amount(&d, first, 18) == ST_OVERFLOW);
	CHECK(atoms_amount(&d, U256_MAX, 0) == ST_OVERFLOW);
}

int main(void)
{
	test_table();
	test_bound();
	printf("test_atoms: pass\n");
	return 0;
}
