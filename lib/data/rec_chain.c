#include "data/rec_chain.h"

static const struct rec_field fields[] = {
	REC_FIELD(rec_chain, ts_ms, REC_INT, REC_MUST),
	REC_FIELD(rec_chain, chain, REC_STR, REC_ID),
	REC_FIELD(rec_chain, slot, REC_INT, REC_OPT),
	REC_FIELD(rec_chain, blockhash, REC_STR, REC_OPT),
	REC_FIELD(rec_chain, last_valid_height, REC_INT, REC_OPT),
	REC_FIELD(rec_chain, height, REC_INT, REC_OPT),
	REC_FIELD(rec_chain, priority_fee, REC_AMOUNTS, REC_OPT),
	REC_FIELD(rec_chain, tip_accounts, REC_STRS, REC_OPT),
	REC_FIELD(rec_chain, tip_floor, REC_AMOUNTS, REC_OPT),
	REC_FIELD(rec_chain, chain_id, REC_INT, REC_OPT | REC_ID),
	REC_FIELD(rec_chain, block, REC_INT, REC_OPT),
	REC_FIELD(rec_chain, block_hash, REC_STR, REC_OPT),
	REC_FIELD(rec_chain, parent_hash, REC_STR, REC_OPT),
	REC_FIELD(rec_chain, block_ts_s, REC_INT, REC_OPT),
	REC_FIELD(rec_chain, target_ts_s, REC_INT, REC_OPT),
	REC_FIELD(rec_chain, gas_limit, REC_DEC, REC_OPT),
	REC_FIELD(rec_chain, base_fee_wei, REC_DEC, REC_OPT),
	REC_FIELD(rec_chain, next_base_fee_wei, REC_DEC, REC_OPT),
	REC_FIELD(rec_chain, priority_wei, REC_AMOUNTS, REC_OPT),
	REC_FIELD(rec_chain, gas_price_wei, REC_DEC, REC_OPT),
};

const struct rec_type rec_chain_type = {
	.name = "chain",
	.scope = REC_IN_FRAME,
	.shape = REC_SHAPE(rec_chain, fields),
};
