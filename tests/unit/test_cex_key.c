/* test_cex_key - secrets of the vault as keys of exchanges: what is no key, and that
 * no message tells of one. */
#include "check.h"

#include "chain/ed25519.h"
#include "venue/cex_key.h"

#include <string.h>

#define HEAD "-----BEGIN PRIVATE KEY-----\n"
#define TAIL "-----END PRIVATE KEY-----\n"
/* RFC 8032, 7.1, test 1. */
#define BODY "MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g"

static const unsigned char seed_begin[] = { 0x9d, 0x61, 0xb1, 0x9d };
static const unsigned char public_begin[] = { 0xd7, 0x5a, 0x98, 0x01 };

static const char *const bad[] = {
	"",
	"\n",
	"\nsecret\n",
	"key",
	"key\n",
	"key\n\n\n",
	"key\nsecret\nmore\n",
	"key\n\nsecret\n",
	"a key\nsecret\n",
	"key\nsec ret\n",
	"key\tx\nsecret\n",
	"k\x01y\nsecret\n",
	"k\xc3\xa4y\nsecret\n",
	"key\nsecret\x7f\n",
	"key\n" HEAD,
	"key\n" HEAD TAIL,
	"key\n" HEAD BODY "\n",
	"key\n" HEAD BODY "\n" TAIL "more\n",
	"key\n" HEAD BODY "A\n" TAIL,
	"key\n" HEAD "AAAA\n" TAIL,
	"key\n" HEAD BODY "\n\n" TAIL,
	"key\n" HEAD BODY TAIL,
	/* The same bytes under X25519's number; and a key of version 1. */
	"key\n" HEAD "MC4CAQAwBQYDK2VuBCIEIJ1hsZ3v/"
	"VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n" TAIL,
	"key\n" HEAD "MC4CAQEwBQYDK2VwBCIEIJ1hsZ3v/"
	"VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n" TAIL,
	"key\n" HEAD "MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/"
	"VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9*\n" TAIL,
	"key\n-----BEGIN RSA PRIVATE KEY-----\nMIIB\n"
	"-----END RSA PRIVATE KEY-----\n",
	"key\n-----BEGIN ENCRYPTED PRIVATE KEY-----\n" BODY "\n" TAIL,
	"key\n-----BEGIN PUBLIC KEY-----\n" BODY "\n-----END PUBLIC KEY-----\n",
};

static void test_bad(void)
{
	char text[600];
	struct cex_key k;

	for (size_t i = 0; i < COUNT(bad); i++) {
		const char *why = cex_key_read(&k, bad[i], strlen(bad[i]));

		if (!why)
			fprintf(stderr, "row %zu is a key\n", i);
		CHECK(why && !strstr(why, "sec ret") && !strstr(why, "MC4C"));
		CHECK(!k.held.p && !k.creds.key);
		cex_key_drop(&k);
	}
	/* A NUL ends nothing: it is a byte that is not printed. */
	CHECK(cex_key_read(&k, "key\nsec\0ret", 11));
	memset(text, 'a', sizeof(text));
	memcpy(text, "key\n", 4);
	CHECK(!cex_key_read(&k, text, 4 + CEX_KEY_MAX));
	cex_key_drop(&k);
	CHECK(cex_key_read(&k, text, 4 + CEX_KEY_MAX + 1));
	text[300] = '\n';
	text[3] = 'a';
	CHECK(cex_key_read(&k, text, 400));
}

static void test_hmac(void)
{
	static const char *const good[] = { "key\nsecret", "key\nsecret\n",
					    "key\r\nsecret\r\n",
					    "key\nsecret\n\n\n" };
	struct cex_key k;

	for (size_t i = 0; i < COUNT(good); i++) {
		CHECK(!cex_key_read(&k, good[i], strlen(good[i])));
		CHECK(!strcmp(k.creds.key, "key") && !k.creds.ed25519);
		CHECK(k.creds.secret_len == 6);
		CHECK(!memcmp(k.creds.secret, "secret", 6));
		cex_key_drop(&k);
		CHECK(!k.held.p && !k.creds.secret);
	}
}

static void test_ed25519(void)
{
	static const char *const good[] = {
		"key\n" HEAD BODY "\n" TAIL,
		"key\r\n-----BEGIN PRIVATE KEY-----\r\n" BODY
		"\r\n-----END PRIVATE KEY-----\r\n",
		"key\n" HEAD "MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/Vpguo\n"
		"RK9JLsLMREScVpezJpGXA7rAMcrn9g\n-----END PRIVATE KEY-----",
	};
	struct cex_key k;

	for (size_t i = 0; i < COUNT(good); i++) {
		CHECK(!cex_key_read(&k, good[i], strlen(good[i])));
		CHECK(k.creds.ed25519 && !strcmp(k.creds.key, "key"));
		CHECK(k.creds.secret_len == ED25519_SECRET_LEN);
		CHECK(!memcmp(k.creds.secret, seed_begin, 4));
		CHECK(!memcmp(k.creds.secret + 32, public_begin, 4));
		CHECK(ed25519_paired(k.creds.secret));
		cex_key_drop(&k);
	}
}

int main(void)
{
	test_bad();
	test_hmac();
	test_ed25519();
	printf("test_cex_key: pass\n");
	return 0;
}
