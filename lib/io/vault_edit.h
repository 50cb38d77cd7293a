/* vault_edit.h - a vault is made and changed.  Layer: io.
 *
 * Of signers and senders only key-vault links this.  One process at a time changes
 * a vault (lane "vault").  A file is written beside its place (O_EXCL, mode 0600),
 * synced, renamed, and its folder synced: killed at any moment, the vault is the
 * one before or the one after, and opens every key.
 *
 * rotate has many files to change, so between its first and its last step the
 * vault holds both vault keys: either opens what it sealed.  A rotate that was
 * killed is finished by the next.
 */
#ifndef MM_VAULT_EDIT_H
#define MM_VAULT_EDIT_H

#include "io/secret.h"
#include "io/vault.h"

#include <stdbool.h>

/* What a new passphrase costs to try. */
struct vault_cost {
	uint32_t passes; /* SEAL_PASSES_MIN..SEAL_PASSES_MAX */
	uint32_t kib;    /* SEAL_KIB_MIN..SEAL_KIB_MAX       */
};

/* vault_create makes MM_HOME/keys and an empty vault in it, unlocked.
 *
 * out:     *out as vault_open.
 * returns: also VAULT_EXISTS (a vault, or keys whose vault is gone), VAULT_BUSY,
 *          VAULT_MEMORY. */
MM_CHECKED enum vault_err vault_create(struct vault **out,
				       const struct secret *passphrase,
				       struct vault_cost cost);

/* vault_hold is vault_open for one who changes it: nobody else may until
 * vault_close.  returns: also VAULT_BUSY. */
MM_CHECKED enum vault_err vault_hold(struct vault **out);

/* The following take a vault that is held, and all but vault_remove an unlocked
 * one.  What vault_keys gave is out of date after them. */

/* vault_put adds a key.  in: name, kind and public_key of k; secret of the length
 * its kind has.  returns: VAULT_OK, VAULT_NAME, VAULT_TAKEN, VAULT_IO. */
MM_CHECKED enum vault_err vault_put(struct vault *v, const struct vault_key *k,
				    const struct secret *secret);

/* vault_replace is vault_put of a SEAL_SECRET that may be there already: then the
 * new one takes its place, whole and synced, or the old one stays.  returns: VAULT_OK,
 * VAULT_NAME, VAULT_KIND (a key of a chain has that name), VAULT_IO, or why the old
 * one cannot be read. */
MM_CHECKED enum vault_err vault_replace(struct vault *v,
					const struct vault_key *k,
					const struct secret *secret);

/* vault_remove deletes a key's file.  VAULT_OK, VAULT_NO_KEY, VAULT_IO. */
MM_CHECKED enum vault_err vault_remove(struct vault *v, const char *name);

/* vault_rotate draws a new vault key and seals every key under it: what was
 * copied of the old vault opens nothing made after.  A key that cannot be opened
 * stops it before anything is changed.
 *
 * in:      v unlocked by its passphrase; unlock: the unlock file that goes on
 *          opening it, or NULL: none does.
 * returns: VAULT_OK, VAULT_UNLOCK, VAULT_IO, or as vault_load. */
MM_CHECKED enum vault_err vault_rotate(struct vault *v, const char *unlock);

/* vault_passwd: another passphrase opens it.  VAULT_OK, VAULT_MEMORY, VAULT_IO. */
MM_CHECKED enum vault_err vault_passwd(struct vault *v,
				       const struct secret *passphrase,
				       struct vault_cost cost);

/* vault_has_unlock: an unlock file opens it. */
bool vault_has_unlock(const struct vault *v);

/* vault_make_unlock makes the file path (which must not exist) and lets it, and no
 * unlock file before it, open the vault.  VAULT_OK, VAULT_IO. */
MM_CHECKED enum vault_err vault_make_unlock(struct vault *v, const char *path);

/* vault_drop_unlock: no unlock file opens it.  VAULT_OK, VAULT_IO. */
MM_CHECKED enum vault_err vault_drop_unlock(struct vault *v);

#endif
