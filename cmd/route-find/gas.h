/* gas.h - what gas costs in an asset. */
#ifndef MM_ROUTE_FIND_GAS_H
#define MM_ROUTE_FIND_GAS_H

#include "quote.h"

/* gas_price: 1,000,000 gas in smallest parts of a token, rounded up: at the next base
 * fee and PRIORITY_FEE_GWEI, the native coin by its `price` or, without one, by the
 * pools.  False: neither is known. */
bool gas_price(struct u256 *out, const struct quote_seen *s,
	       const struct quote_conf *c, const struct route_map *m,
	       int token);

#endif
