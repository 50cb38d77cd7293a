/* gather.h - asks a frame's sources: the chains, Hermes, exchanges, Jupiter. */
#ifndef PRICE_READ_GATHER_H
#define PRICE_READ_GATHER_H

#include "data/rec_chain.h"
#include "data/rec_market.h"
#include "pairs.h"

struct gatherer;

/* gatherer_open: the network is not touched yet.  A key that cannot be used is one
 * line, and exit MM_USAGE.  Owner: caller, gatherer_close. */
struct gatherer *gatherer_open(const struct pairs *p);
void gatherer_close(struct gatherer *g); /* NULL is no error */

/* gatherer_market: the decimals of a market's assets, for Jupiter's amounts. */
void gatherer_market(struct gatherer *g, const struct rec_market *m);

/* gatherer_ask asks every source that is needed and outside the frame, all at the
 * same time where they are HTTP, and writes down what each says or why it does not.
 * Texts go to a.
 * in:  chain: that of the frame for EVM_RPC; NULL: there is none. */
void gatherer_ask(struct gatherer *g, struct arena *a,
		  const struct rec_chain *chain);

#endif
