/* rec_backtest.h - backtest: what a strategy would have made of a tape.
 * Layer: data. */
#ifndef MM_REC_BACKTEST_H
#define MM_REC_BACKTEST_H

#include "data/rec.h"

/* Money is in quote, sizes are in base; equity is at the last print's price. */
struct rec_backtest {
	int64_t ts_ms; /* Unix ms, UTC: of the last frame */
	const char *market;
	int64_t from_ms; /* first frame */
	int64_t to_ms;   /* last frame  */
	int64_t step_ms;
	const char *tape;      /* as it was named */
	const char *history;   /* optional: likewise */
	const char *config_id; /* hash of parameters */
	const char *quote;     /* asset */
	int64_t n_frames;
	int64_t n_history; /* prints before the first frame */
	int64_t n_trades;  /* prints after it               */

	struct dec equity_start; /* optional: there was no price yet */
	struct dec equity_end;   /* optional */
	struct dec hold_end;     /* optional: of what there was at the start */
	struct dec pnl;          /* optional: end less start */
	struct dec pnl_vs_hold;  /* optional: end less hold_end */
	struct dec max_drawdown; /* optional: largest fall from a peak */
	double max_drawdown_ratio; /* optional: of the peak */

	struct dec base_start, base_end; /* all wallets together */
	struct dec quote_start, quote_end;
	int64_t n_fills;
	struct dec bought, sold; /* base */
	struct dec turnover;
	struct dec fees; /* negative: rebates */

	int64_t n_rebuilds, n_holds, n_pulls;      /* frames, by decision     */
	int64_t n_no_pivot;                        /* frames without a pivot  */
	int64_t pulled_ms;                         /* time after such a frame */
	int64_t n_placed, n_replaced, n_cancelled; /* requests sent      */
	int64_t n_refused;                         /* by the venue       */
	int64_t n_kept; /* orders left as they were, over all frames */
	struct rec_list parameters; /* optional: keys not at their default */
};

extern const struct rec_type rec_backtest_type;

#endif
