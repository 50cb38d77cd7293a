#include "io/vault_edit.h"

#include "base/hex.h"
#include "base/home.h"
#include "base/mem.h"
#include "io/durable.h"
#include "io/homedir.h"
#include "io/vault_parts.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define WAIT_MS 200 /* for another who changes the vault */

/* ---- files ---- */

/* A new file of ours with these bytes, synced.  False: errno; there is none. */
static bool make_file(const char *path, const void *bytes, size_t len)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	bool ok;
	int err;

	if (fd < 0)
		return false;
	ok = durable_write(fd, bytes, len);
	err = errno;
	ok = close(fd) == 0 && ok;
	if (!ok)
		unlink(path);
	errno = err;
	return ok;
}

/* Puts bytes in the place of keys/ + name + suffix.  A file beside it is what a
 * killed process left. */
static enum vault_err put_file(struct vault *v, const char *name,
			       const char *suffix, const void *bytes,
			       size_t len)
{
	char *path = vault_path(name, suffix);
	char *beside = vault_path(name, *suffix ? ".key.new" : ".new");
	enum vault_err e = VAULT_OK;

	unlink(beside);
	if (!make_file(beside, bytes, len))
		e = vault_say(v, VAULT_IO, beside, strerror(errno));
	else if (rename(beside, path) != 0 || !durable_entry(path))
		e = vault_say(v, VAULT_IO, path, strerror(errno));
	free(beside);
	free(path);
	return e;
}

/* The vault file is what it is now; on an error v is what it was. */
static enum vault_err put_vault(struct vault *v, const struct seal_vault *now)
{
	unsigned char bytes[SEAL_VAULT_LEN];
	enum vault_err e;

	seal_vault_write(bytes, now);
	e = put_file(v, "vault", "", bytes, sizeof(bytes));
	if (!e)
		v->file = *now;
	return e;
}

/* ---- making ---- */

static void box_put(struct seal_vault *file, enum seal_slot slot,
		    const unsigned char *vault_key, const unsigned char *by)
{
	unsigned char nonce[SEAL_NONCE_LEN];

	randombytes_buf(nonce, sizeof(nonce));
	seal_box_put(file, slot, vault_key, by, nonce);
}

/* The passphrase's box, with a new salt; ring->by is what opens it.  False: no
 * memory. */
static bool box_passphrase(struct seal_vault *file, struct vault_keyring *ring,
			   const struct secret *word, struct vault_cost cost)
{
	file->passes = cost.passes;
	file->kib = cost.kib;
	randombytes_buf(file->salt, sizeof(file->salt));
	if (!seal_stretch(ring->by, word->p, word->len, file->salt, cost.passes,
			  cost.kib))
		return false;
	box_put(file, SEAL_PASSPHRASE, ring->key, ring->by);
	return true;
}

/* Takes the lane.  The folder it lies in is made with it. */
static enum vault_err take(struct vault *v)
{
	enum lock_err e;

	if (!home_make())
		return vault_say(v, VAULT_IO, home_dir(), strerror(errno));
	e = lock_take(&v->lock, "vault", WAIT_MS);
	if (e == LOCK_HELD)
		return vault_say(v, VAULT_BUSY, "lock/vault", NULL);
	return e ? vault_say(v, VAULT_IO, "lock/vault", strerror(errno))
		 : VAULT_OK;
}

enum vault_err vault_hold(struct vault **out)
{
	struct vault *v = *out = vault_new();
	struct stat st;
	char *path = vault_path("vault", "");
	bool none = lstat(path, &st) != 0 && errno == ENOENT;
	enum vault_err e;

	/* Where no vault is, no lock is made either. */
	e = none ? vault_say(v, VAULT_NONE, path, NULL) : take(v);
	free(path);
	return e ? e : vault_look(v);
}

static enum vault_err make_keys(struct vault *v)
{
	char *path = home_path("keys");
	bool ok = (mkdir(path, 0700) == 0 || errno == EEXIST) &&
		  durable_entry(path);
	enum vault_err e =
		ok ? VAULT_OK : vault_say(v, VAULT_IO, path, strerror(errno));

