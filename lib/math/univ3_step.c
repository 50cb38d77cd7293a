#include "math/univ3_sqrt.h"
#include "math/univ3_swap.h"

/* What goes in is rounded up, what comes out down. */
static enum status amount_in(struct u256 *out, struct u256 from, struct u256 to,
			     unsigned __int128 liquidity, bool zero_for_one)
{
	return zero_for_one ? univ3_amount0_ceil(out, from, to, liquidity)
			    : univ3_amount1_ceil(out, from, to, liquidity);
}

static enum status amount_out(struct u256 *out, struct u256 from,
			      struct u256 to, unsigned __int128 liquidity,
			      bool zero_for_one)
{
	return zero_for_one ? univ3_amount1_floor(out, from, to, liquidity)
			    : univ3_amount0_floor(out, from, to, liquidity);
}

/* The fee on top of an amount in without it. */
static enum status fee_on(struct u256 *out, struct u256 in, uint32_t fee_pips)
{
	if (fee_pips == UNIV3_PIPS) { /* v4 comes here with nothing in */
		*out = in;
		return ST_OK;
	}
	return u256_mul_div_ceil(out, in, u256_of_u64(fee_pips),
				 u256_of_u64(UNIV3_PIPS - fee_pips));
}

static enum status exact_in(struct univ3_step *s, enum univ3_version version,
			    struct u256 from, struct u256 target,
			    unsigned __int128 liquidity, struct u256 amount,
			    uint32_t fee_pips)
{
	bool down = u256_cmp(from, target) >= 0, reached;
	struct u256 left;
	enum status st = u256_mul_div_floor(&left, amount,
					    u256_of_u64(UNIV3_PIPS - fee_pips),
					    u256_of_u64(UNIV3_PIPS));

	if (!st)
		st = amount_in(&s->amount_in, from, target, liquidity, down);
	if (st)
		return st;
	reached = u256_cmp(left, s->amount_in) >= 0;
	s->sqrt_after = target;
	if (!reached)
		st = univ3_sqrt_after_in(&s->sqrt_after, from, liquidity, left,
					 down);
	if (!st)
		st = amount_out(&s->amount_out, from, s->sqrt_after, liquidity,
				down);
	if (st)
		return st;
	if (reached)
		return fee_on(&s->fee, s->amount_in, fee_pips);
	/* Less than the target asks for never gets there. */
	switch (version) {
	case UNIV3: /* what the move asks for */
		st = amount_in(&s->amount_in, from, s->sqrt_after, liquidity,
			       down);
		break;
	case UNIV4: /* all that is left */
		s->amount_in = left;
		break;
	}
	if (st)
		return st;
	s->fee = u256_sub_mod(amount, s->amount_in);
	return ST_OK;
}

/* v3 computes the amount out of a step that ends between ticks, and caps it; v4
 * takes the amount: that is the same, for the price is rounded to move too far. */
static enum status exact_out(struct univ3_step *s, struct u256 from,
			     struct u256 target, unsigned __int128 liquidity,
			     struct u256 amount, uint32_t fee_pips)
{
	bool down = u256_cmp(from, target) >= 0;
	enum status st =
		amount_out(&s->amount_out, from, target, liquidity, down);

	if (st)
		return st;
	s->sqrt_after = target;
	if (u256_cmp(amount, s->amount_out) < 0) {
		s->amount_out = amount;
		st = univ3_sqrt_after_out(&s->sqrt_after, from, liquidity,
					  amount, down);
	}
	if (!st)
		st = amount_in(&s->amount_in, from, s->sqrt_after, liquidity,
			       down);
	return st ? st : fee_on(&s->fee, s->amount_in, fee_pips);
}

enum status univ3_swap_step(struct univ3_step *out, enum univ3_version version,
			    struct u256 sqrt_x96, struct u256 target,
			    unsigned __int128 liquidity, bool is_in,
			    struct u256 amount, uint32_t fee_pips)
{
	struct univ3_step s;
	enum status st;

	if (fee_pips > UNIV3_PIPS ||
	    (fee_pips == UNIV3_PIPS && (version == UNIV3 || !is_in)))
		return ST_DOMAIN;
	if (!liquidity) { /* the price moves free */
		*out = (struct univ3_step){ .sqrt_after = target };
		return ST_OK;
	}
	st = is_in ? exact_in(&s, version, sqrt_x96, target, liquidity, amount,
			      fee_pips)
		   : exact_out(&s, sqrt_x96, target, liquidity, amount,
			       fee_pips);
	if (!st)
		*out = s;
	return st;
}
