/* test_openbook - accounts of OpenBook v1: corrupt ones first, then trees against
 * the sorted list they were built from, and the ring.  Bytes the program wrote are in
 * tests/vectors. */
#include "chain/openbook.h"
#include "check.h"
#include "openbook_fixture.h"

#include <string.h>

static struct arena arena;

/* ---- slabs ---- */

#define NODES 41

static uint8_t slab[SLAB_LEN(FIXTURE_NODES_MAX)];
static struct fixture_order orders[FIXTURE_NODES_MAX];

static enum openbook_err decode(struct openbook_slab *s, size_t len)
{
	/* Its own block, so that a sanitizer sees a byte too far. */
	uint8_t *copy = memcpy(malloc(len ? len : 1), slab, len);
	enum openbook_err e = openbook_slab_decode(&arena, s, copy, len);

	free(copy);
	return e;
}

static void check_sorted(const struct openbook_slab *s)
{
	for (size_t i = 1; i < s->n; i++) {
		openbook_id a = s->leaves[i - 1].order_id;
		openbook_id b = s->leaves[i].order_id;

		CHECK(s->side == OPENBOOK_BID ? a > b : a < b);
	}
}

static void make_slab(size_t n, uint64_t *rng)
{
	fixture_orders(orders, n, rng);
	fixture_slab(slab, NODES, OPENBOOK_ASK, orders, n, rng);
}

static void test_slab_heads(void)
{
	struct openbook_slab s;
	uint64_t rng = 5;

	make_slab(9, &rng);
	CHECK(decode(&s, SLAB_LEN(NODES)) == OPENBOOK_OK && s.n == 9);
	for (size_t cut = 0; cut < SLAB_LEN(NODES); cut++)
		CHECK(decode(&s, cut) ==
		      (cut < SLAB_LEN(1) ? OPENBOOK_SIZE : OPENBOOK_MARK));

#define WITH(at, value, err)                                                   \
	do {                                                                   \
		uint8_t was = slab[at];                                        \
                                                                               \
		slab[at] = (uint8_t)(value);                                   \
		CHECK(decode(&s, SLAB_LEN(NODES)) == (err));                   \
		slab[at] = was;                                                \
	} while (0)
	WITH(0, 'S', OPENBOOK_MARK);
	WITH(SLAB_LEN(NODES) - 1, 0, OPENBOOK_MARK);
	WITH(5, 1, OPENBOOK_FLAGS);
	WITH(5, 33 | 64, OPENBOOK_FLAGS); /* both sides */
	WITH(5, 64, OPENBOOK_FLAGS);      /* not initialised */
	WITH(6, 1, OPENBOOK_FLAGS);
	WITH(12, 0x80, OPENBOOK_FLAGS);
	WITH(13, NODES + 1, OPENBOOK_COUNT);
	WITH(20, 1, OPENBOOK_COUNT);
	WITH(21, NODES + 1, OPENBOOK_COUNT);
	WITH(21, slab[21] + 1, OPENBOOK_CORRUPT);
	WITH(33, NODES, OPENBOOK_COUNT);
	WITH(36, 0xff, OPENBOOK_COUNT);
	WITH(37, 10, OPENBOOK_CORRUPT);
	WITH(37, (NODES + 1) / 2 + 1, OPENBOOK_COUNT);
	WITH(44, 1, OPENBOOK_COUNT);
#undef WITH
	/* No orders: the root means nothing. */
	make_slab(0, &rng);
	memset(slab + 33, 0xff, 4);
	CHECK(!decode(&s, SLAB_LEN(NODES)) && s.n == 0);
}

static uint32_t root_of(void)
{
	return le_u32(slab + 33);
}

