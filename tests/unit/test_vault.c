/* test_vault - a vault in a folder: made, opened, changed; and every file of it
 * with any bit turned, cut, swapped or open to others is refused. */
#include "check.h"
#include "io/vault_edit.h"

#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char home[64], pass_path[96], unlock_path[96];
static const struct vault_cost cost = { 1, SEAL_KIB_MIN };

static const char *at(const char *name)
{
	static char path[4][160];
	static int i;

	i = (i + 1) % 4;
	snprintf(path[i], sizeof(path[i]), "%s/%s", home, name);
	return path[i];
}

static size_t slurp(unsigned char *out, size_t cap, const char *name)
{
	int fd = open(at(name), O_RDONLY);
	ssize_t n = read(fd, out, cap);

	CHECK(fd >= 0 && n >= 0);
	close(fd);
	return (size_t)n;
}

static void spit(const char *name, const void *bytes, size_t n, mode_t mode)
{
	int fd;

	unlink(at(name));
	fd = open(at(name), O_WRONLY | O_CREAT | O_EXCL, mode);
	CHECK(fd >= 0 && write(fd, bytes, n) == (ssize_t)n);
	CHECK(fchmod(fd, mode) == 0);
	close(fd);
}

static void word(struct secret *s, const char *text)
{
	secret_alloc(s, strlen(text));
	memcpy(s->p, text, strlen(text));
}

static enum vault_err put(struct vault *v, const char *name,
			  enum seal_kind kind, int fill, size_t len)
{
	struct vault_key k = { .kind = kind };
	struct secret s;
	enum vault_err e;

	snprintf(k.name, sizeof(k.name), "%s", name);
	memset(k.public_key, fill + 1, seal_public_len(kind));
	secret_alloc(&s, len);
	memset(s.p, fill, len);
	e = vault_put(v, &k, &s);
	secret_free(&s);
	return e;
}

static void make(const char *passphrase)
{
	struct vault *v;
	struct secret s;

	word(&s, passphrase);
	CHECK(vault_create(&v, &s, cost) == VAULT_OK);
	CHECK(put(v, "sol", SEAL_SOLANA, 1, 64) == VAULT_OK);
	CHECK(put(v, "eth", SEAL_ETHEREUM, 2, 32) == VAULT_OK);
	CHECK(put(v, "api", SEAL_SECRET, 3, 4096) == VAULT_OK);
	CHECK(put(v, ".x", SEAL_SECRET, 3, 1) == VAULT_NAME);
	CHECK(put(v, "a/b", SEAL_SECRET, 3, 1) == VAULT_NAME);
	vault_close(v);
	secret_free(&s);
	spit("pass", passphrase, strlen(passphrase), 0600);
}

/* The first thing that is wrong on the way to the key, by the passphrase's file
 * or the unlock file. */
static enum vault_err reach(const char *name, enum seal_kind kind, int fill,
			    size_t len, const struct vault_opener *by)
{
	const unsigned char *secret;
	struct vault *v;
	enum vault_err e;
	size_t n;

	e = vault_open(&v);
	if (!e)
		e = vault_unlock(v, by);
	if (!e)
		e = vault_load(v, &secret, &n, name, kind);
	if (!e) {
		CHECK(n == len);
		for (size_t i = 0; i < n; i++)
			CHECK(secret[i] == fill);
	}
	CHECK(!e == !*vault_message(v));
	vault_close(v);
	return e;
}

static struct vault_opener by_pass(void)
{
	return (struct vault_opener){ .passphrase = pass_path };
}

static enum vault_err reach_sol(void)
{
	struct vault_opener by = by_pass();

	return reach("sol", SEAL_SOLANA, 1, 64, &by);
}

static void check_all(const struct vault_opener *by)
{
	CHECK(reach("sol", SEAL_SOLANA, 1, 64, by) == VAULT_OK);
	CHECK(reach("eth", SEAL_ETHEREUM, 2, 32, by) == VAULT_OK);
	CHECK(reach("api", SEAL_SECRET, 3, 4096, by) == VAULT_OK);
}

static void test_none(void)
{
	struct vault *v;

	CHECK(vault_open(&v) == VAULT_NONE);
	vault_close(v);
	CHECK(vault_hold(&v) == VAULT_NONE);
	vault_close(v);
	CHECK(access(at("lock"), F_OK) != 0);
	vault_close(NULL);
}

