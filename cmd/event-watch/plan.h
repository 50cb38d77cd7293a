/* plan.h - what is watched: files of watches, and the names in them. */
#ifndef MM_EVENT_WATCH_PLAN_H
#define MM_EVENT_WATCH_PLAN_H

#include "base/opt.h"
#include "chain/watch.h"
#include "data/evm_conf.h"

/* plan_read reads the files into *w.  at: names or addresses that `any` in them
 * means; none: any contract.  What is wrong ends the program, MM_USAGE, with
 * file:line.  Owner: the arena. */
void plan_read(struct watch *w, struct arena *a, const struct opt_list *files,
	       const struct opt_list *at, const struct evm_conf *conf);

#endif
