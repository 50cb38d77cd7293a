#include "data/rec_fill.h"

static const struct rec_field fields[] = {
	REC_FIELD(rec_fill, ts_ms, REC_INT, REC_MUST),
	REC_FIELD(rec_fill, id, REC_STR, REC_ID),
	REC_FIELD(rec_fill, venue, REC_STR, REC_MUST),
	REC_FIELD(rec_fill, market, REC_STR, REC_MUST),
	REC_FIELD(rec_fill, wallet, REC_STR, REC_MUST),
	REC_FIELD_OF(rec_fill, side, REC_WORD, REC_MUST, rec_sides),
	REC_FIELD(rec_fill, price, REC_DEC, REC_MUST),
	REC_FIELD(rec_fill, size, REC_DEC, REC_MUST),
	REC_FIELD(rec_fill, fee, REC_DEC, REC_MUST),
	REC_FIELD(rec_fill, fee_asset, REC_STR, REC_MUST),
	REC_FIELD(rec_fill, maker, REC_BOOL, REC_MUST),
	REC_FIELD(rec_fill, order_id, REC_STR, REC_MUST),
	REC_FIELD(rec_fill, client_id, REC_U64, REC_MUST),
	REC_FIELD(rec_fill, attempt, REC_STR, REC_OPT),
};

const struct rec_type rec_fill_type = {
	.name = "fill",
	.scope = REC_ANYWHERE,
	.shape = REC_SHAPE(rec_fill, fields),
};
