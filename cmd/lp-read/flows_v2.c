/* flows_v2.c - moves of a pair's token as flows: a pair tells what was put in or taken
 * off right behind them. */
#include "story.h"

#include "math/univ2_share.h"
#include "math/univ3_tick.h"

static bool is_none(const struct evm_address *at)
{
	const struct evm_address none = { { 0 } };

	return evm_address_eq(at, &none);
}

/* The pair's next log of that event in the transaction; NULL: there is none. */
static const struct uniswap_log *next_of(const struct landed *landed,
					 const struct story *s,
					 const struct log *l,
					 enum uniswap_event event)
{
	for (size_t i = 0; i < landed->logs.n; i++) {
		const struct log *n = &landed->logs.v[i];

		if (n->u.event == event && n->index > l->index &&
		    evm_address_eq(&n->from, &s->pool_at))
			return &n->u;
	}
	return NULL;
}

/* The first shares of a pair, of which some are locked for ever, made its price. */
static bool is_first(const struct landed *landed, const struct story *s)
{
	for (size_t i = 0; i < landed->logs.n; i++) {
		const struct log *l = &landed->logs.v[i];

		if (l->u.event == LOG_TRANSFER &&
		    evm_address_eq(&l->from, &s->pool_at) &&
		    is_none(&l->u.from) && is_none(&l->u.to))
			return true;
	}
	return false;
}

static bool price_of(struct telling *t, struct story *s, struct rec_flow *f,
		     const struct landed *landed, const struct uniswap_log *u)
{
	struct before b;
	struct u256 sqrt;

	if (!is_first(landed, s))
		return flows_before(&b, t, s, f);
	if (univ2_sqrt_price(&sqrt, u->amount0, u->amount1))
		story_unknown(s, "its amounts are no price");
	else
		f->sqrt_price_x96 = (struct rec_u256){ sqrt, true };
	return true;
}

bool flows_v2(struct telling *t, struct story *s, const struct log *l)
{
	const struct landed *landed = landed_of(t, l);
	bool in = evm_address_eq(&l->u.to, &s->wallet);
	bool of_pair = in ? is_none(&l->u.from)
			  : evm_address_eq(&l->u.to, &s->pool_at);
	const struct uniswap_log *u =
		of_pair ? next_of(landed, s, l, in ? LOG_MINT : LOG_BURN)
			: NULL;
	struct rec_flow *f =
		flows_add(t, s, l, in ? FLOW_INCREASE : FLOW_DECREASE);
	unsigned __int128 shares;

	if (u256_to_u128(&shares, l->u.amount0)) {
		story_unknown(s, "an amount is more than a record holds");
		return true;
	}
	flows_liquidity(s, f, shares);
	if (!u) {
		story_unknown(s, landed->known
					 ? "shares moved without their pair"
					 : "nodes do not have the receipt of "
					   "its transaction");
		return true;
	}
	flows_amounts(s, f, u->amount0, u->amount1);
	return price_of(t, s, f, landed, u);
}
