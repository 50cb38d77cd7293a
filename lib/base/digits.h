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

/* Their inverses: of 10^n, 64 leading bits, rounded down. */
static const uint64_t digits_inverse[] = {
	0,
	UINT64_C(0xcccccccccccccccc),
	UINT64_C(0xa3d70a3d70a3d70a),
	UINT64_C(0x83126e978d4fdf3b),
	UINT64_C(0xd1b71758e219652b),
	UINT64_C(0xa7c5ac471b478423),
	UINT64_C(0x8637bd05af6c69b5),
	UINT64_C(0xd6bf94d5e57a42bc),
	UINT64_C(0xabcc77118461cefc),
	UINT64_C(0x89705f4136b4a597),
	UINT64_C(0xdbe6fecebdedd5be),
	UINT64_C(0xafebff0bcb24aafe),
	UINT64_C(0x8cbccc096f5088cb),
	UINT64_C(0xe12e13424bb40e13),
	UINT64_C(0xb424dc35095cd80f),
	UINT64_C(0x901d7cf73ab0acd9),
	UINT64_C(0xe69594bec44de15b),
	UINT64_C(0xb877aa3236a4b449),
	UINT64_C(0x9392ee8e921d5d07),
	UINT64_C(0xec1e4a7db69561a5),
};

/* digits_over: x / 10^n, the rest in *rest; n in 1..19.  A division by what is not
 * constant takes as long as six multiplications.  The inverse is below by less than
 * its last bit, the quotient by less than 1 before it is cut: one too little at most. */
static inline uint64_t digits_over(uint64_t *rest, uint64_t x, int n)
{
	uint64_t unit = digits_tens[n];
	uint64_t high =
		(uint64_t)((unsigned __int128)x * digits_inverse[n] >> 64);
	uint64_t q = high >> (63 - __builtin_clzll(unit));
	uint64_t left = x - q * unit;

	if (left >= unit) {
		left -= unit;
		q++;
	}
	*rest = left;
	return q;
}

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

/* digits_lead: how many of the eight bytes at p are digits before the first that is
 * none, *x being their value.  Those digits are moved to the end of the word, zeros
 * before them; then lanes of one, two and four digits are added up in pairs, the first
 * being worth 10, 100 and 10000 of the second. */
static inline size_t digits_lead(uint64_t *x, const char *p)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);
	uint64_t w, other;
	size_t n = 8;

	memcpy(&w, p, sizeof(w));
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	w = __builtin_bswap64(w);
#endif
	w ^= ones * '0';
	/* ten and more reach the high bit; what carries comes from such a byte */
	other = (w | (w + ones * 0x76)) & ones * 0x80;
	if (other) {
		n = (size_t)__builtin_ctzll(other) / 8;
		w = n ? w << (64 - 8 * n) : 0;
	}
	w = w * (10 << 8 | 1) >> 8;
	w = (w & UINT64_C(0x00ff00ff00ff00ff)) * (100 << 16 | 1) >> 16;
	w = (w & UINT64_C(0x0000ffff0000ffff)) * (UINT64_C(10000) << 32 | 1);
	*x = w >> 32;
	return n;
}

/* digits_get reads digits from p on, at most to end, onto *x as if they stood behind
 * its own.  Returns the first that is none.  in: what fits: 19 digits in all. */
static inline const char *digits_get(uint64_t *x, const char *p,
				     const char *end)
{
	uint64_t n = *x, part;

	for (; end - p >= 8; p += 8) {
		size_t k = digits_lead(&part, p);

		n = n * digits_tens[k] + part;
		if (k < 8) {
			*x = n;
			return p + k;
		}
	}
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
	uint64_t whole, part;

	if (!scale)
		return digits_put(p, x, digits_of(x));
	whole = digits_over(&part, x, scale);
	p = digits_put(p, whole, digits_of(whole));
	*p++ = '.';
	return digits_put(p, part, (size_t)scale);
}

#endif
