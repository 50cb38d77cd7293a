#include "gas.h"

#include "base/atoms.h"
#include "base/conf.h"

#include <math.h>
#include <string.h>

#define GWEI_DECIMALS   9
#define NATIVE_DECIMALS 18
#define A_MILLION       1000000

/* Wei of 1,000,000 gas.  False: the chain did not say. */
static bool wei_of(struct u256 *out, const struct rec_chain *c)
{
	struct dec base, priority = conf_dec("PRIORITY_FEE_GWEI");
	struct u256 fee, tip;

	if (!c)
		return false;
	base = !dec_is_none(c->next_base_fee_wei) ? c->next_base_fee_wei
	       : !dec_is_none(c->base_fee_wei)    ? c->base_fee_wei
						  : c->gas_price_wei;
	return !dec_is_none(base) && !atoms_of(&fee, base, 0) &&
	       !atoms_of(&tip, priority, GWEI_DECIMALS) &&
	       !u256_add(&fee, fee, tip) &&
	       !u256_mul(out, fee, u256_of_u64(A_MILLION));
}

static const struct rec_price *price_of(const struct quote_seen *s,
					const struct quote_conf *c,
					const char *quote)
{
	const struct rec_price *const *v = s->prices.v;

	for (size_t i = 0; i < s->prices.n; i++)
		if ((rec_price_is_of(v[i], c->native, quote) ||
		     rec_price_is_of(v[i], c->wrapped, quote)) &&
		    v[i]->age_ms <= conf_ms("REFERENCE_AGE") &&
		    dec_sign(v[i]->price) > 0)
			return v[i];
	return NULL;
}

static struct u256 ten(int n)
{
	return u256_of_u128((unsigned __int128)dec_ten(n));
}

/* wei / 10^18 * price in parts of the token, rounded up. */
static bool at_price(struct u256 *out, struct u256 wei, struct dec price,
		     int decimals)
{
	struct u256 parts, unit;

	return !u256_mul(&parts, u256_of_u128((unsigned __int128)price.v),
			 ten(decimals)) &&
	       !u256_mul(&unit, ten(NATIVE_DECIMALS), ten(price.scale)) &&
	       !u256_mul_div_ceil(out, wei, parts, unit);
}

/* By what an endless small amount of the wrapped coin gives. */
static bool by_pools(struct u256 *out, struct u256 wei,
		     const struct quote_conf *c, const struct route_map *m,
		     int token)
{
	struct route_ask ask = {
		.token_in = route_map_token(m, c->wrapped),
		.token_out = token,
		.amount_in = u256_of_u64(1),
		.max_hops = c->max_hops,
		.max_legs = 1,
	};
	double parts;

	if (ask.token_in < 0)
		return false;
	parts = ceil(u256_to_double(wei) * route_spot(m->graph, &ask));
	if (!(parts > 0 && parts < 0x1p127))
		return false;
	*out = u256_of_u128((unsigned __int128)parts);
	return true;
}

bool gas_price(struct u256 *out, const struct quote_seen *s,
	       const struct quote_conf *c, const struct route_map *m, int token)
{
	const char *name = m->tokens[token].name;
	const struct rec_price *price = price_of(s, c, name);
	int decimals = m->tokens[token].decimals;
	struct u256 wei;

	if (!wei_of(&wei, s->chain))
		return false;
	if (!strcmp(name, c->native) || !strcmp(name, c->wrapped))
		return at_price(out, wei, dec_make(1, 0), decimals);
	if (price)
		return at_price(out, wei, price->price, decimals);
	return by_pools(out, wei, c, m, token);
}
