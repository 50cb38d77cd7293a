#include "chain/base58.h"

#include <stdbool.h>
#include <string.h>

/* Both ways convert between base 2^32 and base 58^5, the largest power that fits
 * a 32-bit limb: limbs most significant last, one limb of the source at a time,
 * multiplied in. */
#define POW5  UINT64_C(656356768) /* 58^5 */
#define CHARS 5

#define LIMBS58 ((BASE58_SZ(BASE58_BYTES_MAX) + CHARS - 1) / CHARS)
#define LIMBS32 (BASE58_BYTES_MAX / 4 + 2)

static const char alphabet[] =
	"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

#define NO 255
static const uint8_t value_of[128] = {
	NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, /* */
	NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, /* */
	NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, /* */
	NO, 0,  1,  2,  3,  4,  5,  6,  7,  8,  NO, NO, NO, NO, NO, NO, /* 0 */
	NO, 9,  10, 11, 12, 13, 14, 15, 16, NO, 17, 18, 19, 20, 21, NO, /* @ */
	22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, NO, NO, NO, NO, NO, /* P */
	NO, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, NO, 44, 45, 46, /* ` */
	47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, NO, NO, NO, NO, NO, /* p */
};

size_t base58_encode(char *out, const uint8_t *bytes, size_t n)
{
	uint32_t limb[LIMBS58];
	size_t n_limbs = 0, zeros = 0, len, i, digits = 0;

	while (zeros < n && !bytes[zeros])
		zeros++;
	/* The first word takes what does not fill one. */
	for (i = zeros; i < n;) {
		size_t take = (n - i) % 4 ? (n - i) % 4 : 4;
		uint64_t carry = 0;
		int shift = (int)take * 8;

		while (take--)
			carry = carry << 8 | bytes[i++];
		for (size_t k = 0; k < n_limbs; k++) {
			carry += (uint64_t)limb[k] << shift;
			limb[k] = (uint32_t)(carry % POW5);
			carry /= POW5;
		}
		for (; carry; carry /= POW5)
			limb[n_limbs++] = (uint32_t)(carry % POW5);
	}

	memset(out, '1', zeros);
	if (n_limbs)
		for (uint32_t top = limb[n_limbs - 1]; top; top /= 58)
			digits++;
	len = zeros + digits + (n_limbs ? (n_limbs - 1) * CHARS : 0);
	out[len] = '\0';
	for (size_t k = 0, at = len; k < n_limbs; k++) {
		size_t chars = k + 1 < n_limbs ? CHARS : digits;

		for (; chars--; limb[k] /= 58)
			out[--at] = alphabet[limb[k] % 58];
	}
	return len;
}

/* The next chars characters as a number below 58^5; false if one is none. */
static bool read_digits(uint64_t *v, uint64_t *power, const char *s, size_t n)
{
	*v = 0;
	*power = 1;
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];

		if (c >= sizeof(value_of) || value_of[c] == NO)
			return false;
		*v = *v * 58 + value_of[c];
		*power *= 58;
	}
	return true;
}

/* The number in text, least significant limb first. */
static enum status read_number(uint32_t *limb, size_t *n_limbs, size_t max,
			       const char *text, size_t len)
{
	*n_limbs = 0;
	for (size_t i = 0; i < len;) {
		size_t take = (len - i) % CHARS ? (len - i) % CHARS : CHARS;
		uint64_t carry, power;

		if (!read_digits(&carry, &power, text + i, take))
			return ST_FORMAT;
		i += take;
		for (size_t k = 0; k < *n_limbs; k++) {
			carry += limb[k] * power;
			limb[k] = (uint32_t)carry;
			carry >>= 32;
		}
		if (carry && *n_limbs == max)
			return ST_RANGE;
		if (carry)
			limb[(*n_limbs)++] = (uint32_t)carry;
	}
	return ST_OK;
}

enum status base58_decode(uint8_t *out, size_t *n, size_t cap, const char *text,
			  size_t len)
{
	uint32_t limb[LIMBS32];
	size_t n_limbs, zeros = 0, bytes;
	enum status st;

	while (zeros < len && text[zeros] == '1')
		zeros++;
	st = read_number(limb, &n_limbs, (cap + 3) / 4, text + zeros,
			 len - zeros);
	if (st)
		return st;
	bytes = n_limbs * 4;
	while (bytes && !(limb[(bytes - 1) / 4] >> (bytes - 1) % 4 * 8 & 0xff))
		bytes--;
	if (zeros + bytes > cap)
		return ST_RANGE;
	memset(out, 0, zeros);
	for (size_t i = 0; i < bytes; i++)
		out[zeros + bytes - 1 - i] =
			(uint8_t)(limb[i / 4] >> i % 4 * 8);
	*n = zeros + bytes;
	return ST_OK;
}
