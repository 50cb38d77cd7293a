#include "base/dec.h"

typedef unsigned __int128 u128;

#define U64_DIGITS 18 /* as many always fit 64 bits */

/* 10^n for 0 <= n <= 38. */
static __int128 pow10_128(int n)
{
	static const uint64_t small[] = {
		1u,
		10u,
		100u,
		1000u,
		10000u,
		100000u,
		1000000u,
		10000000u,
		100000000u,
		1000000000u,
		10000000000u,
		100000000000u,
		1000000000000u,
		10000000000000u,
		100000000000000u,
		1000000000000000u,
		10000000000000000u,
		100000000000000000u,
		1000000000000000000u,
		10000000000000000000u,
	};

	return n < 20 ? (__int128)small[n]
		      : (__int128)small[19] * (__int128)small[n - 19];
}

/* Most values fit 64 bits, where division is ten times cheaper. */
static struct dec normal(__int128 v, int scale)
{
	if (v >= INT64_MIN && v <= INT64_MAX) {
		int64_t w = (int64_t)v;

		while (scale > 0 && w % 10 == 0) {
			w /= 10;
			scale--;
		}
		return (struct dec){ .v = w, .scale = scale };
	}
	while (scale > 0 && v % 10 == 0) {
		v /= 10;
		scale--;
	}
	return (struct dec){ .v = v, .scale = scale };
}

struct dec dec_make(__int128 v, int scale)
{
	return normal(v, scale);
}

/* The rest of a number whose first digits made *v: texts too long for 64 bits.
 * Trailing zeros of the fraction were cut off before. */
static enum status parse_wide(__int128 *v, const char *s, const char *end)
{
	for (; s < end; s++)
		if (*s != '.' && (__builtin_mul_overflow(*v, 10, v) ||
				  __builtin_add_overflow(*v, *s - '0', v)))
			return ST_RANGE;
	return ST_OK;
}

/* Digits from p on, at most to end, onto *v. */
static const char *parse_digits(uint64_t *v, const char *p, const char *end)
{
	uint64_t n = *v;

	for (; p < end && (unsigned)(*p - '0') < 10; p++)
		n = n * 10 + (unsigned)(*p - '0');
	*v = n;
	return p;
}

/* digits[.digits], the form alone; returns the point, end if there is none, or
 * NULL if it is no such text. */
static const char *point_of(const char *s, const char *end)
{
	uint64_t ignored = 0;
	const char *point = parse_digits(&ignored, s, end);

	if (point == s || (*s == '0' && point > s + 1))
		return NULL;
	if (point == end)
		return end;
	if (*point != '.' || point + 1 == end ||
	    parse_digits(&ignored, point + 1, end) != end)
		return NULL;
	return point;
}

static enum status parse_long(struct dec *out, bool neg, const char *s,
			      const char *end)
{
	const char *point = point_of(s, end);
	__int128 v = 0;

	if (!point)
		return ST_FORMAT;
	while (point < end && end[-1] == '0')
		end--;
	if (parse_wide(&v, s, end) || end - point - 1 > DEC_SCALE_MAX)
		return ST_RANGE;
	*out = normal(neg ? -v : v,
		      end > point + 1 ? (int)(end - point - 1) : 0);
	return ST_OK;
}

enum status dec_parse(struct dec *out, const char *s, size_t len)
{
	const char *end = s + len, *first, *point, *last;
	bool neg = len && *s == '-';
	uint64_t v = 0;

	first = s + neg;
	if (end - first > U64_DIGITS)
		return parse_long(out, neg, first, end);
	point = last = parse_digits(&v, first, end);
	if (point == first || (*first == '0' && point > first + 1))
		return ST_FORMAT;
	if (point < end) {
		if (*point != '.')
			return ST_FORMAT;
		last = parse_digits(&v, point + 1, end);
		if (last != end || last == point + 1)
			return ST_FORMAT;
	}
	*out = normal(neg ? -(__int128)v : (__int128)v,
		      point < end ? (int)(end - point - 1) : 0);
	return ST_OK;
}

size_t dec_format(char buf[static DEC_STR_SZ], struct dec d)
{
	char rev[DEC_STR_SZ];
	size_t n = 0, len = 0;
	u128 u = d.v < 0 ? -(u128)d.v : (u128)d.v;
	int decimals = d.scale;

	while (u > UINT64_MAX) {
		rev[n++] = (char)('0' + (int)(u % 10));
		u /= 10;
		if (--decimals == 0)
			rev[n++] = '.';
	}
	for (uint64_t w = (uint64_t)u; w || decimals >= 0; w /= 10) {
		rev[n++] = (char)('0' + w % 10);
		if (--decimals == 0)
			rev[n++] = '.';
	}
	if (d.v < 0)
		buf[len++] = '-';
	while (n)
		buf[len++] = rev[--n];
	buf[len] = '\0';
	return len;
}

enum status dec_coef(__int128 *out, struct dec d, int scale)
{
	__int128 v;

