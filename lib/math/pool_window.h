/* pool_window.h - what the swaps of a pool came to over a stretch of time.
 * Layer: math.
 *
 * One pass: what is known of the pool goes in by its order in the chain, oldest
 * first, and may begin before the window, so that the price at its beginning is
 * known.  Times are those of blocks, Unix s; a swap counts where
 * to_s - window_s < ts_s <= to_s.
 *
 * Volatility is realised variance, not centred, of the logarithm of the price at
 * every POOL_SAMPLE_S, the last price standing where nobody swapped.  Swap by swap
 * it would be too large: within its fee the price of a pool moves to and fro between
 * those who pull it from either side, which is no volatility and which each swap
 * would add to.  Sampling more seldom than that bounce leaves it out; five minutes is
 * what hardly anything does better than.
 * source: Andersen, Bollerslev, Diebold and Labys (2003); Liu, Patton and Sheppard
 * (2015) for the five minutes; Uniswap v3-periphery, OracleLibrary.consult for the
 * mean tick.
 */
#ifndef MM_POOL_WINDOW_H
#define MM_POOL_WINDOW_H

#include "base/u256.h"
#include "math/moments.h"

#include <stdbool.h>
#include <stdint.h>

#define POOL_SAMPLE_S    300
#define POOL_SAMPLES_MIN 12 /* of which there is a volatility: an hour */
#define POOL_YEAR_S      INT64_C(31536000)

#define POOL_NO_TICK INT64_MIN

/* What of an amount given to a pool its liquidity gets. */
struct pool_fee {
	uint32_t fee_ppm;       /* of the amount, below 10^6 */
	uint32_t protocol_ppm;  /* of the amount, to the protocol (v4) */
	uint32_t protocol_part; /* 1/n of the fee, to the protocol; 0: none */
};

struct pool_window {
	int64_t from_s, to_s, twap_s;
	int64_t n_swaps;
	struct u256 volume[2]; /* that changed hands, of each token */
	struct u256 fees[2];   /* to liquidity */
	bool overflow;         /* a sum is over 256 bits: of no token that is */

	/* Private from here on. */
	bool priced;      /* log_price is known */
	double log_price; /* the newest */
	int64_t point;    /* first point of the grid behind the newest price */
	bool sampled;     /* first and sample are known */
	int64_t first;    /* point of the grid */
	double sample;    /* price at the newest point that is over */
	struct comp_sum sum;   /* of squared returns */
	int64_t tick, since_s; /* the newest, and from when on it is counted */
	bool ticked;           /* tick is known */
	bool reaches;          /* it was known when the mean begins */
	__int128 ticks;        /* tick times seconds */
};

/* pool_window_begin.  in: window_s, twap_s > 0; to_s >= both. */
void pool_window_begin(struct pool_window *w, int64_t to_s, int64_t window_s,
		       int64_t twap_s);

/* pool_window_price: the price (natural logarithm, in any unit) and the tick (or
 * POOL_NO_TICK) of the pool from ts_s on; not before those told, and what is after
 * to_s is not looked at.  For a swap, those after it. */
void pool_window_price(struct pool_window *w, int64_t ts_s, double log_price,
		       int64_t tick);

/* pool_window_swap: a swap that gave `given` of one token (0 or 1) for `taken` of
 * the other. */
void pool_window_swap(struct pool_window *w, int64_t ts_s, int token,
		      struct u256 given, struct u256 taken,
		      const struct pool_fee *fee);

/* pool_window_twap: the mean tick of the last twap_s, rounded towards minus
 * infinity.
 * returns: ST_OK, or ST_NODATA: what was told does not reach back that far. */
MM_CHECKED enum status pool_window_twap(int64_t *tick,
					const struct pool_window *w);

/* pool_window_sigma: volatility, a year of POOL_YEAR_S, 0.8 is 80 %.
 * returns: ST_OK, or ST_NODATA: fewer than POOL_SAMPLES_MIN samples behind the first
 *          price.
 * error:   about 1e-14 of a return where log_price is within 40 of 0. */
MM_CHECKED enum status pool_window_sigma(double *sigma,
					 const struct pool_window *w);

/* pool_window_samples: how many returns that is of; 0 where there is none. */
int64_t pool_window_samples(const struct pool_window *w);

/* pool_window_years: of how long fees of a window of so many seconds are taken to be,
 * in years: a window under a day stands for the whole day, for what happened in it is
 * not known to go on. */
#define POOL_PACE_S INT64_C(86400)
static inline double pool_window_years(int64_t window_s)
{
	return (double)(window_s < POOL_PACE_S ? POOL_PACE_S : window_s) /
	       (double)POOL_YEAR_S;
}

/* pool_log_sqrt, pool_log_ratio: the logarithm of a price, of smallest parts.
 * returns: ST_OK, or ST_DOMAIN (a price of 0, or none). */
MM_CHECKED enum status pool_log_sqrt(double *out, struct u256 sqrt_x96);
MM_CHECKED enum status pool_log_ratio(double *out, struct u256 amount1,
				      struct u256 amount0);

#endif
