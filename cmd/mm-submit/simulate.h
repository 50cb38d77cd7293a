/* simulate.h - the dry run.  Layer: cmd. */
#ifndef MM_SUBMIT_SIMULATE_H
#define MM_SUBMIT_SIMULATE_H

#include "sender.h"
#include "unit.h"

/* simulate lets a node run each transaction and tells what came of it.  One that
 * shares a signer with an earlier one of the frame may depend on what that one
 * would have done: it is not_simulated. */
void simulate(struct sender *s, struct arena *a, const struct units *all,
	      int64_t ts_ms);

#endif
