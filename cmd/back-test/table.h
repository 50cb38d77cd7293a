/* table.h - what became of a sweep, for people.  Layer: cmd. */
#ifndef MM_BACK_TEST_TABLE_H
#define MM_BACK_TEST_TABLE_H

#include "axes.h"
#include "data/out.h"
#include "data/rec_backtest.h"

/* table_write: a line for each combination, its record in results, or NULL where
 * there is none. */
void table_write(struct out *out, const struct axes *a,
		 const struct rec_backtest *const *results);

#endif
