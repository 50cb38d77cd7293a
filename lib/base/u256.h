/* u256.h - unsigned integers of 256 bits.  Layer: base (owns gmp.h).
 *
 * Products that must not overflow go through 512 bits on the stack.  Nothing
 * here allocates, prints or exits, and nothing rounds unless its name says so.
 * Operands are values: an output may be the variable an input came from.
 */
#ifndef MM_U256_H
#define MM_U256_H

#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define U256_LIMBS   4
#define U256_BYTES   32
#define U256_STR_LEN 78 /* digits of 2^256 - 1 */
#define U256_STR_SZ  (U256_STR_LEN + 1)

struct u256 {
	uint64_t limb[U256_LIMBS]; /* least significant first */
};

#define U256_ZERO ((struct u256){ .limb = { 0 } })
#define U256_MAX                                                               \
	((struct u256){                                                        \
		.limb = { UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX } })

static inline struct u256 u256_of_u64(uint64_t x)
{
	return (struct u256){ .limb = { x } };
}

static inline struct u256 u256_of_u128(unsigned __int128 x)
{
	return (struct u256){ .limb = { (uint64_t)x, (uint64_t)(x >> 64) } };
}

/* u256_of_be, u256_put_be: as U256_BYTES bytes, the most significant first. */
struct u256 u256_of_be(const uint8_t bytes[static U256_BYTES]);
void u256_put_be(uint8_t bytes[static U256_BYTES], struct u256 x);

/* ST_OVERFLOW if x does not fit. */
MM_CHECKED enum status u256_to_u64(uint64_t *out, struct u256 x);
MM_CHECKED enum status u256_to_u128(unsigned __int128 *out, struct u256 x);

/* u256_parse reads plain decimal digits: no sign, blank, point, exponent or
 * leading zero before another digit.
 *
 * in:      s, len bytes, no NUL needed.
 * returns: ST_OK, ST_FORMAT, or ST_OVERFLOW (2^256 and above). */
MM_CHECKED enum status u256_parse(struct u256 *out, const char *s, size_t len);

/* u256_format writes decimal digits, NUL-terminated.  Returns their number. */
size_t u256_format(char buf[static U256_STR_SZ], struct u256 x);

/* u256_bits: the position of the highest set bit plus one; 0 for zero. */
int u256_bits(struct u256 x);

/* Half of x, below and from 2^128: what the compiler calculates with. */
static inline unsigned __int128 u256_low(struct u256 x)
{
	return (unsigned __int128)x.limb[1] << 64 | x.limb[0];
}

static inline unsigned __int128 u256_high(struct u256 x)
{
	return (unsigned __int128)x.limb[3] << 64 | x.limb[2];
}

static inline struct u256 u256_of_halves(unsigned __int128 high,
					 unsigned __int128 low)
{
	return (struct u256){ .limb = { (uint64_t)low, (uint64_t)(low >> 64),
					(uint64_t)high,
					(uint64_t)(high >> 64) } };
}

/* u256_cmp: -1, 0 or 1 as a <, = or > b. */
static inline int u256_cmp(struct u256 a, struct u256 b)
{
	unsigned __int128 x = u256_high(a), y = u256_high(b);

	if (x == y) {
		x = u256_low(a);
		y = u256_low(b);
	}
	return (x > y) - (x < y);
}

static inline bool u256_is_zero(struct u256 x)
{
	return !(x.limb[0] | x.limb[1] | x.limb[2] | x.limb[3]);
}

/* Exact, or ST_OVERFLOW where the true answer is below 0 or above 2^256 - 1. */
MM_CHECKED enum status u256_add(struct u256 *out, struct u256 a, struct u256 b);
MM_CHECKED enum status u256_sub(struct u256 *out, struct u256 a, struct u256 b);
MM_CHECKED enum status u256_mul(struct u256 *out, struct u256 a, struct u256 b);

/* u256_divmod: a = quotient * b + rest, rest < b.
 * out:     either may be NULL.
 * returns: ST_OK or ST_DIVZERO. */
MM_CHECKED enum status u256_divmod(struct u256 *quotient, struct u256 *rest,
				   struct u256 a, struct u256 b);

/* u256_mul_div: a * b / c, the product exact in 512 bits.
 * returns: ST_OK, ST_DIVZERO, or ST_OVERFLOW (the rounded quotient does not
 *          fit). */
MM_CHECKED enum status u256_mul_div_floor(struct u256 *out, struct u256 a,
					  struct u256 b, struct u256 c);
MM_CHECKED enum status u256_mul_div_ceil(struct u256 *out, struct u256 a,
					 struct u256 b, struct u256 c);

/* u256_mul_shr: a * b / 2^shift, the product exact in 512 bits; 0 <= shift < 256.
 * returns: ST_OK, or ST_OVERFLOW (the rounded quotient does not fit). */
MM_CHECKED enum status u256_mul_shr_floor(struct u256 *out, struct u256 a,
					  struct u256 b, int shift);
MM_CHECKED enum status u256_mul_shr_ceil(struct u256 *out, struct u256 a,
					 struct u256 b, int shift);

/* Modulo 2^256, as contracts count what may wrap. */
static inline struct u256 u256_add_mod(struct u256 a, struct u256 b)
{
	unsigned __int128 low = u256_low(a) + u256_low(b);

	return u256_of_halves(u256_high(a) + u256_high(b) + (low < u256_low(a)),
			      low);
}

static inline struct u256 u256_sub_mod(struct u256 a, struct u256 b)
{
	unsigned __int128 low = u256_low(a) - u256_low(b);

	return u256_of_halves(
		u256_high(a) - u256_high(b) - (u256_low(a) < u256_low(b)), low);
}

/* u256_shl, u256_shr: x * 2^n modulo 2^256, x / 2^n rounded down; 0 <= n < 256. */
static inline struct u256 u256_shl(struct u256 x, int n)
{
	unsigned __int128 high = u256_high(x), low = u256_low(x);

	if (n >= 128)
		return u256_of_halves(low << (n - 128), 0);
	/* Two shifts where one by 128 would be undefined. */
	return u256_of_halves(high << n | low >> (127 - n) >> 1, low << n);
}

static inline struct u256 u256_shr(struct u256 x, int n)
{
	unsigned __int128 high = u256_high(x), low = u256_low(x);

	if (n >= 128)
		return u256_of_halves(0, high >> (n - 128));
	return u256_of_halves(high >> n, low >> n | high << (127 - n) << 1);
}

/* u256_gcd: the greatest common divisor; gcd(x, 0) = x. */
struct u256 u256_gcd(struct u256 a, struct u256 b);

/* u256_to_double: the double nearest to x, ties to even. */
double u256_to_double(struct u256 x);

/* u256_ratio: the double nearest to a / b, ties to even.  Never overflows:
 * both are below 2^256.
 * returns: ST_OK or ST_DIVZERO. */
MM_CHECKED enum status u256_ratio(double *out, struct u256 a, struct u256 b);

#endif
