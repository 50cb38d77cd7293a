/* oracle.h - asks the accounts of Pyth and Switchboard, all in one request. */
#ifndef PRICE_READ_ORACLE_H
#define PRICE_READ_ORACLE_H

#include "pairs.h"

struct oracle;

/* oracle_open: SOLANA_RPC and its like; one that cannot be used is one line, and
 * exit MM_USAGE.  Owner: caller, oracle_close. */
struct oracle *oracle_open(void);
void oracle_close(struct oracle *o); /* NULL is no error */

/* oracle_add: s is SOURCE_PYTH or SOURCE_SWITCHBOARD; at most 100 of them. */
void oracle_add(struct oracle *o, struct source *s);

/* oracle_ask writes down what each says, or why it does not. */
void oracle_ask(struct oracle *o, struct arena *a);

#endif
