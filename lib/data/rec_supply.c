#include "data/rec_supply.h"

static const struct rec_field fields[] = {
	REC_FIELD(rec_supply, ts_ms, REC_INT, REC_MUST),
	REC_FIELD(rec_supply, mint, REC_STR, REC_ID),
	REC_FIELD(rec_supply, total, REC_DEC, REC_MUST),
	REC_FIELD(rec_supply, locked, REC_DEC, REC_MUST),
	REC_FIELD(rec_supply, owned, REC_DEC, REC_MUST),
};

const struct rec_type rec_supply_type = {
	.name = "supply",
	.scope = REC_IN_FRAME,
	.shape = REC_SHAPE(rec_supply, fields),
};
