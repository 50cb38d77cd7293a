/* check_stats.c - series_stats, online_moments, compensated_sum, welch_t,
 * paired_block_bootstrap. */
#include "check.h"

#include "math/abtest.h"
#include "math/stats.h"

#include <math.h>

/* A result whose status may be one that means "not defined": null. */
static void put_optional(cJSON *out, const char *key, double x, enum status st)
{
	if (st)
		vec_put_null(out, key);
	else
		vec_put_real(out, key, x);
}

struct series {
	const double *prices;
	double *r;
	size_t n; /* returns */
	double per_year;
	double rf;
	int alpha_bp;
	struct moments m;
};

static enum status put_shape(cJSON *out, const struct series *s)
{
	double var, realized, g1, g2, G1, G2;
	enum status st;

	if ((st = moments_var(&var, &s->m)) ||
	    (st = stats_realized_var(&realized, s->n, s->r)) ||
	    (st = moments_skew(&g1, &s->m)) ||
	    (st = moments_exkurt(&g2, &s->m)) ||
	    (st = moments_skew_sample(&G1, &s->m)) ||
	    (st = moments_exkurt_sample(&G2, &s->m)))
		return st;
	vec_put_real(out, "mean", s->m.mean);
	vec_put_real(out, "var", var);
	vec_put_real(out, "std", sqrt(var));
	vec_put_real(out, "realized_var", realized);
	vec_put_real(out, "skew_g1", g1);
	vec_put_real(out, "exkurt_g2", g2);
	vec_put_real(out, "skew_G1", G1);
	vec_put_real(out, "exkurt_G2", G2);
	return ST_OK;
}

static enum status put_ratios(cJSON *out, const struct series *s)
{
	double sharpe, dd, win, sortino = 0, cagr = 0;
	struct drawdown fall;
	struct volatility vol;
	enum status st, st_cagr;

	if ((st = stats_volatility(&vol, &s->m, s->per_year)) ||
	    (st = stats_sharpe(&sharpe, &s->m, s->per_year, s->rf)) ||
	    (st = stats_downside(&dd, s->n, s->r, s->rf / s->per_year)) ||
	    (st = stats_win_rate(&win, s->n, s->r)) ||
	    (st = stats_drawdown(&fall, s->n + 1, s->prices)))
		return st;
	vec_put_real(out, "ann_vol", vol.ann);
	vec_put_real(out, "vol_ci95_lo", vol.lo);
	vec_put_real(out, "vol_ci95_hi", vol.hi);
	vec_put_real(out, "sharpe", sharpe);
	vec_put_real(out, "downside_dev", dd);
	vec_put_real(out, "win_rate", win);
	vec_put_real(out, "max_drawdown", fall.max);
	vec_put_i64(out, "dd_peak_idx", (int64_t)fall.peak);
	vec_put_i64(out, "dd_trough_idx", (int64_t)fall.trough);
	st = stats_sortino(&sortino, s->n, s->r, s->per_year, s->rf);
	put_optional(out, "sortino", sortino, st);
	st_cagr = stats_cagr(&cagr, s->prices[0], s->prices[s->n], (double)s->n,
			     s->per_year);
	put_optional(out, "cagr", cagr, st_cagr);
	put_optional(out, "calmar", cagr / fall.max,
		     fall.max > 0 ? st_cagr : ST_DIVZERO);
	return ST_OK;
}

static enum status put_tails(cJSON *out, const struct series *s)
{
	struct tail normal, hist;
	struct cornish_fisher cf;
	enum status st;

	stats_sort(s->n, s->r); /* its last use */
	if ((st = stats_tail_hist(&hist, s->n, s->r, s->alpha_bp)) ||
	    (st = stats_tail_normal(&normal, &s->m, s->alpha_bp)) ||
	    (st = stats_cornish_fisher(&cf, &s->m, s->alpha_bp)))
		return st;
	vec_put_real(out, "var_hist", hist.var);
	vec_put_real(out, "es_hist", hist.es);
	vec_put_real(out, "var_param", normal.var);
	vec_put_real(out, "es_param", normal.es);
	vec_put_real(out, "z_cf", cf.z);
	vec_put_real(out, "var_cf", cf.var);
	return ST_OK;
}

