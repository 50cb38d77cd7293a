/* evm_txs - random transactions of Ethereum, signed by the secret 1: a JSON line each,
 * what they say and their bytes, for others to judge (tests/evm_judge.mjs).
 *
 *	evm_txs N SEED
 */
#include "chain/evm_quantity.h"
#include "chain/evm_tx.h"
#include "check.h"

#include <inttypes.h>
#include <string.h>

#define DATA_MAX 600

static struct arena arena;
static uint64_t seed;

static uint64_t any(void)
{
	return check_rand(&seed);
}

/* Short ones too: zeros in front are where encodings differ. */
static void any_bytes(uint8_t *p, size_t n)
{
	size_t zeros = any() % 4 ? 0 : any() % (n + 1);

	for (size_t i = 0; i < n; i++)
		p[i] = i < zeros ? 0 : (uint8_t)any();
}

static struct u256 any_u256(size_t n)
{
	uint8_t bytes[U256_BYTES] = { 0 };

	any_bytes(bytes + U256_BYTES - n, n);
	return u256_of_be(bytes);
}

static void any_access(struct evm_tx *tx)
{
	struct evm_access *v;

	tx->n_access = any() % 4;
	tx->access = v = arena_alloc(&arena, (tx->n_access + 1) * sizeof(*v));
	for (size_t i = 0; i < tx->n_access; i++) {
		uint8_t(*keys)[32];

		v[i].n_keys = any() % 4;
		keys = arena_alloc(&arena, (v[i].n_keys + 1) * sizeof(*keys));
		any_bytes(keys[0], v[i].n_keys * sizeof(*keys));
		any_bytes(v[i].address.b, EVM_ADDRESS_LEN);
		v[i].keys = (const uint8_t(*)[32])keys;
	}
}

static struct evm_tx any_tx(void)
{
	struct evm_tx tx = { .type = (enum evm_tx_type)(any() % 3) };
	uint8_t *data = arena_alloc(&arena, DATA_MAX);

	tx.chain_id =
		1 + (any() & EVM_CHAIN_ID_MAX) / (UINT64_C(1) << any() % 53);
	if (tx.chain_id > EVM_CHAIN_ID_MAX)
		tx.chain_id = EVM_CHAIN_ID_MAX;
	if (tx.type == EVM_TX_LEGACY && any() % 8 == 0)
		tx.chain_id = 0;
	tx.nonce = (any() & EVM_CHAIN_ID_MAX) >> any() % 53;
	tx.gas = any() >> any() % 64;
	tx.gas_price = any_u256(any() % 16);
	if (tx.type == EVM_TX_FEE)
		tx.max_priority_fee = any() % 2 ? tx.gas_price : U256_ZERO;
	tx.create = any() % 8 == 0;
	if (!tx.create)
		any_bytes(tx.to.b, EVM_ADDRESS_LEN);
	tx.value = any_u256(any() % (U256_BYTES + 1));
	tx.data_len = any() % 3 ? any() % 70 : any() % DATA_MAX;
	any_bytes(data, tx.data_len);
	tx.data = data;
	if (tx.type != EVM_TX_LEGACY)
		any_access(&tx);
	return tx;
}

static const char *hex(const uint8_t *p, size_t n)
{
	return evm_data_format(arena_alloc(&arena, EVM_DATA_SZ(n)), p, n);
}

static const char *number(struct u256 x)
{
	char *text = arena_alloc(&arena, U256_STR_SZ);

	u256_format(text, x);
	return text;
}

static void print_access(const struct evm_tx *tx)
{
	for (size_t i = 0; i < tx->n_access; i++) {
		const struct evm_access *e = &tx->access[i];

		printf("%s{\"address\":\"%s\",\"storageKeys\":[", i ? "," : "",
		       hex(e->address.b, EVM_ADDRESS_LEN));
		for (size_t k = 0; k < e->n_keys; k++)
			printf("%s\"%s\"", k ? "," : "",
			       hex(e->keys[k], sizeof(e->keys[k])));
		printf("]}");
	}
}

static void print_tx(struct secp *secp, const uint8_t *secret)
{
	struct evm_tx tx = any_tx();
	uint8_t digest[KECCAK256_LEN], *raw;
	struct evm_signed_tx back;
	char from[EVM_ADDRESS_STR_SZ];
	struct secp_sig sig;
	size_t len;

	CHECK(evm_tx_check(&tx) == EVM_TX_OK);
	evm_tx_digest(&arena, digest, &tx);
	CHECK(secp_sign(secp, &sig, digest, secret));
	evm_tx_write(&arena, &raw, &len, &tx, &sig);
	CHECK(evm_tx_read_signed(&arena, &back, raw, len) == EVM_TX_OK);
	printf("{\"raw\":\"%s\",\"hash\":\"%s\",\"from\":\"%s\",\"type\":%d,"
	       "\"chainId\":%" PRIu64 ",\"nonce\":%" PRIu64
	       ",\"gasLimit\":\"%" PRIu64 "\",\"price\":\"%s\","
	       "\"priority\":\"%s\",\"value\":\"%s\",\"data\":\"%s\",",
	       hex(raw, len), hex(back.hash, sizeof(back.hash)),
	       evm_address_format(from, &back.from), (int)back.tx.type,
	       back.tx.chain_id, back.tx.nonce, back.tx.gas,
	       number(back.tx.gas_price), number(back.tx.max_priority_fee),
	       number(back.tx.value), hex(back.tx.data, back.tx.data_len));
	if (!back.tx.create)
		printf("\"to\":\"%s\",", hex(back.tx.to.b, EVM_ADDRESS_LEN));
	printf("\"accessList\":[");
	print_access(&back.tx);
	printf("]}\n");
	arena_reset(&arena);
}

int main(int argc, char **argv)
{
	static const uint8_t secret[SECP_SECRET_LEN] = { [31] = 1 };
	struct secp *secp = secp_open(NULL);
	long n = argc > 1 ? strtol(argv[1], NULL, 10) : 1;

	seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
	while (n-- > 0)
		print_tx(secp, secret);
	secp_close(secp);
	arena_free(&arena);
	return 0;
}
