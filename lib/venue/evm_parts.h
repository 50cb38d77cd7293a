/* evm_parts.h - what the readers of an Ethereum node's replies share.
 * Layer: venue.
 *
 * Each reads the member `key` of the object obj (or obj itself, key NULL) and returns
 * false where it is absent or of another form. */
#ifndef MM_EVM_PARTS_H
#define MM_EVM_PARTS_H

#include "data/json_get.h"
#include "venue/evm_reply.h"

static inline const struct json_tok *evm_result(const struct jsonrpc_reply *r)
{
	return &r->json->tok[r->result];
}

/* A quantity. */
MM_CHECKED bool evm_u256_in(struct u256 *out, const struct json_tok *t);
MM_CHECKED bool evm_u64_in(uint64_t *out, const struct json_tok *t);
MM_CHECKED bool evm_int_in(int64_t *out, const struct json_tok *t);

/* Data of any length, or of exactly so many characters, made lower case where they
 * stand. */
MM_CHECKED bool evm_data_in(const char **out, size_t *n,
			    const struct json_tok *t);
MM_CHECKED bool evm_hash_in(const char **out, const struct json_tok *t);
MM_CHECKED bool evm_address_in(const char **out, const struct json_tok *t);

/* The same where null and absent mean none: *out is NULL then. */
MM_CHECKED bool evm_address_or_none(const char **out, const struct json_tok *t);

/* The logs of an array; bare: those of a simulation, which are in no block. */
MM_CHECKED const char *evm_logs_in(struct evm_log **out, size_t *n,
				   struct arena *a, const struct json *j,
				   const struct json_tok *t, bool bare);

#endif