/* Each inner node in turn made to point to every node there is. */
static void test_wrong_children(void)
{
	struct openbook_slab s;
	uint64_t rng = 6;

	make_slab(12, &rng);
	for (uint32_t node = 0; node < NODES; node++) {
		uint8_t *p = fixture_node(slab, node);

		if (le_u32(p) != 1)
			continue;
		for (int child = 24; child <= 28; child += 4) {
			uint32_t was = le_u32(p + child);

			for (uint32_t to = 0; to < NODES + 3; to++) {
				le_put(p + child, to, 4);
				CHECK((decode(&s, SLAB_LEN(NODES)) ==
				       OPENBOOK_OK) == (to == was));
			}
			le_put(p + child, UINT32_MAX, 4);
			CHECK(decode(&s, SLAB_LEN(NODES)) == OPENBOOK_COUNT);
			le_put(p + child, was, 4);
		}
	}
	CHECK(!decode(&s, SLAB_LEN(NODES)));
}

static void test_cycles(void)
{
	struct openbook_slab s;
	uint64_t rng = 7;
	uint8_t *root;

	make_slab(12, &rng);
	root = fixture_node(slab, root_of());
	le_put(root + 24, root_of(), 4); /* its own child */
	CHECK(decode(&s, SLAB_LEN(NODES)) == OPENBOOK_TREE);
	le_put(root + 28, root_of(), 4);
	CHECK(decode(&s, SLAB_LEN(NODES)) == OPENBOOK_TREE);

	make_slab(12, &rng);
	root = fixture_node(slab, root_of());
	le_put(root + 28, le_u32(root + 24), 4); /* one child twice */
	CHECK(decode(&s, SLAB_LEN(NODES)) == OPENBOOK_TREE);

	/* Keys that fit wherever they hang: all zero.  Prefixes still differ. */
	for (uint32_t i = 0; i < NODES; i++)
		memset(fixture_node(slab, i) + 8, 0, 16);
	CHECK(decode(&s, SLAB_LEN(NODES)) == OPENBOOK_TREE);
}

static void test_wrong_nodes(void)
{
	static const uint32_t tags[] = { 0, 3, 4, 5, 0x102, UINT32_MAX };
	struct openbook_slab s;
	uint64_t rng = 8;

	make_slab(12, &rng);
	for (uint32_t node = 0; node < NODES; node++) {
		uint8_t *p = fixture_node(slab, node), was[72];
		uint32_t tag = le_u32(p);

		memcpy(was, p, sizeof(was));
		if (tag != 1 && tag != 2)
			continue;
		for (size_t i = 0; i < COUNT(tags); i++) {
			le_put(p, tags[i], 4);
			CHECK(decode(&s, SLAB_LEN(NODES)) == OPENBOOK_TREE);
		}
		le_put(p, 3 - tag, 4); /* a leaf for an inner node */
		CHECK(decode(&s, SLAB_LEN(NODES)) != OPENBOOK_OK);
		memcpy(p, was, sizeof(was));
		if (tag == 2) {
			p[4] = OPENBOOK_OO_SLOTS;
			CHECK(decode(&s, SLAB_LEN(NODES)) == OPENBOOK_TREE);
		} else {
			le_put(p + 4, 128, 4);
			CHECK(decode(&s, SLAB_LEN(NODES)) == OPENBOOK_TREE);
			le_put(p + 4, le_u32(was + 4) + 1, 4);
			CHECK(decode(&s, SLAB_LEN(NODES)) == OPENBOOK_TREE);
		}
		memcpy(p, was, sizeof(was));
	}
}

/* Counts that agree with each other and not with the tree. */
static void test_wrong_count(void)
{
	struct openbook_slab s;
	uint64_t rng = 12;

	make_slab(12, &rng);
	le_put(slab + 13, NODES, 8);
	le_put(slab + 21, NODES - 23 + 2, 8);
	slab[37] = 11;
	CHECK(decode(&s, SLAB_LEN(NODES)) == OPENBOOK_TREE);
	le_put(slab + 21, NODES - 23 - 2, 8);
	slab[37] = 13;
	CHECK(decode(&s, SLAB_LEN(NODES)) == OPENBOOK_CORRUPT);
	le_put(slab + 21, NODES - 23, 8);
	slab[37] = 12;
	CHECK(decode(&s, SLAB_LEN(NODES)) == OPENBOOK_OK);
}

