/* sweep.h - one run for every combination of some configuration values.
 * Layer: cmd. */
#ifndef MM_BACK_TEST_SWEEP_H
#define MM_BACK_TEST_SWEEP_H

#include "base/opt.h"
#include "run.h"

#define SWEEP_MAX 100000 /* configurations */

/* sweep runs them, a process each, at most jobs at a time, and writes a table or,
 * with records, their backtest records, in the order of the combinations: the last
 * key changes fastest.
 *
 * in:      specs: KEY=value,value...
 * returns: the worst of all; MM_USAGE, which has been said, if a spec is not
 *          allowed: then nothing was run. */
enum mm_exit sweep(const struct run_options *o, const struct opt_list *specs,
		   int jobs, bool records);

#endif
