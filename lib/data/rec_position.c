#include "data/rec_position.h"

static const char *const entry_words[] = { "known", "unknown", NULL };

static const char *const flow_words[] = { "increase", "decrease", "collect",
					  NULL };

static const struct rec_field flows_fields[] = {
	REC_FIELD(rec_flow, block, REC_INT, REC_MUST),
	REC_FIELD(rec_flow, log_index, REC_INT, REC_MUST),
	REC_FIELD(rec_flow, tx_hash, REC_STR, REC_MUST),
	REC_FIELD(rec_flow, ts_ms, REC_INT, REC_MUST),
	REC_FIELD_OF(rec_flow, flow, REC_WORD, REC_MUST, flow_words),
	REC_FIELD(rec_flow, liquidity, REC_DEC, REC_OPT),
	REC_FIELD(rec_flow, amount0, REC_DEC, REC_MUST),
	REC_FIELD(rec_flow, amount1, REC_DEC, REC_MUST),
	REC_FIELD(rec_flow, sqrt_price_x96, REC_U256, REC_OPT),
	REC_FIELD(rec_flow, quote_price, REC_DEC, REC_OPT),
	REC_FIELD(rec_flow, gas_wei, REC_DEC, REC_OPT),
	REC_FIELD(rec_flow, native_price, REC_DEC, REC_OPT),
};

static const struct rec_shape flows_shape = REC_SHAPE(rec_flow, flows_fields);

static const struct rec_field fields[] = {
	REC_FIELD(rec_position, ts_ms, REC_INT, REC_MUST),
	REC_FIELD(rec_position, chain_id, REC_INT, REC_ID),
	REC_FIELD(rec_position, position, REC_STR, REC_ID),
	REC_FIELD(rec_position, strategy, REC_INT, REC_MUST),
	REC_FIELD_OF(rec_position, kind, REC_WORD, REC_MUST, rec_pool_kinds),
	REC_FIELD(rec_position, wallet, REC_STR, REC_MUST),
	REC_FIELD(rec_position, manager, REC_STR, REC_MUST),
	REC_FIELD(rec_position, token_id, REC_STR, REC_OPT),
	REC_FIELD(rec_position, pool, REC_STR, REC_MUST),
	REC_FIELD(rec_position, token0, REC_STR, REC_MUST),
	REC_FIELD(rec_position, token1, REC_STR, REC_MUST),
	REC_FIELD(rec_position, decimals0, REC_INT, REC_MUST),
	REC_FIELD(rec_position, decimals1, REC_INT, REC_MUST),
	REC_FIELD(rec_position, fee, REC_INT, REC_MUST),
	REC_FIELD(rec_position, tick_spacing, REC_INT, REC_OPT),
	REC_FIELD(rec_position, hooks, REC_STR, REC_OPT),
	REC_FIELD(rec_position, tick_lower, REC_INT, REC_OPT),
	REC_FIELD(rec_position, tick_upper, REC_INT, REC_OPT),
	REC_FIELD(rec_position, liquidity, REC_DEC, REC_MUST),
	REC_FIELD(rec_position, sqrt_price_x96, REC_U256, REC_MUST),
	REC_FIELD(rec_position, tick, REC_INT, REC_MUST),
	REC_FIELD(rec_position, pool_liquidity, REC_DEC, REC_OPT),
	REC_FIELD(rec_position, amount0, REC_DEC, REC_MUST),
	REC_FIELD(rec_position, amount1, REC_DEC, REC_MUST),
	REC_FIELD(rec_position, uncollected0, REC_DEC, REC_MUST),
	REC_FIELD(rec_position, uncollected1, REC_DEC, REC_MUST),
	REC_FIELD_OF(rec_position, flows, REC_OBJECTS, REC_OPT, &flows_shape),
	REC_FIELD_OF(rec_position, entry, REC_WORD, REC_MUST, entry_words),
	REC_FIELD(rec_position, entry_why, REC_STR, REC_OPT),
	REC_FIELD(rec_position, history_block, REC_INT, REC_OPT),
	REC_FIELD(rec_position, block, REC_INT, REC_MUST),
	REC_FIELD(rec_position, block_hash, REC_STR, REC_MUST),
};

const struct rec_type rec_position_type = {
	.name = "position",
	.scope = REC_IN_FRAME,
	.shape = REC_SHAPE(rec_position, fields),
};

const struct rec_type rec_closed_type = {
	.name = "closed",
	.scope = REC_IN_FRAME,
	.shape = REC_SHAPE(rec_position, fields),
};
