/* chainlink.h - asks feeds of Chainlink on an EVM chain, all in one request, at the
 * frame's block.
 * source: chainlink/contracts, AggregatorV3Interface. */
#ifndef PRICE_READ_CHAINLINK_H
#define PRICE_READ_CHAINLINK_H

#include "data/rec_chain.h"
#include "pairs.h"

struct chainlink;

/* chainlink_open: EVM_RPC, MULTICALL; one that cannot be used is one line, and exit
 * MM_USAGE.  Owner: caller, chainlink_close. */
struct chainlink *chainlink_open(void);
void chainlink_close(struct chainlink *c); /* NULL is no error */

void chainlink_add(struct chainlink *c, struct source *s);

/* chainlink_ask writes down what each says, or why it does not.
 * in:  chain: the frame's; NULL: the newest block is asked for. */
void chainlink_ask(struct chainlink *c, struct arena *a,
		   const struct rec_chain *chain);

#endif
