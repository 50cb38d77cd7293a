/* rec_grid.h - grid: what the grid was decided to be, and why.  Layer: data. */
#ifndef MM_REC_GRID_H
#define MM_REC_GRID_H

#include "data/rec.h"

extern const char *const rec_grid_decisions[]; /* rebuild, hold, pull */

struct rec_grid {
	int64_t ts_ms; /* Unix ms, UTC */
	const char *market;
	int decision;             /* enum grid_decision */
	const char *reason;       /* first, resume, threshold, ... */
	int64_t n_orders;         /* order records that follow */
	struct dec price;         /* optional: it was compared with */
	struct dec pivot;         /* optional */
	struct dec lower;         /* optional */
	struct dec upper;         /* optional */
	int64_t rebuild_ms;       /* optional: the last rebuild */
	struct dec rebuild_price; /* optional */
	struct dec rebuild_pivot; /* optional */
	int64_t improved_ms;      /* optional: the last improvement */
	double deviation_ratio;   /* optional */
	struct dec quote_used;    /* optional: by the BUY side */
	struct dec base_used;     /* optional: by the SELL side */
	double control_ratio;     /* optional */
	int64_t control_ms;       /* optional: of the supply behind it */
	int side_pulled;          /* optional */
	int64_t would_cross;      /* optional: levels without an order, */
	int64_t too_small;        /* optional: by why they have none    */
	int64_t no_wallet;        /* optional */
	struct rec_list
		parameters; /* optional: configuration it was decided with */
};

extern const struct rec_type rec_grid_type;

#endif
