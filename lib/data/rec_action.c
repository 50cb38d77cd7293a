#include "data/rec_action.h"

static const struct rec_field fields[] = {
	REC_FIELD(rec_action, ts_ms, REC_INT, REC_MUST),
	REC_FIELD(rec_action, action, REC_STR, REC_ID),
	REC_FIELD(rec_action, intent_id, REC_STR, REC_ID),
	REC_FIELD(rec_action, strategy, REC_INT, REC_MUST),
	REC_FIELD(rec_action, market, REC_STR, REC_OPT),
	REC_FIELD(rec_action, wallet, REC_STR, REC_OPT),
	REC_FIELD_OF(rec_action, side, REC_WORD, REC_OPT, rec_sides),
	REC_FIELD(rec_action, price, REC_DEC, REC_OPT),
	REC_FIELD(rec_action, size, REC_DEC, REC_OPT),
	REC_FIELD(rec_action, client_id, REC_U64, REC_OPT),
	REC_FIELD(rec_action, order_id, REC_STR, REC_OPT),
	REC_FIELD(rec_action, since_ms, REC_INT, REC_OPT),
	REC_FIELD(rec_action, max_ts, REC_INT, REC_OPT),
	REC_FIELD(rec_action, after, REC_STR, REC_OPT),
	REC_FIELD(rec_action, reason, REC_STR, REC_OPT),
	REC_FIELD(rec_action, account, REC_STR, REC_OPT),
	REC_FIELD(rec_action, asset, REC_STR, REC_OPT),
	REC_FIELD(rec_action, mint, REC_STR, REC_OPT),
	REC_FIELD(rec_action, amount, REC_DEC, REC_OPT),
	REC_FIELD(rec_action, to, REC_STR, REC_OPT),
	REC_FIELD(rec_action, asset_out, REC_STR, REC_OPT),
	REC_FIELD(rec_action, min_out, REC_DEC, REC_OPT),
	REC_FIELD(rec_action, max_slippage_bps, REC_INT, REC_OPT),
	REC_FIELD(rec_action, accounts, REC_STRS, REC_OPT),
};

const struct rec_type rec_action_type = {
	.name = "action",
	.scope = REC_IN_FRAME,
	.shape = REC_SHAPE(rec_action, fields),
};
