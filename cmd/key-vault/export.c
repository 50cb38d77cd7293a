/* export - a secret leaves the vault, after two questions to a person. */
#include "base/err.h"
#include "base/hex.h"
#include "chain/base58.h"
#include "chain/key_text.h"
#include "io/durable.h"
#include "verbs.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char *to;

const struct opt export_options[] = {
	OPT_STR_('t', "to", &to, "<form>",
		 "id-json or base58 of a solana key, hex of any key"),
	OPT_END_,
};

/* The text of a key of that kind, a newline behind it. */
struct form {
	enum seal_kind kind;
	const char *name;
	void (*write)(struct secret *out, const unsigned char *secret,
		      size_t len);
};

static void write_id_json(struct secret *out, const unsigned char *secret,
			  size_t len)
{
	(void)len;
	secret_alloc(out, KEY_TEXT_MAX);
	out->len = key_id_json_write(out->p, secret);
}

static void write_base58(struct secret *out, const unsigned char *secret,
			 size_t len)
{
	secret_alloc(out, BASE58_SZ(len));
	out->len = base58_encode(out->p, secret, len);
	out->p[out->len++] = '\n';
}

/* The seed of a solana key, or the key of an ethereum one. */
static void write_hex(struct secret *out, const unsigned char *secret,
		      size_t len)
{
	(void)len;
	secret_alloc(out, HEX_SZ(32));
	hex_format(out->p, secret, 32);
	out->p[out->len - 1] = '\n';
}

static void write_text(struct secret *out, const unsigned char *secret,
		       size_t len)
{
	secret_alloc(out, len + 1);
	memcpy(out->p, secret, len);
	out->p[len] = '\n';
}

/* The first of a kind is what it is written as unless --to says otherwise. */
static const struct form forms[] = {
	{ SEAL_SOLANA, "id-json", write_id_json },
	{ SEAL_SOLANA, "base58", write_base58 },
	{ SEAL_SOLANA, "hex", write_hex },
	{ SEAL_ETHEREUM, "hex", write_hex },
	{ SEAL_SECRET, "text", write_text },
};

static const struct form *form_of(enum seal_kind kind)
{
	for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++)
		if (forms[i].kind == kind &&
		    (!to || strcmp(forms[i].name, to) == 0))
			return &forms[i];
	return NULL;
}

/* Not through stdio, whose buffers are not wiped. */
static int write_out(const struct secret *text, const char *file)
{
	int fd = STDOUT_FILENO, code = MM_OK;
	size_t at = 0;

	if (file) {
		fd = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
		if (fd < 0 || !durable_write(fd, text->p, text->len) ||
		    !durable_entry(file)) {
			mm_warn("%s: %s", file, strerror(errno));
			code = MM_FAIL;
		}
		if (fd >= 0)
			close(fd);
		return code;
	}
	while (at < text->len) {
		ssize_t n = write(fd, text->p + at, text->len - at);

		if (n < 0 && errno != EINTR) {
			mm_warn("<stdout>: %s", strerror(errno));
			return MM_FAIL;
		}
		if (n > 0)
			at += (size_t)n;
	}
	return MM_OK;
}

/* Two questions, both answered in words that are not typed by chance. */
static bool sure(const struct vault_key *k, int *code)
{
	char public[PUBLIC_TEXT_SZ], prompt[2 * VAULT_NAME_SZ + PUBLIC_TEXT_SZ];

	snprintf(prompt, sizeof(prompt),
		 "show the secret of '%s' (%s %s)?  type its name: ", k->name,
		 vault_kind_text(k->kind), public_text(public, k));
	return confirmed(prompt, k->name, code) &&
	       confirmed("who sees it owns what it holds.  type show it: ",
			 "show it", code);
}

static int show(struct vault *v, const struct vault_key *k,
		const struct form *f, const char *file)
{
	const unsigned char *secret;
	struct secret text;
	size_t len;
	enum vault_err e = vault_load(v, &secret, &len, k->name, k->kind);
	int code;

	if (e)
		return done(v, e);
	f->write(&text, secret, len);
	secret_wipe_stack();
	code = write_out(&text, file);
	secret_free(&text);
	vault_close(v);
	return code;
}

int export_run(int n, char **operands)
{
	struct vault_opener by = opener();
	const unsigned char *none;
	const struct vault_key *k;
	const struct form *f;
	struct vault *v;
	int code = MM_OK;

	if (n < 1 || n > 2)
		mm_die(MM_USAGE, "export: a name is needed, then a file or "
				 "nothing");
	by.person = true;
	if (!open_for(&v, &by, &code))
		return vault_close(v), code;
	k = vault_find(v, operands[0]);
	if (!k || k->err) /* which says why */
		return done(v, vault_load(v, &none, NULL, operands[0],
					  SEAL_SECRET));
	f = form_of(k->kind);
	if (!f) {
		mm_warn("export: --to %s is no form of a %s key", to,
			vault_kind_text(k->kind));
		code = MM_USAGE;
	}
	if (code || !sure(k, &code))
		return vault_close(v), code;
	return show(v, k, f, n == 2 ? operands[1] : NULL);
}
