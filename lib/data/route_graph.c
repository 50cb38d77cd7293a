#include "data/route_graph.h"

#include "base/atoms.h"
#include "chain/evm_address.h"
#include "chain/venues.h"
#include "math/univ3_tick.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define WORD_TICKS 256

/* Of the last bytes of a hook's address: what of a swap it is called for.
 * source: v4-core 1.0.2, Hooks.sol. */
#define HOOK_BEFORE_SWAP       (1U << 7)
#define HOOK_AFTER_SWAP        (1U << 6)
#define HOOK_BEFORE_SWAP_DELTA (1U << 3)
#define HOOK_AFTER_SWAP_DELTA  (1U << 2)

/* ---- what was told ---- */

static void keep(struct rec_list *list, struct arena *a, const void *rec)
{
	size_t size = sizeof(rec);

	list->v = arena_grow(a, list->v, list->n * size, (list->n + 1) * size);
	((const void **)list->v)[list->n++] = rec;
}

void route_told_add(struct route_told *t, struct arena *a,
		    const struct rec_type *type, const void *rec,
		    int64_t chain_id)
{
	const struct rec_pool *pool = rec;
	const struct rec_pool_ticks *word = rec;

	if (type == &rec_pool_type && pool->chain_id == chain_id)
		keep(&t->pools, a, rec_copy(a, type, rec));
	else if (type == &rec_pool_ticks_type && word->chain_id == chain_id)
		keep(&t->words, a, rec_copy(a, type, rec));
}

/* ---- a pool ---- */

struct making {
	struct route_map *m;
	struct arena *a;
	const struct route_told *told;
	struct route_map_token *tokens;
	/* Routers: a venue and a protocol each. */
	const char **router_venue;
	int *router_kind;
	int n_routers;
};

static enum route_curve curve_of(int kind)
{
	switch ((enum pool_kind)kind) {
	case POOL_V2:
		return ROUTE_V2;
	case POOL_V3:
		return ROUTE_V3;
	case POOL_V4:
		break;
	}
	return ROUTE_V4;
}

/* NULL, or why not. */
static const char *check_venue(const struct rec_pool *p)
{
	static const enum venue_curve curves[] = { VENUE_V2, VENUE_V3,
						   VENUE_V4 };

	for (const struct venue *v = venues; v->name; v++)
		if (!strcmp(v->name, p->venue) && v->curve == curves[p->kind])
			return NULL;
	return venue_knows(p->venue) ? "its venue has no such pools"
				     : "its venue is not known";
}

static const char *check_hooks(const struct rec_pool *p)
{
	struct evm_address at;
	unsigned flags;

	if (p->dynamic_fee)
		return "a hook says its fee";
	if (!p->hooks)
		return NULL;
	if (!evm_address_parse(&at, p->hooks, strlen(p->hooks)))
		return "its hook is no address";
	flags = at.b[EVM_ADDRESS_LEN - 1];
	return flags & (HOOK_BEFORE_SWAP | HOOK_AFTER_SWAP |
			HOOK_BEFORE_SWAP_DELTA | HOOK_AFTER_SWAP_DELTA)
		       ? "a hook acts on its swaps"
		       : NULL;
}

static const char *put_v2(struct route_pool *out, const struct rec_pool *p)
{
	if (dec_is_none(p->reserve0) || dec_is_none(p->reserve1))
		return "its reserves are not told";
	if (atoms_of(&out->reserve[0], p->reserve0, (int)p->decimals0) ||
	    atoms_of(&out->reserve[1], p->reserve1, (int)p->decimals1))
		return "reserves that cannot be";
	out->fee_num = (uint32_t)(UNIV3_PIPS - p->fee);
	out->fee_den = UNIV3_PIPS;
	out->gas = ROUTE_GAS_V2;
	return NULL;
}

static int by_tick(const void *a, const void *b)
{
	const struct univ3_tick *x = a, *y = b;

	return (x->tick > y->tick) - (x->tick < y->tick);
}

/* The ticks of the pool that were told, rising. */
static const char *put_ticks(struct univ3_pool *out, struct making *k,
			     const struct rec_pool *p)
{
	const struct rec_pool_ticks *const *words = k->told->words.v;
	struct univ3_tick *v;
	size_t total = 0;

	for (size_t i = 0; i < k->told->words.n; i++)
		total +=
			strcmp(words[i]->pool, p->pool) ? 0 : words[i]->ticks.n;
	v = arena_alloc(k->a, (total + 1) * sizeof(*v));
	out->ticks = v;
	for (size_t i = 0; i < k->told->words.n; i++) {
		const struct rec_tick *t = words[i]->ticks.v;

		if (strcmp(words[i]->pool, p->pool))
			continue;
		for (size_t n = 0; n < words[i]->ticks.n; n++, v++) {
			v->tick = (int32_t)t[n].tick;
			if (dec_coef(&v->liquidity_net, t[n].net, 0) ||
			    t[n].tick != v->tick)
				return "a tick that cannot be";
		}
	}
	out->n_ticks = total;
	qsort(v - total, total, sizeof(*v), by_tick);
	return NULL;
}