	free(path);
	return e;
}

enum vault_err vault_create(struct vault **out, const struct secret *passphrase,
			    struct vault_cost cost)
{
	struct vault *v = *out = vault_new();
	struct seal_vault file = { .has = { false } };
	enum vault_err e = take(v);

	if (e || (e = make_keys(v)))
		return e;
	e = vault_look(v);
	if (!e)
		return vault_say(v, VAULT_EXISTS, home_dir(), NULL);
	if (e != VAULT_NONE)
		return e;
	if (v->n_keys)
		return vault_say(v, VAULT_EXISTS, home_dir(),
				 "keys are there, their vault is not");
	v->ring = vault_ring();
	randombytes_buf(v->ring->key, sizeof(v->ring->key));
	randombytes_buf(file.id, sizeof(file.id));
	if (!box_passphrase(&file, v->ring, passphrase, cost))
		return vault_say(v, VAULT_MEMORY, "passphrase", NULL);
	v->by = SEAL_PASSPHRASE;
	return put_vault(v, &file);
}

/* ---- keys ---- */

/* Seals a key under the vault key in its file. */
static enum vault_err put_key(struct vault *v, const struct vault_key *k,
			      const struct secret *secret)
{
	unsigned char bytes[SEAL_KEY_MAX], nonce[SEAL_NONCE_LEN];
	struct seal_head h = { .kind = k->kind, .secret_len = secret->len };
	size_t len;

	memcpy(h.id, v->file.id, sizeof(h.id));
	snprintf(h.name, sizeof(h.name), "%s", k->name);
	memcpy(h.public_key, k->public_key, seal_public_len(k->kind));
	randombytes_buf(nonce, sizeof(nonce));
	len = seal_key_write(bytes, &h, (const unsigned char *)secret->p,
			     v->ring->key, nonce);
	return put_file(v, k->name, ".key", bytes, len);
}

enum vault_err vault_put(struct vault *v, const struct vault_key *k,
			 const struct secret *secret)
{
	if (!seal_name_ok(k->name))
		return vault_say(v, VAULT_NAME, k->name, NULL);
	if (vault_find(v, k->name))
		return vault_say(v, VAULT_TAKEN, k->name, NULL);
	return put_key(v, k, secret);
}

enum vault_err vault_replace(struct vault *v, const struct vault_key *k,
			     const struct secret *secret)
{
	const struct vault_key *old = vault_find(v, k->name);

	if (!seal_name_ok(k->name))
		return vault_say(v, VAULT_NAME, k->name, NULL);
	if (old && old->err)
		return vault_say(v, old->err, k->name, NULL);
	if (old && (old->kind != SEAL_SECRET || k->kind != SEAL_SECRET))
		return vault_say(v, VAULT_KIND, k->name, NULL);
	return put_key(v, k, secret);
}

enum vault_err vault_remove(struct vault *v, const char *name)
{
	char *path;
	enum vault_err e = VAULT_OK;

	if (!vault_find(v, name))
		return vault_say(v, VAULT_NO_KEY, name, NULL);
	path = vault_path(name, ".key");
	if (unlink(path) != 0 || !durable_entry(path))
		e = vault_say(v, VAULT_IO, path, strerror(errno));
	free(path);
	return e;
}

/* ---- the vault key ---- */

/* Every key opens; sealed: and is sealed under the vault key now. */
static enum vault_err walk_keys(struct vault *v, bool sealed)
{
	for (size_t i = 0; i < v->n_keys; i++) {
		const struct vault_key *k = &v->keys[i];
		struct secret s;
		enum vault_err e = vault_open_key(v, &s, k->name, k->kind);

		if (e)
			return e;
		if (sealed)
			e = put_key(v, k, &s);
		secret_free(&s);
		if (e)
			return e;
	}
	return VAULT_OK;
}

