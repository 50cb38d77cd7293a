/* profit.h - what a transaction costs, and whether it gains enough.  Layer: cmd. */
#ifndef MM_TX_SIM_PROFIT_H
#define MM_TX_SIM_PROFIT_H

#include "plan.h"

struct profit_conf {
	const char *native, *wrapped; /* names of assets */
};

/* profit_price: wei per gas in the block after the frame's: its base fee, exact, and
 * the priority fee, within what the transaction allows. */
struct dec profit_price(const struct rec_chain *head, const struct rec_tx *tx);

/* profit_fee: wei, for the gas it used.  DEC_NONE: more than a decimal holds. */
struct dec profit_fee(const struct rec_chain *head, const struct slot *s);

/* profit_short: NULL, or in words how what the slot gains, the fee counted, is less
 * than its action asks for.  The fee is taken from the native or the wrapped coin;
 * where neither is asked for, from the first asset at the price of the frame
 * ("ETH/USDC").  in: a: owner of the text. */
const char *profit_short(struct arena *a, const struct plan *p,
			 const struct slot *s, const struct rec_chain *head,
			 const struct profit_conf *conf);

#endif
