/* rec_backtest_lp.h - backtest_lp: what range-roll would have made of recorded swaps.
 * Layer: data. */
#ifndef MM_REC_BACKTEST_LP_H
#define MM_REC_BACKTEST_LP_H

#include "data/rec.h"

struct rec_backtest_lp {
	/* of the last frame, Unix ms */
	int64_t ts_ms;
	/* address of the pool */
	const char *pool;
	/* asset */
	const char *token0;
	/* asset */
	const char *token1;
	/* asset of the values below */
	const char *numeraire;
	/* first frame, Unix ms */
	int64_t from_ms;
	/* last frame, Unix ms */
	int64_t to_ms;
	/* time from frame to frame */
	int64_t step_ms;
	/* time from a frame to the landing of what it asks for */
	int64_t latency_ms;
	/* file of the tape, as it was named */
	const char *tape;
	/* hash of the parameters */
	const char *config_id;
	/* frames */
	int64_t n_frames;
	/* swaps of the tape from the first frame on */
	int64_t n_swaps;
	/* worth at the first frame */
	struct dec equity_start;
	/* worth at the last: wallet, position and its fees, less all gas */
	struct dec equity_end;
	/* worth at the last frame of what there was at the first */
	struct dec hold_end;
	/* worth at the last frame had the first position been one over all ticks */
	struct dec full_end;
	/* equity_end less equity_start */
	struct dec pnl;
	/* equity_end less hold_end */
	struct dec pnl_vs_hold;
	/* equity_end less full_end */
	struct dec pnl_vs_full;
	/* optional: equity_end / equity_start - 1 */
	double return_ratio;
	/* optional: likewise of holding */
	double hold_return_ratio;
	/* optional: likewise over all ticks */
	double full_return_ratio;
	/* optional: largest fall of the equity as a part of the peak before */
	double max_drawdown_ratio;
	/* optional: likewise of holding */
	double hold_drawdown_ratio;
	/* optional: likewise over all ticks */
	double full_drawdown_ratio;
	/* optional: mean of the log returns of frames by their standard deviation, a year */
	double sharpe;
	/* optional: likewise of holding */
	double hold_sharpe;
	/* optional: likewise over all ticks */
	double full_sharpe;
	/* token0 earned as fees */
	struct dec fees0;
	/* token1 earned as fees */
	struct dec fees1;
	/* worth of both at the last frame, rounded down */
	struct dec fees;
	/* paid to the chain, each at its time, rounded up */
	struct dec gas;
	/* paid to the chain, wei */
	struct dec gas_wei;
	/* lost in swaps against the price of the pool, fee included */
	double swap_cost;
	/* impermanent loss of all positions, each until it was withdrawn or the last frame */
	struct dec il_amount;
	/* token0 held at the end, in the position too */
	struct dec amount0_end;
	/* token1 likewise */
	struct dec amount1_end;
	/* positions opened */
	int64_t n_mints;
	/* of these after one before */
	int64_t n_rolls;
	/* positions withdrawn for good */
	int64_t n_exits;
	/* swaps of ours */
	int64_t n_rebalances;
	/* actions that did not land */
	int64_t n_failed;
	/* refusals of il-calc and range-roll */
	int64_t n_refused;
	/* part of the time with a position in range */
	double in_range_ratio;
	/* part of the time with a position out of range */
	double out_of_range_ratio;
	/* optional: configuration keys that are not at their default */
	struct rec_list parameters;
};

extern const struct rec_type rec_backtest_lp_type;

#endif
