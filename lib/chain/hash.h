/* hash.h - SHA-256, HMAC-SHA256 and HMAC-SHA512.  source: FIPS 180-4; RFC 2104.
 * Layer: chain; the owner of libsodium's hashes. */
#ifndef MM_HASH_H
#define MM_HASH_H

#include <stddef.h>

#define SHA256_LEN      32
#define HMAC_SHA256_LEN 32
#define HMAC_SHA512_LEN 64

/* A run of bytes that is hashed where it stands. */
struct hash_part {
	const void *p; /* may be NULL with len 0 */
	size_t len;
};

/* sha256: of the n parts one behind the other.  cost: O(bytes), no allocation. */
void sha256(unsigned char out[static SHA256_LEN], const struct hash_part *parts,
	    size_t n);

/* hmac_sha256, hmac_sha512: over the n parts, under a key of any length.  The time
 * taken tells nothing of the key but its length. */
void hmac_sha256(unsigned char out[static HMAC_SHA256_LEN], const void *key,
		 size_t key_len, const struct hash_part *parts, size_t n);
void hmac_sha512(unsigned char out[static HMAC_SHA512_LEN], const void *key,
		 size_t key_len, const struct hash_part *parts, size_t n);

#endif
