#include "data/rec_lend_account.h"

static const struct rec_field fields[] = {
	REC_FIELD(rec_lend_account, ts_ms, REC_INT, REC_MUST),
	REC_FIELD(rec_lend_account, chain_id, REC_INT, REC_ID),
	REC_FIELD(rec_lend_account, pool, REC_STR, REC_ID),
	REC_FIELD(rec_lend_account, wallet, REC_STR, REC_ID),
	REC_FIELD(rec_lend_account, address, REC_STR, REC_MUST),
	REC_FIELD(rec_lend_account, collateral_base, REC_DEC, REC_MUST),
	REC_FIELD(rec_lend_account, debt_base, REC_DEC, REC_MUST),
	REC_FIELD(rec_lend_account, available_base, REC_DEC, REC_MUST),
	REC_FIELD(rec_lend_account, shortfall_base, REC_DEC, REC_OPT),
	REC_FIELD(rec_lend_account, hf, REC_DEC, REC_OPT),
	REC_FIELD(rec_lend_account, supplied, REC_AMOUNTS, REC_MUST),
	REC_FIELD(rec_lend_account, borrowed, REC_AMOUNTS, REC_MUST),
	REC_FIELD(rec_lend_account, collateral, REC_STRS, REC_MUST),
	REC_FIELD(rec_lend_account, emode, REC_INT, REC_OPT),
	REC_FIELD(rec_lend_account, block, REC_INT, REC_MUST),
};

const struct rec_type rec_lend_account_type = {
	.name = "lend_account",
	.scope = REC_IN_FRAME,
	.shape = REC_SHAPE(rec_lend_account, fields),
};
