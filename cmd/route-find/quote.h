/* quote.h - routes of a frame, told as records. */
#ifndef MM_ROUTE_FIND_QUOTE_H
#define MM_ROUTE_FIND_QUOTE_H

#include "data/frame.h"
#include "data/rec_chain.h"
#include "data/rec_price.h"
#include "data/route_graph.h"

/* What is asked for, every time. */
struct quote_conf {
	const char *from, *to;
	const struct dec *amounts;
	int n_amounts;
	struct rec_list venues; /* const char *; none: all */
	int max_hops, max_legs;
	bool mixed;
	int64_t slippage_bps; /* REC_NONE_INT: what moves of the price need */
	double sigma;         /* a year, of pools that do not tell theirs */
	int64_t chain_id;
	const char *native, *wrapped; /* names */
};

/* What the frame said. */
struct quote_seen {
	struct route_told told;
	const struct rec_chain *chain; /* the first of the chain */
	struct rec_list prices;        /* const struct rec_price * */
};

void quote_take(struct quote_seen *s, struct arena *a,
		const struct rec_type *type, const void *rec, int64_t chain_id);

/* quote_tell: a route for each amount, or a refusal.
 * in: ts_ms: the frame's; REC_NONE_INT: that of its records. */
void quote_tell(struct frame *f, const struct quote_seen *s,
		const struct quote_conf *c, int64_t ts_ms);

#endif
