/* slices.h - a rolling window looked at in regular frames: exact sums of trades,
 * a slice of time at a time.  Layer: math.
 *
 * Looked at only at origin + k * step, the window (now - span, now] begins and
 * ends on a multiple of the greatest step that divides both: the trades between
 * two of these expire together, so one sum stands for them.  Memory is O(slices
 * with a trade in them), for the heap through base/mem; a trade costs O(1).  Where
 * trades come at any time and in any order, math/window.h is the tool.
 */
#ifndef MM_SLICES_H
#define MM_SLICES_H

#include "base/status.h"
#include "math/pivot.h"

#include <stdint.h>

struct slice {
	int64_t end; /* its trades are of (end - width, end] */
	struct pivot_sums sums;
};

struct slices {
	struct pivot_sums live; /* of (now - span, newest trade]; at a moment
				   that is looked at, the window's           */
	int64_t now;            /* of the last slices_advance */
	int64_t span;
	int64_t width, origin; /* slices end at origin + k * width */
	struct slice *ring;    /* oldest first from head; owner: this */
	size_t cap, head, n;
};

/* slices_init: an empty window, to be looked at from origin on in steps.
 * in:    span, step > 0.
 * owner: caller, slices_free. */
void slices_init(struct slices *s, int64_t span, int64_t origin, int64_t step);
void slices_free(struct slices *s);

/* slices_add: a trade at t, as sums.
 * in:      origin - span < t; t above now and not below an earlier trade's.
 * returns: ST_OK or ST_OVERFLOW: the sums would not hold it, nothing changed. */
MM_CHECKED enum status slices_add(struct slices *s, int64_t t,
				  struct pivot_sums trade);

/* slices_advance: the window as it is at now, origin + k * step, not below an
 * earlier one. */
void slices_advance(struct slices *s, int64_t now);

/* slices_rescale counts in ticks and lots that are smaller by these factors.
 * in:      factors > 0.
 * returns: ST_OK or ST_OVERFLOW.
 * cost:    O(slices). */
MM_CHECKED enum status slices_rescale(struct slices *s, uint64_t price_factor,
				      uint64_t size_factor);

#endif
