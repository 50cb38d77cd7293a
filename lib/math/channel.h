/* channel.h - the channel around the pivot: when it has been left behind, how
 * fast its bounds move.  Layer: math.
 * source: MATH.md 2.4, 2.6.
 */
#ifndef MM_CHANNEL_H
#define MM_CHANNEL_H

#include "base/status.h"

#include <stdbool.h>
#include <stdint.h>

/* deviates: |value - reference| > threshold_ppm of reference.
 * in: reference > 0, both in one unit. */
bool deviates(int64_t value, int64_t reference, int64_t threshold_ppm);

struct trigger {
	bool deviation;
	bool timeout;  /* the longest time without a rebuild is over */
	bool external; /* asked for from outside                     */
	bool rebuild;  /* any of them                                */
};

/* rebalance_trigger: the specification's reading, price against pivot. */
struct trigger rebalance_trigger(int64_t price, int64_t pivot,
				 int64_t threshold_ppm, int64_t elapsed_ms,
				 int64_t interval_ms, bool external);

/* inertia: the share of its way to the target that a bound goes in dt, tau being
 * the time constant in the same unit.  Time-based: two steps to one target go as
 * far as one.
 *
 * out:     *alpha in 2^-63: 1 - e^(-dt/tau).
 * returns: ST_OK; ST_DOMAIN unless dt >= 0 and tau > 0. */
#define INERTIA_ONE (UINT64_C(1) << 63)
MM_CHECKED enum status inertia(uint64_t *alpha, double dt, double tau);

/* inertia_move: from prev that share of the way to target, to the nearest
 * integer.  in: both in 0..2^62. */
int64_t inertia_move(int64_t prev, int64_t target, uint64_t alpha);

#endif