static void test_made(void)
{
	struct vault_opener by = by_pass();
	const struct vault_key *k;
	char wrong[96];
	struct vault *v;
	struct secret s;
	size_t n;

	check_all(&by);
	snprintf(wrong, sizeof(wrong), "%s", at("wrong"));
	CHECK(reach("none", SEAL_SOLANA, 0, 0, &by) == VAULT_NO_KEY);
	CHECK(reach("eth", SEAL_SOLANA, 0, 0, &by) == VAULT_KIND);
	CHECK(vault_open(&v) == VAULT_OK);
	k = vault_keys(v, &n);
	CHECK(n == 3 && !strcmp(k[0].name, "api") && !strcmp(k[2].name, "sol"));
	CHECK(k[1].public_len == 20 && k[1].public_key[19] == 3 &&
	      k[1].public_key[20] == 0);
	CHECK(!vault_find(v, "so") && vault_find(v, "sol") == &k[2]);
	vault_close(v);
	word(&s, "other");
	CHECK(vault_create(&v, &s, cost) == VAULT_EXISTS);
	vault_close(v);
	secret_free(&s);
	spit("wrong", "pasS", 4, 0600);
	by.passphrase = wrong;
	CHECK(reach("sol", SEAL_SOLANA, 1, 64, &by) == VAULT_PASSPHRASE);
	spit("wrong", "", 0, 0600);
	CHECK(reach("sol", SEAL_SOLANA, 1, 64, &by) == VAULT_PASSPHRASE);
	spit("wrong", "pass\n", 5, 0644);
	CHECK(reach("sol", SEAL_SOLANA, 1, 64, &by) == VAULT_SHARED);
	spit("wrong", "pass\n", 5, 0400);
	CHECK(reach("sol", SEAL_SOLANA, 1, 64, &by) == VAULT_OK);
}

/* Whoever is in the way is the only one. */
static void test_held(void)
{
	struct vault *a, *b;

	CHECK(vault_hold(&a) == VAULT_OK);
	CHECK(vault_hold(&b) == VAULT_BUSY);
	vault_close(b);
	vault_close(a);
	CHECK(vault_hold(&b) == VAULT_OK);
	vault_close(b);
}

/* Each bit of the key file, without Argon2id: by the unlock file. */
static void test_flips(void)
{
	struct vault_opener by = { .unlock = unlock_path };
	unsigned char bytes[SEAL_KEY_MAX];
	struct vault_opener pass = by_pass();
	struct vault *v;
	size_t len;

	CHECK(vault_hold(&v) == VAULT_OK && vault_unlock(v, &pass) == VAULT_OK);
	CHECK(!vault_has_unlock(v));
	CHECK(vault_make_unlock(v, unlock_path) == VAULT_OK);
	CHECK(vault_make_unlock(v, unlock_path) == VAULT_IO);
	CHECK(vault_has_unlock(v));
	vault_close(v);
	check_all(&by);
	check_all(&pass);
	len = slurp(bytes, sizeof(bytes), "keys/eth.key");
	CHECK(len == SEAL_KEY_HEAD_LEN + 32 + SEAL_KEY_TAIL_LEN);
	for (size_t bit = 0; bit < 8 * len; bit++) {
		bytes[bit / 8] ^= (unsigned char)(1 << bit % 8);
		spit("keys/eth.key", bytes, len, 0600);
		CHECK(reach("eth", SEAL_ETHEREUM, 2, 32, &by) == VAULT_DAMAGED);
		bytes[bit / 8] ^= (unsigned char)(1 << bit % 8);
	}
	for (size_t cut = 0; cut < len; cut++) {
		spit("keys/eth.key", bytes, cut, 0600);
		CHECK(reach("eth", SEAL_ETHEREUM, 2, 32, &by) == VAULT_DAMAGED);
	}
	spit("keys/eth.key", bytes, len, 0600);
	CHECK(reach("eth", SEAL_ETHEREUM, 2, 32, &by) == VAULT_OK);
	len = slurp(bytes, sizeof(bytes), "keys/vault");
	CHECK(len == SEAL_VAULT_LEN);
	for (size_t bit = 0; bit < 8 * len; bit++) {
		bytes[bit / 8] ^= (unsigned char)(1 << bit % 8);
		spit("keys/vault", bytes, len, 0600);
		CHECK(reach("eth", SEAL_ETHEREUM, 2, 32, &by) == VAULT_DAMAGED);
		bytes[bit / 8] ^= (unsigned char)(1 << bit % 8);
	}
	spit("keys/vault", bytes, len - 1, 0600);
	CHECK(reach("eth", SEAL_ETHEREUM, 2, 32, &by) == VAULT_DAMAGED);
	spit("keys/vault", bytes, len, 0600);
	len = slurp(bytes, sizeof(bytes), "unlock");
	for (size_t bit = 0; bit < 8 * (len - 1); bit++) {
		bytes[bit / 8] ^= (unsigned char)(1 << bit % 8);
		/* Hexadecimal digits have two cases. */
		if (bit % 8 != 5 || bytes[bit / 8] < '@') {
			spit("unlock", bytes, len, 0600);
			CHECK(reach("eth", SEAL_ETHEREUM, 2, 32, &by) ==
			      VAULT_UNLOCK);
		}
		bytes[bit / 8] ^= (unsigned char)(1 << bit % 8);
	}
	spit("unlock", bytes, len, 0640);
	CHECK(reach("eth", SEAL_ETHEREUM, 2, 32, &by) == VAULT_SHARED);
	spit("unlock", bytes, len, 0600);
	check_all(&by);
}

