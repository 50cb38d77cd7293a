#include "math/route_parts.h"

#include "math/univ2.h"
#include "math/univ3_tick.h"

#define V2_RESERVE_BITS 112

/* The pool as it is now, for a change. */
static struct route_moved *moved(struct route_state *s,
				 const struct route_graph *g, int pool)
{
	const struct route_pool *p = &g->pools[pool];

	for (int i = 0; i < s->n; i++)
		if (s->moved[i].pool == pool)
			return &s->moved[i];
	s->moved[s->n] = (struct route_moved){
		.pool = pool,
		.reserve = { p->reserve[0], p->reserve[1] },
		.sqrt_x96 = p->v3.sqrt_x96,
		.tick = p->v3.tick,
		.liquidity = p->v3.liquidity,
	};
	return &s->moved[s->n++];
}

static enum status swap_v2(struct u256 *out, struct route_moved *now,
			   const struct route_pool *p, int side,
			   struct u256 amount)
{
	struct univ2_pool pool = {
		.reserve_in = now->reserve[side],
		.reserve_out = now->reserve[1 - side],
		.fee_num = p->fee_num,
		.fee_den = p->fee_den,
	};
	struct u256 in;

	if (univ2_amount_out(out, &pool, amount) ||
	    u256_add(&in, pool.reserve_in, amount) ||
	    u256_bits(in) > V2_RESERVE_BITS)
		return ST_NODATA;
	now->reserve[side] = in;
	return u256_sub(&now->reserve[1 - side], pool.reserve_out, *out);
}

/* Where what was told of the pool's ticks ends; 0: not before they all do.
 * Not ST_OK: the price is there already. */
static enum status told_limit(struct u256 *limit, const struct route_pool *p,
			      struct u256 now, bool down)
{
	*limit = U256_ZERO;
	if (down ? p->tick_low <= UNIV3_TICK_MIN
		 : p->tick_high >= UNIV3_TICK_MAX)
		return ST_OK;
	if (univ3_sqrt_at_tick(limit, down ? p->tick_low : p->tick_high))
		return ST_RANGE;
	return (down ? u256_cmp(*limit, now) < 0 : u256_cmp(*limit, now) > 0)
		       ? ST_OK
		       : ST_NODATA;
}

static enum status swap_v3(struct u256 *out, uint64_t *gas,
			   struct route_moved *now, const struct route_pool *p,
			   int side, struct u256 amount, bool *beyond)
{
	struct univ3_pool pool = p->v3;
	struct univ3_order order = {
		.zero_for_one = side == 0,
		.exact_in = true,
		.amount = amount,
	};
	struct univ3_swap got;

	pool.sqrt_x96 = now->sqrt_x96;
	pool.tick = now->tick;
	pool.liquidity = now->liquidity;
	if (told_limit(&order.sqrt_limit, p, pool.sqrt_x96,
		       order.zero_for_one)) {
		*beyond = true;
		return ST_NODATA;
	}
	if (univ3_swap(&got, &pool, &order))
		return ST_NODATA;
	if (!got.filled) {
		*beyond = !u256_is_zero(order.sqrt_limit);
		return ST_NODATA;
	}
	now->sqrt_x96 = got.sqrt_after;
	now->tick = got.tick_after;
	now->liquidity = got.liquidity_after;
	*out = got.amount_out;
	*gas += (uint64_t)got.ticks_crossed * p->gas_tick;
	return ST_OK;
}

enum status route_exact_way(struct route_way *way, struct route_state *state,
			    const struct route_graph *g,
			    const struct route_ask *ask, bool *beyond)
{
	struct u256 amount = way->amount_in;

	way->gas = ask->gas_leg;
	for (int k = 0; k < way->n; k++) {
		const struct route_pool *p = &g->pools[way->pool[k]];
		struct route_moved *now = moved(state, g, way->pool[k]);
		int side = p->token[0] == way->token[k] ? 0 : 1;
		bool ended = false;
		enum status st;

		st = p->curve == ROUTE_V2
			     ? swap_v2(&amount, now, p, side, amount)
			     : swap_v3(&amount, &way->gas, now, p, side, amount,
				       &ended);
		if (ended && beyond)
			beyond[way->pool[k]] = true;
		if (st || u256_is_zero(amount))
			return ST_NODATA;
		way->gas += p->gas;
	}
	way->amount_out = amount;
	return ST_OK;
}
