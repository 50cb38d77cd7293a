/* sandwich.h - what somebody gains who swaps before us and back after us, and the
 * largest slippage at which he gains nothing.  Layer: math.
 *
 * Doubles, in any one unit of the token that goes in; errors about 1e-12 of the
 * amounts.  A bound of one victim: several in a block share what the sandwich costs.
 *
 * source: MATH.md 8.
 */
#ifndef MM_SANDWICH_H
#define MM_SANDWICH_H

#include "base/status.h"

/* A swap through a pool of constant product that keeps its fee among its reserves. */
struct sandwich_in {
	double reserve_in, reserve_out;
	double victim_in; /* what we put in */
	double fee;       /* 0 <= fee < 1 */
	double cost;      /* of the sandwich, in the token in: gas and tips */
	double slippage;  /* that we allow, 0 <= slippage < 1 */
};

struct sandwich {
	double quote_out; /* of our swap alone */
	double a_max;  /* the most that can go before us within the slippage */
	double a_star; /* what would gain most; 0: nothing gains, INFINITY: ever
			     more */
	double a_opt;  /* the lesser of them */
	double gross, net; /* gain of that, without and with its cost */
	double safe;       /* largest slippage at which none pays; 1: any */
};

/* returns: ST_OK; ST_DOMAIN (a reserve or victim_in not above 0, others out of
 *          range). */
MM_CHECKED enum status sandwich_cpmm(struct sandwich *out,
				     const struct sandwich_in *in);

/* A pool of v3 or v4, whose fee is not added to what moves its price: pieces of
 * constant product one behind the other, n >= 1, by what of the amounts in counts. */
struct sandwich_piece {
	double in, out; /* that went before, fee not included */
	double x, y;    /* virtual reserves where it begins */
};

struct sandwich_ticks {
	const struct sandwich_piece *piece;
	int n;
	double room; /* what of the amounts in can be taken in all; it may be
			infinity */
	double victim_in, fee, cost; /* as above; fee included in victim_in */
};

/* sandwich_safe: the largest slippage at which none pays; 1: any.
 * returns: ST_OK; ST_DOMAIN as above; ST_RANGE (victim_in is over the room). */
MM_CHECKED enum status sandwich_safe(double *out,
				     const struct sandwich_ticks *in);

/* sandwich_gain: what a before the victim and back behind him gains, without cost,
 * and the slippage the victim sees.
 * in: (1 - fee) * (a + victim_in) <= room. */
double sandwich_gain(double *slippage, const struct sandwich_ticks *in,
		     double a);

#endif