/* A checksum is no proof: whoever changes a file and sums it again. */
static void test_forged(void)
{
	unsigned char bytes[SEAL_KEY_MAX], key[SEAL_KEY_LEN] = { 1 };
	struct vault_opener by = { .unlock = unlock_path };
	struct seal_head h;
	size_t len = slurp(bytes, sizeof(bytes), "keys/eth.key");
	unsigned char good[SEAL_KEY_MAX], secret[32] = { 9 }, nonce[24] = { 1 };
	size_t good_len = len;

	memcpy(good, bytes, len);
	CHECK(seal_key_read(&h, bytes, len) == SEAL_OK);
	len = seal_key_write(bytes, &h, secret, key, nonce);
	spit("keys/eth.key", bytes, len, 0600);
	CHECK(reach("eth", SEAL_ETHEREUM, 2, 32, &by) == VAULT_DAMAGED);
	h.id[0] ^= 1;
	len = seal_key_write(bytes, &h, secret, key, nonce);
	spit("keys/eth.key", bytes, len, 0600);
	CHECK(reach("eth", SEAL_ETHEREUM, 2, 32, &by) == VAULT_STRANGE);
	spit("keys/eth.key", good, good_len, 0600);
	CHECK(reach("eth", SEAL_ETHEREUM, 2, 32, &by) == VAULT_OK);
}

static void test_swapped(void)
{
	struct vault_opener by = { .unlock = unlock_path };

	CHECK(rename(at("keys/sol.key"), at("keys/sol2.key")) == 0);
	CHECK(reach("sol2", SEAL_SOLANA, 1, 64, &by) == VAULT_RENAMED);
	CHECK(reach("sol", SEAL_SOLANA, 1, 64, &by) == VAULT_NO_KEY);
	CHECK(rename(at("keys/sol2.key"), at("keys/sol.key")) == 0);
	CHECK(chmod(at("keys/sol.key"), 0604) == 0);
	CHECK(reach("sol", SEAL_SOLANA, 1, 64, &by) == VAULT_SHARED);
	CHECK(reach("eth", SEAL_ETHEREUM, 2, 32, &by) == VAULT_OK);
	CHECK(chmod(at("keys/sol.key"), 0600) == 0);
	CHECK(chmod(at("keys/vault"), 0640) == 0);
	CHECK(reach("sol", SEAL_SOLANA, 1, 64, &by) == VAULT_SHARED);
	CHECK(chmod(at("keys/vault"), 0600) == 0);
	CHECK(chmod(at("keys"), 0750) == 0);
	CHECK(reach("sol", SEAL_SOLANA, 1, 64, &by) == VAULT_SHARED);
	CHECK(chmod(at("keys"), 0700) == 0);
	CHECK(symlink("eth.key", at("keys/link.key")) == 0);
	CHECK(reach("link", SEAL_ETHEREUM, 2, 32, &by) == VAULT_IO);
	CHECK(unlink(at("keys/link.key")) == 0);
	check_all(&by);
}

static void rotated(const char *unlock)
{
	struct vault_opener by = by_pass();
	struct vault *v;

	by.person = true;
	CHECK(vault_hold(&v) == VAULT_OK && vault_unlock(v, &by) == VAULT_OK);
	CHECK(vault_rotate(v, unlock) == VAULT_OK);
	vault_close(v);
}

