/* actions.h - what the diff decided, as action records.  Layer: cmd. */
#ifndef MM_ORDER_DIFF_ACTIONS_H
#define MM_ORDER_DIFF_ACTIONS_H

#include "data/diff_conf.h"
#include "data/frame.h"
#include "seen.h"

/* actions_emit writes them in order.  A place or replace whose intent a refusal
 * names is held back, and with it what would have been behind it. */
void actions_emit(struct frame *f, const struct diff_conf *c,
		  const struct seen *s, const struct ordered *by,
		  const struct diff *d, int64_t ts_ms);

#endif
