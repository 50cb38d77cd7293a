/* test_keys - the word list is the list; what is no key text, path or mnemonic is
 * refused; what is written is read back. */
#include "base/hex.h"
#include "chain/bip39.h"
#include "chain/hash.h"
#include "chain/hd_path.h"
#include "chain/key_text.h"
#include "check.h"

#include <stdbool.h>
#include <string.h>

static void test_words(void)
{
	static char text[BIP39_WORDS * BIP39_WORD_SZ];
	unsigned char digest[SHA256_LEN];
	char hex[HEX_SZ(SHA256_LEN)];
	size_t n = 0;

	for (int i = 0; i < BIP39_WORDS; i++) {
		size_t len = strlen(bip39_words[i]);

		CHECK(i == 0 || strcmp(bip39_words[i - 1], bip39_words[i]) < 0);
		memcpy(text + n, bip39_words[i], len);
		n += len;
		text[n++] = '\n';
	}
	sha256(digest, &(struct hash_part){ text, n }, 1);
	CHECK(!strcmp(hex_format(hex, digest, sizeof(digest)),
		      "2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2"
		      "ed3b24dbda"));
}

/* Every word in every place: one in 16 fits the checksum of twelve. */
static void test_checksum(void)
{
	char text[BIP39_TEXT_SZ];
	struct bip39 m;
	int bad, fits = 0;

	for (int i = 0; i < BIP39_WORDS; i++) {
		int n = snprintf(text, sizeof(text),
				 "legal winner thank year wave sausage worth "
				 "useful legal winner thank %s",
				 bip39_words[i]);
		enum bip39_err e = bip39_read(&m, &bad, text, (size_t)n);

		CHECK(e == BIP39_OK || e == BIP39_CHECKSUM);
		CHECK(!bad && m.word[11] == i);
		fits += !e;
	}
	CHECK(fits == BIP39_WORDS / 16);
	CHECK(bip39_read(&m, &bad, "zoo zoo zoO", 11) == BIP39_UNKNOWN);
	CHECK(bad == 3);
}

static const struct {
	const char *text;
	enum status st;
	int n;
	uint32_t last;
} paths[] = {
	{ "m", ST_OK, 0, 0 },
	{ "m/0", ST_OK, 1, 0 },
	{ "m/44'/501'/0'/0'", ST_OK, 4, HD_HARDENED },
	{ "m/44h/60H/7", ST_OK, 3, 7 },
	{ "m/2147483647'", ST_OK, 1, UINT32_MAX },
	{ "m/1/2/3/4/5/6/7/8/9/10", ST_OK, 10, 10 },
	{ "m/1/2/3/4/5/6/7/8/9/10/11", ST_OVERFLOW, 0, 0 },
	{ "m/2147483648", ST_RANGE, 0, 0 },
	{ "m/99999999999999999999999", ST_RANGE, 0, 0 },
	{ "", ST_FORMAT, 0, 0 },
	{ "M/0", ST_FORMAT, 0, 0 },
	{ "44'/0'", ST_FORMAT, 0, 0 },
	{ "m/", ST_FORMAT, 0, 0 },
	{ "m//0", ST_FORMAT, 0, 0 },
	{ "m/0''", ST_FORMAT, 0, 0 },
	{ "m/-1", ST_FORMAT, 0, 0 },
	{ "m/ 1", ST_FORMAT, 0, 0 },
	{ "m/1x", ST_FORMAT, 0, 0 },
};

static void test_paths(void)
{
	for (size_t i = 0; i < COUNT(paths); i++) {
		struct hd_path p = { .n = 77 };

		CHECK(hd_path_parse(&p, paths[i].text) == paths[i].st);
		CHECK(p.n == (paths[i].st ? 77 : paths[i].n));
		if (!paths[i].st && p.n)
			CHECK(p.step[p.n - 1] == paths[i].last);
	}
}

static bool reads_json(const char *text)
{
	unsigned char out[ED25519_SECRET_LEN];

	return key_id_json(out, text, strlen(text));
}

static void test_id_json(void)
{
	unsigned char secret[64], back[64];
	char text[KEY_TEXT_MAX + 8];
	uint64_t rng = 1;
	size_t n;

	for (int i = 0; i < 2000; i++) {
		for (size_t k = 0; k < sizeof(secret); k++)
			secret[k] = (unsigned char)(check_rand(&rng) >> i % 8);
		n = key_id_json_write(text, secret);
		CHECK(n < KEY_TEXT_MAX && text[n - 1] == '\n');
		CHECK(key_id_json(back, text, n));
		CHECK(memcmp(secret, back, sizeof(secret)) == 0);
		for (size_t cut = 0; i < 20 && cut < n - 1; cut++)
			CHECK(!key_id_json(back, text, cut));
	}
	memset(secret, 10, sizeof(secret));
	n = key_id_json_write(text, secret);
	text[n] = '\0';
	CHECK(reads_json(text));
	text[n - 1] = 'x';
	CHECK(!reads_json(text)); /* something behind */
	memcpy(text + n - 2, ",1]", 4);
	CHECK(!reads_json(text)); /* 65 numbers */
	text[n - 2] = ']';
	text[n - 1] = '\0';
	memcpy(text + 1, "256,", 4);
	CHECK(!reads_json(text));
	memcpy(text + 1, "010,", 4);
	CHECK(!reads_json(text));
	memcpy(text + 1, "1e1,", 4);
	CHECK(!reads_json(text));
	memcpy(text + 1, "-10,", 4);
	CHECK(!reads_json(text));
	memcpy(text + 1, "  1,", 4);
	CHECK(reads_json(text)); /* blanks, then 1 and 0 */
	memcpy(text + 1, "  10,10", 7);
	CHECK(!reads_json(text)); /* 63 numbers */
	CHECK(!reads_json("") && !reads_json("[]") && !reads_json("[1]"));
	CHECK(!reads_json("{\"a\":1}"));
}

static void test_hex_and_base58(void)
{
	static const char hex[] = "0x0123456789abcdefABCDEF0123456789012345678"
				  "9abcdef0123456789abcdef\n";
	unsigned char out[64];

	CHECK(key_hex(out, hex, strlen(hex)) && out[0] == 1 && out[31] == 0xef);
	CHECK(out[8] == 0xab);
	CHECK(key_hex(out, hex + 2, 64));
	CHECK(!key_hex(out, hex + 2, 63) && !key_hex(out, hex + 2, 62));
	CHECK(!key_hex(out, hex, 65) && !key_hex(out, hex + 1, 66));
	CHECK(!key_hex(out, "0x", 2) && !key_hex(out, "", 0));
	CHECK(!key_hex(out, "0x0x", 4));
	CHECK(!key_base58(out, "", 0) && !key_base58(out, "1111", 4));
	CHECK(!key_base58(out, "0", 1));
}

int main(void)
{
	test_words();
	test_checksum();
	test_paths();
	test_id_json();
	test_hex_and_base58();
	printf("test_keys: pass\n");
	return 0;
}
