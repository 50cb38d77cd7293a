/* profit.h - what a transaction costs, and whether it gains enough.  Layer: cmd. */
#ifndef MM_TX_SIM_PROFIT_H
#define MM_TX_SIM_PROFIT_H

#include "data/evm_conf.h"
#include "plan.h"

struct profit_conf {
	const char *native, *wrapped; /* names of assets */
	const struct evm_conf *evm;
};

/* profit_price: wei per gas in the block after the frame's: its base fee, exact, and
 * the priority fee, within what the transaction allows. */
struct dec profit_price(const struct rec_chain *head, const struct rec_tx *tx);

/* profit_fee: wei, for the gas it used.  DEC_NONE: more than a decimal holds. */
struct dec profit_fee(const struct rec_chain *head, const struct slot *s);

/* profit_short: NULL, or in words how what the slot gains, or its whole group, the fees
 * counted, is less than is asked for.  The fees are taken from the native or the wrapped
 * coin; where neither is asked for, from the first asset at the price of the frame
 * ("ETH/USDC"), or else at those of a lending market's oracle, rounded up.
 * in: a: owner of the text. */
const char *profit_short(struct arena *a, const struct plan *p,
			 const struct slot *s, const struct rec_chain *head,
			 const struct profit_conf *conf);

#endif
