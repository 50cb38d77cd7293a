#include "data/rec_removed.h"

static const struct rec_field fields[] = {
	REC_FIELD(rec_removed, ts_ms, REC_INT, REC_MUST),
	REC_FIELD(rec_removed, name, REC_STR, REC_ID),
	REC_FIELD(rec_removed, cause, REC_STR, REC_ID),
	REC_FIELD(rec_removed, chain_id, REC_INT, REC_MUST),
	REC_FIELD(rec_removed, block, REC_INT, REC_MUST),
	REC_FIELD(rec_removed, block_hash, REC_STR, REC_MUST),
	REC_FIELD(rec_removed, tx_hash, REC_STR, REC_MUST),
	REC_FIELD(rec_removed, log_index, REC_INT, REC_MUST),
	REC_FIELD(rec_removed, turn, REC_INT, REC_MUST),
	REC_FIELD(rec_removed, reason, REC_STR, REC_MUST),
};

const struct rec_type rec_removed_type = {
	.name = "removed",
	.scope = REC_ANYWHERE,
	.shape = REC_SHAPE(rec_removed, fields),
};
