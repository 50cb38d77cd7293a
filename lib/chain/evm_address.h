/* evm_address.h - addresses of Ethereum and its kin.  Layer: chain.
 * source: EIP-55 for the checksum. */
#ifndef MM_EVM_ADDRESS_H
#define MM_EVM_ADDRESS_H

#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define EVM_ADDRESS_LEN    20
#define EVM_ADDRESS_STR_SZ (sizeof("0x") + 2 * EVM_ADDRESS_LEN)

struct evm_address {
	uint8_t b[EVM_ADDRESS_LEN];
};

/* evm_address_parse reads 0x and 40 hex digits.  Digits of one case carry no
 * checksum; of both, the checksum must fit.  False, *out untouched: it is no address.
 * in: s, len bytes, no NUL needed. */
MM_CHECKED bool evm_address_parse(struct evm_address *out, const char *s,
				  size_t len);

/* evm_address_format: with its checksum.  Returns buf. */
char *evm_address_format(char buf[static EVM_ADDRESS_STR_SZ],
			 const struct evm_address *a);

/* evm_address_at: the address whose bytes stand at p. */
static inline struct evm_address evm_address_at(const uint8_t *p)
{
	struct evm_address a;

	memcpy(a.b, p, EVM_ADDRESS_LEN);
	return a;
}

static inline bool evm_address_eq(const struct evm_address *a,
				  const struct evm_address *b)
{
	return memcmp(a->b, b->b, EVM_ADDRESS_LEN) == 0;
}

#endif
