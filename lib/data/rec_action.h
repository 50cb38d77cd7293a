/* rec_action.h - action: one change a planner asks for.  Layer: data. */
#ifndef MM_REC_ACTION_H
#define MM_REC_ACTION_H

#include "data/rec.h"

struct rec_action {
	int64_t ts_ms;      /* Unix ms, UTC */
	const char *action; /* place, cancel, replace, ... */
	const char *intent_id;
	int64_t strategy;
	const char *market;   /* optional */
	const char *wallet;   /* optional */
	int side;             /* optional: enum side */
	struct dec price;     /* optional: quote per base */
	struct dec size;      /* optional: base, what is left */
	uint64_t client_id;   /* optional */
	const char *order_id; /* optional: the venue's, of what goes */
	int64_t since_ms;     /* optional */
	int64_t max_ts; /* optional: Unix s after which it may not enter the book */
	const char *after;     /* optional: the intent it stands behind, in one
	                      transaction */
	const char *reason;    /* optional: why */
	const char *account;   /* optional */
	const char *asset;     /* optional */
	const char *mint;      /* optional */
	struct dec amount;     /* optional */
	const char *to;        /* optional */
	const char *asset_out; /* optional */
	struct dec min_out;    /* optional */
	int64_t max_slippage_bps; /* optional */
	struct rec_list accounts; /* optional: of const char * */
	/* evm */
	int64_t chain_id;     /* absent: not of evm */
	const char *kind;     /* optional: of swap: v2, v3, v4; of a position:
	                         v3, v4; of approve: permit2; of lending: aave,
	                         compound */
	const char *exact;    /* optional: in, out */
	struct rec_list path; /* optional: of const char *: asset, fee, asset */
	const char *asset_b;  /* optional: the second of a pair */
	struct dec amount_b;  /* optional */
	struct dec min_a, min_b; /* optional */
	const char *contract;    /* optional: address */
	const char *signature;   /* optional: of the function */
	struct rec_list args;    /* optional: of const char * */
	struct dec value_wei;    /* optional */
	const char *data;        /* optional: "0x" and hex */
	struct dec gas;          /* optional: the most it may use */
	struct dec nonce;        /* optional: of the transaction it is about */
	const char *attempt;     /* optional: hash of the one it replaces */
	struct dec max_fee_wei;  /* optional */
	struct dec max_priority_fee_wei; /* optional */
	/* of liquidity */
	const char *position; /* optional: as in its record */
	const char *
		pool; /* optional: address; of v4 its id; of lending the market */
	const char *token_id; /* optional: at the position's manager */
	int64_t fee;          /* optional: key of the pool */
	int64_t tick_spacing; /* optional */
	const char *hooks;    /* optional: address, of v4 */
	int64_t tick_lower, tick_upper; /* optional: the range */
	struct dec liquidity;           /* optional */
	int64_t tick_min, tick_max;     /* optional: valid while the pool's tick
	                                 is tick_min or over and under tick_max */
	const char *roll;               /* optional: roll it is a step of */
	bool final;                     /* the last step of it */
	const char *user;  /* optional: account that is liquidated */
	const char *group; /* optional: what is done whole or not at all,
	                              in one bundle; the same in each of its
	                              actions */
	struct rec_list min_delta; /* optional: of struct rec_amount: the least
	                              that is to be gained, fees counted; by its
	                              group, where it has one */
	struct rec_list
		alternatives; /* optional: of const char *: intents tried
	                                 in this order where this one fails; of
	                                 other groups: each whole, for its own */
};

extern const struct rec_type rec_action_type;

#endif
