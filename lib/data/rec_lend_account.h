/* rec_lend_account.h - lend_account: an own wallet in a lending market.  Layer: data. */
#ifndef MM_REC_LEND_ACCOUNT_H
#define MM_REC_LEND_ACCOUNT_H

#include "data/rec.h"

struct rec_lend_account {
	int64_t ts_ms;       /* when the frame was, Unix ms */
	int64_t chain_id;    /* chain */
	const char *pool;    /* the market */
	const char *wallet;  /* wallet */
	const char *address; /* its address */
	/* what counts as collateral, base unit */
	struct dec collateral_base;
	struct dec debt_base; /* debts, base unit */
	/* what may be borrowed besides, base unit */
	struct dec available_base;
	/* optional: of compound: what is missing, base unit */
	struct dec shortfall_base;
	struct dec hf;            /* optional: health factor; absent: no debt */
	struct rec_list supplied; /* deposits with their interest */
	struct rec_list borrowed; /* debts with their interest */
	struct rec_list collateral; /* assets used as collateral */
	int64_t emode;              /* optional: category; absent: none */
	int64_t block;              /* block */
};

extern const struct rec_type rec_lend_account_type;

#endif
