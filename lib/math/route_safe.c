#include "math/route_safe.h"

#include "math/route_parts.h"
#include "math/sandwich.h"

#include <math.h>

#define PIECES 64 /* looked at of a pool, from its price on */

/* All that a side takes of the route, and what it is worth. */
struct victim {
	int side;
	double in;
	double worth; /* of token_out for one of what goes in */
};

static int side_of(const struct route_graph *g, int pool, int token)
{
	return 2 * pool + (g->sides[2 * pool].from == token ? 0 : 1);
}

static void victims_add(struct victim *v, int *n, int side, double in,
			double worth)
{
	for (int i = 0; i < *n; i++)
		if (v[i].side == side) {
			v[i].in += in;
			return;
		}
	v[(*n)++] = (struct victim){ side, in, worth };
}

static int victims_of(struct victim *v, const struct route_graph *g,
		      const struct route *r)
{
	struct route_flow flow = { .n = 0 };
	int n = 0;

	for (int i = 0; i < r->n; i++) {
		const struct route_way *w = &r->leg[i];
		double in = u256_to_double(w->amount_in);
		double all = u256_to_double(w->amount_out);

		for (int k = 0; k < w->n; k++) {
			int side = side_of(g, w->pool[k], w->token[k]);
			double out = side_out(&g->sides[side],
					      flow_of(&flow, side), in, false);

			victims_add(v, &n, side, in, all / in);
			flow_add(&flow, side, in, out);
			in = out;
		}
	}
	return n;
}

static enum status safe_pair(double *out, const struct route_side *s, double in,
			     double cost)
{
	const struct sandwich_in ask = {
		.reserve_in = s->piece->x,
		.reserve_out = s->piece->y,
		.victim_in = in,
		.fee = 1 - s->left,
		.cost = cost,
	};
	struct sandwich got = { .safe = 0 };
	enum status st = sandwich_cpmm(&got, &ask);

	*out = got.safe;
	return st;
}

static enum status safe_ticks(double *out, const struct route_side *s,
			      double in, double cost)
{
	struct sandwich_piece v[PIECES];
	int n = s->n < PIECES ? s->n : PIECES;
	const struct sandwich_ticks t = {
		.piece = v,
		.n = n,
		.room = s->left * (n < s->n ? s->piece[n].in : s->sure),
		.victim_in = in,
		.fee = 1 - s->left,
		.cost = cost,
	};

	for (int i = 0; i < n; i++)
		v[i] = (struct sandwich_piece){
			.in = s->left * s->piece[i].in,
			.out = s->piece[i].out,
			.x = s->piece[i].x,
			.y = s->piece[i].y,
		};
	return sandwich_safe(out, &t);
}

enum status route_safe_slippage(double *out, const struct route_graph *g,
				const struct route_ask *ask,
				const struct route *r)
{
	struct victim v[ROUTE_LEGS * ROUTE_HOPS];
	int n = victims_of(v, g, r);
	double least = 1;

	for (int i = 0; i < n; i++) {
		const struct route_side *s = &g->sides[v[i].side];
		double gas = 2.0 * g->pools[s->pool].gas;
		double cost = gas * 1e-6 * u256_to_double(ask->gas_price) /
			      v[i].worth;
		double safe;
		enum status st = g->pools[s->pool].curve == ROUTE_V2
					 ? safe_pair(&safe, s, v[i].in, cost)
					 : safe_ticks(&safe, s, v[i].in, cost);

		if (st)
			return ST_NODATA;
		least = fmin(least, safe);
	}
	*out = least;
	return ST_OK;
}

double route_impact(const struct route_graph *g, const struct route *r)
{
	double endless = 0;

	for (int i = 0; i < r->n; i++) {
		const struct route_way *w = &r->leg[i];
		double rate = 1;

		for (int k = 0; k < w->n; k++) {
			rate *= g->sides[side_of(g, w->pool[k], w->token[k])]
					.spot;
		}
		endless += rate * u256_to_double(w->amount_in);
	}
	return fmax(1 - u256_to_double(r->amount_out) / endless, 0);
}
