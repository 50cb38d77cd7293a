/* run.h - one run of the strategy over a tape.  Layer: cmd. */
#ifndef MM_BACK_TEST_RUN_H
#define MM_BACK_TEST_RUN_H

#include "base/err.h"
#include "base/mem.h"
#include "data/out.h"
#include "data/rec_backtest.h"

struct run_options {
	const char *tape;       /* NULL: the key PAPER_TAPE */
	const char *history;    /* prints from before the tape; NULL: none */
	int64_t from_ms, to_ms; /* frames; REC_NONE_INT: as the tape goes */
	int64_t step_ms;
	bool keep_going;          /* -k */
	bool fills, equity, grid; /* records to write */
};

/* run, after conf_load.  What goes wrong has been said.
 *
 * out:     *result, its texts in mem or in the configuration, unless MM_FAIL or
 *          MM_USAGE is returned.
 * returns: MM_OK; MM_PARTIAL: lines were passed over; MM_FAIL: a bad line, or no
 *          print of the market; MM_USAGE: keys that do not fit together;
 *          MM_REFUSED: no frame had a pivot. */
enum mm_exit run(const struct run_options *o, struct out *out,
		 struct rec_backtest *result, struct arena *mem);

#endif
