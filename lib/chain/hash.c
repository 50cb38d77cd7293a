#include "chain/hash.h"

#include <sodium.h>

_Static_assert(SHA256_LEN == crypto_hash_sha256_BYTES, "digest size");

void sha256(unsigned char out[static SHA256_LEN], const struct hash_part *parts,
	    size_t n)
{
	crypto_hash_sha256_state state;

	/* None of these can fail. */
	crypto_hash_sha256_init(&state);
	for (size_t i = 0; i < n; i++)
		crypto_hash_sha256_update(&state, parts[i].p, parts[i].len);
	crypto_hash_sha256_final(&state, out);
}
