#include "data/rec_swap.h"

static const struct rec_field fields[] = {
	REC_FIELD(rec_swap, ts_ms, REC_INT, REC_MUST),
	REC_FIELD(rec_swap, pool, REC_STR, REC_ID),
	REC_FIELD(rec_swap, cause, REC_STR, REC_ID),
	REC_FIELD(rec_swap, kind, REC_STR, REC_MUST),
	REC_FIELD(rec_swap, amount0, REC_DEC, REC_MUST),
	REC_FIELD(rec_swap, amount1, REC_DEC, REC_MUST),
	REC_FIELD(rec_swap, price, REC_DEC, REC_OPT),
	REC_FIELD(rec_swap, price_before, REC_DEC, REC_OPT),
	REC_FIELD(rec_swap, price_after, REC_DEC, REC_OPT),
	REC_FIELD(rec_swap, impact_bps, REC_REAL, REC_OPT),
};

const struct rec_type rec_swap_type = {
	.name = "swap",
	.scope = REC_ANYWHERE,
	.shape = REC_SHAPE(rec_swap, fields),
};