/* Whatever the bytes, it ends, and what it takes is sorted. */
static void test_any_damage(void)
{
	struct openbook_slab s;
	uint64_t rng = 9;
	int64_t taken = 0;

	for (int64_t round = check_times(30000); round--;) {
		arena_reset(&arena);
		make_slab((size_t)check_pick(&rng, 0, (NODES + 1) / 2), &rng);
		for (int64_t k = check_pick(&rng, 0, 3); k--;)
			slab[check_pick(&rng, 13, SLAB_LEN(NODES) - 1)] ^=
				(uint8_t)(1 << check_pick(&rng, 0, 7));
		if (decode(&s, SLAB_LEN(NODES)))
			continue;
		taken++;
		CHECK(s.n <= (NODES + 1) / 2);
		check_sorted(&s);
	}
	CHECK(taken > 100);
}

static void test_slabs(void)
{
	uint64_t rng = 10;

	for (int64_t round = check_times(300); round--;) {
		size_t nodes = (size_t)check_pick(&rng, 1, 909), n;
		enum openbook_side side = (enum openbook_side)(round % 2);
		struct openbook_slab s;

		n = (size_t)check_pick(&rng, 0, (int64_t)(nodes + 1) / 2);
		arena_reset(&arena);
		fixture_orders(orders, n, &rng);
		fixture_slab(slab, nodes, side, orders, n, &rng);
		CHECK(!decode(&s, SLAB_LEN(nodes)));
		CHECK(s.side == side && s.n == n && s.capacity == nodes);
		for (size_t i = 0; i < n; i++) {
			const struct openbook_leaf *l = &s.leaves[i];
			const struct fixture_order *o =
				&orders[side == OPENBOOK_BID ? n - 1 - i : i];

			CHECK(l->order_id == o->id && l->size == o->size);
			CHECK(l->price == (uint64_t)(o->id >> 64));
			CHECK(l->seq == (side == OPENBOOK_BID
						 ? ~(uint64_t)o->id
						 : (uint64_t)o->id));
			CHECK(l->client_id == o->client_id);
			CHECK(l->slot == o->slot && l->fee_tier == 0);
			CHECK(pubkey_eq(&l->open_orders, &o->open_orders));
			CHECK(le_u32(fixture_node(slab, l->node)) == 2);
		}
	}
}

/* Keys that differ in their last bit, under every longer prefix: the deepest tree
 * there is. */
static void test_deepest(void)
{
	struct openbook_slab s;
	uint64_t rng = 11;
	size_t n = 0;

	for (int bit = 0; bit < 128; bit++)
		orders[n++] =
			(struct fixture_order){ .id = (openbook_id)1 << bit };
	for (size_t i = n++; i > 0; i--)
		orders[i] = orders[i - 1];
	orders[0] = (struct fixture_order){ .id = 0 };
	for (int side = 0; side < 2; side++) {
		fixture_slab(slab, 300, (enum openbook_side)side, orders, n,
			     &rng);
		CHECK(!decode(&s, SLAB_LEN(300)) && s.n == 129);
		check_sorted(&s);
	}
}

/* ---- the event queue ---- */

static uint8_t events[EVENTS_LEN(8)];

static void test_events_refused(void)
{
	static const struct {
		size_t at;
		uint8_t value;
		enum openbook_err err;
	} bad[] = {
		{ 4, 'x', OPENBOOK_MARK },    { 5, 16, OPENBOOK_FLAGS },
		{ 5, 9, OPENBOOK_FLAGS },     { 13, 8, OPENBOOK_COUNT },
		{ 20, 1, OPENBOOK_COUNT },    { 21, 9, OPENBOOK_COUNT },
		{ 28, 0x80, OPENBOOK_COUNT }, { 29, 1, OPENBOOK_CORRUPT },
	};
	struct openbook_events q;
	struct openbook_event e;

	for (size_t i = 0; i < COUNT(bad); i++) {
		fixture_events(events, 8, 5, 2);
		events[bad[i].at] = bad[i].value;
		CHECK(openbook_events_decode(&q, events, sizeof(events)) ==
		      bad[i].err);
	}
	fixture_events(events, 8, 5, 2);
	for (size_t cut = 0; cut < sizeof(events); cut++)
		CHECK(openbook_events_decode(&q, events, cut) ==
		      (cut < EVENTS_LEN(1) ? OPENBOOK_SIZE : OPENBOOK_MARK));

	/* A slot that holds no event. */
	CHECK(!openbook_events_decode(&q, events, sizeof(events)));
	for (int flags = 0; flags < 256; flags++) {
		static const uint8_t good[] = { 1, 2, 5, 6, 9, 13, 18, 22 };

		events[37 + 88] = (uint8_t)flags;
		CHECK(openbook_events_get(&e, &q, 1) ==
		      (flags && memchr(good, flags, sizeof(good))
			       ? OPENBOOK_OK
			       : OPENBOOK_CORRUPT));
	}
	events[37 + 88] = 1;
	events[37 + 88 + 1] = OPENBOOK_OO_SLOTS;
	CHECK(openbook_events_get(&e, &q, 1) == OPENBOOK_CORRUPT);
}

