/* v3.c - positions of Uniswap v3: which there are, and how they stand. */
#include "owned.h"
#include "worth.h"

#include "math/univ3_fees.h"

#include <string.h>

#define MOST_OWNED 1000 /* positions of one wallet that are asked for */

struct v3_pool {
	struct evm_address at;
	const struct evm_view *slot0, *liquidity, *growth0, *growth1, *spacing;
};

struct v3_item {
	struct token token;
	const struct evm_view *state, *pool_at, *lower, *upper;
	struct v3_pool *pool;
};

/* The ids of a wallet, where they are not all known. */
struct v3_list {
	const struct evm_view **ids; /* NULL: not asked */
	size_t n;
	bool taken;
};

struct v3_part {
	struct owned owned;    /* of struct v3_item */
	struct v3_list *lists; /* of each owner */
	struct v3_pool **pools;
	size_t n_pools;
};

void v3_begin(struct reader *r)
{
	struct v3_part *part = r->v3 = arena_alloc(r->a, sizeof(*part));

	part->owned = (struct owned){ .kind = POOL_V3,
				      .prefix = "v3:",
				      .manager = &r->contracts.v3_manager,
				      .size = sizeof(struct v3_item) };
	owned_begin(r, &part->owned);
	part->lists = arena_alloc(r->a, (part->owned.n_owners + 1) *
						sizeof(*part->lists));
}

/* ---- questions ---- */

static void ask_ids(struct reader *r, struct v3_list *list,
		    const struct owner *w, size_t n)
{
	list->ids = arena_alloc(r->a, n * sizeof(*list->ids));
	for (; list->n < n; list->n++)
		list->ids[list->n] = reader_ask(
			r, &r->contracts.v3_manager.at, NFT_OF_OWNER,
			(struct u256[]){ uniswap_of_address(&w->address),
					 u256_of_u64(list->n) });
}

/* The positions known are asked for their owner; only where they are not all that a
 * wallet has are its positions listed. */
static void ask_owner(struct reader *r, size_t i)
{
	struct owned *o = &r->v3->owned;
	struct v3_list *list = &r->v3->lists[i];
	const struct owner *w = &o->owners[i];
	const uint8_t *said = reader_answer(w->balance, 1);
	uint64_t n;

	if (!said || u256_to_u64(&n, uniswap_word(said, 0)) || n > MOST_OWNED)
		return;
	if (!list->ids) {
		if (owned_missing(r, o, w))
			ask_ids(r, list, w, n);
	} else if (!list->taken) {
		list->taken = true;
		for (size_t k = 0; k < list->n; k++)
			if ((said = reader_answer(list->ids[k], 1)))
				owned_add(r, o, uniswap_word(said, 0));
	}
}

static struct v3_pool *pool_of(struct reader *r, const struct evm_address *at)
{
	struct v3_part *part = r->v3;
	struct v3_pool *pool;

	for (size_t i = 0; i < part->n_pools; i++)
		if (evm_address_eq(&part->pools[i]->at, at))
			return part->pools[i];
	part->pools =
		arena_grow(r->a, part->pools, part->n_pools * sizeof(pool),
			   (part->n_pools + 1) * sizeof(pool));
	pool = part->pools[part->n_pools++] = arena_alloc(r->a, sizeof(*pool));
	*pool = (struct v3_pool){
		.at = *at,
		.slot0 = reader_ask(r, at, V3_SLOT0, NULL),
		.liquidity = reader_ask(r, at, V3_LIQUIDITY, NULL),
		.growth0 = reader_ask(r, at, V3_GROWTH0, NULL),
		.growth1 = reader_ask(r, at, V3_GROWTH1, NULL),
		.spacing = reader_ask(r, at, V3_SPACING, NULL),
	};
	return pool;
}

static void ask_ticks(struct reader *r, struct v3_item *item, struct u256 lower,
		      struct u256 upper)
{
	item->lower = reader_ask(r, &item->pool->at, V3_TICK, &lower);
	item->upper = reader_ask(r, &item->pool->at, V3_TICK, &upper);
}

/* What an id is of never changes: of one known all is asked at once. */
static void ask_known(struct reader *r, struct v3_item *item)
{
	const struct rec_position *p = &item->token.past->p;
	struct evm_address at;

	if (!evm_address_parse(&at, p->pool, strlen(p->pool)))
		return;
	item->pool = pool_of(r, &at);
	ask_ticks(r, item, uniswap_of_int(p->tick_lower),
		  uniswap_of_int(p->tick_upper));
}

static void ask_item(struct reader *r, struct v3_item *item)
{
	const struct evm_address *manager = &r->contracts.v3_manager.at;
	const uint8_t *said;
	struct evm_address at;

	if (!item->state) {
		item->state =
			reader_ask(r, manager, V3_POSITION, &item->token.id);
		if (item->token.past)
			ask_known(r, item);
		return;
	}
	said = reader_answer(item->state, V3_POSITION_WORDS);
	if (item->pool || !said || !r->contracts.v3_factory.known)
		return;
	if (!item->pool_at) {
		item->pool_at = reader_ask(
			r, &r->contracts.v3_factory.at, V3_FACTORY_POOL,
			(struct u256[]){ uniswap_word(said, V3_POSITION_TOKEN0),
					 uniswap_word(said, V3_POSITION_TOKEN1),
					 uniswap_word(said, V3_POSITION_FEE) });
		return;
	}
	if (!reader_answer(item->pool_at, 1) ||
	    !uniswap_to_address(&at, uniswap_word(item->pool_at->data, 0)))
		return;
	item->pool = pool_of(r, &at);
	ask_ticks(r, item, uniswap_word(said, V3_POSITION_LOWER),
		  uniswap_word(said, V3_POSITION_UPPER));
}

