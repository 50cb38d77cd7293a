#include "chainlink.h"

#include "base/clock.h"
#include "base/err.h"
#include "chain/abi.h"
#include "settle.h"
#include "venue/evm_batch.h"

#include <stdlib.h>
#include <string.h>

#define FEEDS_MAX    64
#define DECIMALS_MAX 30

static const uint8_t latest_round_data[ABI_SELECTOR_LEN] = { 0xfe, 0xaf, 0x96,
							     0x8c };
static const uint8_t decimals_of[ABI_SELECTOR_LEN] = { 0x31, 0x3c, 0xe5, 0x67 };

enum round_word {
	ROUND_ID,
	ROUND_ANSWER,
	ROUND_STARTED,
	ROUND_UPDATED,
	ROUND_ANSWERED_IN,
	ROUND_WORDS,
};

struct chainlink {
	struct evm_batch batch;
	struct source *source[FEEDS_MAX];
	size_t n;
};

struct chainlink *chainlink_open(void)
{
	struct chainlink *c = mem_alloc(1, sizeof(*c));
	char why[EVM_RPC_WHY_SZ];
	const char *wrong = evm_batch_conf(&c->batch);
	enum mm_exit code;

	if (wrong)
		mm_die(MM_USAGE, "MULTICALL: %s", wrong);
	c->batch.rpc = evm_rpc_open(&code, why);
	if (!c->batch.rpc)
		mm_die(code, "%s", why);
	return c;
}

void chainlink_close(struct chainlink *c)
{
	if (!c)
		return;
	jsonrpc_close(c->batch.rpc);
	free(c);
}

void chainlink_add(struct chainlink *c, struct source *s)
{
	if (c->n == FEEDS_MAX)
		mm_die(MM_USAGE, "PRICE_SOURCES: too many feeds");
	c->source[c->n++] = s;
}

static struct u256 word(const struct evm_view *v, size_t i)
{
	return u256_of_be(v->data + i * ABI_WORD);
}

/* NULL: *price and *updated_s are what the feed says. */
static const char *round_in(struct dec *price, int64_t *updated_s,
			    const struct evm_view *round,
			    const struct evm_view *decimals)
{
	unsigned __int128 answer;
	uint64_t scale, updated;

	if (round->state != EVM_VIEW_OK || decimals->state != EVM_VIEW_OK)
		return "no such feed, or it does not answer";
	if (round->len < ROUND_WORDS * ABI_WORD || decimals->len < ABI_WORD)
		return "not a feed of Chainlink";
	if (u256_to_u64(&scale, word(decimals, 0)) || scale > DECIMALS_MAX)
		return "decimals that no price has";
	/* A negative one is over 127 bits here. */
	if (u256_to_u128(&answer, word(round, ROUND_ANSWER)) || !answer ||
	    answer >> 120)
		return "an answer that is no price";
	if (u256_cmp(word(round, ROUND_ANSWERED_IN), word(round, ROUND_ID)) < 0)
		return "an answer carried over from an earlier round";
	if (u256_to_u64(&updated, word(round, ROUND_UPDATED)) || !updated ||
	    updated > INT32_MAX * INT64_C(8))
		return "a round that is not complete";
	*price = dec_make((__int128)answer, (int)scale);
	*updated_s = (int64_t)updated;
	return NULL;
}

/* A feed speaks when the price has moved, or after its heartbeat: until then what it
 * said last stands. */
static void hear(struct source *s, const struct evm_view *round,
		 const struct evm_view *decimals, int64_t now)
{
	struct dec price;
	int64_t updated_s;

	s->why = round_in(&price, &updated_s, round, decimals);
	if (s->why)
		return;
	source_says(s, price, DEC_ZERO, now - updated_s * 1000);
	s->said.max_age_ms = s->heartbeat_ms;
}

static bool block_of(struct chainlink *c, struct arena *a,
		     const struct rec_chain *chain, struct evm_no *no)
{
	struct evm_chain_want want = evm_chain_want_head(0, 0);
	struct evm_block block;

	if (chain) {
		c->batch.block_hash = chain->block_hash;
		return true;
	}
	if (!evm_block_find(&block, a, c->batch.rpc, &want, no))
		return false;
	c->batch.block_hash = arena_strdup(a, block.hash);
	return true;
}

void chainlink_ask(struct chainlink *c, struct arena *a,
		   const struct rec_chain *chain)
{
	struct evm_view *v = arena_alloc(a, 2 * c->n * sizeof(*v));
	struct evm_no no;
	int64_t now;
	bool ok;

	for (size_t i = 0; i < 2 * c->n; i++)
		v[i] = (struct evm_view){
			.to = c->source[i / 2]->contract,
			.call = i % 2 ? decimals_of : latest_round_data,
			.call_len = ABI_SELECTOR_LEN,
		};
	ok = block_of(c, a, chain, &no) &&
	     evm_batch_run(&c->batch, a, v, 2 * c->n, &no);
	now = clock_now_ms();
	for (size_t i = 0; i < c->n; i++)
		if (ok)
			hear(c->source[i], &v[2 * i], &v[2 * i + 1], now);
		else
			c->source[i]->why = no.text;
}
