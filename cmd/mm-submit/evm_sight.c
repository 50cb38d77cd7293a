#include "evm_sight.h"

#include "base/atoms.h"
#include "chain/evm_quantity.h"

#include <string.h>

/* One question of a look, asked of all nodes. */
struct asking {
	struct evm_sights *out;
	struct arena *a;
	size_t i;    /* of which attempt it is */
	bool *shown; /* evm_glance */
	const struct evm_places *places;
	const struct evm_wallet *wallet;
	/* Of each node. */
	struct nonce_block found[JSONRPC_ENDPOINTS_MAX];
	bool got[JSONRPC_ENDPOINTS_MAX];
};

static bool hash_of(uint8_t out[static 32], const char *text)
{
	return evm_data_parse(out, 32, text, strlen(text));
}

/* ---- whether ---- */

static void glance_receipt(void *ctx, const struct jsonrpc_reply *r)
{
	struct asking *q = ctx;
	struct evm_receipt receipt;

	if (!r->err && !evm_read_receipt(&receipt, q->a, r) && receipt.found)
		*q->shown = true;
}

bool evm_glance(struct sender *s, struct arena *a, struct attempt *const *v,
		size_t n)
{
	bool shown = false;
	struct asking ask = { .a = a, .shown = &shown };
	struct jsonrpc_request q;

	jsonrpc_request_init(&q, EVM_REPLY_MAX);
	for (size_t i = 0; i < n && !shown; i++) {
		if (v[i]->evm->state.state == NONCE_MINED || v[i]->over)
			continue;
		evm_ask_receipt(&q, v[i]->id);
		jsonrpc_cast(s->rpc, &q, glance_receipt, &ask);
	}
	jsonrpc_request_free(&q);
	return shown;
}

/* ---- blocks ---- */

static void take_block(void *ctx, const struct jsonrpc_reply *r)
{
	struct asking *q = ctx;
	struct nonce_block *to = &q->found[r->endpoint];
	struct evm_block b;

	memset(to, 0, sizeof(*to));
	q->got[r->endpoint] = !r->err && !evm_read_block(&b, r) && b.found &&
			      hash_of(to->hash, b.hash);
	if (q->got[r->endpoint])
		to->number = b.block;
}

static void see_heads(struct evm_sights *out, struct sender *s,
		      struct asking *k, struct jsonrpc_request *q)
{
	evm_ask_block(q, evm_latest());
	jsonrpc_cast(s->rpc, q, take_block, k);
	for (size_t i = 0; i < out->n_nodes; i++) {
		out->node[i].head = k->found[i];
		out->node[i].answered = k->got[i];
	}
}

/* Each node's own block of that number. */
static void ask_block_at(struct evm_sights *out, struct sender *s,
			 struct asking *k, struct jsonrpc_request *q,
			 int64_t number)
{
	bool all_heads = true;

	for (size_t i = 0; i < out->n_nodes; i++) {
		k->found[i] = out->node[i].head;
		all_heads &= k->found[i].number == number;
	}
	if (all_heads)
		return;
	evm_ask_block(q, evm_at_block(number));
	jsonrpc_cast(s->rpc, q, take_block, k);
}

static bool same(const struct nonce_block *a, const struct nonce_block *b)
{
	return a->number == b->number &&
	       !memcmp(a->hash, b->hash, sizeof(a->hash));
}

/* ---- where senders go on ---- */

static void take_count(void *ctx, const struct jsonrpc_reply *r)
{
	struct asking *q = ctx;
	struct evm_node *node = &q->out->node[r->endpoint];
	int64_t count;

	if (r->err || evm_read_number(&count, r)) {
		node->answered = false;
		return;
	}
	for (size_t i = 0; i < q->places->n; i++)
		if (q->places->v[i].wallet == q->wallet)
			node->used[i] = (uint64_t)count > q->places->v[i].nonce;
}

static void see_counts(struct sender *s, struct asking *k,
		       struct jsonrpc_request *q)
{
	for (size_t i = 0; i < k->places->n; i++) {
		if (k->places->v[i].wallet == k->wallet)
			continue;
		k->wallet = k->places->v[i].wallet;
		evm_ask_nonce(q, k->wallet->address, evm_latest());
		jsonrpc_cast(s->rpc, q, take_count, k);
	}
}

/* ---- the attempts ---- */

static struct dec fee_of(const struct evm_receipt *r)
{
	struct u256 wei;
	struct dec fee;

	if (u256_is_zero(r->gas_price) ||
	    u256_mul(&wei, r->gas_price, u256_of_u64(r->gas_used)) ||
	    atoms_amount(&fee, wei, EVM_NATIVE_DECIMALS))
		return DEC_NONE;
	return fee;
}

static void take_receipt(void *ctx, const struct jsonrpc_reply *r)
{
	struct asking *q = ctx;
	struct evm_node *node = &q->out->node[r->endpoint];
	struct nonce_seen_tx *seen = &node->seen[q->i];
	struct evm_receipt receipt;

	if (r->err || evm_read_receipt(&receipt, q->a, r)) {
		node->answered = false;
		return;
	}
	if (!receipt.found || !hash_of(seen->block.hash, receipt.block_hash))
		return;
	seen->seen = NONCE_IN_BLOCK;
	seen->block.number = receipt.block;
	seen->reverted = !receipt.ok;
	q->out->paid[q->i] =
		(struct evm_paid){ receipt.gas_used, fee_of(&receipt) };
}

