/* il.h - impermanent loss: what a position lost against holding what was put in.
 * Layer: math.
 *
 * A fraction of the value of what would be held, in (-1, 0]; fees are not in it.
 * Doubles, for analytics: relative error about 1e-14, near no change of price
 * too.  Exact amounts: math/lp_account.h.
 * source: MATH.md 4.1, 4.2.
 */
#ifndef MM_IL_H
#define MM_IL_H

#include "base/status.h"
#include "base/u256.h"

/* il_v2: of a constant-product position (v2, or v3 over the full range).
 * in:      ratio > 0: price now / price at entry.
 * returns: ST_OK, ST_DOMAIN. */
MM_CHECKED enum status il_v2(double *il, double ratio);

/* il_v3: of a position that entered whole at one price.  Exactly 0 where the price
 * has not changed, and where it was and is beyond the same end.
 *
 * in:      square roots of prices, Q64.96, each > 0 and below 2^160; lower < upper.
 * returns: ST_OK, ST_DOMAIN. */
MM_CHECKED enum status il_v3(double *il, struct u256 lower, struct u256 upper,
			     struct u256 entry, struct u256 now);

#endif
