#include "math/pivot.h"

#include <math.h>

typedef unsigned __int128 u128;

struct pivot_sums pivot_sums_of(int64_t p, int64_t v)
{
	return (struct pivot_sums){
		.pv = (u128)p * (u128)v,
		.v = (u128)v,
		.n = 1,
	};
}

enum status pivot_sums_add(struct pivot_sums *to, struct pivot_sums x)
{
	if (__builtin_add_overflow(to->pv, x.pv, &x.pv) ||
	    __builtin_add_overflow(to->v, x.v, &x.v) ||
	    __builtin_add_overflow(to->n, x.n, &x.n))
		return ST_OVERFLOW;
	*to = x;
	return ST_OK;
}

void pivot_sums_sub(struct pivot_sums *from, struct pivot_sums x)
{
	from->pv -= x.pv;
	from->v -= x.v;
	from->n -= x.n;
}

enum status pivot_sums_rescale(struct pivot_sums *s, uint64_t price_factor,
			       uint64_t size_factor)
{
	struct pivot_sums x = *s;

	if (__builtin_mul_overflow(x.pv, (u128)price_factor * size_factor,
				   &x.pv) ||
	    __builtin_mul_overflow(x.v, (u128)size_factor, &x.v))
		return ST_OVERFLOW;
	*s = x;
	return ST_OK;
}

/* floor(mass * (window - elapsed) / window): as if the mass had traded evenly
 * over the window before t0. */
static enum status left_by_time(u128 *out, const struct pivot_seed *seed,
				int64_t window, int64_t now)
{
	int64_t elapsed;
	struct u256 left;

	if (now <= seed->t0)
		elapsed = 0;
	else if (__builtin_sub_overflow(now, seed->t0, &elapsed) ||
		 elapsed > window)
		elapsed = window;
	if (u256_mul_div_floor(&left, u256_of_u128(seed->mass),
			       u256_of_u64((uint64_t)(window - elapsed)),
			       u256_of_u64((uint64_t)window)))
		return ST_DOMAIN;
	return u256_to_u128(out, left);
}

enum status pivot_seed_left(u128 *out, const struct pivot_seed *seed,
			    int64_t window, int64_t now, u128 traded)
{
	u128 by_volume = seed->mass > traded ? seed->mass - traded : 0;
	u128 by_time;
	enum status st;

	if (window <= 0)
		return ST_DOMAIN;
	st = left_by_time(&by_time, seed, window, now);
	if (st)
		return st;
	switch (seed->decay) {
	case PIVOT_DECAY_NONE:
		*out = 0;
		break;
	case PIVOT_DECAY_TIME:
		*out = by_time;
		break;
	case PIVOT_DECAY_VOLUME:
		*out = by_volume;
		break;
	case PIVOT_DECAY_BOTH:
		*out = by_time < by_volume ? by_time : by_volume;
		break;
	}
	return ST_OK;
}

static enum status reduced(struct pivot *out, struct u256 num, struct u256 den)
{
	struct u256 common = u256_gcd(num, den);
	enum status st = u256_divmod(&num, NULL, num, common);

	if (!st)
		st = u256_divmod(&den, NULL, den, common);
	if (!st)
		*out = (struct pivot){ .num = num, .den = den };
	return st;
}

enum status pivot_seeded(struct pivot *out, const struct pivot_sums *s,
			 const struct pivot_seed *seed, u128 left)
{
	struct u256 num = u256_of_u128(s->pv), den = u256_of_u128(s->v);
	struct u256 seed_den, seeded;
	enum status st;

	if (left) {
		if (!seed->den || !seed->num)
			return ST_DOMAIN;
		seed_den = u256_of_u128(seed->den);
		if ((st = u256_mul(&num, num, seed_den)) ||
		    (st = u256_mul(&seeded, u256_of_u128(left),
				   u256_of_u128(seed->num))) ||
		    (st = u256_add(&num, num, seeded)) ||
		    (st = u256_add(&den, den, u256_of_u128(left))) ||
		    (st = u256_mul(&den, den, seed_den)))
			return st;
	}
	return u256_is_zero(den) ? ST_NODATA : reduced(out, num, den);
}

