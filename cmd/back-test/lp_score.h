/* lp_score.h - the worth of the strategy at each frame, beside holding and beside the
 * same money over all ticks.  Layer: cmd. */
#ifndef MM_BACK_TEST_LP_SCORE_H
#define MM_BACK_TEST_LP_SCORE_H

#include "data/rec_backtest_lp.h"
#include "lp_desk.h"

enum lp_path { LP_OURS, LP_HOLD, LP_FULL, LP_PATHS };

/* Zero is one without a frame.  Worths are smallest parts of the numeraire. */
struct lp_score {
	__int128 first[LP_PATHS], last[LP_PATHS];
	double *worth[LP_PATHS]; /* by frame */
	int n, cap[LP_PATHS];
};

/* lp_score_frame: what all three are worth now. */
void lp_score_frame(struct lp_score *s, const struct lp_desk *d);

/* lp_score_close fills in what the score and the desk know. */
void lp_score_close(const struct lp_score *s, const struct lp_desk *d,
		    int64_t step_ms, struct rec_backtest_lp *out);

void lp_score_free(struct lp_score *s);

#endif
