#include "chain/sol_forms.h"

#define AT(member) offsetof(struct sol_action, member)

/* Accounts: readable, writable, signing, both; one that is always the same. */
#define R(m)                                                                   \
	{                                                                      \
		AT(m), 0, NULL                                                 \
	}
#define W(m)                                                                   \
	{                                                                      \
		AT(m), IX_WRITABLE, NULL                                       \
	}
#define S(m)                                                                   \
	{                                                                      \
		AT(m), IX_SIGNER, NULL                                         \
	}
#define SW(m)                                                                  \
	{                                                                      \
		AT(m), IX_SIGNER | IX_WRITABLE, NULL                           \
	}
#define FIXED(k)                                                               \
	{                                                                      \
		0, 0, &(k)                                                     \
	}
#define ROLES(n) .n_roles = (n), .roles

#define TAG1(t) .tag = { t }, .tag_len = 1
#define TAG4(t) .tag = { t }, .tag_len = 4
#define FIELD(t, m)                                                            \
	{                                                                      \
		FIELD_##t, AT(m)                                               \
	}

#define SYSTEM .program = &sol_system_program
#define BUDGET .program = &sol_compute_budget
#define TOKEN  .program = &sol_token_program
#define ATA    .program = &sol_ata_program
#define LUT    .program = &sol_alt_program

#define ATA_ROLES                                                              \
	ROLES(6) = { SW(payer),                                                \
		     W(account),                                               \
		     R(owner),                                                 \
		     R(mint),                                                  \
		     FIXED(sol_system_program),                                \
		     R(program) }

/* clang-format off */
const struct sol_form sol_forms[IX_KINDS] = {
	[IX_NONE] = { .name = "none" },

	[IX_SYS_CREATE] = { "system create account", SYSTEM, TAG4(0),
		.fields = { FIELD(U64, amount), FIELD(U64, space), FIELD(KEY, program) },
		ROLES(2) = { SW(payer), SW(account) } },
	/* The base is an account of its own unless it pays: sol_ix.c. */
	[IX_SYS_CREATE_SEED] = { "system create account with seed", SYSTEM, TAG4(3),
		.fields = { FIELD(KEY, base), FIELD(SEED, seed), FIELD(U64, amount),
			    FIELD(U64, space), FIELD(KEY, program) },
		ROLES(2) = { SW(payer), W(account) } },
	[IX_SYS_TRANSFER] = { "system transfer", SYSTEM, TAG4(2),
		.fields = { FIELD(U64, amount) },
		ROLES(2) = { SW(source), W(destination) } },
	[IX_NONCE_ADVANCE] = { "nonce advance", SYSTEM, TAG4(4),
		ROLES(3) = { W(account), FIXED(sol_recent_blockhashes_sysvar),
			     S(authority) } },
	[IX_NONCE_WITHDRAW] = { "nonce withdraw", SYSTEM, TAG4(5),
		.fields = { FIELD(U64, amount) },
		ROLES(5) = { W(account), W(destination),
			     FIXED(sol_recent_blockhashes_sysvar),
			     FIXED(sol_rent_sysvar), S(authority) } },
	[IX_NONCE_INIT] = { "nonce initialize", SYSTEM, TAG4(6),
		.fields = { FIELD(KEY, authority) },
		ROLES(3) = { W(account), FIXED(sol_recent_blockhashes_sysvar),
			     FIXED(sol_rent_sysvar) } },

	[IX_BUDGET_HEAP] = { "compute budget heap", BUDGET, TAG1(1),
		.fields = { FIELD(U32, amount) } },
	[IX_BUDGET_LIMIT] = { "compute budget limit", BUDGET, TAG1(2),
		.fields = { FIELD(U32, amount) } },
	[IX_BUDGET_PRICE] = { "compute budget price", BUDGET, TAG1(3),
		.fields = { FIELD(U64, amount) } },
	[IX_BUDGET_LOADED] = { "compute budget loaded data", BUDGET, TAG1(4),
		.fields = { FIELD(U32, amount) } },

	[IX_TOKEN_TRANSFER] = { "token transfer", TOKEN, TAG1(3),
		.fields = { FIELD(U64, amount) },
		ROLES(3) = { W(source), W(destination), S(authority) } },
	[IX_TOKEN_TRANSFER_CHECKED] = { "token transfer checked", TOKEN, TAG1(12),
		.fields = { FIELD(U64, amount), FIELD(U8, decimals) },
		ROLES(4) = { W(source), R(mint), W(destination), S(authority) } },
	[IX_TOKEN_APPROVE] = { "token approve", TOKEN, TAG1(4),
		.fields = { FIELD(U64, amount) },
		ROLES(3) = { W(source), R(delegate), S(authority) } },
	[IX_TOKEN_REVOKE] = { "token revoke", TOKEN, TAG1(5),
		ROLES(2) = { W(source), S(authority) } },
	[IX_TOKEN_MINT_TO] = { "token mint to", TOKEN, TAG1(7),
		.fields = { FIELD(U64, amount) },
		ROLES(3) = { W(mint), W(destination), S(authority) } },
	[IX_TOKEN_BURN] = { "token burn", TOKEN, TAG1(8),
		.fields = { FIELD(U64, amount) },
		ROLES(3) = { W(source), W(mint), S(authority) } },
	[IX_TOKEN_CLOSE] = { "token close account", TOKEN, TAG1(9),
		ROLES(3) = { W(account), W(destination), S(authority) } },
	[IX_TOKEN_SYNC_NATIVE] = { "token sync native", TOKEN, TAG1(17),
		ROLES(1) = { W(account) } },
	[IX_TOKEN_INIT_ACCOUNT3] = { "token initialize account", TOKEN, TAG1(18),
		.fields = { FIELD(KEY, owner) },
		ROLES(2) = { W(account), R(mint) } },
	[IX_TOKEN_INIT_MINT2] = { "token initialize mint", TOKEN, TAG1(20),
		.fields = { FIELD(U8, decimals), FIELD(KEY, authority),
			    FIELD(OPT_KEY, delegate) },
		ROLES(1) = { W(mint) } },

	[IX_ATA_CREATE] = { "associated token account create", ATA, .tag_len = 0,
		ATA_ROLES },
	[IX_ATA_CREATE_IDEMPOTENT] = { "associated token account create idempotent",
		ATA, TAG1(1), ATA_ROLES },

	[IX_LUT_CREATE] = { "lookup table create", LUT, TAG4(0),
		.fields = { FIELD(U64, slot), FIELD(U8, bump) },
		ROLES(4) = { W(account), S(authority), SW(payer),
			     FIXED(sol_system_program) } },
	[IX_LUT_FREEZE] = { "lookup table freeze", LUT, TAG4(1),
		ROLES(2) = { W(account), S(authority) } },
	[IX_LUT_EXTEND] = { "lookup table extend", LUT, TAG4(2),
		.fields = { FIELD(KEYS, keys) },
		ROLES(4) = { W(account), S(authority), SW(payer),
			     FIXED(sol_system_program) } },
	[IX_LUT_DEACTIVATE] = { "lookup table deactivate", LUT, TAG4(3),
		ROLES(2) = { W(account), S(authority) } },
	[IX_LUT_CLOSE] = { "lookup table close", LUT, TAG4(4),
		ROLES(3) = { W(account), S(authority), W(destination) } },

	[IX_MEMO] = { "memo", .program = &sol_memo_program,
		.fields = { FIELD(TEXT, seed) } },
};
/* clang-format on */
