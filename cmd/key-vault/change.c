/* change - a vault is made, and who opens it changes. */
#include "base/conf.h"
#include "base/err.h"
#include "verbs.h"

#define PASSPHRASE_MAX 1024

static const char *new_passphrase;
static int64_t memory_mib = 256, passes = 3;
static bool drop_unlock, revoke;

#define COST_OPTIONS                                                           \
	OPT_INT_('m', "memory", &memory_mib, "<MiB>", SEAL_KIB_MIN / 1024,     \
		 SEAL_KIB_MAX / 1024, "memory one try of it takes (256)"),     \
		OPT_INT_('n', "passes", &passes, "<n>", SEAL_PASSES_MIN,       \
			 SEAL_PASSES_MAX, "passes over that memory (3)")

const struct opt new_options[] = { COST_OPTIONS, OPT_END_ };

const struct opt passwd_options[] = {
	OPT_STR_('N', "new-passphrase", &new_passphrase, "<file>",
		 "read the new one here instead of asking"),
	COST_OPTIONS,
	OPT_END_,
};

const struct opt rotate_options[] = {
	OPT_FLAG_('d', "drop-unlock", &drop_unlock,
		  "let no unlock file open it any more"),
	OPT_END_,
};

const struct opt unlock_options[] = {
	OPT_FLAG_('r', "revoke", &revoke,
		  "make none: let no unlock file open it any more"),
	OPT_END_,
};

/* What changes who opens it is a person's, unless the unlock file is named. */
static struct vault_opener owner(void)
{
	struct vault_opener by = opener();

	by.person = !by.unlock;
	return by;
}

static struct vault_cost cost(void)
{
	return (struct vault_cost){ (uint32_t)passes,
				    (uint32_t)memory_mib * 1024 };
}

/* A passphrase that is to be: from a file, or typed twice.  False: said. */
static bool new_word(struct secret *s, const char *file, int *code)
{
	enum secret_err e =
		file ? secret_word(s, file, PASSPHRASE_MAX)
		     : secret_ask(s, "new passphrase of the vault: ", true,
				  PASSPHRASE_MAX);

	*code = no_secret(e, "new passphrase");
	return !e;
}

int new_run(int n, char **operands)
{
	struct secret word;
	struct vault *v;
	enum vault_err e;
	int code;

	(void)operands;
	no_operand("new", n);
	secret_guard();
	if (!new_word(&word, opener().passphrase, &code))
		return code;
	e = vault_create(&v, &word, cost());
	secret_free(&word);
	return done(v, e);
}

/* The unlock file that is to go on opening the vault; NULL: none. */
static const char *kept_unlock(const struct vault *v)
{
	if (drop_unlock || !vault_has_unlock(v))
		return NULL;
	if (opener().unlock)
		return opener().unlock;
	return conf_isset("VAULT_UNLOCK") ? conf_text("VAULT_UNLOCK") : NULL;
}

int rotate_run(int n, char **operands)
{
	struct vault_opener by = opener();
	struct vault *v;
	const char *keep;
	int code;

	(void)operands;
	no_operand("rotate", n);
	by.person = true;
	if (!open_for(&v, &by, &code))
		return vault_close(v), code;
	keep = kept_unlock(v);
	if (vault_has_unlock(v) && !keep && !drop_unlock) {
		mm_warn("rotate: an unlock file opens it too: name it with "
			"--unlock-file, or end it with --drop-unlock");
		return vault_close(v), MM_USAGE;
	}
	return done(v, vault_rotate(v, keep));
}

int passwd_run(int n, char **operands)
{
	struct vault_opener by = owner();
	struct secret word;
	struct vault *v;
	enum vault_err e;
	int code;

	(void)operands;
	no_operand("passwd", n);
	if (!open_for(&v, &by, &code) ||
	    !new_word(&word, new_passphrase, &code))
		return vault_close(v), code;
	e = vault_passwd(v, &word, cost());
	secret_free(&word);
	return done(v, e);
}

int unlock_run(int n, char **operands)
{
	struct vault_opener by = owner();
	const char *file = NULL;
	struct vault *v;
	int code;

	if (revoke)
		no_operand("unlock-file --revoke", n);
	else
		file = operand("unlock-file", "the file to make", n, operands);
	if (!open_for(&v, &by, &code))
		return vault_close(v), code;
	return done(v,
		    file ? vault_make_unlock(v, file) : vault_drop_unlock(v));
}
