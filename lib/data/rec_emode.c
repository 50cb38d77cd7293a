#include "data/rec_emode.h"

static const struct rec_field fields[] = {
	REC_FIELD(rec_emode, ts_ms, REC_INT, REC_MUST),
	REC_FIELD(rec_emode, chain_id, REC_INT, REC_ID),
	REC_FIELD(rec_emode, pool, REC_STR, REC_ID),
	REC_FIELD(rec_emode, id, REC_INT, REC_ID),
	REC_FIELD(rec_emode, label, REC_STR, REC_OPT),
	REC_FIELD(rec_emode, ltv_bps, REC_INT, REC_MUST),
	REC_FIELD(rec_emode, lt_bps, REC_INT, REC_MUST),
	REC_FIELD(rec_emode, bonus_bps, REC_INT, REC_MUST),
	REC_FIELD(rec_emode, price_base, REC_DEC, REC_OPT),
	REC_FIELD(rec_emode, collateral, REC_U256, REC_OPT),
	REC_FIELD(rec_emode, borrowable, REC_U256, REC_OPT),
	REC_FIELD(rec_emode, ltvzero, REC_U256, REC_OPT),
	REC_FIELD(rec_emode, isolated, REC_BOOL, REC_OPT),
	REC_FIELD(rec_emode, block, REC_INT, REC_MUST),
};

const struct rec_type rec_emode_type = {
	.name = "emode",
	.scope = REC_IN_FRAME,
	.shape = REC_SHAPE(rec_emode, fields),
};
