/* keys.h - whoever holds the keys of the wallets: the vault, or a program. */
#ifndef MM_SIGN_KEYS_H
#define MM_SIGN_KEYS_H

#include "chain/ed25519.h"
#include "chain/policy_evm.h"
#include "chain/secp.h"
#include "io/vault.h"

struct keys;

/* keys_open: from the vault, which is unlocked; or from the program SIGNER where
 * the configuration names one.  Dies where the vault does not open. */
struct keys *keys_open(const struct vault_opener *by);
void keys_close(struct keys *k); /* NULL is no error */

/* keys_forget: wallets have other numbers from here on. */
void keys_forget(struct keys *k);

/* keys_sign: NULL, and sig is one of msg by wallet number w of p; or why not: text
 * that lives until the next call.  keys_sign_evm: of an unsigned transaction.
 * a: scratch. */
MM_CHECKED const char *keys_sign(struct arena *a, struct keys *k,
				 unsigned char sig[static ED25519_SIG_LEN],
				 const struct policy *p, size_t w,
				 const uint8_t *msg, size_t len);
MM_CHECKED const char *keys_sign_evm(struct arena *a, struct keys *k,
				     struct secp_sig *sig,
				     const struct policy_evm *p, size_t w,
				     const uint8_t *tx, size_t len);

#endif
