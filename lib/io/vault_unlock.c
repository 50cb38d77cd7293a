/* vault_unlock.c - who opens a vault, and what its errors are called. */
#include "base/conf.h"
#include "base/mem.h"
#include "io/vault_parts.h"

#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct vault_keyring *vault_ring(void)
{
	struct vault_keyring *ring =
		sodium_init() < 0 ? NULL : sodium_malloc(sizeof(*ring));

	if (!ring)
		mm_die(MM_FAIL, "no locked memory for a key");
	return ring;
}

void vault_ring_free(struct vault *v)
{
	sodium_free(v->ring);
	v->ring = NULL;
}

enum vault_err vault_secret_err(struct vault *v, enum secret_err e,
				const char *place)
{
	switch (e) {
	case SECRET_OK:
		return VAULT_OK;
	case SECRET_IO:
		return vault_say(v, VAULT_IO, place, strerror(errno));
	case SECRET_SHARED:
		return vault_say(v, VAULT_SHARED, place, secret_text(e));
	case SECRET_LONG:
	case SECRET_EMPTY:
	case SECRET_DIFFERS:
		return vault_say(v, VAULT_PASSPHRASE, place, secret_text(e));
	case SECRET_NOTTY:
		return vault_say(v, VAULT_NO_OPENER, place, NULL);
	}
	return VAULT_IO;
}

enum vault_err vault_unlock_key(struct vault *v, unsigned char *by,
				const char *path)
{
	struct secret text;
	enum secret_err s = secret_word(&text, path, UNLOCK_TEXT_LEN);
	enum vault_err e = VAULT_OK;
	size_t n;

	if (s == SECRET_LONG || s == SECRET_EMPTY)
		return vault_say(v, VAULT_UNLOCK, path, NULL);
	if (s)
		return vault_secret_err(v, s, path);
	if (sodium_hex2bin(by, SEAL_KEY_LEN, text.p, text.len, NULL, &n,
			   NULL) != 0 ||
	    n != SEAL_KEY_LEN)
		e = vault_say(v, VAULT_UNLOCK, path, NULL);
	secret_free(&text);
	return e;
}

static enum vault_err by_passphrase(struct vault *v, struct vault_keyring *ring,
				    const char *path)
{
	const struct seal_vault *f = &v->file;
	const char *place = path ? path : "passphrase";
	struct secret word;
	enum secret_err s =
		path ? secret_word(&word, path, PASSPHRASE_MAX)
		     : secret_ask(&word, "passphrase of the vault: ", false,
				  PASSPHRASE_MAX);
	bool stretched;

	if (s)
		return vault_secret_err(v, s, place);
	stretched = seal_stretch(ring->by, word.p, word.len, f->salt, f->passes,
				 f->kib);
	secret_free(&word);
	if (!stretched)
		return vault_say(v, VAULT_MEMORY, place, NULL);
	v->by = SEAL_PASSPHRASE;
	return seal_box_open(ring->key, f, SEAL_PASSPHRASE, ring->by)
		       ? VAULT_OK
		       : vault_say(v, VAULT_PASSPHRASE, place, NULL);
}

static enum vault_err by_unlock(struct vault *v, struct vault_keyring *ring,
				const char *path)
{
	enum vault_err e = vault_unlock_key(v, ring->by, path);

	if (e)
		return e;
	v->by = SEAL_UNLOCK;
	return seal_box_open(ring->key, &v->file, SEAL_UNLOCK, ring->by)
		       ? VAULT_OK
		       : vault_say(v, VAULT_UNLOCK, path, NULL);
}

/* The file systemd left for this service, or NULL.  Owner: caller, free(). */
static char *credential(void)
{
	static const char name[] = "/vault-unlock";
	const char *dir = getenv("CREDENTIALS_DIRECTORY");
	size_t n;
	char *path;

	if (!dir || !*dir)
		return NULL;
	n = strlen(dir) + sizeof(name);
	path = mem_alloc(n, 1);
	snprintf(path, n, "%s%s", dir, name);
	if (access(path, F_OK) == 0)
		return path;
	free(path);
	return NULL;
}

