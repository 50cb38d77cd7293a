#include "base/u256.h"

#include <assert.h>
#include <float.h>
#include <gmp.h>
#include <string.h>

#define WIDE (2 * U256_LIMBS)

static_assert(GMP_LIMB_BITS == 64 && GMP_NAIL_BITS == 0 &&
		      _Generic((mp_limb_t)0, uint64_t : 1, default : 0),
	      "a limb must be a uint64_t");

/* Limbs without the leading zeros, which mpn division does not take. */
static mp_size_t used(const uint64_t *limb, mp_size_t n)
{
	while (n && !limb[n - 1])
		n--;
	return n;
}

/* Compilers make one swapped load of it. */
static uint64_t be_u64(const uint8_t *p)
{
	return (uint64_t)p[0] << 56 | (uint64_t)p[1] << 48 |
	       (uint64_t)p[2] << 40 | (uint64_t)p[3] << 32 |
	       (uint64_t)p[4] << 24 | (uint64_t)p[5] << 16 |
	       (uint64_t)p[6] << 8 | (uint64_t)p[7];
}

struct u256 u256_of_be(const uint8_t bytes[static U256_BYTES])
{
	return (struct u256){ .limb = { be_u64(bytes + 24), be_u64(bytes + 16),
					be_u64(bytes + 8), be_u64(bytes) } };
}

void u256_put_be(uint8_t bytes[static U256_BYTES], struct u256 x)
{
	for (int i = 0; i < U256_BYTES; i++)
		bytes[i] = (uint8_t)(x.limb[(U256_BYTES - 1 - i) / 8] >>
				     8 * ((U256_BYTES - 1 - i) % 8));
}

enum status u256_to_u64(uint64_t *out, struct u256 x)
{
	if (used(x.limb, U256_LIMBS) > 1)
		return ST_OVERFLOW;
	*out = x.limb[0];
	return ST_OK;
}

enum status u256_to_u128(unsigned __int128 *out, struct u256 x)
{
	if (used(x.limb, U256_LIMBS) > 2)
		return ST_OVERFLOW;
	*out = (unsigned __int128)x.limb[1] << 64 | x.limb[0];
	return ST_OK;
}

int u256_bits(struct u256 x)
{
	mp_size_t n = used(x.limb, U256_LIMBS);

	return n ? 64 * (int)n - __builtin_clzll(x.limb[n - 1]) : 0;
}

enum status u256_add(struct u256 *out, struct u256 a, struct u256 b)
{
	if (mpn_add_n(a.limb, a.limb, b.limb, U256_LIMBS))
		return ST_OVERFLOW;
	*out = a;
	return ST_OK;
}

enum status u256_sub(struct u256 *out, struct u256 a, struct u256 b)
{
	if (mpn_sub_n(a.limb, a.limb, b.limb, U256_LIMBS))
		return ST_OVERFLOW;
	*out = a;
	return ST_OK;
}

/* The low limbs of wide as *out, or ST_OVERFLOW. */
static enum status narrowed(struct u256 *out, const uint64_t wide[static WIDE])
{
	if (used(wide, WIDE) > U256_LIMBS)
		return ST_OVERFLOW;
	for (int i = 0; i < U256_LIMBS; i++)
		out->limb[i] = wide[i];
	return ST_OK;
}

/* The product; numbers are mostly half their width, and zeros cost nothing. */
static void multiply(uint64_t wide[static WIDE], const struct u256 *a,
		     const struct u256 *b)
{
	mp_size_t an = used(a->limb, U256_LIMBS);

	for (int i = 0; i < WIDE; i++)
		wide[i] = 0;
	for (mp_size_t i = 0; i < an; i++) {
		unsigned __int128 sum = 0;

		for (int k = 0; k < U256_LIMBS; k++) {
			sum += (unsigned __int128)a->limb[i] * b->limb[k] +
			       wide[i + k];
			wide[i + k] = (uint64_t)sum;
			sum >>= 64;
		}
		wide[i + U256_LIMBS] = (uint64_t)sum;
	}
}

enum status u256_mul(struct u256 *out, struct u256 a, struct u256 b)
{
	uint64_t wide[WIDE];

	multiply(wide, &a, &b);
	return narrowed(out, wide);
}

enum status u256_divmod(struct u256 *quotient, struct u256 *rest, struct u256 a,
			struct u256 b)
{
	struct u256 q = U256_ZERO, r = U256_ZERO;
	mp_size_t an = used(a.limb, U256_LIMBS), bn = used(b.limb, U256_LIMBS);

	if (!bn)
		return ST_DIVZERO;
	if (an < bn)
		r = a;
	else
		mpn_tdiv_qr(q.limb, r.limb, 0, a.limb, an, b.limb, bn);
	if (quotient)
		*quotient = q;
	if (rest)
		*rest = r;
	return ST_OK;
}

