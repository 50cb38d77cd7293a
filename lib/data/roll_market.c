#include "data/roll_market.h"

#include "base/atoms.h"

#include <stdlib.h>
#include <string.h>

#define V2_FEE_NUM 997
#define V2_FEE_DEN 1000

static int by_tick(const void *a, const void *b)
{
	const struct univ3_tick *x = a, *y = b;

	return (x->tick > y->tick) - (x->tick < y->tick);
}

struct univ3_tick *roll_market_ticks(size_t *n, struct arena *a,
				     const struct roll_seen *s,
				     const char *pool, struct range_ticks own,
				     __int128 liquidity)
{
	struct univ3_tick *v = NULL;
	size_t total = 0;

	*n = 0;
	for (size_t i = 0; i < s->words.n; i++) {
		const struct rec_pool_ticks *w = s->words.v[i];

		total += strcmp(w->pool, pool) ? 0 : w->ticks.n;
	}
	v = arena_alloc(a, (total + 1) * sizeof(*v));
	for (size_t i = 0; i < s->words.n; i++) {
		const struct rec_pool_ticks *w = s->words.v[i];
		const struct rec_tick *t = w->ticks.v;

		for (size_t j = 0; !strcmp(w->pool, pool) && j < w->ticks.n;
		     j++) {
			v[*n].tick = (int32_t)t[j].tick;
			if (dec_coef(&v[*n].liquidity_net, t[j].net, 0))
				continue;
			if (t[j].tick == own.lower)
				v[*n].liquidity_net -= liquidity;
			if (t[j].tick == own.upper)
				v[*n].liquidity_net += liquidity;
			(*n)++;
		}
	}
	qsort(v, *n, sizeof(*v), by_tick);
	return v;
}

/* ---- which ---- */

/* A pool of ticks as it is without our liquidity, which only its own pool has. */
static bool through_ticks(struct roll_market *m, struct arena *a,
			  const struct roll_seen *s, struct range_ticks own,
			  unsigned __int128 liquidity)
{
	const struct roll_place *p = &m->through;
	int64_t protocol = p->rec ? p->rec->protocol_fee : REC_NONE_INT;
	struct univ3_tick *ticks;
	size_t n;

	if (p->fee_now < 0 || p->fee_now >= UNIV3_PIPS)
		return false;
	if (!m->own)
		liquidity = 0;
	ticks = roll_market_ticks(&n, a, s, p->pool, own, (__int128)liquidity);
	m->pool_now = (struct univ3_pool){
		.version = p->kind == POOL_V4 ? UNIV4 : UNIV3,
		.sqrt_x96 = p->sqrt_x96,
		.tick = p->tick,
		.spacing = p->spacing,
		.liquidity = p->liquidity,
		.fee_pips = (uint32_t)p->fee_now,
		.protocol_fee = protocol > 0 ? (uint32_t)protocol : 0,
		.ticks = ticks,
		.n_ticks = n,
	};
	if (range_is_in(p->tick, own) && liquidity <= p->liquidity)
		m->pool_now.liquidity -= liquidity;
	m->fee = p->fee;
	m->pool = p->pool;
	return true;
}

static bool through_v3(struct roll_market *m, struct arena *a,
		       const struct roll_seen *s, const struct roll_knobs *k,
		       struct range_ticks own, unsigned __int128 liquidity)
{
	if (!*k->v3_router || m->through.kind != POOL_V3 ||
	    !through_ticks(m, a, s, own, liquidity))
		return false;
	m->way = MARKET_V3;
	m->router = k->v3_router;
	return true;
}

static bool through_v4(struct roll_market *m, struct arena *a,
		       const struct roll_seen *s, const struct roll_knobs *k,
		       struct range_ticks own, unsigned __int128 liquidity)
{
	if (!*k->v4_router || m->through.kind != POOL_V4 ||
	    !through_ticks(m, a, s, own, liquidity))
		return false;
	m->way = MARKET_V4;
	m->router = k->v4_router;
	return true;
}

static bool through_v2(struct roll_market *m, const struct rec_pool *r,
		       const struct roll_knobs *k)
{
	if (!*k->v2_router || r->kind != POOL_V2 || dec_is_none(r->reserve0) ||
	    dec_is_none(r->reserve1) ||
	    atoms_of(&m->reserve0, r->reserve0, (int)r->decimals0) ||
	    atoms_of(&m->reserve1, r->reserve1, (int)r->decimals1))
		return false;
	m->way = MARKET_V2;
	m->router = k->v2_router;
	m->pool = r->pool;
	return true;
}

