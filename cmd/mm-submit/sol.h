/* sol.h - the parts of Solana's chain (chain.h).  Layer: cmd. */
#ifndef MM_SUBMIT_SOL_H
#define MM_SUBMIT_SOL_H

#include "chain.h"
#include "way.h"

extern const struct way sol_ways[];

size_t sol_look(struct sender *s, struct arena *a, const struct attempts *all,
		bool prove, int64_t ts_ms);

/* One that shares a signer with an earlier one of the frame may depend on what that
 * one would have done: it is not_simulated. */
void sol_simulate(struct sender *s, struct arena *a, const struct units *all,
		  int64_t ts_ms);

/* On Solana little is ever stuck: a transaction lands or dies by itself, and holds up
 * no other.  But while it is not known whether an order was placed its lane adds no
 * risk, and nobody wants an order that nobody knows of: it is cancelled by its
 * client id, which does nothing where there is no such order. */
void sol_repair(struct sender *s, struct frame *f, const struct attempts *all,
		int64_t ts_ms);

#endif
