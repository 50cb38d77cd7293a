#include "evm.h"

static const struct dec one = { .v = 1, .scale = 0 };

/* Up to a whole number of wei. */
static bool whole(struct dec *d)
{
	int64_t n;

	if (dec_units_ceil(&n, *d, one))
		return false;
	*d = dec_make(n, 0);
	return true;
}

static const char *legacy(struct evm_fees *out, const struct evm_build *b)
{
	struct dec price = b->seen->chain->gas_price_wei;

	if (dec_is_none(price))
		return "the chain record has neither base fee nor gas price";
	if (dec_cmp(price, b->conf->fee_max) > 0)
		return "gas costs more than MAX_FEE_GWEI";
	*out = (struct evm_fees){ DEC_NONE, DEC_NONE, price };
	return NULL;
}

const char *evm_fees_of(struct evm_fees *out, const struct evm_build *b,
			struct dec tip)
{
	struct dec base = b->seen->chain->next_base_fee_wei, least, most;

	tip = priority_fee(&b->conf->priority, b->seen->chain, tip);
	if (dec_is_none(base))
		return legacy(out, b);
	if (!whole(&tip) || dec_add(&least, base, tip) ||
	    dec_mul(&most, base, b->conf->headroom) ||
	    dec_add(&most, most, tip) || !whole(&most))
		return "fees beyond any number";
	if (dec_cmp(least, b->conf->fee_max) > 0)
		return "base fee and priority fee are over MAX_FEE_GWEI";
	if (dec_cmp(most, b->conf->fee_max) > 0)
		most = b->conf->fee_max;
	*out = (struct evm_fees){ most, tip, DEC_NONE };
	return NULL;
}

const char *evm_fees_given(struct evm_fees *out, const struct evm_build *b,
			   const struct rec_action *act)
{
	if (dec_is_none(act->max_fee_wei))
		return "max_fee_wei is missing";
	if (dec_cmp(act->max_fee_wei, b->conf->fee_max) > 0)
		return "max_fee_wei is over MAX_FEE_GWEI";
	if (dec_is_none(act->max_priority_fee_wei)) {
		*out = (struct evm_fees){ DEC_NONE, DEC_NONE,
					  act->max_fee_wei };
		return NULL;
	}
	if (dec_cmp(act->max_priority_fee_wei, act->max_fee_wei) > 0)
		return "max_priority_fee_wei is over max_fee_wei";
	*out = (struct evm_fees){ act->max_fee_wei, act->max_priority_fee_wei,
				  DEC_NONE };
	return NULL;
}
