/* test_base58 - base58 and addresses.  Text and bytes of the table are what bs58
 * (JavaScript) and Solana say. */
#include "chain/base58.h"
#include "chain/pubkey.h"
#include "check.h"

#include <string.h>

static enum status decode(uint8_t *out, size_t *n, size_t cap, const char *s)
{
	return base58_decode(out, n, cap, s, strlen(s));
}

static void test_refused(void)
{
	static const char *const bad[] = { "0",    "O",     "I",   "l",
					   "abc0", " 11",   "11 ", "1+1",
					   "\x80", "1\xff", "-1",  "11111l" };
	uint8_t out[8] = { 7 };
	size_t n = 99;

	for (size_t i = 0; i < COUNT(bad); i++)
		CHECK(decode(out, &n, sizeof(out), bad[i]) == ST_FORMAT);
	/* A NUL is a character too. */
	CHECK(base58_decode(out, &n, sizeof(out),
			    "11\0"
			    "1",
			    4) == ST_FORMAT);
	CHECK(decode(out, &n, 1, "11") == ST_RANGE);
	CHECK(decode(out, &n, 1, "5R") == ST_RANGE); /* 256 */
	CHECK(decode(out, &n, 0, "2") == ST_RANGE);
	CHECK(decode(out, &n, 3, "zzzzzzzzzzzzzzzzzzzz") == ST_RANGE);
	CHECK(n == 99 && out[0] == 7);
	CHECK(!decode(out, &n, 1, "5Q") && n == 1 && out[0] == 255);
	CHECK(!decode(out, &n, 0, "") && n == 0);
}

static const struct {
	const char *bytes;
	size_t n;
	const char *text;
} pairs[] = {
	{ "", 0, "" },          { "\0", 1, "1" },
	{ "\0\0\1", 3, "112" }, { "\377", 1, "5Q" },
	{ "\0\175", 2, "13A" }, { "hello world", 11, "StV1DL6CwTryKyV" },
};

static void test_pairs(void)
{
	for (size_t i = 0; i < COUNT(pairs); i++) {
		uint8_t bytes[16];
		char text[32];
		size_t n;

		CHECK(base58_encode(text, (const uint8_t *)pairs[i].bytes,
				    pairs[i].n) == strlen(pairs[i].text));
		CHECK(!strcmp(text, pairs[i].text));
		CHECK(!decode(bytes, &n, sizeof(bytes), text));
		CHECK(n == pairs[i].n && !memcmp(bytes, pairs[i].bytes, n));
	}
}

/* Schoolbook: divide the bytes by 58 until nothing is left. */
static void slow_encode(char *out, const uint8_t *bytes, size_t n)
{
	uint8_t v[64];
	char digits[128];
	size_t zeros = 0, len = 0;
	bool some = true;

	memcpy(v, bytes, n);
	while (zeros < n && !v[zeros])
		zeros++;
	while (some) {
		unsigned rest = 0;

		some = false;
		for (size_t i = zeros; i < n; i++) {
			rest = rest << 8 | v[i];
			v[i] = (uint8_t)(rest / 58);
			rest %= 58;
			some |= v[i] != 0;
		}
		if (n > zeros)
			digits[len++] =
				"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijk"
				"mnopqrstuvwxyz"[rest];
	}
	memset(out, '1', zeros);
	for (size_t i = 0; i < len; i++)
		out[zeros + i] = digits[len - 1 - i];
	out[zeros + len] = '\0';
}

static void test_reference(void)
{
	uint64_t seed = 1;

	for (int64_t round = check_times(20000); round--;) {
		uint8_t bytes[64], back[64];
		char text[BASE58_SZ(64)], want[BASE58_SZ(64)];
		size_t n = (size_t)check_pick(&seed, 0, 64), got;

		for (size_t i = 0; i < n; i++)
			bytes[i] = (uint8_t)check_rand(&seed);
		if (n)
			memset(bytes, 0, (size_t)check_pick(&seed, 0, 3) % n);
		if (n && round % 7 == 0)
			memset(bytes, round % 2 ? 0xff : 0, n);
		slow_encode(want, bytes, n);
		CHECK(base58_encode(text, bytes, n) == strlen(want));
		CHECK(!strcmp(text, want));
		CHECK(!decode(back, &got, n, text));
		CHECK(got == n && !memcmp(back, bytes, n));
	}
}

