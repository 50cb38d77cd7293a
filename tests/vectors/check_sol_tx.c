/* check_sol_tx.c - whole transactions, built, signed and read.
 *
 * The bytes to match are of @solana/web3.js, which sorts the addresses of a legacy
 * message where the library keeps them as they first appear: both orders are good on
 * the chain, and here a compiled message is put into the other one. */
#include "chain_args.h"

#include "chain/ed25519.h"
#include "line.h"

#include <ctype.h>
#include <stdlib.h>

/* String.localeCompare of two base58 texts: letters first without, then, lower
 * before upper, with their case. */
static int locale_compare(const char *a, const char *b)
{
	const char *x = a, *y = b;

	for (; *x && *y; x++, y++)
		if (tolower(*x) != tolower(*y))
			return tolower(*x) - tolower(*y);
	if (*x || *y)
		return *x - *y;
	for (; *a == *b && *a; a++, b++)
		;
	return *b - *a;
}

struct named {
	char text[PUBKEY_STR_SZ];
	uint8_t from; /* index before */
	struct pubkey key;
};

static int by_name(const void *a, const void *b)
{
	return locale_compare(((const struct named *)a)->text,
			      ((const struct named *)b)->text);
}

/* Puts keys lo..hi-1 into the order of web3.js; to[old index] = new index. */
static void sort_class(struct named *v, size_t lo, size_t hi)
{
	if (hi > lo)
		qsort(v + lo, hi - lo, sizeof(*v), by_name);
}

static void reorder(struct sol_message *m)
{
	struct named *v = vec_alloc(m->n_keys, sizeof(*v));
	struct pubkey *keys = vec_alloc(m->n_keys, sizeof(*keys));
	struct sol_call *calls = vec_alloc(m->n_calls, sizeof(*calls));
	uint8_t to[SOL_KEYS_MAX];
	size_t writers = (size_t)(m->n_signers - m->n_readonly_signed);

	for (size_t i = 0; i < m->n_keys; i++) {
		v[i].key = m->keys[i];
		v[i].from = (uint8_t)i;
		pubkey_format(v[i].text, &v[i].key);
	}
	sort_class(v, 1, writers);
	sort_class(v, writers, m->n_signers);
	sort_class(v, m->n_signers, m->n_keys - m->n_readonly);
	sort_class(v, m->n_keys - m->n_readonly, m->n_keys);
	for (size_t i = 0; i < m->n_keys; i++) {
		to[v[i].from] = (uint8_t)i;
		keys[i] = v[i].key;
	}
	for (size_t i = 0; i < m->n_calls; i++) {
		uint8_t *at = vec_alloc(m->calls[i].n_accounts + 1, 1);

		calls[i] = m->calls[i];
		calls[i].program = to[m->calls[i].program];
		for (size_t k = 0; k < calls[i].n_accounts; k++)
			at[k] = to[m->calls[i].accounts[k]];
		calls[i].accounts = at;
	}
	m->keys = keys;
	m->calls = calls;
}

static size_t read_luts(struct sol_lut **out, const cJSON *in)
{
	const cJSON *array = vec_array(in, "lookupTables"), *v;
	size_t n = 0;

	*out = vec_alloc((size_t)cJSON_GetArraySize(array) + 1, sizeof(**out));
	cJSON_ArrayForEach(v, array)
	{
		struct pubkey *keys;

		(*out)[n].address = *vec_key(v, "key");
		(*out)[n].n = vec_keys(&keys, v, "addresses");
		(*out)[n++].addresses = keys;
	}
	return n;
}

static enum sol_version version_of(const cJSON *in)
{
	return cJSON_IsString(vec_get(in, "version")) ? SOL_LEGACY : SOL_V0;
}

static void read_plan(struct sol_plan *plan, const cJSON *in)
{
	const cJSON *array = vec_array(in, "instructions"), *v;
	struct sol_lut *luts;
	struct sol_ix *ixs;

	plan->version = version_of(in);
	plan->payer = *vec_key(in, "feePayer");
	plan->blockhash = *vec_key(in, "recentBlockhash");
	plan->n_luts = read_luts(&luts, in);
	plan->luts = luts;
	plan->n_ixs = 0;
	plan->ixs = ixs =
		vec_alloc((size_t)cJSON_GetArraySize(array) + 1, sizeof(*ixs));
	cJSON_ArrayForEach(v, array) vec_ix(&ixs[plan->n_ixs++], v);
}

