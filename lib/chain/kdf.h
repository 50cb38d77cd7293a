/* kdf.h - keys from passwords, as other people's files ask for them.
 * Layer: chain.  Our own files use Argon2id: chain/seal.h.
 */
#ifndef MM_KDF_H
#define MM_KDF_H

#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A password and its salt: bytes, either may be empty. */
struct kdf_in {
	const void *password;
	size_t password_len;
	const void *salt;
	size_t salt_len;
};

/* kdf_pbkdf2_sha256, kdf_pbkdf2_sha512: with HMAC of that hash.  in: rounds >= 1.
 * source: RFC 8018, 5.2.  cost: rounds HMACs for each 32 or 64 bytes of out. */
void kdf_pbkdf2_sha256(unsigned char *out, size_t len, const struct kdf_in *in,
		       uint32_t rounds);
void kdf_pbkdf2_sha512(unsigned char *out, size_t len, const struct kdf_in *in,
		       uint32_t rounds);

/* kdf_scrypt.  False: these parameters are not allowed (n a power of two over 1, r
 * and p at least 1, r * p < 2^30), or there is not that much memory.
 * source: RFC 7914.  cost: 128 * n * r bytes. */
MM_CHECKED bool kdf_scrypt(unsigned char *out, size_t len,
			   const struct kdf_in *in, uint64_t n, uint32_t r,
			   uint32_t p);

#endif
