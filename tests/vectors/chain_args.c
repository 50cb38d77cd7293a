#include "chain_args.h"

#include "base/base64.h"
#include "base/hex.h"
#include "chain/base58.h"
#include "line.h"

#define U128_SZ 40 /* 39 digits, NUL */

size_t vec_hex(uint8_t **out, const cJSON *o, const char *key)
{
	const char *s = vec_text(o, key);
	size_t n = strlen(s) / 2;

	*out = vec_alloc(n + 1, 1);
	if (!hex_parse(*out, n, s, strlen(s)))
		line_fail("'%s': not hexadecimal", key);
	return n;
}

size_t vec_base64(uint8_t **out, const cJSON *o, const char *key)
{
	const char *s = vec_text(o, key);
	size_t n;

	*out = vec_alloc(BASE64_BYTES(strlen(s)) + 1, 1);
	if (base64_parse(*out, &n, s, strlen(s)))
		line_fail("'%s': not base64", key);
	return n;
}

struct pubkey *vec_key(const cJSON *o, const char *key)
{
	struct pubkey *k = vec_alloc(1, sizeof(*k));

	if (!pubkey_parse(k, vec_text(o, key)))
		line_fail("'%s': not an address", key);
	return k;
}

size_t vec_keys(struct pubkey **out, const cJSON *o, const char *key)
{
	const cJSON *array = vec_array(o, key), *v;
	size_t n = 0;

	*out = vec_alloc((size_t)cJSON_GetArraySize(array) + 1, sizeof(**out));
	cJSON_ArrayForEach(
		v, array) if (!cJSON_IsString(v) ||
			      !pubkey_parse(&(*out)[n++], v->valuestring))
		line_fail("'%s': not addresses", key);
	return n;
}

void vec_ix(struct sol_ix *out, const cJSON *o)
{
	const cJSON *keys = vec_array(o, "keys"), *k;
	struct sol_meta *m;
	uint8_t *data;

	m = vec_alloc((size_t)cJSON_GetArraySize(keys) + 1, sizeof(*m));
	out->program = *vec_key(o, "programId");
	out->data_len = vec_hex(&data, o, "dataHex");
	out->data = data;
	out->accounts = m;
	out->n_accounts = 0;
	cJSON_ArrayForEach(k, keys) m[out->n_accounts++] = (struct sol_meta){
		.key = *vec_key(k, "pubkey"),
		.signer = vec_bool(k, "signer"),
		.writable = vec_bool(k, "writable"),
	};
}

void vec_put_hex(cJSON *out, const char *key, const uint8_t *bytes, size_t n)
{
	vec_put_text(out, key, hex_format(vec_alloc(HEX_SZ(n), 1), bytes, n));
}

void vec_put_base64(cJSON *out, const char *key, const uint8_t *bytes, size_t n)
{
	char *text = vec_alloc(BASE64_SZ(n), 1);

	base64_format(text, bytes, n);
	vec_put_text(out, key, text);
}

void vec_put_base58(cJSON *out, const char *key, const uint8_t *bytes, size_t n)
{
	char *text = vec_alloc(BASE58_SZ(n), 1);

	base58_encode(text, bytes, n);
	vec_put_text(out, key, text);
}

void vec_put_key(cJSON *out, const char *key, const struct pubkey *k)
{
	vec_put_base58(out, key, k->b, PUBKEY_LEN);
}

void vec_put_keys(cJSON *out, const char *key, const struct pubkey *k, size_t n)
{
	cJSON *array = vec_put_array(out, key);
	char text[PUBKEY_STR_SZ];

	for (size_t i = 0; i < n; i++)
		vec_add_text(array, pubkey_format(text, &k[i]));
}

void vec_put_u64(cJSON *out, const char *key, uint64_t n)
{
	vec_put_i128(out, key, n);
}

void vec_put_u128(cJSON *out, const char *key, unsigned __int128 n)
{
	char text[U128_SZ], *p = text + U128_SZ - 1;

	*p = '\0';
	do {
		*--p = (char)('0' + (int)(n % 10));
		n /= 10;
	} while (n);
	vec_put_text(out, key, p);
}
