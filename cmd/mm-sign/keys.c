#include "keys.h"

#include "base/conf.h"
#include "base/err.h"
#include "base/mem.h"
#include "signer.h"

#include <stdlib.h>
#include <string.h>

struct keys {
	struct vault *vault; /* NULL: a program signs */
	const unsigned char *secrets[POLICY_WALLETS_MAX]; /* of the vault */
	struct signer signers[POLICY_WALLETS_MAX];
};

static void open_vault(struct keys *k, const struct vault_opener *by)
{
	enum vault_err e = vault_open(&k->vault);

	if (!e)
		e = vault_unlock(k->vault, by);
	if (e)
		mm_die(vault_exit(e), "%s", vault_message(k->vault));
}

struct keys *keys_open(const struct vault_opener *by)
{
	struct keys *k = mem_alloc(1, sizeof(*k));

	if (!conf_isset("SIGNER"))
		open_vault(k, by);
	return k;
}

void keys_forget(struct keys *k)
{
	memset(k->secrets, 0, sizeof(k->secrets));
	for (size_t i = 0; i < POLICY_WALLETS_MAX; i++)
		signer_end(&k->signers[i]);
}

void keys_close(struct keys *k)
{
	if (!k)
		return;
	keys_forget(k);
	vault_close(k->vault);
	free(k);
}

/* The key is found by its address: what it is called in the vault says nothing. */
static const struct vault_key *find(const struct keys *k,
				    const struct pubkey *key)
{
	size_t n;
	const struct vault_key *v = vault_keys(k->vault, &n);

	for (size_t i = 0; i < n; i++)
		if (!v[i].err && v[i].kind == SEAL_SOLANA &&
		    v[i].public_len == PUBKEY_LEN &&
		    memcmp(v[i].public_key, key->b, PUBKEY_LEN) == 0)
			return &v[i];
	return NULL;
}

static const char *load(struct keys *k, const struct policy *p, size_t w)
{
	const struct vault_key *v = find(k, &p->wallets[w].key);

	if (!v)
		return "the vault has no usable key of that wallet";
	if (vault_load(k->vault, &k->secrets[w], NULL, v->name, SEAL_SOLANA))
		return vault_message(k->vault);
	return NULL;
}

const char *keys_sign(struct keys *k, unsigned char sig[static ED25519_SIG_LEN],
		      const struct policy *p, size_t w, const uint8_t *msg,
		      size_t len)
{
	const char *why;

	if (!k->vault)
		return signer_ask(&k->signers[w], sig, conf_text("SIGNER"),
				  &p->wallets[w].key, msg, len,
				  conf_ms("SIGNER_TIMEOUT"));
	why = k->secrets[w] ? NULL : load(k, p, w);
	if (!why)
		ed25519_sign(sig, msg, len, k->secrets[w]);
	return why;
}
