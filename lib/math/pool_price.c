#include "math/pool_price.h"

#include <math.h>

#define SQRT_BITS_MAX 160
#define BPS           1e4
#define NEAR          1e-9 /* above the error of a logarithm */

/* 10^n, n at most twice DEC_SCALE_MAX: below 2^253. */
static struct u256 pow10(int n)
{
	int half = n > DEC_SCALE_MAX ? DEC_SCALE_MAX : n;
	struct u256 p = u256_of_u128((unsigned __int128)dec_ten(half));
	struct u256 rest = u256_of_u128((unsigned __int128)dec_ten(n - half));

	return n > half && u256_mul(&p, p, rest) ? U256_ZERO : p;
}

static struct u256 pow2(int n)
{
	struct u256 p = U256_ZERO;

	p.limb[n / 64] = UINT64_C(1) << (n % 64);
	return p;
}

/* num * 10^e / den, down; most denominators are powers of two. */
static enum status times_ten(struct u256 *q, struct u256 num, int e,
			     struct u256 den)
{
	int top = u256_bits(den) - 1;

	if (!u256_cmp(den, pow2(top)))
		return u256_mul_shr_floor(q, num, pow10(e), top);
	return u256_mul_div_floor(q, num, pow10(e), den);
}

/* The same for the e that leaves as many digits as a price has: at most e_max.
 * Fewer than 0 decimals are never taken off. */
static enum status scaled(struct u256 *q, int *e, struct u256 num,
			  struct u256 den, int e_max)
{
	const struct u256 least = pow10(POOL_PRICE_DIGITS - 1);
	double ratio = u256_to_double(num) / u256_to_double(den);
	enum status st;

	/* No fewer than that many, nor more than one fewer; then one at a time. */
	*e = 0;
	if (ratio > 0)
		*e = POOL_PRICE_DIGITS - 1 - (int)floor(log10(ratio) + NEAR);
	if (*e < 0)
		*e = 0;
	if (*e > e_max)
		*e = e_max;
	do {
		st = times_ten(q, num, *e, den);
	} while (!st && u256_cmp(*q, least) < 0 && (*e)++ < e_max);
	if (*e > e_max)
		*e = e_max;
	return st;
}

/* num / den * 10^shift as a decimal. */
static enum status price(struct dec *out, struct u256 num, struct u256 den,
			 int shift)
{
	/* A q of e places has e - shift decimals. */
	int e, e_max = DEC_SCALE_MAX + shift;
	unsigned __int128 v;
	struct u256 q;
	enum status st = scaled(&q, &e, num, den, e_max < 0 ? 0 : e_max);

	if (st)
		return st;
	if (e - shift < 0) {
		if (u256_mul(&q, q, pow10(shift - e)))
			return ST_OVERFLOW;
		e = shift;
	}
	/* More decimals, or digits, than a decimal holds. */
	while (e - shift > 0 &&
	       (e - shift > DEC_SCALE_MAX || u256_bits(q) > 127)) {
		if (u256_divmod(&q, NULL, q, u256_of_u64(10)))
			return ST_DIVZERO;
		e--;
	}
	if (u256_to_u128(&v, q) || v >> 127)
		return ST_OVERFLOW;
	*out = dec_make((__int128)v, e - shift);
	return ST_OK;
}

enum status pool_price_ratio(struct dec *out, struct u256 amount1,
			     struct u256 amount0, int decimals0, int decimals1)
{
	if (u256_is_zero(amount0))
		return ST_DIVZERO;
	return price(out, amount1, amount0, decimals0 - decimals1);
}

/* The square, exactly where it fits, else without its last 64 bits, of which a price
 * has no digits. */
enum status pool_price_sqrt(struct dec *out, struct u256 sqrt_x96,
			    int decimals0, int decimals1)
{
	int bits = u256_bits(sqrt_x96);
	struct u256 square;

	if (!bits || bits > SQRT_BITS_MAX)
		return ST_DOMAIN;
	if (bits <= 128) {
		if (u256_mul(&square, sqrt_x96, sqrt_x96))
			return ST_OVERFLOW;
		return price(out, square, pow2(192), decimals0 - decimals1);
	}
	if (u256_mul_div_floor(&square, sqrt_x96, sqrt_x96, pow2(64)))
		return ST_OVERFLOW;
	return price(out, square, pow2(128), decimals0 - decimals1);
}

/* (after - before) / before, of which only the quotient is rounded. */
static double change(struct u256 before, struct u256 after)
{
	bool up = u256_cmp(after, before) >= 0;
	struct u256 by;
	double d;

	if (u256_sub(&by, up ? after : before, up ? before : after) ||
	    u256_ratio(&d, by, before))
		return NAN;
	return up ? d : -d;
}

double pool_move_sqrt_bps(struct u256 before, struct u256 after)
{
	double d = change(before, after);

	return d * (2 + d) * BPS; /* (1 + d)^2 - 1 */
}

double pool_move_ratio_bps(struct u256 before1, struct u256 before0,
			   struct u256 after1, struct u256 after0)
{
	struct u256 b, a;

	/* Reserves have 112 bits. */
	if (u256_mul(&b, before1, after0) || u256_mul(&a, after1, before0))
		return NAN;
	return change(b, a) * BPS;
}
