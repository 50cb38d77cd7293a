/* test_evm_tx - what is no transaction, by its reason; addresses with their
 * checksum; then random ones there and back, signed by who signed them. */
#include "base/hex.h"
#include "chain/evm.h"
#include "chain/evm_tx.h"
#include "chain/rlp.h"
#include "check.h"

#include <string.h>

static struct arena arena;

static uint64_t any(void)
{
	static uint64_t seed = 1;

	return check_rand(&seed);
}

static size_t unhex(uint8_t **out, const char *text)
{
	size_t n = strlen(text) / 2;

	*out = arena_alloc(&arena, n + 1);
	CHECK(hex_parse(*out, n, text, strlen(text)));
	return n;
}

/* ---- RLP ---- */

static const char *const not_rlp[] = {
	"",
	"8100", /* a byte that stands for itself, behind a length */
	"817f",
	"81", /* cut */
	"83aabb",
	"b800",   /* long form of nothing */
	"b837",   /* long form where the short one does */
	"b90038", /* a length with zeros in front */
	"bfffffffffffffffff",
	"ffffffffffffffffff",
	"c1",
	"c281", /* what is in the list is cut */
	"f800",
	"f90001c0",
};

static void test_rlp(void)
{
	for (size_t i = 0; i < COUNT(not_rlp); i++) {
		struct rlp_reader r, inside;
		const uint8_t *p;
		uint8_t *bytes;
		size_t n;

		r.left = unhex(&bytes, not_rlp[i]);
		r.p = bytes;
		CHECK(!rlp_read(&r, &p, &n));
		CHECK(!rlp_read_list(&r, &inside) || !rlp_count(inside, &n));
		CHECK(r.p == bytes || r.left == 0);
	}
}

static void test_numbers(void)
{
	static const struct {
		const char *hex;
		bool fits, fits_u64;
	} cases[] = {
		{ "80", true, true },
		{ "00", false, false }, /* zero is nothing */
		{ "7f", true, true },
		{ "820001", false, false },
		{ "88ffffffffffffffff", true, true },
		{ "89010000000000000000", true, false },
		{ "c0", false, false },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		uint8_t *bytes;
		size_t n = unhex(&bytes, cases[i].hex);
		struct rlp_reader r = { bytes, n };
		struct u256 x;
		uint64_t y;

		CHECK(rlp_read_u64(&r, &y) == cases[i].fits_u64);
		r = (struct rlp_reader){ bytes, n };
		CHECK(rlp_read_u256(&r, &x) == cases[i].fits);
		CHECK(r.left == (cases[i].fits ? 0 : n));
	}
}

/* ---- transactions that are none ---- */

#define TO "94ca11bde05977b3631167028862be2a173976ca11"

static const struct {
	const char *hex;
	enum evm_tx_err err;
} unsigned_cases[] = {
	{ "", EVM_TX_ETYPE },
	{ "00c0", EVM_TX_ETYPE },
	{ "03c0", EVM_TX_EBLOB },
	{ "04c0", EVM_TX_ESETCODE },
	{ "05c0", EVM_TX_ETYPE },
	{ "80", EVM_TX_ETYPE },
	{ "02", EVM_TX_ERLP },
	{ "02c0", EVM_TX_EFIELDS },
	{ "c0", EVM_TX_EFIELDS },
	/* 1559: chain 1, nonce 0, tip 1, fee 2, gas 0x5208, to, value 3, no data */
	{ "02df01800102825208" TO "0380c0", EVM_TX_OK },
	{ "02df01800102825208" TO "0380c000", EVM_TX_ETRAILING },
	{ "02df01800302825208" TO "0380c0", EVM_TX_EFEE },
	{ "02df80800102825208" TO "0380c0", EVM_TX_ECHAIN },
	{ "02df00800102825208" TO "0380c0", EVM_TX_ECHAIN }, /* 0 as a byte */
	{ "02df01000102825208" TO "0380c0", EVM_TX_ENUMBER },
	{ "02df01800102825208" TO "038080", EVM_TX_EACCESS },
	{ "02de0180010282520893ca11bde05977b3631167028862be2a173976ca0380c0",
	  EVM_TX_ETO },
	{ "02e7018801ffffffffffffff"
	  "0102825208" TO "0380c0",
	  EVM_TX_OK },
	{ "02e70188ffffffffffffffff"
	  "0102825208" TO "0380c0",
	  EVM_TX_ENONCE },
	/* legacy: nonce 9, price 1, gas 0x5208, to, value 1; chain id 1, 0, 0 */
	{ "dc0901825208" TO "0180", EVM_TX_OK },
	{ "df0901825208" TO "0180018080", EVM_TX_OK },
	{ "df0901825208" TO "0180808080", EVM_TX_ECHAIN },
	{ "df0901825208" TO "01801b0101", EVM_TX_EFIELDS },
};

static void test_unsigned(void)
{
	for (size_t i = 0; i < COUNT(unsigned_cases); i++) {
		struct evm_signed_tx s;
		struct evm_tx tx;
		uint8_t *bytes;
		size_t n = unhex(&bytes, unsigned_cases[i].hex);
		enum evm_tx_err e = evm_tx_read(&arena, &tx, bytes, n);

		CHECK(e == unsigned_cases[i].err && evm_tx_strerror(e)[0]);
		CHECK(evm_tx_read_signed(&arena, &s, bytes, n) ||
		      e == EVM_TX_EFIELDS);
	}
}

/* ---- there and back ---- */

