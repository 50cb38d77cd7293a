/* seal.h - the files of a vault, as bytes.  Layer: chain.
 *
 * A vault is one file that holds the vault key, sealed for whoever may open it,
 * and one file for each key, sealed under the vault key.  Every seal is
 * XChaCha20-Poly1305; what a file says in the clear is its additional data, so
 * that a file which was changed, renamed or put in the place of another does not
 * open.  A checksum over the whole file tells damage from a wrong passphrase.
 *
 * The vault file (SEAL_VAULT_LEN bytes; integers little-endian):
 *
 *	0   "MMVAULT1"
 *	8   flags: 1 opens by an unlock file, 2 holds the vault key before
 *	12  passes, and 16 KiB, of Argon2id over the passphrase
 *	20  id of the vault key		28  id of the one before
 *	36  salt of the passphrase
 *	52  the vault key for the passphrase		(nonce 24, sealed 48)
 *	124 the vault key for the unlock file		(same)
 *	196 the vault key before, for the vault key	(same)
 *	268 the first 16 bytes of SHA-256 over all before
 *
 * A key file (SEAL_KEY_HEAD_LEN + secret + SEAL_KEY_TAIL_LEN bytes):
 *
 *	0   "MMSEALK1"
 *	8   id of the vault key		16  kind
 *	20  name, NUL-padded		84  public key, NUL-padded
 *	116 nonce			140 the secret, sealed (16 bytes longer)
 *	... the first 16 bytes of SHA-256 over all before
 *
 * Nothing here draws random bytes: nonces, salts and keys are arguments, and a
 * nonce is used once.  Keys and secrets are in the caller's locked memory.
 */
#ifndef MM_SEAL_H
#define MM_SEAL_H

#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SEAL_KEY_LEN   32
#define SEAL_ID_LEN    8
#define SEAL_SALT_LEN  16
#define SEAL_NONCE_LEN 24
#define SEAL_TAG_LEN   16
#define SEAL_SUM_LEN   16

#define SEAL_NAME_SZ    64 /* with the NUL */
#define SEAL_PUBLIC_MAX 32
#define SEAL_SECRET_MAX 4096

#define SEAL_VAULT_LEN    284
#define SEAL_KEY_HEAD_LEN 140
#define SEAL_KEY_TAIL_LEN (SEAL_TAG_LEN + SEAL_SUM_LEN)
#define SEAL_KEY_MAX      (SEAL_KEY_HEAD_LEN + SEAL_SECRET_MAX + SEAL_KEY_TAIL_LEN)

/* Bounds of Argon2id: a file cannot ask for less than is safe (RFC 9106's second
 * choice is 64 MiB and 3 passes; 16 MiB is for tests and small machines), nor for
 * more than a machine has. */
#define SEAL_PASSES_MIN 1
#define SEAL_PASSES_MAX 16
#define SEAL_KIB_MIN    (16 * 1024)
#define SEAL_KIB_MAX    (4 * 1024 * 1024)

enum seal_err {
	SEAL_OK = 0,
	SEAL_FOREIGN, /* not such a file, or of a later version  */
	SEAL_DAMAGED, /* the checksum does not fit, or the form  */
	SEAL_CLOSED,  /* this key does not open it               */
};

/* What is sealed: numbers of the file format. */
enum seal_kind {
	SEAL_SOLANA = 1,   /* ed25519: secret 64 (chain/ed25519.h), public 32 */
	SEAL_ETHEREUM = 2, /* secp256k1: secret 32, public 20, the address    */
	SEAL_SECRET = 3,   /* bytes, such as an API key; no public part       */
};

/* seal_public_len: bytes of the public part of that kind. */
size_t seal_public_len(enum seal_kind kind);

/* ---- the vault file ---- */

/* Who opens the vault key. */
enum seal_slot {
	SEAL_PASSPHRASE = 0, /* the passphrase, stretched                     */
	SEAL_UNLOCK = 1,     /* the unlock file's key                         */
	SEAL_BEFORE = 2, /* the vault key: what it opens is the one before */
};

