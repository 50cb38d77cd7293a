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
};

extern const struct rec_type rec_action_type;

#endif
