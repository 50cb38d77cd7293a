#include "data/rec_pool.h"

const char *const rec_pool_kinds[] = { "v2", "v3", "v4", NULL };

static const struct rec_field fields[] = {
	REC_FIELD(rec_pool, ts_ms, REC_INT, REC_MUST),
	REC_FIELD(rec_pool, chain_id, REC_INT, REC_ID),
	REC_FIELD(rec_pool, pool, REC_STR, REC_ID),
	REC_FIELD(rec_pool, venue, REC_STR, REC_MUST),
	REC_FIELD_OF(rec_pool, kind, REC_WORD, REC_MUST, rec_pool_kinds),
	REC_FIELD(rec_pool, token0, REC_STR, REC_MUST),
	REC_FIELD(rec_pool, token1, REC_STR, REC_MUST),
	REC_FIELD(rec_pool, decimals0, REC_INT, REC_MUST),
	REC_FIELD(rec_pool, decimals1, REC_INT, REC_MUST),
	REC_FIELD(rec_pool, fee, REC_INT, REC_OPT),
	REC_FIELD(rec_pool, dynamic_fee, REC_BOOL, REC_OPT),
	REC_FIELD(rec_pool, tick_spacing, REC_INT, REC_OPT),
	REC_FIELD(rec_pool, hooks, REC_STR, REC_OPT),
	REC_FIELD(rec_pool, reserve0, REC_DEC, REC_OPT),
	REC_FIELD(rec_pool, reserve1, REC_DEC, REC_OPT),
	REC_FIELD(rec_pool, sqrt_price_x96, REC_U256, REC_OPT),
	REC_FIELD(rec_pool, tick, REC_INT, REC_OPT),
	REC_FIELD(rec_pool, liquidity, REC_DEC, REC_OPT),
	REC_FIELD(rec_pool, fee_growth0, REC_U256, REC_OPT),
	REC_FIELD(rec_pool, fee_growth1, REC_U256, REC_OPT),
	REC_FIELD(rec_pool, protocol_fee, REC_INT, REC_OPT),
	REC_FIELD(rec_pool, twap_tick, REC_INT, REC_OPT),
	REC_FIELD(rec_pool, twap_s, REC_INT, REC_OPT),
	REC_FIELD(rec_pool, window_s, REC_INT, REC_OPT),
	REC_FIELD(rec_pool, n_swaps, REC_INT, REC_OPT),
	REC_FIELD(rec_pool, volume0, REC_DEC, REC_OPT),
	REC_FIELD(rec_pool, volume1, REC_DEC, REC_OPT),
	REC_FIELD(rec_pool, fees0, REC_DEC, REC_OPT),
	REC_FIELD(rec_pool, fees1, REC_DEC, REC_OPT),
	REC_FIELD(rec_pool, sigma_ratio, REC_REAL, REC_OPT),
	REC_FIELD(rec_pool, window_why, REC_STR, REC_OPT),
	REC_FIELD(rec_pool, word_low, REC_INT, REC_OPT),
	REC_FIELD(rec_pool, word_high, REC_INT, REC_OPT),
	REC_FIELD(rec_pool, block, REC_INT, REC_MUST),
	REC_FIELD(rec_pool, block_hash, REC_STR, REC_MUST),
};

const struct rec_type rec_pool_type = {
	.name = "pool",
	.scope = REC_IN_FRAME,
	.shape = REC_SHAPE(rec_pool, fields),
};
