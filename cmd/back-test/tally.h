/* tally.h - what a run comes to, in money and counts.  Layer: cmd. */
#ifndef MM_BACK_TEST_TALLY_H
#define MM_BACK_TEST_TALLY_H

#include "data/rec_backtest.h"
#include "data/rec_equity.h"
#include "io/paper_state.h"
#include "math/grid.h"

struct tally {
	const struct paper_state *venue;
	struct dec price;       /* of the last print; DEC_NONE: none yet */
	struct dec base, quote; /* of all wallets at the start */
	struct dec start;       /* worth at the first price; DEC_NONE   */
	struct dec equity;      /* of the last frame; DEC_NONE          */
	struct dec peak, fall;  /* highest worth, largest fall from one */
	double fall_ratio;
	int64_t n_frames, n_fills, n_refused, n_no_pivot;
	int64_t lots[2];      /* by side              */
	__int128 turnover;    /* atoms of quote       */
	int64_t decisions[3]; /* by enum grid_decision */
};

/* tally_open: venue, just made, outlives it. */
void tally_open(struct tally *t, const struct paper_state *venue);

/* tally_event: a fill or the outcome of a request. */
void tally_event(struct tally *t, const struct match_event *e);

/* tally_frame: a frame's decision; t->price is the last print's before it. */
void tally_frame(struct tally *t, enum grid_decision decision, bool pivot);

/* tally_equity: the worth at the last frame.  False: there was no price yet. */
bool tally_equity(const struct tally *t, struct rec_equity *out, int64_t ts_ms);

/* tally_close fills in what the tally knows. */
void tally_close(const struct tally *t, struct rec_backtest *out);

#endif
