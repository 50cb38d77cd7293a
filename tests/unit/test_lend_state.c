/* test_lend_state - what frames told that nobody committed: it waits, and costs no more
 * the longer it does. */
#include "check.h"
#include "data/lend_state.h"

#define POOL   "0x87870Bca3F3fD6335C3F4ce8392D69350B4fA4E2"
#define FRAMES 500

static void take(struct lend_state *s, const struct rec_type *type,
		 const void *rec)
{
	const char *why;

	CHECK(lend_state_take(s, type, rec, &why) == LEND_TOOK);
}

static void tell_market(struct lend_state *s, int64_t block)
{
	struct rec_lend_market r;

	rec_clear(&rec_lend_market_type, &r);
	r.chain_id = 1;
	r.pool = POOL;
	r.kind = LEND_AAVE;
	r.revision = 1;
	r.base_unit = dec_make(100000000, 0);
	r.whole = block == 0;
	if (block)
		r.after_block = block - 1;
	r.block = block;
	r.block_hash = "0xb";
	take(s, &rec_lend_market_type, &r);
}

/* Rates move with every block, so rules are told by every frame. */
static void tell_rules(struct lend_state *s, int64_t block)
{
	struct rec_reserve r;
	struct rec_emode e;
	struct rec_oracle o;

	rec_clear(&rec_reserve_type, &r);
	r.chain_id = 1;
	r.pool = POOL;
	r.id = 3;
	r.asset = "WETH";
	r.decimals = 18;
	r.lt_bps = 8000;
	r.updated_s = block;
	r.block = block;
	take(s, &rec_reserve_type, &r);
	rec_clear(&rec_emode_type, &e);
	e.chain_id = 1;
	e.pool = POOL;
	e.id = 2;
	e.lt_bps = 9000 + block;
	e.block = block;
	take(s, &rec_emode_type, &e);
	rec_clear(&rec_oracle_type, &o);
	o.chain_id = 1;
	o.pool = POOL;
	o.asset = "WETH";
	o.price_base = dec_make(2000 + block, 0);
	o.block = block;
	take(s, &rec_oracle_type, &o);
}

int main(void)
{
	struct lend_state s = { .chain_id = 1, .shards = 1 };
	const struct rec_reserve *reserve;
	const struct lend_pool *p;
	struct rec_chain chain;
	struct arena a = { NULL, 0, 0 };
	const char *text;
	size_t used = 0;

	for (int64_t i = 0; i < FRAMES; i++) {
		tell_market(&s, i);
		tell_rules(&s, i);
		lend_state_over(&s, LEND_ALL);
		if (i == 1)
			used = s.pool[0]->draft.mem.used;
	}
	p = s.pool[0];
	CHECK(p->waits && used && p->draft.mem.used == used);
	/* The newest that was told, though by another frame than the one committed. */
	tell_market(&s, FRAMES);
	rec_clear(&rec_chain_type, &chain);
	chain.block = FRAMES;
	chain.block_hash = "0xb";
	chain.target_ts_s = FRAMES;
	CHECK(!lend_state_check(p, &chain, &a, &text));
	lend_state_commit(s.pool[0], &s, &chain);
	reserve = p->reserve[3].rec;
	CHECK(reserve && reserve->updated_s == FRAMES - 1);
	CHECK(p->market->aave.emode[2].lt_bps == 9000 + FRAMES - 1);
	CHECK(p->price[3] == PRICE_MISSING); /* prices are of their frame */
	lend_state_over(&s, LEND_ALL);
	CHECK(!p->waits && !p->draft.mem.used);
	lend_state_free(&s);
	arena_free(&a);
	printf("test_lend_state: pass\n");
	return 0;
}
