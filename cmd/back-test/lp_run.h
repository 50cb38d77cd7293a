/* lp_run.h - one run of range-roll over recorded swaps.  Layer: cmd. */
#ifndef MM_BACK_TEST_LP_RUN_H
#define MM_BACK_TEST_LP_RUN_H

#include "base/err.h"
#include "data/out.h"
#include "data/rec_backtest_lp.h"

struct lp_run_options {
	const char *pool, *tape;
	int64_t from_ms, to_ms; /* frames; REC_NONE_INT: as the tape goes */
	int64_t step_ms, latency_ms;
	struct dec gas_wei; /* base fee; DEC_NONE: the tape has it */
	bool keep_going;
	bool positions, equity; /* records to write */
};

/* lp_run, after conf_load.  What goes wrong has been said.
 *
 * out:     records, the backtest_lp last, unless MM_FAIL or MM_USAGE is returned.
 * returns: MM_OK; MM_PARTIAL: lines were passed over; MM_FAIL: a bad line, or no event
 *          of the pool; MM_USAGE: keys that do not fit together; MM_REFUSED: no
 *          position was ever opened, or the kill switch is on. */
enum mm_exit lp_run(const struct lp_run_options *o, struct out *out);

#endif