/* However often it went round. */
static void test_ring(void)
{
	for (uint64_t ever = 0; ever < 40; ever++) {
		for (uint64_t count = 0; count <= ever && count <= 8; count++) {
			uint64_t first = ever < 8 ? 0 : ever - 8;
			struct openbook_events q;
			struct openbook_event e;

			fixture_events(events, 8, ever, count);
			CHECK(!openbook_events_decode(&q, events,
						      sizeof(events)));
			CHECK(q.first == first && q.next == ever &&
			      q.count == count && q.capacity == 8);
			for (uint64_t seq = 0; seq < ever + 3; seq++) {
				bool held = seq >= first && seq < ever;

				CHECK((openbook_events_get(&e, &q, seq) ==
				       OPENBOOK_OK) == held);
				CHECK(!held || (e.paid == seq && e.seq == seq));
			}
			CHECK(openbook_events_get(&e, &q, UINT64_MAX) ==
			      OPENBOOK_COUNT);
		}
	}
}

/* ---- markets, open orders, requests ---- */

static void test_markets_refused(void)
{
	static const struct {
		size_t len;
		uint64_t flags;
		enum openbook_err err;
	} heads[] = {
		{ OPENBOOK_MARKET_LEN, 3, OPENBOOK_OK },
		{ OPENBOOK_MARKET_LEN, 3 | 128, OPENBOOK_OK },
		{ OPENBOOK_MARKET_LEN, 0, OPENBOOK_FLAGS },
		{ OPENBOOK_MARKET_LEN, 2, OPENBOOK_FLAGS },
		{ OPENBOOK_MARKET_LEN, 5, OPENBOOK_FLAGS },
		{ OPENBOOK_MARKET_LEN, 3 | 256, OPENBOOK_FLAGS },
		{ OPENBOOK_MARKET_LEN, 515, OPENBOOK_FLAGS },
		{ OPENBOOK_MARKET_LEN, 3 | 1024, OPENBOOK_FLAGS },
		{ OPENBOOK_PERMISSIONED_LEN, 3, OPENBOOK_FLAGS },
		{ OPENBOOK_PERMISSIONED_LEN, 515, OPENBOOK_OK },
		{ OPENBOOK_PERMISSIONED_LEN, 1539, OPENBOOK_OK },
		{ OPENBOOK_MARKET_LEN - 1, 3, OPENBOOK_SIZE },
		{ OPENBOOK_MARKET_LEN + 1, 3, OPENBOOK_SIZE },
		{ 0, 3, OPENBOOK_SIZE },
	};
	static uint8_t bytes[OPENBOOK_PERMISSIONED_LEN];
	struct openbook_market m;

	for (size_t i = 0; i < COUNT(heads); i++) {
		memset(bytes, 0, sizeof(bytes));
		if (heads[i].len)
			fixture_frame(bytes, heads[i].len, heads[i].flags);
		bytes[349] = bytes[357] = 1;
		memset(bytes + 445, 9, 32);
		if (heads[i].len == OPENBOOK_MARKET_LEN)
			fixture_frame(bytes, heads[i].len, heads[i].flags);
		CHECK(openbook_market_decode(&m, bytes, heads[i].len) ==
		      heads[i].err);
	}
	fixture_frame(bytes, OPENBOOK_PERMISSIONED_LEN, 1539);
	CHECK(!openbook_market_decode(&m, bytes, sizeof(bytes)));
	CHECK(m.crank_authority.b[31] == 9 && m.prune_authority.b[31] == 0);
	bytes[349] = 0; /* no lot */
	CHECK(openbook_market_decode(&m, bytes, sizeof(bytes)) ==
	      OPENBOOK_CORRUPT);
}

