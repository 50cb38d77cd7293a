#include "io/vault.h"

#include "base/home.h"
#include "base/mem.h"
#include "io/vault_parts.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum vault_err vault_say(struct vault *v, enum vault_err e, const char *place,
			 const char *detail)
{
	snprintf(v->message, sizeof(v->message), "%s: %s", place,
		 detail ? detail : vault_text(e));
	return e;
}

char *vault_path(const char *name, const char *suffix)
{
	char file[sizeof("keys/") + VAULT_NAME_SZ + 16];

	snprintf(file, sizeof(file), "keys/%s%s", name, suffix);
	return home_path(file);
}

static enum vault_err read_fd(struct vault *v, int fd, const char *path,
			      unsigned char *bytes, size_t cap, size_t *len)
{
	unsigned char more;
	struct stat st;
	ssize_t n;

	if (fstat(fd, &st) != 0)
		return vault_say(v, VAULT_IO, path, strerror(errno));
	if (!S_ISREG(st.st_mode))
		return vault_say(v, VAULT_DAMAGED, path, "not a file");
	if (!secret_private(fd, false))
		return vault_say(v, VAULT_SHARED, path, NULL);
	for (*len = 0; *len < cap; *len += (size_t)n) {
		n = read(fd, bytes + *len, cap - *len);
		if (n < 0)
			return vault_say(v, VAULT_IO, path, strerror(errno));
		if (n == 0)
			return VAULT_OK;
	}
	return read(fd, &more, 1) == 0
		       ? VAULT_OK
		       : vault_say(v, VAULT_DAMAGED, path, NULL);
}

enum vault_err vault_read(struct vault *v, const char *path,
			  unsigned char *bytes, size_t cap, size_t *len)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	enum vault_err e;

	if (fd < 0)
		return vault_say(v, errno == ENOENT ? VAULT_NONE : VAULT_IO,
				 path, strerror(errno));
	e = read_fd(v, fd, path, bytes, cap, len);
	close(fd);
	return e;
}

/* ---- opening ---- */

static enum vault_err read_vault(struct vault *v, struct seal_vault *file)
{
	unsigned char bytes[SEAL_VAULT_LEN];
	char *path = vault_path("vault", "");
	size_t len;
	enum vault_err e = vault_read(v, path, bytes, sizeof(bytes), &len);

	if (e == VAULT_NONE)
		vault_say(v, e, path, NULL);
	else if (!e && seal_vault_read(file, bytes, len))
		e = vault_say(v, VAULT_DAMAGED, path, NULL);
	free(path);
	return e;
}

/* Reads a key's file into bytes and its head; *h undefined unless VAULT_OK. */
static enum vault_err read_key(struct vault *v, const char *name,
			       unsigned char bytes[static SEAL_KEY_MAX],
			       size_t *len, struct seal_head *h)
{
	char *path = vault_path(name, ".key");
	enum vault_err e = vault_read(v, path, bytes, SEAL_KEY_MAX, len);

	if (e == VAULT_NONE)
		vault_say(v, e = VAULT_NO_KEY, path, NULL);
	else if (!e && seal_key_read(h, bytes, *len))
		e = vault_say(v, VAULT_DAMAGED, path, NULL);
	else if (!e && strcmp(h->name, name) != 0)
		e = vault_say(v, VAULT_RENAMED, path, NULL);
	free(path);
	return e;
}

static void add_key(struct vault *v, const char *name, int *cap)
{
	unsigned char bytes[SEAL_KEY_MAX];
	struct vault_key *k;
	struct seal_head h;
	size_t len;

	v->keys = mem_room(v->keys, (int)v->n_keys, cap, sizeof(*v->keys));
	k = &v->keys[v->n_keys++];
	*k = (struct vault_key){ .err = read_key(v, name, bytes, &len, &h) };
	snprintf(k->name, sizeof(k->name), "%s", name);
	if (k->err)
		return;
	k->kind = h.kind;
	k->public_len = seal_public_len(h.kind);
	memcpy(k->public_key, h.public_key, sizeof(k->public_key));
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct vault_key *)a)->name,
		      ((const struct vault_key *)b)->name);
}

/* The keys in an open folder, which others must not even list. */
static enum vault_err list_dir(struct vault *v, DIR *dir, const char *path)
{
	struct dirent *d;
	struct stat st;
	int cap = 0;

	if (fstat(dirfd(dir), &st) != 0)
		return vault_say(v, VAULT_IO, path, strerror(errno));
	if (st.st_mode & (S_IRWXG | S_IRWXO))
		return vault_say(v, VAULT_SHARED, path,
				 "others can look into it (chmod 700)");
	while ((d = readdir(dir))) {
		char name[VAULT_NAME_SZ] = "";
		size_t n = strlen(d->d_name), tail = strlen(".key");

		if (n <= tail || n - tail >= sizeof(name) ||
		    strcmp(d->d_name + n - tail, ".key") != 0)
			continue;
		memcpy(name, d->d_name, n - tail);
		if (seal_name_ok(name))
			add_key(v, name, &cap);
	}
	if (v->n_keys)
		qsort(v->keys, v->n_keys, sizeof(*v->keys), by_name);
	return VAULT_OK;
}

