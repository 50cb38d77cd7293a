#include "data/rec_health.h"

static const char *const state_words[] = { "below", "near",    "safe",
					   "gone",  "unknown", NULL };

static const struct rec_field fields[] = {
	REC_FIELD(rec_health, ts_ms, REC_INT, REC_MUST),
	REC_FIELD(rec_health, chain_id, REC_INT, REC_ID),
	REC_FIELD(rec_health, pool, REC_STR, REC_ID),
	REC_FIELD(rec_health, user, REC_STR, REC_ID),
	REC_FIELD_OF(rec_health, state, REC_WORD, REC_MUST, state_words),
	REC_FIELD_OF(rec_health, was, REC_WORD, REC_OPT, state_words),
	REC_FIELD(rec_health, hf, REC_DEC, REC_OPT),
	REC_FIELD(rec_health, collateral_base, REC_DEC, REC_OPT),
	REC_FIELD(rec_health, debt_base, REC_DEC, REC_OPT),
	REC_FIELD(rec_health, lt_bps, REC_INT, REC_OPT),
	REC_FIELD(rec_health, ltv_bps, REC_INT, REC_OPT),
	REC_FIELD(rec_health, emode, REC_INT, REC_OPT),
	REC_FIELD(rec_health, why, REC_STR, REC_OPT),
	REC_FIELD(rec_health, target_ts_s, REC_INT, REC_MUST),
	REC_FIELD(rec_health, block, REC_INT, REC_MUST),
	REC_FIELD(rec_health, state_id, REC_STR, REC_MUST),
};

const struct rec_type rec_health_type = {
	.name = "health",
	.scope = REC_IN_FRAME,
	.shape = REC_SHAPE(rec_health, fields),
};
