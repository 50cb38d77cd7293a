/* route_parts.h - what the files of route.h share.  Layer: math.
 *
 * The doubles here choose, they never answer: a side is a pool as one of its tokens
 * goes in, its output a chain of pieces, each a constant product; a path's output
 * is one too, for hops of constant products are a constant product together.
 */
#ifndef MM_ROUTE_PARTS_H
#define MM_ROUTE_PARTS_H

#include "math/route.h"
#include "math/route_split.h"

#include <stdbool.h>

/* ---- route_sides.c ---- */

/* From here on g * a of net input gives y * g * a / (x + g * a). */
struct route_piece {
	double in, out; /* that went before, fee included */
	double x, y;    /* virtual reserves where it begins */
};

struct route_side {
	int pool, from, to; /* tokens */
	double left;        /* 1 less the fee */
	double spot;        /* price of the first part */
	/* Most that can go in, infinity in v2: as doubles tell, so that a single amount
	 * close to it is left to the exact swap, and one that is chosen stays below
	 * `sure`. */
	double room, sure;
	bool told_out; /* because no more of its ticks were told */
	const struct route_piece *piece; /* n >= 1, rising; each that ends at a
					    tick costs what crossing it does */
	int n;
};

struct route_graph {
	const struct route_pool *pools;
	int n_pools, n_tokens;
	struct route_side *sides; /* by pool, two each; n = 0: cannot be used */
	/* Sides that token t goes into: by[at[t]] to by[at[t + 1]] - 1. */
	int *at, *by;
};

/* side_piece: the piece that takes the next part once `in` has gone in. */
int side_piece(const struct route_side *s, double in);

/* What has gone through the sides already, by side. */
struct route_flow {
	int n;
	struct route_went {
		int side;
		double in, out;
	} v[ROUTE_LEGS * ROUTE_HOPS];
};

struct route_went flow_of(const struct route_flow *f, int side);
void flow_add(struct route_flow *f, int side, double in, double out);

/* side_out: what amount buys after what went; negative: there is no room, or where
 * sure is asked for, there may be none. */
double side_out(const struct route_side *s, struct route_went went,
		double amount, bool sure);

/* side_spot: the price of the next part after what went, fee paid. */
double side_spot(const struct route_side *s, struct route_went went);

/* side_gas: of that swap. */
double side_gas(const struct route_graph *g, const struct route_side *s,
		double in, double amount);

/* ---- route_search.c ---- */

struct route_path {
	int n;
	int side[ROUTE_HOPS];
	double out, net; /* of the amount looked for; less gas */
};

/* route_search: the best paths for amount, best net first; flow: what went before;
 * beyond: NULL or as of route_quote.  Returns how many, at most max. */
int route_search(struct route_path *best, int max, const struct route_graph *g,
		 const struct route_ask *ask, const struct route_flow *flow,
		 double amount, bool *beyond);

/* ---- route_along.c ---- */

/* path_curve: what the path gives for amounts up to this one, by pieces.  Its room
 * may be less. */
void path_curve(struct split_curve *c, const struct route_graph *g,
		const struct route_path *p, double amount);

/* path_out: what amount gives along the path after the flow, which it joins; of gas:
 * what the leg takes.  Negative: no room. */
double path_out(double *gas, struct route_flow *flow,
		const struct route_graph *g, const struct route_ask *ask,
		const struct route_path *p, double amount);

/* ---- route_plan.c ---- */

/* A split in doubles. */
struct route_plan {
	int n;
	struct route_path path[ROUTE_LEGS];
	double amount[ROUTE_LEGS];
	double net; /* less gas */
};

/* route_plan_best: the best split found, one way included; out->n = 0: none.
 * in:      first: the best paths for the whole amount, as many as there are. */
void route_plan_best(struct route_plan *out, const struct route_graph *g,
		     const struct route_ask *ask,
		     const struct route_path *first, int n, double amount);

/* ---- route_exact.c ---- */

/* Pools as earlier legs left them. */
struct route_state {
	int n;
	struct route_moved {
		int pool;
		struct u256 reserve[2];
		struct u256 sqrt_x96;
		int32_t tick;
		unsigned __int128 liquidity;
	} moved[ROUTE_LEGS * ROUTE_HOPS];
};

/* route_exact_way: swaps way->amount_in along way's pools, exactly.
 *
 * out:     way->amount_out, way->gas; the state as it is then.
 * returns: ST_OK, ST_NODATA: a pool does not take it, or nothing comes out. */
MM_CHECKED enum status route_exact_way(struct route_way *way,
				       struct route_state *state,
				       const struct route_graph *g,
				       const struct route_ask *ask,
				       bool *beyond);

#endif
