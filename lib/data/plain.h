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

/* plain_len: how many of the n bytes at s are plain before the first that is not.
 * Eight at a time: a byte below 0x20, equal to a quote or a backslash, or from
 * 0x80 up sets its high bit; a borrow can only mark bytes above such a one. */
static inline size_t plain_len(const char *s, size_t n)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);
	size_t i = 0;

	for (; n - i >= 8; i += 8) {
		uint64_t x, hit;

		memcpy(&x, s + i, 8);
		hit = (x | (x - ones * 0x20) | ((x ^ ones * '"') - ones) |
		       ((x ^ ones * '\\') - ones)) &
		      ones * 0x80;
		if (!hit)
			continue;
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
		return i + (size_t)__builtin_ctzll(hit) / 8;
#else
		break;
#endif
	}
	while (i < n && plain_byte(s[i]))
		i++;
	return i;
}

#endif
