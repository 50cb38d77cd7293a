#include "math/lp_price.h"

#include "math/roots.h"

#define KEPT_BITS  192 /* below the point in a lp_sum */
#define WEI_DIGITS 18

#define TEN_19 ((__int128)UINT64_C(10000000000000000000))
#define MOST   (TEN_19 * TEN_19) /* 10^38: no record holds it */

/* 2^192: one as the square of a Q64.96, and as what a lp_sum keeps. */
static const struct wide one = { .n = 4, .limb = { 0, 0, 0, 1 } };

static unsigned __int128 magnitude(__int128 x)
{
	return x < 0 ? -(unsigned __int128)x : (unsigned __int128)x;
}

/* p0 / p1 is the price of the pool; d is left to the caller. */
static enum status of_pool(struct lp_price *p, struct u256 sqrt_x96)
{
	struct wide s = wide_of(sqrt_x96), square = wide_mul(&s, &s);

	if (!is_root(sqrt_x96))
		return ST_DOMAIN;
	wide_set(&p->p0, &square);
	wide_set(&p->p1, &one);
	return ST_OK;
}

enum status lp_price_in_token0(struct lp_price *p, struct u256 sqrt_x96)
{
	enum status st = of_pool(p, sqrt_x96);

	if (!st) {
		p->in = LP_TOKEN0;
		wide_set(&p->d, &p->p0);
	}
	return st;
}

enum status lp_price_in_token1(struct lp_price *p, struct u256 sqrt_x96)
{
	enum status st = of_pool(p, sqrt_x96);

	if (!st) {
		p->in = LP_TOKEN1;
		wide_set(&p->d, &p->p1);
	}
	return st;
}

static void multiply(struct wide *x, const struct wide *by)
{
	struct wide product = wide_mul(x, by);

	wide_set(x, &product);
}

/* token1's smallest part is 10^-decimals1 of it, the numeraire's likewise. */
enum status lp_price_quoted(struct lp_price *p, struct u256 sqrt_x96,
			    struct dec quote, int decimals1, int decimals_n)
{
	int tens = decimals_n - decimals1 - quote.scale;
	struct wide v = wide_of_u128((unsigned __int128)quote.v);
	struct wide scale =
		wide_power_of_ten((unsigned)(tens < 0 ? -tens : tens));

	if (dec_sign(quote) <= 0)
		return ST_DOMAIN;
	if (of_pool(p, sqrt_x96))
		return ST_DOMAIN;
	p->in = LP_OTHER;
	wide_set(&p->d, &p->p1);
	multiply(tens < 0 ? &p->d : &v, &scale);
	multiply(&p->p0, &v);
	multiply(&p->p1, &v);
	return ST_OK;
}

static void add(struct wide *sum, const struct wide *v)
{
	struct wide all = wide_add(sum, v);

	wide_set(sum, &all);
}

static void add_to(struct wide *sum, __int128 amount, const struct wide *price)
{
	struct wide a = wide_of_u128(magnitude(amount));
	struct wide value = wide_mul(&a, price);

	add(sum, &value);
}

/* v with that sign, where a record can hold it. */
static enum status signed_of(__int128 *out, const struct wide *v, bool below)
{
	unsigned __int128 u;

	if (wide_to_u128(&u, v) || u >= MOST)
		return ST_OVERFLOW;
	*out = below ? -(__int128)u : (__int128)u;
	return ST_OK;
}

static struct wide divided(const struct wide *a, const struct wide *b, bool up)
{
	if (up)
		return wide_div_ceil(a, b);
	return wide_div_floor(a, b);
}

/* amount * price / d, towards minus infinity. */
static enum status floor_of(__int128 *out, __int128 amount,
			    const struct wide *price, const struct wide *d)
{
	struct wide a = wide_of_u128(magnitude(amount));
	struct wide value = wide_mul(&a, price);
	struct wide v = divided(&value, d, amount < 0);

	return signed_of(out, &v, amount < 0);
}

/* plus - minus without its sign, of which *below is told. */
static struct wide difference(bool *below, const struct wide *plus,
			      const struct wide *minus)
{
	*below = plus->n >= 0 && minus->n >= 0 && wide_cmp(plus, minus) < 0;
	if (*below)
		return wide_sub(minus, plus);
	return wide_sub(plus, minus);
}

