/* lanes.h - the lanes this process sends on.  Layer: cmd. */
#ifndef MM_SUBMIT_LANES_H
#define MM_SUBMIT_LANES_H

#include "io/lock.h"

#include <stddef.h>

/* Zero holds none.  Held until lanes_drop, which is at the end of the process. */
struct lanes {
	struct lane_lock {
		char *lane;
		struct lock lock;
	} * v;
	int n, cap;
};

/* lanes_hold takes a lane that is not held yet. */
MM_CHECKED enum lock_err lanes_hold(struct lanes *l, const char *lane);

void lanes_drop(struct lanes *l);

#endif
