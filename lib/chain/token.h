/* token.h - accounts of the programs in sol_ix.h, as bytes.  Layer: chain.
 *
 * Every reader is given the program that owns the account and refuses another.
 * source: spl-token state.rs; agave nonce and address_lookup_table state.
 */
#ifndef MM_TOKEN_H
#define MM_TOKEN_H

#include "base/status.h"
#include "chain/pubkey.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TOKEN_ACCOUNT_LEN 165
#define TOKEN_MINT_LEN    82
#define NONCE_ACCOUNT_LEN 80
#define LUT_HEAD_LEN      56

/* Lamports that make those accounts exempt from rent, on mainnet today. */
#define TOKEN_ACCOUNT_RENT 2039280
#define TOKEN_MINT_RENT    1461600
#define NONCE_ACCOUNT_RENT 1447680

/* rent_exempt: lamports that keep an account of that many bytes.
 * source: agave Rent, 3480 lamports a byte-year, 2 years, 128 bytes overhead. */
static inline uint64_t rent_exempt(uint64_t bytes)
{
	return (128 + bytes) * 6960;
}

enum account_err {
	ACCOUNT_OK = 0,
	ACCOUNT_OWNER, /* owned by another program                        */
	ACCOUNT_SIZE,  /* not that many bytes                             */
	ACCOUNT_STATE, /* not initialised, or a field that cannot be      */
};

const char *account_strerror(enum account_err e);

/* A token account (SPL token; Token-2022's are ACCOUNT_OWNER). */
struct token_account {
	struct pubkey mint;
	struct pubkey owner; /* the wallet */
	uint64_t amount;     /* atoms */
	bool frozen;
	bool has_delegate;
	struct pubkey delegate;
	uint64_t delegated; /* atoms */
	bool native;        /* wrapped SOL */
	uint64_t reserve;   /* lamports of rent below amount, if native */
	bool has_close_authority;
	struct pubkey close_authority;
};

struct token_mint {
	bool has_authority; /* who may mint */
	struct pubkey authority;
	uint64_t supply; /* atoms */
	uint8_t decimals;
	bool has_freeze;
	struct pubkey freeze;
};

struct nonce_account {
	struct pubkey authority;
	struct pubkey hash; /* use it as blockhash */
	uint64_t lamports_per_sig;
};

#define LUT_ACTIVE UINT64_MAX

struct lut_account {
	uint64_t deactivation_slot; /* LUT_ACTIVE, or when it was deactivated */
	uint64_t last_extended_slot;
	uint8_t last_extended_start; /* addresses from here on are usable only
				      * behind last_extended_slot */
	bool has_authority;          /* none: frozen */
	struct pubkey authority;
	const struct pubkey *addresses; /* in the bytes given */
	size_t n;                       /* <= SOL_LUT_MAX */
};

/* out: *out, undefined unless ACCOUNT_OK.  in: program owns the account. */
MM_CHECKED enum account_err token_account_decode(struct token_account *out,
						 const struct pubkey *program,
						 const uint8_t *bytes,
						 size_t len);
MM_CHECKED enum account_err token_mint_decode(struct token_mint *out,
					      const struct pubkey *program,
					      const uint8_t *bytes, size_t len);
MM_CHECKED enum account_err nonce_account_decode(struct nonce_account *out,
						 const struct pubkey *program,
						 const uint8_t *bytes,
						 size_t len);
MM_CHECKED enum account_err lut_account_decode(struct lut_account *out,
					       const struct pubkey *program,
					       const uint8_t *bytes,
					       size_t len);

#endif
