#include "data/roll_money.h"

#include <math.h>
#include <string.h>

#define WEI_PER_GWEI 1e9
#define MILLIONTHS   6

/* Numeraire per unit of token1. */
static double per1(const struct roll_place *at, const struct roll_seen *s,
		   const struct roll_knobs *k)
{
	double spot = dec_to_double(at->spot);
	struct dec price;

	if (!strcmp(at->token1, k->numeraire))
		return 1;
	if (!strcmp(at->token0, k->numeraire))
		return 1 / spot;
	if (!roll_seen_price(&price, s, k, at->token1, k->numeraire))
		return dec_to_double(price);
	if (!roll_seen_price(&price, s, k, at->token0, k->numeraire))
		return dec_to_double(price) / spot;
	return NAN;
}

static double per_native(const struct roll_place *at, const struct roll_seen *s,
			 const struct roll_knobs *k, double one1)
{
	const char *native = k->evm.native->name;
	struct dec price;

	if (roll_knobs_same_asset(k, native, k->numeraire))
		return 1;
	if (!roll_seen_price(&price, s, k, native, k->numeraire))
		return dec_to_double(price);
	if (roll_knobs_same_asset(k, native, at->token1))
		return one1;
	if (roll_knobs_same_asset(k, native, at->token0))
		return one1 * dec_to_double(at->spot);
	return NAN;
}

static double gas_gwei(const struct rec_chain *c, const struct roll_knobs *k)
{
	if (!c)
		return NAN;
	if (!dec_is_none(c->next_base_fee_wei))
		return dec_to_double(c->next_base_fee_wei) / WEI_PER_GWEI +
		       k->priority_gwei;
	if (!dec_is_none(c->gas_price_wei))
		return dec_to_double(c->gas_price_wei) / WEI_PER_GWEI;
	return NAN;
}

void roll_money_of(struct roll_money *out, const struct roll_place *at,
		   const struct roll_seen *s, const struct roll_knobs *k)
{
	double one1 = per1(at, s, k), gwei = gas_gwei(s->chain, k);

	*out = (struct roll_money){
		.per_atom1 = one1 * pow(10, -at->decimals1),
		.per_wei = per_native(at, s, k, one1) *
			   pow(10, -EVM_NATIVE_DECIMALS),
		.gas_gwei = gwei,
		.gas_high = !(gwei <= k->gas_max_gwei),
	};
}

double roll_money_gas(const struct roll_money *m, int64_t gas)
{
	return (double)gas * m->gas_gwei * WEI_PER_GWEI * m->per_wei;
}

struct dec roll_money_dec(double x)
{
	double millionths = round(x * pow(10, MILLIONTHS));

	if (!(fabs(millionths) < 9e18))
		return DEC_NONE;
	return dec_make((__int128)millionths, MILLIONTHS);
}
