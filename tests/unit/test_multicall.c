/* test_multicall - what Multicall3 is asked and what it answers: hostile answers
 * first, then the forms of Solidity's ABI. */
#include "base/hex.h"
#include "chain/keccak.h"
#include "chain/multicall.h"
#include "check.h"

#include <string.h>

#define W(x) "00000000000000000000000000000000000000000000000000000000000000" x
#define BIG  "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"

static bool decode(struct multicall_result *r, size_t n, const char *hex,
		   uint8_t *bytes)
{
	size_t len = strlen(hex) / 2;

	CHECK(hex_parse(bytes, len, hex, 2 * len));
	return multicall_decode(r, n, bytes, len);
}

/* Each lies about its length, or points where nothing is. */
static void hostile(void)
{
	static const char *const bad[] = {
		"",
		"00",
		W("20"),
		W("20") W("00"),
		W("20") W("02") W("40") W("80"),
		W("20") W("01"),
		W("20") W("01") W("20"),
		W("20") W("01") W("20") W("01"),
		W("20") W("01") W("20") W("01") W("40"),
		W("20") W("01") W("20") W("01") W("40") W("01"),
		W("20") W("01") W("20") W("02") W("40") W("00"),
		W("20") W("01") W("20") W("01") W("41") W("00"),
		W("20") W("01") W("20") W("01") BIG W("00"),
		W("20") W("01") W("20") W("01") W("40") BIG,
		W("20") W("01") BIG W("01") W("40") W("00"),
		W("20") BIG W("20") W("01") W("40") W("00"),
		BIG W("01") W("20") W("01") W("40") W("00"),
		W("ff") W("01") W("20") W("01") W("40") W("00"),
	};
	struct multicall_result r[2];
	uint8_t bytes[1024];

	for (size_t i = 0; i < COUNT(bad); i++)
		CHECK(!decode(r, 1, bad[i], bytes));
	CHECK(!decode(r, 2, W("20") W("01") W("20") W("01") W("40") W("00"),
		      bytes));
	CHECK(!decode(r, 2,
		      W("20") W("01") W("40") W("40") W("01") W("40") W("00"),
		      bytes));
	CHECK(decode(r, 0, W("20") W("00"), bytes));
	/* A result that points back to its own head is what it says there. */
	CHECK(decode(r, 1, W("20") W("01") W("20") W("00") W("00") W("00"),
		     bytes));
	CHECK(!r->ok && r->len == 0);
}

static void answers(void)
{
	struct multicall_result r[2];
	uint8_t bytes[1024];

	CHECK(decode(r, 2,
		     W("20") W("02") W("40") W("c0") W("01") W("40") W("20") W(
			     "2a") W("00") W("40")
			     W("04") "08c379a0"
				     "000000000000000000000000000000000000"
				     "00000000000000000000",
		     bytes));
	CHECK(r[0].ok && r[0].len == 32 && r[0].data[31] == 0x2a);
	CHECK(!r[1].ok && r[1].len == 4 && r[1].data[0] == 0x08);
}

static void selectors(void)
{
	static const struct {
		const char *text;
		const uint8_t *selector;
	} t[] = {
		{ "getBlockNumber()", multicall_block_number },
		{ "getLastBlockHash()", multicall_parent_hash },
	};
	uint8_t hash[KECCAK256_LEN], call[68];

	for (size_t i = 0; i < COUNT(t); i++) {
		keccak256(hash,
			  &(struct hash_part){ t[i].text, strlen(t[i].text) },
			  1);
		CHECK(!memcmp(hash, t[i].selector, 4));
	}
	keccak256(hash,
		  &(struct hash_part){ "aggregate3((address,bool,bytes)[])",
				       strlen("aggregate3((address,bool,bytes)"
					      "[])") },
		  1);
	CHECK(multicall_size(NULL, 0) == sizeof(call));
	multicall_encode(call, NULL, 0);
	CHECK(!memcmp(hash, call, 4));
}

static void questions(void)
{
	static const uint8_t data[] = { 0x09, 0x02, 0xf1, 0xac };
	const struct multicall_call calls[] = {
		{ { { 0xaa, [19] = 0xbb } }, data, sizeof(data) },
		{ { { 0xcc } }, NULL, 0 },
	};
	/* Solidity ABI, two tuples with their offsets */
	static const char want[] = "82ad56cb" W("20") W("02") W("40")
		W("e0") "000000000000000000000000aa0000000000000000000000000000"
			"00000000"
			"bb" W("01") W("60")
				W("04") "0902f1ac000000000000000000000000000000"
					"00000000000000000000000"
					"000"
					"000000000000000000000000cc000000000000"
					"000000000000000000000000"
					"00" W("01") W("60") W("00");
	uint8_t got[1024];
	char text[2049];

	CHECK(multicall_size(calls, 2) == strlen(want) / 2);
	CHECK(multicall_size(calls, 1) ==
	      multicall_size(NULL, 0) + multicall_call_size(sizeof(data)));
	memset(got, 0xee, sizeof(got));
	multicall_encode(got, calls, 2);
	CHECK(!strcmp(hex_format(text, got, strlen(want) / 2), want));
}

/* Any bytes: taken whole or refused. */
static void noise(void)
{
	struct multicall_result r[4];
	uint8_t bytes[320];
	uint64_t state = 3;

	for (int64_t i = 0; i < check_times(200000); i++) {
		size_t len = (size_t)check_pick(&state, 0, sizeof(bytes));
		size_t n = (size_t)check_pick(&state, 0, 4);

		memset(bytes, 0, len);
		for (size_t k = 31; k < len; k += 32)
			bytes[k] = (uint8_t)(check_rand(&state) % 9 * 32 +
					     check_rand(&state) % 3);
		if (!multicall_decode(r, n, bytes, len))
			continue;
		for (size_t k = 0; k < n; k++)
			CHECK(r[k].data >= bytes &&
			      r[k].data + r[k].len <= bytes + len);
	}
}

int main(void)
{
	hostile();
	answers();
	selectors();
	questions();
	noise();
	printf("test_multicall: pass\n");
	return 0;
}