static int32_t clamp(int64_t tick)
{
	return tick < UNIV3_TICK_MIN   ? UNIV3_TICK_MIN
	       : tick > UNIV3_TICK_MAX ? UNIV3_TICK_MAX
				       : (int32_t)tick;
}

/* What lies beyond the last word is told too where no word is left. */
static const char *put_told(struct route_pool *out, const struct rec_pool *p)
{
	int64_t word = WORD_TICKS * p->tick_spacing;

	if (p->word_low == REC_NONE_INT || p->word_high == REC_NONE_INT)
		return "its ticks are not told";
	if (p->word_low < INT16_MIN || p->word_high > INT16_MAX ||
	    p->word_low > p->word_high)
		return "no such words";
	out->tick_low = clamp(p->word_low * word);
	out->tick_high = clamp((p->word_high + 1) * word - p->tick_spacing);
	if (out->tick_high > UNIV3_TICK_MAX - p->tick_spacing)
		out->tick_high = UNIV3_TICK_MAX;
	return NULL;
}

static const char *put_v3(struct route_pool *out, struct making *k,
			  const struct rec_pool *p)
{
	struct univ3_pool *v = &out->v3;
	bool v4 = p->kind == POOL_V4;
	__int128 liquidity;
	const char *why = put_told(out, p);

	if (why)
		return why;
	if (!p->sqrt_price_x96.known || p->tick == REC_NONE_INT ||
	    dec_is_none(p->liquidity))
		return "its price is not told";
	if (dec_coef(&liquidity, p->liquidity, 0) || liquidity < 0 ||
	    p->tick != clamp(p->tick))
		return "a price that cannot be";
	v->version = v4 ? UNIV4 : UNIV3;
	v->sqrt_x96 = p->sqrt_price_x96.v;
	v->tick = (int32_t)p->tick;
	v->spacing = (int32_t)p->tick_spacing;
	v->liquidity = (unsigned __int128)liquidity;
	v->fee_pips = (uint32_t)p->fee;
	/* Of v3 it is a share of the fee, which the one who swaps does not see. */
	if (v4 && p->protocol_fee > 0)
		v->protocol_fee = (uint32_t)p->protocol_fee;
	out->gas = v4 ? ROUTE_GAS_V4 : ROUTE_GAS_V3;
	out->gas_tick = ROUTE_GAS_TICK;
	return put_ticks(v, k, p);
}

/* ---- the map ---- */

static int token_of(struct making *k, const char *name, int64_t decimals)
{
	struct route_map *m = k->m;
	int i = route_map_token(m, name);

	if (i >= 0)
		return k->tokens[i].decimals == decimals ? i : -1;
	if (m->n_tokens == ROUTE_TOKENS)
		return -1;
	k->tokens[m->n_tokens] =
		(struct route_map_token){ name, (int)decimals };
	return m->n_tokens++;
}

static int router_of(struct making *k, const struct rec_pool *p)
{
	for (int i = 0; i < k->n_routers; i++)
		if (!strcmp(k->router_venue[i], p->venue) &&
		    k->router_kind[i] == p->kind)
			return i;
	k->router_venue[k->n_routers] = p->venue;
	k->router_kind[k->n_routers] = p->kind;
	return k->n_routers++;
}

/* NULL, or why it is left out. */
static const char *put_pool(struct route_pool *out, struct making *k,
			    const struct rec_pool *p, int64_t block)
{
	const char *why = check_venue(p);

	if (why || (why = check_hooks(p)))
		return why;
	if (block != REC_NONE_INT && p->block != block)
		return "it is of another block";
	if (p->fee == REC_NONE_INT)
		return "its fee is not told";
	if (p->fee < 0 || p->fee >= UNIV3_PIPS)
		return "no such fee";
	if (p->decimals0 < 0 || p->decimals0 > ATOMS_DECIMALS_MAX ||
	    p->decimals1 < 0 || p->decimals1 > ATOMS_DECIMALS_MAX)
		return "no such decimals";
	if (p->kind != POOL_V2 &&
	    (p->tick_spacing < 1 || p->tick_spacing > UNIV3_SPACING_MAX))
		return "no such tick spacing";
	out->curve = curve_of(p->kind);
	why = p->kind == POOL_V2 ? put_v2(out, p) : put_v3(out, k, p);
	if (why)
		return why;
	out->token[0] = token_of(k, p->token0, p->decimals0);
	out->token[1] = token_of(k, p->token1, p->decimals1);
	if (out->token[0] < 0 || out->token[1] < 0)
		return "a token with other decimals elsewhere";
	out->router = router_of(k, p);
	return route_pool_check(out, ROUTE_TOKENS);
}

