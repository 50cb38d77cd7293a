#include "chain/secp.h"

#include "chain/keccak.h"

#include <secp256k1.h>
#include <stddef.h>
#include <string.h>

/* The key in a form the library names by flags; a context of its own each time,
 * for there are no globals here. */
static bool public_as(unsigned char *out, size_t len, unsigned int flags,
		      const unsigned char *secret)
{
	secp256k1_context *ctx =
		secp256k1_context_create(SECP256K1_CONTEXT_SIGN);
	secp256k1_pubkey key;
	bool ok = secp256k1_ec_pubkey_create(ctx, &key, secret);

	if (ok)
		secp256k1_ec_pubkey_serialize(ctx, out, &len, &key, flags);
	secp256k1_context_destroy(ctx);
	return ok;
}

bool secp_public(unsigned char out[static SECP_PUBLIC_LEN],
		 const unsigned char secret[static SECP_SECRET_LEN])
{
	return public_as(out, SECP_PUBLIC_LEN, SECP256K1_EC_UNCOMPRESSED,
			 secret);
}

bool secp_compressed(unsigned char out[static SECP_COMPRESSED_LEN],
		     const unsigned char secret[static SECP_SECRET_LEN])
{
	return public_as(out, SECP_COMPRESSED_LEN, SECP256K1_EC_COMPRESSED,
			 secret);
}

bool secp_add(unsigned char secret[static SECP_SECRET_LEN],
	      const unsigned char tweak[static SECP_SECRET_LEN])
{
	return secp256k1_ec_seckey_tweak_add(secp256k1_context_static, secret,
					     tweak) == 1;
}

bool eth_address(unsigned char out[static ETH_ADDRESS_LEN],
		 const unsigned char secret[static SECP_SECRET_LEN])
{
	unsigned char key[SECP_PUBLIC_LEN], digest[KECCAK256_LEN];

	if (!secp_public(key, secret))
		return false;
	keccak256(digest, &(struct hash_part){ key + 1, sizeof(key) - 1 }, 1);
	memcpy(out, digest + sizeof(digest) - ETH_ADDRESS_LEN, ETH_ADDRESS_LEN);
	return true;
}