/* (plus - minus) / d, towards minus infinity. */
static enum status floor_between(__int128 *out, const struct wide *plus,
				 const struct wide *minus, const struct wide *d)
{
	bool below;
	struct wide rest = difference(&below, plus, minus);
	struct wide v = divided(&rest, d, below);

	return signed_of(out, &v, below);
}

/* Neither is the numeraire. */
static enum status floor_of_both(__int128 *out, const struct lp_price *p,
				 struct lp_amounts a)
{
	struct wide plus, minus;

	plus.n = minus.n = 0;
	add_to(a.a0 < 0 ? &minus : &plus, a.a0, &p->p0);
	add_to(a.a1 < 0 ? &minus : &plus, a.a1, &p->p1);
	return floor_between(out, &plus, &minus, &p->d);
}

/* What is in the numeraire is whole: only the rest is rounded. */
enum status lp_value_floor(__int128 *out, const struct lp_price *p,
			   struct lp_amounts a)
{
	__int128 v, whole = p->in == LP_TOKEN0 ? a.a0 : a.a1;
	enum status st;

	if (p->in == LP_OTHER)
		return floor_of_both(out, p, a);
	st = p->in == LP_TOKEN0 ? floor_of(&v, a.a1, &p->p1, &p->d)
				: floor_of(&v, a.a0, &p->p0, &p->d);
	if (st)
		return st;
	if (__builtin_add_overflow(v, whole, &v) || v >= MOST || v <= -MOST)
		return ST_OVERFLOW;
	*out = v;
	return ST_OK;
}

/* The value, rounded to KEPT_BITS below the point; what is in the numeraire is
 * whole. */
static struct wide kept(const struct lp_price *p, struct lp_amounts a, bool up)
{
	struct wide v, whole;

	v.n = whole.n = 0;
	if (p->in != LP_TOKEN0)
		add_to(&v, a.a0, &p->p0);
	else
		add_to(&whole, a.a0, &one);
	if (p->in != LP_TOKEN1)
		add_to(&v, a.a1, &p->p1);
	else
		add_to(&whole, a.a1, &one);
	v = wide_shl(&v, KEPT_BITS);
	v = divided(&v, &p->d, up);
	return wide_add(&v, &whole);
}

/* Both are rounded so that the sum is never above what it should be: rounded up as
 * a whole it is then that of the exact terms, were they not within 2^-190 of it. */
void lp_sum_put(struct lp_sum *s, const struct lp_price *p, struct lp_amounts a)
{
	struct wide v = kept(p, a, false);

	add(&s->plus, &v);
}

void lp_sum_take(struct lp_sum *s, const struct lp_price *p,
		 struct lp_amounts a)
{
	struct wide v = kept(p, a, true);

	add(&s->minus, &v);
}

/* Rounded up it is what is taken less what is put, rounded down, with the other
 * sign. */
enum status lp_sum_ceil(__int128 *out, const struct lp_sum *s)
{
	if (!s->plus.n && !s->minus.n) {
		*out = 0;
		return ST_OK;
	}
	if (floor_between(out, &s->minus, &s->plus, &one))
		return ST_OVERFLOW;
	*out = -*out;
	return ST_OK;
}

void lp_gas_add(struct lp_gas *g, unsigned __int128 wei, struct dec price)
{
	struct wide v =
		wide_power_of_ten((unsigned)(DEC_SCALE_MAX - price.scale));
	struct wide unit = wide_of_u128((unsigned __int128)price.v);
	struct wide w = wide_of_u128(wei);

	multiply(&v, &unit);
	multiply(&v, &w);
	add(&g->sum, &v);
}

enum status lp_gas_ceil(__int128 *out, const struct lp_gas *g, int decimals_n)
{
	struct wide parts = wide_power_of_ten(
		(unsigned)(WEI_DIGITS + DEC_SCALE_MAX - decimals_n));
	struct wide v = wide_div_ceil(&g->sum, &parts);

	return signed_of(out, &v, false);
}
