/* test_json_get - numbers and texts of replies that are no records of ours. */
#include "check.h"
#include "data/json_get.h"

#include <string.h>

#define NONE "none"

static const struct {
	const char *json; /* of the member "v" */
	const char *as_int, *as_u64, *as_dec, *as_exp;
} numbers[] = {
	{ "0", "0", "0", "0", "0" },
	{ "-5", "-5", NONE, "-5", "-5" },
	{ "9223372036854775807", "9223372036854775807", "9223372036854775807",
	  "9223372036854775807", "9223372036854775807" },
	{ "9223372036854775808", NONE, "9223372036854775808",
	  "9223372036854775808", "9223372036854775808" },
	{ "18446744073709551616", NONE, NONE, "18446744073709551616",
	  "18446744073709551616" },
	{ "1.0", NONE, NONE, "1", "1" },
	{ "1.5", NONE, NONE, "1.5", "1.5" },
	{ "1e3", NONE, NONE, NONE, "1000" },
	{ "1.25E-3", NONE, NONE, NONE, "0.00125" },
	{ "6.001000000000001e-06", NONE, NONE, NONE,
	  "0.000006001000000000001" },
	{ "0e-5", NONE, NONE, NONE, "0" },
	{ "1e-39", NONE, NONE, NONE, NONE },
	{ "1e39", NONE, NONE, NONE, NONE },
	{ "1e99999999999999999999", NONE, NONE, NONE, NONE },
	{ "1e-99999999999999999999", NONE, NONE, NONE, NONE },
	{ "1e4294967296", NONE, NONE, NONE, NONE },
	{ "1234567890123456789012345678901234567890", NONE, NONE, NONE, NONE },
	{ "\"1.5\"", NONE, NONE, "1.5", "1.5" },
	{ "\"1e3\"", NONE, NONE, NONE, NONE },
	{ "\"\"", NONE, NONE, NONE, NONE },
	{ "true", NONE, NONE, NONE, NONE },
	{ "null", NONE, NONE, NONE, NONE },
	{ "[1]", NONE, NONE, NONE, NONE },
	{ "{}", NONE, NONE, NONE, NONE },
};

static void is(const char *want, bool got, struct dec d)
{
	char text[DEC_STR_SZ];

	CHECK(got == (strcmp(want, NONE) != 0));
	if (!got)
		return;
	dec_format(text, d);
	CHECK(!strcmp(text, want));
}

int main(void)
{
	struct json j = { 0 };
	const char *text = "untouched";
	int64_t i;
	uint64_t u;

	for (size_t k = 0; k < COUNT(numbers); k++) {
		char line[128];
		int len = snprintf(line, sizeof(line), "{\"v\":%s}",
				   numbers[k].json);
		const struct json_tok *t;
		struct dec d = DEC_ZERO;
		bool got;

		CHECK(!json_scan(&j, line, (size_t)len));
		t = json_in(&j, j.tok, "v");
		i = 0;
		got = json_int(&i, t);
		is(numbers[k].as_int, got, dec_make(i, 0));
		u = 0;
		got = json_u64(&u, t);
		is(numbers[k].as_u64, got, dec_make(u, 0));
		got = json_dec(&d, t);
		is(numbers[k].as_dec, got, d);
		got = json_exp(&d, t);
		is(numbers[k].as_exp, got, d);
		CHECK(json_str(&text, t) == (t->kind == JSON_STRING));
		CHECK(!json_in(&j, t, "v") && !json_in(&j, j.tok, "w"));
	}
	CHECK(!json_in(&j, NULL, "v") && !json_is(NULL, JSON_NULL));
	CHECK(!json_int(&i, NULL) && !json_u64(&u, NULL) &&
	      !json_str(&text, NULL));
	json_free(&j);
	printf("test_json_get: pass\n");
	return 0;
}
