#include "base/err.h"
#include "chain/evm_address.h"
#include "chain/pubkey.h"
#include "verbs.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

char *operand(const char *verb, const char *what, int n, char **operands)
{
	if (n != 1)
		mm_die(MM_USAGE, "%s: %s is needed, and nothing else", verb,
		       what);
	return operands[0];
}

void no_operand(const char *verb, int n)
{
	if (n)
		mm_die(MM_USAGE, "%s: takes no operand", verb);
}

bool open_for(struct vault **v, const struct vault_opener *by, int *code)
{
	enum vault_err e;

	secret_guard();
	e = vault_hold(v);
	if (!e)
		e = vault_unlock(*v, by);
	if (e) {
		mm_warn("%s", vault_message(*v));
		*code = (int)vault_exit(e);
	}
	return !e;
}

int done(struct vault *v, enum vault_err e)
{
	if (e)
		mm_warn("%s", vault_message(v));
	vault_close(v);
	return (int)vault_exit(e);
}

int no_secret(enum secret_err e, const char *what)
{
	switch (e) {
	case SECRET_OK:
		return MM_OK;
	case SECRET_IO:
		mm_warn("%s: cannot be read: %s", what, strerror(errno));
		return MM_FAIL;
	case SECRET_SHARED:
	case SECRET_NOTTY:
	case SECRET_DIFFERS:
		mm_warn("%s: %s", what, secret_text(e));
		return MM_REFUSED;
	case SECRET_LONG:
	case SECRET_EMPTY:
		mm_warn("%s: %s", what, secret_text(e));
		return MM_FAIL;
	}
	return MM_FAIL;
}

bool confirmed(const char *prompt, const char *word, int *code)
{
	enum secret_err e = secret_confirm(prompt, word);

	if (e == SECRET_DIFFERS) {
		mm_warn("not confirmed: nothing was done");
		*code = MM_REFUSED;
	} else if (e) {
		*code = no_secret(e, "confirmation");
	}
	return !e;
}

const char *public_text(char buf[static PUBLIC_TEXT_SZ],
			const struct vault_key *k)
{
	struct evm_address address;
	struct pubkey key;

	switch (k->kind) {
	case SEAL_SOLANA:
		memcpy(key.b, k->public_key, sizeof(key.b));
		return pubkey_format(buf, &key);
	case SEAL_ETHEREUM:
		address = evm_address_at(k->public_key);
		return evm_address_format(buf, &address);
	case SEAL_SECRET:
		return "-";
	}
	return "-";
}

void say_key(const struct vault_key *k)
{
	char buf[PUBLIC_TEXT_SZ];

	printf("%s\t%s\t%s\n", k->name, vault_kind_text(k->kind),
	       public_text(buf, k));
}
