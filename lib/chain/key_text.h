/* key_text.h - secret keys as wallets write them.  Layer: chain.
 *
 * Text is len bytes, need not be terminated; blanks and line breaks around it are
 * no part of it.  What is written is in the caller's locked memory, and undefined
 * where the text is refused.
 */
#ifndef MM_KEY_TEXT_H
#define MM_KEY_TEXT_H

#include "chain/ed25519.h"

#include <stdbool.h>
#include <stddef.h>

/* The secret as 64 numbers takes at most this, with a blank behind each comma. */
#define KEY_TEXT_MAX 512

/* key_id_json reads Solana's id.json: an array of 64 numbers of 0..255.  Whether
 * they are a pair is for ed25519_paired. */
MM_CHECKED bool key_id_json(unsigned char out[static ED25519_SECRET_LEN],
			    const char *text, size_t len);

/* key_base58 reads 64 bytes in base58, as wallets export them. */
MM_CHECKED bool key_base58(unsigned char out[static ED25519_SECRET_LEN],
			   const char *text, size_t len);

/* key_hex reads 32 bytes as 64 hexadecimal digits, 0x before them or not. */
MM_CHECKED bool key_hex(unsigned char out[static 32], const char *text,
			size_t len);

/* key_id_json_write: the array, without blanks, a newline behind it.  in: out holds
 * KEY_TEXT_MAX bytes.  Returns its length. */
size_t key_id_json_write(char *out,
			 const unsigned char secret[static ED25519_SECRET_LEN]);

#endif
