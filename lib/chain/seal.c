#include "chain/seal.h"

#include "base/le.h"
#include "chain/hash.h"

#include <sodium.h>
#include <string.h>

_Static_assert(SEAL_KEY_LEN == crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "");
_Static_assert(SEAL_NONCE_LEN == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
	       "");
_Static_assert(SEAL_TAG_LEN == crypto_aead_xchacha20poly1305_ietf_ABYTES, "");
_Static_assert(SEAL_SALT_LEN == crypto_pwhash_SALTBYTES, "");

#define MAGIC_LEN 8

/* Where things stand; the format is in the header. */
enum {
	VAULT_FLAGS = MAGIC_LEN,
	VAULT_PASSES = VAULT_FLAGS + 4,
	VAULT_KIB = VAULT_PASSES + 4,
	VAULT_ID = VAULT_KIB + 4,
	VAULT_BEFORE = VAULT_ID + SEAL_ID_LEN,
	VAULT_SALT = VAULT_BEFORE + SEAL_ID_LEN,
	VAULT_BOXES = VAULT_SALT + SEAL_SALT_LEN,
	VAULT_SUM = VAULT_BOXES + SEAL_SLOTS * (int)sizeof(struct seal_box),

	KEY_ID = MAGIC_LEN,
	KEY_KIND = KEY_ID + SEAL_ID_LEN,
	KEY_NAME = KEY_KIND + 4,
	KEY_PUBLIC = KEY_NAME + SEAL_NAME_SZ,
	KEY_NONCE = KEY_PUBLIC + SEAL_PUBLIC_MAX,
};

_Static_assert(VAULT_SUM + SEAL_SUM_LEN == SEAL_VAULT_LEN, "vault file");
_Static_assert(KEY_NONCE + SEAL_NONCE_LEN == SEAL_KEY_HEAD_LEN, "key file");

static const unsigned char vault_magic[MAGIC_LEN] = "MMVAULT1";
static const unsigned char key_magic[MAGIC_LEN] = "MMSEALK1";

static void put_sum(unsigned char *bytes, size_t len)
{
	unsigned char digest[SHA256_LEN];

	sha256(digest, &(struct hash_part){ bytes, len }, 1);
	memcpy(bytes + len, digest, SEAL_SUM_LEN);
}

static bool sum_fits(const unsigned char *bytes, size_t len)
{
	unsigned char digest[SHA256_LEN];

	sha256(digest, &(struct hash_part){ bytes, len - SEAL_SUM_LEN }, 1);
	return memcmp(bytes + len - SEAL_SUM_LEN, digest, SEAL_SUM_LEN) == 0;
}

static bool all_zero(const unsigned char *p, size_t n)
{
	return sodium_is_zero(p, n) == 1;
}

void seal_vault_write(unsigned char out[static SEAL_VAULT_LEN],
		      const struct seal_vault *v)
{
	memcpy(out, vault_magic, MAGIC_LEN);
	le_put(out + VAULT_FLAGS,
	       (v->has[SEAL_UNLOCK] ? 1u : 0) | (v->has[SEAL_BEFORE] ? 2u : 0),
	       4);
	le_put(out + VAULT_PASSES, v->passes, 4);
	le_put(out + VAULT_KIB, v->kib, 4);
	memcpy(out + VAULT_ID, v->id, SEAL_ID_LEN);
	memcpy(out + VAULT_BEFORE, v->before, SEAL_ID_LEN);
	memcpy(out + VAULT_SALT, v->salt, SEAL_SALT_LEN);
	memcpy(out + VAULT_BOXES, v->box, sizeof(v->box));
	put_sum(out, VAULT_SUM);
}

