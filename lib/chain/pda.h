/* pda.h - addresses that follow from others.  Layer: chain.
 *
 * source: agave, Pubkey::create_program_address, find_program_address,
 * create_with_seed; the associated-token-account program; OpenBook v1,
 * gen_vault_signer_key.
 */
#ifndef MM_PDA_H
#define MM_PDA_H

#include "base/status.h"
#include "chain/hash.h"
#include "chain/pubkey.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PDA_SEEDS_MAX 16 /* the bump among them */
#define PDA_SEED_MAX  32 /* bytes of one */

/* pda_create: SHA-256 of the seeds, the program and a constant.  False: too many
 * or too long seeds, or the hash is a point of the curve (someone might hold its
 * key).  *out untouched then.  cost: about 10 us, for the curve. */
MM_CHECKED bool pda_create(struct pubkey *out, const struct hash_part *seeds,
			   size_t n, const struct pubkey *program);

/* pda_find: the first that pda_create takes with a last seed of one byte, from
 * 255 down.  in: n < PDA_SEEDS_MAX; bump may be NULL. */
MM_CHECKED bool pda_find(struct pubkey *out, uint8_t *bump,
			 const struct hash_part *seeds, size_t n,
			 const struct pubkey *program);

/* address_with_seed: SHA-256 of base, seed, owner; where createAccountWithSeed
 * puts an account.  False: seed over 32 bytes. */
MM_CHECKED bool address_with_seed(struct pubkey *out, const struct pubkey *base,
				  const char *seed, size_t seed_len,
				  const struct pubkey *owner);

/* ata_address: the associated token account of owner for a mint of token_program
 * (sol_token_program; sol_token22_program for others). */
struct pubkey ata_address(const struct pubkey *owner, const struct pubkey *mint,
			  const struct pubkey *token_program);

/* lut_address: of the table that authority creates naming a recent slot; *bump is
 * what the instruction asks for. */
struct pubkey lut_address(uint8_t *bump, const struct pubkey *authority,
			  uint64_t recent_slot);

/* openbook_vault_signer: who owns a market's vaults.  nonce: the market's own
 * (openbook.h).  False: no such address. */
MM_CHECKED bool openbook_vault_signer(struct pubkey *out,
				      const struct pubkey *market,
				      uint64_t nonce,
				      const struct pubkey *program);

/* The open-orders account we make for a wallet on a market: created with a seed,
 * so that nobody but the wallet signs, and found again without a search.  The
 * seed is the first 32 characters of the market's base58. */
#define OPENBOOK_OO_SEED_SZ 33

char *openbook_oo_seed(char buf[static OPENBOOK_OO_SEED_SZ],
		       const struct pubkey *market);
struct pubkey openbook_oo_address(const struct pubkey *owner,
				  const struct pubkey *market,
				  const struct pubkey *program);

#endif
