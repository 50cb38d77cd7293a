#include "data/rec_user_reserve.h"

static const struct rec_field fields[] = {
	REC_FIELD(rec_user_reserve, ts_ms, REC_INT, REC_MUST),
	REC_FIELD(rec_user_reserve, chain_id, REC_INT, REC_ID),
	REC_FIELD(rec_user_reserve, pool, REC_STR, REC_ID),
	REC_FIELD(rec_user_reserve, user, REC_STR, REC_ID),
	REC_FIELD(rec_user_reserve, reserve, REC_INT, REC_ID),
	REC_FIELD(rec_user_reserve, scaled_supply, REC_DEC, REC_OPT),
	REC_FIELD(rec_user_reserve, scaled_debt, REC_DEC, REC_OPT),
	REC_FIELD(rec_user_reserve, debt_index, REC_DEC, REC_OPT),
	REC_FIELD(rec_user_reserve, stable_debt, REC_DEC, REC_OPT),
	REC_FIELD(rec_user_reserve, collateral, REC_BOOL, REC_OPT),
	REC_FIELD(rec_user_reserve, emode, REC_INT, REC_OPT),
	REC_FIELD(rec_user_reserve, block, REC_INT, REC_MUST),
};

const struct rec_type rec_user_reserve_type = {
	.name = "user_reserve",
	.scope = REC_IN_FRAME,
	.shape = REC_SHAPE(rec_user_reserve, fields),
};
