#include "base/u256.h"

#include <assert.h>
#include <gmp.h>
#include <math.h>
#include <string.h>

#define WIDE (2 * U256_LIMBS)

/* The most decimal digits a limb always holds, and the power they stand for. */
#define CHUNK_DIGITS 19
#define CHUNK        UINT64_C(10000000000000000000)

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

enum status u256_parse(struct u256 *out, const char *s, size_t len)
{
	struct u256 x = U256_ZERO;

	if (!len || (*s == '0' && len > 1))
		return ST_FORMAT;
	for (size_t i = 0; i < len; i++)
		if (s[i] < '0' || s[i] > '9')
			return ST_FORMAT;
	if (len > U256_STR_LEN)
		return ST_OVERFLOW;
	while (len) {
		uint64_t chunk = 0, power = 1;

		for (int i = 0; i < CHUNK_DIGITS && len; i++, len--) {
			chunk = chunk * 10 + (uint64_t)(*s++ - '0');
			power *= 10;
		}
		if (mpn_mul_1(x.limb, x.limb, U256_LIMBS, power) ||
		    mpn_add_1(x.limb, x.limb, U256_LIMBS, chunk))
			return ST_OVERFLOW;
	}
	*out = x;
	return ST_OK;
}

/* The n low digits of x at p, two by two: half the divisions. */
static void put_digits(char *p, uint64_t x, size_t n)
{
	static const char pairs[] = "00010203040506070809"
				    "10111213141516171819"
				    "20212223242526272829"
				    "30313233343536373839"
				    "40414243444546474849"
				    "50515253545556575859"
				    "60616263646566676869"
				    "70717273747576777879"
				    "80818283848586878889"
				    "90919293949596979899";

	for (; n >= 2; x /= 100) {
		n -= 2;
		memcpy(p + n, pairs + x % 100 * 2, 2);
	}
	if (n)
		*p = (char)('0' + x % 10);
}

static size_t n_digits(uint64_t x)
{
	size_t n = 1;

	for (uint64_t power = 10; n < CHUNK_DIGITS && x >= power; power *= 10)
		n++;
	return n;
}

size_t u256_format(char buf[static U256_STR_SZ], struct u256 x)
{
	uint64_t chunk[U256_STR_LEN / CHUNK_DIGITS + 1];
	mp_size_t size = used(x.limb, U256_LIMBS);
	size_t n = 0, len;

	while (size > 1 || x.limb[0] >= CHUNK) {
		chunk[n++] = mpn_divrem_1(x.limb, 0, x.limb, size, CHUNK);
		size = used(x.limb, size);
	}
	len = n_digits(x.limb[0]);
	put_digits(buf, x.limb[0], len);
	while (n) {
		put_digits(buf + len, chunk[--n], CHUNK_DIGITS);
		len += CHUNK_DIGITS;
	}
	buf[len] = '\0';
	return len;
}

int u256_bits(struct u256 x)
{
	mp_size_t n = used(x.limb, U256_LIMBS);

	return n ? 64 * (int)n - __builtin_clzll(x.limb[n - 1]) : 0;
}

int u256_cmp(struct u256 a, struct u256 b)
{
	int c = mpn_cmp(a.limb, b.limb, U256_LIMBS);

	return (c > 0) - (c < 0);
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

enum status u256_mul(struct u256 *out, struct u256 a, struct u256 b)
{
	uint64_t wide[WIDE];

	mpn_mul_n(wide, a.limb, b.limb, U256_LIMBS);
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
	mpn_mul_n(wide, a.limb, b.limb, U256_LIMBS);
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

struct u256 u256_gcd(struct u256 a, struct u256 b)
{
	struct u256 rest;

	while (u256_divmod(NULL, &rest, a, b) == ST_OK) {
		a = b;
		b = rest;
	}
	return a;
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
	*out = ldexp((double)(q[0] | (used(r, yn) > 0)), -shift);
	return ST_OK;
}
