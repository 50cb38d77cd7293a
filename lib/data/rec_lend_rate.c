#include "data/rec_lend_rate.h"

static const struct rec_field fields[] = {
	REC_FIELD(rec_lend_rate, ts_ms, REC_INT, REC_MUST),
	REC_FIELD(rec_lend_rate, chain_id, REC_INT, REC_ID),
	REC_FIELD(rec_lend_rate, pool, REC_STR, REC_ID),
	REC_FIELD(rec_lend_rate, asset, REC_STR, REC_ID),
	REC_FIELD(rec_lend_rate, supply_apr_ratio, REC_REAL, REC_MUST),
	REC_FIELD(rec_lend_rate, supply_apy_ratio, REC_REAL, REC_MUST),
	REC_FIELD(rec_lend_rate, borrow_apr_ratio, REC_REAL, REC_MUST),
	REC_FIELD(rec_lend_rate, borrow_apy_ratio, REC_REAL, REC_MUST),
	REC_FIELD(rec_lend_rate, supplied, REC_DEC, REC_MUST),
	REC_FIELD(rec_lend_rate, borrowed, REC_DEC, REC_MUST),
	REC_FIELD(rec_lend_rate, available, REC_DEC, REC_MUST),
	REC_FIELD(rec_lend_rate, utilisation_ratio, REC_REAL, REC_MUST),
	REC_FIELD(rec_lend_rate, block, REC_INT, REC_MUST),
};

const struct rec_type rec_lend_rate_type = {
	.name = "lend_rate",
	.scope = REC_IN_FRAME,
	.shape = REC_SHAPE(rec_lend_rate, fields),
};
