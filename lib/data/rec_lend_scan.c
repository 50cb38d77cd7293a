#include "data/rec_lend_scan.h"

static const struct rec_field fields[] = {
	REC_FIELD(rec_lend_scan, ts_ms, REC_INT, REC_MUST),
	REC_FIELD(rec_lend_scan, chain_id, REC_INT, REC_ID),
	REC_FIELD(rec_lend_scan, pool, REC_STR, REC_ID),
	REC_FIELD(rec_lend_scan, shard, REC_STR, REC_ID),
	REC_FIELD(rec_lend_scan, users, REC_INT, REC_MUST),
	REC_FIELD(rec_lend_scan, debtors, REC_INT, REC_MUST),
	REC_FIELD(rec_lend_scan, evaluated, REC_INT, REC_MUST),
	REC_FIELD(rec_lend_scan, below, REC_INT, REC_MUST),
	REC_FIELD(rec_lend_scan, near, REC_INT, REC_MUST),
	REC_FIELD(rec_lend_scan, hf, REC_AMOUNTS, REC_MUST),
	REC_FIELD(rec_lend_scan, hf_sum, REC_DEC, REC_MUST),
	REC_FIELD(rec_lend_scan, block, REC_INT, REC_MUST),
	REC_FIELD(rec_lend_scan, state_id, REC_STR, REC_MUST),
};

const struct rec_type rec_lend_scan_type = {
	.name = "lend_scan",
	.scope = REC_IN_FRAME,
	.shape = REC_SHAPE(rec_lend_scan, fields),
};