static cJSON *series_stats(const cJSON *in)
{
	struct series s = {
		.per_year = vec_real(in, "periods_per_year"),
		.rf = vec_real(in, "rf_annual"),
		.alpha_bp = (int)vec_i64(in, "alpha_bp"),
	};
	double *prices;
	size_t n = vec_reals(&prices, in, "prices");
	cJSON *out = vec_out();
	enum status st;

	s.prices = prices;
	s.r = vec_alloc(n, sizeof(*s.r));
	st = stats_returns(s.r, n, prices);
	if (st)
		return vec_err(st);
	s.n = n - 1;
	if ((st = stats_moments(&s.m, s.n, s.r)) || (st = put_shape(out, &s)) ||
	    (st = put_ratios(out, &s)) || (st = put_tails(out, &s)))
		return vec_err(st);
	vec_put_i64(out, "n", (int64_t)s.n);
	return out;
}

static cJSON *online_moments(const cJSON *in)
{
	struct moments m = { 0 };
	double *x, var, g1, g2;
	size_t n = vec_reals(&x, in, "x");
	enum status st = ST_OK;
	cJSON *out;

	for (size_t i = 0; i < n && !st; i++)
		st = moments_add(&m, x[i]);
	if (st || (st = moments_var(&var, &m)) ||
	    (st = moments_skew(&g1, &m)) || (st = moments_exkurt(&g2, &m)))
		return vec_err(st);
	out = vec_out();
	vec_put_i64(out, "n", (int64_t)m.n);
	vec_put_real(out, "mean", m.mean);
	vec_put_real(out, "var", var);
	vec_put_real(out, "skew_g1", g1);
	vec_put_real(out, "exkurt_g2", g2);
	return out;
}

static cJSON *compensated_sum(const cJSON *in)
{
	double *x, sum;
	size_t n = vec_reals(&x, in, "x");
	enum status st = comp_sum_of(&sum, n, x);
	cJSON *out;

	if (st)
		return vec_err(st);
	out = vec_out();
	vec_put_real(out, "sum", sum);
	return out;
}

static cJSON *welch_t(const cJSON *in)
{
	struct welch w;
	double *a, *b;
	size_t n_a = vec_reals(&a, in, "a"), n_b = vec_reals(&b, in, "b");
	enum status st = abtest_welch(&w, n_a, a, n_b, b);
	cJSON *out;

	if (st)
		return vec_err(st);
	out = vec_out();
	vec_put_real(out, "diff", w.diff);
	vec_put_real(out, "t", w.t);
	vec_put_real(out, "df", w.df);
	vec_put_real(out, "p_two_sided", w.p);
	return out;
}

static cJSON *paired_block_bootstrap(const cJSON *in)
{
	struct paired p;
	double *a, *b;
	size_t n = vec_reals(&a, in, "a");
	size_t resamples = (size_t)vec_u64(in, "resamples");
	double *scratch = vec_alloc(n + resamples, sizeof(*scratch));
	enum status st;
	cJSON *out;

	if (vec_reals(&b, in, "b") != n)
		return vec_err(ST_DOMAIN);
	st = abtest_paired(&p, scratch, n, a, b, (size_t)vec_u64(in, "block"),
			   resamples, vec_u64(in, "seed"));
	if (st)
		return vec_err(st);
	out = vec_out();
	vec_put_real(out, "mean_diff", p.mean_diff);
	vec_put_real(out, "ci_lo", p.ci_lo);
	vec_put_real(out, "ci_hi", p.ci_hi);
	vec_put_real(out, "p_two_sided", p.p);
	return out;
}

const struct checker check_stats[] = {
	{ "series_stats", series_stats },
	{ "online_moments", online_moments },
	{ "compensated_sum", compensated_sum },
	{ "welch_t", welch_t },
	{ "paired_block_bootstrap", paired_block_bootstrap },
	{ NULL, NULL },
};
