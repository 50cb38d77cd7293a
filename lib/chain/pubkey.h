/* pubkey.h - addresses of Solana, and those everyone knows.  Layer: chain. */
#ifndef MM_PUBKEY_H
#define MM_PUBKEY_H

#include "base/status.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#define PUBKEY_LEN     32
#define PUBKEY_STR_LEN 44 /* at most; at least 32 */
#define PUBKEY_STR_SZ  (PUBKEY_STR_LEN + 1)

/* The address of an account, and the public key of a wallet.  Blockhashes have
 * the same form and are written the same way. */
struct pubkey {
	uint8_t b[PUBKEY_LEN];
};

/* pubkey_parse reads base58 of exactly 32 bytes; false, *out untouched, if s is
 * none.  pubkey_parse_n: of text that has no NUL. */
MM_CHECKED bool pubkey_parse(struct pubkey *out, const char *s);
MM_CHECKED bool pubkey_parse_n(struct pubkey *out, const char *s, size_t len);

/* pubkey_format: the text, NUL-terminated; returns buf. */
char *pubkey_format(char buf[static PUBKEY_STR_SZ], const struct pubkey *k);

/* pubkey_at: the address whose bytes stand at p. */
static inline struct pubkey pubkey_at(const uint8_t *p)
{
	struct pubkey k;

	memcpy(k.b, p, PUBKEY_LEN);
	return k;
}

static inline bool pubkey_eq(const struct pubkey *a, const struct pubkey *b)
{
	return memcmp(a->b, b->b, PUBKEY_LEN) == 0;
}

/* pubkey_cmp: the order of the bytes: negative, 0 or positive. */
static inline int pubkey_cmp(const struct pubkey *a, const struct pubkey *b)
{
	return memcmp(a->b, b->b, PUBKEY_LEN);
}

/* Programs. */
extern const struct pubkey sol_system_program; /* all zero */
extern const struct pubkey sol_token_program;  /* SPL token */
extern const struct pubkey
	sol_token22_program;                /* Token-2022: not on OpenBook v1 */
extern const struct pubkey sol_ata_program; /* associated token accounts */
extern const struct pubkey sol_compute_budget;
extern const struct pubkey sol_alt_program; /* address lookup tables */
extern const struct pubkey sol_memo_program;
extern const struct pubkey openbook_program; /* OpenBook v1 on mainnet */

/* Sysvars. */
extern const struct pubkey sol_rent_sysvar;
extern const struct pubkey sol_clock_sysvar;
extern const struct pubkey sol_recent_blockhashes_sysvar;

/* The mint of wrapped SOL. */
extern const struct pubkey sol_native_mint;

/* Jito's tip accounts on mainnet, as its documentation lists them; ask
 * getTipAccounts for those of today. */
#define JITO_TIP_ACCOUNTS 8
extern const struct pubkey jito_tip_accounts[JITO_TIP_ACCOUNTS];

#endif
