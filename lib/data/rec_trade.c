#include "data/rec_trade.h"

static const struct rec_field fields[] = {
	REC_FIELD(rec_trade, ts_ms, REC_INT, REC_MUST),
	REC_FIELD(rec_trade, market, REC_STR, REC_ID),
	REC_FIELD(rec_trade, price, REC_DEC, REC_MUST),
	REC_FIELD(rec_trade, size, REC_DEC, REC_MUST),
	REC_FIELD_OF(rec_trade, side, REC_WORD, REC_MUST, rec_sides),
	REC_FIELD(rec_trade, id, REC_STR, REC_ID),
	REC_FIELD(rec_trade, source, REC_STR, REC_ID),
	REC_FIELD(rec_trade, own_maker, REC_BOOL, REC_OPT),
	REC_FIELD(rec_trade, own_taker, REC_BOOL, REC_OPT),
	REC_FIELD(rec_trade, ts_max_err_ms, REC_INT, REC_OPT),
};

const struct rec_type rec_trade_type = {
	.name = "trade",
	.scope = REC_ANYWHERE,
	.shape = REC_SHAPE(rec_trade, fields),
};
