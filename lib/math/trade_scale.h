/* trade_scale.h - trades as whole ticks and lots of powers of ten, finer as finer
 * trades come.  Layer: math. */
#ifndef MM_TRADE_SCALE_H
#define MM_TRADE_SCALE_H

#include "base/dec.h"
#include "base/status.h"

#include <stdbool.h>
#include <stdint.h>

/* A tick is 10^-price, a lot 10^-size. */
struct trade_scale {
	int price, size;
};

/* trade_scale_holds: price and size are whole ticks and lots. */
static inline bool trade_scale_holds(const struct trade_scale *s,
				     struct dec price, struct dec size)
{
	return price.scale <= s->price && size.scale <= s->size;
}

/* What sums are to be multiplied by to be counted in a finer scale. */
struct trade_finer {
	uint64_t price, size;
};

/* trade_scale_refine makes it fine enough for that trade.
 * returns: ST_OK; ST_OVERFLOW: more than 10^18 finer, nothing changed. */
MM_CHECKED enum status trade_scale_refine(struct trade_scale *s,
					  struct trade_finer *by,
					  struct dec price, struct dec size);

/* trade_scale_units: the trade in ticks and lots.
 * in:      one that the scale holds.
 * returns: ST_OK or ST_OVERFLOW. */
MM_CHECKED enum status trade_scale_units(const struct trade_scale *s,
					 int64_t *ticks, int64_t *lots,
					 struct dec price, struct dec size);

#endif