static void test_longest(void)
{
	static uint8_t bytes[BASE58_BYTES_MAX], back[BASE58_BYTES_MAX];
	static char text[BASE58_SZ(BASE58_BYTES_MAX) + 1];
	size_t n, len;

	for (int fill = 0; fill < 256; fill += 51) {
		memset(bytes, fill, sizeof(bytes));
		len = base58_encode(text, bytes, sizeof(bytes));
		CHECK(len < BASE58_SZ(sizeof(bytes)));
		CHECK(!decode(back, &n, sizeof(back), text));
		CHECK(n == sizeof(back) && !memcmp(bytes, back, n));
		memcpy(text + len, "1", 2);
		CHECK(decode(back, &n, sizeof(back), text) == ST_RANGE);
	}
}

static const struct {
	const struct pubkey *key;
	const char *text;
} known[] = {
	{ &sol_system_program, "11111111111111111111111111111111" },
	{ &sol_token_program, "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA" },
	{ &sol_token22_program, "TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb" },
	{ &sol_ata_program, "ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL" },
	{ &sol_compute_budget, "ComputeBudget111111111111111111111111111111" },
	{ &sol_alt_program, "AddressLookupTab1e1111111111111111111111111" },
	{ &sol_memo_program, "MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr" },
	{ &openbook_program, "srmqPvymJeFKQ4zGQed1GFppgkRHL9kaELCbyksJtPX" },
	{ &sol_rent_sysvar, "SysvarRent111111111111111111111111111111111" },
	{ &sol_clock_sysvar, "SysvarC1ock11111111111111111111111111111111" },
	{ &sol_recent_blockhashes_sysvar,
	  "SysvarRecentB1ockHashes11111111111111111111" },
	{ &sol_native_mint, "So11111111111111111111111111111111111111112" },
	{ &jito_tip_accounts[0],
	  "96gYZGLnJYVFmbjzopPSU6QiEV5fGqZNyN9nmNhvrZU5" },
	{ &jito_tip_accounts[1],
	  "HFqU5x63VTqvQss8hp11i4wVV8bD44PvwucfZ2bU7gRe" },
	{ &jito_tip_accounts[2],
	  "Cw8CFyM9FkoMi7K7Crf6HNQqf4uEMzpKw6QNghXLvLkY" },
	{ &jito_tip_accounts[3],
	  "ADaUMid9yfUytqMBgopwjb2DTLSokTSzL1zt6iGPaS49" },
	{ &jito_tip_accounts[4],
	  "DfXygSm4jCyNCybVYYK6DwvWqjKee8pbDmJGcLWNDXjh" },
	{ &jito_tip_accounts[5],
	  "ADuUkR4vqLUMWXxW9gh6D6L8pMSawimctcNZ5pGwDcEt" },
	{ &jito_tip_accounts[6],
	  "DttWaMuVvTiduZRnguLF7jNxTgiMBZ1hyAumKUiL2KRL" },
	{ &jito_tip_accounts[7],
	  "3AVi9Tg9Uo68tJfuvoKvqKNWKkC5wPdSSdeBnizKZ6jT" },
};

static void test_pubkeys(void)
{
	struct pubkey k = { { 1 } }, was = k;
	char text[PUBKEY_STR_SZ];

	/* 31 bytes, 33 bytes, 2^256, over 44 characters. */
	CHECK(!pubkey_parse(&k, ""));
	CHECK(!pubkey_parse(&k, "1111111111111111111111111111111"));
	CHECK(!pubkey_parse(&k, "111111111111111111111111111111111"));
	CHECK(!pubkey_parse(&k,
			    "JEKNVnkbo3jma5nREBBJCDoXFVeKkD56V3xKrvRmWxFH"));
	CHECK(!pubkey_parse(&k,
			    "1JEKNVnkbo3jma5nREBBJCDoXFVeKkD56V3xKrvRmWxFG"));
	CHECK(!pubkey_parse(&k, "So1111111111111111111111111111111111111111l"));
	CHECK(pubkey_eq(&k, &was));
	CHECK(pubkey_parse(&k, "JEKNVnkbo3jma5nREBBJCDoXFVeKkD56V3xKrvRmWxFG"));
	CHECK(k.b[0] == 255 && k.b[31] == 255);
	CHECK(pubkey_cmp(&k, &was) > 0 && pubkey_cmp(&was, &k) < 0);

	for (size_t i = 0; i < COUNT(known); i++) {
		CHECK(pubkey_parse(&k, known[i].text));
		CHECK(pubkey_eq(&k, known[i].key));
		CHECK(!strcmp(pubkey_format(text, &k), known[i].text));
	}
}

int main(void)
{
	test_refused();
	test_pairs();
	test_reference();
	test_longest();
	test_pubkeys();
	printf("test_base58: pass\n");
	return 0;
}
