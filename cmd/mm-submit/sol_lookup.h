/* sol_lookup.h - what the chain says of attempts.  Layer: cmd. */
#ifndef MM_SUBMIT_SOL_LOOKUP_H
#define MM_SUBMIT_SOL_LOOKUP_H

#include "attempt.h"
#include "sender.h"

/* lookup asks for every attempt that is not over and moves it accordingly; what an
 * attempt that landed owes (turn, owes_read) is set too.
 *
 * in:      prove: ask all nodes for all it takes to prove a transaction dead (three
 *          requests to each); else one node whether it landed.
 * returns: how many nodes answered; 0: nothing was learned. */
size_t lookup(struct sender *s, struct arena *a, struct attempt *const *v,
	      size_t n, bool prove);

/* lookup_vanished: a landing that was seen is no longer on the chain. */
bool lookup_vanished(const struct outbox *was, const struct outbox *is);

#endif
