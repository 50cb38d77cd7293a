#include "base/dec.h"

#include "base/digits.h"

typedef unsigned __int128 u128;

#define U64_DIGITS  18 /* as many always fit 64 bits */
#define U128_DIGITS 36 /* and 128 */

__int128 dec_ten(int n)
{
	return n < 20 ? (__int128)digits_tens[n]
		      : (__int128)digits_tens[19] *
				(__int128)digits_tens[n - 19];
}

/* Most values fit 64 bits, where division is ten times cheaper. */
static int strip_small(__int128 *v, int64_t w, int scale)
{
	if (!w)
		return 0;
	for (; scale >= 4 && !(w & 15) && w % 10000 == 0; w /= 10000)
		scale -= 4;
	for (; scale > 0 && !(w & 1) && w % 10 == 0; w /= 10)
		scale--;
	*v = w;
	return scale;
}

int dec_strip(__int128 *v, int scale)
{
	__int128 w = *v;

	if (w >= INT64_MIN && w <= INT64_MAX)
		return strip_small(v, (int64_t)w, scale);
	for (; scale > 0 && dec_ends_in_zero(w); w /= 10)
		scale--;
	*v = w;
	return scale;
}

/* The digits of [s, end) as a number, the point left out: texts too long for 64
 * bits, as many digits at a time as those hold. */
static enum status parse_wide(__int128 *v, const char *s, const char *end)
{
	while (s < end) {
		uint64_t part = 0;
		int n = 0;

		for (; s < end && n < U64_DIGITS; s++) {
			if (*s == '.')
				continue;
			part = part * 10 + (uint64_t)(*s - '0');
			n++;
		}
		if (__builtin_mul_overflow(*v, dec_ten(n), v) ||
		    __builtin_add_overflow(*v, (__int128)part, v))
			return ST_RANGE;
	}
	return ST_OK;
}

/* The first from s on that is no digit. */
static const char *all_digits(const char *s, const char *end)
{
	while (s < end && (unsigned)(*s - '0') < 10)
		s++;
	return s;
}

/* digits[.digits], the form alone; returns the point, end if there is none, or
 * NULL if it is no such text. */
static const char *point_of(const char *s, const char *end)
{
	const char *point = all_digits(s, end);

	if (point == s || (*s == '0' && point > s + 1))
		return NULL;
	if (point == end)
		return end;
	if (*point != '.' || point + 1 == end ||
	    all_digits(point + 1, end) != end)
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
	*out = dec_make(neg ? -v : v,
			end > point + 1 ? (int)(end - point - 1) : 0);
	return ST_OK;
}

/* Digits from p on, at most to end, onto *v: as many as 128 bits hold. */
static const char *parse_digits(u128 *v, const char *p, const char *end)
{
	const char *stop, *from;

	do {
		uint64_t part = 0;

		from = p;
		stop = end - p > U64_DIGITS ? p + U64_DIGITS : end;
		p = digits_get(&part, p, stop);
		*v = *v * digits_tens[p - from] + part;
	} while (p == stop && p < end);
	return p;
}

enum status dec_parse(struct dec *out, const char *s, size_t len)
{
	const char *end = s + len, *first, *point, *last;
	bool neg = len && *s == '-';
	u128 v = 0;

	first = s + neg;
	if (end - first > U128_DIGITS)
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
	*out = (struct dec){ .v = neg ? -(__int128)v : (__int128)v,
			     .scale =
				     point < end ? (int)(end - point - 1) : 0 };
	if (end[-1] == '0' && out->scale)
		out->scale = dec_strip(&out->v, out->scale);
	return ST_OK;
}

/* Where 64 bits do not hold what is before the point or behind it: all digits, then
 * the point moves in. */
static char *put_wide(char *p, u128 u, size_t scale)
{
	char text[DEC_STR_SZ + 2 * DIGITS_CHUNK + 8];
	char *first = text + DEC_STR_SZ, *end = first;
	u128 high = u / DIGITS_POWER;
	size_t n = DIGITS_CHUNK, whole;

	memset(text, '0', DEC_STR_SZ);
	if (high)
		end = digits_put(end, (uint64_t)high,
				 digits_of((uint64_t)high));
	else
		n = digits_of((uint64_t)u);
	end = digits_put(end, (uint64_t)(u - high * DIGITS_POWER), n);
	if ((size_t)(end - first) <= scale)
		first = end - scale - 1; /* a zero before the point */
	whole = (size_t)(end - first) - scale;
	memcpy(p, first, whole);
	p += whole;
	if (scale) {
		*p++ = '.';
		memcpy(p, first + whole, scale);
	}
	return p + scale;
}

/* Both sides of the point go where they belong from registers: to move digits that
 * were just written costs more than a division. */
size_t dec_put_wide(char buf[static DEC_PUT_SZ], const struct dec *d)
{
	u128 u = d->v < 0 ? -(u128)d->v : (u128)d->v;
	uint64_t unit, whole;
	char *p = buf;

	*p = '-';
	p += d->v < 0;
	if (d->scale > DIGITS_CHUNK || u >> 64 >= digits_tens[d->scale])
		return (size_t)(put_wide(p, u, (size_t)d->scale) - buf);
	unit = digits_tens[d->scale];
	whole = (uint64_t)(u / unit);
	p = digits_put(p, whole, digits_of(whole));
	*p++ = '.';
	p = digits_put(p, (uint64_t)u - whole * unit, (size_t)d->scale);
	return (size_t)(p - buf);
}

size_t dec_format(char buf[static DEC_STR_SZ], struct dec d)
{
	char text[DEC_PUT_SZ];
	size_t len = dec_put(text, d);

	memcpy(buf, text, len);
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
	else if (__builtin_mul_overflow(d.v, dec_ten(scale - d.scale), &v))
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
	*out = dec_make(x, scale);
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
		r = dec_make(v, scale);
	} else {
		r = dec_make(v, a.scale + b.scale);
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
	return x / (double)dec_ten(scale);
}
