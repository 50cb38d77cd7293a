/* rec_lend_rate.h - lend_rate: what an asset of a lending market pays and costs.  Layer: data. */
#ifndef MM_REC_LEND_RATE_H
#define MM_REC_LEND_RATE_H

#include "data/rec.h"

struct rec_lend_rate {
	int64_t ts_ms;     /* when the frame was, Unix ms */
	int64_t chain_id;  /* chain */
	const char *pool;  /* the market */
	const char *asset; /* asset by its name in ASSETS, or its address */
	double supply_apr_ratio;  /* a year without compounding */
	double supply_apy_ratio;  /* a year as the contract compounds */
	double borrow_apr_ratio;  /* a year without compounding */
	double borrow_apy_ratio;  /* a year as the contract compounds */
	struct dec supplied;      /* deposits with their interest */
	struct dec borrowed;      /* debts with their interest */
	struct dec available;     /* what can be taken out now */
	double utilisation_ratio; /* borrowed over supplied */
	int64_t block;            /* block */
};

extern const struct rec_type rec_lend_rate_type;

#endif
