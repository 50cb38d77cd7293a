#include "data/rec_market.h"

static const struct rec_field asset_fields[] = {
	REC_FIELD(rec_asset, asset, REC_STR, REC_MUST),
	REC_FIELD(rec_asset, decimals, REC_INT, REC_MUST),
	REC_FIELD(rec_asset, mint, REC_STR, REC_OPT),
	REC_FIELD(rec_asset, vault, REC_STR, REC_OPT),
};

static const struct rec_shape rec_asset_shape =
	REC_SHAPE(rec_asset, asset_fields);

static const struct rec_field fields[] = {
	REC_FIELD(rec_market, ts_ms, REC_INT, REC_MUST),
	REC_FIELD(rec_market, market, REC_STR, REC_ID),
	REC_FIELD(rec_market, tick, REC_DEC, REC_MUST),
	REC_FIELD(rec_market, base_lot, REC_DEC, REC_MUST),
	REC_FIELD(rec_market, quote_lot, REC_DEC, REC_MUST),
	REC_FIELD_OF(rec_market, base, REC_OBJECT, REC_MUST, &rec_asset_shape),
	REC_FIELD_OF(rec_market, quote, REC_OBJECT, REC_MUST, &rec_asset_shape),
	REC_FIELD(rec_market, program, REC_STR, REC_OPT),
	REC_FIELD(rec_market, bids, REC_STR, REC_OPT),
	REC_FIELD(rec_market, asks, REC_STR, REC_OPT),
	REC_FIELD(rec_market, event_queue, REC_STR, REC_OPT),
	REC_FIELD(rec_market, request_queue, REC_STR, REC_OPT),
	REC_FIELD(rec_market, vault_signer, REC_STR, REC_OPT),
};

const struct rec_type rec_market_type = {
	.name = "market",
	.scope = REC_IN_FRAME,
	.shape = REC_SHAPE(rec_market, fields),
};
