/* v4.c - positions of Uniswap v4: which there are, and how they stand. */
#include "v4.h"
#include "v4_state.h"

#include "chain/univ4_state.h"

#include "base/hex.h"

#include <string.h>

struct v4_item {
	struct token token;
	const struct evm_view *info; /* NULL: not asked yet */
	struct univ4_key key;
	struct v4_place place;
};

struct v4_part {
	struct owned owned; /* of struct v4_item */
	bool *searched;     /* of each owner */
	struct v4_pool **pools;
	size_t n_pools;
};

void v4_begin(struct reader *r)
{
	struct v4_part *part = r->v4 = arena_alloc(r->a, sizeof(*part));

	part->owned = (struct owned){ .kind = POOL_V4,
				      .prefix = "v4:",
				      .manager = &r->contracts.v4_manager,
				      .size = sizeof(struct v4_item) };
	if (!r->contracts.v4_pools.known)
		return;
	owned_begin(r, &part->owned);
	part->searched = arena_alloc(r->a, part->owned.n_owners + 1);
}

/* ---- questions ---- */

static struct v4_pool *pool_of(struct reader *r, struct u256 id)
{
	struct v4_part *part = r->v4;
	struct v4_pool *pool;

	for (size_t i = 0; i < part->n_pools; i++)
		if (!u256_cmp(part->pools[i]->id, id))
			return part->pools[i];
	part->pools =
		arena_grow(r->a, part->pools, part->n_pools * sizeof(pool),
			   (part->n_pools + 1) * sizeof(pool));
	pool = part->pools[part->n_pools++] = arena_alloc(r->a, sizeof(*pool));
	v4_ask_pool(r, pool, id);
	return pool;
}

/* What an id is of never changes: of one known all is asked at once. */
static void ask_known(struct reader *r, struct v4_item *item)
{
	const struct rec_position *p = &item->token.past->p;
	uint8_t id[U256_BYTES];

	if (strlen(p->pool) == 2 + 2 * sizeof(id) &&
	    hex_parse(id, sizeof(id), p->pool + 2, 2 * sizeof(id)))
		v4_ask_place(r, &item->place, pool_of(r, u256_of_be(id)),
			     (int32_t)p->tick_lower, (int32_t)p->tick_upper,
			     item->token.id);
}

static bool read_key(struct univ4_key *key, const uint8_t *info)
{
	uint64_t fee;

	if (!uniswap_to_address(&key->currency0,
				uniswap_word(info, V4_INFO_CURRENCY0)) ||
	    !uniswap_to_address(&key->currency1,
				uniswap_word(info, V4_INFO_CURRENCY1)) ||
	    !uniswap_to_address(&key->hooks,
				uniswap_word(info, V4_INFO_HOOKS)) ||
	    !uniswap_to_tick(&key->tick_spacing,
			     uniswap_word(info, V4_INFO_SPACING)) ||
	    u256_to_u64(&fee, uniswap_word(info, V4_INFO_FEE)) || fee >> 24)
		return false;
	key->fee = (uint32_t)fee;
	return true;
}

static void ask_item(struct reader *r, struct v4_item *item)
{
	const uint8_t *info;
	int32_t lower, upper;

	if (!item->info) {
		item->info = reader_ask(r, &r->contracts.v4_manager.at, V4_INFO,
					&item->token.id);
		if (item->token.past)
			ask_known(r, item);
		return;
	}
	info = reader_answer(item->info, V4_INFO_WORDS);
	if (item->place.position || !info || !read_key(&item->key, info))
		return;
	univ4_info_of(&lower, &upper, uniswap_word(info, V4_INFO_RANGE));
	v4_ask_place(r, &item->place, pool_of(r, univ4_pool_id(&item->key)),
		     lower, upper, item->token.id);
}

/* Only where the positions known are not all that a wallet has are its others looked
 * for. */
static void ask_owner(struct reader *r, size_t i)
{
	struct owned *o = &r->v4->owned;
	int64_t missing;

	if (!o->owners[i].balance || r->v4->searched[i])
		return;
	r->v4->searched[i] = true;
	missing = owned_missing(r, o, &o->owners[i]);
	if (missing > 0)
		v4_find(r, o, &o->owners[i], missing);
}

void v4_ask(struct reader *r)
{
	struct owned *o = &r->v4->owned;

	for (size_t i = 0; i < o->n_owners; i++)
		ask_owner(r, i);
	owned_ask(r, o);
	for (size_t i = 0; i < o->n; i++)
		ask_item(r, (struct v4_item *)o->v[i]);
}

/* ---- records ---- */

static bool is_zero(const struct evm_address *at)
{
	return u256_is_zero(uniswap_of_address(at));
}

/* NULL, or why not. */
static const char *put_key(struct reader *r, struct rec_position *p,
			   const struct v4_item *item)
{
	const uint8_t *info = reader_answer(item->info, V4_INFO_WORDS);
	struct univ4_key key;

	if (!info || !item->place.position || !read_key(&key, info) ||
	    u256_cmp(univ4_pool_id(&key), item->place.pool->id))
		return "the manager does not say what it is of";
	p->pool = reader_word(r, item->place.pool->id);
	p->fee = key.fee;
	p->tick_spacing = key.tick_spacing;
	if (!is_zero(&key.hooks))
		p->hooks = reader_address(r, &key.hooks);
	return reader_tokens(
		r, p,
		(struct u256[]){ uniswap_word(info, V4_INFO_CURRENCY0),
				 uniswap_word(info, V4_INFO_CURRENCY1) });
}

static void make(struct reader *r, const struct v4_item *item,
		 const struct evm_wallet *wallet)
{
	struct rec_position *p =
		owned_position(r, &r->v4->owned, &item->token, wallet);
	const char *why = put_key(r, p, item);
	struct worth w;

	if (!why)
		why = v4_worth(&w, &item->place);
	if (!why)
		why = worth_put(p, &w);
	if (why)
		reader_unread(r, p->position, "position_unread", why);
	else
		reader_position(r, p);
}

void v4_make(struct reader *r)
{
	const struct owned *o = &r->v4->owned;

	owned_check(r, o);
	for (size_t i = 0; i < o->n; i++) {
		const struct evm_wallet *wallet = owned_by(r, o->v[i]);

		if (wallet)
			make(r, (const struct v4_item *)o->v[i], wallet);
		else
			owned_others(r, o->v[i]);
	}
}
