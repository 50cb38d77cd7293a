/* past.h - what the market has come to: the pivot of each frame out of the prints
 * before it, as mm-pivot finds it in the store.  Layer: cmd. */
#ifndef MM_BACK_TEST_PAST_H
#define MM_BACK_TEST_PAST_H

#include "data/rec_pivot.h"
#include "known.h"
#include "math/pivot_rules.h"
#include "math/slices.h"
#include "math/trade_scale.h"
#include "venue/tape.h"

struct past {
	struct pivot_rules rules;
	struct slices live;
	struct trade_scale scale; /* of the sums */
	int64_t horizon_ms;       /* no frame sees what is not later */
	unsigned __int128 traded; /* lots that displace a seed */
	int64_t newest_ms;        /* or PIVOT_NEVER */
	int64_t last_ms;          /* of the last print without us ... */
	struct dec last_price;    /* ... and its price                */
	struct known known;
};

/* past_open: for frames at first_ms + k * step_ms.  Owner: caller, past_close. */
void past_open(struct past *p, const struct pivot_rules *rules,
	       int64_t first_ms, int64_t step_ms);
void past_close(struct past *p);

/* past_add: the next print.  False: the sums do not hold it. */
MM_CHECKED bool past_add(struct past *p, const struct tape_entry *e);

/* past_pivot: the pivot of a frame, which sees what is before it.
 * out: *out, for PIVOT_GIVEN: what a grid looks at. */
MM_CHECKED enum pivot_refusal past_pivot(struct past *p, struct rec_pivot *out,
					 int64_t ts_ms);

#endif
