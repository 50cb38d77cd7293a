#include "base/u256.h"

#include "base/digits.h"

/* Apart from the arithmetic: a program that only reads and writes such numbers does
 * not link libgmp. */

/* x = x * m + add; what does not fit is returned. */
static uint64_t mul_add(struct u256 *x, uint64_t m, uint64_t add)
{
	unsigned __int128 carry = add;

	for (int i = 0; i < U256_LIMBS; i++) {
		carry += (unsigned __int128)x->limb[i] * m;
		x->limb[i] = (uint64_t)carry;
		carry >>= 64;
	}
	return (uint64_t)carry;
}

/* x /= DIGITS_POWER, of which the lowest `size` limbs are in use; the rest is returned. */
static uint64_t div_chunk(struct u256 *x, int size)
{
	unsigned __int128 rest = 0;

	while (size--) {
		rest = rest << 64 | x->limb[size];
		x->limb[size] = (uint64_t)(rest / DIGITS_POWER);
		rest %= DIGITS_POWER;
	}
	return (uint64_t)rest;
}

static bool all_digits(const char *s, size_t len)
{
	while (len && (unsigned)(s[len - 1] - '0') < 10)
		len--;
	return !len;
}

enum status u256_parse(struct u256 *out, const char *s, size_t len)
{
	struct u256 x = U256_ZERO;

	if (!len || (*s == '0' && len > 1))
		return ST_FORMAT;
	if (len > U256_STR_LEN)
		return all_digits(s, len) ? ST_OVERFLOW : ST_FORMAT;
	/* what is left over of whole chunks comes first */
	for (size_t n = (len - 1) % DIGITS_CHUNK + 1; len;
	     len -= n, n = DIGITS_CHUNK) {
		uint64_t chunk = 0;

		if (digits_get(&chunk, s, s + n) != s + n)
			return ST_FORMAT;
		s += n;
		if (mul_add(&x, DIGITS_POWER, chunk))
			return all_digits(s, len - n) ? ST_OVERFLOW : ST_FORMAT;
	}
	*out = x;
	return ST_OK;
}

size_t u256_format(char buf[static U256_STR_SZ], struct u256 x)
{
	uint64_t chunk[U256_STR_LEN / DIGITS_CHUNK + 1];
	int size = U256_LIMBS;
	size_t n = 0;
	char *p;

	for (;;) {
		while (size > 1 && !x.limb[size - 1])
			size--;
		if (size == 1 && x.limb[0] < DIGITS_POWER)
			break;
		chunk[n++] = div_chunk(&x, size);
	}
	p = digits_put(buf, x.limb[0], digits_of(x.limb[0]));
	while (n)
		p = digits_put(p, chunk[--n], DIGITS_CHUNK);
	*p = '\0';
	return (size_t)(p - buf);
}
