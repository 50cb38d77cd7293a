/* test_ed25519 - RFC 8032's vectors; that a changed message, key or signature is
 * refused; which bytes are points of the curve. */
#include "chain/ed25519.h"
#include "check.h"

#include <string.h>

/* source: RFC 8032, 7.1: TEST 1, TEST 2, TEST 3. */
static const struct {
	const char *seed, *public_key, *msg, *sig;
} signs[] = {
	{ "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
	  "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
	  "",
	  "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb"
	  "8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b" },
	{ "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
	  "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
	  "72",
	  "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085"
	  "ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00" },
	{ "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
	  "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
	  "af82",
	  "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18f"
	  "f9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a" },
};

static size_t unhex(unsigned char *out, const char *hex)
{
	size_t n = strlen(hex) / 2;

	for (size_t i = 0; i < n; i++) {
		char byte[3] = { hex[2 * i], hex[2 * i + 1], '\0' };

		out[i] = (unsigned char)strtoul(byte, NULL, 16);
	}
	return n;
}

static void test_signs(void)
{
	unsigned char seed[32], key[32], msg[8], want[64], sig[64], secret[64];

	for (size_t i = 0; i < COUNT(signs); i++) {
		size_t len = unhex(msg, signs[i].msg);

		unhex(seed, signs[i].seed);
		unhex(key, signs[i].public_key);
		unhex(want, signs[i].sig);
		ed25519_secret(secret, seed);
		CHECK(memcmp(secret, seed, 32) == 0);
		CHECK(memcmp(secret + 32, key, 32) == 0);
		CHECK(ed25519_paired(secret));
		ed25519_sign(sig, msg, len, secret);
		CHECK(memcmp(sig, want, 64) == 0);
		CHECK(ed25519_verify(sig, msg, len, key));
	}
}

/* One bit of anything, and it is no signature. */
static void test_flips(void)
{
	unsigned char seed[32], sig[64], secret[64], msg[40];

	unhex(seed, signs[0].seed);
	memset(msg, 7, sizeof(msg));
	ed25519_secret(secret, seed);
	ed25519_sign(sig, msg, sizeof(msg), secret);
	for (size_t bit = 0; bit < 8 * sizeof(sig); bit++) {
		sig[bit / 8] ^= (unsigned char)(1 << bit % 8);
		CHECK(!ed25519_verify(sig, msg, sizeof(msg), secret + 32));
		sig[bit / 8] ^= (unsigned char)(1 << bit % 8);
	}
	for (size_t bit = 0; bit < 8 * sizeof(msg); bit++) {
		msg[bit / 8] ^= (unsigned char)(1 << bit % 8);
		CHECK(!ed25519_verify(sig, msg, sizeof(msg), secret + 32));
		msg[bit / 8] ^= (unsigned char)(1 << bit % 8);
	}
	CHECK(!ed25519_verify(sig, msg, sizeof(msg) - 1, secret + 32));
	for (size_t bit = 256; bit < 8 * sizeof(secret); bit++) {
		secret[bit / 8] ^= (unsigned char)(1 << bit % 8);
		CHECK(!ed25519_paired(secret));
		CHECK(!ed25519_verify(sig, msg, sizeof(msg), secret + 32));
		secret[bit / 8] ^= (unsigned char)(1 << bit % 8);
	}
}

/* y = p, y = 2^255 - 1 with a sign, x = 0 with a sign: encodings that are not
 * canonical.  Solana's runtime (curve25519-dalek) takes them for points, its JS
 * library does not; no hash is ever seen to hit one. */
static const char *const odd[] = {
	"edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
	"ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
	"0100000000000000000000000000000000000000000000000000000000000080",
};

/* Public keys are points; of all bytes about half are.  Small order is no
 * matter: the identity (y = 1) and y = 0 are points. */
static void test_curve(void)
{
	unsigned char p[32] = { 0 }, key[32], secret[64];
	uint64_t rng = 1;
	int on = 0;

	CHECK(ed25519_on_curve(p));
	p[0] = 1;
	CHECK(ed25519_on_curve(p));
	p[0] = 2;
	CHECK(!ed25519_on_curve(p));
	for (size_t i = 0; i < COUNT(odd); i++) {
		unhex(key, odd[i]);
		CHECK(ed25519_on_curve(key));
	}
	for (size_t i = 0; i < COUNT(signs); i++) {
		unhex(key, signs[i].public_key);
		CHECK(ed25519_on_curve(key));
	}
	for (int i = 0; i < 2000; i++) {
		for (size_t k = 0; k < sizeof(p); k++)
			p[k] = (unsigned char)check_rand(&rng);
		on += ed25519_on_curve(p);
		ed25519_secret(secret, p);
		CHECK(i % 20 || ed25519_on_curve(secret + 32));
	}
	CHECK(on > 900 && on < 1100);
}

int main(void)
{
	test_signs();
	test_flips();
	test_curve();
	printf("test_ed25519: pass\n");
	return 0;
}
