/* rec_sim.h - sim: what a transaction would do at the frame's block.
 * Layer: data. */
#ifndef MM_REC_SIM_H
#define MM_REC_SIM_H

#include "data/rec.h"

struct rec_sim {
	int64_t ts_ms;           /* Unix ms, UTC */
	struct rec_list intents; /* of const char * */
	int64_t chain_id;
	const char *wallet;     /* the sender's name */
	const char *block_hash; /* of the block it was run on */
	struct dec gas_used;
	struct dec fee_wei; /* in the block after it */
	/* Optional, of struct rec_amount: what the sender gains, or loses (below
	 * 0), without the fee. */
	struct rec_list delta;
	const char *group; /* optional: what it is done with, or not at all */
};

extern const struct rec_type rec_sim_type;

#endif
