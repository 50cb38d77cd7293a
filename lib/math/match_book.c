#include "math/match_book.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

bool match_order_before(const struct match_order *a,
			const struct match_order *b)
{
	if (a->order.price != b->order.price)
		return (a->order.price > b->order.price) ==
		       (a->order.side == SIDE_BUY);
	return a->id < b->id;
}

void match_book_add(struct match_book *b, const struct match_order *o)
{
	int lo = 0, hi = b->n;

	b->v = mem_room(b->v, b->n, &b->cap, sizeof(*b->v));
	while (lo < hi) {
		int mid = lo + (hi - lo) / 2;

		if (match_order_before(o, &b->v[mid]))
			lo = mid + 1;
		else
			hi = mid;
	}
	memmove(&b->v[lo + 1], &b->v[lo], (size_t)(b->n - lo) * sizeof(*b->v));
	b->v[lo] = *o;
	b->n++;
}

void match_book_remove(struct match_book *b, struct match_order *o)
{
	b->n--;
	memmove(o, o + 1, (size_t)(&b->v[b->n] - o) * sizeof(*o));
}

struct match_order *match_book_find(struct match_book *b, int wallet,
				    uint64_t id, uint64_t mask)
{
	for (int i = 0; i < b->n; i++) {
		const struct order *o = &b->v[i].order;

		if (o->wallet == wallet && ((o->client_id ^ id) & mask) == 0)
			return &b->v[i];
	}
	return NULL;
}

void match_book_free(struct match_book *b)
{
	free(b->v);
	*b = (struct match_book){ 0 };
}
