#include "data/rec_funding.h"

static const struct rec_field fields[] = {
	REC_FIELD(rec_funding, ts_ms, REC_INT, REC_MUST),
	REC_FIELD(rec_funding, id, REC_STR, REC_ID),
	REC_FIELD(rec_funding, venue, REC_STR, REC_ID),
	REC_FIELD(rec_funding, account, REC_STR, REC_ID),
	REC_FIELD(rec_funding, symbol, REC_STR, REC_MUST),
	REC_FIELD(rec_funding, amount, REC_DEC, REC_MUST),
	REC_FIELD(rec_funding, asset, REC_STR, REC_MUST),
	REC_FIELD(rec_funding, strategy, REC_INT, REC_MUST),
};

const struct rec_type rec_funding_type = {
	.name = "funding",
	.scope = REC_ANYWHERE,
	.shape = REC_SHAPE(rec_funding, fields),
};
