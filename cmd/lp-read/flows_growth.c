/* flows_growth.c - the fees a change of a v4 position paid, as the pool itself reckoned
 * them: from the position's own words before its block and behind it.  What transfers
 * of the native coin leave no log of is known by this alone. */
#include "story.h"

#include "chain/evm_quantity.h"
#include "chain/univ4_state.h"
#include "math/univ3_fees.h"

#include <string.h>

#define WORDS                                                                  \
	3 /* liquidity; growth inside when it was last touched, of each token */

static void ask(struct telling *t, struct jsonrpc_request *q,
		const struct story *s, struct evm_at at)
{
	struct reader *r = t->r;
	const struct u256 slot = univ4_position_slot(
		s->pool_id, &s->manager, (int32_t)s->p->tick_lower,
		(int32_t)s->p->tick_upper, s->id);
	struct abi_bytes data = uniswap_call(
		r->a, V4_STORAGE, (struct u256[]){ slot, u256_of_u64(WORDS) });
	char *text = arena_alloc(r->a, EVM_DATA_SZ(data.len));
	const struct evm_call call = {
		.to = reader_address(r, &r->contracts.v4_pools.at),
		.data = evm_data_format(text, data.p, data.len),
	};

	evm_ask_call(q, &call, at);
}

/* False: the node does not have the state of that block any more. */
static bool read_words(struct u256 out[static WORDS],
		       const struct jsonrpc_reply *reply)
{
	const size_t n = (V4_STORAGE_FIRST + WORDS) * ABI_WORD;
	uint8_t said[(V4_STORAGE_FIRST + WORDS) * ABI_WORD];
	const char *text;
	size_t len;

	if (reply->err || evm_read_data(&text, &len, reply) || len < n ||
	    !evm_data_parse(said, n, text, 2 + 2 * n))
		return false;
	for (size_t i = 0; i < WORDS; i++)
		out[i] = uniswap_word(said, V4_STORAGE_FIRST + i);
	return true;
}

/* The words tell of all that a block did to the position. */
static bool alone_in_block(const struct story *s, const struct log *l)
{
	for (size_t i = 0; i < s->n_logs; i++)
		if (s->logs[i]->block == l->block &&
		    strcmp(s->logs[i]->tx_hash, l->tx_hash) != 0)
			return false;
	return true;
}

bool flows_growth(struct u256 fees[static 2], struct telling *t,
		  const struct story *s, const struct log *l)
{
	struct jsonrpc_request *q[] = { &t->asker->q[0], &t->asker->q[1] };
	struct u256 before[WORDS], after[WORDS];
	unsigned __int128 liquidity;

	if (!alone_in_block(s, l))
		return false;
	ask(t, q[0], s, evm_at_block(l->block - 1));
	ask(t, q[1], s, evm_at_hash(l->block_hash));
	jsonrpc_run(t->asker->rpc, q, 2);
	if (!read_words(before, &q[0]->reply) ||
	    !read_words(after, &q[1]->reply) ||
	    u256_to_u128(&liquidity, before[0]))
		return false;
	for (size_t i = 0; i < 2; i++)
		if (univ4_fees(&fees[i], after[1 + i], before[1 + i],
			       liquidity))
			return false;
	return true;
}
