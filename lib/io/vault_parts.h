/* vault_parts.h - what vault.c and vault_edit.c share.  Layer: io. */
#ifndef MM_VAULT_PARTS_H
#define MM_VAULT_PARTS_H

#include "io/lock.h"
#include "io/secret.h"
#include "io/vault.h"

#define VAULT_MESSAGE_SZ 512
#define PASSPHRASE_MAX   1024

/* An unlock file: its key as one line of hexadecimal digits. */
#define UNLOCK_TEXT_LEN (2 * SEAL_KEY_LEN)

/* Keys that open the vault; in locked memory. */
struct vault_keyring {
	unsigned char key[SEAL_KEY_LEN];    /* the vault key            */
	unsigned char before[SEAL_KEY_LEN]; /* the one before, if it has */
	unsigned char by[SEAL_KEY_LEN];     /* what opened it           */
};

struct vault_loaded {
	char name[VAULT_NAME_SZ];
	struct secret secret;
	struct vault_loaded *next;
};

struct vault {
	struct seal_vault file;
	struct vault_keyring *ring; /* NULL: locked */
	enum seal_slot by;          /* what ring->by opens */
	struct vault_key *keys;
	size_t n_keys;
	struct vault_loaded *loaded;
	struct lock lock; /* of who changes it */
	char message[VAULT_MESSAGE_SZ];
};

/* vault_new: an empty one, for vault_close. */
struct vault *vault_new(void);

/* vault_look is the rest of vault_open.  The keys are listed even where
 * the vault file is not there (VAULT_NONE). */
MM_CHECKED enum vault_err vault_look(struct vault *v);

/* vault_open_key: the secret of a key of an unlocked vault.  As vault_load;
 * owner: caller. */
MM_CHECKED enum vault_err vault_open_key(struct vault *v, struct secret *secret,
					 const char *name, enum seal_kind kind);

/* vault_say sets the message to "place: text of e", or with a detail
 * "place: detail".  Returns e. */
enum vault_err vault_say(struct vault *v, enum vault_err e, const char *place,
			 const char *detail);

/* vault_path: MM_HOME/keys/ + name + suffix.  Owner: caller, free(). */
char *vault_path(const char *name, const char *suffix);

/* vault_read: all of a file of ours, at most cap bytes.  VAULT_OK, VAULT_NONE (no
 * such file), VAULT_SHARED, VAULT_DAMAGED (longer, or no file), VAULT_IO. */
MM_CHECKED enum vault_err vault_read(struct vault *v, const char *path,
				     unsigned char *bytes, size_t cap,
				     size_t *len);

/* vault_secret_err: what a secret that could not be had means here; says so. */
enum vault_err vault_secret_err(struct vault *v, enum secret_err e,
				const char *place);

/* vault_unlock_key reads an unlock file into by. */
MM_CHECKED enum vault_err vault_unlock_key(struct vault *v, unsigned char *by,
					   const char *path);

/* vault_ring: locked memory for the keyring; dies when there is none. */
struct vault_keyring *vault_ring(void);

/* vault_ring_free locks the vault. */
void vault_ring_free(struct vault *v);

#endif
