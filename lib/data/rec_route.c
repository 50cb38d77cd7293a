#include "data/rec_route.h"

static const struct rec_field leg_fields[] = {
	REC_FIELD_OF(route_leg, kind, REC_WORD, REC_MUST, rec_pool_kinds),
	REC_FIELD(route_leg, amount_in, REC_DEC, REC_MUST),
	REC_FIELD(route_leg, amount_out, REC_DEC, REC_MUST),
	REC_FIELD(route_leg, path, REC_STRS, REC_MUST),
	REC_FIELD(route_leg, pools, REC_STRS, REC_MUST),
	REC_FIELD(route_leg, venue, REC_STR, REC_OPT),
	REC_FIELD(route_leg, mixed, REC_BOOL, REC_OPT),
};

const struct rec_shape route_leg_shape = REC_SHAPE(route_leg, leg_fields);

static const struct rec_field fields[] = {
	REC_FIELD(rec_route, ts_ms, REC_INT, REC_MUST),
	REC_FIELD(rec_route, chain_id, REC_INT, REC_MUST),
	REC_FIELD(rec_route, asset_in, REC_STR, REC_ID),
	REC_FIELD(rec_route, asset_out, REC_STR, REC_ID),
	REC_FIELD(rec_route, amount_in, REC_DEC, REC_ID),
	REC_FIELD(rec_route, amount_out, REC_DEC, REC_MUST),
	REC_FIELD(rec_route, gas, REC_INT, REC_MUST),
	REC_FIELD(rec_route, gas_out, REC_DEC, REC_OPT),
	REC_FIELD(rec_route, net_out, REC_DEC, REC_MUST),
	REC_FIELD(rec_route, impact_ratio, REC_REAL, REC_MUST),
	REC_FIELD(rec_route, sandwich_slippage_bps, REC_INT, REC_OPT),
	REC_FIELD(rec_route, noise_slippage_bps, REC_INT, REC_MUST),
	REC_FIELD(rec_route, slippage_bps, REC_INT, REC_MUST),
	REC_FIELD(rec_route, private_only, REC_BOOL, REC_OPT),
	REC_FIELD(rec_route, min_out, REC_DEC, REC_MUST),
	REC_FIELD_OF(rec_route, legs, REC_OBJECTS, REC_MUST, &route_leg_shape),
	REC_FIELD(rec_route, skipped, REC_STRS, REC_OPT),
	REC_FIELD(rec_route, block, REC_INT, REC_MUST),
};

const struct rec_type rec_route_type = {
	.name = "route",
	.scope = REC_IN_FRAME,
	.shape = REC_SHAPE(rec_route, fields),
};
