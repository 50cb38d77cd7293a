/* added.h - what actions need and nobody asked for, and what may not be built
 * although it was asked for.  Layer: cmd. */
#ifndef MM_TX_BUILD_ADDED_H
#define MM_TX_BUILD_ADDED_H

#include "op.h"

/* add_accounts: an open-orders account for each wallet that places and has none. */
void add_accounts(struct build *b);

/* add_settles: what is free on a market comes home in front of a transfer that
 * needs it, and where it is more than settle_min. */
void add_settles(struct build *b);

/* add_cranks: where slots are short a crank stands in front of the orders. */
void add_cranks(struct build *b);

/* crank_alone: where nothing else is to be done, once many slots wait. */
void crank_alone(struct build *b);

/* crank_in_passing: a crank that is worth no transaction of its own, for the
 * first wallet of those that sends one anyway; NULL: none is due. */
struct op *crank_in_passing(struct build *b, const struct sol_wallet *wallet);

/* limit_capital refuses the orders that would bring what all orders and balances
 * on a market are worth over max_capital. */
void limit_capital(struct build *b);

#endif
