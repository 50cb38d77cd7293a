/* gas_limit.h - how much gas a transaction is given.  Layer: math.
 *
 * A simulation says what was used in the end.  More has to be there on the way: a
 * refund, at most a fifth of what is used (EIP-3529), comes back only afterwards,
 * and a call passes on at most 63 of 64 parts of what is left (EIP-150).
 */
#ifndef MM_GAS_LIMIT_H
#define MM_GAS_LIMIT_H

#include "base/dec.h"

/* gas_limit: the smaller of the ceiling and used * 5/4 * (1 + margin), rounded up.
 *
 * in:      margin: 0..10; used below 2^53.
 * returns: at least 1 where used is. */
uint64_t gas_limit(uint64_t used, struct dec margin, uint64_t ceiling);

#endif