static bool is_wanted(const struct rec_list *venues_wanted, const char *venue)
{
	const char *const *v = venues_wanted ? venues_wanted->v : NULL;

	if (!venues_wanted || !venues_wanted->n)
		return true;
	for (size_t i = 0; i < venues_wanted->n; i++)
		if (!strcmp(v[i], venue))
			return true;
	return false;
}

static bool is_there(const struct route_map *m, const struct rec_pool *p)
{
	for (int i = 0; i < m->n_pools; i++)
		if (!strcmp(m->recs[i]->pool, p->pool))
			return true;
	return false;
}

void route_map_make(struct route_map *m, struct arena *a,
		    const struct route_told *told,
		    const struct rec_list *venues_wanted, int64_t block)
{
	const struct rec_pool *const *pools = told->pools.v;
	size_t n = told->pools.n;
	const struct rec_pool **recs = arena_alloc(a, (n + 1) * sizeof(*recs));
	struct making k = {
		.m = m,
		.a = a,
		.told = told,
		.tokens = arena_alloc(a, (2 * n + 1) * sizeof(*k.tokens)),
		.router_venue = arena_alloc(a, (n + 1) * sizeof(char *)),
		.router_kind = arena_alloc(a, (n + 1) * sizeof(int)),
	};

	*m = (struct route_map){
		.tokens = k.tokens,
		.pools = arena_alloc(a, (n + 1) * sizeof(*m->pools)),
		.recs = recs,
	};
	for (size_t i = 0; i < n; i++) {
		struct route_pool *out = &m->pools[m->n_pools];
		const char *why;

		if (!is_wanted(venues_wanted, pools[i]->venue))
			continue;
		*out = (struct route_pool){ .gas = 0 };
		why = is_there(m, pools[i])
			      ? "it is told twice"
			      : put_pool(out, &k, pools[i], block);
		if (why)
			keep(&m->skipped, a,
			     arena_printf(a, "%s: %s", pools[i]->pool, why));
		else
			recs[m->n_pools++] = pools[i];
	}
	m->graph = route_graph_make(a, m->pools, m->n_pools, m->n_tokens);
}

int route_map_token(const struct route_map *m, const char *name)
{
	for (int i = 0; i < m->n_tokens; i++)
		if (!strcmp(m->tokens[i].name, name))
			return i;
	return -1;
}

/* ---- what was found ---- */

static enum status put_leg(struct route_leg *out, struct arena *a,
			   const struct route_map *m, const struct route_way *w)
{
	const char **path =
		arena_alloc(a, (2 * (size_t)w->n + 1) * sizeof(*path));
	const char **pools = arena_alloc(a, (size_t)w->n * sizeof(*pools));
	const struct rec_pool *first = m->recs[w->pool[0]];
	enum status st = atoms_amount(&out->amount_in, w->amount_in,
				      m->tokens[w->token[0]].decimals);

	out->kind = first->kind;
	out->venue = first->venue;
	out->mixed = first->kind == POOL_V4 && w->n > 1;
	for (int k = 0; k < w->n; k++) {
		const struct rec_pool *p = m->recs[w->pool[k]];

		if (strcmp(p->venue, first->venue))
			out->venue = NULL;
		out->mixed |= m->pools[w->pool[k]].router !=
			      m->pools[w->pool[0]].router;
		pools[k] = p->pool;
		path[2 * k] = m->tokens[w->token[k]].name;
		path[2 * k + 1] = arena_printf(a, "%" PRId64, p->fee);
	}
	path[2 * w->n] = m->tokens[w->token[w->n]].name;
	out->path = (struct rec_list){ path, 2 * (size_t)w->n + 1 };
	out->pools = (struct rec_list){ pools, (size_t)w->n };
	return st ? st
		  : atoms_amount(&out->amount_out, w->amount_out,
				 m->tokens[w->token[w->n]].decimals);
}

enum status route_map_legs(struct rec_list *out, struct arena *a,
			   const struct route_map *m, const struct route *r)
{
	struct route_leg *legs = arena_alloc(a, (size_t)r->n * sizeof(*legs));

	for (int i = 0; i < r->n; i++) {
		enum status st = put_leg(&legs[i], a, m, &r->leg[i]);

		if (st)
			return st;
	}
	*out = (struct rec_list){ legs, (size_t)r->n };
	return ST_OK;
}
