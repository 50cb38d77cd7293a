/* evm.h - where contracts come to stand, and what a signed message hashes to.
 * Layer: chain. */
#ifndef MM_EVM_H
#define MM_EVM_H

#include "chain/evm_address.h"
#include "chain/keccak.h"

/* evm_address_fault: why evm_address_parse does not read s: "not 0x and 40 hex
 * digits" or "a wrong checksum (EIP-55)"; NULL: it does. */
const char *evm_address_fault(const char *s, size_t len);

/* evm_address_cmp: the order of the bytes: negative, 0 or positive. */
static inline int evm_address_cmp(const struct evm_address *a,
				  const struct evm_address *b)
{
	return memcmp(a->b, b->b, EVM_ADDRESS_LEN);
}

/* evm_create: of the contract that a transaction of `from` creates, or that the
 * contract `from` creates with CREATE as its nonce stands.
 * source: yellow paper, section 7. */
struct evm_address evm_create(const struct evm_address *from, uint64_t nonce);

/* evm_create2: in: init_hash is Keccak-256 of the creation code.
 * source: EIP-1014. */
struct evm_address evm_create2(const struct evm_address *from,
			       const uint8_t salt[static 32],
			       const uint8_t init_hash[static KECCAK256_LEN]);

/* evm_personal_hash: what personal_sign signs of a message.  source: EIP-191,
 * version 0x45. */
void evm_personal_hash(uint8_t out[static KECCAK256_LEN], const void *message,
		       size_t len);

#endif
