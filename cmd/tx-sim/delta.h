/* delta.h - what a transaction moved to and from its sender.  Layer: cmd. */
#ifndef MM_TX_SIM_DELTA_H
#define MM_TX_SIM_DELTA_H

#include "data/evm_conf.h"
#include "data/rec.h"
#include "venue/evm_reply.h"

/* delta_of: by asset of ASSETS and the native coin, what the sender gains (below 0:
 * gives), of the logs of one call: Transfer of ERC-20, Deposit and Withdrawal of
 * the wrapped coin, and the native coin's own moves (EVM_SIM_NATIVE).  Only the
 * contracts that ASSETS names are believed.
 *
 * out:     *out, of struct rec_amount, in the arena; assets that did not move are
 *          not in it.
 * returns: false: an amount is more than a decimal holds. */
MM_CHECKED bool delta_of(struct arena *a, struct rec_list *out,
			 const struct evm_conf *conf, const char *sender,
			 const struct evm_log *logs, size_t n);

#endif
