/* rec_stats.h - stats: what a series, the own fills and the tape amount to, as
 * stat-calc(1) defines it.  Layer: data. */
#ifndef MM_REC_STATS_H
#define MM_REC_STATS_H

#include "data/rec.h"

/* Of an evenly sampled series.  Ratios without a span are per sample. */
struct rec_stats_returns {
	const char *series; /* equity, trade, price; NULL: none of these */
	int64_t from_ms;
	int64_t to_ms;
	int64_t every_ms;
	int64_t n;               /* returns                      */
	int64_t n_gaps;          /* samples missing between them */
	double risk_free_ratio;  /* a year                       */
	int64_t confidence_bps;  /* of var and es                */
	double total_ratio;      /* optional, as are all below   */
	double mean_ratio;       /* logarithmic                  */
	double volatility_ratio; /* a year                       */
	double volatility_lo_ratio;
	double volatility_hi_ratio;
	double volatility_boot_lo_ratio;
	double volatility_boot_hi_ratio;
	double skew;
	double skew_lo;
	double skew_hi;
	double exkurt;
	double exkurt_lo;
	double exkurt_hi;
	double sharpe;
	double sortino;
	double cagr_ratio; /* spans of 90 days and more */
	double calmar;
	double max_drawdown_ratio;
	int64_t peak_ms;
	int64_t trough_ms;
	double win_ratio;
	double var_ratio;
	double es_ratio;
	double var_normal_ratio;
	double es_normal_ratio;
	double var_cf_ratio;
	const char *warning_var_cf;
	int64_t resamples;
	int64_t block;
};

/* Of the fills of one strategy in one market. */
struct rec_stats_fills {
	const char *market; /* NULL: no fills */
	int64_t from_ms;
	int64_t to_ms;
	int64_t n;
	struct dec volume;   /* base                              */
	struct dec turnover; /* quote                             */
	struct dec fees;     /* quote                             */
	double maker_ratio;  /* of the turnover                   */
	int64_t cadence_ms;  /* optional: mean time between fills */
	int64_t n_round_trips;
	int64_t round_trip_ms;       /* optional: mean  */
	struct dec round_trip_pnl;   /* quote, of all   */
	double round_trip_mean_pnl;  /* optional: quote */
	double round_trip_win_ratio; /* optional       */
	struct dec realized_pnl;     /* quote          */
	struct dec unrealized_pnl;   /* optional: quote */
	struct dec inventory;        /* base, bought less sold */
	struct dec own_against_own;  /* base; must be 0        */
	const char *warning_fees;    /* optional: fees left out */
};

/* Of all prints of one market. */
struct rec_stats_tape {
	const char *market; /* NULL: no prints */
	int64_t from_ms;
	int64_t to_ms;
	int64_t n;
	struct dec volume;          /* base                        */
	double own_ratio;           /* optional                    */
	struct dec own_against_own; /* base; must be 0             */
	struct dec bounced;         /* base: suspected wash volume */
	double bounced_ratio;
	double repeated_ratio; /* what chance does */
	int64_t wash_window_ms;
};

/* What one wallet holds at the end. */
struct rec_exposure {
	const char *wallet;
	struct dec value;   /* quote                          */
	double share_ratio; /* optional: of all wallets       */
};

struct rec_stats {
	int64_t ts_ms; /* Unix ms, UTC: of the newest record used */
	int64_t strategy;
	const char *quote; /* optional: asset of the money below */
	struct rec_stats_returns returns;
	struct rec_stats_fills fills;
	struct rec_stats_tape tape;
	struct rec_list exposure; /* optional: struct rec_exposure by wallet */
};

extern const struct rec_type rec_stats_type;

#endif
