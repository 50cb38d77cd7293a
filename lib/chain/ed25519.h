/* ed25519.h - the signatures of Solana.  source: RFC 8032, 5.1.  Layer: chain.
 *
 * A secret is the 64 bytes libsodium and Solana's id.json hold: the seed, then
 * the public key.  Secrets are the caller's, in locked memory (io/vault.h);
 * nothing here keeps a copy.
 */
#ifndef MM_ED25519_H
#define MM_ED25519_H

#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>

#define ED25519_SEED_LEN   32
#define ED25519_PUBLIC_LEN 32
#define ED25519_SECRET_LEN 64
#define ED25519_SIG_LEN    64

/* ed25519_sign: the one signature of msg; deterministic.  cost: O(len). */
void ed25519_sign(unsigned char sig[static ED25519_SIG_LEN], const void *msg,
		  size_t len,
		  const unsigned char secret[static ED25519_SECRET_LEN]);

/* ed25519_verify: sig is one of msg by that key.  A key or point of small order
 * and a signature that is not in its canonical form are refused. */
MM_CHECKED bool
ed25519_verify(const unsigned char sig[static ED25519_SIG_LEN], const void *msg,
	       size_t len,
	       const unsigned char public_key[static ED25519_PUBLIC_LEN]);

/* ed25519_secret: the secret of a seed; its last 32 bytes are the public key. */
void ed25519_secret(unsigned char secret[static ED25519_SECRET_LEN],
		    const unsigned char seed[static ED25519_SEED_LEN]);

/* ed25519_paired: the secret's second half is the public key of its first. */
MM_CHECKED bool
ed25519_paired(const unsigned char secret[static ED25519_SECRET_LEN]);

/* ed25519_on_curve: the bytes decompress to a point, of whatever order, as
 * curve25519-dalek decides it; program-derived addresses are those that do not.
 * Encodings that are not canonical (y >= p, or x = 0 with its sign set) count as
 * on the curve where their point is. */
MM_CHECKED bool
ed25519_on_curve(const unsigned char point[static ED25519_PUBLIC_LEN]);

#endif
