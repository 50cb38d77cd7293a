/* pool.h - stat-calc pool: volatility, fees and time in range of pools, by window. */
#ifndef MM_STAT_CALC_POOL_H
#define MM_STAT_CALC_POOL_H

#include "base/opt.h"

extern const struct opt pool_options[];

/* pool_run: n file operands; the exit code. */
int pool_run(int n, char **files);

#endif
