#include "data/rec_equity.h"

static const struct rec_field fields[] = {
	REC_FIELD(rec_equity, ts_ms, REC_INT, REC_ID),
	REC_FIELD(rec_equity, strategy, REC_INT, REC_ID),
	REC_FIELD(rec_equity, value, REC_DEC, REC_MUST),
	REC_FIELD(rec_equity, quote, REC_STR, REC_MUST),
	REC_FIELD(rec_equity, deposits, REC_DEC, REC_OPT),
	REC_FIELD(rec_equity, withdrawals, REC_DEC, REC_OPT),
};

const struct rec_type rec_equity_type = {
	.name = "equity",
	.scope = REC_ANYWHERE,
	.shape = REC_SHAPE(rec_equity, fields),
};
