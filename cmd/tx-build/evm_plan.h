/* evm_plan.h - a list of actions of Uniswap v4 in the making.  Layer: cmd. */
#ifndef MM_TX_BUILD_EVM_PLAN_H
#define MM_TX_BUILD_EVM_PLAN_H

#include "chain/univ4_plan.h"
#include "evm_lp.h"

#define EVM_PLAN_MAX 4

struct evm_plan {
	struct univ4_step v[EVM_PLAN_MAX];
	size_t n;
};

/* evm_plan_add: one more action, its n parameters as text; false: refused. */
bool evm_plan_add(struct evm_build *b, struct evm_op *op, struct evm_plan *p,
		  enum univ4_action action, const char *const *args, size_t n);

/* evm_plan_text: the list encoded, as an argument of type bytes. */
const char *evm_plan_text(struct evm_build *b, const struct evm_plan *p);

/* evm_pool_key: the pool as an argument; in: tokens, spacing and hooks of lp. */
const char *evm_pool_key(const struct evm_build *b, const struct evm_op *op,
			 const struct lp *lp);

#endif
