#include "chain/ed25519.h"

#include <sodium.h>

_Static_assert(ED25519_SECRET_LEN == crypto_sign_SECRETKEYBYTES, "secret");
_Static_assert(ED25519_PUBLIC_LEN == crypto_sign_PUBLICKEYBYTES, "public key");
_Static_assert(ED25519_SEED_LEN == crypto_sign_SEEDBYTES, "seed");
_Static_assert(ED25519_SIG_LEN == crypto_sign_BYTES, "signature");

void ed25519_sign(unsigned char sig[static ED25519_SIG_LEN], const void *msg,
		  size_t len,
		  const unsigned char secret[static ED25519_SECRET_LEN])
{
	crypto_sign_detached(sig, NULL, msg, len, secret); /* cannot fail */
}

bool ed25519_verify(const unsigned char sig[static ED25519_SIG_LEN],
		    const void *msg, size_t len,
		    const unsigned char public_key[static ED25519_PUBLIC_LEN])
{
	return crypto_sign_verify_detached(sig, msg, len, public_key) == 0;
}

void ed25519_secret(unsigned char secret[static ED25519_SECRET_LEN],
		    const unsigned char seed[static ED25519_SEED_LEN])
{
	unsigned char public_key[ED25519_PUBLIC_LEN];

	crypto_sign_seed_keypair(public_key, secret, seed); /* cannot fail */
}

bool ed25519_paired(const unsigned char secret[static ED25519_SECRET_LEN])
{
	unsigned char made[ED25519_SECRET_LEN];
	bool same;

	ed25519_secret(made, secret);
	same = sodium_memcmp(made, secret, sizeof(made)) == 0;
	sodium_memzero(made, sizeof(made));
	return same;
}

/* crypto_core_ed25519_is_valid_point would also test the subgroup. */
bool ed25519_on_curve(const unsigned char point[static ED25519_PUBLIC_LEN])
{
	unsigned char sum[ED25519_PUBLIC_LEN];

	return crypto_core_ed25519_add(sum, point, point) == 0;
}
