/* fuzz_cex_key - any bytes as a secret of the vault: a key that signs, or none. */
#include "chain/ed25519.h"
#include "fuzz.h"
#include "venue/cex_key.h"

#include <string.h>

void fuzz_one(const uint8_t *data, size_t len)
{
	const char *text = (const char *)data;
	struct cex_key k;
	struct cex_creds *c = &k.creds;
	const char *why = cex_key_read(&k, text, len);

	if (why) {
		FUZZ_CHECK(!k.held.p && !c->key && !c->secret);
		cex_key_drop(&k);
		return;
	}
	/* The API key goes into a header: nothing may end it, or the line. */
	FUZZ_CHECK(*c->key && strlen(c->key) <= CEX_KEY_MAX);
	FUZZ_CHECK(!strpbrk(c->key, " \t\r\n"));
	FUZZ_CHECK(!memcmp(c->key, text, strlen(c->key)));
	FUZZ_CHECK(c->secret_len >= 1 && c->secret_len <= CEX_KEY_MAX);
	if (c->ed25519) {
		FUZZ_CHECK(c->secret_len == ED25519_SECRET_LEN);
		FUZZ_CHECK(ed25519_paired(c->secret));
	} else {
		const char *line = memchr(text, '\n', len);

		FUZZ_CHECK(line && !memcmp(line + 1, c->secret, c->secret_len));
	}
	cex_key_drop(&k);
}
