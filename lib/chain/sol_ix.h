/* sol_ix.h - instructions of the programs every Solana transaction uses: system,
 * compute budget, SPL token, associated token accounts, lookup tables, memo.
 * Layer: chain.
 *
 * One struct says what an instruction does; sol_ix_make writes it, sol_ix_read
 * reads it.  Members are named, not positional, for a dozen addresses of one type
 * are easily swapped:
 *
 *	ix = sol_ix_make(a, &(struct sol_action){ .kind = IX_SYS_TRANSFER,
 *		.source = &payer, .destination = &to, .amount = 1000 });
 *
 * Which members an instruction has; of the others sol_ix_make knows nothing, and
 * sol_ix_read leaves them zero or NULL.  (s) signs, (w) is written to.
 *
 *	IX_SYS_CREATE       payer(sw) account(sw); amount space program
 *	IX_SYS_CREATE_SEED  payer(sw) account(w); base(s) seed amount space program
 *	                    (base stands in the accounts too if it is not payer)
 *	IX_SYS_TRANSFER     source(sw) destination(w); amount
 *	IX_NONCE_ADVANCE    account(w) authority(s)
 *	IX_NONCE_WITHDRAW   account(w) destination(w) authority(s); amount
 *	IX_NONCE_INIT       account(w); authority
 *	IX_BUDGET_HEAP      amount: bytes
 *	IX_BUDGET_LIMIT     amount: compute units
 *	IX_BUDGET_PRICE     amount: micro-lamports a unit
 *	IX_BUDGET_LOADED    amount: bytes of accounts
 *	IX_TOKEN_TRANSFER   source(w) destination(w) authority(s); amount
 *	IX_TOKEN_TRANSFER_CHECKED
 *	                    source(w) mint destination(w) authority(s);
 *	                    amount decimals
 *	IX_TOKEN_APPROVE    source(w) delegate authority(s); amount
 *	IX_TOKEN_REVOKE     source(w) authority(s)
 *	IX_TOKEN_MINT_TO    mint(w) destination(w) authority(s); amount
 *	IX_TOKEN_BURN       source(w) mint(w) authority(s); amount
 *	IX_TOKEN_CLOSE      account(w) destination(w) authority(s)
 *	IX_TOKEN_SYNC_NATIVE
 *	                    account(w)
 *	IX_TOKEN_INIT_ACCOUNT3
 *	                    account(w) mint; owner
 *	IX_TOKEN_INIT_MINT2 mint(w); decimals authority delegate (the freeze
 *	                    authority, or NULL)
 *	IX_ATA_CREATE, IX_ATA_CREATE_IDEMPOTENT
 *	                    payer(sw) account(w) owner mint program (the token
 *	                    program)
 *	IX_LUT_CREATE       account(w) authority(s) payer(sw); slot bump
 *	IX_LUT_FREEZE       account(w) authority(s)
 *	IX_LUT_EXTEND       account(w) authority(s) payer(sw); keys
 *	IX_LUT_DEACTIVATE   account(w) authority(s)
 *	IX_LUT_CLOSE        account(w) authority(s) destination(w)
 *	IX_MEMO             seed: the text
 *
 * amount is in base units: lamports, or the token's atoms.
 *
 * source: agave system_instruction, compute_budget, address_lookup_table;
 * spl-token and spl-associated-token-account instruction.rs.
 */
#ifndef MM_SOL_IX_H
#define MM_SOL_IX_H

#include "base/mem.h"
#include "base/status.h"
#include "chain/sol_message.h"

enum ix_kind {
	IX_NONE = 0,
	IX_SYS_CREATE,
	IX_SYS_CREATE_SEED,
	IX_SYS_TRANSFER,
	IX_NONCE_ADVANCE,
	IX_NONCE_WITHDRAW,
	IX_NONCE_INIT,
	IX_BUDGET_HEAP,
	IX_BUDGET_LIMIT,
	IX_BUDGET_PRICE,
	IX_BUDGET_LOADED,
	IX_TOKEN_TRANSFER,
	IX_TOKEN_TRANSFER_CHECKED,
	IX_TOKEN_APPROVE,
	IX_TOKEN_REVOKE,
	IX_TOKEN_MINT_TO,
	IX_TOKEN_BURN,
	IX_TOKEN_CLOSE,
	IX_TOKEN_SYNC_NATIVE,
	IX_TOKEN_INIT_ACCOUNT3,
	IX_TOKEN_INIT_MINT2,
	IX_ATA_CREATE,
	IX_ATA_CREATE_IDEMPOTENT,
	IX_LUT_CREATE,
	IX_LUT_FREEZE,
	IX_LUT_EXTEND,
	IX_LUT_DEACTIVATE,
	IX_LUT_CLOSE,
	IX_MEMO,
};

#define IX_KINDS (IX_MEMO + 1)

struct sol_action {
	enum ix_kind kind;
	const struct pubkey *payer, *account, *source, *destination;
	const struct pubkey *authority, *owner, *delegate, *mint, *base;
	const struct pubkey *program;
	uint64_t amount;
	uint64_t space; /* bytes */
	uint64_t slot;
	uint8_t decimals;
	uint8_t bump;
	const char *seed; /* no NUL */
	size_t seed_len;
	const struct pubkey *keys;
	size_t n_keys;
};

/* What came of reading an instruction. */
enum ix_err {
	IX_OK = 0,
	IX_UNKNOWN,   /* not a program, or not an instruction, of those above */
	IX_MALFORMED, /* known, but its data or its accounts are not as above:
		       * wrong length, a missing or surplus account, a right
		       * it needs and lacks, another program in a fixed place */
};

/* ix_name: "system transfer"; a constant, never NULL. */
const char *ix_name(enum ix_kind kind);

/* sol_ix_make: the instruction, all of it in the arena.
 * in: every address the kind has is given. */
struct sol_ix sol_ix_make(struct arena *a, const struct sol_action *act);

/* sol_ix_read: out: *act, whose pointers go into ix; zero unless IX_OK. */
MM_CHECKED enum ix_err sol_ix_read(struct sol_action *act,
				   const struct sol_ix *ix);

#endif
