/* digits.h - decimal digits of 64-bit numbers, eight at a time: in one word, whose
 * bytes are computed side by side.  Layer: base. */
#ifndef MM_DIGITS_H
#define MM_DIGITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* The most digits a u64 always holds, and the power they stand for. */
#define DIGITS_CHUNK 19
#define DIGITS_POWER UINT64_C(10000000000000000000)

/* Powers of ten, by their exponent. */
static const uint64_t digits_tens[] = {
	UINT64_C(1),
	UINT64_C(10),
	UINT64_C(100),
	UINT64_C(1000),
	UINT64_C(10000),
	UINT64_C(100000),
	UINT64_C(1000000),
	UINT64_C(10000000),
	UINT64_C(100000000),
	UINT64_C(1000000000),
	UINT64_C(10000000000),
	UINT64_C(100000000000),
	UINT64_C(1000000000000),
	UINT64_C(10000000000000),
	UINT64_C(100000000000000),
	UINT64_C(1000000000000000),
	UINT64_C(10000000000000000),
	UINT64_C(100000000000000000),
	UINT64_C(1000000000000000000),
	DIGITS_POWER,
};

#define DIGITS_EIGHT UINT64_C(100000000) /* the power eight digits stand for */

/* digits_word: the eight digits of x as bytes, the first lowest, leading zeros with
 * them.  in: x < DIGITS_EIGHT.
 * The multiplications divide by 100 and by 10, exactly for what a lane holds: four
 * digits, then two. */
static inline uint64_t digits_word(uint64_t x)
{
	uint64_t four = x / 10000 | x % 10000 << 32;
	uint64_t high = four * 10486 >> 20 & UINT64_C(0x0000007f0000007f);
	uint64_t two = high | (four - high * 100) << 16;
	uint64_t tens = two * 103 >> 10 & UINT64_C(0x000f000f000f000f);

	return (tens | (two - tens * 10) << 8) | UINT64_C(0x3030303030303030);
}

/* Of those the n last at p, n in 1..8; eight bytes are written.  Returns their
 * end. */
static inline char *digits_part(char *p, uint64_t x, size_t n)
{
	uint64_t text = digits_word(x) >> 8 * (8 - n);

#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	text = __builtin_bswap64(text);
#endif
	memcpy(p, &text, sizeof(text));
	return p + n;
}

/* digits_put: n digits at p, leading zeros with them; eight bytes are written where
 * there are less.  Returns their end.
 * in:      x < 10^n, n in 1..20. */
static inline char *digits_put(char *p, uint64_t x, size_t n)
{
	const uint64_t sixteen = DIGITS_EIGHT * DIGITS_EIGHT;

	if (n > 16) {
		p = digits_part(p, x / sixteen, n - 16);
		x %= sixteen;
		n = 16;
	}
	if (n > 8) {
		p = digits_part(p, x / DIGITS_EIGHT, n - 8);
		x %= DIGITS_EIGHT;
		n = 8;
	}
	return digits_part(p, x, n);
}

/* digits_eight_at: the value of the eight bytes at p; false: they are no digits.
 * Lanes of one, two and four digits are added up in pairs, the first being worth 10,
 * 100 and 10000 of the second. */
static inline bool digits_eight_at(uint64_t *x, const char *p)
{
	const uint64_t high = UINT64_C(0xf0f0f0f0f0f0f0f0);
	const uint64_t zeros = UINT64_C(0x3030303030303030);
	uint64_t w;

	memcpy(&w, p, sizeof(w));
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	w = __builtin_bswap64(w);
#endif
	/* six more would carry beyond the nine */
	if ((w & high) != zeros ||
	    ((w + UINT64_C(0x0606060606060606)) & high) != zeros)
		return false;
	w = (w & ~high) * (10 << 8 | 1) >> 8;
	w = (w & UINT64_C(0x00ff00ff00ff00ff)) * (100 << 16 | 1) >> 16;
	w = (w & UINT64_C(0x0000ffff0000ffff)) * (UINT64_C(10000) << 32 | 1);
	*x = w >> 32;
	return true;
}

/* digits_get reads digits from p on, at most to end, onto *x as if they stood behind
 * its own.  Returns the first that is none.  in: what fits: 19 digits in all. */
static inline const char *digits_get(uint64_t *x, const char *p,
				     const char *end)
{
	uint64_t n = *x, eight;

	for (; end - p >= 8 && digits_eight_at(&eight, p); p += 8)
		n = n * DIGITS_EIGHT + eight;
	for (; p < end && (unsigned)(*p - '0') < 10; p++)
		n = n * 10 + (unsigned)(*p - '0');
	*x = n;
	return p;
}

/* digits_of: how many it takes to write x, 1 for zero. */
static inline size_t digits_of(uint64_t x)
{
	/* bits * log10(2), then one more or not */
	size_t n = (size_t)(64 - __builtin_clzll(x | 1)) * 1233 >> 12;

	return n + (x >= digits_tens[n]) + !x;
}

/* digits_point: x / 10^scale at p, in room for 48; scale in 0..19.  Returns its
 * end. */
static inline char *digits_point(char *p, uint64_t x, int scale)
{
	uint64_t unit = digits_tens[scale], whole;

	if (!scale)
		return digits_put(p, x, digits_of(x));
	whole = x / unit;
	p = digits_put(p, whole, digits_of(whole));
	*p++ = '.';
	return digits_put(p, x - whole * unit, (size_t)scale);
}

#endif
