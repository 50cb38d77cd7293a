#include "data/rec_hedge.h"

static const char *const decision_words[] = { "trade", "hold", "refuse", NULL };

static const struct rec_field legs_fields[] = {
	REC_FIELD(rec_hedge_leg, asset, REC_STR, REC_MUST),
	REC_FIELD(rec_hedge_leg, venue, REC_STR, REC_MUST),
	REC_FIELD(rec_hedge_leg, account, REC_STR, REC_MUST),
	REC_FIELD(rec_hedge_leg, instrument, REC_STR, REC_MUST),
	REC_FIELD(rec_hedge_leg, exposure, REC_DEC, REC_MUST),
	REC_FIELD(rec_hedge_leg, target, REC_DEC, REC_MUST),
	REC_FIELD(rec_hedge_leg, held, REC_DEC, REC_MUST),
	REC_FIELD(rec_hedge_leg, gap, REC_DEC, REC_MUST),
	REC_FIELD(rec_hedge_leg, band, REC_DEC, REC_MUST),
	REC_FIELD(rec_hedge_leg, mark_price, REC_DEC, REC_MUST),
	REC_FIELD(rec_hedge_leg, side, REC_STR, REC_OPT),
	REC_FIELD(rec_hedge_leg, size, REC_DEC, REC_OPT),
	REC_FIELD(rec_hedge_leg, reduce, REC_BOOL, REC_OPT),
	REC_FIELD(rec_hedge_leg, price, REC_DEC, REC_OPT),
	REC_FIELD(rec_hedge_leg, leverage, REC_DEC, REC_OPT),
	REC_FIELD(rec_hedge_leg, required_margin, REC_DEC, REC_OPT),
	REC_FIELD(rec_hedge_leg, cost, REC_DEC, REC_OPT),
	REC_FIELD(rec_hedge_leg, funding, REC_DEC, REC_OPT),
	REC_FIELD(rec_hedge_leg, expected_il_reduction, REC_DEC, REC_OPT),
	REC_FIELD(rec_hedge_leg, confidence, REC_REAL, REC_OPT),
	REC_FIELD(rec_hedge_leg, severity, REC_STR, REC_OPT),
	REC_FIELD(rec_hedge_leg, priority, REC_INT, REC_OPT),
	REC_FIELD(rec_hedge_leg, reason, REC_STR, REC_OPT),
	REC_FIELD(rec_hedge_leg, base, REC_DEC, REC_OPT),
	REC_FIELD(rec_hedge_leg, traded_ms, REC_INT, REC_OPT),
};

static const struct rec_shape legs_shape =
	REC_SHAPE(rec_hedge_leg, legs_fields);

static const struct rec_field covered_fields[] = {
	REC_FIELD(rec_covered, position, REC_STR, REC_MUST),
	REC_FIELD(rec_covered, closed, REC_BOOL, REC_OPT),
};

static const struct rec_shape covered_shape =
	REC_SHAPE(rec_covered, covered_fields);

static const struct rec_field fields[] = {
	REC_FIELD(rec_hedge, ts_ms, REC_INT, REC_MUST),
	REC_FIELD(rec_hedge, strategy, REC_INT, REC_ID),
	REC_FIELD_OF(rec_hedge, decision, REC_WORD, REC_OPT, decision_words),
	REC_FIELD(rec_hedge, reason, REC_STR, REC_OPT),
	REC_FIELD_OF(rec_hedge, legs, REC_OBJECTS, REC_OPT, &legs_shape),
	REC_FIELD_OF(rec_hedge, covered, REC_OBJECTS, REC_OPT, &covered_shape),
	REC_FIELD(rec_hedge, ratio, REC_DEC, REC_OPT),
	REC_FIELD(rec_hedge, band_pct, REC_DEC, REC_OPT),
	REC_FIELD(rec_hedge, band_min_notional, REC_DEC, REC_OPT),
	REC_FIELD(rec_hedge, traded_ms, REC_INT, REC_OPT),
	REC_FIELD(rec_hedge, unhedged, REC_AMOUNTS, REC_OPT),
};

const struct rec_type rec_hedge_type = {
	.name = "hedge",
	.scope = REC_IN_FRAME,
	.shape = REC_SHAPE(rec_hedge, fields),
};
