/* aave_fast.c - accounts of ordinary size: the numbers of aave_account.c by products
 * with reciprocals that a tick prepared, put right by their remainder. */
#include "math/aave_parts.h"

typedef unsigned __int128 u128;

/* No sum of AAVE_RESERVES values times basis points overflows 128 bits. */
#define VALUE_BITS 100

struct sums {
	u128 collateral, debt, ltv, lt; /* base; base * bps */
	bool zero_ltv;
};

static inline u128 mul_64(uint64_t a, uint64_t b)
{
	return (u128)a * b;
}

/* The upper and the lower half of a * b. */
static inline u128 mul_wide(u128 *low, u128 a, u128 b)
{
	uint64_t a0 = (uint64_t)a, a1 = (uint64_t)(a >> 64);
	uint64_t b0 = (uint64_t)b, b1 = (uint64_t)(b >> 64);
	u128 bottom = mul_64(a0, b0), x = mul_64(a1, b0), y = mul_64(a0, b1);
	u128 middle = (bottom >> 64) + (uint64_t)x + (uint64_t)y;

	*low = middle << 64 | (uint64_t)bottom;
	return mul_64(a1, b1) + (x >> 64) + (y >> 64) + (middle >> 64);
}

/* x * n / d, rounded as said.  The product with the reciprocal is at most two below
 * it, so the remainder is found modulo 2^128.  False: x is over what r takes. */
static inline bool scale(u128 *out, const struct aave_ratio *r, u128 x,
			 enum aave_round how)
{
	u128 high, low, quotient, rest, add;

	if (!r->bits || (r->bits < 128 && x >> r->bits))
		return false;
	high = mul_wide(&low, x, r->recip);
	quotient = r->shift >= 128 ? high >> (r->shift - 128)
				   : high << (128 - r->shift) | low >> r->shift;
	add = how == AAVE_FLOOR ? 0 : how == AAVE_CEIL ? r->d - 1 : r->d >> 1;
	rest = x * r->n + add - quotient * r->d;
	while (rest >= r->d) {
		rest -= r->d;
		quotient++;
	}
	*out = quotient;
	return true;
}

static bool add_supply(struct sums *s, const struct aave_tick *t,
		       const struct aave_hold *h, struct aave_terms terms)
{
	const struct aave_row *row = &t->row[h->reserve];
	u128 x;

	if (!scale(&x, &row->by_income, h->supply, t->market->rules->supply) ||
	    !scale(&x, &row->by_price, x, AAVE_FLOOR) || x >> VALUE_BITS)
		return false;
	s->collateral += x;
	s->ltv += x * terms.ltv_bps;
	s->lt += x * terms.lt_bps;
	s->zero_ltv |= terms.no_ltv;
	return true;
}

static bool add_debt(struct sums *s, const struct aave_tick *t,
		     const struct aave_hold *h)
{
	const struct aave_rules *rules = t->market->rules;
	const struct aave_row *row = &t->row[h->reserve];
	u128 x;

	if (h->stable >> VALUE_BITS ||
	    !scale(&x, &row->by_debt, h->debt, rules->debt) ||
	    x >> VALUE_BITS ||
	    !scale(&x, &row->by_price, x + h->stable, rules->debt_base) ||
	    x >> VALUE_BITS)
		return false;
	s->debt += x;
	return true;
}

/* False: not to be had here. */
static bool add_hold(struct sums *s, const struct aave_tick *t,
		     const struct aave_hold *h, uint8_t emode)
{
	bool owes = h->debt || h->stable;
	struct aave_terms terms;

	if (h->reserve >= AAVE_RESERVES)
		return false;
	terms = aave_terms_of(t->market, h, emode);
	if (!terms.counts && !owes)
		return true;
	if (!t->row[h->reserve].indexed || !t->row[h->reserve].priced ||
	    aave_category_price(t->market, h->reserve, emode))
		return false;
	return (!terms.counts || add_supply(s, t, h, terms)) &&
	       (!owes || add_debt(s, t, h));
}

/* a / b, by one instruction of the machine where both are small. */
static inline u128 over(u128 a, u128 b)
{
	return !(a >> 64) && !(b >> 64) ? (uint64_t)a / (uint64_t)b : a / b;
}

/* False: over 128 bits on the way. */
static bool health(struct u256 *hf, const struct aave_rules *rules,
		   const struct sums *s, uint16_t lt_bps)
{
	u128 part, wad;

	if (!s->debt) {
		*hf = U256_MAX;
		return true;
	}
	part = rules->hf_mean
		       ? over(s->collateral * lt_bps + AAVE_BPS / 2, AAVE_BPS)
		       : s->lt;
	/* Under 2^68 times a wad, with half a debt added: under 2^128. */
	if (part >> 68)
		return false;
	wad = over(part * AAVE_WAD + (s->debt >> 1), s->debt);
	*hf = u256_of_u128(rules->hf_mean ? wad : over(wad, AAVE_BPS));
	return true;
}

static bool settle(struct aave_account *out, const struct aave_rules *rules,
		   const struct sums *s)
{
	u128 c = s->collateral, room;
	uint16_t ltv = c ? (uint16_t)over(s->ltv, c) : 0;
	uint16_t lt = c ? (uint16_t)over(s->lt, c) : 0;
	struct u256 hf;

	if (!health(&hf, rules, s, lt))
		return false;
	room = over(c * ltv + (rules->room == AAVE_FLOOR ? 0 : AAVE_BPS / 2),
		    AAVE_BPS);
	*out = (struct aave_account){
		.collateral = u256_of_u128(c),
		.debt = u256_of_u128(s->debt),
		.room = u256_of_u128(room > s->debt ? room - s->debt : 0),
		.hf = hf,
		.ltv_bps = ltv,
		.lt_bps = lt,
		.zero_ltv = s->zero_ltv,
	};
	return true;
}

enum status aave_account(struct aave_account *out, const struct aave_tick *t,
			 const struct aave_hold *holds, size_t n, uint8_t emode)
{
	struct sums s = { .zero_ltv = false };

	if (n > AAVE_RESERVES)
		return ST_DOMAIN;
	for (size_t i = 0; i < n; i++)
		if (!add_hold(&s, t, &holds[i], emode))
			return aave_account_plain(out, t, holds, n, emode);
	return settle(out, t->market->rules, &s)
		       ? ST_OK
		       : aave_account_plain(out, t, holds, n, emode);
}
