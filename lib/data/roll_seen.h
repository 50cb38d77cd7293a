/* roll_seen.h - what a frame said, and what it says of one thing.  Layer: data. */
#ifndef MM_ROLL_SEEN_H
#define MM_ROLL_SEEN_H

#include "data/rec_capital.h"
#include "data/rec_chain.h"
#include "data/rec_holding.h"
#include "data/rec_il.h"
#include "data/rec_pending.h"
#include "data/rec_pool.h"
#include "data/rec_pool_ticks.h"
#include "data/rec_position.h"
#include "data/rec_price.h"
#include "data/rec_range.h"
#include "data/rec_wallet.h"
#include "data/roll_knobs.h"

/* Records of one type, in the order they came. */
struct roll_list {
	const void **v;
	size_t n;
};

struct roll_seen {
	const struct rec_chain *chain; /* the first of CHAIN_ID */
	struct roll_list pools, words, positions, closed, ils;
	struct roll_list holdings, pendings, wallets, prices, capitals;
	struct roll_list lasts; /* range: the decisions before this frame's */
};

/* roll_seen_add keeps a copy; a record of another chain is nobody's here. */
void roll_seen_add(struct roll_seen *s, struct arena *a,
		   const struct rec_type *type, const void *rec,
		   int64_t chain_id);

/* NULL: there is none. */
const struct rec_pool *roll_seen_pool(const struct roll_seen *s,
				      const char *pool);
const struct rec_position *roll_seen_position(const struct roll_seen *s,
					      const char *position);
const struct rec_position *roll_seen_closed(const struct roll_seen *s,
					    const char *position);
const struct rec_il *roll_seen_il(const struct roll_seen *s,
				  const char *position);
const struct rec_wallet *roll_seen_wallet(const struct roll_seen *s,
					  const char *wallet);
/* roll_seen_last: position NULL is that of the pool itself. */
const struct rec_range *roll_seen_last(const struct roll_seen *s,
				       const char *pool, const char *position);

/* roll_seen_is_live: a position that still has liquidity. */
bool roll_seen_is_live(const struct rec_position *p);

/* roll_seen_price: quote per base, from the pair of these names either way round, a coin and
 * its wrapped token being the same.
 * returns: NULL; else why not: "no_price", or "stale_price" (there is one, too old). */
const char *roll_seen_price(struct dec *out, const struct roll_seen *s,
			    const struct roll_knobs *k, const char *base,
			    const char *quote);

#endif
