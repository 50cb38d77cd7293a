/* fuzz_key_text - keys, paths and mnemonics as people paste them: what is taken is
 * written back the same, whatever stands around it. */
#include "chain/base58.h"
#include "chain/bip39.h"
#include "chain/hd_path.h"
#include "chain/key_text.h"
#include "fuzz.h"

#include <string.h>

static void id_json(const char *text, size_t len)
{
	unsigned char secret[ED25519_SECRET_LEN], back[ED25519_SECRET_LEN];
	char written[KEY_TEXT_MAX];
	size_t n;

	if (!key_id_json(secret, text, len))
		return;
	n = key_id_json_write(written, secret);
	FUZZ_CHECK(n <= sizeof(written));
	FUZZ_CHECK(key_id_json(back, written, n));
	FUZZ_CHECK(memcmp(secret, back, sizeof(secret)) == 0);
}

static void base58(const char *text, size_t len)
{
	unsigned char secret[ED25519_SECRET_LEN];
	char written[BASE58_SZ(ED25519_SECRET_LEN)];
	size_t n;

	if (!key_base58(secret, text, len))
		return;
	n = base58_encode(written, secret, sizeof(secret));
	while (len && memcmp(text, written, n) != 0) { /* blanks before */
		FUZZ_CHECK(strchr(" \t\r\n", *text));
		text++;
		len--;
	}
	FUZZ_CHECK(len >= n);
}

static void mnemonic(const char *text, size_t len)
{
	struct bip39 m, again;
	int bad;
	enum bip39_err e = bip39_read(&m, &bad, text, len);

	FUZZ_CHECK((e == BIP39_UNKNOWN) == (bad > 0));
	FUZZ_CHECK(bad <= BIP39_COUNT_MAX);
	if (e && e != BIP39_CHECKSUM)
		return;
	FUZZ_CHECK(m.n >= 12 && m.n <= BIP39_COUNT_MAX && m.n % 3 == 0);
	FUZZ_CHECK(m.len < sizeof(m.text));
	FUZZ_CHECK(bip39_read(&again, &bad, m.text, m.len) == e);
	FUZZ_CHECK(again.len == m.len && !memcmp(again.text, m.text, m.len));
}

static void path(const char *text, size_t len)
{
	struct hd_path p;
	char s[256];

	if (len >= sizeof(s))
		return;
	memcpy(s, text, len);
	s[len] = '\0';
	if (hd_path_parse(&p, s))
		return;
	FUZZ_CHECK(p.n >= 0 && p.n <= HD_DEPTH_MAX && s[0] == 'm');
	FUZZ_CHECK((p.n == 0) == (s[1] == '\0'));
}

void fuzz_one(const uint8_t *data, size_t len)
{
	/* Its own block, so that one byte past it is seen. */
	char *text = malloc(len ? len : 1);
	unsigned char key[32];

	FUZZ_CHECK(text);
	memcpy(text, data, len);
	id_json(text, len);
	base58(text, len);
	mnemonic(text, len);
	path(text, len);
	if (key_hex(key, text, len))
		FUZZ_CHECK(len >= 64);
	free(text);
}
