/* keccak.h - the hash of Ethereum.  Layer: chain.
 *
 * Keccak-256 as submitted (padding 0x01), which SHA3-256 (padding 0x06) is not.
 * source: the Keccak reference, version 3.0; the permutation is nettle's.
 */
#ifndef MM_KECCAK_H
#define MM_KECCAK_H

#include "chain/hash.h"

#define KECCAK256_LEN 32

/* keccak256: of the n parts one behind the other.  cost: O(bytes), no
 * allocation. */
void keccak256(unsigned char out[static KECCAK256_LEN],
	       const struct hash_part *parts, size_t n);

#endif
