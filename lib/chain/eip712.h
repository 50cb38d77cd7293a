/* eip712.h - typed data and what of them is signed.  Layer: chain.
 * source: EIP-712.
 *
 * The data are trees of text, as JSON has them (data/eip712_json.h), and may come
 * from anywhere: what does not fit its type, a member that is missing, and one the
 * type does not have are refused by name, for a signature binds what was hashed and
 * nothing a person saw beside it.
 */
#ifndef MM_EIP712_H
#define MM_EIP712_H

#include "base/mem.h"
#include "base/status.h"
#include "chain/keccak.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define EIP712_STRUCTS_MAX 64
#define EIP712_DEPTH_MAX   32 /* of structs and arrays in each other */

struct eip712_field {
	const char *name, *type; /* "Person[2]", "bytes32", "uint256" */
};

struct eip712_struct {
	const char *name;
	const struct eip712_field *fields;
	size_t n;
};

struct eip712_value {
	const char *name; /* of a struct's member, else NULL */
	/* Text of one value, as abi.h reads it; integers also as 0x and hex
	 * digits.  NULL: a struct or array of the n items. */
	const char *text;
	bool array;
	const struct eip712_value *items;
	size_t n;
};

struct eip712 {
	const struct eip712_struct
		*structs; /* EIP712Domain may be among them */
	size_t n;
	const char *primary; /* the struct that message is one of */
	struct eip712_value domain, message;
};

struct eip712_hashes {
	const char *encoded_type; /* "Mail(Person from,string contents)..." */
	uint8_t type[KECCAK256_LEN];
	uint8_t domain[KECCAK256_LEN]; /* domainSeparator */
	uint8_t message[KECCAK256_LEN];
	uint8_t digest[KECCAK256_LEN]; /* what is signed */
};

/* eip712_hash.
 * out:     *out, undefined on failure.
 * returns: false: *why says which type or member is wrong (in the arena). */
MM_CHECKED bool eip712_hash(struct eip712_hashes *out, struct arena *a,
			    const struct eip712 *d, const char **why);

#endif
