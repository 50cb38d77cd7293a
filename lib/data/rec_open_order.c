#include "data/rec_open_order.h"

static const struct rec_field fields[] = {
	REC_FIELD(rec_open_order, ts_ms, REC_INT, REC_MUST),
	REC_FIELD(rec_open_order, market, REC_STR, REC_ID),
	REC_FIELD(rec_open_order, wallet, REC_STR, REC_ID),
	REC_FIELD_OF(rec_open_order, side, REC_WORD, REC_MUST, rec_sides),
	REC_FIELD(rec_open_order, price, REC_DEC, REC_MUST),
	REC_FIELD(rec_open_order, size, REC_DEC, REC_MUST),
	REC_FIELD(rec_open_order, order_id, REC_STR, REC_ID),
	REC_FIELD(rec_open_order, client_id, REC_U64, REC_MUST),
	REC_FIELD(rec_open_order, account, REC_STR, REC_OPT),
};

const struct rec_type rec_open_order_type = {
	.name = "open_order",
	.scope = REC_IN_FRAME,
	.shape = REC_SHAPE(rec_open_order, fields),
};