static enum status mul_div(struct u256 *out, struct u256 a, struct u256 b,
			   struct u256 c, bool up)
{
	uint64_t wide[WIDE], q[WIDE] = { 0 }, r[U256_LIMBS];
	mp_size_t n, cn = used(c.limb, U256_LIMBS);

	if (!cn)
		return ST_DIVZERO;
	multiply(wide, &a, &b);
	n = used(wide, WIDE);
	if (n < cn) {
		*out = u256_of_u64(up && n);
		return ST_OK;
	}
	mpn_tdiv_qr(q, r, 0, wide, n, c.limb, cn);
	if (up && used(r, cn))
		mpn_add_1(q, q, WIDE, 1);
	return narrowed(out, q);
}

enum status u256_mul_div_floor(struct u256 *out, struct u256 a, struct u256 b,
			       struct u256 c)
{
	return mul_div(out, a, b, c, false);
}

enum status u256_mul_div_ceil(struct u256 *out, struct u256 a, struct u256 b,
			      struct u256 c)
{
	return mul_div(out, a, b, c, true);
}

static enum status mul_shr(struct u256 *out, struct u256 a, struct u256 b,
			   int shift, bool up)
{
	uint64_t wide[WIDE + 1] = { 0 }; /* one more for the bits above */
	int whole = shift / 64, part = shift % 64;
	bool rest;

	multiply(wide, &a, &b);
	rest = used(wide, whole) || wide[whole] << (63 - part) << 1;
	for (int i = 0; i + whole < WIDE; i++)
		wide[i] = wide[i + whole] >> part | wide[i + whole + 1]
							    << (63 - part) << 1;
	for (int i = WIDE - whole; i < WIDE; i++)
		wide[i] = 0;
	if (up && rest)
		mpn_add_1(wide, wide, WIDE, 1);
	return narrowed(out, wide);
}

enum status u256_mul_shr_floor(struct u256 *out, struct u256 a, struct u256 b,
			       int shift)
{
	return mul_shr(out, a, b, shift, false);
}

enum status u256_mul_shr_ceil(struct u256 *out, struct u256 a, struct u256 b,
			      int shift)
{
	return mul_shr(out, a, b, shift, true);
}

struct u256 u256_gcd(struct u256 a, struct u256 b)
{
	struct u256 rest;

	while (u256_divmod(NULL, &rest, a, b) == ST_OK) {
		a = b;
		b = rest;
	}
	return a;
}

/* 2^n for any n that keeps it normal; ldexp of what stays so is this product. */
static double two_to(int n)
{
	uint64_t bits = (uint64_t)(n + DBL_MAX_EXP - 1) << (DBL_MANT_DIG - 1);
	double x;

	memcpy(&x, &bits, sizeof(x));
	return x;
}

/* The leading 64 bits, the last of which says whether anything follows: the
 * conversion of that integer rounds once. */
double u256_to_double(struct u256 x)
{
	mp_size_t n = used(x.limb, U256_LIMBS);
	uint64_t head, rest;
	int shift;

	if (n < 2)
		return (double)x.limb[0];
	shift = __builtin_clzll(x.limb[n - 1]);
	head = x.limb[n - 1];
	rest = x.limb[n - 2];
	if (shift) {
		head = head << shift | rest >> (64 - shift);
		rest <<= shift;
	}
	for (mp_size_t i = 0; i < n - 2; i++)
		rest |= x.limb[i];
	return (double)(head | (rest > 0)) * two_to(64 * ((int)n - 1) - shift);
}

/* x * 2^shift into n limbs that are known to hold it; returns those used. */
static mp_size_t shifted(uint64_t *out, mp_size_t n, struct u256 x, int shift)
{
	mp_size_t whole = shift / 64;

	for (mp_size_t i = 0; i < n; i++)
		out[i] = 0;
	for (mp_size_t i = 0; i < used(x.limb, U256_LIMBS); i++)
		out[whole + i] = x.limb[i];
	if (shift % 64)
		mpn_lshift(out, out, n, (unsigned)(shift % 64));
	return used(out, n);
}

/* The operands are aligned so that the quotient has 56 or 57 bits: at least two
 * below the 53 of a double, and whatever is left after them only needs to be
 * known as "more than nothing", kept in the last bit.  The conversion of that
 * integer then rounds once, to nearest. */
enum status u256_ratio(double *out, struct u256 a, struct u256 b)
{
	uint64_t x[WIDE], y[WIDE], q[WIDE], r[WIDE];
	int shift = 56 + u256_bits(b) - u256_bits(a);
	mp_size_t xn, yn;

	if (u256_is_zero(b))
		return ST_DIVZERO;
	if (u256_is_zero(a)) {
		*out = 0;
		return ST_OK;
	}
	xn = shifted(x, WIDE, a, shift > 0 ? shift : 0);
	yn = shifted(y, WIDE, b, shift < 0 ? -shift : 0);
	mpn_tdiv_qr(q, r, 0, x, xn, y, yn);
	*out = (double)(q[0] | (used(r, yn) > 0)) * two_to(-shift);
	return ST_OK;
}
