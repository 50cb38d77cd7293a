#include "data/rec_order.h"

static const struct rec_field fields[] = {
	REC_FIELD(rec_order, ts_ms, REC_INT, REC_MUST),
	REC_FIELD(rec_order, market, REC_STR, REC_ID),
	REC_FIELD(rec_order, wallet, REC_STR, REC_ID),
	REC_FIELD_OF(rec_order, side, REC_WORD, REC_MUST, rec_sides),
	REC_FIELD(rec_order, price, REC_DEC, REC_MUST),
	REC_FIELD(rec_order, size, REC_DEC, REC_MUST),
	REC_FIELD(rec_order, level, REC_INT, REC_MUST),
	REC_FIELD(rec_order, client_id, REC_U64, REC_ID),
	REC_FIELD(rec_order, since_ms, REC_INT, REC_MUST),
};

const struct rec_type rec_order_type = {
	.name = "order",
	.scope = REC_IN_FRAME,
	.shape = REC_SHAPE(rec_order, fields),
};
