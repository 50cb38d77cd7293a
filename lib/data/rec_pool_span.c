#include "data/rec_pool_span.h"

static const struct rec_field fields[] = {
	REC_FIELD(rec_pool_span, ts_ms, REC_INT, REC_MUST),
	REC_FIELD(rec_pool_span, pool, REC_STR, REC_ID),
	REC_FIELD_OF(rec_pool_span, kind, REC_WORD, REC_MUST, rec_pool_kinds),
	REC_FIELD(rec_pool_span, from_ms, REC_INT, REC_ID),
	REC_FIELD(rec_pool_span, to_ms, REC_INT, REC_ID),
	REC_FIELD(rec_pool_span, n, REC_INT, REC_MUST),
	REC_FIELD(rec_pool_span, volume0, REC_DEC, REC_MUST),
	REC_FIELD(rec_pool_span, volume1, REC_DEC, REC_MUST),
	REC_FIELD(rec_pool_span, fees0, REC_DEC, REC_MUST),
	REC_FIELD(rec_pool_span, fees1, REC_DEC, REC_MUST),
	REC_FIELD(rec_pool_span, price_last, REC_DEC, REC_OPT),
	REC_FIELD(rec_pool_span, sigma_ratio, REC_REAL, REC_OPT),
	REC_FIELD(rec_pool_span, sigma_low_ratio, REC_REAL, REC_OPT),
	REC_FIELD(rec_pool_span, sigma_high_ratio, REC_REAL, REC_OPT),
	REC_FIELD(rec_pool_span, n_samples, REC_INT, REC_OPT),
	REC_FIELD(rec_pool_span, tick_lower, REC_INT, REC_OPT),
	REC_FIELD(rec_pool_span, tick_upper, REC_INT, REC_OPT),
	REC_FIELD(rec_pool_span, in_range_ratio, REC_REAL, REC_OPT),
	REC_FIELD(rec_pool_span, fee_apr_pct, REC_REAL, REC_OPT),
};

const struct rec_type rec_pool_span_type = {
	.name = "pool_span",
	.scope = REC_ANYWHERE,
	.shape = REC_SHAPE(rec_pool_span, fields),
};
