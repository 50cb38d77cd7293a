#include "data/rec_chain.h"

static const struct rec_field fields[] = {
	REC_FIELD(rec_chain, ts_ms, REC_INT, REC_MUST),
	REC_FIELD(rec_chain, chain, REC_STR, REC_ID),
	REC_FIELD(rec_chain, slot, REC_INT, REC_MUST),
	REC_FIELD(rec_chain, blockhash, REC_STR, REC_OPT),
	REC_FIELD(rec_chain, last_valid_height, REC_INT, REC_OPT),
	REC_FIELD(rec_chain, height, REC_INT, REC_OPT),
	REC_FIELD(rec_chain, priority_fee, REC_AMOUNTS, REC_OPT),
	REC_FIELD(rec_chain, tip_accounts, REC_STRS, REC_OPT),
	REC_FIELD(rec_chain, tip_floor, REC_AMOUNTS, REC_OPT),
};

const struct rec_type rec_chain_type = {
	.name = "chain",
	.scope = REC_IN_FRAME,
	.shape = REC_SHAPE(rec_chain, fields),
};
