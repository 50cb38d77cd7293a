#include "chain/kdf.h"

#include <nettle/pbkdf2.h>
#include <sodium.h>

void kdf_pbkdf2_sha256(unsigned char *out, size_t len, const struct kdf_in *in,
		       uint32_t rounds)
{
	pbkdf2_hmac_sha256(in->password_len, in->password, rounds, in->salt_len,
			   in->salt, len, out);
}

void kdf_pbkdf2_sha512(unsigned char *out, size_t len, const struct kdf_in *in,
		       uint32_t rounds)
{
	pbkdf2_hmac_sha512(in->password_len, in->password, rounds, in->salt_len,
			   in->salt, len, out);
}

/* What libsodium calls salsa208sha256_ll is scrypt itself. */
bool kdf_scrypt(unsigned char *out, size_t len, const struct kdf_in *in,
		uint64_t n, uint32_t r, uint32_t p)
{
	return crypto_pwhash_scryptsalsa208sha256_ll(
		       in->password, in->password_len, in->salt, in->salt_len,
		       n, r, p, out, len) == 0;
}
