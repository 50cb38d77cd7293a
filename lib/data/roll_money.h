/* roll_money.h - what tokens and gas are worth in NUMERAIRE, and what gas costs.
 * Layer: data.
 *
 * Doubles, for a decision; NaN is not known. */
#ifndef MM_ROLL_MONEY_H
#define MM_ROLL_MONEY_H

#include "data/roll_place.h"

struct roll_money {
	double per_atom1; /* numeraire per smallest part of token1 */
	double per_wei;   /* numeraire per wei                     */
	double gas_gwei;  /* of the next block, the tip with it     */
	bool gas_high;    /* over MAX_GAS_PRICE_GWEI, or not known  */
};

void roll_money_of(struct roll_money *out, const struct roll_place *at,
		   const struct roll_seen *s, const struct roll_knobs *k);

/* roll_money_gas: so much gas, in the numeraire. */
double roll_money_gas(const struct roll_money *m, int64_t gas);

/* roll_money_dec: an amount of the numeraire as a record tells it, to the millionth;
 * DEC_NONE where it is not known or out of range. */
struct dec roll_money_dec(double x);

#endif
