#include "lp_stake.h"

#include "math/univ3_amounts.h"
#include "math/univ3_fees.h"
#include "math/univ3_sqrt.h"
#include "math/univ3_swap.h"
#include "math/univ3_tick.h"

/* Liquidity by which two stretches of price are compared. */
#define MEASURE ((unsigned __int128)1 << 127)

#define LIQUIDITY_MAX (((unsigned __int128)1 << 127) - 1)

static bool whole(__int128 *out, struct u256 x)
{
	unsigned __int128 v;

	if (u256_to_u128(&v, x) || v >> 127)
		return false;
	*out = (__int128)v;
	return true;
}

enum status lp_stake_open(struct lp_stake *s, struct lp_amounts *cost,
			  int32_t lower, int32_t upper,
			  const struct lp_event *at, struct lp_amounts have)
{
	const struct univ3_amounts amounts = {
		.amount0 = u256_of_u128((unsigned __int128)have.a0),
		.amount1 = u256_of_u128((unsigned __int128)have.a1),
	};
	struct univ3_amounts taken;
	struct lp_stake new = { .tick_lower = lower, .tick_upper = upper };
	enum status st = univ3_sqrt_at_tick(&new.lower, lower);

	if (!st)
		st = univ3_sqrt_at_tick(&new.upper, upper);
	if (!st)
		st = univ3_liquidity(&new.liquidity, at->sqrt_x96, new.lower,
				     new.upper, amounts);
	if (st)
		return st;
	if (!new.liquidity)
		return ST_NODATA;
	if (new.liquidity > LIQUIDITY_MAX)
		return ST_OVERFLOW;
	st = univ3_modify(&taken, at->tick, at->sqrt_x96, lower, upper,
			  (__int128)new.liquidity);
	if (st)
		return st;
	if (!whole(&cost->a0, taken.amount0) ||
	    !whole(&cost->a1, taken.amount1))
		return ST_OVERFLOW;
	*s = new;
	return ST_OK;
}

struct lp_amounts lp_stake_worth(const struct lp_stake *s,
				 const struct lp_event *at)
{
	struct univ3_amounts x;
	struct lp_amounts out = { 0, 0 };

	/* It was put in, so its ticks are good and it fits. */
	if (s->liquidity &&
	    !univ3_modify(&x, at->tick, at->sqrt_x96, s->tick_lower,
			  s->tick_upper, -(__int128)s->liquidity) &&
	    whole(&out.a0, x.amount0) && whole(&out.a1, x.amount1))
		return out;
	return (struct lp_amounts){ 0, 0 };
}

struct lp_amounts lp_stake_owed(const struct lp_stake *s)
{
	return (struct lp_amounts){
		(__int128)univ3_fees_earned(s->growth[0], U256_ZERO,
					    s->liquidity),
		(__int128)univ3_fees_earned(s->growth[1], U256_ZERO,
					    s->liquidity),
	};
}

/* ---- a swap ---- */

static struct u256 lower_of(struct u256 a, struct u256 b)
{
	return u256_cmp(a, b) < 0 ? a : b;
}

static struct u256 higher_of(struct u256 a, struct u256 b)
{
	return u256_cmp(a, b) < 0 ? b : a;
}

static struct u256 stretch(int token, struct u256 low, struct u256 high)
{
	struct u256 x;

	/* Prices of pools: above 0, below 2^160. */
	if (token ? univ3_amount1_floor(&x, low, high, MEASURE)
		  : univ3_amount0_floor(&x, low, high, MEASURE))
		return U256_ZERO;
	return x;
}

/* What of a fee falls between the stake's prices. */
static struct u256 part(const struct lp_stake *s, int token, struct u256 from,
			struct u256 to, struct u256 fee)
{
	struct u256 low = lower_of(from, to), high = higher_of(from, to);
	struct u256 a = higher_of(low, s->lower), b = lower_of(high, s->upper);
	struct u256 out;

	if (!u256_cmp(low, high))
		return u256_cmp(s->lower, low) <= 0 &&
				       u256_cmp(low, s->upper) < 0
			       ? fee
			       : U256_ZERO;
	if (u256_cmp(a, b) >= 0 ||
	    u256_mul_div_floor(&out, fee, stretch(token, a, b),
			       stretch(token, low, high)))
		return U256_ZERO;
	return out;
}

static struct u256 fee_of(const struct rec_pool *pool, const struct lp_event *e)
{
	int64_t protocol =
		pool->protocol_fee == REC_NONE_INT
			? 0
			: pool->protocol_fee >> (e->token ? 4 : 0) & 15;
	struct u256 fee, cut;

	/* Neither rate is over 1. */
	if (u256_mul_div_floor(&fee, e->given, u256_of_u64((uint64_t)pool->fee),
			       u256_of_u64(UNIV3_PIPS)))
		return U256_ZERO;
	if (protocol &&
	    !u256_divmod(&cut, NULL, fee, u256_of_u64((uint64_t)protocol)) &&
	    u256_sub(&fee, fee, cut))
		return U256_ZERO;
	return fee;
}

void lp_stake_pay(struct lp_stake *s, const struct rec_pool *pool,
		  const struct lp_event *before, const struct lp_event *e)
{
	const struct u256 one = u256_shl(u256_of_u64(1), 128);
	struct u256 fee, all, growth;

	if (!s->liquidity || !e->swap)
		return;
	fee = part(s, e->token, before->sqrt_x96, e->sqrt_x96, fee_of(pool, e));
	if (u256_add(&all, u256_of_u128(e->liquidity),
		     u256_of_u128(s->liquidity)) ||
	    u256_mul_div_floor(&growth, fee, one, all))
		return;
	s->growth[e->token] = u256_add_mod(s->growth[e->token], growth);
}
