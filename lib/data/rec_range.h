/* rec_range.h - range: what range-roll decided of a position or a pool, and by which figures.  Layer: data. */
#ifndef MM_REC_RANGE_H
#define MM_REC_RANGE_H

#include "data/rec.h"

enum range_decision {
	RANGE_HOLD,
	RANGE_OPEN,
	RANGE_ROLL,
	RANGE_EXIT,
	RANGE_WAIT
};

enum range_step { STEP_BURN, STEP_SWAP, STEP_MINT, STEP_DONE };

struct rec_range {
	int64_t ts_ms;        /* when the frame was, Unix ms */
	int64_t chain_id;     /* chain */
	const char *pool;     /* pool */
	const char *position; /* optional: position */
	int64_t strategy;     /* STRATEGY_ID */
	const char *wallet;   /* optional: wallet */
	int decision;         /* enum range_decision: what is to be done */
	/* optional: enum range_step: how far it is: the step asked for in this frame */
	int step;
	const char *reason; /* code of why */
	/* optional: what asks for a roll: out_of_range, proximity, apy, efficiency, max_il, stop_loss, capital */
	struct rec_list triggers;
	const char *roll; /* optional: roll under way */
	/* optional: struct rec_amount: what it may spend besides what it holds */
	struct rec_list budget;
	int64_t roll_ms; /* optional: frame that began it, Unix ms */
	/* optional: frame that began the last one, Unix ms */
	int64_t last_roll_ms;
	double urgency;       /* optional: 0 to 1 */
	double confidence;    /* optional: 0 to 1 */
	int64_t tick;         /* optional: of the pool */
	int64_t tick_lower;   /* optional: of the position */
	int64_t tick_upper;   /* optional: of the position */
	struct dec liquidity; /* optional: of the position */
	/* optional: what it comes down to for money that left its vault */
	struct dec keep_liquidity;
	int64_t new_lower; /* optional: of the range it should have */
	int64_t new_upper; /* optional: of the range it should have */
	/* optional: half of its width before alignment */
	int64_t half_ticks;
	int64_t optimal_ticks; /* optional: that by fees against cost */
	double sigma_ratio;    /* optional: volatility a year */
	int64_t horizon_s;     /* optional: planned time in the range */
	double tolerance;      /* optional: factor of RISK_TOLERANCE */
	double asymmetry;      /* optional: share moved below, -0.5 to 0.5 */
	/* optional: fees of the new range against a full one */
	double expected_fee_multiplier;
	/* optional: price the spot is held against, token1 per token0 */
	struct dec reference;
	struct dec spot;        /* optional: of the pool, token1 per token0 */
	int64_t twap_tick;      /* optional: mean tick it is held against */
	double deviation_ratio; /* optional: spot / reference - 1 */
	struct dec gain;        /* optional: expected, numeraire */
	struct dec cost;        /* optional: expected, numeraire */
	struct dec cost_gas;    /* optional: of that gas */
	/* optional: of that fee and impact of the swap */
	struct dec cost_swap;
	struct dec cost_lvr; /* optional: of that loss while out */
	double apr_old_pct;  /* optional: net of the position */
	double apr_new_pct;  /* optional: net of the new range */
	/* optional: fees earned against those of a centred range */
	double efficiency_ratio;
	double il_pct;         /* optional: of the position */
	double net_pct;        /* optional: net since entry */
	const char *numeraire; /* optional: asset of the values */
	/* optional: capital up to here is invested */
	int64_t capital_block;
	int64_t capital_log; /* optional: and up to this log of it */
	/* optional: struct rec_amount: capital that came and is not invested yet */
	struct rec_list idle;
};

extern const struct rec_type rec_range_type;

#endif
