/* follow.h - from what was sent to what became of it.  Layer: cmd. */
#ifndef MM_SUBMIT_FOLLOW_H
#define MM_SUBMIT_FOLLOW_H

#include "attempt.h"
#include "sender.h"

/* follow looks all of them up, journals what is new and tells it.
 * in: all: oldest first; prove: as chain.h's look. */
MM_CHECKED enum db_err follow(struct sender *s, struct arena *a,
			      const struct attempts *all, bool prove,
			      int64_t ts_ms);

#endif
