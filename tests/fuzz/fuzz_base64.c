/* fuzz_base64 - text that is taken is the one text of its bytes. */
#include "base/base64.h"
#include "fuzz.h"

#include <string.h>

void fuzz_one(const uint8_t *data, size_t len)
{
	uint8_t *bytes = malloc(BASE64_BYTES(len) + 1);
	char *text = malloc(BASE64_SZ(len));
	size_t n;

	if (base64_parse(bytes, &n, (const char *)data, len) == ST_OK) {
		FUZZ_CHECK(n <= BASE64_BYTES(len));
		FUZZ_CHECK(base64_format(text, bytes, n) == len);
		FUZZ_CHECK(!memcmp(text, data, len));
	}
	FUZZ_CHECK(base64_format(text, data, len / 2) == BASE64_LEN(len / 2));
	free(text);
	free(bytes);
}
