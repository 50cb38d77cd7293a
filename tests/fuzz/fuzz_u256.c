/* fuzz_u256 - any text is refused for its form or its size, or is a number that
 * prints as the same text. */
#include "base/u256.h"
#include "fuzz.h"

#include <stdbool.h>
#include <string.h>

static bool is_form(const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (s[i] < '0' || s[i] > '9')
			return false;
	}
	return len && (len == 1 || *s != '0');
}

/* Longer, or equally long and above 2^256 - 1. */
static bool is_too_large(const char *s, size_t len)
{
	char max[U256_STR_SZ];
	size_t max_len = u256_format(max, U256_MAX);

	return len != max_len ? len > max_len : memcmp(s, max, len) > 0;
}

void fuzz_one(const uint8_t *data, size_t len)
{
	const char *s = (const char *)data;
	char text[U256_STR_SZ];
	struct u256 x = U256_MAX, back;
	enum status st = u256_parse(&x, s, len);

	if (!is_form(s, len)) {
		FUZZ_CHECK(st == ST_FORMAT && !u256_cmp(x, U256_MAX));
		return;
	}
	FUZZ_CHECK(st == (is_too_large(s, len) ? ST_OVERFLOW : ST_OK));
	if (st)
		return;
	FUZZ_CHECK(u256_format(text, x) == len && strlen(text) == len &&
		   !memcmp(text, s, len));
	FUZZ_CHECK(!u256_parse(&back, text, len) && !u256_cmp(back, x));
}
