/* rec_chain.h - chain: what a chain says of itself: the time and the price of a transaction.
 * Layer: data. */
#ifndef MM_REC_CHAIN_H
#define MM_REC_CHAIN_H

#include "data/rec.h"

struct rec_chain {
	int64_t ts_ms; /* Unix ms, UTC */
	const char *chain;
	int64_t slot;              /* solana */
	const char *blockhash;     /* optional */
	int64_t last_valid_height; /* optional */
	int64_t height;            /* optional */
	struct rec_list
		priority_fee; /* optional: of struct rec_amount: micro-lamports per compute unit */
	struct rec_list tip_accounts; /* optional: of const char * */
	struct rec_list tip_floor;    /* optional: of struct rec_amount: SOL */
	/* evm */
	int64_t chain_id;
	int64_t block; /* the frame's */
	const char *block_hash;
	const char *parent_hash;
	int64_t block_ts_s;      /* Unix s */
	int64_t target_ts_s;     /* Unix s: when the next block is expected */
	struct dec gas_limit;    /* of the block */
	struct dec base_fee_wei; /* optional: a chain without one */
	struct dec next_base_fee_wei; /* optional: of the next block, exact */
	struct rec_list
		priority_wei;     /* optional: of struct rec_amount: per gas */
	struct dec gas_price_wei; /* optional: where there is no base fee */
};

extern const struct rec_type rec_chain_type;

#endif
