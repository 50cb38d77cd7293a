#include "lp_score.h"

#include "math/stats.h"

#include <stdlib.h>

#define YEAR_MS (365.0 * 86400e3)

void lp_score_frame(struct lp_score *s, const struct lp_desk *d)
{
	const bool full = d->full.liquidity != 0;

	s->last[LP_OURS] = lp_desk_value(d, lp_desk_holds(d)) - d->gas;
	s->last[LP_HOLD] = lp_desk_value(d, d->terms->funds);
	s->last[LP_FULL] = lp_desk_value(d, lp_desk_full(d)) -
			   (full ? d->full_gas : d->gas);
	for (int i = 0; i < LP_PATHS; i++) {
		if (!s->n)
			s->first[i] = s->last[i];
		s->worth[i] = mem_room(s->worth[i], s->n, &s->cap[i],
				       sizeof(*s->worth[i]));
		s->worth[i][s->n] = (double)s->last[i];
	}
	s->n++;
}

void lp_score_free(struct lp_score *s)
{
	for (int i = 0; i < LP_PATHS; i++)
		free(s->worth[i]);
}

static double gained(const struct lp_score *s, enum lp_path i)
{
	return s->first[i] > 0 ? (double)(s->last[i] - s->first[i]) /
					 (double)s->first[i]
			       : NAN;
}

static double fall(const struct lp_score *s, enum lp_path i)
{
	struct drawdown d;

	return stats_drawdown(&d, (size_t)s->n, s->worth[i]) ? NAN : d.max;
}

/* The riskless rate is 0. */
static double sharpe(const struct lp_score *s, enum lp_path i, int64_t step_ms)
{
	size_t n = (size_t)s->n;
	double *r = mem_alloc(n, sizeof(*r)), out;
	struct moments m;

	if (stats_returns(r, n, s->worth[i]) || stats_moments(&m, n - 1, r) ||
	    stats_sharpe(&out, &m, YEAR_MS / (double)step_ms, 0))
		out = NAN;
	free(r);
	return out;
}

static void put_paths(const struct lp_score *s, int64_t step_ms,
		      struct rec_backtest_lp *out)
{
	double *const gains[] = { &out->return_ratio, &out->hold_return_ratio,
				  &out->full_return_ratio };
	double *const falls[] = { &out->max_drawdown_ratio,
				  &out->hold_drawdown_ratio,
				  &out->full_drawdown_ratio };
	double *const sharpes[] = { &out->sharpe, &out->hold_sharpe,
				    &out->full_sharpe };

	for (int i = 0; i < LP_PATHS; i++) {
		*gains[i] = gained(s, (enum lp_path)i);
		*falls[i] = fall(s, (enum lp_path)i);
		*sharpes[i] = sharpe(s, (enum lp_path)i, step_ms);
	}
}

void lp_score_close(const struct lp_score *s, const struct lp_desk *d,
		    int64_t step_ms, struct rec_backtest_lp *out)
{
	const struct rec_pool *pool = &d->terms->tape->pool;
	const int d0 = (int)pool->decimals0, d1 = (int)pool->decimals1;
	const int dn = d->terms->numeraire_token ? d1 : d0;
	const struct lp_amounts holds = lp_desk_holds(d);
	const struct lp_amounts owed = lp_stake_owed(&d->stake);
	const struct lp_amounts fees = { d->fees.a0 + owed.a0,
					 d->fees.a1 + owed.a1 };

	out->equity_start = dec_make(s->first[LP_OURS], dn);
	out->equity_end = dec_make(s->last[LP_OURS], dn);
	out->hold_end = dec_make(s->last[LP_HOLD], dn);
	out->full_end = dec_make(s->last[LP_FULL], dn);
	out->pnl = dec_make(s->last[LP_OURS] - s->first[LP_OURS], dn);
	out->pnl_vs_hold = dec_make(s->last[LP_OURS] - s->last[LP_HOLD], dn);
	out->pnl_vs_full = dec_make(s->last[LP_OURS] - s->last[LP_FULL], dn);
	out->fees0 = dec_make(fees.a0, d0);
	out->fees1 = dec_make(fees.a1, d1);
	out->fees = dec_make(lp_desk_value(d, fees), dn);
	out->gas = dec_make(d->gas, dn);
	out->gas_wei = dec_make(d->gas_wei, 0);
	out->swap_cost = d->swap_cost / pow(10, dn);
	out->il_amount = dec_make(d->il + lp_desk_il(d), dn);
	out->amount0_end = dec_make(holds.a0, d0);
	out->amount1_end = dec_make(holds.a1, d1);
	put_paths(s, step_ms, out);
}