void v3_ask(struct reader *r)
{
	struct owned *o = &r->v3->owned;

	for (size_t i = 0; i < o->n_owners; i++)
		ask_owner(r, i);
	owned_ask(r, o);
	for (size_t i = 0; i < o->n; i++)
		ask_item(r, (struct v3_item *)o->v[i]);
}

/* ---- records ---- */

/* What can be collected of a token: what was owed when the position was last touched
 * and what it earned since. */
static bool uncollected(struct u256 *out, const struct worth *w,
			const uint8_t *state, struct u256 global,
			const uint8_t *lower, const uint8_t *upper, int token)
{
	unsigned __int128 owed, liquidity;
	struct u256 inside = univ3_growth_inside(
		w->tick, w->lower, w->upper, global,
		uniswap_word(lower, (size_t)(V3_TICK_OUTSIDE0 + token)),
		uniswap_word(upper, (size_t)(V3_TICK_OUTSIDE0 + token)));

	if (u256_to_u128(&owed, uniswap_word(state, (size_t)(V3_POSITION_OWED0 +
							     token))) ||
	    u256_to_u128(&liquidity, w->liquidity))
		return false;
	*out = u256_of_u128(univ3_owed(
		owed, inside,
		uniswap_word(state, (size_t)(V3_POSITION_INSIDE0 + token)),
		liquidity));
	return true;
}

/* NULL, or what of the answers is missing or wrong. */
static const char *worth_of(struct worth *w, const struct v3_item *item)
{
	const struct v3_pool *pool = item->pool;
	const uint8_t *state = reader_answer(item->state, V3_POSITION_WORDS);
	const uint8_t *lower = reader_answer(item->lower, V3_TICK_WORDS);
	const uint8_t *upper = reader_answer(item->upper, V3_TICK_WORDS);
	const uint8_t *slot0, *liquidity, *growth0, *growth1;

	if (!state)
		return "the manager does not say how it stands";
	if (!pool)
		return "V3_FACTORY has no pool for it";
	slot0 = reader_answer(pool->slot0, 2);
	liquidity = reader_answer(pool->liquidity, 1);
	growth0 = reader_answer(pool->growth0, 1);
	growth1 = reader_answer(pool->growth1, 1);
	if (!slot0 || !liquidity || !growth0 || !growth1 || !lower || !upper)
		return "its pool does not answer as one of v3 does";
	w->sqrt_x96 = uniswap_word(slot0, 0);
	w->pool_liquidity = uniswap_word(liquidity, 0);
	w->liquidity = uniswap_word(state, V3_POSITION_LIQUIDITY);
	if (u256_is_zero(w->sqrt_x96))
		return "its pool has no price yet";
	if (!uniswap_to_tick(&w->tick, uniswap_word(slot0, 1)) ||
	    !uniswap_to_tick(&w->lower,
			     uniswap_word(state, V3_POSITION_LOWER)) ||
	    !uniswap_to_tick(&w->upper,
			     uniswap_word(state, V3_POSITION_UPPER)) ||
	    !uncollected(&w->uncollected0, w, state, uniswap_word(growth0, 0),
			 lower, upper, 0) ||
	    !uncollected(&w->uncollected1, w, state, uniswap_word(growth1, 0),
			 lower, upper, 1))
		return "a word is out of its range";
	return NULL;
}

/* NULL, or why not. */
static const char *put_key(struct reader *r, struct rec_position *p,
			   const struct v3_item *item)
{
	const uint8_t *state = item->state->data;
	uint64_t fee;

	if (u256_to_u64(&fee, uniswap_word(state, V3_POSITION_FEE)) ||
	    fee >= 1000000)
		return "its pool has no fee";
	p->fee = (int64_t)fee;
	return reader_tokens(
		r, p,
		(struct u256[]){ uniswap_word(state, V3_POSITION_TOKEN0),
				 uniswap_word(state, V3_POSITION_TOKEN1) });
}

static void put_pool(struct reader *r, struct rec_position *p,
		     const struct v3_pool *pool)
{
	const uint8_t *spacing = reader_answer(pool->spacing, 1);
	int32_t n;

	p->pool = reader_address(r, &pool->at);
	if (spacing && uniswap_to_tick(&n, uniswap_word(spacing, 0)))
		p->tick_spacing = n;
}

static void make(struct reader *r, const struct v3_item *item,
		 const struct evm_wallet *wallet)
{
	struct rec_position *p =
		owned_position(r, &r->v3->owned, &item->token, wallet);
	struct worth w;
	const char *why = worth_of(&w, item);

	if (!why)
		why = put_key(r, p, item);
	if (!why)
		why = worth_put(p, &w);
	if (why) {
		reader_unread(r, p->position, "position_unread", why);
		return;
	}
	put_pool(r, p, item->pool);
	reader_position(r, p);
}

void v3_make(struct reader *r)
{
	const struct owned *o = &r->v3->owned;

	owned_check(r, o);
	for (size_t i = 0; i < o->n; i++) {
		const struct evm_wallet *wallet = owned_by(r, o->v[i]);

		if (wallet)
			make(r, (const struct v3_item *)o->v[i], wallet);
		else
			owned_others(r, o->v[i]);
	}
}
