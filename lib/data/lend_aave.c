#include "data/lend_aave.h"

#include "chain/evm_address.h"

#include <string.h>

#define CENTS 2 /* decimals of debt ceilings */

/* Counts and shares: 0 to max, an absent one 0. */
static bool whole_in(uint64_t *out, int64_t v, uint64_t max)
{
	*out = v == REC_NONE_INT ? 0 : (uint64_t)v;
	return v == REC_NONE_INT || (v >= 0 && *out <= max);
}

static bool bps_in(uint16_t *out, int64_t v)
{
	uint64_t x;

	if (!whole_in(&x, v, UINT16_MAX))
		return false;
	*out = (uint16_t)x;
	return true;
}

/* A number of smallest parts, an absent one 0. */
static bool parts_in(unsigned __int128 *out, struct dec d)
{
	if (dec_is_none(d)) {
		*out = 0;
		return true;
	}
	*out = (unsigned __int128)d.v;
	return !d.scale && d.v >= 0;
}

static bool units_in(uint64_t *out, struct dec d, int scale)
{
	__int128 v = 0;

	if (!dec_is_none(d) && dec_coef(&v, d, scale))
		return false;
	*out = (uint64_t)v;
	return v >= 0 && v <= UINT64_MAX;
}

/* The first of those that is false is what is wrong. */
#define MUST(ok, key)                                                          \
	do {                                                                   \
		if (!(ok))                                                     \
			return "'" key "': out of range";                      \
	} while (0)

const char *lend_aave_reserve(struct aave_reserve *out,
			      const struct rec_reserve *r)
{
	uint64_t decimals, emode, grace;

	*out = (struct aave_reserve){
		.known = true,
		.active = r->active,
		.frozen = r->frozen,
		.paused = r->paused,
		.borrowing = r->borrowing,
		.flash = r->flash,
		.siloed = r->siloed,
		.isolation_borrow = r->isolation_borrow,
		.updated_s = r->updated_s,
	};
	MUST(r->id >= 0 && r->id < AAVE_RESERVES, "id");
	MUST(whole_in(&decimals, r->decimals, AAVE_DECIMALS_MAX), "decimals");
	MUST(whole_in(&emode, r->emode, UINT8_MAX), "emode");
	MUST(whole_in(&grace, r->grace_until_s, INT64_MAX), "grace_until_s");
	MUST(bps_in(&out->ltv_bps, r->ltv_bps), "ltv_bps");
	MUST(bps_in(&out->lt_bps, r->lt_bps), "lt_bps");
	MUST(bps_in(&out->bonus_bps, r->bonus_bps), "bonus_bps");
	MUST(bps_in(&out->fee_bps, r->fee_bps), "fee_bps");
	MUST(bps_in(&out->reserve_factor_bps, r->reserve_factor_bps),
	     "reserve_factor_bps");
	MUST(units_in(&out->borrow_cap, r->borrow_cap, 0), "borrow_cap");
	MUST(units_in(&out->supply_cap, r->supply_cap, 0), "supply_cap");
	MUST(units_in(&out->ceiling_cents, r->debt_ceiling, CENTS),
	     "debt_ceiling");
	MUST(units_in(&out->isolation_cents, r->isolation_debt, CENTS),
	     "isolation_debt");
	MUST(parts_in(&out->liquidity_index, r->liquidity_index),
	     "liquidity_index");
	MUST(parts_in(&out->liquidity_rate, r->liquidity_rate),
	     "liquidity_rate");
	MUST(parts_in(&out->borrow_index, r->borrow_index), "borrow_index");
	MUST(parts_in(&out->borrow_rate, r->borrow_rate), "borrow_rate");
	MUST(r->updated_s >= 0, "updated_s");
	out->decimals = (uint8_t)decimals;
	out->emode = (uint8_t)emode;
	out->grace_until_s = (int64_t)grace;
	return NULL;
}

static bool bitmap_in(unsigned __int128 *out, const struct rec_u256 *w)
{
	*out = 0;
	return !w->known || !u256_to_u128(out, w->v);
}

const char *lend_aave_emode(struct aave_emode *out, const struct rec_emode *r)
{
	unsigned __int128 price;

	*out = (struct aave_emode){ .isolated = r->isolated };
	MUST(r->id > 0 && r->id < AAVE_EMODES, "id");
	MUST(bps_in(&out->ltv_bps, r->ltv_bps), "ltv_bps");
	MUST(bps_in(&out->lt_bps, r->lt_bps), "lt_bps");
	MUST(bps_in(&out->bonus_bps, r->bonus_bps), "bonus_bps");
	MUST(parts_in(&price, r->price_base), "price_base");
	MUST(bitmap_in(&out->collateral, &r->collateral), "collateral");
	MUST(bitmap_in(&out->borrowable, &r->borrowable), "borrowable");
	MUST(bitmap_in(&out->ltvzero, &r->ltvzero), "ltvzero");
	out->price = u256_of_u128(price);
	return NULL;
}

const char *lend_aave_hold(struct lend_address *user, struct aave_hold *out,
			   uint8_t *emode, const struct rec_user_reserve *r)
{
	struct evm_address a;
	uint64_t category;

	*out = (struct aave_hold){ .collateral = r->collateral };
	if (!evm_address_parse(&a, r->user, strlen(r->user)))
		return "'user': not an address";
	MUST(r->reserve >= 0 && r->reserve < AAVE_RESERVES, "reserve");
	MUST(whole_in(&category, r->emode, AAVE_EMODES - 1), "emode");
	MUST(parts_in(&out->supply, r->scaled_supply), "scaled_supply");
	MUST(parts_in(&out->debt, r->scaled_debt), "scaled_debt");
	MUST(parts_in(&out->stable, r->stable_debt), "stable_debt");
	memcpy(user->b, a.b, sizeof(user->b));
	out->reserve = (uint8_t)r->reserve;
	*emode = (uint8_t)category;
	return NULL;
}

static struct dec parts_out(unsigned __int128 v)
{
	return v ? dec_make((__int128)v, 0) : DEC_NONE;
}

void lend_aave_user_reserve(struct rec_user_reserve *out,
			    const struct aave_hold *hold, uint8_t emode)
{
	out->reserve = hold->reserve;
	out->scaled_supply = parts_out(hold->supply);
	out->scaled_debt = parts_out(hold->debt);
	out->stable_debt = parts_out(hold->stable);
	out->collateral = hold->collateral;
	out->emode = emode ? emode : REC_NONE_INT;
}
