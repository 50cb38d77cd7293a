/* check_evm_tx.c - what is signed on Ethereum, and who signed it. */
#include "chain_args.h"

#include "chain/evm.h"
#include "chain/evm_tx.h"
#include "line.h"

#include <string.h>

#define KEY_LEN 32

static struct evm_address read_address(const cJSON *in, const char *key)
{
	uint8_t *p;

	if (vec_hex(&p, in, key) != EVM_ADDRESS_LEN)
		line_fail("'%s': not an address", key);
	return evm_address_at(p);
}

static uint8_t *read_32(const cJSON *in, const char *key)
{
	uint8_t *p;

	if (vec_hex(&p, in, key) != KEY_LEN)
		line_fail("'%s': not 32 bytes", key);
	return p;
}

static void put_address(cJSON *out, const char *key,
			const struct evm_address *a)
{
	char text[EVM_ADDRESS_STR_SZ];

	vec_put_text(out, key, evm_address_format(text, a));
}

static void read_access(struct evm_tx *tx, const cJSON *list)
{
	struct evm_access *v =
		vec_alloc((size_t)cJSON_GetArraySize(list) + 1, sizeof(*v));
	const cJSON *e, *k;

	cJSON_ArrayForEach(e, list)
	{
		const cJSON *keys = vec_array(e, "keys");
		struct evm_access *to = &v[tx->n_access++];
		uint8_t(*at)[KEY_LEN] = vec_alloc(
			(size_t)cJSON_GetArraySize(keys) + 1, sizeof(*at));

		to->address = read_address(e, "address");
		to->keys = (const uint8_t(*)[KEY_LEN])at;
		cJSON_ArrayForEach(k, keys)
			memcpy(at[to->n_keys++], read_32(k, "key"), KEY_LEN);
	}
	tx->access = v;
}

static struct evm_tx read_tx(const cJSON *in)
{
	struct evm_tx tx = { .type = (enum evm_tx_type)vec_i64(in, "type") };
	uint8_t *data;

	tx.chain_id = vec_u64(in, "chain_id");
	tx.nonce = vec_u64(in, "nonce");
	tx.gas_price = vec_u256(in, "gas_price");
	tx.max_priority_fee = vec_u256(in, "max_priority_fee");
	tx.gas = vec_u64(in, "gas");
	tx.create = !vec_has(in, "to");
	if (!tx.create)
		tx.to = read_address(in, "to");
	tx.value = vec_u256(in, "value");
	tx.data_len = vec_hex(&data, in, "data");
	tx.data = data;
	if (vec_has(in, "access_list"))
		read_access(&tx, vec_array(in, "access_list"));
	return tx;
}

static void sign(struct secp_sig *sig, const uint8_t *digest,
		 const uint8_t *secret)
{
	struct secp *s = secp_open(NULL);
	bool ok = secp_sign(s, sig, digest, secret);

	secp_close(s);
	if (!ok)
		line_fail("not a secret");
}

static cJSON *check_sign(const cJSON *in)
{
	const struct evm_tx tx = read_tx(in);
	struct evm_tx unsigned_tx;
	struct evm_signed_tx back;
	uint8_t digest[KECCAK256_LEN], *bytes;
	cJSON *out = vec_out();
	size_t len;

	if (evm_tx_check(&tx) != EVM_TX_OK)
		line_fail("not a transaction");
	evm_tx_write(vec_arena(), &bytes, &len, &tx, NULL);
	vec_put_hex(out, "unsigned", bytes, len);
	if (evm_tx_read(vec_arena(), &unsigned_tx, bytes, len) != EVM_TX_OK ||
	    !evm_tx_same_effect(&tx, &unsigned_tx))
		line_fail("its unsigned bytes are not read back");
	evm_tx_digest(vec_arena(), digest, &unsigned_tx);
	vec_put_hex(out, "digest", digest, sizeof(digest));
	sign(&back.sig, digest, read_32(in, "secret"));
	vec_put_hex(out, "r", back.sig.r, sizeof(back.sig.r));
	vec_put_hex(out, "s", back.sig.s, sizeof(back.sig.s));
	vec_put_i64(out, "odd", back.sig.odd);
	evm_tx_write(vec_arena(), &bytes, &len, &tx, &back.sig);
	vec_put_hex(out, "raw", bytes, len);
	if (evm_tx_read_signed(vec_arena(), &back, bytes, len) != EVM_TX_OK)
		line_fail("its signed bytes are not read back");
	vec_put_hex(out, "hash", back.hash, sizeof(back.hash));
	put_address(out, "from", &back.from);
	return out;
}

