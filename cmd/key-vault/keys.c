/* keys - what is in the vault, and whether it is still good. */
#include "base/err.h"
#include "chain/ed25519.h"
#include "chain/secp.h"
#include "verbs.h"

#include <stdio.h>
#include <string.h>

int list_run(int n, char **operands)
{
	const struct vault_key *keys;
	enum mm_exit code = MM_OK;
	struct vault *v;
	enum vault_err e = vault_open(&v);
	size_t n_keys;

	(void)operands;
	no_operand("list", n);
	keys = vault_keys(v, &n_keys);
	for (size_t i = 0; !e && i < n_keys; i++) {
		if (!keys[i].err) {
			say_key(&keys[i]);
			continue;
		}
		mm_warn("%s.key: %s", keys[i].name, vault_text(keys[i].err));
		code = mm_worse(code, vault_exit(keys[i].err));
	}
	return (int)mm_worse(code, (enum mm_exit)done(v, e));
}

/* The public key is that of the secret: the seal says that nobody changed either,
 * this that they were put there together. */
static bool belongs(const struct vault_key *k, const unsigned char *secret)
{
	unsigned char address[ETH_ADDRESS_LEN];

	switch (k->kind) {
	case SEAL_SOLANA:
		return ed25519_paired(secret) &&
		       memcmp(secret + ED25519_SEED_LEN, k->public_key,
			      ED25519_PUBLIC_LEN) == 0;
	case SEAL_ETHEREUM:
		return eth_address(address, secret) &&
		       memcmp(address, k->public_key, sizeof(address)) == 0;
	case SEAL_SECRET:
		return true;
	}
	return false;
}

static enum mm_exit check_key(struct vault *v, const struct vault_key *k)
{
	const unsigned char *secret;
	enum vault_err e = vault_load(v, &secret, NULL, k->name, k->kind);

	if (e) {
		mm_warn("%s", vault_message(v));
		return vault_exit(e);
	}
	if (belongs(k, secret))
		return MM_OK;
	mm_warn("%s: its public key is not that of its secret", k->name);
	return MM_FAIL;
}

int check_run(int n, char **operands)
{
	struct vault_opener by = opener();
	const struct vault_key *keys;
	enum mm_exit worst = MM_OK;
	struct vault *v;
	size_t n_keys;
	int code;

	(void)operands;
	no_operand("check", n);
	if (!open_for(&v, &by, &code))
		return vault_close(v), code;
	keys = vault_keys(v, &n_keys);
	for (size_t i = 0; i < n_keys; i++)
		worst = mm_worse(worst, check_key(v, &keys[i]));
	return vault_close(v), (int)worst;
}

int remove_run(int n, char **operands)
{
	const char *name = operand("remove", "a name", n, operands);
	char prompt[2 * VAULT_NAME_SZ];
	struct vault *v;
	enum vault_err e;
	int code = MM_OK;

	e = vault_hold(&v);
	if (e || !vault_find(v, name))
		return done(v, e ? e : vault_remove(v, name));
	snprintf(prompt, sizeof(prompt),
		 "remove '%s' for ever?  type its name: ", name);
	if (!confirmed(prompt, name, &code))
		return vault_close(v), code;
	return done(v, vault_remove(v, name));
}
