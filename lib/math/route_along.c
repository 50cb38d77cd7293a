#include "math/route_parts.h"

#include <math.h>

#define CURVE_ERROR 1e-12

/* A hop as the walk along a path has come to it. */
struct hop {
	const struct route_side *side;
	int piece;
	double in; /* that has gone into the side */
};

static double end_of(const struct hop *h)
{
	return h->piece + 1 < h->side->n ? h->side->piece[h->piece + 1].in
					 : h->side->sure;
}

/* What the hop gives for a little more: rate * b / (1 + bend * b). */
static void here(double *rate, double *bend, const struct hop *h)
{
	const struct route_piece *p = &h->side->piece[h->piece];
	double x = p->x + h->side->left * (h->in - p->in);

	*rate = h->side->left * p->y * p->x / (x * x);
	*bend = h->side->left / x;
}

/* All hops together, and how much more goes in before the first of them is at the end
 * of its piece: that is hop *first. */
static double together(double *rate, double *bend, int *first,
		       const struct hop *hops, int n)
{
	double least = INFINITY;

	*rate = 1;
	*bend = 0;
	*first = -1;
	for (int k = 0; k < n; k++) {
		double end = end_of(&hops[k]) - hops[k].in, r, b, most;

		/* what goes into the path for `end` to reach this hop */
		most = end < *rate / *bend ? end / (*rate - *bend * end)
					   : INFINITY;
		if (most < least) {
			least = most;
			*first = k;
		}
		here(&r, &b, &hops[k]);
		*bend += b * *rate;
		*rate *= r;
	}
	return fmax(least, 0);
}

static double pass(double rate, double bend, double amount)
{
	return rate * amount / (1 + bend * amount);
}

static void move(struct hop *hops, int n, double amount, int first)
{
	for (int k = 0; k < n; k++) {
		double rate, bend, in = amount;

		here(&rate, &bend, &hops[k]);
		amount = pass(rate, bend, in);
		hops[k].in = k == first ? end_of(&hops[k]) : hops[k].in + in;
	}
	hops[first].piece++;
}

void path_curve(struct split_curve *c, const struct route_graph *g,
		const struct route_path *p, double amount)
{
	struct hop hops[ROUTE_HOPS];
	double in = 0, out = 0;

	for (int k = 0; k < p->n; k++)
		hops[k] = (struct hop){ .side = &g->sides[p->side[k]] };
	c->n = 0;
	for (;;) {
		double rate, bend, step;
		int first;

		step = together(&rate, &bend, &first, hops, p->n);
		if (!split_curve_put(c, in, out, rate, bend))
			break;
		out += pass(rate, bend, isinf(step) ? amount : step);
		in += step;
		if (in >= amount)
			break;
		move(hops, p->n, step, first);
		if (hops[first].piece == hops[first].side->n)
			break;
	}
	/* so that what it is made of does not come out beyond a hop's end again */
	c->room = in * (1 - CURVE_ERROR);
}

double path_out(double *gas, struct route_flow *flow,
		const struct route_graph *g, const struct route_ask *ask,
		const struct route_path *p, double amount)
{
	*gas = ask->gas_leg;
	for (int k = 0; k < p->n; k++) {
		const struct route_side *s = &g->sides[p->side[k]];
		struct route_went went = flow_of(flow, p->side[k]);
		double in = amount;

		amount = side_out(s, went, in, true);
		if (amount < 0)
			return -1;
		*gas += side_gas(g, s, went.in, in);
		flow_add(flow, p->side[k], in, amount);
	}
	return amount;
}
