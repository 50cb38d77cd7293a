/* check_keys.c - where keys come from: mnemonics, paths, keystores, hashes. */
#include "chain_args.h"

#include "chain/bip32.h"
#include "chain/bip39.h"
#include "chain/kdf.h"
#include "chain/keccak.h"
#include "chain/slip10.h"
#include "chain/v3_keystore.h"
#include "data/keystore.h"
#include "line.h"

#include <string.h>

static cJSON *check_keccak256(const cJSON *in)
{
	unsigned char *data, digest[KECCAK256_LEN];
	size_t n = vec_hex(&data, in, "data"), half = n / 2;
	const struct hash_part parts[] = { { data, half },
					   { data + half, n - half } };
	cJSON *out = vec_out();

	keccak256(digest, parts, 2);
	vec_put_hex(out, "digest", digest, sizeof(digest));
	return out;
}

static cJSON *check_hmac_sha512(const cJSON *in)
{
	unsigned char *key, *data, mac[HMAC_SHA512_LEN];
	size_t key_len = vec_hex(&key, in, "key"),
	       n = vec_hex(&data, in, "data");
	cJSON *out = vec_out();

	hmac_sha512(mac, key, key_len, &(struct hash_part){ data, n }, 1);
	vec_put_hex(out, "mac", mac, sizeof(mac));
	return out;
}

static struct kdf_in kdf_in(const cJSON *in)
{
	unsigned char *password, *salt;
	size_t n = vec_hex(&password, in, "password");
	size_t salt_len = vec_hex(&salt, in, "salt");

	return (struct kdf_in){ password, n, salt, salt_len };
}

static cJSON *check_scrypt(const cJSON *in)
{
	struct kdf_in from = kdf_in(in);
	size_t len = (size_t)vec_i64(in, "len");
	unsigned char *key = vec_alloc(len, 1);
	cJSON *out = vec_out();

	if (!kdf_scrypt(key, len, &from, vec_u64(in, "n"),
			(uint32_t)vec_i64(in, "r"), (uint32_t)vec_i64(in, "p")))
		return vec_refusal("COST");
	vec_put_hex(out, "key", key, len);
	return out;
}

static cJSON *pbkdf2(const cJSON *in,
		     void (*kdf)(unsigned char *, size_t, const struct kdf_in *,
				 uint32_t))
{
	struct kdf_in from = kdf_in(in);
	size_t len = (size_t)vec_i64(in, "len");
	unsigned char *key = vec_alloc(len, 1);
	cJSON *out = vec_out();

	kdf(key, len, &from, (uint32_t)vec_i64(in, "rounds"));
	vec_put_hex(out, "key", key, len);
	return out;
}

static cJSON *check_pbkdf2_sha256(const cJSON *in)
{
	return pbkdf2(in, kdf_pbkdf2_sha256);
}

static cJSON *check_pbkdf2_sha512(const cJSON *in)
{
	return pbkdf2(in, kdf_pbkdf2_sha512);
}

static cJSON *check_bip39_seed(const cJSON *in)
{
	static const char *const names[] = { "OK", "COUNT", "UNKNOWN",
					     "CHECKSUM" };
	const char *text = vec_text(in, "mnemonic");
	unsigned char seed[BIP39_SEED_LEN], *passphrase;
	size_t len = vec_hex(&passphrase, in, "passphrase");
	cJSON *out = vec_out();
	enum bip39_err e;
	struct bip39 m;
	int bad;

	e = bip39_read(&m, &bad, text, strlen(text));
	if (e)
		return vec_refusal(names[e]);
	bip39_seed(seed, &m, (const char *)passphrase, len);
	vec_put_hex(out, "seed", seed, sizeof(seed));
	return out;
}

static cJSON *check_bip32_key(const cJSON *in)
{
	unsigned char *seed, key[SECP_SECRET_LEN];
	size_t len = vec_hex(&seed, in, "seed");
	struct hd_path path;
	enum status st = hd_path_parse(&path, vec_text(in, "path"));
	cJSON *out = vec_out();

	if (!st)
		st = bip32_key(key, seed, len, &path);
	if (st)
		return vec_err(st);
	vec_put_hex(out, "key", key, sizeof(key));
	return out;
}

static cJSON *check_slip10_key(const cJSON *in)
{
	unsigned char *seed, key[ED25519_SEED_LEN], secret[ED25519_SECRET_LEN];
	size_t len = vec_hex(&seed, in, "seed");
	struct hd_path path;
	enum status st = hd_path_parse(&path, vec_text(in, "path"));
	cJSON *out = vec_out();

	if (!st)
		st = slip10_key(key, seed, len, &path);
	if (st)
		return vec_err(st);
	ed25519_secret(secret, key);
	vec_put_hex(out, "key", key, sizeof(key));
	vec_put_hex(out, "public", secret + 32, 32);
	return out;
}

static cJSON *check_eth_address(const cJSON *in)
{
	unsigned char *key, address[ETH_ADDRESS_LEN];
	cJSON *out = vec_out();

	if (vec_hex(&key, in, "key") != SECP_SECRET_LEN)
		line_fail("'key': not 32 bytes");
	if (!eth_address(address, key))
		return vec_err(ST_RANGE);
	vec_put_hex(out, "address", address, sizeof(address));
	return out;
}

static cJSON *check_v3_keystore(const cJSON *in)
{
	static const char *const names[] = { "OK",       "COST",   "MEMORY",
					     "PASSWORD", "SECRET", "ADDRESS" };
	const char *file = vec_text(in, "file");
	const char *password = vec_text(in, "password");
	char *text = memcpy(vec_alloc(strlen(file) + 1, 1), file, strlen(file));
	unsigned char secret[V3_SECRET_LEN];
	cJSON *out = vec_out();
	struct v3_keystore ks;
	const char *why = keystore_read(&ks, text, strlen(file));
	enum v3_err e;

	if (why)
		return vec_refusal(why);
	e = v3_open(secret, &ks, password, strlen(password));
	if (e)
		return vec_refusal(names[e]);
	vec_put_hex(out, "key", secret, sizeof(secret));
	return out;
}

const struct checker check_keys[] = {
	{ "keccak256", check_keccak256 },
	{ "hmac_sha512", check_hmac_sha512 },
	{ "scrypt", check_scrypt },
	{ "pbkdf2_sha256", check_pbkdf2_sha256 },
	{ "pbkdf2_sha512", check_pbkdf2_sha512 },
	{ "bip39_seed", check_bip39_seed },
	{ "bip32_key", check_bip32_key },
	{ "slip10_key", check_slip10_key },
	{ "eth_address", check_eth_address },
	{ "v3_keystore", check_v3_keystore },
	{ NULL, NULL },
};
