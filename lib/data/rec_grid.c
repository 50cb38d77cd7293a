#include "data/rec_grid.h"

const char *const rec_grid_decisions[] = { "rebuild", "hold", "pull", NULL };

static const struct rec_field fields[] = {
	REC_FIELD(rec_grid, ts_ms, REC_INT, REC_MUST),
	REC_FIELD(rec_grid, market, REC_STR, REC_ID),
	REC_FIELD_OF(rec_grid, decision, REC_WORD, REC_MUST,
		     rec_grid_decisions),
	REC_FIELD(rec_grid, reason, REC_STR, REC_MUST),
	REC_FIELD(rec_grid, n_orders, REC_INT, REC_MUST),
	REC_FIELD(rec_grid, price, REC_DEC, REC_OPT),
	REC_FIELD(rec_grid, pivot, REC_DEC, REC_OPT),
	REC_FIELD(rec_grid, lower, REC_DEC, REC_OPT),
	REC_FIELD(rec_grid, upper, REC_DEC, REC_OPT),
	REC_FIELD(rec_grid, rebuild_ms, REC_INT, REC_OPT),
	REC_FIELD(rec_grid, rebuild_price, REC_DEC, REC_OPT),
	REC_FIELD(rec_grid, rebuild_pivot, REC_DEC, REC_OPT),
	REC_FIELD(rec_grid, improved_ms, REC_INT, REC_OPT),
	REC_FIELD(rec_grid, deviation_ratio, REC_REAL, REC_OPT),
	REC_FIELD(rec_grid, quote_used, REC_DEC, REC_OPT),
	REC_FIELD(rec_grid, base_used, REC_DEC, REC_OPT),
	REC_FIELD(rec_grid, control_ratio, REC_REAL, REC_OPT),
	REC_FIELD(rec_grid, control_ms, REC_INT, REC_OPT),
	REC_FIELD_OF(rec_grid, side_pulled, REC_WORD, REC_OPT, rec_sides),
	REC_FIELD(rec_grid, would_cross, REC_INT, REC_OPT),
	REC_FIELD(rec_grid, too_small, REC_INT, REC_OPT),
	REC_FIELD(rec_grid, no_wallet, REC_INT, REC_OPT),
	REC_FIELD(rec_grid, parameters, REC_TEXTS, REC_OPT),
};

const struct rec_type rec_grid_type = {
	.name = "grid",
	.scope = REC_IN_FRAME,
	.shape = REC_SHAPE(rec_grid, fields),
};
