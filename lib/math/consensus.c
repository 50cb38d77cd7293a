#include "math/consensus.h"

#define PPM_SCALE 6
#define BPS_SCALE 4
#define SCALE_MAX                                                              \
	30 /* decimals of a price: room for a half and for 1 bp of it */

static __int128 ten_to(int n)
{
	__int128 v = 1;

	while (n-- > 0)
		v *= 10;
	return v;
}

struct dec price_floor(struct dec d)
{
	const __int128 limit = ten_to(CONSENSUS_DIGITS);
	__int128 v = d.v, cut = 1;
	int scale = d.scale;

	/* Digits before the point become zeros, those behind it go. */
	for (; v >= limit; v /= 10) {
		if (scale > 0)
			scale--;
		else
			cut *= 10;
	}
	return dec_make(v * cut, scale);
}

enum status price_mul_floor(struct dec *out, struct dec a, struct dec b)
{
	struct dec d;

	if (dec_sign(a) <= 0 || dec_sign(b) <= 0)
		return ST_DOMAIN;
	a = price_floor(a);
	b = price_floor(b);
	if (a.scale + b.scale > DEC_SCALE_MAX)
		return ST_RANGE;
	if (dec_mul(&d, a, b))
		return ST_OVERFLOW;
	*out = price_floor(d);
	return ST_OK;
}

enum status price_div_floor(struct dec *out, struct dec a, struct dec b)
{
	const __int128 most = ten_to(DEC_SCALE_MAX - 1);
	int scale;
	__int128 v;

	if (dec_sign(a) <= 0 || dec_sign(b) <= 0)
		return ST_DOMAIN;
	a = price_floor(a);
	b = price_floor(b);
	/* As many digits as there is room for: over CONSENSUS_DIGITS of them are
	 * left whatever b is, for it has no more. */
	scale = a.scale - b.scale;
	for (v = a.v; v < most; v *= 10)
		scale++;
	v /= b.v;
	for (; scale > DEC_SCALE_MAX; scale--)
		v /= 10;
	if (!v)
		return ST_RANGE;
	if (scale < 0)
		return ST_OVERFLOW;
	*out = price_floor(dec_make(v, scale));
	return ST_OK;
}

const char *consensus_text(enum consensus_fate fate)
{
	switch (fate) {
	case CONSENSUS_AGREES:
		return "agrees";
	case CONSENSUS_BAD:
		return "not a price";
	case CONSENSUS_OLD:
		return "too old, or ahead of the clock";
	case CONSENSUS_WIDE:
		return "too unsure of itself";
	case CONSENSUS_APART:
		return "too far from the others";
	}
	return "unknown";
}

/* a <= b * ppm / 10^6.  What does not fit is not below anything. */
static bool within(struct dec a, struct dec b, int64_t ppm)
{
	struct dec most;

	return dec_mul(&most, b, dec_make(ppm, PPM_SCALE)) == ST_OK &&
	       dec_cmp(a, most) <= 0;
}

static enum consensus_fate alone(struct consensus_source *s,
				 const struct consensus_rules *rules)
{
	int64_t max_age = s->max_age_ms ? s->max_age_ms : rules->max_age_ms;

	if (dec_is_none(s->price) || dec_sign(s->price) <= 0 ||
	    dec_is_none(s->conf) || dec_sign(s->conf) < 0)
		return CONSENSUS_BAD;
	if (s->age_ms > max_age || s->age_ms < -rules->max_ahead_ms)
		return CONSENSUS_OLD;
	s->price = price_floor(s->price);
	if (s->price.scale > SCALE_MAX)
		return CONSENSUS_BAD;
	if (!within(s->conf, s->price, rules->max_conf_ppm))
		return CONSENSUS_WIDE;
	return CONSENSUS_AGREES;
}

/* The sources that agree so far, cheapest first. */
static size_t sorted(const struct consensus_source *in[static CONSENSUS_MAX],
		     const struct consensus_source *s, size_t n)
{
	size_t k = 0;

	for (size_t i = 0; i < n; i++) {
		size_t at = k;

		if (s[i].fate != CONSENSUS_AGREES)
			continue;
		for (; at && dec_cmp(in[at - 1]->price, s[i].price) > 0; at--)
			in[at] = in[at - 1];
		in[at] = &s[i];
		k++;
	}
	return k;
}

/* False: two middle prices that have no common decimals to meet in. */
static bool median(struct dec *out, const struct consensus_source *const *in,
		   size_t k)
{
	struct dec sum, half;

	if (k % 2) {
		*out = in[k / 2]->price;
		return true;
	}
	if (dec_add(&sum, in[k / 2 - 1]->price, in[k / 2]->price) ||
	    sum.scale == DEC_SCALE_MAX || dec_mul(&half, sum, dec_make(5, 1)))
		return false;
	*out = price_floor(half);
	return true;
}

static bool apart(struct dec price, struct dec middle, int64_t ppm)
{
	struct dec distance;

	if (dec_sub(&distance, price, middle))
		return true;
	distance.v = distance.v < 0 ? -distance.v : distance.v;
	return !within(distance, middle, ppm);
}

static enum status sum_up(struct consensus *out,
			  const struct consensus_source *const *in, size_t k,
			  int min_agree)
{
	struct consensus c = { .weight = 0 };
	struct dec spread;

	for (size_t i = 0; i < k; i++) {
		c.weight += in[i]->weight;
		if (in[i]->age_ms > c.age_ms)
			c.age_ms = in[i]->age_ms;
	}
	if (c.weight < min_agree || !k || !median(&c.price, in, k) ||
	    dec_sub(&spread, in[k - 1]->price, in[0]->price))
		return ST_NODATA;
	/* In units of 1 bp of the price. */
	if (dec_units_ceil(&c.spread_bps, spread,
			   dec_make(c.price.v, c.price.scale + BPS_SCALE)))
		return ST_NODATA;
	*out = c;
	return ST_OK;
}

enum status consensus_of(struct consensus *out, struct consensus_source *s,
			 size_t n, const struct consensus_rules *rules)
{
	const struct consensus_source *in[CONSENSUS_MAX];
	struct dec middle;
	size_t k;

	for (size_t i = 0; i < n; i++)
		s[i].fate = alone(&s[i], rules);
	k = sorted(in, s, n);
	if (!k || !median(&middle, in, k))
		return ST_NODATA;
	for (size_t i = 0; i < n; i++)
		if (s[i].fate == CONSENSUS_AGREES &&
		    apart(s[i].price, middle, rules->max_apart_ppm))
			s[i].fate = CONSENSUS_APART;
	k = sorted(in, s, n);
	return sum_up(out, in, k, rules->min_agree);
}
