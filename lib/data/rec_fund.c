#include "data/rec_fund.h"

const char *const rec_fund_decision_words[] = { "hold",   "convert",
						"inject", "distribute",
						"refuse", NULL };

static const struct rec_field fields[] = {
	REC_FIELD(rec_fund, ts_ms, REC_INT, REC_MUST),
	REC_FIELD(rec_fund, wallet, REC_STR, REC_ID),
	REC_FIELD_OF(rec_fund, decision, REC_WORD, REC_MUST,
		     rec_fund_decision_words),
	REC_FIELD(rec_fund, reason, REC_STR, REC_MUST),
	REC_FIELD(rec_fund, sol_usd, REC_DEC, REC_OPT),
	REC_FIELD(rec_fund, pivot, REC_DEC, REC_OPT),
	REC_FIELD(rec_fund, lower, REC_DEC, REC_OPT),
	REC_FIELD(rec_fund, upper, REC_DEC, REC_OPT),
	REC_FIELD(rec_fund, price, REC_DEC, REC_OPT),
	REC_FIELD(rec_fund, sol, REC_DEC, REC_OPT),
	REC_FIELD(rec_fund, usdc, REC_DEC, REC_OPT),
	REC_FIELD(rec_fund, usdc_target_ppm, REC_INT, REC_OPT),
	REC_FIELD(rec_fund, sol_share_ppm, REC_INT, REC_OPT),
	REC_FIELD(rec_fund, sell_sol, REC_DEC, REC_OPT),
	REC_FIELD(rec_fund, buy_usdc, REC_DEC, REC_OPT),
	REC_FIELD(rec_fund, injecting, REC_BOOL, REC_OPT),
	REC_FIELD(rec_fund, parameters, REC_TEXTS, REC_OPT),
};

const struct rec_type rec_fund_type = {
	.name = "fund",
	.scope = REC_IN_FRAME,
	.shape = REC_SHAPE(rec_fund, fields),
};
