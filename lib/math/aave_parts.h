/* aave_parts.h - what aave_account.c and aave_fast.c share.  Layer: math. */
#ifndef MM_AAVE_PARTS_H
#define MM_AAVE_PARTS_H

#include "math/aave.h"

/* What a collateral counts for. */
struct aave_terms {
	bool counts; /* it is collateral at all */
	bool no_ltv; /* it counts for no new debt */
	uint16_t ltv_bps, lt_bps;
};

/* in: a reserve below AAVE_RESERVES. */
static inline struct aave_terms aave_terms_of(const struct aave_market *m,
					      const struct aave_hold *h,
					      uint8_t emode)
{
	const struct aave_reserve *r = &m->reserve[h->reserve];
	const struct aave_rules *rules = m->rules;
	const struct aave_emode *c = &m->emode[emode];
	struct aave_terms t = { .ltv_bps = r->ltv_bps, .lt_bps = r->lt_bps };

	t.counts = h->collateral && (rules->by_flag || r->lt_bps);
	if (emode && (c->collateral >> h->reserve & 1)) {
		t.lt_bps = c->lt_bps;
		if (rules->emode_ltv)
			t.ltv_bps =
				c->ltvzero >> h->reserve & 1 ? 0 : c->ltv_bps;
		else if (r->ltv_bps)
			t.ltv_bps = c->ltv_bps;
	} else if (rules->emode_isolated && emode && c->isolated) {
		t.ltv_bps = 0;
	}
	/* Up to 3.5 the reserve's own ltv decides that, in a category too. */
	t.no_ltv = rules->emode_ltv ? !t.ltv_bps : !r->ltv_bps;
	return t;
}

/* aave_category_price: the price of a category takes the place of that of its
 * reserves, up to 3.1. */
static inline bool aave_category_price(const struct aave_market *m,
				       uint8_t reserve, uint8_t emode)
{
	return m->rules->emode_price && aave_in_emode(m, reserve, emode) &&
	       !u256_is_zero(m->emode[emode].price);
}

#endif
