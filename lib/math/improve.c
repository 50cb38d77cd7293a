#include "math/improve.h"

#include <stdbool.h>

/* a lies before b: nearer the other side of the book. */
static bool before(enum side side, int64_t a, int64_t b)
{
	return side == SIDE_BUY ? a > b : a < b;
}

enum improve_result improve_one_tick(int64_t *price,
				     const struct improve_in *in)
{
	int64_t better = in->competitor_price +
			 (in->side == SIDE_BUY ? in->tick : -in->tick);

	if (in->competitor_lots < in->threshold_lots)
		return IMPROVE_SMALL;
	if (in->opposite_best && !before(in->side, in->opposite_best, better))
		return IMPROVE_CROSS;
	if (before(in->side, better, in->limit_price))
		return IMPROVE_LIMIT;
	if (in->own_best &&
	    before(in->side, in->own_best, in->competitor_price))
		return IMPROVE_ALREADY_BETTER;
	*price = better;
	return IMPROVE_QUOTE;
}

const char *improve_name(enum improve_result r)
{
	switch (r) {
	case IMPROVE_QUOTE:
		return "quote";
	case IMPROVE_SMALL:
		return "small";
	case IMPROVE_CROSS:
		return "cross";
	case IMPROVE_LIMIT:
		return "limit";
	case IMPROVE_ALREADY_BETTER:
		return "already_better";
	}
	return "?";
}
