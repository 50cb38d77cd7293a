#include "data/rec_liquidation.h"

static const char *const decision_words[] = { "go", "wait", "skip", NULL };

static const char *const fund_words[] = { "own", "flash", NULL };

static const char *const bound_words[] = { "optimal",   "max",  "collateral",
					   "debt",      "dust", "capital",
					   "available", NULL };

static const struct rec_field fields[] = {
	REC_FIELD(rec_liquidation, ts_ms, REC_INT, REC_MUST),
	REC_FIELD(rec_liquidation, chain_id, REC_INT, REC_ID),
	REC_FIELD(rec_liquidation, pool, REC_STR, REC_ID),
	REC_FIELD(rec_liquidation, user, REC_STR, REC_ID),
	REC_FIELD_OF(rec_liquidation, decision, REC_WORD, REC_MUST,
		     decision_words),
	REC_FIELD(rec_liquidation, why, REC_STR, REC_OPT),
	REC_FIELD(rec_liquidation, rank, REC_INT, REC_OPT),
	REC_FIELD(rec_liquidation, intent_id, REC_STR, REC_OPT),
	REC_FIELD(rec_liquidation, wallet, REC_STR, REC_OPT),
	REC_FIELD_OF(rec_liquidation, fund, REC_WORD, REC_MUST, fund_words),
	REC_FIELD(rec_liquidation, hf, REC_DEC, REC_MUST),
	REC_FIELD(rec_liquidation, debt, REC_STR, REC_OPT),
	REC_FIELD(rec_liquidation, collateral, REC_STR, REC_OPT),
	REC_FIELD(rec_liquidation, repay, REC_DEC, REC_OPT),
	REC_FIELD(rec_liquidation, max_repay, REC_DEC, REC_OPT),
	REC_FIELD_OF(rec_liquidation, bound, REC_WORD, REC_OPT, bound_words),
	REC_FIELD(rec_liquidation, seize, REC_DEC, REC_OPT),
	REC_FIELD(rec_liquidation, protocol_fee, REC_DEC, REC_OPT),
	REC_FIELD(rec_liquidation, receive, REC_DEC, REC_OPT),
	REC_FIELD(rec_liquidation, swap_out, REC_DEC, REC_OPT),
	REC_FIELD(rec_liquidation, min_out, REC_DEC, REC_OPT),
	REC_FIELD_OF(rec_liquidation, legs, REC_OBJECTS, REC_OPT,
		     &route_leg_shape),
	REC_FIELD(rec_liquidation, gross_base, REC_DEC, REC_OPT),
	REC_FIELD(rec_liquidation, swap_cost_base, REC_DEC, REC_OPT),
	REC_FIELD(rec_liquidation, premium_base, REC_DEC, REC_OPT),
	REC_FIELD(rec_liquidation, gas, REC_INT, REC_OPT),
	REC_FIELD(rec_liquidation, gas_base, REC_DEC, REC_OPT),
	REC_FIELD(rec_liquidation, tip_base, REC_DEC, REC_OPT),
	REC_FIELD(rec_liquidation, net_base, REC_DEC, REC_OPT),
	REC_FIELD(rec_liquidation, deficit, REC_BOOL, REC_OPT),
	REC_FIELD(rec_liquidation, target_ts_s, REC_INT, REC_MUST),
	REC_FIELD(rec_liquidation, block, REC_INT, REC_MUST),
	REC_FIELD(rec_liquidation, state_id, REC_STR, REC_MUST),
};

const struct rec_type rec_liquidation_type = {
	.name = "liquidation",
	.scope = REC_IN_FRAME,
	.shape = REC_SHAPE(rec_liquidation, fields),
};
