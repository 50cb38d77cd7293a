#include "data/roll_seen.h"

#include "math/pool_price.h"

#include <string.h>

static void push(struct roll_list *l, struct arena *a, const void *rec)
{
	l->v = arena_grow(a, l->v, l->n * sizeof(*l->v),
			  (l->n + 1) * sizeof(*l->v));
	l->v[l->n++] = rec;
}

/* Where the records of a type are kept, and the chain they are of, or NULL. */
static struct roll_list *list_of(struct roll_seen *s,
				 const struct rec_type *type, const void *rec,
				 int64_t *chain_id)
{
	*chain_id = REC_NONE_INT;
	if (type == &rec_price_type)
		return &s->prices;
	if (type == &rec_wallet_type)
		return &s->wallets;
#define OF(name, member)                                                       \
	if (type == &rec_##name##_type)                                        \
	return *chain_id = ((const struct rec_##name *)rec)->chain_id,         \
	       &s->member
	OF(pool, pools);
	OF(pool_ticks, words);
	OF(position, positions);
	OF(il, ils);
	OF(holding, holdings);
	OF(pending, pendings);
	OF(capital, capitals);
	OF(range, lasts);
#undef OF
	*chain_id = ((const struct rec_position *)rec)->chain_id;
	return &s->closed;
}

void roll_seen_add(struct roll_seen *s, struct arena *a,
		   const struct rec_type *type, const void *rec,
		   int64_t chain_id)
{
	struct roll_list *l;
	int64_t of;

	if (type == &rec_chain_type) {
		if (!s->chain &&
		    ((const struct rec_chain *)rec)->chain_id == chain_id)
			s->chain = rec_copy(a, type, rec);
		return;
	}
	l = list_of(s, type, rec, &of);
	if (of == REC_NONE_INT || of == chain_id)
		push(l, a, rec_copy(a, type, rec));
}

/* The last that came goes before. */
#define FIND(type, list, cond)                                                 \
	for (size_t i = (list).n; i-- > 0;) {                                  \
		const struct type *r = (list).v[i];                            \
                                                                               \
		if (cond)                                                      \
			return r;                                              \
	}                                                                      \
	return NULL

const struct rec_pool *roll_seen_pool(const struct roll_seen *s,
				      const char *pool)
{
	FIND(rec_pool, s->pools, !strcmp(r->pool, pool));
}

const struct rec_position *roll_seen_position(const struct roll_seen *s,
					      const char *position)
{
	FIND(rec_position, s->positions, !strcmp(r->position, position));
}

const struct rec_position *roll_seen_closed(const struct roll_seen *s,
					    const char *position)
{
	FIND(rec_position, s->closed, !strcmp(r->position, position));
}

const struct rec_il *roll_seen_il(const struct roll_seen *s,
				  const char *position)
{
	FIND(rec_il, s->ils, !strcmp(r->position, position));
}

const struct rec_wallet *roll_seen_wallet(const struct roll_seen *s,
					  const char *wallet)
{
	FIND(rec_wallet, s->wallets, !strcmp(r->wallet, wallet));
}

static bool same(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

const struct rec_range *roll_seen_last(const struct roll_seen *s,
				       const char *pool, const char *position)
{
	FIND(rec_range, s->lasts,
	     !strcmp(r->pool, pool) && same(r->position, position));
}

bool roll_seen_is_live(const struct rec_position *p)
{
	return dec_sign(p->liquidity) > 0;
}

/* 1 / price, to as many digits as a price has. */
static bool inverse(struct dec *out, struct dec price)
{
	struct u256 one = u256_of_u64(1), of;

	for (int i = 0; i < price.scale; i++)
		if (u256_mul(&one, one, u256_of_u64(10)))
			return false;
	of = u256_of_u128((unsigned __int128)price.v);
	return !pool_price_ratio(out, one, of, 0, 0) && dec_sign(*out) > 0;
}

/* Whether pair is base/quote. */
static bool names(const struct roll_knobs *k, const char *pair,
		  const char *base, const char *quote)
{
	const char *slash = strchr(pair, '/');
	char first[64];
	size_t n = slash ? (size_t)(slash - pair) : 0;

	if (!n || n >= sizeof(first))
		return false;
	memcpy(first, pair, n);
	first[n] = '\0';
	return roll_knobs_same_asset(k, first, base) &&
	       roll_knobs_same_asset(k, slash + 1, quote);
}

const char *roll_seen_price(struct dec *out, const struct roll_seen *s,
			    const struct roll_knobs *k, const char *base,
			    const char *quote)
{
	for (size_t i = s->prices.n; i-- > 0;) {
		const struct rec_price *r = s->prices.v[i];
		bool straight = names(k, r->pair, base, quote);

		if (!straight && !names(k, r->pair, quote, base))
			continue;
		if (r->age_ms > k->reference_ms)
			return "stale_price";
		if (dec_sign(r->price) <= 0 ||
		    (!straight && !inverse(out, r->price)))
			return "no_price";
		if (straight)
			*out = r->price;
		return NULL;
	}
	return "no_price";
}
