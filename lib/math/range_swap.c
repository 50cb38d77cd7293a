#include "math/range_swap.h"

#include "math/univ3_tick.h"

/* Liquidity whose amounts tell the proportion: large, and neither amount over 256
 * bits at any price. */
#define PROPORTION ((unsigned __int128)1 << 127)

struct ends {
	struct u256 lower, upper;
};

/* -1: too little of token0 for the token1 there is, 1: too much, 0: they fit. */
static enum status excess(int *out, const struct ends *e, struct u256 sqrt,
			  struct univ3_amounts have)
{
	struct univ3_amounts need;
	struct u256 fit;

	if (univ3_amounts_ceil(&need, sqrt, e->lower, e->upper, PROPORTION))
		return ST_RANGE;
	if (u256_is_zero(need.amount0)) /* above the range */
		*out = !u256_is_zero(have.amount0);
	else if (u256_is_zero(need.amount1))
		*out = -!u256_is_zero(have.amount1);
	else if (u256_mul_div_floor(&fit, have.amount0, need.amount1,
				    need.amount0))
		*out = 1; /* over 256 bits of token1 would go with it */
	else
		*out = u256_cmp(fit, have.amount1);
	return ST_OK;
}

/* Whether there is still too much of the token after so much of it went.  A swap that
 * cannot be done is one too many. */
static bool still_too_much(struct range_swap *s, const struct ends *e,
			   struct univ3_amounts have, struct u256 amount,
			   const struct range_market_quote *market)
{
	struct u256 *from = s->zero_for_one ? &have.amount0 : &have.amount1;
	struct u256 *to = s->zero_for_one ? &have.amount1 : &have.amount0;
	struct range_quoted q;
	int sign;

	if (market->quote(market->ctx, &q, s->zero_for_one, amount) ||
	    u256_sub(from, *from, amount) || u256_add(to, *to, q.out) ||
	    excess(&sign, e, q.sqrt_after, have) ||
	    (s->zero_for_one ? sign < 0 : sign > 0))
		return false;
	s->amount = amount;
	s->out = q.out;
	s->sqrt_after = q.sqrt_after;
	return true;
}

enum status range_swap_size(struct range_swap *out, struct u256 sqrt_x96,
			    struct range_ticks r, struct univ3_amounts have,
			    const struct range_market_quote *market)
{
	struct range_swap s = { .sqrt_after = sqrt_x96 };
	unsigned __int128 low = 0, high;
	struct ends e;
	int sign;

	if (univ3_sqrt_at_tick(&e.lower, r.lower) ||
	    univ3_sqrt_at_tick(&e.upper, r.upper) ||
	    excess(&sign, &e, sqrt_x96, have))
		return ST_RANGE;
	s.zero_for_one = sign > 0;
	if (u256_to_u128(&high, sign > 0 ? have.amount0 : have.amount1) ||
	    high == (unsigned __int128)-1)
		return ST_RANGE;
	high = sign ? high + 1 : 1; /* one more than there is */
	while (high - low > 1) {
		unsigned __int128 mid = low + (high - low) / 2;

		if (still_too_much(&s, &e, have, u256_of_u128(mid), market))
			low = mid;
		else
			high = mid;
	}
	*out = s;
	return ST_OK;
}
