/* rec_quote.h - quote: a route for a swap and what it gives at least.
 * Layer: data. */
#ifndef MM_REC_QUOTE_H
#define MM_REC_QUOTE_H

#include "data/rec.h"

struct rec_quote {
	int64_t ts_ms; /* Unix ms, UTC */
	const char *intent_id;
	const char *wallet;
	const char *source;
	const char *asset;
	struct dec amount;
	const char *asset_out;
	struct dec expected;
	struct dec min_out;
	int64_t slippage_bps;
	int64_t impact_bps;           /* optional */
	struct rec_list route;        /* of const char * */
	struct rec_list instructions; /* of const char * */
	struct rec_list tables;       /* optional: of const char * */
	int64_t units;                /* optional: compute units */
	int64_t slot;                 /* optional */
};

extern const struct rec_type rec_quote_type;

#endif