enum seal_err seal_vault_read(struct seal_vault *v, const unsigned char *bytes,
			      size_t len)
{
	uint32_t flags;

	if (len < MAGIC_LEN || memcmp(bytes, vault_magic, MAGIC_LEN) != 0)
		return SEAL_FOREIGN;
	if (len != SEAL_VAULT_LEN || !sum_fits(bytes, len))
		return SEAL_DAMAGED;
	flags = le_u32(bytes + VAULT_FLAGS);
	v->has[SEAL_PASSPHRASE] = true;
	v->has[SEAL_UNLOCK] = flags & 1;
	v->has[SEAL_BEFORE] = flags & 2;
	v->passes = le_u32(bytes + VAULT_PASSES);
	v->kib = le_u32(bytes + VAULT_KIB);
	memcpy(v->id, bytes + VAULT_ID, SEAL_ID_LEN);
	memcpy(v->before, bytes + VAULT_BEFORE, SEAL_ID_LEN);
	memcpy(v->salt, bytes + VAULT_SALT, SEAL_SALT_LEN);
	memcpy(v->box, bytes + VAULT_BOXES, sizeof(v->box));
	if (flags > 3 || v->passes < SEAL_PASSES_MIN ||
	    v->passes > SEAL_PASSES_MAX || v->kib < SEAL_KIB_MIN ||
	    v->kib > SEAL_KIB_MAX)
		return SEAL_DAMAGED;
	return SEAL_OK;
}

bool seal_stretch(unsigned char key[static SEAL_KEY_LEN],
		  const char *passphrase, size_t len,
		  const unsigned char salt[static SEAL_SALT_LEN],
		  uint32_t passes, uint32_t kib)
{
	return crypto_pwhash(key, SEAL_KEY_LEN, passphrase, len, salt, passes,
			     (size_t)kib * 1024,
			     crypto_pwhash_ALG_ARGON2ID13) == 0;
}

/* A box is bound to its slot and to the ids of the keys it is about. */
struct box_data {
	unsigned char bytes[MAGIC_LEN + 1 + 2 * SEAL_ID_LEN];
};

static struct box_data box_data(const struct seal_vault *v, enum seal_slot slot)
{
	struct box_data d = { { 0 } };

	memcpy(d.bytes, vault_magic, MAGIC_LEN);
	d.bytes[MAGIC_LEN] = (unsigned char)slot;
	memcpy(d.bytes + MAGIC_LEN + 1, v->id, SEAL_ID_LEN);
	if (slot == SEAL_BEFORE)
		memcpy(d.bytes + MAGIC_LEN + 1 + SEAL_ID_LEN, v->before,
		       SEAL_ID_LEN);
	return d;
}

void seal_box_put(struct seal_vault *v, enum seal_slot slot,
		  const unsigned char vault_key[static SEAL_KEY_LEN],
		  const unsigned char by[static SEAL_KEY_LEN],
		  const unsigned char nonce[static SEAL_NONCE_LEN])
{
	struct box_data d = box_data(v, slot);
	struct seal_box *box = &v->box[slot];

	memcpy(box->nonce, nonce, SEAL_NONCE_LEN);
	crypto_aead_xchacha20poly1305_ietf_encrypt(
		box->sealed, NULL, vault_key, SEAL_KEY_LEN, d.bytes,
		sizeof(d.bytes), NULL, nonce, by);
	v->has[slot] = true;
}

void seal_box_clear(struct seal_vault *v, enum seal_slot slot)
{
	v->has[slot] = false;
	memset(&v->box[slot], 0, sizeof(v->box[slot]));
	if (slot == SEAL_BEFORE)
		memset(v->before, 0, sizeof(v->before));
}

bool seal_box_open(unsigned char vault_key[static SEAL_KEY_LEN],
		   const struct seal_vault *v, enum seal_slot slot,
		   const unsigned char by[static SEAL_KEY_LEN])
{
	struct box_data d = box_data(v, slot);
	const struct seal_box *box = &v->box[slot];

	return v->has[slot] &&
	       crypto_aead_xchacha20poly1305_ietf_decrypt(
		       vault_key, NULL, NULL, box->sealed, sizeof(box->sealed),
		       d.bytes, sizeof(d.bytes), box->nonce, by) == 0;
}

size_t seal_public_len(enum seal_kind kind)
{
	switch (kind) {
	case SEAL_SOLANA:
		return 32;
	case SEAL_ETHEREUM:
		return 20;
	case SEAL_SECRET:
		return 0;
	}
	return 0;
}