static enum vault_err by_any(struct vault *v, struct vault_keyring *ring,
			     const struct vault_opener *by)
{
	enum vault_err e;
	char *path;

	if (by->passphrase || by->person)
		return by_passphrase(v, ring, by->passphrase);
	if (by->unlock)
		return by_unlock(v, ring, by->unlock);
	if (conf_isset("VAULT_UNLOCK"))
		return by_unlock(v, ring, conf_text("VAULT_UNLOCK"));
	path = credential();
	e = path ? by_unlock(v, ring, path) : by_passphrase(v, ring, NULL);
	free(path);
	return e;
}

enum vault_err vault_unlock(struct vault *v, const struct vault_opener *by)
{
	static const struct vault_opener any;
	struct vault_keyring *ring;
	enum vault_err e;

	vault_ring_free(v);
	ring = vault_ring();
	e = by_any(v, ring, by ? by : &any);
	if (!e && v->file.has[SEAL_BEFORE] &&
	    !seal_box_open(ring->before, &v->file, SEAL_BEFORE, ring->key))
		e = vault_say(v, VAULT_DAMAGED, "the vault key before", NULL);
	if (e)
		sodium_free(ring);
	else
		v->ring = ring;
	return e;
}

const char *vault_text(enum vault_err e)
{
	switch (e) {
	case VAULT_OK:
		return "done";
	case VAULT_NONE:
		return "there is no vault (key-vault new makes one)";
	case VAULT_EXISTS:
		return "there is a vault already";
	case VAULT_SHARED:
		return "others can read it (chmod 600)";
	case VAULT_DAMAGED:
		return "damaged: it is not what was written";
	case VAULT_RENAMED:
		return "another key's file under this name";
	case VAULT_STRANGE:
		return "sealed in another vault";
	case VAULT_CHANGED:
		return "the vault was changed just now";
	case VAULT_PASSPHRASE:
		return "wrong passphrase";
	case VAULT_UNLOCK:
		return "not the unlock file of this vault";
	case VAULT_NO_OPENER:
		return "no unlock file, no passphrase file and no terminal";
	case VAULT_NO_KEY:
		return "no such key";
	case VAULT_KIND:
		return "a key of another kind";
	case VAULT_NAME:
		return "not a name for a key";
	case VAULT_TAKEN:
		return "there is a key of that name";
	case VAULT_BUSY:
		return "another process is changing the vault";
	case VAULT_MEMORY:
		return "not enough memory for the passphrase's Argon2id";
	case VAULT_IO:
		return "cannot be read or written";
	}
	return "unknown vault error";
}

enum mm_exit vault_exit(enum vault_err e)
{
	switch (e) {
	case VAULT_OK:
		return MM_OK;
	case VAULT_NONE:
	case VAULT_EXISTS:
	case VAULT_NO_OPENER:
	case VAULT_NO_KEY:
	case VAULT_KIND:
	case VAULT_NAME:
	case VAULT_TAKEN:
		return MM_USAGE;
	case VAULT_SHARED:
	case VAULT_RENAMED:
	case VAULT_STRANGE:
	case VAULT_PASSPHRASE:
	case VAULT_UNLOCK:
		return MM_REFUSED;
	case VAULT_CHANGED:
	case VAULT_BUSY:
	case VAULT_MEMORY:
		return MM_RETRY;
	case VAULT_DAMAGED:
	case VAULT_IO:
		return MM_FAIL;
	}
	return MM_FAIL;
}

const char *vault_kind_text(enum seal_kind kind)
{
	switch (kind) {
	case SEAL_SOLANA:
		return "solana";
	case SEAL_ETHEREUM:
		return "ethereum";
	case SEAL_SECRET:
		return "secret";
	}
	return "unknown";
}
