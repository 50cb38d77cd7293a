#include "data/rec_il.h"

static const struct rec_field exposures_fields[] = {
	REC_FIELD(rec_il_exposure, asset, REC_STR, REC_MUST),
	REC_FIELD(rec_il_exposure, amount, REC_DEC, REC_MUST),
	REC_FIELD(rec_il_exposure, decimals, REC_INT, REC_MUST),
};

static const struct rec_shape exposures_shape =
	REC_SHAPE(rec_il_exposure, exposures_fields);

static const struct rec_field curve_fields[] = {
	REC_FIELD(rec_il_point, price, REC_REAL, REC_MUST),
	REC_FIELD(rec_il_point, amount0, REC_DEC, REC_MUST),
	REC_FIELD(rec_il_point, amount1, REC_DEC, REC_MUST),
	REC_FIELD(rec_il_point, value, REC_DEC, REC_MUST),
	REC_FIELD(rec_il_point, value_hold, REC_DEC, REC_MUST),
	REC_FIELD(rec_il_point, il_amount, REC_DEC, REC_MUST),
	REC_FIELD(rec_il_point, il_pct, REC_REAL, REC_OPT),
};

static const struct rec_shape curve_shape =
	REC_SHAPE(rec_il_point, curve_fields);

static const struct rec_field fields[] = {
	REC_FIELD(rec_il, ts_ms, REC_INT, REC_MUST),
	REC_FIELD(rec_il, chain_id, REC_INT, REC_ID),
	REC_FIELD(rec_il, position, REC_STR, REC_ID),
	REC_FIELD(rec_il, strategy, REC_INT, REC_MUST),
	REC_FIELD_OF(rec_il, kind, REC_WORD, REC_OPT, rec_pool_kinds),
	REC_FIELD(rec_il, wallet, REC_STR, REC_OPT),
	REC_FIELD(rec_il, pool, REC_STR, REC_OPT),
	REC_FIELD(rec_il, token0, REC_STR, REC_OPT),
	REC_FIELD(rec_il, token1, REC_STR, REC_OPT),
	REC_FIELD(rec_il, roll, REC_STR, REC_OPT),
	REC_FIELD(rec_il, closed, REC_BOOL, REC_OPT),
	REC_FIELD(rec_il, in_range, REC_BOOL, REC_OPT),
	REC_FIELD(rec_il, numeraire, REC_STR, REC_OPT),
	REC_FIELD(rec_il, price, REC_DEC, REC_OPT),
	REC_FIELD(rec_il, price_entry, REC_DEC, REC_OPT),
	REC_FIELD(rec_il, price_ratio, REC_REAL, REC_OPT),
	REC_FIELD(rec_il, amount0, REC_DEC, REC_OPT),
	REC_FIELD(rec_il, amount1, REC_DEC, REC_OPT),
	REC_FIELD(rec_il, hold0, REC_DEC, REC_OPT),
	REC_FIELD(rec_il, hold1, REC_DEC, REC_OPT),
	REC_FIELD(rec_il, il0, REC_DEC, REC_OPT),
	REC_FIELD(rec_il, il1, REC_DEC, REC_OPT),
	REC_FIELD(rec_il, fees0, REC_DEC, REC_OPT),
	REC_FIELD(rec_il, fees1, REC_DEC, REC_OPT),
	REC_FIELD(rec_il, value, REC_DEC, REC_OPT),
	REC_FIELD(rec_il, value_hold, REC_DEC, REC_OPT),
	REC_FIELD(rec_il, value_entry, REC_DEC, REC_OPT),
	REC_FIELD(rec_il, fees, REC_DEC, REC_OPT),
	REC_FIELD(rec_il, gas, REC_DEC, REC_OPT),
	REC_FIELD(rec_il, gas_wei, REC_DEC, REC_OPT),
	REC_FIELD(rec_il, il_amount, REC_DEC, REC_OPT),
	REC_FIELD(rec_il, net_vs_hold, REC_DEC, REC_OPT),
	REC_FIELD(rec_il, net_vs_entry, REC_DEC, REC_OPT),
	REC_FIELD(rec_il, il_pct, REC_REAL, REC_OPT),
	REC_FIELD(rec_il, fees_pct, REC_REAL, REC_OPT),
	REC_FIELD(rec_il, gas_pct, REC_REAL, REC_OPT),
	REC_FIELD(rec_il, net_vs_hold_pct, REC_REAL, REC_OPT),
	REC_FIELD(rec_il, net_vs_entry_pct, REC_REAL, REC_OPT),
	REC_FIELD(rec_il, lvr_year, REC_REAL, REC_OPT),
	REC_FIELD(rec_il, lvr_pct, REC_REAL, REC_OPT),
	REC_FIELD(rec_il, fee_apr_pct, REC_REAL, REC_OPT),
	REC_FIELD(rec_il, sigma_ratio, REC_REAL, REC_OPT),
	REC_FIELD(rec_il, delta, REC_REAL, REC_OPT),
	REC_FIELD(rec_il, gamma, REC_REAL, REC_OPT),
	REC_FIELD_OF(rec_il, exposures, REC_OBJECTS, REC_MUST,
		     &exposures_shape),
	REC_FIELD(rec_il, horizon_s, REC_INT, REC_OPT),
	REC_FIELD(rec_il, exit_probability, REC_REAL, REC_OPT),
	REC_FIELD(rec_il, outside_probability, REC_REAL, REC_OPT),
	REC_FIELD(rec_il, mean_exit_s, REC_REAL, REC_OPT),
	REC_FIELD(rec_il, breakeven_s, REC_REAL, REC_OPT),
	REC_FIELD(rec_il, unknown, REC_STRS, REC_OPT),
	REC_FIELD_OF(rec_il, curve, REC_OBJECTS, REC_OPT, &curve_shape),
	REC_FIELD(rec_il, block, REC_INT, REC_OPT),
};

const struct rec_type rec_il_type = {
	.name = "il",
	.scope = REC_IN_FRAME,
	.shape = REC_SHAPE(rec_il, fields),
};
