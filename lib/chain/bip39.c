#include "chain/bip39.h"

#include "chain/hash.h"
#include "chain/kdf.h"

#include <stdlib.h>
#include <string.h>

#define WORD_BITS   11
#define ROUNDS      2048
#define ENTROPY_MAX 32
#define SALT_PREFIX "mnemonic"
#define PREFIX_LEN  (sizeof(SALT_PREFIX) - 1)
#define SALT_SZ     (PREFIX_LEN + BIP39_PASSPHRASE_MAX)

static bool is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

static int by_text(const void *a, const void *b)
{
	return strcmp(a, b);
}

/* The place of a word in the list, or -1. */
static int find(const char *word, size_t len)
{
	char key[BIP39_WORD_SZ] = "";
	const char(*at)[BIP39_WORD_SZ];

	if (len >= sizeof(key))
		return -1;
	memcpy(key, word, len);
	at = bsearch(key, bip39_words, BIP39_WORDS, BIP39_WORD_SZ, by_text);
	explicit_bzero(key, sizeof(key));
	return at ? (int)(at - bip39_words) : -1;
}

/* The words are the entropy, then the first bits of its SHA-256, one bit for each
 * 32 of the entropy. */
static bool checksum_fits(const struct bip39 *m)
{
	unsigned char bits[ENTROPY_MAX + 1] = { 0 }, digest[SHA256_LEN];
	size_t n_sum = (size_t)m->n / 3, n_entropy = 4 * n_sum;
	bool fits;

	for (int i = 0; i < m->n * WORD_BITS; i++)
		if (m->word[i / WORD_BITS] >> (WORD_BITS - 1 - i % WORD_BITS) &
		    1)
			bits[i / 8] |= (unsigned char)(0x80 >> i % 8);
	sha256(digest, &(struct hash_part){ bits, n_entropy }, 1);
	fits = bits[n_entropy] >> (8 - n_sum) == digest[0] >> (8 - n_sum);
	explicit_bzero(bits, sizeof(bits));
	return fits;
}

enum bip39_err bip39_read(struct bip39 *m, int *bad, const char *text,
			  size_t len)
{
	size_t at = 0;

	m->n = 0;
	m->len = 0;
	*bad = 0;
	for (;;) {
		size_t n = 0;
		int word;

		while (at < len && is_blank(text[at]))
			at++;
		if (at == len)
			break;
		while (at + n < len && !is_blank(text[at + n]))
			n++;
		if (m->n == BIP39_COUNT_MAX)
			return BIP39_COUNT;
		word = find(text + at, n);
		if (word < 0) {
			*bad = m->n + 1;
			return BIP39_UNKNOWN;
		}
		if (m->n)
			m->text[m->len++] = ' ';
		memcpy(m->text + m->len, text + at, n);
		m->len += n;
		m->word[m->n++] = (uint16_t)word;
		at += n;
	}
	if (m->n < 12 || m->n % 3)
		return BIP39_COUNT;
	return checksum_fits(m) ? BIP39_OK : BIP39_CHECKSUM;
}

void bip39_seed(unsigned char seed[static BIP39_SEED_LEN],
		const struct bip39 *m, const char *passphrase, size_t len)
{
	char salt[SALT_SZ];
	const struct kdf_in in = { m->text, m->len, salt, PREFIX_LEN + len };

	memcpy(salt, SALT_PREFIX, PREFIX_LEN);
	if (len)
		memcpy(salt + PREFIX_LEN, passphrase, len);
	kdf_pbkdf2_sha512(seed, BIP39_SEED_LEN, &in, ROUNDS);
	explicit_bzero(salt, sizeof(salt));
}

const char *bip39_text(enum bip39_err e)
{
	switch (e) {
	case BIP39_OK:
		return "a mnemonic";
	case BIP39_COUNT:
		return "not 12, 15, 18, 21 or 24 words";
	case BIP39_UNKNOWN:
		return "not a word of the list";
	case BIP39_CHECKSUM:
		return "the words do not fit together: one is wrong, or in the "
		       "wrong place";
	}
	return "unknown error";
}
