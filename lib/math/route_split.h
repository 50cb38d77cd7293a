/* route_split.h - an amount over parallel ways so that the last part of it buys the
 * same on each.  Layer: math.
 *
 * A way's output is concave: a chain of pieces, each a constant product.  One over
 * the root of its marginal price rises along it, linear in the amount within a
 * piece: the level.  Equal marginals are one level, and where all the amount is
 * placed is the zero of a function of straight pieces.
 *
 * source: MATH.md 8.
 */
#ifndef MM_ROUTE_SPLIT_H
#define MM_ROUTE_SPLIT_H

#include "base/status.h"

#include <stdbool.h>

#define SPLIT_PIECES 48
#define SPLIT_WAYS   16

/* From amount `in` on, b more buys rate * b / (1 + bend * b) more than `out`. */
struct split_piece {
	double in, out;
	double rate, bend; /* rate > 0, bend > 0 */
	double level;      /* 1 / sqrt(rate) */
};

struct split_curve {
	int n; /* 0: takes nothing */
	struct split_piece piece[SPLIT_PIECES];
	double room; /* where the last piece ends; it may be infinity */
};

/* split_curve_put: one piece more, from `in` on.  False: there is no place left. */
bool split_curve_put(struct split_curve *c, double in, double out, double rate,
		     double bend);

/* split_curve_out: what amount buys, 0 <= amount <= room.
 * split_curve_at: the amount that brings it to this level. */
double split_curve_out(const struct split_curve *c, double amount);
double split_curve_at(const struct split_curve *c, double level);

/* split_level: the level at which the curves take amount together.
 * returns: ST_OK; ST_DOMAIN (amount not above 0, no curve); ST_NODATA (they have not
 *          the room). */
MM_CHECKED enum status split_level(double *level,
				   const struct split_curve *const *curves,
				   int n, double amount);

/* A constant-product pool in doubles: what goes in counts less fee. */
struct split_pool {
	double reserve_in, reserve_out, fee;
};

struct split {
	double amount_out; /* of all together */
	double marginal;   /* price of the last part */
};

/* split_pools: amount over n parallel pools; alloc: n doubles.
 * returns: ST_OK; ST_DOMAIN (amount or a reserve not above 0, a fee outside 0 <= fee
 *          < 1, n outside 1 to SPLIT_WAYS). */
MM_CHECKED enum status split_pools(struct split *out, double *alloc,
				   const struct split_pool *pools, int n,
				   double amount);

#endif