static void take_pooled(void *ctx, const struct jsonrpc_reply *r)
{
	struct asking *q = ctx;
	struct nonce_seen_tx *seen = &q->out->node[r->endpoint].seen[q->i];
	struct evm_transaction tx;

	if (!r->err && !evm_read_transaction(&tx, r) && tx.found && !tx.mined &&
	    seen->seen == NONCE_ABSENT)
		seen->seen = NONCE_IN_POOL;
}

/* A receipt may be of a block that is no longer in the chain.  False: nobody shows it
 * in a block. */
static bool check_blocks(struct evm_sights *out, struct sender *s,
			 struct asking *k, struct jsonrpc_request *q, size_t i)
{
	int64_t asked = -1;
	bool any = false;

	for (size_t m = 0; m < out->n_nodes; m++) {
		struct nonce_seen_tx *seen = &out->node[m].seen[i];

		if (seen->seen != NONCE_IN_BLOCK)
			continue;
		any = true;
		if (seen->block.number != asked)
			ask_block_at(out, s, k, q, seen->block.number);
		asked = seen->block.number;
		if (!same(&seen->block, &k->found[m]))
			*seen = (struct nonce_seen_tx){ .seen = NONCE_ABSENT };
	}
	return any;
}

/* The newest block of a node that says the nonce is used and shows none of ours in its
 * chain; 0: none says so.  in: n: of the place; first: the first of them. */
static int64_t contested_at(const struct evm_sights *out, size_t place,
			    size_t n, size_t first)
{
	int64_t head = 0;

	for (size_t k = 0; k < out->n_nodes; k++) {
		const struct evm_node *node = &out->node[k];
		bool shown = false;

		for (size_t i = 0; i < n; i++)
			shown |= node->seen[first + i].seen == NONCE_IN_BLOCK;
		if (node->answered && !shown && node->used[place] &&
		    node->head.number > head)
			head = node->head.number;
	}
	return head;
}

static void see_attempt(struct evm_sights *out, struct sender *s,
			struct asking *k, struct jsonrpc_request *q,
			const struct attempt *t)
{
	evm_ask_receipt(q, t->id);
	jsonrpc_cast(s->rpc, q, take_receipt, k);
	if (check_blocks(out, s, k, q, k->i))
		return;
	evm_ask_transaction(q, t->id);
	jsonrpc_cast(s->rpc, q, take_pooled, k);
}

/* Those whose blocks are over may be many, for their nonce is given out again and
 * again.  While it is not used none of them is in a block; then they are asked for, the
 * newest first, until every node that has it used shows by which. */
static void see_place(struct evm_sights *out, struct sender *s,
		      struct asking *k, struct jsonrpc_request *q, size_t place,
		      size_t first)
{
	const struct evm_place *p = &k->places->v[place];

	for (size_t i = 0; i < p->n; i++) {
		k->i = first + i;
		if (!p->v[i]->over)
			see_attempt(out, s, k, q, p->v[i]);
	}
	for (size_t i = p->n; i-- > 0;) {
		k->i = first + i;
		if (p->v[i]->over && contested_at(out, place, p->n, first))
			see_attempt(out, s, k, q, p->v[i]);
	}
}

static void see_attempts(struct evm_sights *out, struct sender *s,
			 struct asking *k, struct jsonrpc_request *q)
{
	size_t first = 0;

	for (size_t i = 0; i < k->places->n; first += k->places->v[i++].n)
		see_place(out, s, k, q, i, first);
}

/* ---- those that are not ours ---- */

static bool is_ours(const struct evm_place *p, const char *const *hashes,
		    size_t n)
{
	for (size_t i = 0; i < p->n; i++)
		for (size_t k = 0; k < n; k++)
			if (!strcmp(p->v[i]->id, hashes[k]))
				return true;
	return false;
}

static void see_foreign(struct evm_sights *out, struct sender *s,
			struct asking *k, struct jsonrpc_request *q)
{
	const struct evm_places *places = k->places;
	size_t first = 0;

	for (size_t i = 0; i < places->n; first += places->v[i++].n) {
		const struct evm_place *p = &places->v[i];
		int64_t head = contested_at(out, i, p->n, first);
		const char *const *hashes;
		struct nonce_block b;
		size_t n;

		if (!head || !evm_find_user(&b, &hashes, &n, s, k->a,
					    p->wallet->address, p->nonce, head))
			continue;
		if (is_ours(p, hashes, n))
			continue;
		ask_block_at(out, s, k, q, b.number);
		for (size_t m = 0; m < out->n_nodes; m++)
			if (same(&k->found[m], &b))
				out->node[m].foreign[i] = b;
	}
}

void evm_see(struct evm_sights *out, struct sender *s, struct arena *a,
	     const struct evm_places *places, size_t n)
{
	struct asking k = { .out = out, .a = a, .places = places };
	struct jsonrpc_request q;

	out->n_nodes = jsonrpc_endpoints(s->rpc);
	out->paid = arena_alloc(a, n * sizeof(*out->paid));
	for (size_t i = 0; i < out->n_nodes; i++)
		out->node[i] = (struct evm_node){
			.seen = arena_alloc(a, n * sizeof(*out->node->seen)),
			.used = arena_alloc(a, places->n * sizeof(bool)),
			.foreign = arena_alloc(
				a, places->n * sizeof(*out->node->foreign)),
		};
	jsonrpc_request_init(&q, EVM_REPLY_MAX);
	see_heads(out, s, &k, &q);
	see_counts(s, &k, &q);
	see_attempts(out, s, &k, &q);
	see_foreign(out, s, &k, &q);
	jsonrpc_request_free(&q);
}
