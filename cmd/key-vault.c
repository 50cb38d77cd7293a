/* key-vault - the keys of a bot, sealed; see key-vault(1). */
#include "base/err.h"
#include "base/opt.h"
#include "key-vault/verbs.h"

static const char *unlock_file, *passphrase;

static const struct opt options[] = {
	OPT_STR_('u', "unlock-file", &unlock_file, "<file>",
		 "open the vault by this file (VAULT_UNLOCK)"),
	OPT_STR_('p', "passphrase", &passphrase, "<file>",
		 "read the passphrase here; may be /dev/fd/N"),
	OPT_END_,
};

struct vault_opener opener(void)
{
	return (struct vault_opener){ .unlock = unlock_file,
				      .passphrase = passphrase };
}

/* clang-format off */
static const struct opt_verb verbs[] = {
	{ "new", "", "make an empty vault in MM_HOME", new_options, new_run,
	  false },
	{ "import", "<name> [file]", "put a key or a secret into it",
	  import_options, import_run, false },
	{ "put", "<name> [file]", "make a secret, or replace it by a new one",
	  put_options, put_run, false },
	{ "list", "", "print name, kind and public key of each", NULL, list_run,
	  false },
	{ "check", "", "open every key and compare it with its public key",
	  NULL, check_run, false },
	{ "export", "<name> [file]", "write a secret, after two questions",
	  export_options, export_run, false },
	{ "rotate", "", "seal everything under a new vault key", rotate_options,
	  rotate_run, false },
	{ "passwd", "", "change the passphrase", passwd_options, passwd_run,
	  false },
	{ "unlock-file", "[file]", "make a file that opens it, for machines",
	  unlock_options, unlock_run, false },
	{ "remove", "<name>", "delete a key, after a question", NULL,
	  remove_run, false },
	{ 0 },
};
/* clang-format on */

static const struct opt_prog prog = {
	.name = "key-vault",
	.operands = "<verb> ...",
	.opts = options,
	.verbs = verbs,
	.conf = true,
};

int main(int argc, char **argv)
{
	enum mm_exit code = (enum mm_exit)opt_run_verb(&prog, argc, argv);

	return (int)mm_close_stdout(code);
}
