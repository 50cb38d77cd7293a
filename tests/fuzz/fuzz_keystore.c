/* fuzz_keystore - an Ethereum keystore: what is taken keeps within the struct, and
 * never opens with work that has no bound. */
#include "data/keystore.h"
#include "fuzz.h"

#include <string.h>

void fuzz_one(const uint8_t *data, size_t len)
{
	struct v3_keystore ks;
	char *text = malloc(len + 1);
	unsigned char secret[V3_SECRET_LEN];
	const char *why;

	FUZZ_CHECK(text);
	memcpy(text, data, len);
	text[len] = '\0';
	why = keystore_read(&ks, text, len);
	free(text);
	if (why) {
		FUZZ_CHECK(*why);
		return;
	}
	FUZZ_CHECK(ks.salt_len <= V3_SALT_MAX);
	FUZZ_CHECK(ks.kdf == V3_SCRYPT || ks.kdf == V3_PBKDF2);
	/* Only what costs next to nothing is tried. */
	if ((ks.kdf == V3_PBKDF2 && ks.rounds < 100) ||
	    (ks.kdf == V3_SCRYPT && ks.n < 64 && ks.r < 9 && ks.p < 3))
		FUZZ_CHECK(v3_open(secret, &ks, "pass", 4) != V3_MEMORY);
}