static enum vault_err list_keys(struct vault *v)
{
	char *path = home_path("keys");
	DIR *dir = opendir(path);
	enum vault_err e;

	if (dir)
		e = list_dir(v, dir, path);
	else if (errno == ENOENT)
		e = vault_say(v, VAULT_NONE, path, NULL);
	else
		e = vault_say(v, VAULT_IO, path, strerror(errno));
	if (dir)
		closedir(dir);
	free(path);
	return e;
}

struct vault *vault_new(void)
{
	struct vault *v = mem_alloc(1, sizeof(*v));

	v->lock.fd = -1;
	return v;
}

enum vault_err vault_look(struct vault *v)
{
	enum vault_err e = list_keys(v);

	if (e)
		return e;
	*v->message = '\0'; /* what is wrong with a key is said at its use */
	return read_vault(v, &v->file);
}

enum vault_err vault_open(struct vault **out)
{
	return vault_look(*out = vault_new());
}

void vault_close(struct vault *v)
{
	if (!v)
		return;
	while (v->loaded) {
		struct vault_loaded *l = v->loaded;

		v->loaded = l->next;
		secret_free(&l->secret);
		free(l);
	}
	vault_ring_free(v);
	lock_drop(&v->lock);
	free(v->keys);
	free(v);
}

const struct vault_key *vault_keys(const struct vault *v, size_t *n)
{
	*n = v->n_keys;
	return v->keys;
}

const struct vault_key *vault_find(const struct vault *v, const char *name)
{
	for (size_t i = 0; i < v->n_keys; i++)
		if (strcmp(v->keys[i].name, name) == 0)
			return &v->keys[i];
	return NULL;
}

const char *vault_message(const struct vault *v)
{
	return v->message;
}

/* ---- loading ---- */

/* A key under neither key of the vault: was the vault changed meanwhile? */
static enum vault_err no_such_seal(struct vault *v, const char *name)
{
	struct seal_vault now;
	enum vault_err e = read_vault(v, &now);

	if (e)
		return e;
	if (memcmp(now.id, v->file.id, sizeof(now.id)) != 0)
		return vault_say(v, VAULT_CHANGED, name, NULL);
	return vault_say(v, VAULT_STRANGE, name, NULL);
}

enum vault_err vault_open_key(struct vault *v, struct secret *secret,
			      const char *name, enum seal_kind kind)
{
	unsigned char bytes[SEAL_KEY_MAX];
	const unsigned char *by;
	struct seal_head h;
	size_t len;
	enum vault_err e = read_key(v, name, bytes, &len, &h);

	if (e)
		return e;
	if (h.kind != kind)
		return vault_say(v, VAULT_KIND, name, NULL);
	if (memcmp(h.id, v->file.id, sizeof(h.id)) == 0)
		by = v->ring->key;
	else if (v->file.has[SEAL_BEFORE] &&
		 memcmp(h.id, v->file.before, sizeof(h.id)) == 0)
		by = v->ring->before;
	else
		return no_such_seal(v, name);
	secret_alloc(secret, h.secret_len);
	if (seal_key_open((unsigned char *)secret->p, bytes, len, by)) {
		secret_free(secret);
		return vault_say(v, VAULT_DAMAGED, name, NULL);
	}
	return VAULT_OK;
}

static enum vault_err load_new(struct vault *v, struct vault_loaded **out,
			       const char *name, enum seal_kind kind)
{
	struct secret s;
	enum vault_err e = vault_open_key(v, &s, name, kind);

	if (e)
		return e;
	*out = mem_alloc(1, sizeof(**out));
	snprintf((*out)->name, sizeof((*out)->name), "%s", name);
	(*out)->secret = s;
	(*out)->next = v->loaded;
	v->loaded = *out;
	return VAULT_OK;
}

enum vault_err vault_load(struct vault *v, const unsigned char **secret,
			  size_t *len, const char *name, enum seal_kind kind)
{
	const struct vault_key *k = vault_find(v, name);
	struct vault_loaded *l = v->loaded;
	enum vault_err e;

	if (!k)
		return vault_say(v, VAULT_NO_KEY, name, NULL);
	if (k->err)
		return vault_say(v, k->err, name, NULL);
	if (k->kind != kind)
		return vault_say(v, VAULT_KIND, name, NULL);
	while (l && strcmp(l->name, name) != 0)
		l = l->next;
	if (!l && (e = load_new(v, &l, name, kind)))
		return e;
	*secret = (const unsigned char *)l->secret.p;
	if (len)
		*len = l->secret.len;
	return VAULT_OK;
}
