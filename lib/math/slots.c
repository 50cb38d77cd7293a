#include "math/slots.h"

#include <stdlib.h>

enum known { RESTS, FLYING, DONE, PLANNED };

struct sighting {
	const struct order *order;
	enum known as;
};

static int by_slot(int wallet_a, uint16_t key_a, int wallet_b, uint16_t key_b)
{
	if (wallet_a != wallet_b)
		return wallet_a < wallet_b ? -1 : 1;
	return (key_a > key_b) - (key_a < key_b);
}

/* Newest last within a slot. */
static int by_age(const void *pa, const void *pb)
{
	const struct sighting *a = pa, *b = pb;
	uint64_t ia = a->order->client_id, ib = b->order->client_id;
	int c = by_slot(a->order->wallet, client_id_slot(ia), b->order->wallet,
			client_id_slot(ib));

	return c ? c : (ia > ib) - (ia < ib);
}

static void note(struct slot *s, const struct sighting *seen)
{
	const struct order *o = seen->order;

	s->generation = client_id_generation(o->client_id);
	switch (seen->as) {
	case RESTS:
		s->rests = o;
		return;
	case FLYING:
		s->flying = o;
		return;
	case DONE:
		s->done = o;
		return;
	case PLANNED:
		s->planned = o;
		return;
	}
}

static struct slots merged(struct arena *mem, const struct sighting *seen,
			   size_t n)
{
	struct slots s = { .v = arena_alloc(mem, n * sizeof(*s.v)) };

	for (size_t i = 0; i < n; i++) {
		const struct order *o = seen[i].order;
		uint16_t key = client_id_slot(o->client_id);

		if (!s.n || s.v[s.n - 1].wallet != o->wallet ||
		    s.v[s.n - 1].key != key)
			s.v[s.n++] = (struct slot){ .wallet = o->wallet,
						    .key = key };
		note(&s.v[s.n - 1], &seen[i]);
	}
	return s;
}

struct slots slots_of(struct arena *mem, uint16_t strategy,
		      const struct order *resting, size_t n_resting,
		      const struct diff_pending *pending, size_t n_pending,
		      const struct order *planned, size_t n_planned)
{
	size_t most = n_resting + n_pending + n_planned, n = 0;
	struct sighting *seen = arena_alloc(mem, most * sizeof(*seen));

	for (size_t i = 0; i < n_resting; i++)
		seen[n++] = (struct sighting){ &resting[i], RESTS };
	for (size_t i = 0; i < n_pending; i++) {
		const struct diff_pending *p = &pending[i];

		if (p->state == DIFF_DONE)
			seen[n++] = (struct sighting){ &p->order, DONE };
		else if (p->verb == DIFF_PLACE || p->verb == DIFF_REPLACE)
			seen[n++] = (struct sighting){ &p->order, FLYING };
	}
	for (size_t i = 0; i < n_planned; i++)
		seen[n++] = (struct sighting){ &planned[i], PLANNED };

	most = n;
	n = 0;
	for (size_t i = 0; i < most; i++)
		if (client_id_strategy(seen[i].order->client_id) == strategy)
			seen[n++] = seen[i];
	qsort(seen, n, sizeof(*seen), by_age);
	return merged(mem, seen, n);
}

size_t slots_from(const struct slots *s, int wallet, uint16_t key)
{
	size_t low = 0, high = s->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		const struct slot *at = &s->v[mid];

		if (by_slot(at->wallet, at->key, wallet, key) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

const struct slot *slots_find(const struct slots *s, int wallet, uint16_t key)
{
	size_t i = slots_from(s, wallet, key);

	if (i == s->n || s->v[i].wallet != wallet || s->v[i].key != key)
		return NULL;
	return &s->v[i];
}

const struct order *slot_order(const struct slot *s)
{
	if (s->flying)
		return s->flying;
	if (s->rests)
		return s->rests;
	if (s->done && s->planned &&
	    s->done->client_id == s->planned->client_id)
		return NULL;
	return s->planned;
}

uint32_t slot_next(const struct slot *s, int64_t now_ms)
{
	uint32_t clock = (uint32_t)(now_ms / 1000);
	uint32_t after = s ? s->generation + 1 : 0;

	return after > clock ? after : clock;
}