enum status pivot_double(double *out, struct pivot p)
{
	return u256_ratio(out, p.num, p.den);
}

/* base^n; that it fits is the caller's promise. */
static struct u256 power(uint64_t base, int n)
{
	struct u256 x = u256_of_u64(1);

	while (n-- > 0)
		if (u256_mul(&x, x, u256_of_u64(base)))
			break;
	return x;
}

/* p in 10^-decimals, rounded down. */
static enum status scaled(u128 *out, struct pivot p, int scale, int decimals)
{
	struct u256 x, unit = p.den;
	enum status st = ST_OK;

	if (decimals >= scale)
		st = u256_mul_div_floor(&x, p.num, power(10, decimals - scale),
					unit);
	else if (!(st = u256_mul(&unit, unit, power(10, scale - decimals))))
		st = u256_divmod(&x, NULL, p.num, unit);
	return st ? st : u256_to_u128(out, x);
}

enum status pivot_price(struct dec *out, struct pivot p, int scale)
{
	u128 enough = 1, v;
	enum status st;

	for (int i = 1; i < PIVOT_DIGITS; i++)
		enough *= 10;
	for (int decimals = PIVOT_DECIMALS;; decimals++) {
		st = scaled(&v, p, scale, decimals);
		if (st)
			return st;
		if (v >= enough || decimals == PIVOT_DECIMALS_MAX) {
			if (!v)
				return ST_RANGE;
			if (v >> 127)
				return ST_OVERFLOW;
			*out = dec_make((__int128)v, decimals);
			return ST_OK;
		}
	}
}

enum status pivot_of_double(struct pivot *out, double x)
{
	const u128 enough = (u128)1e14; /* 15 digits */
	const struct u256 two = u256_of_u64(2);
	struct pivot p;
	int exponent, decimals = 0;
	double mantissa;
	enum status st;
	u128 v;

	if (!(x >= 1e-24 && x <= 1e24))
		return ST_RANGE;
	mantissa = ldexp(frexp(x, &exponent), 53);
	exponent -= 53;
	p.den = power(2, -exponent);
	st = u256_mul(&p.num, u256_of_u64((uint64_t)mantissa),
		      power(2, exponent));
	while (!st && !(st = scaled(&v, p, 0, decimals)) && v < enough)
		decimals++;
	/* floor(x * 10^decimals + 1/2), as one fraction */
	if (st || (st = u256_mul(&p.num, p.num, power(10, decimals))) ||
	    (st = u256_mul(&p.num, p.num, two)) ||
	    (st = u256_add(&p.num, p.num, p.den)) ||
	    (st = u256_mul(&p.den, p.den, two)) ||
	    (st = u256_divmod(&p.num, NULL, p.num, p.den)))
		return st;
	return reduced(out, p.num, power(10, decimals));
}

static bool positive(double x)
{
	return isfinite(x) && x > 0;
}

enum status pivot_fade_in(struct pivot_faded *out,
			  const struct pivot_fade *fade, double ref_now,
			  int64_t elapsed, const double *mean)
{
	struct pivot_faded x = { .alpha = 0 };

	if (!positive(fade->p0) || !positive(fade->ref_t0) ||
	    !positive(ref_now) || !isfinite(fade->exponent) ||
	    fade->span <= 0 || (mean && !positive(*mean)))
		return ST_DOMAIN;
	if (mean && elapsed > 0)
		x.alpha = elapsed < fade->span
				  ? (double)elapsed / (double)fade->span
				  : 1;
	x.ref = fade->p0 * pow(ref_now / fade->ref_t0, fade->exponent);
	x.pivot = x.alpha > 0 ? (1 - x.alpha) * x.ref + x.alpha * *mean : x.ref;
	if (!positive(x.ref) || !positive(x.pivot))
		return ST_OVERFLOW;
	*out = x;
	return ST_OK;
}
