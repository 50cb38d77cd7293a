/* fuzz_seal - the files of a vault: what is read is written back byte for byte, and
 * only what was sealed opens.  The checksum is made good first, or nothing would
 * get past it. */
#include "chain/hash.h"
#include "chain/seal.h"
#include "fuzz.h"

#include <stdbool.h>
#include <string.h>

static const unsigned char key[SEAL_KEY_LEN] = "the key of the corpus";

static void sum(unsigned char *bytes, size_t len)
{
	unsigned char digest[SHA256_LEN];

	if (len < SEAL_SUM_LEN)
		return;
	sha256(digest, &(struct hash_part){ bytes, len - SEAL_SUM_LEN }, 1);
	memcpy(bytes + len - SEAL_SUM_LEN, digest, SEAL_SUM_LEN);
}

static void vault_file(const unsigned char *bytes, size_t len)
{
	unsigned char back[SEAL_VAULT_LEN], got[SEAL_KEY_LEN];
	struct seal_vault v;

	if (seal_vault_read(&v, bytes, len))
		return;
	FUZZ_CHECK(len == SEAL_VAULT_LEN);
	FUZZ_CHECK(v.kib >= SEAL_KIB_MIN && v.kib <= SEAL_KIB_MAX);
	FUZZ_CHECK(v.passes >= SEAL_PASSES_MIN && v.passes <= SEAL_PASSES_MAX);
	seal_vault_write(back, &v);
	FUZZ_CHECK(memcmp(back, bytes, len) == 0);
	for (int slot = 0; slot < SEAL_SLOTS; slot++)
		if (!v.has[slot])
			FUZZ_CHECK(!seal_box_open(got, &v, (enum seal_slot)slot,
						  key));
}

static void key_file(const unsigned char *bytes, size_t len)
{
	unsigned char secret[SEAL_SECRET_MAX], back[SEAL_KEY_MAX], nonce[24];
	struct seal_head h;
	size_t n;

	if (seal_key_read(&h, bytes, len))
		return;
	FUZZ_CHECK(seal_name_ok(h.name));
	FUZZ_CHECK(h.secret_len > 0 && h.secret_len <= SEAL_SECRET_MAX);
	if (seal_key_open(secret, bytes, len, key))
		return;
	memcpy(nonce, bytes + SEAL_KEY_HEAD_LEN - SEAL_NONCE_LEN,
	       sizeof(nonce));
	n = seal_key_write(back, &h, secret, key, nonce);
	FUZZ_CHECK(n == len && memcmp(back, bytes, len) == 0);
}

void fuzz_one(const uint8_t *data, size_t len)
{
	unsigned char *bytes = malloc(len ? len : 1);

	FUZZ_CHECK(bytes);
	memcpy(bytes, data, len);
	sum(bytes, len);
	vault_file(bytes, len);
	key_file(bytes, len);
	free(bytes);
}
