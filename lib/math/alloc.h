/* alloc.h - a total or a budget shared out over levels, to the lot.
 * Layer: math.
 *
 * Weights are integers (math/ladder.h): nothing here is rounded twice, and equal
 * inputs give equal lots on every machine.
 * source: MATH.md 2.2, 2.3.
 */
#ifndef MM_ALLOC_H
#define MM_ALLOC_H

#include "base/mem.h"
#include "base/status.h"

#include <stddef.h>
#include <stdint.h>

#define ALLOC_WEIGHT_MAX (INT64_C(1) << 58) /* of all weights together */

/* alloc_total: largest remainders.  Every level gets the whole part of its share
 * of total; the lots left over go one each to the largest fractions, ties to
 * the lower index.  Levels over their cap stay at the cap and the rest is shared
 * again.  A level that would get less than min_lots, but not nothing, gives up
 * its weight, the smallest weight first (ties: the higher index), and all is
 * shared again.
 *
 * out:     lots[n], *unallocated: together they are total, to the lot.
 * in:      total >= 0, weight[n] >= 0, cap[n] >= 0 or NULL for none.
 * returns: ST_OK, ST_DOMAIN.
 * cost:    n log n, plus d log d for each time it is shared again, d being the
 *          number of different pairs of weight and cap (1 where all levels are
 *          alike, whatever their number). */
MM_CHECKED enum status alloc_total(struct arena *mem, int64_t *lots,
				   int64_t *unallocated, int64_t total,
				   const int64_t *weight, const int64_t *cap,
				   size_t n, int64_t min_lots);

/* alloc_budget: lots in proportion to weight that cost at most budget.  Whole
 * parts first; then one pass by falling fraction (ties to the lower index, zero
 * fractions skipped) adds a lot where cap and budget allow.
 *
 * out:     lots[n], *spent = sum of price * lots <= budget.
 * in:      budget >= 0, price[n] in 0..PRICE_MAX, weight[n] >= 0, cap[n] >= 0 or
 *          NULL.
 * returns: ST_OK; ST_DOMAIN, also where no level has both price and weight.
 * cost:    n log n. */
MM_CHECKED enum status alloc_budget(struct arena *mem, int64_t *lots,
				    int64_t *spent, int64_t budget,
				    const int64_t *price, const int64_t *weight,
				    const int64_t *cap, size_t n);

#endif