/* All keys are under the vault key: the one before opens nothing any more. */
static enum vault_err end_rotate(struct vault *v)
{
	struct seal_vault file = v->file;
	enum vault_err e = walk_keys(v, true);

	if (e)
		return e;
	seal_box_clear(&file, SEAL_BEFORE);
	e = put_vault(v, &file);
	if (!e)
		sodium_memzero(v->ring->before, sizeof(v->ring->before));
	return e;
}

/* The next keyring and vault file: a new vault key, and the one now as the one
 * before. */
static enum vault_err next_ring(struct vault *v, struct vault_keyring *ring,
				struct seal_vault *file, const char *unlock)
{
	enum vault_err e;

	memcpy(ring->before, v->ring->key, sizeof(ring->before));
	randombytes_buf(ring->key, sizeof(ring->key));
	*file = v->file;
	memcpy(file->before, file->id, sizeof(file->before));
	randombytes_buf(file->id, sizeof(file->id));
	seal_box_clear(file, SEAL_UNLOCK);
	if (unlock) {
		if ((e = vault_unlock_key(v, ring->by, unlock)))
			return e;
		if (!seal_box_open(v->ring->before, &v->file, SEAL_UNLOCK,
				   ring->by))
			return vault_say(v, VAULT_UNLOCK, unlock, NULL);
		box_put(file, SEAL_UNLOCK, ring->key, ring->by);
	}
	memcpy(ring->by, v->ring->by, sizeof(ring->by));
	box_put(file, SEAL_PASSPHRASE, ring->key, ring->by);
	box_put(file, SEAL_BEFORE, ring->before, ring->key);
	return VAULT_OK;
}

enum vault_err vault_rotate(struct vault *v, const char *unlock)
{
	struct vault_keyring *ring;
	struct seal_vault file;
	enum vault_err e = walk_keys(v, false);

	if (!e && v->file.has[SEAL_BEFORE])
		e = end_rotate(v);
	if (e)
		return e;
	ring = vault_ring();
	e = next_ring(v, ring, &file, unlock);
	if (!e)
		e = put_vault(v, &file);
	if (e) {
		sodium_free(ring);
		return e;
	}
	vault_ring_free(v);
	v->ring = ring;
	return end_rotate(v);
}

enum vault_err vault_passwd(struct vault *v, const struct secret *passphrase,
			    struct vault_cost cost)
{
	struct seal_vault file = v->file;

	if (!box_passphrase(&file, v->ring, passphrase, cost))
		return vault_say(v, VAULT_MEMORY, "passphrase", NULL);
	v->by = SEAL_PASSPHRASE;
	return put_vault(v, &file);
}

/* ---- the unlock file ---- */

bool vault_has_unlock(const struct vault *v)
{
	return v->file.has[SEAL_UNLOCK];
}

enum vault_err vault_make_unlock(struct vault *v, const char *path)
{
	struct seal_vault file = v->file;
	struct secret text;
	enum vault_err e = VAULT_OK;

	randombytes_buf(v->ring->by, sizeof(v->ring->by));
	v->by = SEAL_UNLOCK;
	box_put(&file, SEAL_UNLOCK, v->ring->key, v->ring->by);
	secret_alloc(&text, UNLOCK_TEXT_LEN + 1);
	sodium_bin2hex(text.p, text.len, v->ring->by, sizeof(v->ring->by));
	text.p[UNLOCK_TEXT_LEN] = '\n';
	/* First the file: a vault is never opened by what nobody has. */
	if (!make_file(path, text.p, text.len) || !durable_entry(path))
		e = vault_say(v, VAULT_IO, path, strerror(errno));
	else if ((e = put_vault(v, &file)))
		unlink(path);
	secret_free(&text);
	return e;
}

enum vault_err vault_drop_unlock(struct vault *v)
{
	struct seal_vault file = v->file;

	seal_box_clear(&file, SEAL_UNLOCK);
	return put_vault(v, &file);
}
