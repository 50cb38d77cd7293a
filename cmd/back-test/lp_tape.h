/* lp_tape.h - what happened in one pool, and what gas cost meanwhile, as recorded.
 * Layer: cmd. */
#ifndef MM_BACK_TEST_LP_TAPE_H
#define MM_BACK_TEST_LP_TAPE_H

#include "base/err.h"
#include "base/mem.h"
#include "data/rec_pool.h"

/* The pool after an event, and what that gave to it. */
struct lp_event {
	int64_t ts_ms, block;
	struct u256 sqrt_x96;
	int32_t tick;
	unsigned __int128 liquidity; /* in range */
	double log_price;
	bool swap;
	int token;                /* of a swap: that was given, 0 or 1 */
	struct u256 given, taken; /* smallest parts */
};

/* A price of gas, from then on. */
struct lp_gas_mark {
	int64_t ts_ms;
	struct dec base_fee_wei;
};

struct lp_tape {
	struct rec_pool pool; /* its key and how it stood before the tape */
	struct lp_event *v;   /* v[0] is that; rising in time */
	int n;
	struct lp_gas_mark *gas; /* likewise */
	int n_gas;
	int cap, cap_gas;
	struct arena mem;
};

/* lp_tape_read: the pool's record from one file, its events and the chain's records
 * from another, in time order; those of other pools are passed over.
 *
 * out:     *t, to be freed in any case.
 * returns: MM_OK; MM_PARTIAL (keep_going: bad lines were passed over); MM_FAIL: what
 *          went wrong has been said. */
enum mm_exit lp_tape_read(struct lp_tape *t, const char *pool_file,
			  const char *file, bool keep_going);

void lp_tape_free(struct lp_tape *t);

#endif
