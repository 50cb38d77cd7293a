#include "base/wide.h"

#include "base/dec.h"

#include <gmp.h>
#include <string.h>

static const struct wide unfit = { .n = -1 };

/* Limbs without the leading zeros. */
static mp_size_t used(const uint64_t *limb, mp_size_t n)
{
	while (n && !limb[n - 1])
		n--;
	return n;
}

/* How many limbs a number has whose n lowest, at most one too many, are known. */
static int sized(const uint64_t *limb, mp_size_t n)
{
	n = used(limb, n);
	return n > WIDE_LIMBS ? -1 : (int)n;
}

/* n limbs as a number, or unfit. */
static struct wide made_of(const uint64_t *limb, mp_size_t n)
{
	struct wide w;

	w.n = sized(limb, n);
	for (int i = 0; i < w.n; i++)
		w.limb[i] = limb[i];
	return w;
}

struct wide wide_of(struct u256 x)
{
	return made_of(x.limb, U256_LIMBS);
}

struct wide wide_of_u128(unsigned __int128 x)
{
	struct wide w;

	w.limb[0] = (uint64_t)x;
	w.limb[1] = (uint64_t)(x >> 64);
	w.n = w.limb[1] ? 2 : w.limb[0] != 0;
	return w;
}

struct wide wide_power_of_ten(unsigned exponent)
{
	unsigned low = exponent % DEC_SCALE_MAX;
	struct wide w = wide_of_u128((unsigned __int128)dec_ten((int)low));
	struct wide part =
		wide_of_u128((unsigned __int128)dec_ten(DEC_SCALE_MAX));

	for (exponent -= low; exponent && w.n > 0; exponent -= DEC_SCALE_MAX) {
		struct wide more = wide_mul(&w, &part);

		wide_set(&w, &more);
	}
	return w;
}

struct wide wide_add(const struct wide *a, const struct wide *b)
{
	struct wide w;

	if (a->n < b->n) {
		const struct wide *t = a;

		a = b;
		b = t;
	}
	if (b->n <= 0) {
		wide_set(&w, b->n < 0 ? b : a);
		return w;
	}
	w.limb[a->n] = mpn_add(w.limb, a->limb, a->n, b->limb, b->n);
	w.n = sized(w.limb, a->n + 1);
	return w;
}

struct wide wide_sub(const struct wide *a, const struct wide *b)
{
	struct wide w;

	if (a->n < 0 || b->n < 0 || wide_cmp(a, b) < 0) {
		w.n = -1;
		return w;
	}
	if (!b->n) {
		wide_set(&w, a);
		return w;
	}
	mpn_sub(w.limb, a->limb, a->n, b->limb, b->n);
	w.n = sized(w.limb, a->n);
	return w;
}

/* Most numbers have a few limbs: a call of mpn_mul would cost more than they do. */
struct wide wide_mul(const struct wide *a, const struct wide *b)
{
	int n = a->n + b->n;
	struct wide w;

	w.n = -1;
	if (a->n < 0 || b->n < 0 || n > WIDE_LIMBS + 1)
		return w;
	for (int i = 0; i < a->n; i++) {
		unsigned __int128 carry = 0;

		for (int k = 0; k < b->n; k++) {
			carry += (unsigned __int128)a->limb[i] * b->limb[k];
			if (i) /* the first row finds nothing there */
				carry += w.limb[i + k];
			w.limb[i + k] = (uint64_t)carry;
			carry >>= 64;
		}
		w.limb[i + b->n] = (uint64_t)carry;
	}
	w.n = a->n && b->n ? sized(w.limb, n) : 0;
	return w;
}

struct wide wide_shl(const struct wide *a, unsigned bits)
{
	uint64_t out[2 * WIDE_LIMBS];
	mp_size_t whole = bits / 64;

