/* hedge_eff.h - how good a hedge was: of the values at a sequence of times.
 * Layer: math.
 *
 * Between two times, with exposures E at the first, marks m at the first and m' at the
 * second, positions Q at the second, in contracts of M units of the asset, and what
 * was traded in between (q, bought above 0, at p):
 *   dUnhedged = sum over assets of E (m' - m) / M, of the first of its seats that is
 *               told at both times
 *   dHedge    = sum over seats of Q (m' - m) + sum over trades of q (m - p)
 *   dHedged   = dUnhedged + dHedge
 * Where trades explain the positions that is what they made, exactly; what changed
 * without a trade counts as traded at the first mark.  Funding and fees are not in it.
 *
 * Sums of money are exact; the variances are of doubles.
 * source: Ederington (1979), the measure of effectiveness.
 */
#ifndef MM_HEDGE_EFF_H
#define MM_HEDGE_EFF_H

#include "base/dec.h"
#include "base/mem.h"
#include "math/moments.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct hedge_eff_seat {
	size_t asset;
	struct dec multiplier; /* > 0 */
	/* As told last; DEC_NONE: never. */
	struct dec held, mark;
	struct dec bought, paid; /* since then: sum of q, of q p */
};

struct hedge_eff_asset {
	struct dec exposure; /* DEC_NONE: never told */
	struct dec residual; /* exposure + sum of positions, at the last time */
	struct dec distance; /* sum of |residual| over all times */
	int64_t n;           /* times it was told */
};

struct hedge_eff {
	struct hedge_eff_seat *seats;
	struct hedge_eff_asset *assets;
	size_t n_seats, n_assets;
	int64_t frames;
	struct moments unhedged, hedged; /* of the changes   */
	struct dec pnl;                  /* sum of dHedge    */
	bool overflow;                   /* a sum is not whole */
};

/* One time: what is told of seats and assets, DEC_NONE where nothing is. */
struct hedge_eff_time {
	struct dec *held, *mark; /* n_seats */
	struct dec *exposure;    /* n_assets */
};

/* hedge_eff_init.  in: seats with asset and multiplier set; both arrays stay the
 * caller's. */
void hedge_eff_init(struct hedge_eff *e, struct hedge_eff_seat *seats,
		    size_t n_seats, struct hedge_eff_asset *assets,
		    size_t n_assets);

/* hedge_eff_trade: size bought above 0, sold below; between two times. */
void hedge_eff_trade(struct hedge_eff *e, size_t seat, struct dec size,
		     struct dec price);

void hedge_eff_time(struct hedge_eff *e, const struct hedge_eff_time *now);

/* hedge_eff_ratio: 1 - Var(dHedged) / Var(dUnhedged), sample variances.
 * returns: ST_OK; ST_NODATA (below two changes); ST_DIVZERO (nothing moved). */
MM_CHECKED enum status hedge_eff_ratio(double *out, const struct hedge_eff *e);

/* hedge_eff_mean: mean of |residual|, rounded down to 1e-9; DEC_NONE: never told. */
struct dec hedge_eff_mean(struct hedge_eff *e, size_t asset);

#endif