static struct u256 any_u256(void)
{
	struct u256 x;
	uint8_t bytes[U256_BYTES];
	size_t zeros = any() % (U256_BYTES + 1);

	for (size_t i = 0; i < U256_BYTES; i++)
		bytes[i] = i < zeros ? 0 : (uint8_t)any();
	x = u256_of_be(bytes);
	return x;
}

static struct evm_tx any_tx(void)
{
	static uint8_t data[300], keys[4][32];
	static struct evm_access access[2];
	struct evm_tx tx = { .type = (enum evm_tx_type)(any() % 3) };

	for (size_t i = 0; i < sizeof(data); i++)
		data[i] = (uint8_t)any();
	memcpy(keys, data, sizeof(keys));
	memcpy(access[0].address.b, data, EVM_ADDRESS_LEN);
	access[0].keys = (const uint8_t(*)[32])keys;
	access[0].n_keys = any() % 5;
	tx.chain_id = any() >> (11 + any() % 52);
	if (tx.type != EVM_TX_LEGACY)
		tx.chain_id++;
	tx.chain_id &= EVM_CHAIN_ID_MAX;
	if (tx.type != EVM_TX_LEGACY && !tx.chain_id)
		tx.chain_id = 1;
	tx.nonce = any() >> any() % 64;
	tx.nonce -= tx.nonce == UINT64_MAX;
	tx.gas_price = any_u256();
	if (tx.type == EVM_TX_FEE)
		tx.max_priority_fee = tx.gas_price;
	tx.gas = any();
	tx.create = any() % 4 == 0;
	if (!tx.create)
		memcpy(tx.to.b, data + 100, EVM_ADDRESS_LEN);
	tx.value = any_u256();
	tx.data = data;
	tx.data_len = any() % (sizeof(data) + 1);
	tx.access = access;
	tx.n_access = tx.type == EVM_TX_LEGACY ? 0 : any() % 3;
	return tx;
}

/* The other signature of the same key: n - s, and the other y. */
static void flip(struct secp_sig *sig)
{
	static const char n_hex[] = "fffffffffffffffffffffffffffffffe"
				    "baaedce6af48a03bbfd25e8cd0364141";
	uint8_t n[32];
	struct u256 s;

	CHECK(hex_parse(n, sizeof(n), n_hex, strlen(n_hex)));
	CHECK(u256_sub(&s, u256_of_be(n), u256_of_be(sig->s)) == ST_OK);
	u256_put_be(sig->s, s);
	sig->odd ^= 1;
}

static void there_and_back(struct secp *secp, const uint8_t *secret)
{
	struct evm_tx tx = any_tx();
	struct evm_signed_tx back;
	struct evm_address who;
	struct secp_sig sig;
	uint8_t digest[KECCAK256_LEN], *bytes;
	size_t len;

	CHECK(evm_tx_check(&tx) == EVM_TX_OK && eth_address(who.b, secret));
	evm_tx_digest(&arena, digest, &tx);
	CHECK(secp_sign(secp, &sig, digest, secret) && secp_is_low(&sig));
	evm_tx_write(&arena, &bytes, &len, &tx, &sig);
	CHECK(evm_tx_read_signed(&arena, &back, bytes, len) == EVM_TX_OK);
	CHECK(evm_address_eq(&back.from, &who));
	CHECK(evm_tx_same_effect(&tx, &back.tx) && back.tx.gas == tx.gas);
	CHECK(!u256_cmp(tx.gas_price, back.tx.gas_price));
	for (size_t i = 0; i < 3 && i < len; i++) {
		uint8_t *at = &bytes[any() % len];
		const uint8_t was = *at;

		*at ^= (uint8_t)(1u << any() % 8);
		CHECK(evm_tx_read_signed(&arena, &back, bytes, len) ||
		      !evm_address_eq(&back.from, &who));
		*at = was;
	}
	flip(&sig);
	evm_tx_write(&arena, &bytes, &len, &tx, &sig);
	CHECK(evm_tx_read_signed(&arena, &back, bytes, len) == EVM_TX_EHIGH_S);
	arena_reset(&arena);
}

static void test_random(void)
{
	static const uint8_t secret[32] = { [31] = 7 }, none[32] = { 0 };
	static const uint8_t seed[32] = { 1, 2, 3 };
	struct secp *secp = secp_open(seed);
	struct secp_sig sig;

	for (int64_t i = check_times(1000); i > 0; i--)
		there_and_back(secp, secret);
	CHECK(!secp_sign(secp, &sig, seed, none));
	secp_close(secp);
}

/* ---- addresses ---- */

static void test_fault(void)
{
	static const struct {
		const char *text;
		const char *fault;
	} cases[] = {
		{ "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266", NULL },
		{ "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266", NULL },
		{ "0xF39FD6E51AAD88F6F4CE6AB8827279CFFFB92266", NULL },
		{ "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92267", "checksum" },
		{ "0xF39Fd6e51aad88F6F4ce6aB8827279cffFb92266", "checksum" },
		{ "0XF39FD6E51AAD88F6F4CE6AB8827279CFFFB92266", "digits" },
		{ "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb9226", "digits" },
		{ "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb9226g", "digits" },
		{ "", "digits" },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *fault =
			evm_address_fault(cases[i].text, strlen(cases[i].text));

		CHECK(!fault == !cases[i].fault);
		CHECK(!fault || strstr(fault, cases[i].fault));
	}
}

int main(void)
{
	test_rlp();
	test_numbers();
	test_unsigned();
	test_random();
	test_fault();
	arena_free(&arena);
	printf("test_evm_tx: pass\n");
	return 0;
}
