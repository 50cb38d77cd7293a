/* swaps.h - `stat-calc swaps`: events of pools to what their swaps came to.
 * Layer: cmd. */
#ifndef MM_STAT_CALC_SWAPS_H
#define MM_STAT_CALC_SWAPS_H

#include "base/opt.h"

extern const struct opt swaps_options[];

/* swaps_run reads the files: an enum mm_exit. */
int swaps_run(int n, char **files);

#endif
