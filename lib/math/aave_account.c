/* aave_account.c - what an account has, owes and is worth, in the contract's own
 * arithmetic. */
#include "math/aave_parts.h"

struct u256 aave_price(const struct aave_tick *t, uint8_t reserve,
		       uint8_t emode)
{
	return aave_category_price(t->market, reserve, emode)
		       ? t->market->emode[emode].price
		       : t->row[reserve].price;
}

enum status aave_supplied(struct u256 *out, const struct aave_tick *t,
			  const struct aave_hold *h)
{
	return aave_ray_mul(out, u256_of_u128(h->supply),
			    t->row[h->reserve].income,
			    t->market->rules->supply);
}

enum status aave_owed(struct u256 *out, const struct aave_tick *t,
		      const struct aave_hold *h)
{
	struct u256 owed;
	enum status st =
		aave_ray_mul(&owed, u256_of_u128(h->debt),
			     t->row[h->reserve].debt, t->market->rules->debt);

	return st ? st : u256_add(out, owed, u256_of_u128(h->stable));
}

struct sums {
	struct u256 collateral, debt, ltv, lt; /* base; base * bps */
	bool zero_ltv;
};

/* sum += value * bps */
static enum status weigh(struct u256 *sum, struct u256 value, uint16_t bps)
{
	struct u256 x;
	enum status st = u256_mul(&x, value, u256_of_u64(bps));

	return st ? st : u256_add(sum, *sum, x);
}

static enum status add_supply(struct sums *s, const struct aave_tick *t,
			      const struct aave_hold *h,
			      struct aave_terms terms, struct u256 price,
			      struct u256 unit)
{
	struct u256 x;
	enum status st = aave_supplied(&x, t, h);

	if (!st)
		st = aave_value(&x, x, price, unit, AAVE_FLOOR);
	if (!st)
		st = u256_add(&s->collateral, s->collateral, x);
	if (!st)
		st = weigh(&s->ltv, x, terms.ltv_bps);
	if (!st)
		st = weigh(&s->lt, x, terms.lt_bps);
	s->zero_ltv = s->zero_ltv || terms.no_ltv;
	return st;
}

static enum status add_debt(struct sums *s, const struct aave_tick *t,
			    const struct aave_hold *h, struct u256 price,
			    struct u256 unit)
{
	struct u256 x;
	enum status st = aave_owed(&x, t, h);

	if (!st)
		st = aave_value(&x, x, price, unit,
				t->market->rules->debt_base);
	return st ? st : u256_add(&s->debt, s->debt, x);
}

static enum status add_hold(struct sums *s, const struct aave_tick *t,
			    const struct aave_hold *h, uint8_t emode)
{
	const struct aave_row *row;
	struct aave_terms terms;
	struct u256 price, unit;
	enum status st = ST_OK;

	if (h->reserve >= AAVE_RESERVES)
		return ST_NODATA;
	row = &t->row[h->reserve];
	terms = aave_terms_of(t->market, h, emode);
	if (!terms.counts && !h->debt && !h->stable)
		return ST_OK;
	if (!row->indexed ||
	    (!row->priced &&
	     !aave_category_price(t->market, h->reserve, emode)))
		return ST_NODATA;
	price = aave_price(t, h->reserve, emode);
	unit = aave_pow10(t->market->reserve[h->reserve].decimals);
	if (terms.counts)
		st = add_supply(s, t, h, terms, price, unit);
	if (!st && (h->debt || h->stable))
		st = add_debt(s, t, h, price, unit);
	return st;
}

/* Health is the mean threshold's share of the collateral over the debt; from 3.5 on
 * the sum of the shares, not truncated. */
static enum status health(struct u256 *hf, const struct aave_rules *rules,
			  const struct sums *s, uint16_t lt_bps)
{
	struct u256 x;
	enum status st;

	if (u256_is_zero(s->debt)) {
		*hf = U256_MAX;
		return ST_OK;
	}
	if (!rules->hf_mean) {
		st = aave_wad_div(&x, s->lt, s->debt);
		return st ? st
			  : u256_divmod(hf, NULL, x, u256_of_u64(AAVE_BPS));
	}
	st = aave_percent_mul(&x, s->collateral, lt_bps, AAVE_HALF_UP);
	return st ? st : aave_wad_div(hf, x, s->debt);
}

/* A mean of basis points is a number of basis points. */
static uint16_t mean(struct u256 sum, struct u256 weight)
{
	struct u256 q;

	return u256_divmod(&q, NULL, sum, weight) ? 0 : (uint16_t)q.limb[0];
}

static enum status settle(struct aave_account *out, const struct aave_market *m,
			  const struct sums *s)
{
	struct aave_account a = {
		.collateral = s->collateral,
		.debt = s->debt,
		.ltv_bps = mean(s->ltv, s->collateral),
		.lt_bps = mean(s->lt, s->collateral),
		.zero_ltv = s->zero_ltv,
	};
	enum status st = aave_percent_mul(&a.room, a.collateral, a.ltv_bps,
					  m->rules->room);

	if (!st && u256_sub(&a.room, a.room, a.debt))
		a.room = U256_ZERO;
	if (!st)
		st = health(&a.hf, m->rules, s, a.lt_bps);
	if (!st)
		*out = a;
	return st;
}

enum status aave_account_plain(struct aave_account *out,
			       const struct aave_tick *t,
			       const struct aave_hold *holds, size_t n,
			       uint8_t emode)
{
	struct sums s = { .zero_ltv = false };
	enum status st = ST_OK;

	for (size_t i = 0; !st && i < n; i++)
		st = add_hold(&s, t, &holds[i], emode);
	return st ? st : settle(out, t->market, &s);
}
