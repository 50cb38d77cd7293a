#include "v4_state.h"

#include "chain/univ4_state.h"
#include "math/univ3_fees.h"

#define POOL_WORDS     (UNIV4_LIQUIDITY + 1)
#define TICK_WORDS     3 /* liquidity; growth outside of each token */
#define POSITION_WORDS 3 /* liquidity; growth inside of each token */

/* ---- questions ---- */

static const struct evm_view *ask_words(struct reader *r, struct u256 slot,
					uint64_t n)
{
	return reader_ask(r, &r->contracts.v4_pools.at, V4_STORAGE,
			  (struct u256[]){ slot, u256_of_u64(n) });
}

void v4_ask_pool(struct reader *r, struct v4_pool *pool, struct u256 id)
{
	const struct contract *view = &r->contracts.v4_view;

	*pool = (struct v4_pool){ .id = id };
	if (view->known) {
		pool->slot0 = reader_ask(r, &view->at, V4_SLOT0, &id);
		pool->liquidity = reader_ask(r, &view->at, V4_LIQUIDITY, &id);
	} else {
		pool->core =
			ask_words(r, univ4_slot(id, UNIV4_SLOT0), POOL_WORDS);
	}
}

void v4_ask_place(struct reader *r, struct v4_place *at,
		  const struct v4_pool *pool, int32_t lower, int32_t upper,
		  struct u256 token_id)
{
	const struct contract *view = &r->contracts.v4_view;
	const struct evm_address *owner = &r->contracts.v4_manager.at;
	struct u256 a = uniswap_of_int(lower), b = uniswap_of_int(upper);

	*at = (struct v4_place){ .pool = pool, .lower = lower, .upper = upper };
	if (view->known) {
		at->position = reader_ask(
			r, &view->at, V4_POSITION,
			(struct u256[]){ pool->id, uniswap_of_address(owner), a,
					 b, token_id });
		at->inside = reader_ask(r, &view->at, V4_INSIDE,
					(struct u256[]){ pool->id, a, b });
		return;
	}
	at->position = ask_words(
		r, univ4_position_slot(pool->id, owner, lower, upper, token_id),
		POSITION_WORDS);
	at->below = ask_words(r, univ4_tick_slot(pool->id, lower), TICK_WORDS);
	at->above = ask_words(r, univ4_tick_slot(pool->id, upper), TICK_WORDS);
}

/* ---- answers ---- */

/* n words of storage; NULL: there is no such answer. */
static const uint8_t *words_of(const struct evm_view *v, size_t n)
{
	const uint8_t *said = reader_answer(v, V4_STORAGE_FIRST + n);

	return said ? said + V4_STORAGE_FIRST * ABI_WORD : NULL;
}

/* Growth inside the range, of both tokens, and the pool's price and liquidity. */
static bool from_storage(struct worth *w, struct u256 inside[static 2],
			 const struct v4_place *at)
{
	const uint8_t *core = words_of(at->pool->core, POOL_WORDS);
	const uint8_t *below = words_of(at->below, TICK_WORDS);
	const uint8_t *above = words_of(at->above, TICK_WORDS);
	struct univ4_slot0 slot0;

	if (!core || !below || !above)
		return false;
	slot0 = univ4_slot0_of(uniswap_word(core, UNIV4_SLOT0));
	w->sqrt_x96 = slot0.sqrt_x96;
	w->tick = slot0.tick;
	w->pool_liquidity = uniswap_word(core, UNIV4_LIQUIDITY);
	for (size_t i = 0; i < 2; i++)
		inside[i] = univ3_growth_inside(
			w->tick, w->lower, w->upper,
			uniswap_word(core, UNIV4_GROWTH0 + i),
			uniswap_word(below, 1 + i), uniswap_word(above, 1 + i));
	return true;
}

static bool from_view(struct worth *w, struct u256 inside[static 2],
		      const struct v4_place *at)
{
	const uint8_t *slot0 = reader_answer(at->pool->slot0, 2);
	const uint8_t *liquidity = reader_answer(at->pool->liquidity, 1);
	const uint8_t *grown = reader_answer(at->inside, 2);

	if (!slot0 || !liquidity || !grown ||
	    !uniswap_to_tick(&w->tick, uniswap_word(slot0, 1)))
		return false;
	w->sqrt_x96 = uniswap_word(slot0, 0);
	w->pool_liquidity = uniswap_word(liquidity, 0);
	inside[0] = uniswap_word(grown, 0);
	inside[1] = uniswap_word(grown, 1);
	return true;
}

const char *v4_worth(struct worth *w, const struct v4_place *at)
{
	bool view = at->pool->slot0;
	const uint8_t *position =
		view ? reader_answer(at->position, POSITION_WORDS)
		     : words_of(at->position, POSITION_WORDS);
	unsigned __int128 liquidity;
	struct u256 inside[2];

	*w = (struct worth){ .lower = at->lower, .upper = at->upper };
	if (!position ||
	    !(view ? from_view(w, inside, at) : from_storage(w, inside, at)))
		return "its pool does not answer as one of v4 does";
	if (u256_is_zero(w->sqrt_x96))
		return "its pool has no price yet";
	w->liquidity = uniswap_word(position, 0);
	if (u256_to_u128(&liquidity, w->liquidity) ||
	    univ4_fees(&w->uncollected0, inside[0], uniswap_word(position, 1),
		       liquidity) ||
	    univ4_fees(&w->uncollected1, inside[1], uniswap_word(position, 2),
		       liquidity))
		return "a word is out of its range";
	return NULL;
}
