/* test_evm_quantity - numbers and bytes of Ethereum's JSON-RPC: what is none first,
 * then round trips. */
#include "chain/evm_quantity.h"
#include "check.h"

#include <string.h>

#define F64 "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"

static void refused(void)
{
	static const char *const texts[] = {
		"",        "0x",    "0",    "12",      "0X1", "x1",
		"-0x1",    "0x-1",  "0x 1", "0x1 ",    "0xg", "0x1.0",
		"0x1" F64, "0x1\n", "00x1", "0xf" F64,
	};
	struct u256 x = u256_of_u64(7);
	uint64_t small = 7;
	int64_t whole = 7;

	for (size_t i = 0; i < COUNT(texts); i++) {
		CHECK(!evm_quantity_parse(&x, texts[i]));
		CHECK(!evm_quantity_parse_u64(&small, texts[i]));
		CHECK(!evm_quantity_parse_int(&whole, texts[i]));
	}
	CHECK(!evm_quantity_parse_u64(&small, "0x10000000000000000"));
	CHECK(!evm_quantity_parse_int(&whole, "0x20000000000000"));
	CHECK(u256_cmp(x, u256_of_u64(7)) == 0 && small == 7 && whole == 7);
}

static void read_and_written(void)
{
	static const struct {
		const char *text;
		uint64_t value;
		const char *back;
	} t[] = {
		{ "0x0", 0, "0x0" },
		{ "0x00", 0, "0x0" },
		{ "0x1", 1, "0x1" },
		{ "0x0001", 1, "0x1" },
		{ "0xF", 15, "0xf" },
		{ "0x10", 16, "0x10" },
		{ "0x7a69", 31337, "0x7a69" },
		{ "0xffffffffffffffff", UINT64_MAX, "0xffffffffffffffff" },
	};
	char buf[EVM_QUANTITY_SZ];
	uint64_t state = 1;
	struct u256 x, y;
	uint64_t v;
	int64_t n;

	for (size_t i = 0; i < COUNT(t); i++) {
		CHECK(evm_quantity_parse_u64(&v, t[i].text));
		CHECK(v == t[i].value);
		evm_quantity_format_u64(buf, v);
		CHECK(!strcmp(buf, t[i].back));
	}
	CHECK(evm_quantity_parse_int(&n, "0x1fffffffffffff") &&
	      n == (INT64_C(1) << 53) - 1);
	CHECK(evm_quantity_parse(&x, "0x000" F64));
	CHECK(!u256_cmp(x, U256_MAX));
	CHECK(!strcmp(evm_quantity_format(buf, x), "0x" F64));
	for (int i = 0; i < 10000; i++) {
		for (int k = 0; k < U256_LIMBS; k++)
			x.limb[k] = k < i % 5 ? check_rand(&state) : 0;
		evm_quantity_format(buf, x);
		CHECK(buf[2] != '0' || u256_is_zero(x));
		CHECK(evm_quantity_parse(&y, buf) && !u256_cmp(x, y));
	}
}

static void data(void)
{
	static const uint8_t bytes[] = { 0x00, 0xab, 0xff };
	uint8_t back[sizeof(bytes)];
	char text[EVM_DATA_SZ(sizeof(bytes))];
	size_t n;

	CHECK(!evm_data_len(&n, "", 0) && !evm_data_len(&n, "0", 1));
	CHECK(!evm_data_len(&n, "0x0", 3) && !evm_data_len(&n, "00ab", 4));
	CHECK(evm_data_len(&n, "0x", 2) && n == 0);
	CHECK(!strcmp(evm_data_format(text, bytes, 3), "0x00abff"));
	CHECK(!strcmp(evm_data_format(text, bytes, 0), "0x"));
	CHECK(evm_data_len(&n, "0x00abff", 8) && n == 3);
	CHECK(evm_data_parse(back, 3, "0x00aBfF", 8));
	CHECK(!memcmp(back, bytes, 3));
	CHECK(!evm_data_parse(back, 3, "0x00abfg", 8));
	CHECK(!evm_data_parse(back, 2, "0x00abff", 8));
	CHECK(!evm_data_parse(back, 3, "0x00abf", 7));
}

int main(void)
{
	refused();
	read_and_written();
	data();
	printf("test_evm_quantity: pass\n");
	return 0;
}
