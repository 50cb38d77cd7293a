#include "worth.h"

#include "math/univ3_amounts.h"
#include "math/univ3_tick.h"

static bool whole(struct dec *out, struct u256 x)
{
	return !reader_amount(out, x, 0);
}

const char *worth_put(struct rec_position *p, const struct worth *w)
{
	struct univ3_amounts amounts;
	unsigned __int128 liquidity;
	struct u256 a, b;

	if (w->lower >= w->upper || univ3_sqrt_at_tick(&a, w->lower) ||
	    univ3_sqrt_at_tick(&b, w->upper))
		return "its ticks are none";
	if (u256_to_u128(&liquidity, w->liquidity) ||
	    univ3_amounts_floor(&amounts, w->sqrt_x96, a, b, liquidity))
		return "its liquidity or the price is none";
	p->tick_lower = w->lower;
	p->tick_upper = w->upper;
	p->sqrt_price_x96 = (struct rec_u256){ w->sqrt_x96, true };
	p->tick = w->tick;
	if (!whole(&p->liquidity, w->liquidity) ||
	    !whole(&p->pool_liquidity, w->pool_liquidity) ||
	    reader_amount(&p->amount0, amounts.amount0, p->decimals0) ||
	    reader_amount(&p->amount1, amounts.amount1, p->decimals1) ||
	    reader_amount(&p->uncollected0, w->uncollected0, p->decimals0) ||
	    reader_amount(&p->uncollected1, w->uncollected1, p->decimals1))
		return "a number over 127 bits";
	return NULL;
}
