/* aave_tick.c - indexes accrued to a moment, and what accounts are multiplied
 * with. */
#include "math/aave.h"

#define YEAR 31536000 /* seconds */
#define RAY  (AAVE_WAD * (unsigned __int128)1000000000)

static enum status mul_u64(struct u256 *out, struct u256 a, uint64_t b)
{
	return u256_mul(out, a, u256_of_u64(b));
}

static enum status div_u64(struct u256 *out, struct u256 a, uint64_t b)
{
	return u256_divmod(out, NULL, a, u256_of_u64(b));
}

/* Seconds since the indexes were true; the contract's subtraction reverts. */
static enum status elapsed(uint64_t *dt, const struct aave_reserve *r,
			   int64_t time_s)
{
	if (time_s < r->updated_s)
		return ST_DOMAIN;
	*dt = (uint64_t)time_s - (uint64_t)r->updated_s;
	return ST_OK;
}

/* rate * dt / year */
static enum status simple(struct u256 *out, unsigned __int128 rate, uint64_t dt)
{
	enum status st = mul_u64(out, u256_of_u128(rate), dt);

	return st ? st : div_u64(out, *out, YEAR);
}

enum status aave_income(struct u256 *out, const struct aave_reserve *r,
			int64_t time_s)
{
	struct u256 index = u256_of_u128(r->liquidity_index), growth;
	uint64_t dt;
	enum status st = elapsed(&dt, r, time_s);

	if (!st && dt) {
		st = simple(&growth, r->liquidity_rate, dt);
		if (!st)
			st = u256_add(&growth, growth, u256_of_u128(RAY));
		if (!st)
			st = aave_ray_mul(&index, growth, index, AAVE_HALF_UP);
	}
	if (!st)
		*out = index;
	return st;
}

/* dt * (dt - 1) * ... * power / divisor, as many factors as given. */
static enum status term(struct u256 *out, struct u256 power, uint64_t dt,
			int factors, uint64_t divisor)
{
	struct u256 x = u256_of_u64(1);
	enum status st = ST_OK;

	for (int i = 0; !st && i < factors; i++)
		st = mul_u64(&x, x, dt > (uint64_t)i ? dt - (uint64_t)i : 0);
	if (!st)
		st = u256_mul(&x, x, power);
	return st ? st : div_u64(out, x, divisor);
}

/* Up to 3.3: the first four terms of (1 + rate/year)^dt, dt > 0. */
static enum status binomial(struct u256 *out, struct u256 rate, uint64_t dt)
{
	struct u256 sum, power2, power3, second, third;
	enum status st = mul_u64(&sum, rate, dt);

	if (!st)
		st = div_u64(&sum, sum, YEAR);
	if (!st)
		st = aave_ray_mul(&power2, rate, rate, AAVE_HALF_UP);
	if (!st)
		st = div_u64(&power2, power2, (uint64_t)YEAR * YEAR);
	if (!st)
		st = aave_ray_mul(&power3, power2, rate, AAVE_HALF_UP);
	if (!st)
		st = div_u64(&power3, power3, YEAR);
	if (!st)
		st = term(&second, power2, dt, 2, 2);
	if (!st)
		st = term(&third, power3, dt, 3, 6);
	if (!st)
		st = u256_add(&sum, sum, u256_of_u128(RAY));
	if (!st)
		st = u256_add(&sum, sum, second);
	return st ? st : u256_add(out, sum, third);
}

/* From 3.4 on: the first four terms of exp(x), x = rate * dt / year. */
static enum status taylor(struct u256 *out, struct u256 rate, uint64_t dt)
{
	struct u256 x, inner, sixth, half;
	enum status st = mul_u64(&x, rate, dt);

	if (!st)
		st = div_u64(&x, x, YEAR);
	if (!st)
		st = div_u64(&sixth, x, 6);
	if (!st)
		st = div_u64(&half, x, 2);
	if (!st)
		st = aave_ray_mul(&inner, x, sixth, AAVE_HALF_UP);
	if (!st)
		st = u256_add(&inner, half, inner);
	if (!st)
		st = aave_ray_mul(&inner, x, inner, AAVE_HALF_UP);
	if (!st)
		st = u256_add(&inner, inner, x);
	return st ? st : u256_add(out, inner, u256_of_u128(RAY));
}

enum status aave_debt_index(struct u256 *out, const struct aave_rules *rules,
			    const struct aave_reserve *r, int64_t time_s)
{
	struct u256 index = u256_of_u128(r->borrow_index), growth;
	struct u256 rate = u256_of_u128(r->borrow_rate);
	uint64_t dt;
	enum status st = elapsed(&dt, r, time_s);

	if (!st && dt) {
		st = rules->taylor ? taylor(&growth, rate, dt)
				   : binomial(&growth, rate, dt);
		if (!st)
			st = aave_ray_mul(&index, growth, index, AAVE_HALF_UP);
	}
	if (!st)
		*out = index;
	return st;
}

/* What multiplies by n / d; it takes nothing (bits 0) where the sizes are not
 * ordinary. */
static struct aave_ratio ratio_of(struct u256 n, struct u256 d)
{
	struct aave_ratio r = { .bits = 0 };
	int shift = 126 - u256_bits(n) + u256_bits(d);
	struct u256 recip;

	if (u256_bits(n) > 126 || u256_bits(d) > 120 || shift < 1)
		return r;
	if (u256_is_zero(n))
		shift = 128;
	if (u256_mul_div_floor(&recip, n, u256_shl(u256_of_u64(1), shift), d))
		return r;
	r.n = u256_low(n);
	r.d = u256_low(d);
	r.recip = u256_low(recip);
	r.shift = shift;
	r.bits = shift < 128 ? shift : 128;
	return r;
}

static enum status accrue(struct aave_row *row, const struct aave_rules *rules,
			  const struct aave_reserve *r, int64_t time_s)
{
	enum status st;

	row->indexed = false;
	if (r->decimals > AAVE_DECIMALS_MAX)
		return ST_DOMAIN;
	st = aave_income(&row->income, r, time_s);
	if (!st)
		st = aave_debt_index(&row->debt, rules, r, time_s);
	if (st)
		return st;
	row->by_income = ratio_of(row->income, u256_of_u128(RAY));
	row->by_debt = ratio_of(row->debt, u256_of_u128(RAY));
	row->indexed = true;
	return ST_OK;
}

enum status aave_tick_time(struct aave_tick *t, const struct aave_market *m,
			   int64_t time_s)
{
	enum status first = ST_OK;

	t->market = m;
	t->time_s = time_s;
	for (size_t i = 0; i < AAVE_RESERVES; i++) {
		struct aave_row *row = &t->row[i];
		enum status st;

		if (i >= m->n || !m->reserve[i].known) {
			row->indexed = false;
			continue;
		}
		st = accrue(row, m->rules, &m->reserve[i], time_s);
		if (!first)
			first = st;
	}
	return first;
}

void aave_tick_price(struct aave_tick *t, uint8_t reserve, struct u256 price)
{
	struct aave_row *row = &t->row[reserve];

	row->price = price;
	row->priced = true;
	row->by_price = ratio_of(
		price, aave_pow10(t->market->reserve[reserve].decimals));
}

void aave_tick_no_price(struct aave_tick *t, uint8_t reserve)
{
	t->row[reserve].priced = false;
}
