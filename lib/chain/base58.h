/* base58.h - bytes as base58 text, Bitcoin's alphabet.  Layer: chain.
 *
 * Every leading zero byte is a leading '1'; the rest is the number the bytes are,
 * most significant first.  Text of n bytes is unique: decode(encode(x)) == x and
 * encode(decode(s)) == s.  source: draft-msporny-base58-03.
 */
#ifndef MM_BASE58_H
#define MM_BASE58_H

#include "base/status.h"

#include <stddef.h>
#include <stdint.h>

#define BASE58_BYTES_MAX 1232 /* a whole Solana transaction */

/* Room for the text of n bytes, with the NUL. */
#define BASE58_SZ(n) ((size_t)(n)*138 / 100 + 2)

/* base58_encode writes the text, NUL-terminated.
 *
 * in:      out holds BASE58_SZ(n); n <= BASE58_BYTES_MAX.
 * returns: the length of the text.
 * cost:    O(n^2): about 0.1 us for 32 bytes, 0.3 us for 64. */
size_t base58_encode(char *out, const uint8_t *bytes, size_t n);

/* base58_decode reads len bytes of text, no NUL needed.
 *
 * out:     *n bytes at out; untouched unless ST_OK.
 * in:      out holds cap bytes, cap <= BASE58_BYTES_MAX.
 * returns: ST_OK, ST_FORMAT (a character that is none of the alphabet),
 *          ST_RANGE (more than cap bytes). */
MM_CHECKED enum status base58_decode(uint8_t *out, size_t *n, size_t cap,
				     const char *text, size_t len);

#endif