#define SEAL_SLOTS 3

struct seal_box {
	unsigned char nonce[SEAL_NONCE_LEN];
	unsigned char sealed[SEAL_KEY_LEN + SEAL_TAG_LEN];
};

struct seal_vault {
	bool has[SEAL_SLOTS]; /* SEAL_PASSPHRASE always */
	uint32_t passes;
	uint32_t kib;
	unsigned char id[SEAL_ID_LEN];
	unsigned char before[SEAL_ID_LEN]; /* zero without SEAL_BEFORE */
	unsigned char salt[SEAL_SALT_LEN];
	struct seal_box box[SEAL_SLOTS]; /* zero where !has */
};

void seal_vault_write(unsigned char out[static SEAL_VAULT_LEN],
		      const struct seal_vault *v);

/* seal_vault_read: SEAL_OK, SEAL_FOREIGN or SEAL_DAMAGED.  out: *v, undefined
 * unless SEAL_OK. */
MM_CHECKED enum seal_err
seal_vault_read(struct seal_vault *v, const unsigned char *bytes, size_t len);

/* seal_stretch: the key of a passphrase, by Argon2id.  False: not that much
 * memory.  source: RFC 9106.  cost: passes over kib KiB; about 0.3 s for 256 MiB
 * and 3 passes. */
MM_CHECKED bool seal_stretch(unsigned char key[static SEAL_KEY_LEN],
			     const char *passphrase, size_t len,
			     const unsigned char salt[static SEAL_SALT_LEN],
			     uint32_t passes, uint32_t kib);

/* seal_box_put seals a vault key into a slot (sets has); in: v->id, and
 * v->before for SEAL_BEFORE, are what they will be in the file. */
void seal_box_put(struct seal_vault *v, enum seal_slot slot,
		  const unsigned char vault_key[static SEAL_KEY_LEN],
		  const unsigned char by[static SEAL_KEY_LEN],
		  const unsigned char nonce[static SEAL_NONCE_LEN]);

/* seal_box_clear: nobody opens that slot any more. */
void seal_box_clear(struct seal_vault *v, enum seal_slot slot);

/* seal_box_open: false: there is none, or this key does not open it. */
MM_CHECKED bool seal_box_open(unsigned char vault_key[static SEAL_KEY_LEN],
			      const struct seal_vault *v, enum seal_slot slot,
			      const unsigned char by[static SEAL_KEY_LEN]);

/* ---- key files ---- */

/* What a key file says in the clear. */
struct seal_head {
	unsigned char id[SEAL_ID_LEN]; /* of the vault key it is sealed under */
	enum seal_kind kind;
	char name[SEAL_NAME_SZ];                   /* seal_name_ok */
	unsigned char public_key[SEAL_PUBLIC_MAX]; /* zero-padded */
	size_t secret_len;
};

/* seal_name_ok: 1 to 63 of [A-Za-z0-9._-], not beginning with a dot or '-'. */
MM_CHECKED bool seal_name_ok(const char *name);

/* seal_key_read reads and checks the head.  SEAL_OK, SEAL_FOREIGN or
 * SEAL_DAMAGED.  That the head is true only seal_key_open proves. */
MM_CHECKED enum seal_err seal_key_read(struct seal_head *h,
				       const unsigned char *bytes, size_t len);

/* seal_key_open: out: secret, h->secret_len bytes.  in: bytes that
 * seal_key_read took.  SEAL_OK or SEAL_CLOSED. */
MM_CHECKED enum seal_err
seal_key_open(unsigned char *secret, const unsigned char *bytes, size_t len,
	      const unsigned char vault_key[static SEAL_KEY_LEN]);

/* seal_key_write: out holds SEAL_KEY_MAX bytes.  in: h->secret_len in
 * 1..SEAL_SECRET_MAX.  Returns how many. */
size_t seal_key_write(unsigned char *out, const struct seal_head *h,
		      const unsigned char *secret,
		      const unsigned char vault_key[static SEAL_KEY_LEN],
		      const unsigned char nonce[static SEAL_NONCE_LEN]);

#endif
