/* txs.h - a frame's actions as transactions.  Layer: cmd. */
#ifndef MM_TX_BUILD_TXS_H
#define MM_TX_BUILD_TXS_H

#include "data/rec_cycle.h"
#include "op.h"

/* build_conf_read, after conf_load; texts are in mem. */
void build_conf_read(struct build_conf *c, struct arena *mem);

/* txs_build makes and emits all of it. */
void txs_build(struct frame *f, const struct build_conf *c,
	       const struct seen *seen, const struct rec_cycle *cycle);

#endif
