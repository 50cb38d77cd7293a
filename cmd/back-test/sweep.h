/* sweep.h - one run for every combination of some configuration values.
 * Layer: cmd. */
#ifndef MM_BACK_TEST_SWEEP_H
#define MM_BACK_TEST_SWEEP_H

#include "base/err.h"
#include "base/opt.h"
#include "table.h"

#define SWEEP_MAX 100000 /* configurations */

/* What is run, and what is told of it. */
struct sweep_work {
	/* run with the configuration as it is: the record of its result is all
	 * it writes. */
	enum mm_exit (*run)(const void *o, struct out *out);
	const void *o;
	const struct rec_type *result;
	const struct table_column *columns; /* ends with a NULL title */
};

/* sweep runs it, a process each, at most jobs at a time, and writes a table or, with
 * records, its results, in the order of the combinations: the last key changes
 * fastest.
 *
 * in:      specs: KEY=value,value...
 * returns: the worst of all; MM_USAGE, which has been said, if a spec is not
 *          allowed: then nothing was run. */
enum mm_exit sweep(const struct sweep_work *work, const struct opt_list *specs,
		   int jobs, bool records);

#endif
