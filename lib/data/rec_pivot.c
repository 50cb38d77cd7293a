#include "data/rec_pivot.h"

static const struct rec_field fields[] = {
	REC_FIELD(rec_pivot, ts_ms, REC_INT, REC_MUST),
	REC_FIELD(rec_pivot, market, REC_STR, REC_ID),
	REC_FIELD(rec_pivot, price, REC_DEC, REC_MUST),
	REC_FIELD(rec_pivot, mode, REC_STR, REC_MUST),
	REC_FIELD(rec_pivot, window_days, REC_INT, REC_MUST),
	REC_FIELD(rec_pivot, n_trades, REC_INT, REC_MUST),
	REC_FIELD(rec_pivot, volume, REC_DEC, REC_MUST),
	REC_FIELD(rec_pivot, seed_ratio, REC_REAL, REC_OPT),
	REC_FIELD(rec_pivot, newest_ms, REC_INT, REC_OPT),
	REC_FIELD(rec_pivot, last_price, REC_DEC, REC_OPT),
	REC_FIELD(rec_pivot, last_ms, REC_INT, REC_OPT),
	REC_FIELD(rec_pivot, partial, REC_BOOL, REC_OPT),
};

const struct rec_type rec_pivot_type = {
	.name = "pivot",
	.scope = REC_IN_FRAME,
	.shape = REC_SHAPE(rec_pivot, fields),
};
