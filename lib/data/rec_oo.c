#include "data/rec_oo.h"

static const struct rec_field fields[] = {
	REC_FIELD(rec_oo, ts_ms, REC_INT, REC_MUST),
	REC_FIELD(rec_oo, wallet, REC_STR, REC_MUST),
	REC_FIELD(rec_oo, address, REC_STR, REC_ID),
	REC_FIELD(rec_oo, market, REC_STR, REC_MUST),
	REC_FIELD(rec_oo, slots_free, REC_INT, REC_MUST),
	REC_FIELD(rec_oo, slots_waiting, REC_INT, REC_MUST),
	REC_FIELD(rec_oo, base_free, REC_DEC, REC_MUST),
	REC_FIELD(rec_oo, base_total, REC_DEC, REC_MUST),
	REC_FIELD(rec_oo, quote_free, REC_DEC, REC_MUST),
	REC_FIELD(rec_oo, quote_total, REC_DEC, REC_MUST),
	REC_FIELD(rec_oo, rent_lamports, REC_DEC, REC_MUST),
	REC_FIELD(rec_oo, slot, REC_INT, REC_MUST),
};

const struct rec_type rec_oo_type = {
	.name = "oo",
	.scope = REC_IN_FRAME,
	.shape = REC_SHAPE(rec_oo, fields),
};