	if (scale < d.scale)
		return ST_RANGE;
	if (scale - d.scale > DEC_SCALE_MAX)
		return d.v ? ST_OVERFLOW : (*out = 0, ST_OK);
	if (scale == d.scale)
		v = d.v;
	else if (__builtin_mul_overflow(d.v, pow10_128(scale - d.scale), &v))
		return ST_OVERFLOW;
	*out = v;
	return ST_OK;
}

int dec_cmp(struct dec a, struct dec b)
{
	int scale = a.scale > b.scale ? a.scale : b.scale;
	__int128 x, y;

	if (dec_sign(a) != dec_sign(b))
		return dec_sign(a) < dec_sign(b) ? -1 : 1;
	/* Only the coarser side is scaled up: if it overflows, it is the larger
	 * in magnitude. */
	if (dec_coef(&x, a, scale))
		return dec_sign(a);
	if (dec_coef(&y, b, scale))
		return -dec_sign(b);
	return (x > y) - (x < y);
}

static enum status sum(struct dec *out, struct dec a, struct dec b, bool minus)
{
	int scale = a.scale > b.scale ? a.scale : b.scale;
	__int128 x, y;

	if (dec_coef(&x, a, scale) || dec_coef(&y, b, scale) ||
	    (minus ? __builtin_sub_overflow(x, y, &x)
		   : __builtin_add_overflow(x, y, &x)))
		return ST_OVERFLOW;
	*out = normal(x, scale);
	return ST_OK;
}

enum status dec_add(struct dec *out, struct dec a, struct dec b)
{
	return sum(out, a, b, false);
}

enum status dec_sub(struct dec *out, struct dec a, struct dec b)
{
	return sum(out, a, b, true);
}

enum status dec_mul(struct dec *out, struct dec a, struct dec b)
{
	struct dec r;
	__int128 v;

	if (__builtin_mul_overflow(a.v, b.v, &v))
		return ST_OVERFLOW;
	if (a.scale + b.scale > DEC_SCALE_MAX) {
		int scale = a.scale + b.scale;

		while (scale > DEC_SCALE_MAX && v % 10 == 0) {
			v /= 10;
			scale--;
		}
		if (scale > DEC_SCALE_MAX)
			return ST_OVERFLOW;
		r = normal(v, scale);
	} else {
		r = normal(v, a.scale + b.scale);
	}
	*out = r;
	return ST_OK;
}

/* d / unit as quotient towards minus infinity, and whether it was exact. */
static enum status divided(int64_t *quotient, bool *exact, struct dec d,
			   struct dec unit)
{
	int scale = d.scale > unit.scale ? d.scale : unit.scale;
	__int128 x, y, q;

	if (unit.v <= 0)
		return ST_DOMAIN;
	if (dec_coef(&x, d, scale))
		return ST_OVERFLOW;
	if (dec_coef(&y, unit, scale)) {
		/* The unit alone overflows: it is larger than any |d| here. */
		*quotient = d.v < 0 ? -1 : 0;
		*exact = d.v == 0;
		return ST_OK;
	}
	if (x >= INT64_MIN && x <= INT64_MAX && y <= INT64_MAX && x >= 0) {
		*quotient = (int64_t)x / (int64_t)y;
		*exact = (int64_t)x % (int64_t)y == 0;
		return ST_OK;
	}
	q = x / y;
	*exact = x % y == 0;
	q -= x < 0 && !*exact;
	if (q < INT64_MIN || q > INT64_MAX)
		return ST_OVERFLOW;
	*quotient = (int64_t)q;
	return ST_OK;
}

enum status dec_units(int64_t *out, struct dec d, struct dec unit)
{
	bool exact;
	int64_t q;
	enum status st = divided(&q, &exact, d, unit);

	if (st)
		return st;
	if (!exact)
		return ST_RANGE;
	*out = q;
	return ST_OK;
}

enum status dec_units_floor(int64_t *out, struct dec d, struct dec unit)
{
	bool exact;

	return divided(out, &exact, d, unit);
}

enum status dec_units_ceil(int64_t *out, struct dec d, struct dec unit)
{
	bool exact;
	int64_t q;
	enum status st = divided(&q, &exact, d, unit);

	if (st)
		return st;
	if (!exact && q == INT64_MAX)
		return ST_OVERFLOW;
	*out = q + !exact;
	return ST_OK;
}

enum status dec_of_units(struct dec *out, int64_t n, struct dec unit)
{
	return dec_mul(out, (struct dec){ .v = n, .scale = 0 }, unit);
}

/* A coefficient up to 2^53 over a power of ten up to 10^22 is one correctly
 * rounded division; above that each step rounds once more. */
double dec_to_double(struct dec d)
{
	double x = (double)d.v;
	int scale = d.scale;

	for (; scale > 22; scale -= 22)
		x /= 1e22;
	return x / (double)pow10_128(scale);
}
