/* roll_plan.h - one frame of range-roll.  Layer: data. */
#ifndef MM_ROLL_PLAN_H
#define MM_ROLL_PLAN_H

#include "data/frame.h"
#include "data/roll_seen.h"

/* roll_plan emits a decision for each position, each roll under way and each pool
 * that waits for a position, and the actions of one step of each.
 *
 * killed: the kill switch is on; as in a refused frame nothing is begun then but what
 * reduces risk. */
void roll_plan(struct frame *f, const struct roll_seen *s,
	       const struct roll_knobs *k, bool killed, int64_t ts_ms);

#endif
