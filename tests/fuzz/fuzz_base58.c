/* fuzz_base58 - a text of bytes is unique, both ways. */
#include "chain/base58.h"
#include "chain/pubkey.h"
#include "fuzz.h"

#include <string.h>

void fuzz_one(const uint8_t *data, size_t len)
{
	const char *s = (const char *)data;
	uint8_t bytes[BASE58_BYTES_MAX], back[BASE58_BYTES_MAX];
	char text[BASE58_SZ(BASE58_BYTES_MAX)];
	size_t n, m;
	struct pubkey k;

	if (!base58_decode(bytes, &n, sizeof(bytes), s, len)) {
		FUZZ_CHECK(n <= len);
		FUZZ_CHECK(base58_encode(text, bytes, n) == len);
		FUZZ_CHECK(!memcmp(text, s, len));
		/* It does not fit into less. */
		FUZZ_CHECK(!n ||
			   base58_decode(back, &m, n - 1, s, len) == ST_RANGE);
		FUZZ_CHECK(pubkey_parse_n(&k, s, len) == (n == PUBKEY_LEN));
	}
	if (len > sizeof(bytes))
		return;
	n = base58_encode(text, data, len);
	FUZZ_CHECK(n < BASE58_SZ(len) && strlen(text) == n);
	FUZZ_CHECK(!base58_decode(back, &m, len, text, n));
	FUZZ_CHECK(m == len && !memcmp(back, data, len));
}
