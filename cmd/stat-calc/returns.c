/* returns.c - the part `returns`: how a series moved. */
#include "job.h"

#include "math/stats.h"

#include <string.h>

#define YEAR_MS   INT64_C(31536000000)
#define REPORT_MS (INT64_C(90) * 86400000) /* shorter spans have no CAGR */

struct series {
	const struct samples *samples;
	double *unit; /* worth of one share: flows in and out taken away */
	double *r;    /* its logarithmic returns                         */
	size_t n;     /* returns                                         */
	double per_year;
	double spans; /* from the first sample to the last               */
	struct moments m;
};

/* The series asked for, or the first there is of equity, trade, price. */
static const struct samples *choose(const char **name, const struct job *job)
{
	const struct samples *candidates[3] = { &job->equity, NULL, NULL };
	static const char *const names[] = { "equity", "trade", "price" };
	const struct market *m =
		job->market >= 0 ? &job->markets[job->market] : NULL;

	if (m)
		candidates[1] = &m->prices;
	for (int i = 0; i < job->n_pairs; i++)
		if (m ? job->pairs[i].base == m->base &&
				    job->pairs[i].quote == m->quote
		      : job->n_pairs == 1)
			candidates[2] = &job->pairs[i].prices;
	for (int i = 0; i < 3; i++) {
		if (!candidates[i] || !candidates[i]->n ||
		    (job->series && strcmp(job->series, names[i]) != 0))
			continue;
		*name = names[i];
		return candidates[i];
	}
	return NULL;
}

/* What came in less what went out between two samples. */
static double flow(const struct sample *a, const struct sample *b)
{
	return dec_to_double(b->deposits) - dec_to_double(a->deposits) -
	       dec_to_double(b->withdrawals) + dec_to_double(a->withdrawals);
}

/* False: the worth was not above 0 all the time, so that it has no returns. */
static bool unit_values(struct series *s)
{
	const struct sample *v = s->samples->v;

	s->unit[0] = 1;
	for (size_t i = 0; i < s->n; i++) {
		double before = dec_to_double(v[i].value);
		double after =
			dec_to_double(v[i + 1].value) - flow(&v[i], &v[i + 1]);

		if (!(before > 0 && after > 0))
			return false;
		s->unit[i + 1] = s->unit[i] * (after / before);
	}
	return stats_returns(s->r, s->n + 1, s->unit) == ST_OK &&
	       stats_moments(&s->m, s->n, s->r) == ST_OK;
}

/* x where it is defined, else nothing. */
static double defined(double x, enum status st)
{
	return st ? NAN : x;
}

static void spread(struct rec_stats_returns *out, const struct series *s)
{
	struct volatility vol;
	double x = 0;
	enum status st;

	if (stats_volatility(&vol, &s->m, s->per_year) == ST_OK) {
		out->volatility_ratio = vol.ann;
		out->volatility_lo_ratio = vol.lo;
		out->volatility_hi_ratio = vol.hi;
	}
	st = moments_skew_sample(&x, &s->m);
	out->skew = defined(x, st);
	st = moments_exkurt_sample(&x, &s->m);
	out->exkurt = defined(x, st);
}

static void intervals(struct rec_stats_returns *out, const struct series *s,
		      struct job *job)
{
	size_t n = (size_t)job->resamples, block = stats_block(s->n);
	double year = sqrt(s->per_year), *scratch;
	struct shape_intervals i;

	if (!n)
		return;
	scratch = arena_alloc(&job->arena, 3 * n * sizeof(*scratch));
	if (stats_intervals(&i, scratch, s->n, s->r, block, n, SEED))
		return;
	out->resamples = (int64_t)n;
	out->block = (int64_t)block;
	out->volatility_boot_lo_ratio = i.sigma.lo * year;
	out->volatility_boot_hi_ratio = i.sigma.hi * year;
	out->skew_lo = i.skew.lo;
	out->skew_hi = i.skew.hi;
	out->exkurt_lo = i.exkurt.lo;
	out->exkurt_hi = i.exkurt.hi;
}

