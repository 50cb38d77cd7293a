/* aave_room.c - what a market of Aave still takes: caps, ceilings; flash loans. */
#include "math/aave.h"

enum status aave_flash_premium(struct u256 *out, const struct aave_rules *rules,
			       struct u256 amount, uint16_t premium_bps)
{
	return aave_percent_mul(out, amount, premium_bps, rules->premium);
}

uint64_t aave_isolation_room(const struct aave_reserve *r)
{
	return r->ceiling_cents > r->isolation_cents
		       ? r->ceiling_cents - r->isolation_cents
		       : 0;
}

/* cap, whole units, less used; 0 where it is met. */
static enum status under_cap(struct u256 *out, uint64_t cap, unsigned decimals,
			     struct u256 used)
{
	struct u256 limit;
	enum status st =
		u256_mul(&limit, u256_of_u64(cap), aave_pow10(decimals));

	if (!st && u256_sub(out, limit, used))
		*out = U256_ZERO;
	return st;
}

enum status aave_supply_room(struct u256 *out, const struct aave_tick *t,
			     uint8_t reserve, unsigned __int128 scaled)
{
	const struct aave_reserve *r = &t->market->reserve[reserve];
	struct u256 used;
	enum status st;

	if (!r->supply_cap) {
		*out = U256_MAX;
		return ST_OK;
	}
	st = aave_ray_mul(&used, u256_of_u128(scaled), t->row[reserve].income,
			  t->market->rules->supply);
	return st ? st : under_cap(out, r->supply_cap, r->decimals, used);
}

enum status aave_borrow_room(struct u256 *out, const struct aave_tick *t,
			     uint8_t reserve, unsigned __int128 scaled)
{
	const struct aave_reserve *r = &t->market->reserve[reserve];
	struct u256 used;
	enum status st;

	if (!r->borrow_cap) {
		*out = U256_MAX;
		return ST_OK;
	}
	st = aave_ray_mul(&used, u256_of_u128(scaled), t->row[reserve].debt,
			  t->market->rules->debt);
	return st ? st : under_cap(out, r->borrow_cap, r->decimals, used);
}