/* The same two tokens, in either order, a coin and its wrapped token being one; the
 * routers know the wrapped. */
static bool same_pair(struct roll_market *m, const struct roll_place *at,
		      const struct rec_pool *r, const struct roll_knobs *k)
{
	m->flip = !roll_knobs_same_asset(k, at->token0, r->token0);
	m->token0 = m->flip ? r->token1 : r->token0;
	m->token1 = m->flip ? r->token0 : r->token1;
	return roll_knobs_same_asset(k, at->token0, m->token0) &&
	       roll_knobs_same_asset(k, at->token1, m->token1) &&
	       !roll_knobs_is_native(k, m->token0) &&
	       !roll_knobs_is_native(k, m->token1);
}

void roll_market_of(struct roll_market *out, struct arena *a,
		    const struct roll_place *at, const struct roll_seen *s,
		    const struct roll_knobs *k, struct range_ticks own,
		    unsigned __int128 liquidity)
{
	*out = (struct roll_market){ .way = MARKET_NONE,
				     .own = true,
				     .token0 = at->token0,
				     .token1 = at->token1,
				     .through = *at,
				     .sqrt_x96 = at->sqrt_x96 };
	if (through_v4(out, a, s, k, own, liquidity) ||
	    through_v3(out, a, s, k, own, liquidity))
		return;
	out->own = false;
	for (int kind = POOL_V3; kind >= POOL_V2; kind--)
		for (size_t i = 0; i < s->pools.n; i++) {
			const struct rec_pool *r = s->pools.v[i];

			if (r->kind != kind || !same_pair(out, at, r, k))
				continue;
			if (kind == POOL_V2
				    ? through_v2(out, r, k)
				    : !roll_place_of_pool(&out->through, r) &&
					      through_v3(out, a, s, k, own, 0))
				return;
		}
}

/* ---- how much ---- */

static enum status quote_ticks(struct roll_market *m, struct range_quoted *out,
			       bool zero_for_one, struct u256 amount)
{
	const struct univ3_order order = { .zero_for_one = zero_for_one,
					   .exact_in = true,
					   .amount = amount };
	struct univ3_swap swap;
	enum status st = univ3_swap(&swap, &m->pool_now, &order);

	if (st)
		return st;
	if (!swap.filled)
		return ST_RANGE; /* more than there is liquidity for */
	*out = (struct range_quoted){
		.out = swap.amount_out,
		.sqrt_after = m->own ? swap.sqrt_after : m->sqrt_x96,
	};
	return ST_OK;
}

static enum status quote_v2(struct roll_market *m, struct range_quoted *out,
			    bool zero_for_one, struct u256 amount)
{
	const struct univ2_pool pool = {
		.reserve_in = zero_for_one ? m->reserve0 : m->reserve1,
		.reserve_out = zero_for_one ? m->reserve1 : m->reserve0,
		.fee_num = V2_FEE_NUM,
		.fee_den = V2_FEE_DEN,
	};

	out->sqrt_after = m->sqrt_x96;
	return univ2_amount_out(&out->out, &pool, amount);
}

enum status roll_market_quote(void *ctx, struct range_quoted *out,
			      bool zero_for_one, struct u256 amount)
{
	struct roll_market *m = ctx;

	zero_for_one ^= m->flip;
	switch (m->way) {
	case MARKET_NONE:
		return ST_NODATA;
	case MARKET_V4:
	case MARKET_V3:
		return quote_ticks(m, out, zero_for_one, amount);
	case MARKET_V2:
		return quote_v2(m, out, zero_for_one, amount);
	}
	return ST_NODATA;
}

/* token0 in token1, rounded down twice.  False: over 256 bits. */
static bool in_token1(struct u256 *out, struct u256 amount0, struct u256 sqrt)
{
	return !u256_mul_shr_floor(out, amount0, sqrt, 96) &&
	       !u256_mul_shr_floor(out, *out, sqrt, 96);
}

bool roll_market_is_fair(const struct roll_market *m,
			 const struct range_swap *swap, int64_t ppm)
{
	struct u256 in = swap->amount, out = swap->out;

	return in_token1(swap->zero_for_one ? &in : &out,
			 swap->zero_for_one ? in : out, m->sqrt_x96) &&
	       !u256_mul_div_floor(&in, in,
				   u256_of_u64((uint64_t)(UNIV3_PIPS - ppm)),
				   u256_of_u64(UNIV3_PIPS)) &&
	       u256_cmp(out, in) >= 0;
}
