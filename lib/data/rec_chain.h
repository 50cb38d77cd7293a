/* rec_chain.h - chain: what a chain says of itself: the time and the price of a transaction.
 * Layer: data. */
#ifndef MM_REC_CHAIN_H
#define MM_REC_CHAIN_H

#include "data/rec.h"

struct rec_chain {
	int64_t ts_ms; /* Unix ms, UTC */
	const char *chain;
	int64_t slot;
	const char *blockhash;     /* optional */
	int64_t last_valid_height; /* optional */
	int64_t height;            /* optional */
	struct rec_list
		priority_fee; /* optional: of struct rec_amount: micro-lamports per compute unit */
	struct rec_list tip_accounts; /* optional: of const char * */
	struct rec_list tip_floor;    /* optional: of struct rec_amount: SOL */
};

extern const struct rec_type rec_chain_type;

#endif
