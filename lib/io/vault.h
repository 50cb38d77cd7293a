/* vault.h - the keys of a bot, sealed in MM_HOME/keys.  Layer: io.
 *
 * keys/vault holds the vault key, sealed for a passphrase (people) and, if wanted,
 * for an unlock file (machines); keys/NAME.key is one key or secret, sealed under
 * the vault key (chain/seal.h).  What there is can be listed by who has neither.
 * Files that others can read are refused.  io/vault_edit.h changes a vault.
 *
 * Secrets lie in locked memory that the vault owns and wipes at close.
 */
#ifndef MM_VAULT_H
#define MM_VAULT_H

#include "base/err.h"
#include "chain/seal.h"

#include <stddef.h>

enum vault_err {
	VAULT_OK = 0,
	VAULT_NONE,       /* there is no vault in MM_HOME                     */
	VAULT_EXISTS,     /* there is one already                             */
	VAULT_SHARED,     /* others can read a file of it                     */
	VAULT_DAMAGED,    /* a file is not what was written                   */
	VAULT_RENAMED,    /* a key file is not the one its name says          */
	VAULT_STRANGE,    /* sealed under another vault's key                 */
	VAULT_CHANGED,    /* changed while it was open: again                 */
	VAULT_PASSPHRASE, /* the passphrase is wrong                          */
	VAULT_UNLOCK,     /* the unlock file is not this vault's              */
	VAULT_NO_OPENER,  /* no unlock file, no passphrase, no terminal       */
	VAULT_NO_KEY,     /* no key of that name                              */
	VAULT_KIND,       /* it is of another kind                            */
	VAULT_NAME,       /* that is no name                                  */
	VAULT_TAKEN,      /* a key of that name is there                      */
	VAULT_BUSY,       /* another process is changing the vault            */
	VAULT_MEMORY,     /* not enough for the passphrase's Argon2id         */
	VAULT_IO,         /* a file cannot be read, written or synced         */
};

#define VAULT_NAME_SZ SEAL_NAME_SZ

struct vault;

/* A key as its file says in the clear. */
struct vault_key {
	char name[VAULT_NAME_SZ];
	enum seal_kind kind;
	unsigned char public_key[SEAL_PUBLIC_MAX];
	size_t public_len;
	enum vault_err err; /* else why it cannot be used: VAULT_SHARED,
			     * VAULT_DAMAGED, VAULT_RENAMED or VAULT_IO; then
			     * only name is set                             */
};

/* vault_open reads what is in the clear: nothing is unlocked.
 *
 * out:     *out is set even on error, for vault_message and vault_close.
 * returns: VAULT_OK, VAULT_NONE, VAULT_SHARED, VAULT_DAMAGED or VAULT_IO. */
MM_CHECKED enum vault_err vault_open(struct vault **out);

/* vault_close wipes every secret; NULL is no error. */
void vault_close(struct vault *v);

/* vault_keys: the keys, sorted by name.  Owner: v, until it is changed or
 * closed. */
const struct vault_key *vault_keys(const struct vault *v, size_t *n);

/* vault_find: the key of that name, or NULL. */
const struct vault_key *vault_find(const struct vault *v, const char *name);

/* Who opens a vault: files as secret_word takes them, or NULL. */
struct vault_opener {
	const char *unlock;     /* the unlock file */
	const char *passphrase; /* the passphrase  */
	bool person; /* by passphrase only: an unlock file will not do */
};

/* vault_unlock opens the vault key, by the first of: the passphrase's file, the
 * unlock file named, VAULT_UNLOCK of the configuration,
 * $CREDENTIALS_DIRECTORY/vault-unlock, the terminal.  in: by may be NULL.
 *
 * returns: VAULT_OK, VAULT_PASSPHRASE, VAULT_UNLOCK, VAULT_NO_OPENER,
 *          VAULT_SHARED, VAULT_DAMAGED, VAULT_MEMORY or VAULT_IO. */
MM_CHECKED enum vault_err vault_unlock(struct vault *v,
				       const struct vault_opener *by);

/* vault_load opens one key of an unlocked vault.
 *
 * out:     *secret: 64 bytes of SEAL_SOLANA (as ed25519_sign takes them), 32 of
 *          SEAL_ETHEREUM, *len of SEAL_SECRET; read-only.  len may be NULL.
 * returns: VAULT_OK, VAULT_NO_KEY, VAULT_KIND, VAULT_STRANGE, VAULT_CHANGED or
 *          the key's own err.
 * owner:   v, until vault_close; a key loaded twice is one. */
MM_CHECKED enum vault_err vault_load(struct vault *v,
				     const unsigned char **secret, size_t *len,
				     const char *name, enum seal_kind kind);

/* vault_message: the last error in words, with the file or the key; lives until
 * the next call on v. */
const char *vault_message(const struct vault *v);

/* vault_text: a constant, lower-case phrase; never NULL. */
const char *vault_text(enum vault_err e);

/* vault_exit: the exit code a program ends with for it: 5 where a guard says no
 * (a file others can read, a wrong passphrase, a swapped key), 2 where there is
 * no vault, key or opener, 4 where it may work later, else 1. */
enum mm_exit vault_exit(enum vault_err e);

/* vault_kind_text: "solana", "ethereum" or "secret". */
const char *vault_kind_text(enum seal_kind kind);

#endif
