/* bip39.h - words a person wrote down, as the seed of keys.  Layer: chain.
 * source: BIP-39.  English only, whose words need no Unicode normalization.
 */
#ifndef MM_BIP39_H
#define MM_BIP39_H

#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define BIP39_WORDS          2048
#define BIP39_WORD_SZ        9 /* "abstract" */
#define BIP39_COUNT_MAX      24
#define BIP39_TEXT_SZ        (BIP39_COUNT_MAX * BIP39_WORD_SZ)
#define BIP39_SEED_LEN       64
#define BIP39_PASSPHRASE_MAX 1024

/* The list, sorted.  source: bip-0039/english.txt, SHA-256
 * 2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda. */
extern const char bip39_words[BIP39_WORDS][BIP39_WORD_SZ];

/* A mnemonic as it is hashed: its words, one blank between two.  In the caller's
 * locked memory. */
struct bip39 {
	char text[BIP39_TEXT_SZ];
	size_t len;
	uint16_t word[BIP39_COUNT_MAX];
	int n;
};

enum bip39_err {
	BIP39_OK = 0,
	BIP39_COUNT,    /* not 12, 15, 18, 21 or 24 words */
	BIP39_UNKNOWN,  /* a word is not in the list      */
	BIP39_CHECKSUM, /* the words do not belong together: one is wrong */
};

/* bip39_read reads words separated by blanks or line breaks.
 *
 * out:     *m; bad: which word is not in the list, from 1, for
 *          BIP39_UNKNOWN; never the word, which may be a slip of the pen.
 * in:      len bytes of text, need not be terminated. */
MM_CHECKED enum bip39_err bip39_read(struct bip39 *m, int *bad,
				     const char *text, size_t len);

/* bip39_seed: PBKDF2-HMAC-SHA512 of the mnemonic, 2048 rounds.
 *
 * in:      the passphrase some add, NULL with 0 if none, of at most
 *          BIP39_PASSPHRASE_MAX bytes: ASCII, or in NFKD form. */
void bip39_seed(unsigned char seed[static BIP39_SEED_LEN],
		const struct bip39 *m, const char *passphrase, size_t len);

/* bip39_text: a constant, lower-case phrase; never NULL. */
const char *bip39_text(enum bip39_err e);

#endif