/* A copy of the vault before opens no key after; the one after opens all. */
static void test_rotate(void)
{
	struct vault_opener by = { .unlock = unlock_path };
	unsigned char before[SEAL_VAULT_LEN], after[SEAL_VAULT_LEN];
	struct vault_opener pass = by_pass();

	slurp(before, sizeof(before), "keys/vault");
	rotated(at("unlock"));
	check_all(&by);
	check_all(&pass);
	slurp(after, sizeof(after), "keys/vault");
	CHECK(!(after[8] & 2)); /* the key before is not in it */
	spit("keys/vault", before, sizeof(before), 0600);
	CHECK(reach("eth", SEAL_ETHEREUM, 2, 32, &by) == VAULT_STRANGE);
	spit("keys/vault", after, sizeof(after), 0600);
	rotated(NULL);
	CHECK(reach("eth", SEAL_ETHEREUM, 2, 32, &by) == VAULT_UNLOCK);
	check_all(&pass);
}

/* One key that does not open, and nothing is changed. */
static void test_rotate_refused(void)
{
	unsigned char key[SEAL_KEY_MAX], before[SEAL_VAULT_LEN],
		after[SEAL_VAULT_LEN];
	struct vault_opener by = by_pass();
	size_t len = slurp(key, sizeof(key), "keys/eth.key");
	struct vault *v;

	slurp(before, sizeof(before), "keys/vault");
	key[150] ^= 1;
	spit("keys/eth.key", key, len, 0600);
	CHECK(vault_hold(&v) == VAULT_OK && vault_unlock(v, &by) == VAULT_OK);
	CHECK(vault_rotate(v, NULL) == VAULT_DAMAGED);
	vault_close(v);
	slurp(after, sizeof(after), "keys/vault");
	CHECK(memcmp(before, after, sizeof(before)) == 0);
	key[150] ^= 1;
	spit("keys/eth.key", key, len, 0600);
	check_all(&by);
}

static void test_passwd_and_remove(void)
{
	struct vault_opener by = by_pass();
	struct vault *v;
	struct secret s;

	word(&s, "next");
	CHECK(vault_hold(&v) == VAULT_OK && vault_unlock(v, &by) == VAULT_OK);
	CHECK(put(v, "sol", SEAL_SOLANA, 5, 64) == VAULT_TAKEN);
	CHECK(vault_passwd(v, &s, cost) == VAULT_OK);
	CHECK(vault_remove(v, "nothing") == VAULT_NO_KEY);
	vault_close(v);
	CHECK(reach_sol() == VAULT_PASSPHRASE);
	spit("pass", "next", 4, 0600);
	check_all(&by);
	CHECK(vault_hold(&v) == VAULT_OK);
	CHECK(vault_remove(v, "sol") == VAULT_OK);
	vault_close(v);
	CHECK(reach_sol() == VAULT_NO_KEY);
	secret_free(&s);
}

/* What is loaded is loaded once and stays until the end. */
static void test_loaded_once(void)
{
	struct vault_opener by = by_pass();
	const unsigned char *a, *b, *c;
	struct vault *v;

	CHECK(vault_open(&v) == VAULT_OK && vault_unlock(v, &by) == VAULT_OK);
	CHECK(vault_load(v, &a, NULL, "sol", SEAL_SOLANA) == VAULT_OK);
	CHECK(vault_load(v, &b, NULL, "eth", SEAL_ETHEREUM) == VAULT_OK);
	CHECK(vault_load(v, &c, NULL, "sol", SEAL_SOLANA) == VAULT_OK);
	CHECK(a == c && a != b);
	vault_close(v);
}

int main(void)
{
	char top[] = "/tmp/test_vault.XXXXXX";
	static const char *files[] = { "keys/vault",   "keys/api.key",
				       "keys/eth.key", "lock/vault",
				       "pass",         "wrong",
				       "unlock",       "keys",
				       "lock",         "" };

	CHECK(mkdtemp(top));
	snprintf(home, sizeof(home), "%s/home", top);
	snprintf(pass_path, sizeof(pass_path), "%s", at("pass"));
	snprintf(unlock_path, sizeof(unlock_path), "%s", at("unlock"));
	CHECK(setenv("MM_HOME", home, 1) == 0 &&
	      unsetenv("CREDENTIALS_DIRECTORY") == 0);
	test_none();
	make("pass");
	test_made();
	test_held();
	test_flips();
	test_forged();
	test_swapped();
	test_rotate();
	test_rotate_refused();
	test_loaded_once();
	test_passwd_and_remove();
	for (size_t i = 0; i < COUNT(files); i++)
		CHECK(remove(at(files[i])) == 0);
	CHECK(rmdir(top) == 0);
	printf("test_vault: pass\n");
	return 0;
}
