/* chain_args.h - bytes and addresses in vectors of chains.  Tests only. */
#ifndef MM_VECTORS_CHAIN_ARGS_H
#define MM_VECTORS_CHAIN_ARGS_H

#include "check.h"

#include "chain/pubkey.h"
#include "chain/sol_message.h"

/* The bytes of hexadecimal or base64 text; *out holds at least one. */
size_t vec_hex(uint8_t **out, const cJSON *o, const char *key);
size_t vec_base64(uint8_t **out, const cJSON *o, const char *key);

/* An address. */
struct pubkey *vec_key(const cJSON *o, const char *key);

/* Arrays of addresses and of instructions {programId, keys, dataHex}. */
size_t vec_keys(struct pubkey **out, const cJSON *o, const char *key);
void vec_ix(struct sol_ix *out, const cJSON *o);

void vec_put_hex(cJSON *out, const char *key, const uint8_t *bytes, size_t n);
void vec_put_base64(cJSON *out, const char *key, const uint8_t *bytes,
		    size_t n);
void vec_put_base58(cJSON *out, const char *key, const uint8_t *bytes,
		    size_t n);
void vec_put_key(cJSON *out, const char *key, const struct pubkey *k);
void vec_put_keys(cJSON *out, const char *key, const struct pubkey *k,
		  size_t n);
void vec_put_u64(cJSON *out, const char *key, uint64_t n);
void vec_put_u128(cJSON *out, const char *key, unsigned __int128 n);

#endif
