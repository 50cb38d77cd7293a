#include "chain/hash.h"

#include <sodium.h>

_Static_assert(SHA256_LEN == crypto_hash_sha256_BYTES, "digest size");
_Static_assert(HMAC_SHA256_LEN == crypto_auth_hmacsha256_BYTES, "digest size");
_Static_assert(HMAC_SHA512_LEN == crypto_auth_hmacsha512_BYTES, "digest size");

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

void hmac_sha256(unsigned char out[static HMAC_SHA256_LEN], const void *key,
		 size_t key_len, const struct hash_part *parts, size_t n)
{
	crypto_auth_hmacsha256_state state;

	crypto_auth_hmacsha256_init(&state, key, key_len);
	for (size_t i = 0; i < n; i++)
		crypto_auth_hmacsha256_update(&state, parts[i].p, parts[i].len);
	crypto_auth_hmacsha256_final(&state, out);
	sodium_memzero(&state, sizeof(state));
}

void hmac_sha512(unsigned char out[static HMAC_SHA512_LEN], const void *key,
		 size_t key_len, const struct hash_part *parts, size_t n)
{
	crypto_auth_hmacsha512_state state;

	crypto_auth_hmacsha512_init(&state, key, key_len);
	for (size_t i = 0; i < n; i++)
		crypto_auth_hmacsha512_update(&state, parts[i].p, parts[i].len);
	crypto_auth_hmacsha512_final(&state, out);
	sodium_memzero(&state, sizeof(state));
}
