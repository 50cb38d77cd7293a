#include "venue/evm_rounds.h"

#define ROOM_FIRST 64

const struct evm_view *evm_rounds_ask(struct evm_rounds *r,
				      const struct evm_address *to,
				      struct abi_bytes call)
{
	struct evm_view *v = arena_alloc(r->a, sizeof(*v));

	*v = (struct evm_view){ .to = *to,
				.call = call.p,
				.call_len = call.len };
	if (r->n == r->cap) {
		size_t cap = r->cap ? 2 * r->cap : ROOM_FIRST;

		r->views =
			arena_grow(r->a, r->views, r->cap * sizeof(*r->views),
				   cap * sizeof(*r->views));
		r->cap = cap;
	}
	r->views[r->n++] = v;
	return v;
}

bool evm_rounds_run(struct evm_rounds *r, struct evm_no *no)
{
	size_t n = r->n - r->n_answered;
	struct evm_view *asked = arena_alloc(r->a, n * sizeof(*asked));

	for (size_t i = 0; i < n; i++)
		asked[i] = *r->views[r->n_answered + i];
	if (!evm_batch_run(r->batch, r->a, asked, n, no))
		return false;
	for (size_t i = 0; i < n; i++)
		*r->views[r->n_answered + i] = asked[i];
	r->n_answered = r->n;
	return true;
}

const uint8_t *evm_view_words(const struct evm_view *v, size_t n)
{
	return v && v->state == EVM_VIEW_OK && v->len >= n * ABI_WORD ? v->data
								      : NULL;
}
