/* settle.h - a frame's price of each pair, out of what its sources said. */
#ifndef PRICE_READ_SETTLE_H
#define PRICE_READ_SETTLE_H

#include "pairs.h"

/* pairs_settle: every wanted pair's price, or why there is none (text in a). */
void pairs_settle(const struct pairs *p, struct arena *a);

/* source_says: the middle of a bid and an ask, half the distance its uncertainty. */
void source_says_middle(struct source *s, struct dec bid, struct dec ask,
			int64_t age_ms);

void source_says(struct source *s, struct dec price, struct dec conf,
		 int64_t age_ms);

#endif
