/* rec_funding.h - funding: funding that was paid or received.  Layer: data. */
#ifndef MM_REC_FUNDING_H
#define MM_REC_FUNDING_H

#include "data/rec.h"

struct rec_funding {
	int64_t ts_ms;       /* when, Unix ms */
	const char *id;      /* the exchange's number of it */
	const char *venue;   /* exchange */
	const char *account; /* name of its API key in the vault */
	const char *symbol;  /* instrument */
	struct dec amount;   /* received above 0, paid below 0 */
	const char *asset;   /* asset of the amount */
	int64_t strategy;    /* STRATEGY_ID */
};

extern const struct rec_type rec_funding_type;

#endif
