/* secp.h - the keys of Ethereum.  source: SEC 2, 2.4.1 (secp256k1).
 * Layer: chain; the owner of libsecp256k1.
 *
 * A secret is a number in 1..n-1, 32 bytes, big-endian, in the caller's locked
 * memory.
 */
#ifndef MM_SECP_H
#define MM_SECP_H

#include "base/status.h"

#include <stdbool.h>

#define SECP_SECRET_LEN     32
#define SECP_PUBLIC_LEN     65 /* 0x04, x, y                      */
#define SECP_COMPRESSED_LEN 33 /* 0x02 or 0x03 (y is even or odd), x */
#define SECP_DIGEST_LEN     32
#define ETH_ADDRESS_LEN     20

/* A signature that tells its key. */
struct secp_sig {
	unsigned char r[32]; /* big-endian, 1..n-1 */
	unsigned char s[32];
	unsigned char
		odd; /* 0 or 1: the y of the nonce point; others never occur */
};

/* What signing needs beside a secret, prepared once. */
struct secp;

/* secp_public, secp_compressed: the public key.  False: secret is not in
 * 1..n-1; nothing is written. */
MM_CHECKED bool secp_public(unsigned char out[static SECP_PUBLIC_LEN],
			    const unsigned char secret[static SECP_SECRET_LEN]);
MM_CHECKED bool
secp_compressed(unsigned char out[static SECP_COMPRESSED_LEN],
		const unsigned char secret[static SECP_SECRET_LEN]);

/* secp_add: secret = secret + tweak mod n.  False: one of the two is not below n,
 * secret is 0, or the sum is; secret is then undefined. */
MM_CHECKED bool secp_add(unsigned char secret[static SECP_SECRET_LEN],
			 const unsigned char tweak[static SECP_SECRET_LEN]);

/* eth_address: of the account this secret signs for: the last 20 bytes of
 * Keccak-256 over x and y.  False: as secp_public.
 * source: Ethereum yellow paper, appendix F. */
MM_CHECKED bool eth_address(unsigned char out[static ETH_ADDRESS_LEN],
			    const unsigned char secret[static SECP_SECRET_LEN]);

/* secp_open.  in: seed: random bytes that hide from side channels what is done with
 * a secret; NULL: not hidden.  Owner: caller, secp_close (NULL is taken). */
struct secp *secp_open(const unsigned char *seed);
void secp_close(struct secp *s);

/* secp_sign: deterministic (RFC 6979), s in the lower half.
 * returns: false: secret is not in 1..n-1; *out is then undefined.
 * cost:    about 25 us. */
MM_CHECKED bool secp_sign(struct secp *s, struct secp_sig *out,
			  const unsigned char digest[static SECP_DIGEST_LEN],
			  const unsigned char secret[static SECP_SECRET_LEN]);

/* secp_is_low: s is in the lower half, as EIP-2 asks for. */
bool secp_is_low(const struct secp_sig *sig);

/* secp_recover: the public key that signed, secp_recover_address: its account.
 * False: no key has that signature. */
MM_CHECKED bool
secp_recover(unsigned char out[static SECP_PUBLIC_LEN],
	     const struct secp_sig *sig,
	     const unsigned char digest[static SECP_DIGEST_LEN]);
MM_CHECKED bool
secp_recover_address(unsigned char out[static ETH_ADDRESS_LEN],
		     const struct secp_sig *sig,
		     const unsigned char digest[static SECP_DIGEST_LEN]);

#endif
