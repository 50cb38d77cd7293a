#include "math/sandwich.h"

#include <math.h>
#include <stdbool.h>

/* ---- constant product ---- */

/* MATH.md 8's letters: the gain of a is a (E a + F) / (gg a^2 + H a + x^2). */
struct letters {
	double x, v, g, gg; /* g: what the fee leaves; its square */
	double e, f, h, b;
};

static struct letters letters_of(const struct sandwich_in *in)
{
	double x = in->reserve_in, v = in->victim_in, g = 1 - in->fee;
	struct letters l = { .x = x, .v = v, .g = g, .gg = g * g };

	/* gg (x + v) - x without the difference of near numbers */
	l.e = l.gg * v - in->fee * (1 + g) * x;
	l.f = l.e * x + g * l.gg * v * (x + v);
	l.h = x + l.gg * x + g * l.gg * v;
	l.b = x * (1 + g) + l.gg * v;
	return l;
}

static double gain(const struct letters *l, double a)
{
	if (isinf(a))
		return l->e / l->gg;
	return a *
	       ((l->e * a + l->f) / (l->gg * a * a + l->h * a + l->x * l->x));
}

static double best_a(const struct letters *l, double fee)
{
	double a2 = l->x * fee * (l->gg * l->v - (1 + l->g) * l->x);
	double ex2 = l->e * l->x * l->x, fx2 = l->f * l->x * l->x, root;

	if (l->f <= 0)
		return 0;
	if (a2 >= 0)
		return INFINITY;
	root = sqrt(ex2 * ex2 - a2 * fx2);
	return l->e <= 0 ? fx2 / (root - ex2) : (-ex2 - root) / a2;
}

static double safe_of(const struct letters *l, double cost, double a_star)
{
	double x2 = l->x * l->x, p, a, rho;

	if (gain(l, a_star) <= cost)
		return 1;
	p = l->f - cost * l->h;
	a = 2 * cost * x2 /
	    (p + sqrt(p * p + 4 * (l->e - cost * l->gg) * cost * x2));
	rho = a * (l->g * a + l->b) / (l->x * (l->x + l->g * l->v));
	return rho / (1 + rho);
}

static bool is_part(double x)
{
	return x >= 0 && x < 1;
}

static bool is_above(double x)
{
	return x > 0 && !isinf(x);
}

enum status sandwich_cpmm(struct sandwich *out, const struct sandwich_in *in)
{
	struct letters l = letters_of(in);
	struct sandwich s;
	double c;

	if (!is_above(in->reserve_in) || !is_above(in->reserve_out) ||
	    !is_above(in->victim_in) || !is_part(in->fee) ||
	    !is_part(in->slippage) || !(in->cost >= 0) || isinf(in->cost))
		return ST_DOMAIN;
	s.quote_out = l.g * l.v * in->reserve_out / (l.x + l.g * l.v);
	c = l.x * (l.x + l.g * l.v) * in->slippage / (1 - in->slippage);
	s.a_max = 2 * c / (l.b + sqrt(l.b * l.b + 4 * l.g * c));
	s.a_star = best_a(&l, in->fee);
	s.a_opt = fmin(s.a_star, s.a_max);
	s.gross = gain(&l, s.a_opt);
	s.net = s.gross - in->cost;
	s.safe = safe_of(&l, in->cost, s.a_star);
	*out = s;
	return ST_OK;
}

/* ---- between ticks ---- */

#define SCAN  96 /* amounts that are tried, each a step larger */
#define STEP  1.2589254117941673 /* ten of them are a factor of ten */
#define HALVE 60

/* All that came out when n went in. */
static double out_at(const struct sandwich_ticks *t, double n)
{
	const struct sandwich_piece *p = t->piece + t->n - 1;

	while (p > t->piece && p->in > n)
		p--;
	return p->out + p->y * (n - p->in) / (p->x + (n - p->in));
}

/* What had gone in when this much had come out. */
static double in_at(const struct sandwich_ticks *t, double out)
{
	const struct sandwich_piece *p = t->piece + t->n - 1;

	while (p > t->piece && p->out > out)
		p--;
	return p->in + p->x * (out - p->out) / (p->y - (out - p->out));
}

double sandwich_gain(double *slippage, const struct sandwich_ticks *t, double a)
{
	double g = 1 - t->fee, n1 = g * a, n2 = g * (a + t->victim_in);
	double got = out_at(t, n1);

	*slippage = 1 - (out_at(t, n2) - got) / out_at(t, g * t->victim_in);
	return n2 - in_at(t, out_at(t, n2) - g * got) - a;
}

/* The least a that pays lies between one that does not and one that does. */
static double narrowed(const struct sandwich_ticks *t, double low, double high)
{
	double slippage = 0;

	for (int i = 0; i < HALVE; i++) {
		double mid = low + (high - low) / 2;

		if (sandwich_gain(&slippage, t, mid) > t->cost)
			high = mid;
		else
			low = mid;
	}
	sandwich_gain(&slippage, t, low);
	return fmax(slippage, 0);
}

enum status sandwich_safe(double *out, const struct sandwich_ticks *t)
{
	double most = t->room / (1 - t->fee) - t->victim_in, low = 0, a;
	double slippage;

	if (!is_above(t->victim_in) || !is_part(t->fee) || !(t->cost >= 0) ||
	    isinf(t->cost) || t->n < 1)
		return ST_DOMAIN;
	if (most < 0)
		return ST_RANGE;
	/* an ever so small one pays already, or none does up to the size of us,
	 * and up to many times that */
	a = t->victim_in * 1e-6;
	for (int i = 0; i < SCAN && low < most; i++, a *= STEP) {
		double at = fmin(a, most);

		if (sandwich_gain(&slippage, t, at) > t->cost) {
			*out = narrowed(t, low, at);
			return ST_OK;
		}
		low = at;
	}
	*out = 1;
	return ST_OK;
}