/* Signatures in the order of the message, of seeds in any. */
static uint8_t *sign(const cJSON *in, const struct sol_message *m,
		     const uint8_t *msg, size_t len)
{
	const cJSON *array = vec_array(in, "seedsHex"), *v;
	uint8_t *sigs = vec_alloc(m->n_signers, SOL_SIG_LEN);

	cJSON_ArrayForEach(v, array)
	{
		unsigned char secret[ED25519_SECRET_LEN];
		uint8_t *seed;
		cJSON *o = vec_out();

		vec_put_text(o, "seed", v->valuestring);
		vec_hex(&seed, o, "seed");
		ed25519_secret(secret, seed);
		for (size_t i = 0; i < m->n_signers; i++)
			if (!memcmp(m->keys[i].b, secret + 32, PUBKEY_LEN))
				ed25519_sign(sigs + i * SOL_SIG_LEN, msg, len,
					     secret);
	}
	return sigs;
}

static void put_signatures(cJSON *out, const uint8_t *sigs, size_t n)
{
	cJSON *array = vec_put_array(out, "signatures");

	for (size_t i = 0; i < n; i++) {
		cJSON *o = vec_out();

		vec_put_base58(o, "sig", sigs + i * SOL_SIG_LEN, SOL_SIG_LEN);
		vec_add_text(array, vec_text(o, "sig"));
	}
}

static cJSON *check_build(const cJSON *in)
{
	struct arena *a = vec_arena();
	struct sol_plan plan;
	struct sol_message m;
	struct sol_tx tx;
	uint8_t *msg, *bytes;
	size_t len, size;
	cJSON *out = vec_out();

	read_plan(&plan, in);
	if (sol_message_compile(a, &m, &plan) ||
	    sol_message_size(a, &size, &plan) || size != sol_tx_len(&m))
		return vec_err(ST_FORMAT);
	if (plan.version == SOL_LEGACY)
		reorder(&m);
	len = sol_message_len(&m);
	msg = vec_alloc(len, 1);
	if (sol_message_write(msg, &m) != msg + len)
		return vec_err(ST_FORMAT);
	tx = (struct sol_tx){ sign(in, &m, msg, len), m.n_signers, msg, len };
	if (sol_tx_wire(a, &bytes, &len, &tx) || len != size)
		return vec_err(ST_FORMAT);
	vec_put_base64(out, "messageBase64", msg, tx.msg_len);
	vec_put_base64(out, "txBase64", bytes, len);
	vec_put_u64(out, "size", size);
	put_signatures(out, tx.sigs, tx.n_sigs);
	return out;
}

static void put_instructions(cJSON *out, const struct sol_ix *ixs, size_t n)
{
	cJSON *list = vec_put_array(out, "instructions");

	for (size_t i = 0; i < n; i++) {
		struct pubkey *keys =
			vec_alloc(ixs[i].n_accounts + 1, sizeof(*keys));
		cJSON *ix = vec_out();

		for (size_t k = 0; k < ixs[i].n_accounts; k++)
			keys[k] = ixs[i].accounts[k].key;
		vec_put_key(ix, "programId", &ixs[i].program);
		vec_put_keys(ix, "keys", keys, ixs[i].n_accounts);
		vec_put_hex(ix, "dataHex", ixs[i].data, ixs[i].data_len);
		vec_add(list, ix);
	}
}

static cJSON *check_read(const cJSON *in)
{
	struct arena *a = vec_arena();
	struct sol_message m;
	struct sol_tx tx;
	struct sol_lut *luts;
	struct sol_ix *ixs;
	uint8_t *bytes;
	size_t len = vec_base64(&bytes, in, "txBase64");
	size_t n_luts = read_luts(&luts, in);
	cJSON *out = vec_out();

	if (sol_tx_parse(&tx, bytes, len) ||
	    sol_message_parse(a, &m, tx.msg, tx.msg_len) ||
	    sol_message_resolve(a, &ixs, &m, luts, n_luts))
		return vec_err(ST_FORMAT);
	for (size_t i = 0; i < tx.n_sigs; i++)
		if (!ed25519_verify(tx.sigs + i * SOL_SIG_LEN, tx.msg,
				    tx.msg_len, m.keys[i].b))
			line_fail("signature %zu is not one", i);
	if (m.version == SOL_LEGACY)
		vec_put_text(out, "version", "legacy");
	else
		vec_put_i64(out, "version", 0);
	vec_put_key(out, "feePayer", &m.keys[0]);
	vec_put_key(out, "recentBlockhash", &m.blockhash);
	vec_put_keys(out, "signers", m.keys, m.n_signers);
	vec_put_u64(out, "size", sol_tx_len(&m));
	vec_put_base64(out, "messageBase64", tx.msg, tx.msg_len);
	put_signatures(out, tx.sigs, tx.n_sigs);
	put_instructions(out, ixs, m.n_calls);
	return out;
}

const struct checker check_sol_tx[] = {
	{ "sol_tx_build", check_build },
	{ "sol_tx_read", check_read },
	{ NULL, NULL },
};
