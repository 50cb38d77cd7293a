#include "math/moments.h"

#include <math.h>

/* *sum += x, and what the rounding lost goes to *lost. */
static void add_exactly(double *sum, double *lost, double x)
{
	double t = *sum + x;

	*lost += fabs(*sum) >= fabs(x) ? (*sum - t) + x : (x - t) + *sum;
	*sum = t;
}

void comp_sum_add(struct comp_sum *s, double x)
{
	add_exactly(&s->sum, &s->lost, x);
}

enum status comp_sum_of(double *out, size_t n, const double *x)
{
	struct comp_sum s = { 0 };

	for (size_t i = 0; i < n; i++) {
		if (!isfinite(x[i]))
			return ST_DOMAIN;
		comp_sum_add(&s, x[i]);
	}
	if (!isfinite(comp_sum_value(s)))
		return ST_OVERFLOW;
	*out = comp_sum_value(s);
	return ST_OK;
}

enum status moments_add(struct moments *m, double x)
{
	struct moments next = *m;
	double n = (double)(m->n + 1);
	double delta = x - m->mean - m->mean_low;
	double dn = delta / n, t = delta * dn * (n - 1);

	next.n = m->n + 1;
	add_exactly(&next.mean, &next.mean_low, dn);
	next.m4 += t * dn * dn * (n * n - 3 * n + 3) + 6 * dn * dn * m->m2 -
		   4 * dn * m->m3;
	next.m3 += t * dn * (n - 2) - 3 * dn * m->m2;
	next.m2 += t;
	if (!isfinite(next.m4) || !isfinite(next.mean))
		return ST_DOMAIN;
	*m = next;
	return ST_OK;
}

void moments_merge(struct moments *a, const struct moments *b)
{
	double na = (double)a->n, nb = (double)b->n, n = na + nb;
	double d, d2, dn;

	if (!b->n)
		return;
	if (!a->n) {
		*a = *b;
		return;
	}
	d = b->mean - a->mean + (b->mean_low - a->mean_low);
	d2 = d * d;
	dn = d / n;
	a->m4 += b->m4 +
		 d2 * dn * dn * na * nb * (na * na - na * nb + nb * nb) / n +
		 6 * dn * dn * (na * na * b->m2 + nb * nb * a->m2) +
		 4 * dn * (na * b->m3 - nb * a->m3);
	a->m3 += b->m3 + d2 * dn * na * nb * (na - nb) / n +
		 3 * dn * (na * b->m2 - nb * a->m2);
	a->m2 += b->m2 + d2 * na * nb / n;
	add_exactly(&a->mean, &a->mean_low, dn * nb);
	a->n += b->n;
}

enum status moments_var(double *out, const struct moments *m)
{
	if (m->n < 2)
		return ST_NODATA;
	*out = m->m2 / (double)(m->n - 1);
	return ST_OK;
}

enum status moments_skew(double *g1, const struct moments *m)
{
	double n = (double)m->n;

	if (m->n < 2)
		return ST_NODATA;
	if (!(m->m2 > 0))
		return ST_DOMAIN;
	return real_set(g1, m->m3 / n / pow(m->m2 / n, 1.5));
}

enum status moments_exkurt(double *g2, const struct moments *m)
{
	double n = (double)m->n;

	if (m->n < 2)
		return ST_NODATA;
	if (!(m->m2 > 0))
		return ST_DOMAIN;
	return real_set(g2, n * m->m4 / (m->m2 * m->m2) - 3);
}

enum status moments_skew_sample(double *G1, const struct moments *m)
{
	double n = (double)m->n, g1;
	enum status st = moments_skew(&g1, m);

	if (m->n < 3)
		return ST_NODATA;
	if (st)
		return st;
	*G1 = g1 * sqrt(n * (n - 1)) / (n - 2);
	return ST_OK;
}

enum status moments_exkurt_sample(double *G2, const struct moments *m)
{
	double n = (double)m->n, g2;
	enum status st = moments_exkurt(&g2, m);

	if (m->n < 4)
		return ST_NODATA;
	if (st)
		return st;
	*G2 = (n - 1) / ((n - 2) * (n - 3)) * ((n + 1) * g2 + 6);
	return ST_OK;
}
