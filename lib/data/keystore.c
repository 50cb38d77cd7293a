#include "data/keystore.h"

#include "base/hex.h"
#include "data/json.h"

#include <string.h>

/* What is read of the file, and the first thing that is wrong with it. */
struct reader {
	const struct json *j;
	const char *why;
};

static void refuse(struct reader *r, const char *why)
{
	if (!r->why)
		r->why = why;
}

/* The member of that key and kind of an object, or NULL and why. */
static const struct json_tok *member(struct reader *r,
				     const struct json_tok *obj,
				     const char *key, enum json_kind kind,
				     const char *why)
{
	const struct json_tok *t = NULL;

	if (obj)
		t = json_member(r->j, (uint32_t)(obj - r->j->tok), key);
	if (t && t->kind == kind)
		return t;
	refuse(r, why);
	return NULL;
}

static const struct json_tok *object(struct reader *r,
				     const struct json_tok *obj,
				     const char *key, const char *why)
{
	return member(r, obj, key, JSON_OBJECT, why);
}

static bool word_is(struct reader *r, const struct json_tok *obj,
		    const char *key, const char *want, const char *why)
{
	const struct json_tok *t = member(r, obj, key, JSON_STRING, why);

	return t && strcmp(t->s, want) == 0;
}

/* Exactly n bytes of hexadecimal text. */
static void bytes(struct reader *r, unsigned char *out, size_t n,
		  const struct json_tok *obj, const char *key, const char *why)
{
	const struct json_tok *t = member(r, obj, key, JSON_STRING, why);

	if (t && !hex_parse(out, n, t->s, t->len))
		refuse(r, why);
}

/* A whole number up to max. */
static uint64_t number(struct reader *r, const struct json_tok *obj,
		       const char *key, uint64_t max, const char *why)
{
	const struct json_tok *t = member(r, obj, key, JSON_NUMBER, why);
	uint64_t n = 0;

	for (uint32_t i = 0; t && i < t->len; i++) {
		if (t->s[i] < '0' || t->s[i] > '9' || n > max / 10) {
			refuse(r, why);
			return 0;
		}
		n = n * 10 + (uint64_t)(t->s[i] - '0');
	}
	if (n > max)
		refuse(r, why);
	return n;
}

static void read_salt(struct reader *r, struct v3_keystore *ks,
		      const struct json_tok *params)
{
	static const char why[] = "no 'salt' of at most 64 bytes";
	const struct json_tok *t = member(r, params, "salt", JSON_STRING, why);

	if (!t)
		return;
	ks->salt_len = t->len / 2;
	if (ks->salt_len > V3_SALT_MAX ||
	    !hex_parse(ks->salt, ks->salt_len, t->s, t->len))
		refuse(r, why);
}

static void read_kdf(struct reader *r, struct v3_keystore *ks,
		     const struct json_tok *crypto)
{
	const struct json_tok *params =
		object(r, crypto, "kdfparams", "no object 'kdfparams'");

	if (number(r, params, "dklen", 32, "'dklen' is not 32") != 32)
		refuse(r, "'dklen' is not 32");
	read_salt(r, ks, params);
	if (word_is(r, crypto, "kdf", "scrypt", "no 'kdf'")) {
		ks->kdf = V3_SCRYPT;
		ks->n = number(r, params, "n", UINT32_MAX, "no 'n'");
		ks->r = (uint32_t)number(r, params, "r", UINT32_MAX, "no 'r'");
		ks->p = (uint32_t)number(r, params, "p", UINT32_MAX, "no 'p'");
		return;
	}
	ks->kdf = V3_PBKDF2;
	ks->rounds = (uint32_t)number(r, params, "c", UINT32_MAX, "no 'c'");
	if (!word_is(r, crypto, "kdf", "pbkdf2", "no 'kdf'"))
		refuse(r, "'kdf' is not scrypt or pbkdf2");
	if (!word_is(r, params, "prf", "hmac-sha256", "no 'prf'"))
		refuse(r, "'prf' is not hmac-sha256");
}

static void read_crypto(struct reader *r, struct v3_keystore *ks,
			const struct json_tok *crypto)
{
	if (!word_is(r, crypto, "cipher", "aes-128-ctr", "no 'cipher'"))
		refuse(r, "'cipher' is not aes-128-ctr");
	bytes(r, ks->iv, sizeof(ks->iv),
	      object(r, crypto, "cipherparams", "no object 'cipherparams'"),
	      "iv", "no 'iv' of 16 bytes");
	bytes(r, ks->sealed, sizeof(ks->sealed), crypto, "ciphertext",
	      "no 'ciphertext' of 32 bytes");
	bytes(r, ks->mac, sizeof(ks->mac), crypto, "mac",
	      "no 'mac' of 32 bytes");
	read_kdf(r, ks, crypto);
}

/* The address many programs add; some with 0x before, some as an empty text. */
static void read_address(struct reader *r, struct v3_keystore *ks)
{
	static const char why[] = "'address' is not one";
	const struct json_tok *t = json_member(r->j, 0, "address");
	size_t skip;

	ks->has_address = false;
	if (!t || (t->kind == JSON_STRING && !t->len))
		return;
	if (t->kind != JSON_STRING) {
		refuse(r, why);
		return;
	}
	skip = strncmp(t->s, "0x", 2) == 0 ? 2 : 0;
	ks->has_address = true;
	if (!hex_parse(ks->address, sizeof(ks->address), t->s + skip,
		       t->len - skip))
		refuse(r, why);
}

const char *keystore_read(struct v3_keystore *ks, char *text, size_t len)
{
	struct json j = { 0 };
	struct reader r = { &j, json_scan(&j, text, len) };
	const struct json_tok *crypto;

	if (!r.why) {
		*ks = (struct v3_keystore){ 0 };
		if (number(&r, j.tok, "version", 3, "not of version 3") != 3)
			refuse(&r, "not of version 3");
		crypto = json_member(&j, 0, "Crypto"); /* as old geth did */
		if (!crypto || crypto->kind != JSON_OBJECT)
			crypto = object(&r, j.tok, "crypto",
					"no object 'crypto'");
		read_crypto(&r, ks, crypto);
		read_address(&r, ks);
	}
	json_free(&j);
	return r.why;
}
