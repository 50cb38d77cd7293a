/* compound.c - see compound.h. */
#include "math/compound.h"

#include <math.h>
#include <string.h>

static struct u256 one(void)
{
	return u256_of_u64(COMPOUND_ONE);
}

/* a * b / 1e18; the contract's product must fit 256 bits. */
static enum status scale(struct u256 *out, struct u256 a, struct u256 b)
{
	struct u256 product;
	enum status st = u256_mul(&product, a, b);

	return st ? st : u256_divmod(out, NULL, product, one());
}

/* a * b / 1e18 + c */
static enum status scale_add(struct u256 *out, struct u256 a, struct u256 b,
			     struct u256 c)
{
	struct u256 scaled;
	enum status st = scale(&scaled, a, b);

	return st ? st : u256_add(out, scaled, c);
}

enum status compound_accrue(struct compound_market *m, uint64_t to)
{
	struct compound_market next = *m;
	struct u256 simple, interest;
	enum status st;

	if (to < m->at)
		return ST_DOMAIN;
	if (to == m->at)
		return ST_OK;
	if (u256_cmp(m->rate, u256_of_u64(COMPOUND_RATE_MAX)) > 0)
		return ST_RANGE;
	st = u256_mul(&simple, m->rate, u256_of_u64(to - m->at));
	if (!st)
		st = scale(&interest, simple, m->borrows);
	if (!st)
		st = u256_add(&next.borrows, interest, m->borrows);
	if (!st)
		st = scale_add(&next.reserves, m->reserve_factor, interest,
			       m->reserves);
	if (!st)
		st = scale_add(&next.index, simple, m->index, m->index);
	if (st)
		return st;
	next.at = to;
	*m = next;
	return ST_OK;
}

enum status compound_exchange(struct u256 *out, const struct compound_market *m)
{
	struct u256 all;
	enum status st;

	if (u256_is_zero(m->supply)) {
		*out = m->first_exchange;
		return ST_OK;
	}
	st = u256_add(&all, m->cash, m->borrows);
	if (!st)
		st = u256_sub(&all, all, m->reserves);
	if (!st)
		st = u256_mul(&all, all, one());
	return st ? st : u256_divmod(out, NULL, all, m->supply);
}

enum status compound_worth(struct u256 *out, struct u256 tokens,
			   struct u256 exchange)
{
	return scale(out, exchange, tokens);
}

enum status compound_debt(struct u256 *out, struct u256 stored,
			  struct u256 stored_index, struct u256 index)
{
	struct u256 product;
	enum status st;

	if (u256_is_zero(stored)) {
		*out = U256_ZERO;
		return ST_OK;
	}
	st = u256_mul(&product, stored, index);
	return st ? st : u256_divmod(out, NULL, product, stored_index);
}

static enum status add_hold(struct compound_account *sum,
			    const struct compound_hold *h)
{
	struct u256 value; /* of a token, as far as it counts */
	enum status st;

	if (u256_is_zero(h->price))
		return ST_NODATA;
	st = scale(&value, h->factor, h->exchange);
	if (!st)
		st = scale(&value, value, h->price);
	if (!st)
		st = scale_add(&sum->collateral, value, h->tokens,
			       sum->collateral);
	if (!st)
		st = scale_add(&sum->debt, h->price, h->debt, sum->debt);
	return st;
}

enum status compound_account(struct compound_account *out,
			     const struct compound_hold *holds, size_t n)
{
	struct compound_account sum;

	memset(&sum, 0, sizeof(sum));
	for (size_t i = 0; i < n; i++) {
		enum status st = add_hold(&sum, &holds[i]);

		if (st)
			return st;
	}
	/* One of the two differences is below 0 and stays 0. */
	if (u256_sub(&sum.liquidity, sum.collateral, sum.debt))
		sum.shortfall = u256_sub_mod(sum.debt, sum.collateral);
	*out = sum;
	return ST_OK;
}

struct compound_year compound_year(struct u256 rate, double periods)
{
	double each = u256_to_double(rate) / (double)COMPOUND_ONE;

	return (struct compound_year){ each * periods,
				       expm1(periods * log1p(each)) };
}
