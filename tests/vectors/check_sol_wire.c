/* check_sol_wire.c - base58, lengths, addresses that follow from others. */
#include "chain_args.h"

#include "base/hex.h"
#include "chain/base58.h"
#include "chain/jito.h"
#include "chain/pda.h"
#include "chain/sol_wire.h"
#include "chain/token.h"
#include "line.h"

static cJSON *check_encode(const cJSON *in)
{
	cJSON *out = vec_out();
	uint8_t *bytes;
	size_t n = vec_hex(&bytes, in, "hex");

	vec_put_base58(out, "base58", bytes, n);
	return out;
}

static cJSON *check_decode(const cJSON *in)
{
	const char *text = vec_text(in, "base58");
	uint8_t bytes[BASE58_BYTES_MAX];
	cJSON *out = vec_out();
	size_t n;
	enum status st =
		base58_decode(bytes, &n, sizeof(bytes), text, strlen(text));

	if (st)
		return vec_err(st);
	vec_put_hex(out, "hex", bytes, n);
	return out;
}

static cJSON *check_pubkey(const cJSON *in)
{
	const struct pubkey *k = vec_key(in, "base58");
	cJSON *out = vec_out();

	vec_put_hex(out, "hex", k->b, PUBKEY_LEN);
	vec_put_key(out, "base58", k);
	return out;
}

static cJSON *check_compact(const cJSON *in)
{
	size_t n = (size_t)vec_u64(in, "value"), back;
	uint8_t bytes[COMPACT_U16_MAX_LEN];
	size_t len = (size_t)(compact_u16_put(bytes, n) - bytes);
	struct sol_reader r = { bytes, len };
	cJSON *out = vec_out();

	if (len != compact_u16_len(n) || !sol_read_compact(&r, &back) || r.left)
		line_fail("its own form is not read");
	vec_put_hex(out, "hex", bytes, len);
	vec_put_u64(out, "value", back);
	return out;
}

static cJSON *check_rent(const cJSON *in)
{
	cJSON *out = vec_out();

	vec_put_u64(out, "lamports", rent_exempt(vec_u64(in, "space")));
	return out;
}

static cJSON *check_pda_find(const cJSON *in)
{
	const cJSON *array = vec_array(in, "seedsHex"), *v;
	struct hash_part seeds[PDA_SEEDS_MAX];
	cJSON *out = vec_out();
	struct pubkey k;
	uint8_t bump;
	size_t n = 0;

	cJSON_ArrayForEach(v, array)
	{
		size_t len = strlen(v->valuestring) / 2;
		uint8_t *bytes = vec_alloc(len + 1, 1);

		if (n == PDA_SEEDS_MAX ||
		    !hex_parse(bytes, len, v->valuestring, 2 * len))
			line_fail("'seedsHex': not so");
		seeds[n++] = (struct hash_part){ bytes, len };
	}
	if (!pda_find(&k, &bump, seeds, n, vec_key(in, "program")))
		return vec_err(ST_DOMAIN);
	vec_put_key(out, "address", &k);
	vec_put_i64(out, "bump", bump);
	return out;
}

static cJSON *check_ata(const cJSON *in)
{
	const struct pubkey *owner = vec_key(in, "owner");
	const struct pubkey *mint = vec_key(in, "mint");
	const struct pubkey *program = vec_key(in, "tokenProgram");
	const struct hash_part seeds[] = {
		{ owner->b, PUBKEY_LEN },
		{ program->b, PUBKEY_LEN },
		{ mint->b, PUBKEY_LEN },
	};
	struct pubkey k = ata_address(owner, mint, program), found;
	cJSON *out = vec_out();
	uint8_t bump;

	if (!pda_find(&found, &bump, seeds, 3, &sol_ata_program) ||
	    !pubkey_eq(&k, &found))
		return vec_err(ST_DOMAIN);
	vec_put_key(out, "ata", &k);
	vec_put_i64(out, "bump", bump);
	return out;
}

static cJSON *check_vault_signer(const cJSON *in)
{
	cJSON *out = vec_out();
	struct pubkey k;

	if (!openbook_vault_signer(&k, vec_key(in, "market"),
				   vec_u64(in, "nonce"),
				   vec_key(in, "programId")))
		return vec_err(ST_DOMAIN);
	vec_put_key(out, "vaultSigner", &k);
	return out;
}

/* The first nonce that makes an address, as a market is given it. */
static cJSON *check_vault_search(const cJSON *in)
{
	const struct pubkey *market = vec_key(in, "market");
	const struct pubkey *program = vec_key(in, "programId");
	cJSON *out = vec_out();
	uint64_t nonce = 0;
	struct pubkey k;

	while (!openbook_vault_signer(&k, market, nonce, program))
		nonce++;
	vec_put_u64(out, "nonce", nonce);
	vec_put_key(out, "vaultSigner", &k);
	return out;
}

static cJSON *check_with_seed(const cJSON *in)
{
	const char *seed = vec_text(in, "seed");
	cJSON *out = vec_out();
	struct pubkey k;

	if (!address_with_seed(&k, vec_key(in, "base"), seed, strlen(seed),
			       vec_key(in, "owner")))
		return vec_err(ST_DOMAIN);
	vec_put_key(out, "address", &k);
	return out;
}

static cJSON *check_bundle_id(const cJSON *in)
{
	const cJSON *array = vec_array(in, "signatures"), *v;
	const char *sigs[JITO_BUNDLE_MAX];
	char id[JITO_BUNDLE_ID_SZ];
	cJSON *out = vec_out();
	size_t n = 0;

	cJSON_ArrayForEach(v, array) if (n < JITO_BUNDLE_MAX) sigs[n++] =
		v->valuestring;
	jito_bundle_id(id, sigs, n);
	vec_put_text(out, "id", id);
	return out;
}

const struct checker check_sol_wire[] = {
	{ "base58_encode", check_encode },
	{ "base58_decode", check_decode },
	{ "pubkey", check_pubkey },
	{ "compact_u16", check_compact },
	{ "rent_exempt", check_rent },
	{ "pda_find", check_pda_find },
	{ "ata_address", check_ata },
	{ "openbook_vault_signer", check_vault_signer },
	{ "openbook_vault_search", check_vault_search },
	{ "address_with_seed", check_with_seed },
	{ "jito_bundle_id", check_bundle_id },
	{ NULL, NULL },
};
