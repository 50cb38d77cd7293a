/* openbook_fixture.h - accounts of OpenBook v1, made for tests.  A tree is built from
 * its sorted keys, not by inserting, and stands at nodes drawn by lot. */
#ifndef MM_OPENBOOK_FIXTURE_H
#define MM_OPENBOOK_FIXTURE_H

#include "base/le.h"
#include "chain/openbook.h"
#include "check.h"

#include <string.h>

#define SLAB_LEN(nodes)   (45 + 72 * (size_t)(nodes) + 7)
#define EVENTS_LEN(n)     (37 + 88 * (size_t)(n) + 7)
#define FIXTURE_NODES_MAX 1024

/* Both marks, and the flags. */
static inline void fixture_frame(uint8_t *p, size_t len, uint64_t flags)
{
	memcpy(p, "serum", 5);
	le_put(p + 5, flags, 8);
	memcpy(p + len - 7, "padding", 7);
}

/* An order: on the book by its id. */
struct fixture_order {
	openbook_id id;
	struct pubkey open_orders;
	uint64_t size, client_id;
	uint8_t slot;
};

struct fixture_slab {
	uint8_t *bytes;
	uint32_t at[FIXTURE_NODES_MAX]; /* nodes in the order they are taken */
	uint32_t taken;
};

static inline uint8_t *fixture_node(uint8_t *slab, uint32_t node)
{
	return slab + 45 + 72 * (size_t)node;
}

/* The subtree of orders lo..hi-1, sorted by id; returns its root. */
static inline uint32_t fixture_subtree(struct fixture_slab *s,
				       const struct fixture_order *v, size_t lo,
				       size_t hi)
{
	uint32_t node = s->at[s->taken++], prefix_len = 0;
	uint8_t *p = fixture_node(s->bytes, node);
	openbook_id differ;
	size_t mid = lo;

	if (hi - lo == 1) {
		le_put(p, 2, 4);
		p[4] = v[lo].slot;
		p[5] = 0;
		le_put(p + 8, v[lo].id, 16);
		memcpy(p + 24, v[lo].open_orders.b, PUBKEY_LEN);
		le_put(p + 56, v[lo].size, 8);
		le_put(p + 64, v[lo].client_id, 8);
		return node;
	}
	differ = v[lo].id ^ v[hi - 1].id;
	while (!(differ >> (127 - prefix_len) & 1))
		prefix_len++;
	while (!(v[mid].id >> (127 - prefix_len) & 1))
		mid++;
	le_put(p, 1, 4);
	le_put(p + 4, prefix_len, 4);
	le_put(p + 8, v[lo + hi % (hi - lo)].id, 16); /* any of them */
	le_put(p + 24, fixture_subtree(s, v, lo, mid), 4);
	le_put(p + 28, fixture_subtree(s, v, mid, hi), 4);
	return node;
}

/* A side of the book at bytes, SLAB_LEN(nodes) of them.
 * in: v: n orders, 2 n - 1 <= nodes, by rising id. */
static inline void fixture_slab(uint8_t *bytes, size_t nodes,
				enum openbook_side side,
				const struct fixture_order *v, size_t n,
				uint64_t *rng)
{
	struct fixture_slab s = { .bytes = bytes };
	size_t used = n ? 2 * n - 1 : 0;
	size_t bump =
		used + (size_t)check_pick(rng, 0, (int64_t)(nodes - used));
	uint32_t root = 0;

	memset(bytes, 0, SLAB_LEN(nodes));
	fixture_frame(
		bytes, SLAB_LEN(nodes),
		OPENBOOK_INITIALIZED |
			(side == OPENBOOK_BID ? OPENBOOK_BIDS : OPENBOOK_ASKS));
	for (uint32_t i = 0; i < bump; i++) {
		uint32_t k = (uint32_t)check_pick(rng, 0, i);

		s.at[i] = s.at[k];
		s.at[k] = i;
		le_put(fixture_node(bytes, i), 3, 4); /* free */
	}
	if (n)
		root = fixture_subtree(&s, v, 0, n);
	le_put(bytes + 13, bump, 8);
	le_put(bytes + 21, bump - used, 8);
	le_put(bytes + 29, bump > used ? s.at[used] : 0, 4);
	le_put(bytes + 33, root, 4);
	le_put(bytes + 37, n, 8);
}

/* n orders by rising id, prices and numbers drawn by lot; some of one price. */
static inline void fixture_orders(struct fixture_order *v, size_t n,
				  uint64_t *rng)
{
	uint64_t price = (uint64_t)check_pick(rng, 1, 1000), low = 0;

	for (size_t i = 0; i < n; i++) {
		if (check_pick(rng, 0, 3)) {
			price += (uint64_t)check_pick(rng, 1, 40);
			low = 0;
		}
		low += (uint64_t)check_pick(rng, 1, 1000);
		v[i] = (struct fixture_order){
			.id = (openbook_id)price << 64 | low,
			.size = check_rand(rng),
			.client_id = check_rand(rng),
			.slot = (uint8_t)check_pick(rng, 0, 127),
		};
		for (int b = 0; b < PUBKEY_LEN; b += 8)
			le_put(v[i].open_orders.b + b, check_rand(rng), 8);
	}
}

/* An event queue of capacity, after `ever` events, `count` of which wait.  Event
 * seq pays seq and is a Fill, or an Out if seq is even. */
static inline void fixture_events(uint8_t *bytes, uint64_t capacity,
				  uint64_t ever, uint64_t count)
{
	memset(bytes, 0, EVENTS_LEN(capacity));
	fixture_frame(bytes, EVENTS_LEN(capacity),
		      OPENBOOK_INITIALIZED | OPENBOOK_EVENT_QUEUE);
	le_put(bytes + 13, (ever - count) % capacity, 8);
	le_put(bytes + 21, count, 8);
	le_put(bytes + 29, ever, 8);
	for (uint64_t seq = 0; seq < ever; seq++) {
		uint8_t *p = bytes + 37 + 88 * (seq % capacity);

		p[0] = seq % 2 ? OPENBOOK_EVENT_FILL : OPENBOOK_EVENT_OUT;
		le_put(p + 16, seq, 8);
	}
}

#endif
