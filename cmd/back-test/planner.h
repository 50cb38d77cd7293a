/* planner.h - a frame's decision and its changes to the orders: what mm-grid,
 * order-diff and paper-trade submit do with the frame's records, with the same
 * functions.  Layer: cmd. */
#ifndef MM_BACK_TEST_PLANNER_H
#define MM_BACK_TEST_PLANNER_H

#include "data/desk.h"
#include "data/diff_conf.h"
#include "data/out.h"
#include "venue/paper_conf.h"
#include "venue/paper_sent.h"

/* What was sent, and what was left alone, over all frames. */
struct planner_counts {
	int64_t placed, replaced, cancelled, kept;
};

struct planner {
	const struct paper_conf *conf;
	struct paper_state *venue;
	struct paper_sent sent;
	struct planner_counts counts;

	/* this frame's */
	struct grid_plan plan;
	struct desk_frame frame;

	/* from frame to frame */
	struct diff_conf diff;
	struct rec_market market;
	struct desk desk;
	struct arena records; /* of the last frame with news */
	struct arena scratch; /* of this frame               */
	struct order *orders; /* of the last grid            */
	size_t cap_orders;
	struct grid_last last;
	int *rank; /* of a wallet by its name: how order-diff numbers them */
	int *unrank;
	size_t n_kept; /* by the last diff                           */
	bool sent_any; /* in the last frame                          */
	bool idle;     /* the last diff, of the last grid, was empty */
	bool settled;  /* as in struct grid_input                    */
};

/* planner_open, after conf_load.  Owner: caller, planner_close; conf and venue
 * outlive it. */
void planner_open(struct planner *p, const struct paper_conf *conf,
		  struct paper_state *venue);
void planner_close(struct planner *p);

/* planner_heard: the outcome of a request. */
void planner_heard(struct planner *p, const struct match_event *e);

/* planner_frame decides, and submits the changes.
 *
 * in:      pivot, or NULL; news: something came to rest, was filled, cancelled or
 *          refused since the last frame.
 * returns: NULL, or why the configuration does not fit the market. */
MM_CHECKED const char *planner_frame(struct planner *p,
				     const struct rec_pivot *pivot,
				     int64_t ts_ms, bool news);

/* planner_emit writes the frame's grid and its orders, as mm-grid does. */
void planner_emit(const struct planner *p, struct out *out);

#endif
