/* tell.h - accounts as `il` records.  Layer: cmd. */
#ifndef MM_IL_CALC_TELL_H
#define MM_IL_CALC_TELL_H

#include "books.h"

/* tell_position: the record of a position; its lists are in the arena. */
void tell_position(struct rec_il *il, struct arena *a, const struct books *b,
		   struct seen *s, const struct il_conf *c, int64_t ts_ms);

/* tell_rolls: for each roll under way what it holds between its steps. */
void tell_rolls(struct frame *f, const struct seen *s, const struct il_conf *c,
		int64_t ts_ms);

#endif