static void test_open_orders(void)
{
	static uint8_t bytes[OPENBOOK_OO_LEN];
	struct openbook_oo oo;

	fixture_frame(bytes, sizeof(bytes), 5);
	memset(bytes + 109, 0xff, 16);
	CHECK(!openbook_oo_decode(&oo, bytes, sizeof(bytes)));
	CHECK(openbook_oo_slots_free(&oo) == OPENBOOK_OO_SLOTS);
	bytes[109 + 15] = 0x7f; /* slot 127 is used, */
	bytes[125 + 15] = 0x80; /* by a bid */
	le_put(bytes + 141 + 16 * 127, (openbook_id)9 << 64 | 1, 16);
	le_put(bytes + 2189 + 8 * 127, 42, 8);
	CHECK(!openbook_oo_decode(&oo, bytes, sizeof(bytes)));
	CHECK(openbook_oo_slots_free(&oo) == 127);
	CHECK(openbook_oo_used(&oo, 127) && !openbook_oo_used(&oo, 126));
	CHECK(openbook_oo_side(&oo, 127) == OPENBOOK_BID);
	CHECK(openbook_id_price(oo.orders[127]) == 9 &&
	      oo.client_ids[127] == 42);

	CHECK(openbook_oo_decode(&oo, bytes, sizeof(bytes) - 1) ==
	      OPENBOOK_SIZE);
	bytes[77] = 1; /* more free than there is */
	CHECK(openbook_oo_decode(&oo, bytes, sizeof(bytes)) ==
	      OPENBOOK_CORRUPT);
	bytes[85] = 1;
	CHECK(!openbook_oo_decode(&oo, bytes, sizeof(bytes)));
	bytes[93] = 1;
	CHECK(openbook_oo_decode(&oo, bytes, sizeof(bytes)) ==
	      OPENBOOK_CORRUPT);
	bytes[93] = 0;
	bytes[5] = 4;
	CHECK(openbook_oo_decode(&oo, bytes, sizeof(bytes)) == OPENBOOK_FLAGS);
	bytes[5] = 5;
	bytes[6] = 1; /* closed */
	CHECK(openbook_oo_decode(&oo, bytes, sizeof(bytes)) == OPENBOOK_FLAGS);
}

static void test_requests(void)
{
	uint8_t bytes[37 + 80 + 7] = { 0 };
	struct openbook_requests q;

	fixture_frame(bytes, sizeof(bytes), 9);
	le_put(bytes + 29, 123, 8);
	CHECK(!openbook_requests_decode(&q, bytes, sizeof(bytes)));
	CHECK(q.next_seq == 123 && q.capacity == 1 && q.count == 0);
	CHECK(openbook_requests_decode(&q, bytes, sizeof(bytes) - 1) ==
	      OPENBOOK_SIZE);
	bytes[13] = 1;
	CHECK(openbook_requests_decode(&q, bytes, sizeof(bytes)) ==
	      OPENBOOK_COUNT);
	bytes[13] = 0;
	bytes[5] = 17;
	CHECK(openbook_requests_decode(&q, bytes, sizeof(bytes)) ==
	      OPENBOOK_FLAGS);
}

int main(void)
{
	test_slab_heads();
	test_wrong_children();
	test_cycles();
	test_wrong_nodes();
	test_wrong_count();
	test_any_damage();
	test_slabs();
	test_deepest();
	test_events_refused();
	test_ring();
	test_markets_refused();
	test_open_orders();
	test_requests();
	arena_free(&arena);
	printf("test_openbook: pass\n");
	return 0;
}