bool seal_name_ok(const char *name)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "abcdefghijklmnopqrstuvwxyz0123456789._-";
	size_t n = strspn(name, letters);

	return n > 0 && n < SEAL_NAME_SZ && !name[n] && *name != '.' &&
	       *name != '-';
}

/* The length a secret of this kind has; 0: any. */
static size_t fixed_len(enum seal_kind kind)
{
	switch (kind) {
	case SEAL_SOLANA:
		return 64;
	case SEAL_ETHEREUM:
		return 32;
	case SEAL_SECRET:
		return 0;
	}
	return 0;
}

static bool head_ok(const struct seal_head *h)
{
	size_t want, public_len, name_len;

	if (h->kind != SEAL_SOLANA && h->kind != SEAL_ETHEREUM &&
	    h->kind != SEAL_SECRET)
		return false;
	if (h->name[SEAL_NAME_SZ - 1] || !seal_name_ok(h->name))
		return false;
	want = fixed_len(h->kind);
	public_len = seal_public_len(h->kind);
	name_len = strlen(h->name);
	return (!want || want == h->secret_len) &&
	       all_zero((const unsigned char *)h->name + name_len,
			SEAL_NAME_SZ - name_len) &&
	       all_zero(h->public_key + public_len,
			SEAL_PUBLIC_MAX - public_len);
}

enum seal_err seal_key_read(struct seal_head *h, const unsigned char *bytes,
			    size_t len)
{
	if (len < MAGIC_LEN || memcmp(bytes, key_magic, MAGIC_LEN) != 0)
		return SEAL_FOREIGN;
	if (len <= SEAL_KEY_HEAD_LEN + SEAL_KEY_TAIL_LEN ||
	    len > SEAL_KEY_MAX || !sum_fits(bytes, len))
		return SEAL_DAMAGED;
	memcpy(h->id, bytes + KEY_ID, SEAL_ID_LEN);
	h->kind = (enum seal_kind)le_u32(bytes + KEY_KIND);
	memcpy(h->name, bytes + KEY_NAME, SEAL_NAME_SZ);
	memcpy(h->public_key, bytes + KEY_PUBLIC, SEAL_PUBLIC_MAX);
	h->secret_len = len - SEAL_KEY_HEAD_LEN - SEAL_KEY_TAIL_LEN;
	return head_ok(h) ? SEAL_OK : SEAL_DAMAGED;
}

enum seal_err seal_key_open(unsigned char *secret, const unsigned char *bytes,
			    size_t len,
			    const unsigned char vault_key[static SEAL_KEY_LEN])
{
	const unsigned char *sealed = bytes + SEAL_KEY_HEAD_LEN;
	size_t n = len - SEAL_KEY_HEAD_LEN - SEAL_SUM_LEN;

	return crypto_aead_xchacha20poly1305_ietf_decrypt(
		       secret, NULL, NULL, sealed, n, bytes, KEY_NONCE,
		       bytes + KEY_NONCE, vault_key) == 0
		       ? SEAL_OK
		       : SEAL_CLOSED;
}

size_t seal_key_write(unsigned char *out, const struct seal_head *h,
		      const unsigned char *secret,
		      const unsigned char vault_key[static SEAL_KEY_LEN],
		      const unsigned char nonce[static SEAL_NONCE_LEN])
{
	size_t len = SEAL_KEY_HEAD_LEN + h->secret_len + SEAL_TAG_LEN;

	memcpy(out, key_magic, MAGIC_LEN);
	memcpy(out + KEY_ID, h->id, SEAL_ID_LEN);
	le_put(out + KEY_KIND, (uint32_t)h->kind, 4);
	memcpy(out + KEY_NAME, h->name, SEAL_NAME_SZ);
	memcpy(out + KEY_PUBLIC, h->public_key, SEAL_PUBLIC_MAX);
	memcpy(out + KEY_NONCE, nonce, SEAL_NONCE_LEN);
	crypto_aead_xchacha20poly1305_ietf_encrypt(
		out + SEAL_KEY_HEAD_LEN, NULL, secret, h->secret_len, out,
		KEY_NONCE, NULL, nonce, vault_key);
	put_sum(out, len);
	return len + SEAL_SUM_LEN;
}
