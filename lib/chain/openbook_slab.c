/* openbook_slab.c - one side of the book, a crit-bit tree; see openbook.h. */
#include "chain/openbook.h"

#include "base/le.h"

#define NODES_AT 45
#define NODE_LEN 72
#define TAIL_LEN 7
#define KEY_BITS 128

enum node_tag {
	NODE_INNER = 1,
	NODE_LEAF = 2,
};

/* A subtree that waits, with the bits all its keys share. */
struct branch {
	uint32_t node;
	uint32_t prefix_len; /* of key, from the top */
	openbook_id key;
};

struct walk {
	const uint8_t *nodes;
	int first; /* which child comes first: 1 for bids, 0 for asks */
	/* At most one branch waits for each bit. */
	struct branch stack[KEY_BITS + 1];
	int depth;
};

static bool same_prefix(openbook_id a, openbook_id b, uint32_t bits)
{
	return bits == 0 || (a ^ b) >> (KEY_BITS - bits) == 0;
}

static bool push(struct walk *w, uint32_t node, uint32_t prefix_len,
		 openbook_id key)
{
	if (w->depth > KEY_BITS)
		return false;
	w->stack[w->depth++] = (struct branch){ node, prefix_len, key };
	return true;
}

/* An inner node gives way to its children.  Prefixes only grow on the way down,
 * so that no walk goes deeper than a key has bits, whatever the bytes. */
static bool descend(struct walk *w, const uint8_t *p, uint32_t least)
{
	uint32_t prefix_len = le_u32(p + 4);
	openbook_id key = le_u128(p + 8), bit;
	uint32_t child[2] = { le_u32(p + 24), le_u32(p + 28) };

	if (prefix_len >= KEY_BITS || prefix_len < least)
		return false;
	bit = (openbook_id)1 << (KEY_BITS - 1 - prefix_len);
	for (int i = 0; i < 2; i++) {
		/* The first child is pushed last: it is popped next. */
		int which = i ? w->first : !w->first;

		if (!push(w, child[which], prefix_len + 1,
			  which ? key | bit : key & ~bit))
			return false;
	}
	return true;
}

static void read_leaf(struct openbook_leaf *leaf, const uint8_t *p,
		      uint32_t node, enum openbook_side side)
{
	leaf->order_id = le_u128(p + 8);
	leaf->price = openbook_id_price(leaf->order_id);
	leaf->seq = openbook_id_seq(leaf->order_id, side);
	leaf->size = le_u64(p + 56);
	leaf->client_id = le_u64(p + 64);
	leaf->open_orders = pubkey_at(p + 24);
	leaf->slot = p[4];
	leaf->fee_tier = p[5];
	leaf->node = node;
}

/* Every leaf in turn.  The keys of a leaf and of every inner node have the prefix of
 * the branch they hang on, so no node is met twice: two branches differ in it. */
static enum openbook_err walk_tree(struct walk *w, struct openbook_slab *out,
				   uint64_t leaf_count)
{
	while (w->depth) {
		const struct branch b = w->stack[--w->depth];
		const uint8_t *p;

		if (b.node >= out->bump_index) /* which is in bounds */
			return OPENBOOK_COUNT;
		p = w->nodes + (size_t)b.node * NODE_LEN;
		if (!same_prefix(le_u128(p + 8), b.key, b.prefix_len))
			return OPENBOOK_TREE;
		if (le_u32(p) == NODE_INNER) {
			if (!descend(w, p, b.prefix_len))
				return OPENBOOK_TREE;
			continue;
		}
		if (le_u32(p) != NODE_LEAF || p[4] >= OPENBOOK_OO_SLOTS ||
		    out->n == leaf_count)
			return OPENBOOK_TREE;
		read_leaf(&out->leaves[out->n++], p, b.node, out->side);
	}
	return out->n == leaf_count ? OPENBOOK_OK : OPENBOOK_CORRUPT;
}

static enum openbook_err check_slab(struct openbook_slab *out,
				    const uint8_t *bytes, size_t len)
{
	uint64_t flags;

	if (len < NODES_AT + NODE_LEN + TAIL_LEN ||
	    (len - NODES_AT - TAIL_LEN) / NODE_LEN > UINT32_MAX)
		return OPENBOOK_SIZE;
	if (memcmp(bytes, "serum", 5) != 0 ||
	    memcmp(bytes + len - TAIL_LEN, "padding", TAIL_LEN) != 0)
		return OPENBOOK_MARK;
	flags = le_u64(bytes + 5);
	if (flags != (OPENBOOK_INITIALIZED | OPENBOOK_BIDS) &&
	    flags != (OPENBOOK_INITIALIZED | OPENBOOK_ASKS))
		return OPENBOOK_FLAGS;
	out->side = flags & OPENBOOK_BIDS ? OPENBOOK_BID : OPENBOOK_ASK;
	out->capacity = (uint32_t)((len - NODES_AT - TAIL_LEN) / NODE_LEN);
	if (le_u64(bytes + 13) > out->capacity ||
	    le_u64(bytes + 21) > out->capacity)
		return OPENBOOK_COUNT;
	out->bump_index = (uint32_t)le_u64(bytes + 13);
	out->free_list_len = (uint32_t)le_u64(bytes + 21);
	out->free_list_head = le_u32(bytes + 29);
	out->root = le_u32(bytes + 33);
	return OPENBOOK_OK;
}

enum openbook_err openbook_slab_decode(struct arena *a,
				       struct openbook_slab *out,
				       const uint8_t *bytes, size_t len)
{
	enum openbook_err e = check_slab(out, bytes, len);
	struct walk w = { .depth = 0 };
	uint64_t leaf_count;

	if (e)
		return e;
	out->leaves = NULL;
	out->n = 0;
	leaf_count = le_u64(bytes + 37);
	/* n leaves hang on n - 1 inner nodes; the rest is free. */
	if (leaf_count > (out->capacity + UINT64_C(1)) / 2)
		return OPENBOOK_COUNT;
	if (!leaf_count)
		return OPENBOOK_OK; /* the root means nothing then */
	if (2 * leaf_count - 1 + out->free_list_len != out->bump_index)
		return OPENBOOK_CORRUPT;
	out->leaves = arena_alloc(a, leaf_count * sizeof(*out->leaves));
	w.nodes = bytes + NODES_AT;
	w.first = out->side == OPENBOOK_BID;
	push(&w, out->root, 0, 0);
	return walk_tree(&w, out, leaf_count);
}
