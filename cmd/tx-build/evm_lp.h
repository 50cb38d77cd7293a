/* evm_lp.h - what an action about a position of Uniswap v3 or v4 says, checked, as the
 * texts a call is encoded from.  Layer: cmd. */
#ifndef MM_TX_BUILD_EVM_LP_H
#define MM_TX_BUILD_EVM_LP_H

#include "evm.h"

struct lp {
	const char *manager;  /* address */
	const char *token[2]; /* addresses; of the native coin: of v4, zeros */
	bool native;          /* token[0] is the native coin */
	const char *in[2];    /* mint, increase: atoms, of v4 the most */
	const char *min[2];   /* atoms; "0": none of it can come or go */
	const char *id;       /* of the position; NULL: of mint */
	const char *liquidity;
	bool empty;                  /* liquidity is 0 */
	const char *spacing, *hooks; /* mint; a swap of v4 */
};

/* What each action becomes; false: refused, and said so. */
bool lp_mint_v3(struct evm_build *b, struct evm_op *op, const struct lp *lp);
bool lp_increase_v3(struct evm_build *b, struct evm_op *op,
		    const struct lp *lp);
bool lp_decrease_v3(struct evm_build *b, struct evm_op *op,
		    const struct lp *lp); /* and burn */
bool lp_collect_v3(struct evm_build *b, struct evm_op *op, const struct lp *lp);

bool lp_mint_v4(struct evm_build *b, struct evm_op *op, const struct lp *lp);
bool lp_increase_v4(struct evm_build *b, struct evm_op *op,
		    const struct lp *lp);
bool lp_decrease_v4(struct evm_build *b, struct evm_op *op,
		    const struct lp *lp); /* and collect */
bool lp_burn_v4(struct evm_build *b, struct evm_op *op, const struct lp *lp);

/* lp_pool: the pool's fee, spacing and hooks; false: refused. */
bool lp_pool(struct evm_build *b, struct evm_op *op, struct lp *lp);

/* lp_currency: its address; zeros for the native coin. */
const char *lp_currency(const struct evm_asset *asset);

/* lp_number: an integer as text. */
const char *lp_number(const struct evm_build *b, int64_t n);

#endif
