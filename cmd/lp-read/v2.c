/* v2.c - shares of pairs of Uniswap v2: those of our wallets in the pairs of POOLS. */
#include "pools.h"
#include "reader.h"

#include "base/conf.h"
#include "data/conf_list.h"
#include "math/univ2_share.h"
#include "math/univ3_tick.h"

#include <string.h>

#define PREFIX  "v2:"
#define FEE_PPM 3000

struct v2_pair {
	struct evm_address at;
	const struct evm_view *token[2], *reserves, *supply, *k_last, *fee_to;
	const struct evm_view *held[2]; /* of its tokens; NULL: not asked yet */
};

struct v2_item {
	const struct evm_wallet *wallet;
	struct v2_pair *pair;
	const char *name; /* "v2:alice:0x..." */
	bool wanted;      /* POSITIONS names it */
	const struct past_position *past;
	const struct evm_view *share; /* NULL: not asked yet */
};

struct v2_part {
	struct v2_item *items;
	size_t n_items;
	struct v2_pair **pairs;
	size_t n_pairs;
};

/* ---- which ---- */

static struct v2_pair *pair_of(struct reader *r, const struct evm_address *at)
{
	struct v2_part *part = r->v2;
	struct v2_pair *pair;

	for (size_t i = 0; i < part->n_pairs; i++)
		if (evm_address_eq(&part->pairs[i]->at, at))
			return part->pairs[i];
	part->pairs =
		arena_grow(r->a, part->pairs, part->n_pairs * sizeof(pair),
			   (part->n_pairs + 1) * sizeof(pair));
	pair = part->pairs[part->n_pairs++] = arena_alloc(r->a, sizeof(*pair));
	pair->at = *at;
	return pair;
}

static void add(struct reader *r, const struct evm_wallet *wallet,
		const struct evm_address *at, bool wanted)
{
	struct v2_part *part = r->v2;
	const char *name = arena_printf(r->a, PREFIX "%s:%s", wallet->name,
					reader_address(r, at));

	for (size_t i = 0; i < part->n_items; i++)
		if (!strcmp(part->items[i].name, name))
			return;
	part->items = arena_grow(r->a, part->items,
				 part->n_items * sizeof(*part->items),
				 (part->n_items + 1) * sizeof(*part->items));
	part->items[part->n_items++] =
		(struct v2_item){ .wallet = wallet,
				  .pair = pair_of(r, at),
				  .name = name,
				  .wanted = wanted,
				  .past = past_find(&r->past, name) };
}

static void add_wanted(struct reader *r)
{
	size_t n;
	const char **names = conf_list(r->a, "POSITIONS", &n);

	for (size_t i = 0; i < n; i++) {
		const struct evm_wallet *wallet = NULL;
		const char *name, *at;
		struct evm_address pair;

		if (strncmp(names[i], PREFIX, strlen(PREFIX)) != 0)
			continue;
		if (conf_list_pair(r->a, names[i] + strlen(PREFIX), &name, &at))
			wallet = evm_conf_wallet(&r->conf, name);
		if (!wallet || !evm_address_parse(&pair, at, strlen(at)))
			mm_die(MM_USAGE,
			       "POSITIONS: '%s' is no wallet and pair",
			       names[i]);
		add(r, wallet, &pair, true);
	}
}

static void add_past(struct reader *r)
{
	struct evm_address at;

	for (size_t i = 0; i < r->past.n; i++) {
		const struct past_position *old = &r->past.v[i];
		const struct evm_wallet *wallet =
			evm_conf_wallet(&r->conf, old->p.wallet);

		if (old->p.kind == POOL_V2 && !old->closed && wallet &&
		    evm_address_parse(&at, old->p.pool, strlen(old->p.pool)))
			add(r, wallet, &at, false);
	}
}

void v2_begin(struct reader *r)
{
	r->v2 = arena_alloc(r->a, sizeof(*r->v2));
	if (conf_isset("POSITIONS")) {
		add_wanted(r);
		return;
	}
	add_past(r);
	for (size_t i = 0; i < r->pools->n; i++)
		for (size_t k = 0; k < r->conf.n_wallets; k++)
			if (r->pools->v[i].kind == POOL_V2)
				add(r, &r->conf.wallets[k], &r->pools->v[i].at,
				    false);
}

/* ---- questions ---- */

static void ask_pair(struct reader *r, struct v2_pair *pair)
{
	const struct u256 self = uniswap_of_address(&pair->at);

	if (!pair->reserves) {
		pair->token[0] = reader_ask(r, &pair->at, POOL_TOKEN0, NULL);
		pair->token[1] = reader_ask(r, &pair->at, POOL_TOKEN1, NULL);
		pair->reserves = reader_ask(r, &pair->at, V2_RESERVES, NULL);
		pair->supply = reader_ask(r, &pair->at, V2_SUPPLY, NULL);
		pair->k_last = reader_ask(r, &pair->at, V2_K_LAST, NULL);
		if (r->contracts.v2_factory.known)
			pair->fee_to =
				reader_ask(r, &r->contracts.v2_factory.at,
					   V2_FEE_TO, NULL);
		return;
	}
	for (size_t i = 0; i < 2; i++) {
		const uint8_t *said = reader_answer(pair->token[i], 1);
		struct evm_address token;

		if (!pair->held[i] && said &&
		    uniswap_to_address(&token, uniswap_word(said, 0)))
			pair->held[i] =
				reader_ask(r, &token, ERC20_BALANCE, &self);
	}
}

