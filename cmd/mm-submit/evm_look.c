/* From what nodes show to what became of attempts. */
#include "base/conf.h"
#include "evm_sight.h"
#include "evm_tell.h"

#include <string.h>

/* Every attempt of the places, one place after the other. */
static struct attempt **all_of(struct arena *a, const struct evm_places *places,
			       size_t *n)
{
	struct attempt **v;

	*n = 0;
	for (size_t i = 0; i < places->n; i++)
		*n += places->v[i].n;
	v = arena_alloc(a, *n * sizeof(struct attempt *));
	*n = 0;
	for (size_t i = 0; i < places->n; i++)
		for (size_t k = 0; k < places->v[i].n; k++)
			v[(*n)++] = places->v[i].v[k];
	return v;
}

/* A transaction that was made again to the byte is looked for once: as the newest. */
static bool is_newest(const struct evm_place *p, size_t k)
{
	for (size_t i = k + 1; i < p->n; i++)
		if (!strcmp(p->v[i]->id, p->v[k]->id))
			return false;
	return true;
}

/* Every node has the last block its bundle was for, and none has its nonce used. */
static bool is_over(const struct attempt *t, const struct nonce_sight *s,
		    size_t n)
{
	bool answered = false;

	if (!t->tx->bundle.id || t->box.state != OUTBOX_SENT ||
	    t->box.valid_until == REC_NONE_INT)
		return false;
	for (size_t i = 0; i < n; i++) {
		answered |= s[i].answered;
		if (s[i].answered &&
		    (s[i].used || s[i].head < t->box.valid_until))
			return false;
	}
	return answered;
}

/* What the nodes show of place i, whose attempts begin at first. */
static void look_at(struct arena *a, struct evm_place *p,
		    struct evm_sights *seen, size_t i, size_t first)
{
	struct nonce_sight s[JSONRPC_ENDPOINTS_MAX];

	for (size_t k = 0; k < seen->n_nodes; k++) {
		struct evm_node *node = &seen->node[k];

		for (size_t at = 0; at < p->n; at++)
			if (!is_newest(p, at))
				node->seen[first + at].seen = NONCE_ABSENT;

		s[k] = (struct nonce_sight){
			.answered = node->answered,
			.head = node->head.number,
			.used = node->used[i],
			.foreign = node->foreign[i],
			.tx = node->seen + first,
		};
	}
	(void)nonce_look(p->state, p->n, s, seen->n_nodes,
			 conf_int("CONFIRMATIONS"));
	for (size_t k = 0; k < p->n; k++) {
		p->v[k]->evm->gas_used = seen->paid[first + k].gas_used;
		p->v[k]->evm->fee = seen->paid[first + k].fee;
	}
	evm_place_take(p, a);
	for (size_t k = 0; k < p->n; k++)
		p->v[k]->over |= is_over(p->v[k], s, seen->n_nodes);
}

size_t evm_look(struct sender *s, struct arena *a, const struct attempts *all,
		bool prove, int64_t ts_ms)
{
	struct evm_places places = evm_places_of(a, all);
	struct evm_sights seen;
	size_t n, first = 0, answered = 0;
	struct attempt **v = all_of(a, &places, &n);
	struct nonce_tx *was = arena_alloc(a, n * sizeof(*was));
	bool *over = arena_alloc(a, n * sizeof(*over));

	if (!n || (!prove && !evm_glance(s, a, v, n)))
		return 0;
	for (size_t i = 0; i < n; i++) {
		was[i] = v[i]->evm->state;
		over[i] = v[i]->over;
	}
	evm_see(&seen, s, a, &places, n);
	for (size_t i = 0; i < places.n; first += places.v[i++].n)
		look_at(a, &places.v[i], &seen, i, first);
	evm_tell(s, a, v, was, n, ts_ms);
	for (size_t i = 0; i < n; i++)
		if (v[i]->over && !over[i])
			evm_tell_over(a, v[i], ts_ms);
	for (size_t i = 0; i < seen.n_nodes; i++)
		answered += seen.node[i].answered;
	return answered;
}
