#include "math/univ2.h"

static enum status check_pool(const struct univ2_pool *p, struct u256 amount)
{
	if (!p->fee_num || p->fee_num > p->fee_den)
		return ST_DOMAIN;
	return u256_is_zero(amount) || u256_is_zero(p->reserve_in) ||
			       u256_is_zero(p->reserve_out)
		       ? ST_DOMAIN
		       : ST_OK;
}

enum status univ2_amount_out(struct u256 *out, const struct univ2_pool *pool,
			     struct u256 amount_in)
{
	struct u256 counted, product, whole;
	enum status st = check_pool(pool, amount_in);

	if (!st)
		st = u256_mul(&counted, amount_in, u256_of_u64(pool->fee_num));
	if (!st)
		st = u256_mul(&product, counted, pool->reserve_out);
	if (!st)
		st = u256_mul(&whole, pool->reserve_in,
			      u256_of_u64(pool->fee_den));
	if (!st)
		st = u256_add(&whole, whole, counted);
	return st ? st : u256_divmod(out, NULL, product, whole);
}

enum status univ2_amount_in(struct u256 *out, const struct univ2_pool *pool,
			    struct u256 amount_out)
{
	struct u256 product, left;
	enum status st = check_pool(pool, amount_out);

	if (st)
		return st;
	if (u256_cmp(amount_out, pool->reserve_out) >= 0)
		return ST_DOMAIN;
	left = u256_sub_mod(pool->reserve_out, amount_out);
	st = u256_mul(&product, pool->reserve_in, amount_out);
	if (!st)
		st = u256_mul(&product, product, u256_of_u64(pool->fee_den));
	if (!st)
		st = u256_mul(&left, left, u256_of_u64(pool->fee_num));
	if (!st)
		st = u256_divmod(&product, NULL, product, left);
	return st ? st : u256_add(out, product, u256_of_u64(1));
}

enum status univ2_amounts_out(struct u256 *amounts,
			      const struct univ2_pool *pools, size_t n,
			      struct u256 amount_in)
{
	enum status st = ST_OK;

	amounts[0] = amount_in;
	for (size_t i = 0; !st && i < n; i++)
		st = univ2_amount_out(&amounts[i + 1], &pools[i], amounts[i]);
	return st;
}

enum status univ2_amounts_in(struct u256 *amounts,
			     const struct univ2_pool *pools, size_t n,
			     struct u256 amount_out)
{
	enum status st = ST_OK;

	amounts[n] = amount_out;
	for (size_t i = n; !st && i > 0; i--)
		st = univ2_amount_in(&amounts[i - 1], &pools[i - 1],
				     amounts[i]);
	return st;
}