void v2_ask(struct reader *r)
{
	for (size_t i = 0; i < r->v2->n_items; i++) {
		struct v2_item *item = &r->v2->items[i];
		struct evm_address at;
		struct u256 word;

		if (item->share ||
		    !evm_address_parse(&at, item->wallet->address,
				       strlen(item->wallet->address)))
			continue;
		word = uniswap_of_address(&at);
		item->share =
			reader_ask(r, &item->pair->at, ERC20_BALANCE, &word);
	}
	for (size_t i = 0; i < r->v2->n_pairs; i++)
		ask_pair(r, r->v2->pairs[i]);
}

/* ---- records ---- */

/* A pair that answered. */
struct v2_state {
	struct u256 reserve[2], held[2], supply, sqrt_x96;
	int32_t tick;
};

static bool protocol_takes(const struct v2_pair *pair)
{
	const uint8_t *to = reader_answer(pair->fee_to, 1);

	return to && !u256_is_zero(uniswap_word(to, 0));
}

/* NULL, or what of the answers is missing or wrong. */
static const char *state_of(struct v2_state *s, const struct v2_pair *pair)
{
	const uint8_t *reserves = reader_answer(pair->reserves, 2);
	const uint8_t *supply = reader_answer(pair->supply, 1);
	const uint8_t *k_last = reader_answer(pair->k_last, 1);

	if (!reserves || !supply || !k_last)
		return "its pair does not answer as one of v2 does";
	for (size_t i = 0; i < 2; i++) {
		const uint8_t *held = reader_answer(pair->held[i], 1);

		if (!held)
			return "its pair does not answer as one of v2 does";
		s->reserve[i] = uniswap_word(reserves, i);
		s->held[i] = uniswap_word(held, 0);
	}
	if (univ2_sqrt_price(&s->sqrt_x96, s->reserve[0], s->reserve[1]) ||
	    univ3_tick_at_sqrt(&s->tick, s->sqrt_x96))
		return "its pair has no price";
	if (univ2_supply(&s->supply, uniswap_word(supply, 0), s->reserve[0],
			 s->reserve[1],
			 protocol_takes(pair) ? uniswap_word(k_last, 0)
					      : U256_ZERO))
		return "a word is out of its range";
	return NULL;
}

static const char *put(struct rec_position *p, const struct v2_state *s,
		       struct u256 share)
{
	struct u256 amount[2];

	for (size_t i = 0; i < 2; i++)
		if (u256_mul_div_floor(&amount[i], s->held[i], share,
				       s->supply))
			return "a word is out of its range";
	p->sqrt_price_x96 = (struct rec_u256){ s->sqrt_x96, true };
	p->tick = s->tick;
	p->fee = FEE_PPM;
	p->uncollected0 = p->uncollected1 = DEC_ZERO;
	if (reader_amount(&p->liquidity, share, 0) ||
	    reader_amount(&p->pool_liquidity, s->supply, 0) ||
	    reader_amount(&p->amount0, amount[0], p->decimals0) ||
	    reader_amount(&p->amount1, amount[1], p->decimals1))
		return "a number over 127 bits";
	return NULL;
}

static const char *put_tokens(struct reader *r, struct rec_position *p,
			      const struct v2_pair *pair)
{
	struct u256 token[2];

	for (size_t i = 0; i < 2; i++) {
		const uint8_t *said = reader_answer(pair->token[i], 1);

		if (!said)
			return "its pair does not answer as one of v2 does";
		token[i] = uniswap_word(said, 0);
	}
	return reader_tokens(r, p, token);
}

static void make(struct reader *r, const struct v2_item *item,
		 struct u256 share)
{
	struct rec_position *p = arena_alloc(r->a, sizeof(*p));
	struct v2_state s;
	const char *why;

	rec_clear(&rec_position_type, p);
	p->kind = POOL_V2;
	p->position = item->name;
	p->wallet = item->wallet->name;
	p->manager = p->pool = reader_address(r, &item->pair->at);
	p->entry = ENTRY_UNKNOWN;
	p->entry_why = "its history was not read";
	why = put_tokens(r, p, item->pair);
	if (!why)
		why = state_of(&s, item->pair);
	if (!why)
		why = put(p, &s, share);
	if (why)
		reader_unread(r, item->name, "position_unread", why);
	else
		reader_position(r, p);
}

static void make_none(struct reader *r, const struct v2_item *item)
{
	if (item->past && !item->past->closed) {
		struct rec_position *p = arena_alloc(r->a, sizeof(*p));

		*p = item->past->p;
		reader_gone(r, p);
	} else if (item->wanted) {
		reader_unread(r, item->name, "position_unknown",
			      "there is none");
	}
}

void v2_make(struct reader *r)
{
	for (size_t i = 0; i < r->v2->n_items; i++) {
		const struct v2_item *item = &r->v2->items[i];
		const uint8_t *said = reader_answer(item->share, 1);

		if (!said)
			reader_unread(r, item->name, "position_unread",
				      "its pair does not answer as one of v2 "
				      "does");
		else if (u256_is_zero(uniswap_word(said, 0)))
			make_none(r, item);
		else
			make(r, item, uniswap_word(said, 0));
	}
}
