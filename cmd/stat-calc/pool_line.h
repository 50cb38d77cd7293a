/* pool_line.h - the lines of pools that stat-calc reads. */
#ifndef MM_STAT_CALC_POOL_LINE_H
#define MM_STAT_CALC_POOL_LINE_H

#include "data/frame.h"
#include "data/pool_event.h"

/* pool_line: what an `event` says of a pool; event is POOL_OTHER where it says nothing.
 * False: it is none, or a `removed`; that has been said. */
MM_CHECKED bool pool_line(struct frame *f, struct pool_says *says,
			  const struct rec_type *type, const void *rec);

#endif
