#include "data/book_best.h"

struct dec book_best(const struct rec_list *all, const struct rec_list *own)
{
	const struct rec_level *l = all->v, *o = own->v;
	size_t j = 0;

	for (size_t i = 0; i < all->n; i++) {
		if (j < own->n && !dec_cmp(o[j].price, l[i].price) &&
		    dec_cmp(o[j].size, l[i].size) >= 0) {
			j++;
			continue;
		}
		return l[i].price;
	}
	return DEC_ZERO;
}
