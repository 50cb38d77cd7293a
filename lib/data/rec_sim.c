#include "data/rec_sim.h"

static const struct rec_field fields[] = {
	REC_FIELD(rec_sim, ts_ms, REC_INT, REC_MUST),
	REC_FIELD(rec_sim, intents, REC_STRS, REC_ID),
	REC_FIELD(rec_sim, chain_id, REC_INT, REC_MUST),
	REC_FIELD(rec_sim, wallet, REC_STR, REC_MUST),
	REC_FIELD(rec_sim, block_hash, REC_STR, REC_MUST),
	REC_FIELD(rec_sim, gas_used, REC_DEC, REC_MUST),
	REC_FIELD(rec_sim, fee_wei, REC_DEC, REC_MUST),
	REC_FIELD(rec_sim, delta, REC_AMOUNTS, REC_OPT),
	REC_FIELD(rec_sim, group, REC_STR, REC_OPT),
};

const struct rec_type rec_sim_type = {
	.name = "sim",
	.scope = REC_IN_FRAME,
	.shape = REC_SHAPE(rec_sim, fields),
};
