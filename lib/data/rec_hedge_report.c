#include "data/rec_hedge_report.h"

static const struct rec_field fields[] = {
	REC_FIELD(rec_hedge_report, ts_ms, REC_INT, REC_MUST),
	REC_FIELD(rec_hedge_report, strategy, REC_INT, REC_ID),
	REC_FIELD(rec_hedge_report, from_ms, REC_INT, REC_ID),
	REC_FIELD(rec_hedge_report, to_ms, REC_INT, REC_ID),
	REC_FIELD(rec_hedge_report, frames, REC_INT, REC_MUST),
	REC_FIELD(rec_hedge_report, effectiveness_ratio, REC_REAL, REC_OPT),
	REC_FIELD(rec_hedge_report, residual, REC_AMOUNTS, REC_MUST),
	REC_FIELD(rec_hedge_report, residual_mean, REC_AMOUNTS, REC_OPT),
	REC_FIELD(rec_hedge_report, funding, REC_DEC, REC_MUST),
	REC_FIELD(rec_hedge_report, fees, REC_DEC, REC_MUST),
	REC_FIELD(rec_hedge_report, hedge_pnl, REC_DEC, REC_OPT),
	REC_FIELD(rec_hedge_report, il_amount, REC_DEC, REC_OPT),
	REC_FIELD(rec_hedge_report, il_offset_ratio, REC_REAL, REC_OPT),
	REC_FIELD(rec_hedge_report, quote, REC_STR, REC_MUST),
};

const struct rec_type rec_hedge_report_type = {
	.name = "hedge_report",
	.scope = REC_ANYWHERE,
	.shape = REC_SHAPE(rec_hedge_report, fields),
};
