/* rec_hedge_report.h - hedge_report: how good the hedge was over a time.  Layer: data. */
#ifndef MM_REC_HEDGE_REPORT_H
#define MM_REC_HEDGE_REPORT_H

#include "data/rec.h"

struct rec_hedge_report {
	int64_t ts_ms;    /* end of the time, Unix ms */
	int64_t strategy; /* STRATEGY_ID */
	int64_t from_ms;  /* begin of the time, Unix ms */
	int64_t to_ms;    /* end of the time, Unix ms */
	int64_t frames;   /* frames it was reckoned from */
	/* optional: 1 - Var(hedged) / Var(unhedged) of the changes of value; absent: not enough frames */
	double effectiveness_ratio;
	/* exposure less hedge at the end, by asset, signed */
	struct rec_list residual;
	/* optional: mean absolute of that over the time, by asset */
	struct rec_list residual_mean;
	struct dec funding; /* received less paid */
	struct dec fees;    /* paid to exchanges */
	/* optional: profit of the hedges without funding and fees, signed */
	struct dec hedge_pnl;
	/* optional: change of the positions against holding, signed */
	struct dec il_amount;
	/* optional: share of that loss the hedge made up for */
	double il_offset_ratio;
	const char *quote; /* asset of the amounts */
};

extern const struct rec_type rec_hedge_report_type;

#endif
