/* v4_state.h - how a pool and a position of Uniswap v4 stand: out of the PoolManager's
 * storage, or as its StateView says where there is one. */
#ifndef MM_LP_READ_V4_STATE_H
#define MM_LP_READ_V4_STATE_H

#include "reader.h"
#include "worth.h"

struct v4_pool {
	struct u256 id;
	const struct evm_view *core; /* storage: slot0 to liquidity */
	const struct evm_view *slot0, *liquidity; /* of the view */
};

struct v4_place {
	const struct v4_pool *pool;
	int32_t lower, upper;
	const struct evm_view *position;      /* NULL: not asked yet */
	const struct evm_view *below, *above; /* storage: its two ticks */
	const struct evm_view *inside;        /* of the view */
};

/* v4_ask_pool, v4_ask_place ask for all that v4_worth needs. */
void v4_ask_pool(struct reader *r, struct v4_pool *pool, struct u256 id);
void v4_ask_place(struct reader *r, struct v4_place *at,
		  const struct v4_pool *pool, int32_t lower, int32_t upper,
		  struct u256 token_id);

/* v4_worth: NULL, or what of the answers is missing or wrong: a constant. */
MM_CHECKED const char *v4_worth(struct worth *w, const struct v4_place *at);

#endif