static void growth(struct rec_stats_returns *out, const struct series *s)
{
	double rf = out->risk_free_ratio, x = 0;
	struct drawdown dd;
	enum status st;

	out->total_ratio = s->unit[s->n] - 1;
	st = stats_sharpe(&x, &s->m, s->per_year, rf);
	out->sharpe = defined(x, st);
	st = stats_sortino(&x, s->n, s->r, s->per_year, rf);
	out->sortino = defined(x, st);
	st = stats_win_rate(&x, s->n, s->r);
	out->win_ratio = defined(x, st);
	if (stats_drawdown(&dd, s->n + 1, s->unit) == ST_OK) {
		out->max_drawdown_ratio = dd.max;
		if (dd.max > 0) {
			out->peak_ms = s->samples->v[dd.peak].ts_ms;
			out->trough_ms = s->samples->v[dd.trough].ts_ms;
		}
	}
	if (out->to_ms - out->from_ms < REPORT_MS)
		return;
	st = stats_cagr(&x, 1, s->unit[s->n], s->spans, s->per_year);
	out->cagr_ratio = defined(x, st);
	if (!st && dd.max > 0)
		out->calmar = x / dd.max;
}

static void tails(struct rec_stats_returns *out, const struct series *s)
{
	int bps = (int)out->confidence_bps;
	struct cornish_fisher cf;
	struct tail tail;

	if (stats_tail_normal(&tail, &s->m, bps) == ST_OK) {
		out->var_normal_ratio = tail.var;
		out->es_normal_ratio = tail.es;
	}
	if (stats_cornish_fisher(&cf, &s->m, bps) == ST_OK) {
		out->var_cf_ratio = cf.var;
		if (!cf.valid)
			out->warning_var_cf = "tails too far from normal for "
					      "this expansion";
	}
	stats_sort(s->n, s->r); /* the last use of their order */
	if (stats_tail_hist(&tail, s->n, s->r, bps) == ST_OK) {
		out->var_ratio = tail.var;
		out->es_ratio = tail.es;
	}
}

static void nothing(struct rec_stats_returns *out)
{
	double *const reals[] = {
		&out->total_ratio,
		&out->mean_ratio,
		&out->volatility_ratio,
		&out->volatility_lo_ratio,
		&out->volatility_hi_ratio,
		&out->volatility_boot_lo_ratio,
		&out->volatility_boot_hi_ratio,
		&out->skew,
		&out->skew_lo,
		&out->skew_hi,
		&out->exkurt,
		&out->exkurt_lo,
		&out->exkurt_hi,
		&out->sharpe,
		&out->sortino,
		&out->cagr_ratio,
		&out->calmar,
		&out->max_drawdown_ratio,
		&out->win_ratio,
		&out->var_ratio,
		&out->es_ratio,
		&out->var_normal_ratio,
		&out->es_normal_ratio,
		&out->var_cf_ratio,
	};

	for (size_t i = 0; i < sizeof(reals) / sizeof(*reals); i++)
		*reals[i] = NAN;
	out->peak_ms = out->trough_ms = REC_NONE_INT;
	out->resamples = out->block = REC_NONE_INT;
}

void returns_part(struct rec_stats_returns *out, struct job *job)
{
	struct series s = { .samples = choose(&out->series, job) };
	const struct sample *first, *last;

	if (!s.samples)
		return;
	first = &s.samples->v[0];
	last = &s.samples->v[s.samples->n - 1];
	s.n = (size_t)s.samples->n - 1;
	s.per_year = (double)YEAR_MS / (double)job->every_ms;
	s.spans = (double)(span_of(last->ts_ms, job->every_ms) -
			   span_of(first->ts_ms, job->every_ms));
	nothing(out);
	out->from_ms = first->ts_ms;
	out->to_ms = last->ts_ms;
	out->every_ms = job->every_ms;
	out->n = (int64_t)s.n;
	out->n_gaps = (int64_t)s.spans - out->n;
	out->risk_free_ratio = (double)job->risk_free_bps / 10000;
	out->confidence_bps = job->confidence_bps;
	s.unit = arena_alloc(&job->arena, (s.n + 1) * sizeof(double));
	s.r = arena_alloc(&job->arena, (s.n + 1) * sizeof(double));
	if (s.n && !unit_values(&s)) {
		mm_warn("warning: the %s is not above 0 throughout: "
			"no returns",
			out->series);
		return;
	}
	if (!s.n)
		return;
	out->mean_ratio = s.m.mean;
	spread(out, &s);
	intervals(out, &s, job);
	growth(out, &s);
	tails(out, &s);
}
