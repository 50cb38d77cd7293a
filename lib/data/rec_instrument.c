#include "data/rec_instrument.h"

static const struct rec_field fields[] = {
	REC_FIELD(rec_instrument, ts_ms, REC_INT, REC_MUST),
	REC_FIELD(rec_instrument, venue, REC_STR, REC_ID),
	REC_FIELD(rec_instrument, symbol, REC_STR, REC_ID),
	REC_FIELD(rec_instrument, base, REC_STR, REC_MUST),
	REC_FIELD(rec_instrument, quote, REC_STR, REC_MUST),
	REC_FIELD(rec_instrument, trading, REC_BOOL, REC_OPT),
	REC_FIELD(rec_instrument, tick, REC_DEC, REC_MUST),
	REC_FIELD(rec_instrument, step, REC_DEC, REC_MUST),
	REC_FIELD(rec_instrument, market_step, REC_DEC, REC_OPT),
	REC_FIELD(rec_instrument, min_size, REC_DEC, REC_MUST),
	REC_FIELD(rec_instrument, max_size, REC_DEC, REC_MUST),
	REC_FIELD(rec_instrument, min_market, REC_DEC, REC_OPT),
	REC_FIELD(rec_instrument, max_market, REC_DEC, REC_OPT),
	REC_FIELD(rec_instrument, min_notional, REC_DEC, REC_OPT),
	REC_FIELD(rec_instrument, multiplier, REC_DEC, REC_MUST),
	REC_FIELD(rec_instrument, max_leverage, REC_DEC, REC_OPT),
	REC_FIELD(rec_instrument, price_up, REC_DEC, REC_OPT),
	REC_FIELD(rec_instrument, price_down, REC_DEC, REC_OPT),
	REC_FIELD(rec_instrument, funding_ms, REC_INT, REC_OPT),
	REC_FIELD(rec_instrument, funding_ratio, REC_DEC, REC_OPT),
	REC_FIELD(rec_instrument, next_funding_ms, REC_INT, REC_OPT),
	REC_FIELD(rec_instrument, mark_price, REC_DEC, REC_MUST),
	REC_FIELD(rec_instrument, index_price, REC_DEC, REC_OPT),
	REC_FIELD(rec_instrument, bids, REC_LEVELS, REC_OPT),
	REC_FIELD(rec_instrument, asks, REC_LEVELS, REC_OPT),
	REC_FIELD(rec_instrument, market_ms, REC_INT, REC_MUST),
};

const struct rec_type rec_instrument_type = {
	.name = "instrument",
	.scope = REC_IN_FRAME,
	.shape = REC_SHAPE(rec_instrument, fields),
};
