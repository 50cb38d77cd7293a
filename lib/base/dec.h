/* dec.h - exact decimals.  Layer: base.
 *
 * A dec is v * 10^-scale with a 128-bit coefficient: at least 38 significant
 * digits, up to DEC_SCALE_MAX decimals.  It is always normalised (no trailing
 * zero in the fraction), so equal values have equal fields.  Nothing here
 * allocates, prints, exits or uses floating point on the way in, and nothing
 * rounds unless its name says so.
 */
#ifndef MM_DEC_H
#define MM_DEC_H

#include "base/digits.h"
#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DEC_SCALE_MAX 38
#define DEC_STR_LEN   42 /* sign, 39 digits, "0." */
#define DEC_STR_SZ    (DEC_STR_LEN + 1)
#define DEC_PUT_SZ    56 /* room for dec_put: whole words are written */

struct dec {
	__int128 v;
	int scale; /* 0..DEC_SCALE_MAX; -1 only in DEC_NONE */
};

/* An optional key that is absent.  No arithmetic takes it. */
#define DEC_NONE ((struct dec){ .v = 0, .scale = -1 })
#define DEC_ZERO ((struct dec){ .v = 0, .scale = 0 })

static inline bool dec_is_none(struct dec d)
{
	return d.scale < 0;
}

static inline int dec_sign(struct dec d)
{
	return (d.v > 0) - (d.v < 0);
}

/* dec_parse reads -?digits[.digits]: no exponent, '+', blank or leading zero
 * before another digit.
 *
 * in:      s, len bytes, no NUL needed.
 * returns: ST_OK, ST_FORMAT, or ST_RANGE (over 38 digits or decimals).
 * cost:    O(len), no allocation. */
MM_CHECKED enum status dec_parse(struct dec *out, const char *s, size_t len);

/* dec_format writes the shortest exact text, NUL-terminated: dec_parse of it is
 * d again.  Returns its length. */
size_t dec_format(char buf[static DEC_STR_SZ], struct dec d);

/* dec_put: the same without a NUL; what stands behind its end is overwritten, up to
 * DEC_PUT_SZ.  Most coefficients have 64 bits; dec_put_wide is for the others. */
size_t dec_put_wide(char buf[static DEC_PUT_SZ], const struct dec *d);
static inline size_t dec_put(char buf[static DEC_PUT_SZ], struct dec d)
{
	unsigned __int128 u =
		d.v < 0 ? -(unsigned __int128)d.v : (unsigned __int128)d.v;

	if (u >> 64 || d.scale > DIGITS_CHUNK)
		return dec_put_wide(buf, &d);
	*buf = '-';
	return (size_t)(digits_point(buf + (d.v < 0), (uint64_t)u, d.scale) -
			buf);
}

/* dec_strip takes the zeros that end the fraction off *v; returns the scale left. */
int dec_strip(__int128 *v, int scale);

/* Most do not: 10 divides what is even and a multiple of 5, of which 2^64 leaves 1. */
static inline bool dec_ends_in_zero(__int128 v)
{
	return !(v & 1) &&
	       ((int64_t)(v >> 64) % 5 + (int64_t)((uint64_t)v % 5)) % 5 == 0;
}

/* dec_make: v * 10^-scale, normalised.  in: 0 <= scale <= DEC_SCALE_MAX. */
static inline struct dec dec_make(__int128 v, int scale)
{
	if (scale > 0 && dec_ends_in_zero(v))
		scale = dec_strip(&v, scale);
	return (struct dec){ .v = v, .scale = scale };
}

/* dec_ten: 10^n.  in: 0 <= n <= DEC_SCALE_MAX. */
__int128 dec_ten(int n);

/* dec_cmp: -1, 0 or 1 as a <, = or > b, exact at any scale. */
int dec_cmp(struct dec a, struct dec b);

/* Exact or ST_OVERFLOW. */
MM_CHECKED enum status dec_add(struct dec *out, struct dec a, struct dec b);
MM_CHECKED enum status dec_sub(struct dec *out, struct dec a, struct dec b);
MM_CHECKED enum status dec_mul(struct dec *out, struct dec a, struct dec b);

/* dec_coef: the coefficient of d at the given scale, exactly.  ST_RANGE if d has
 * more decimals than that, ST_OVERFLOW if it does not fit. */
MM_CHECKED enum status dec_coef(__int128 *out, struct dec d, int scale);

/* dec_units: how many units d is, exactly.
 * in:      unit > 0.
 * returns: ST_OK, ST_RANGE (d is no multiple of unit), ST_OVERFLOW. */
MM_CHECKED enum status dec_units(int64_t *out, struct dec d, struct dec unit);

/* The largest whole number of units not above d, the smallest not below. */
MM_CHECKED enum status dec_units_floor(int64_t *out, struct dec d,
				       struct dec unit);
MM_CHECKED enum status dec_units_ceil(int64_t *out, struct dec d,
				      struct dec unit);

/* dec_of_units: n * unit. */
MM_CHECKED enum status dec_of_units(struct dec *out, int64_t n,
				    struct dec unit);

/* dec_to_double: the nearest double or its neighbour (error under 2 ulp).  For
 * analytics, never on the way to an order. */
double dec_to_double(struct dec d);

#endif
