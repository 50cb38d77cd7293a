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
#define ETH_ADDRESS_LEN     20

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

#endif