	if (a->n <= 0)
		return *a;
	if (whole >= WIDE_LIMBS)
		return unfit;
	memset(out, 0, (size_t)whole * sizeof(*out));
	memcpy(out + whole, a->limb, (size_t)a->n * sizeof(*out));
	out[whole + a->n] = 0;
	if (bits % 64)
		out[whole + a->n] =
			mpn_lshift(out + whole, a->limb, a->n, bits % 64);
	return made_of(out, whole + a->n + 1);
}

/* The quotient of a by b, n limbs each but `top` above those of a, where it is known
 * to be below 2^64: most are.  The leading limbs, b's shifted up to their highest bit,
 * give it or at most two more.
 * source: Knuth, The Art of Computer Programming 2, 4.3.1, theorem B. */
static uint64_t divide_once(bool *left, const uint64_t *a, uint64_t top,
			    const uint64_t *b, mp_size_t n)
{
	int shift = __builtin_clzll(b[n - 1]);
	unsigned __int128 head = (unsigned __int128)top << 64 | a[n - 1];
	uint64_t by = b[n - 1], rest[WIDE_LIMBS], q, over;

	if (shift && n > 1) {
		head = head << shift | a[n - 2] >> (64 - shift);
		by = by << shift | b[n - 2] >> (64 - shift);
	}
	q = (uint64_t)(head / by);
	memcpy(rest, a, (size_t)n * sizeof(*rest));
	over = mpn_submul_1(rest, b, n, q);
	for (; over != top; q--)
		over -= mpn_add_n(rest, rest, b, n);
	*left |= used(rest, n) > 0;
	return q;
}

/* The quotient, and whether anything is left.  A power of two is half of the
 * prices there are: limbs that are 0 in b are only dropped. */
static struct wide divide(bool *left, const struct wide *a,
			  const struct wide *b)
{
	uint64_t rest[WIDE_LIMBS], top;
	int skip = 0, n;
	struct wide w;

	*left = false;
	w.n = -1;
	if (a->n < 0 || b->n <= 0)
		return w;
	while (!b->limb[skip])
		skip++;
	n = b->n - skip;
	for (int i = 0; i < skip && i < a->n; i++)
		*left |= a->limb[i] != 0;
	if (a->n - skip < n) {
		*left |= a->n > 0;
		w.n = 0;
		return w;
	}
	if (n == 1 && b->limb[skip] == 1) {
		w.n = a->n - skip;
		memcpy(w.limb, a->limb + skip, (size_t)w.n * sizeof(*w.limb));
		return w;
	}
	top = a->n - skip > n ? a->limb[a->n - 1] : 0;
	if (a->n - skip - n <= 1 && top < b->limb[b->n - 1]) {
		w.limb[0] = divide_once(left, a->limb + skip, top,
					b->limb + skip, n);
		w.n = w.limb[0] != 0;
		return w;
	}
	mpn_tdiv_qr(w.limb, rest, 0, a->limb + skip, a->n - skip,
		    b->limb + skip, n);
	*left |= used(rest, n) > 0;
	w.n = sized(w.limb, a->n - skip - n + 1);
	return w;
}

struct wide wide_div_floor(const struct wide *a, const struct wide *b)
{
	bool left;

	return divide(&left, a, b);
}

struct wide wide_div_ceil(const struct wide *a, const struct wide *b)
{
	bool left;
	struct wide w = divide(&left, a, b);
	int n = w.n;

	if (n < 0 || !left)
		return w;
	w.limb[n] = 0; /* or what is carried */
	mpn_add_1(w.limb, w.limb, n + 1, 1);
	w.n = sized(w.limb, n + 1);
	return w;
}

int wide_cmp(const struct wide *a, const struct wide *b)
{
	if (a->n != b->n)
		return a->n < b->n ? -1 : 1;
	return a->n ? mpn_cmp(a->limb, b->limb, a->n) : 0;
}

enum status wide_to_u128(unsigned __int128 *out, const struct wide *a)
{
	if (a->n < 0 || a->n > 2)
		return ST_OVERFLOW;
	*out = a->n ? a->limb[0] : 0;
	if (a->n == 2)
		*out |= (unsigned __int128)a->limb[1] << 64;
	return ST_OK;
}
