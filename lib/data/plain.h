/* plain.h - the bytes of a JSON string that stand for themselves.  Layer: data. */
#ifndef MM_PLAIN_H
#define MM_PLAIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* plain_byte: printable ASCII but the quote and the backslash. */
static inline bool plain_byte(char c)
{
	return (unsigned char)c - 0x20u < 0x60 && c != '"' && c != '\\';
}

/* plain_not: the high bits of the bytes at p that are not plain, of eight, from the
 * first such one on: a byte below 0x20, equal to a quote or a backslash, or from 0x80
 * up sets its own; a borrow can only mark bytes behind such a one. */
static inline uint64_t plain_not(const char *p)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);
	uint64_t x;

	memcpy(&x, p, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	x = __builtin_bswap64(x);
#endif
	return (x | (x - ones * 0x20) | ((x ^ ones * '"') - ones) |
		((x ^ ones * '\\') - ones)) &
	       ones * 0x80;
}

/* plain_len: how many of the n bytes at s are plain before the first that is not.  The
 * last eight overlap those before, which are. */
static inline size_t plain_len(const char *s, size_t n)
{
	size_t i = 0;
	uint64_t hit;

	for (; n - i >= 8; i += 8) {
		hit = plain_not(s + i);
		if (hit)
			return i + (size_t)__builtin_ctzll(hit) / 8;
	}
	if (n >= 8) {
		hit = plain_not(s + n - 8);
		return hit ? n - 8 + (size_t)__builtin_ctzll(hit) / 8 : n;
	}
	while (i < n && plain_byte(s[i]))
		i++;
	return i;
}

#endif
