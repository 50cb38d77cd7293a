/* rec_fund.h - fund: what the treasury decided.
 * Layer: data. */
#ifndef MM_REC_FUND_H
#define MM_REC_FUND_H

#include "data/rec.h"

extern const char *const rec_fund_decision_words
	[]; /* hold, convert, inject, distribute, refuse */

struct rec_fund {
	int64_t ts_ms; /* Unix ms, UTC */
	const char *wallet;
	int decision; /* index of rec_fund_decision_words */
	const char *reason;
	struct dec sol_usd;         /* optional */
	struct dec pivot;           /* optional */
	struct dec lower;           /* optional */
	struct dec upper;           /* optional */
	struct dec price;           /* optional */
	struct dec sol;             /* optional */
	struct dec usdc;            /* optional */
	int64_t usdc_target_ppm;    /* optional */
	int64_t sol_share_ppm;      /* optional */
	struct dec sell_sol;        /* optional */
	struct dec buy_usdc;        /* optional */
	bool injecting;             /* optional */
	struct rec_list parameters; /* optional: of struct rec_text */
};

extern const struct rec_type rec_fund_type;

#endif
