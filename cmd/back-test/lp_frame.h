/* lp_frame.h - a frame of the desk, as the programs that feed range-roll would write it:
 * chain, pool, wallet, position, holding, pending, and range as it was last decided.
 * Layer: cmd. */
#ifndef MM_BACK_TEST_LP_FRAME_H
#define MM_BACK_TEST_LP_FRAME_H

#include "lp_desk.h"

/* The last decision on each pool and position, as lines. */
struct lp_lasts {
	struct lp_last {
		char *about; /* position, "" for the pool */
		char *line;
	} * v;
	int n, cap;
};

/* lp_lasts_keep: line, its newline with it, is copied. */
void lp_lasts_keep(struct lp_lasts *l, const char *position, const char *line);
void lp_lasts_free(struct lp_lasts *l);

struct lp_window {
	int64_t window_ms, twap_s;
	int first; /* event before which none is in it any more */
};

/* lp_frame_write: all but the cycle. */
void lp_frame_write(struct out *out, const struct lp_desk *d,
		    const struct lp_lasts *lasts, struct lp_window *w,
		    int64_t ts_ms);

#endif
