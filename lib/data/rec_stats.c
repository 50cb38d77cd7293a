#include "data/rec_stats.h"

#define RETURNS(member, kind, flags)                                           \
	REC_FIELD(rec_stats_returns, member, kind, flags)
#define FILLS(member, kind, flags)                                             \
	REC_FIELD(rec_stats_fills, member, kind, flags)
#define TAPE(member, kind, flags) REC_FIELD(rec_stats_tape, member, kind, flags)

static const struct rec_field returns_fields[] = {
	RETURNS(series, REC_STR, REC_MUST),
	RETURNS(from_ms, REC_INT, REC_MUST),
	RETURNS(to_ms, REC_INT, REC_MUST),
	RETURNS(every_ms, REC_INT, REC_MUST),
	RETURNS(n, REC_INT, REC_MUST),
	RETURNS(n_gaps, REC_INT, REC_MUST),
	RETURNS(risk_free_ratio, REC_REAL, REC_MUST),
	RETURNS(confidence_bps, REC_INT, REC_MUST),
	RETURNS(total_ratio, REC_REAL, REC_OPT),
	RETURNS(mean_ratio, REC_REAL, REC_OPT),
	RETURNS(volatility_ratio, REC_REAL, REC_OPT),
	RETURNS(volatility_lo_ratio, REC_REAL, REC_OPT),
	RETURNS(volatility_hi_ratio, REC_REAL, REC_OPT),
	RETURNS(volatility_boot_lo_ratio, REC_REAL, REC_OPT),
	RETURNS(volatility_boot_hi_ratio, REC_REAL, REC_OPT),
	RETURNS(skew, REC_REAL, REC_OPT),
	RETURNS(skew_lo, REC_REAL, REC_OPT),
	RETURNS(skew_hi, REC_REAL, REC_OPT),
	RETURNS(exkurt, REC_REAL, REC_OPT),
	RETURNS(exkurt_lo, REC_REAL, REC_OPT),
	RETURNS(exkurt_hi, REC_REAL, REC_OPT),
	RETURNS(sharpe, REC_REAL, REC_OPT),
	RETURNS(sortino, REC_REAL, REC_OPT),
	RETURNS(cagr_ratio, REC_REAL, REC_OPT),
	RETURNS(calmar, REC_REAL, REC_OPT),
	RETURNS(max_drawdown_ratio, REC_REAL, REC_OPT),
	RETURNS(peak_ms, REC_INT, REC_OPT),
	RETURNS(trough_ms, REC_INT, REC_OPT),
	RETURNS(win_ratio, REC_REAL, REC_OPT),
	RETURNS(var_ratio, REC_REAL, REC_OPT),
	RETURNS(es_ratio, REC_REAL, REC_OPT),
	RETURNS(var_normal_ratio, REC_REAL, REC_OPT),
	RETURNS(es_normal_ratio, REC_REAL, REC_OPT),
	RETURNS(var_cf_ratio, REC_REAL, REC_OPT),
	RETURNS(warning_var_cf, REC_STR, REC_OPT),
	RETURNS(resamples, REC_INT, REC_OPT),
	RETURNS(block, REC_INT, REC_OPT),
};

static const struct rec_field fills_fields[] = {
	FILLS(market, REC_STR, REC_MUST),
	FILLS(from_ms, REC_INT, REC_MUST),
	FILLS(to_ms, REC_INT, REC_MUST),
	FILLS(n, REC_INT, REC_MUST),
	FILLS(volume, REC_DEC, REC_MUST),
	FILLS(turnover, REC_DEC, REC_MUST),
	FILLS(fees, REC_DEC, REC_MUST),
	FILLS(maker_ratio, REC_REAL, REC_MUST),
	FILLS(cadence_ms, REC_INT, REC_OPT),
	FILLS(n_round_trips, REC_INT, REC_MUST),
	FILLS(round_trip_ms, REC_INT, REC_OPT),
	FILLS(round_trip_pnl, REC_DEC, REC_MUST),
	FILLS(round_trip_mean_pnl, REC_REAL, REC_OPT),
	FILLS(round_trip_win_ratio, REC_REAL, REC_OPT),
	FILLS(realized_pnl, REC_DEC, REC_MUST),
	FILLS(unrealized_pnl, REC_DEC, REC_OPT),
	FILLS(inventory, REC_DEC, REC_MUST),
	FILLS(own_against_own, REC_DEC, REC_MUST),
	FILLS(warning_fees, REC_STR, REC_OPT),
};

static const struct rec_field tape_fields[] = {
	TAPE(market, REC_STR, REC_MUST),
	TAPE(from_ms, REC_INT, REC_MUST),
	TAPE(to_ms, REC_INT, REC_MUST),
	TAPE(n, REC_INT, REC_MUST),
	TAPE(volume, REC_DEC, REC_MUST),
	TAPE(own_ratio, REC_REAL, REC_OPT),
	TAPE(own_against_own, REC_DEC, REC_MUST),
	TAPE(bounced, REC_DEC, REC_MUST),
	TAPE(bounced_ratio, REC_REAL, REC_MUST),
	TAPE(repeated_ratio, REC_REAL, REC_MUST),
	TAPE(wash_window_ms, REC_INT, REC_MUST),
};

static const struct rec_field exposure_fields[] = {
	REC_FIELD(rec_exposure, value, REC_DEC, REC_MUST),
	REC_FIELD(rec_exposure, share_ratio, REC_REAL, REC_OPT),
};

static const struct rec_shape returns_shape =
	REC_SHAPE(rec_stats_returns, returns_fields);
static const struct rec_shape fills_shape =
	REC_SHAPE(rec_stats_fills, fills_fields);
static const struct rec_shape tape_shape =
	REC_SHAPE(rec_stats_tape, tape_fields);
static const struct rec_shape exposure_shape =
	REC_SHAPE(rec_exposure, exposure_fields);

static const struct rec_field fields[] = {
	REC_FIELD(rec_stats, ts_ms, REC_INT, REC_ID),
	REC_FIELD(rec_stats, strategy, REC_INT, REC_ID),
	REC_FIELD(rec_stats, quote, REC_STR, REC_OPT),
	REC_FIELD_OF(rec_stats, returns, REC_OBJECT, REC_OPT, &returns_shape),
	REC_FIELD_OF(rec_stats, fills, REC_OBJECT, REC_OPT, &fills_shape),
	REC_FIELD_OF(rec_stats, tape, REC_OBJECT, REC_OPT, &tape_shape),
	REC_FIELD_OF(rec_stats, exposure, REC_NAMED, REC_OPT, &exposure_shape),
};

const struct rec_type rec_stats_type = {
	.name = "stats",
	.scope = REC_ANYWHERE,
	.shape = REC_SHAPE(rec_stats, fields),
};
