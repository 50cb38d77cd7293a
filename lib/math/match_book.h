/* match_book.h - our own orders on one side of the paper venue, in the order they
 * are served.  Layer: math. */
#ifndef MM_MATCH_BOOK_H
#define MM_MATCH_BOOK_H

#include "math/order.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct match_order {
	struct order order; /* size: lots left                              */
	uint64_t id;        /* rising with arrival: time priority           */
	int64_t ahead;      /* lots of others still before it               */
	int64_t n_fills;
	bool taker; /* was marketable on arrival */
};

/* The best price last, and of one price the oldest last: both are at hand
 * without a search.  Zero is a valid empty book. */
struct match_book {
	struct match_order *v;
	int n, cap;
};

/* order_meets: o would trade at price: a BUY at or above it, a SELL at or
 * below. */
static inline bool order_meets(const struct order *o, int64_t price)
{
	return o->side == SIDE_BUY ? o->price >= price : o->price <= price;
}

/* match_order_before: a is served before b, of the same side: the better price,
 * then the older order. */
bool match_order_before(const struct match_order *a,
			const struct match_order *b);

/* match_book_best: the order served first, or NULL. */
static inline struct match_order *match_book_best(const struct match_book *b)
{
	return b->n ? &b->v[b->n - 1] : NULL;
}

/* match_book_add puts an order in its place.  Pointers into the book die.
 * cost: O(log n) to find, O(n) to move. */
void match_book_add(struct match_book *b, const struct match_order *o);

/* match_book_remove: o is in b. */
void match_book_remove(struct match_book *b, struct match_order *o);

/* match_book_find: an order of that wallet whose client id equals id in the bits
 * of mask, or NULL.  cost: O(n). */
struct match_order *match_book_find(struct match_book *b, int wallet,
				    uint64_t id, uint64_t mask);

#define CLIENT_ID_WHOLE UINT64_MAX
#define CLIENT_ID_SLOT  (UINT64_MAX << 32) /* strategy and slot */

void match_book_free(struct match_book *b);

#endif
