/* check_ed25519.c - signatures, points of the curve, keys as wallets write them. */
#include "chain_args.h"

#include "chain/ed25519.h"
#include "chain/key_text.h"
#include "line.h"

#include <string.h>

/* The bytes of a hexadecimal text, which are n. */
static void hex_of(unsigned char **out, const cJSON *in, const char *key,
		   size_t n)
{
	if (vec_hex(out, in, key) != n)
		line_fail("'%s': not so many bytes", key);
}

static cJSON *check_sign(const cJSON *in)
{
	unsigned char *seed, *msg, sig[ED25519_SIG_LEN];
	unsigned char secret[ED25519_SECRET_LEN];
	size_t len = vec_hex(&msg, in, "msg");
	cJSON *out = vec_out();

	hex_of(&seed, in, "seed", ED25519_SEED_LEN);
	ed25519_secret(secret, seed);
	ed25519_sign(sig, msg, len, secret);
	vec_put_hex(out, "public", secret + 32, 32);
	vec_put_hex(out, "sig", sig, sizeof(sig));
	return out;
}

static cJSON *check_verify(const cJSON *in)
{
	unsigned char *public_key, *msg, *sig;
	size_t len = vec_hex(&msg, in, "msg");
	cJSON *out = vec_out();

	hex_of(&public_key, in, "public", ED25519_PUBLIC_LEN);
	hex_of(&sig, in, "sig", ED25519_SIG_LEN);
	vec_put_bool(out, "ok", ed25519_verify(sig, msg, len, public_key));
	return out;
}

static cJSON *check_on_curve(const cJSON *in)
{
	unsigned char *point;
	cJSON *out = vec_out();

	hex_of(&point, in, "point", ED25519_PUBLIC_LEN);
	vec_put_bool(out, "on", ed25519_on_curve(point));
	return out;
}

static cJSON *key_text(const cJSON *in,
		       bool (*read)(unsigned char *, const char *, size_t))
{
	const char *text = vec_text(in, "text");
	unsigned char secret[ED25519_SECRET_LEN];
	cJSON *out = vec_out();

	if (!read(secret, text, strlen(text)))
		return vec_err(ST_FORMAT);
	vec_put_hex(out, "seed", secret, 32);
	vec_put_hex(out, "public", secret + 32, 32);
	vec_put_bool(out, "paired", ed25519_paired(secret));
	return out;
}

static cJSON *check_id_json(const cJSON *in)
{
	return key_text(in, key_id_json);
}

static cJSON *check_base58(const cJSON *in)
{
	return key_text(in, key_base58);
}

const struct checker check_ed25519[] = {
	{ "ed25519_sign", check_sign },
	{ "ed25519_verify", check_verify },
	{ "ed25519_on_curve", check_on_curve },
	{ "key_id_json", check_id_json },
	{ "key_base58", check_base58 },
	{ NULL, NULL },
};
