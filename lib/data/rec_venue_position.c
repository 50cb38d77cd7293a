#include "data/rec_venue_position.h"

static const char *const position_side_words[] = { "both", "long", "short",
						   NULL };

static const char *const side_words[] = { "flat", "long", "short", NULL };

static const char *const margin_type_words[] = { "cross", "isolated", NULL };

static const struct rec_field orders_fields[] = {
	REC_FIELD(rec_venue_order, order_id, REC_STR, REC_MUST),
	REC_FIELD(rec_venue_order, client_id, REC_STR, REC_OPT),
	REC_FIELD(rec_venue_order, side, REC_STR, REC_MUST),
	REC_FIELD(rec_venue_order, price, REC_DEC, REC_OPT),
	REC_FIELD(rec_venue_order, trigger_price, REC_DEC, REC_OPT),
	REC_FIELD(rec_venue_order, size, REC_DEC, REC_MUST),
	REC_FIELD(rec_venue_order, filled, REC_DEC, REC_MUST),
};

static const struct rec_shape orders_shape =
	REC_SHAPE(rec_venue_order, orders_fields);

static const struct rec_field fields[] = {
	REC_FIELD(rec_venue_position, ts_ms, REC_INT, REC_MUST),
	REC_FIELD(rec_venue_position, venue, REC_STR, REC_ID),
	REC_FIELD(rec_venue_position, account, REC_STR, REC_ID),
	REC_FIELD(rec_venue_position, symbol, REC_STR, REC_ID),
	REC_FIELD_OF(rec_venue_position, position_side, REC_WORD, REC_ID,
		     position_side_words),
	REC_FIELD_OF(rec_venue_position, side, REC_WORD, REC_MUST, side_words),
	REC_FIELD(rec_venue_position, size, REC_DEC, REC_MUST),
	REC_FIELD(rec_venue_position, entry_price, REC_DEC, REC_OPT),
	REC_FIELD(rec_venue_position, mark_price, REC_DEC, REC_OPT),
	REC_FIELD(rec_venue_position, liq_price, REC_DEC, REC_OPT),
	REC_FIELD(rec_venue_position, leverage, REC_DEC, REC_OPT),
	REC_FIELD_OF(rec_venue_position, margin_type, REC_WORD, REC_OPT,
		     margin_type_words),
	REC_FIELD(rec_venue_position, margin, REC_DEC, REC_OPT),
	REC_FIELD(rec_venue_position, unrealised, REC_DEC, REC_OPT),
	REC_FIELD(rec_venue_position, maker_ratio, REC_DEC, REC_OPT),
	REC_FIELD(rec_venue_position, taker_ratio, REC_DEC, REC_OPT),
	REC_FIELD_OF(rec_venue_position, orders, REC_OBJECTS, REC_OPT,
		     &orders_shape),
	REC_FIELD(rec_venue_position, updated_ms, REC_INT, REC_OPT),
};

const struct rec_type rec_venue_position_type = {
	.name = "venue_position",
	.scope = REC_IN_FRAME,
	.shape = REC_SHAPE(rec_venue_position, fields),
};
