#include "keys.h"

#include "base/conf.h"
#include "base/err.h"
#include "base/mem.h"
#include "signer.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

/* The key of a wallet, or who has it. */
struct held {
	const unsigned char *secret; /* of the vault; NULL: not loaded yet */
	struct signer signer;
};

struct keys {
	struct vault *vault; /* NULL: a program signs */
	struct held sol[POLICY_WALLETS_MAX], evm[POLICY_EVM_WALLETS_MAX];
	struct secp *secp;
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
	unsigned char seed[SECP_SECRET_LEN];

	if (getrandom(seed, sizeof(seed), 0) != (ssize_t)sizeof(seed))
		mm_die(MM_FAIL, "no random bytes: %s", strerror(errno));
	k->secp = secp_open(seed);
	explicit_bzero(seed, sizeof(seed));
	if (!conf_isset("SIGNER"))
		open_vault(k, by);
	return k;
}

static void forget(struct held *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		v[i].secret = NULL;
		signer_end(&v[i].signer);
	}
}

void keys_forget(struct keys *k)
{
	forget(k->sol, POLICY_WALLETS_MAX);
	forget(k->evm, POLICY_EVM_WALLETS_MAX);
}

void keys_close(struct keys *k)
{
	if (!k)
		return;
	keys_forget(k);
	secp_close(k->secp);
	vault_close(k->vault);
	free(k);
}

/* The key is found by its address: what it is called in the vault says nothing. */
static const char *load(struct keys *k, struct held *h, enum seal_kind kind,
			const uint8_t *address, size_t len)
{
	size_t n;
	const struct vault_key *v = vault_keys(k->vault, &n);

	if (h->secret)
		return NULL;
	for (size_t i = 0; i < n; i++)
		if (!v[i].err && v[i].kind == kind && v[i].public_len == len &&
		    memcmp(v[i].public_key, address, len) == 0)
			return vault_load(k->vault, &h->secret, NULL, v[i].name,
					  kind)
				       ? vault_message(k->vault)
				       : NULL;
	return "the vault has no usable key of that wallet";
}

/* ---- Solana ---- */

static bool is_of_pubkey(const struct signer_question *q, const uint8_t *sig)
{
	const struct pubkey *key = q->by;

	return ed25519_verify(sig, q->bytes, q->len, key->b);
}

static const char *ask_sol(struct arena *a, struct held *h, unsigned char *sig,
			   const struct pubkey *key, const uint8_t *msg,
			   size_t len)
{
	char address[PUBKEY_STR_SZ];
	uint8_t answer[SIGNER_SIG_MAX];
	const struct signer_question q = {
		.program = conf_text("SIGNER"),
		.address = pubkey_format(address, key),
		.bytes = msg,
		.len = len,
		.sig_len = ED25519_SIG_LEN,
		.is_right = is_of_pubkey,
		.by = key,
		.timeout_ms = conf_ms("SIGNER_TIMEOUT"),
	};
	const char *why = signer_ask(a, &h->signer, answer, &q);

	if (!why)
		memcpy(sig, answer, ED25519_SIG_LEN);
	return why;
}

const char *keys_sign(struct arena *a, struct keys *k,
		      unsigned char sig[static ED25519_SIG_LEN],
		      const struct policy *p, size_t w, const uint8_t *msg,
		      size_t len)
{
	const struct pubkey *key = &p->wallets[w].key;
	struct held *h = &k->sol[w];
	const char *why;

	if (!k->vault)
		return ask_sol(a, h, sig, key, msg, len);
	why = load(k, h, SEAL_SOLANA, key->b, PUBKEY_LEN);
	if (!why)
		ed25519_sign(sig, msg, len, h->secret);
	return why;
}

/* ---- Ethereum ---- */

/* r, s, and 0 or 1. */
static void sig_of(struct secp_sig *out, const uint8_t *bytes)
{
	memcpy(out->r, bytes, sizeof(out->r));
	memcpy(out->s, bytes + sizeof(out->r), sizeof(out->s));
	out->odd = bytes[sizeof(out->r) + sizeof(out->s)];
}

static bool is_of_address(const struct signer_question *q, const uint8_t *bytes)
{
	const struct hash_part part = { q->bytes, q->len };
	uint8_t digest[KECCAK256_LEN], who[ETH_ADDRESS_LEN];
	struct secp_sig sig;

	sig_of(&sig, bytes);
	keccak256(digest, &part, 1);
	return secp_is_low(&sig) && secp_recover_address(who, &sig, digest) &&
	       memcmp(who, q->by, sizeof(who)) == 0;
}

static const char *ask_evm(struct arena *a, struct held *h,
			   struct secp_sig *sig, const struct evm_address *by,
			   const uint8_t *tx, size_t len)
{
	char address[EVM_ADDRESS_STR_SZ];
	uint8_t answer[SIGNER_SIG_MAX];
	const struct signer_question q = {
		.program = conf_text("SIGNER"),
		.address = evm_address_format(address, by),
		.bytes = tx,
		.len = len,
		.sig_len = SIGNER_SIG_MAX,
		.is_right = is_of_address,
		.by = by->b,
		.timeout_ms = conf_ms("SIGNER_TIMEOUT"),
	};
	const char *why = signer_ask(a, &h->signer, answer, &q);

	if (!why)
		sig_of(sig, answer);
	return why;
}

const char *keys_sign_evm(struct arena *a, struct keys *k, struct secp_sig *sig,
			  const struct policy_evm *p, size_t w,
			  const uint8_t *tx, size_t len)
{
	const struct evm_address *by = &p->wallets[w].address;
	const struct hash_part part = { tx, len };
	struct held *h = &k->evm[w];
	uint8_t digest[KECCAK256_LEN];
	const char *why;

	if (!k->vault)
		return ask_evm(a, h, sig, by, tx, len);
	why = load(k, h, SEAL_ETHEREUM, by->b, EVM_ADDRESS_LEN);
	if (why)
		return why;
	keccak256(digest, &part, 1);
	return secp_sign(k->secp, sig, digest, h->secret)
		       ? NULL
		       : "the vault's key of that wallet is none";
}