static cJSON *check_read(const cJSON *in)
{
	struct evm_signed_tx s;
	cJSON *out = vec_out();
	uint8_t *bytes;
	size_t len = vec_hex(&bytes, in, "raw");

	if (evm_tx_read_signed(vec_arena(), &s, bytes, len) != EVM_TX_OK)
		return vec_refusal("TX");
	vec_put_i64(out, "type", s.tx.type);
	vec_put_i64(out, "chain_id", (int64_t)s.tx.chain_id);
	vec_put_u256(out, "nonce", u256_of_u64(s.tx.nonce));
	vec_put_u256(out, "gas_price", s.tx.gas_price);
	vec_put_u256(out, "max_priority_fee", s.tx.max_priority_fee);
	vec_put_u256(out, "gas", u256_of_u64(s.tx.gas));
	if (!s.tx.create)
		vec_put_hex(out, "to", s.tx.to.b, EVM_ADDRESS_LEN);
	vec_put_u256(out, "value", s.tx.value);
	vec_put_hex(out, "data", s.tx.data, s.tx.data_len);
	vec_put_i64(out, "n_access", (int64_t)s.tx.n_access);
	put_address(out, "from", &s.from);
	vec_put_hex(out, "hash", s.hash, sizeof(s.hash));
	evm_tx_write(vec_arena(), &bytes, &len, &s.tx, &s.sig);
	vec_put_hex(out, "again", bytes, len);
	return out;
}

static cJSON *check_personal(const cJSON *in)
{
	uint8_t digest[KECCAK256_LEN], *message, wire[65];
	size_t len = vec_hex(&message, in, "message");
	struct evm_address by;
	struct secp_sig sig;
	cJSON *out = vec_out();

	evm_personal_hash(digest, message, len);
	vec_put_hex(out, "hash", digest, sizeof(digest));
	sign(&sig, digest, read_32(in, "secret"));
	memcpy(wire, sig.r, 32);
	memcpy(wire + 32, sig.s, 32);
	wire[64] = (uint8_t)(27 + sig.odd);
	vec_put_hex(out, "signature", wire, sizeof(wire));
	if (!secp_recover_address(by.b, &sig, digest))
		line_fail("no key has this signature");
	put_address(out, "address", &by);
	return out;
}

static cJSON *check_key(const cJSON *in)
{
	uint8_t key[SECP_PUBLIC_LEN];
	struct evm_address a;
	cJSON *out = vec_out();

	if (!secp_public(key, read_32(in, "secret")) ||
	    !eth_address(a.b, read_32(in, "secret")))
		return vec_refusal("SECRET");
	vec_put_hex(out, "public", key, sizeof(key));
	put_address(out, "address", &a);
	return out;
}

static cJSON *check_create(const cJSON *in)
{
	struct evm_address from = read_address(in, "from"),
			   a = evm_create(&from, vec_u64(in, "nonce"));
	cJSON *out = vec_out();

	put_address(out, "address", &a);
	return out;
}

static cJSON *check_create2(const cJSON *in)
{
	struct evm_address from = read_address(in, "from"),
			   a = evm_create2(&from, read_32(in, "salt"),
					   read_32(in, "init_hash"));
	cJSON *out = vec_out();

	put_address(out, "address", &a);
	return out;
}

const struct checker check_evm_tx[] = {
	{ "evm_tx_sign", check_sign },
	{ "evm_tx_read", check_read },
	{ "personal_sign", check_personal },
	{ "evm_key", check_key },
	{ "evm_create", check_create },
	{ "evm_create2", check_create2 },
	{ NULL, NULL },
};
