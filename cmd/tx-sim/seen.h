/* seen.h - what tx-sim has read of a frame.  Layer: cmd. */
#ifndef MM_TX_SIM_SEEN_H
#define MM_TX_SIM_SEEN_H

#include "base/mem.h"
#include "base/u256.h"
#include "data/rec_action.h"
#include "data/rec_chain.h"
#include "data/rec_lane.h"
#include "data/rec_nonce.h"
#include "data/rec_oracle.h"
#include "data/rec_price.h"
#include "data/rec_tx.h"

/* Records of one type in the order they came; v points to copies. */
struct kept {
	void **v;
	size_t n;
};

/* Zero at the beginning of a frame; everything in it lives in its arena. */
struct seen {
	struct kept txs;     /* struct rec_tx, of EVM chains */
	struct kept actions; /* struct rec_action            */
	struct kept chains;  /* struct rec_chain, of EVM     */
	struct kept nonces;  /* struct rec_nonce             */
	struct kept prices;  /* struct rec_price             */
	struct kept oracles; /* struct rec_oracle            */
};

/* seen_keep copies a record of any of the types above; others are ignored. */
void seen_keep(struct seen *s, struct arena *a, const struct rec_type *type,
	       const void *rec);

/* seen_action: what an intent asked for; NULL: no record of it came. */
const struct rec_action *seen_action(const struct seen *s,
				     const char *intent_id);

/* seen_chain: the frame's block on that chain: the first that came, or NULL. */
const struct rec_chain *seen_chain(const struct seen *s, int64_t chain_id);

/* seen_next: the nonce of a new transaction of a sender; DEC_NONE: not known. */
struct dec seen_next(const struct seen *s, int64_t chain_id, const char *from);

/* seen_price: of that pair, the last that came; DEC_NONE: none did. */
struct dec seen_price(const struct seen *s, const char *pair);

/* seen_oracle: what a lending market takes two assets for: prices above 0 in its base
 * unit.  False: none of the frame has both. */
bool seen_oracle(const struct seen *s, struct u256 *x, struct u256 *y,
		 const char *asset_x, const char *asset_y);

#endif
