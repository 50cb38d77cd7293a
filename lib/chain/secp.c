#include "chain/secp.h"

#include "base/mem.h"
#include "chain/keccak.h"

#include <secp256k1.h>
#include <secp256k1_recovery.h>
#include <stddef.h>
#include <stdlib.h>
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

static void address_of(unsigned char out[static ETH_ADDRESS_LEN],
		       const unsigned char key[static SECP_PUBLIC_LEN])
{
	const struct hash_part point = { key + 1, SECP_PUBLIC_LEN - 1 };
	unsigned char digest[KECCAK256_LEN];

	keccak256(digest, &point, 1);
	memcpy(out, digest + sizeof(digest) - ETH_ADDRESS_LEN, ETH_ADDRESS_LEN);
}

bool eth_address(unsigned char out[static ETH_ADDRESS_LEN],
		 const unsigned char secret[static SECP_SECRET_LEN])
{
	unsigned char key[SECP_PUBLIC_LEN];

	if (!secp_public(key, secret))
		return false;
	address_of(out, key);
	return true;
}

/* ---- signatures ---- */

struct secp {
	secp256k1_context *ctx;
};

struct secp *secp_open(const unsigned char *seed)
{
	struct secp *s = mem_alloc(1, sizeof(*s));

	s->ctx = secp256k1_context_create(SECP256K1_CONTEXT_SIGN);
	if (seed && !secp256k1_context_randomize(s->ctx, seed))
		abort(); /* never returns 0 here, the library promises */
	return s;
}

void secp_close(struct secp *s)
{
	if (!s)
		return;
	secp256k1_context_destroy(s->ctx);
	free(s);
}

bool secp_sign(struct secp *s, struct secp_sig *out,
	       const unsigned char digest[static SECP_DIGEST_LEN],
	       const unsigned char secret[static SECP_SECRET_LEN])
{
	secp256k1_ecdsa_recoverable_signature sig;
	unsigned char rs[sizeof(out->r) + sizeof(out->s)];
	int id;

	if (!secp256k1_ecdsa_sign_recoverable(s->ctx, &sig, digest, secret,
					      secp256k1_nonce_function_rfc6979,
					      NULL))
		return false;
	secp256k1_ecdsa_recoverable_signature_serialize_compact(s->ctx, rs, &id,
								&sig);
	if (id > 1) /* r over n: nobody has ever seen one, no chain takes it */
		return false;
	memcpy(out->r, rs, sizeof(out->r));
	memcpy(out->s, rs + sizeof(out->r), sizeof(out->s));
	out->odd = (unsigned char)id;
	return true;
}

bool secp_is_low(const struct secp_sig *sig)
{
	/* (n - 1) / 2 */
	static const unsigned char half[sizeof(sig->s)] = {
		0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
		0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
		0x5d, 0x57, 0x6e, 0x73, 0x57, 0xa4, 0x50, 0x1d,
		0xdf, 0xe9, 0x2f, 0x46, 0x68, 0x1b, 0x20, 0xa0,
	};

	return memcmp(sig->s, half, sizeof(half)) <= 0;
}

bool secp_recover(unsigned char out[static SECP_PUBLIC_LEN],
		  const struct secp_sig *sig,
		  const unsigned char digest[static SECP_DIGEST_LEN])
{
	const secp256k1_context *ctx = secp256k1_context_static;
	secp256k1_ecdsa_recoverable_signature parsed;
	unsigned char rs[sizeof(sig->r) + sizeof(sig->s)];
	secp256k1_pubkey key;
	size_t len = SECP_PUBLIC_LEN;

	memcpy(rs, sig->r, sizeof(sig->r));
	memcpy(rs + sizeof(sig->r), sig->s, sizeof(sig->s));
	if (sig->odd > 1 ||
	    !secp256k1_ecdsa_recoverable_signature_parse_compact(
		    ctx, &parsed, rs, sig->odd) ||
	    !secp256k1_ecdsa_recover(ctx, &key, &parsed, digest))
		return false;
	secp256k1_ec_pubkey_serialize(ctx, out, &len, &key,
				      SECP256K1_EC_UNCOMPRESSED);
	return true;
}

bool secp_recover_address(unsigned char out[static ETH_ADDRESS_LEN],
			  const struct secp_sig *sig,
			  const unsigned char digest[static SECP_DIGEST_LEN])
{
	unsigned char key[SECP_PUBLIC_LEN];

	if (!secp_recover(key, sig, digest))
		return false;
	address_of(out, key);
	return true;
}
