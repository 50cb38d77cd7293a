/* position.h - where the market's price stands in the channel. */
#ifndef MM_FUND_POSITION_H
#define MM_FUND_POSITION_H

#include "data/rec_book.h"
#include "data/rec_pivot.h"

#include <stdbool.h>

struct position {
	struct dec price;
	struct dec pivot;
	struct dec lower, upper;
};

/* position_of, after conf_load.  Returns NULL, or why it cannot be told. */
const char *position_of(struct position *out, const struct rec_pivot *pivot,
			const struct rec_book *book, int64_t now_ms);

#endif
