/* hash.h - SHA-256.  source: FIPS 180-4.  Layer: chain; the owner of libsodium's
 * hashes. */
#ifndef MM_HASH_H
#define MM_HASH_H

#include <stddef.h>

#define SHA256_LEN 32

/* A run of bytes that is hashed where it stands. */
struct hash_part {
	const void *p; /* may be NULL with len 0 */
	size_t len;
};

/* sha256: of the n parts one behind the other.  cost: O(bytes), no allocation. */
void sha256(unsigned char out[static SHA256_LEN], const struct hash_part *parts,
	    size_t n);

#endif
