/* put - a secret is made or replaced, by a person or by a program that made it. */
#include "base/err.h"
#include "verbs.h"

#include <stdio.h>
#include <string.h>

#define FD_MAX 1023
#define FD_SZ  sizeof("/dev/fd/1023")

static int64_t fd = -1;

const struct opt put_options[] = {
	OPT_INT_('F', "fd", &fd, "<n>", 0, FD_MAX,
		 "read the secret from this descriptor"),
	OPT_END_,
};

static int put(const char *name, const struct secret *secret)
{
	struct vault_opener by = opener();
	struct vault_key key = { .kind = SEAL_SECRET };
	struct vault *v;
	enum vault_err e;
	int code;

	if (!open_for(&v, &by, &code)) {
		vault_close(v);
		return code;
	}
	snprintf(key.name, sizeof(key.name), "%s", name);
	e = vault_replace(v, &key, secret);
	if (!e)
		say_key(&key);
	return done(v, e);
}

int put_run(int n, char **operands)
{
	struct secret secret;
	char path[FD_SZ];
	const char *from = "-";
	int code;

	if (n < 1 || n > 2 || (n == 2 && fd >= 0))
		mm_die(MM_USAGE, "put: a name is needed, then a file, --fd or "
				 "nothing");
	if (!seal_name_ok(operands[0]))
		mm_die(MM_USAGE, "put: a name is 1 to 63 of A-Z a-z 0-9 . _ -");
	if (n == 2)
		from = operands[1];
	snprintf(path, sizeof(path), "/dev/fd/%d", (int)fd);
	if (fd >= 0)
		from = path;
	secret_guard();
	code = no_secret(secret_word(&secret, from, SEAL_SECRET_MAX),
			 "the secret");
	if (!code)
		code = put(operands[0], &secret);
	secret_free(&secret);
	return code;
}
