#include "data/rec_quote.h"

static const struct rec_field fields[] = {
	REC_FIELD(rec_quote, ts_ms, REC_INT, REC_MUST),
	REC_FIELD(rec_quote, intent_id, REC_STR, REC_ID),
	REC_FIELD(rec_quote, wallet, REC_STR, REC_MUST),
	REC_FIELD(rec_quote, source, REC_STR, REC_MUST),
	REC_FIELD(rec_quote, asset, REC_STR, REC_MUST),
	REC_FIELD(rec_quote, amount, REC_DEC, REC_MUST),
	REC_FIELD(rec_quote, asset_out, REC_STR, REC_MUST),
	REC_FIELD(rec_quote, expected, REC_DEC, REC_MUST),
	REC_FIELD(rec_quote, min_out, REC_DEC, REC_MUST),
	REC_FIELD(rec_quote, slippage_bps, REC_INT, REC_MUST),
	REC_FIELD(rec_quote, impact_bps, REC_INT, REC_OPT),
	REC_FIELD(rec_quote, route, REC_STRS, REC_MUST),
	REC_FIELD(rec_quote, instructions, REC_STRS, REC_MUST),
	REC_FIELD(rec_quote, tables, REC_STRS, REC_OPT),
	REC_FIELD(rec_quote, units, REC_INT, REC_OPT),
	REC_FIELD(rec_quote, slot, REC_INT, REC_OPT),
};

const struct rec_type rec_quote_type = {
	.name = "quote",
	.scope = REC_IN_FRAME,
	.shape = REC_SHAPE(rec_quote, fields),
};
