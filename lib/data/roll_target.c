#include "data/roll_target.h"

#include "math/opt_width.h"
#include "math/pool_window.h"
#include "math/univ3_tick.h"

#include <math.h>

#define TICKS (2 * UNIV3_TICK_MAX)
#define SHIFT_SHARE                                                            \
	0.3 /* of half the width: furthest a hotspot moves a range */

/* Fees to all liquidity at the pace of the window, in token1. */
static double fees_year(const struct roll_place *at)
{
	const struct rec_pool *r = at->rec;
	double fee = (double)at->fee_now / UNIV3_PIPS, f0, f1;

	if (!r || r->window_s == REC_NONE_INT || r->window_s <= 0)
		return NAN;
	if (!dec_is_none(r->fees0) && !dec_is_none(r->fees1)) {
		f0 = dec_to_double(r->fees0);
		f1 = dec_to_double(r->fees1);
	} else if (!dec_is_none(r->volume0) && !dec_is_none(r->volume1)) {
		/* Both sides of each swap; the fee is of what goes in, half. */
		f0 = dec_to_double(r->volume0) * fee / 2;
		f1 = dec_to_double(r->volume1) * fee / 2;
	} else {
		return NAN;
	}
	return (f0 * dec_to_double(at->spot) + f1) * pow(10, at->decimals1) /
	       pool_window_years(r->window_s);
}

static double sigma_of(const struct roll_place *at, const struct roll_knobs *k,
		       double said)
{
	if (at->rec && at->rec->sigma_ratio > 0)
		return at->rec->sigma_ratio;
	if (said > 0)
		return said;
	return k->sigma > 0 ? k->sigma : NAN;
}

static int64_t optimal_half(const struct range_market *m,
			    const struct roll_place *at,
			    const struct roll_knobs *k,
			    const struct roll_target_of *of)
{
	const struct width_in in = {
		.phi = m->fees_year / (double)at->liquidity / sqrt(m->price),
		.sigma = m->sigma,
		.cost_frac = of->cost_frac,
		.gas_frac = of->gas_frac,
	};
	struct opt_width w;

	if (opt_width(&w, &in))
		return REC_NONE_INT;
	if (w.full)
		return TICKS;
	return llround(fmin((double)w.half_ticks * k->tolerance, TICKS));
}

/* Where no other liquidity is known there is nothing to move towards. */
static int64_t shift_of(const struct range_profile *p,
			const struct range_shape *shape, double price,
			double value)
{
	struct range_ticks r;

	if (!p->n_ticks || range_ticks(&r, shape))
		return 0;
	return range_shift(p, r, range_liquidity(price, r, value),
			   llround(SHIFT_SHARE * (double)shape->half));
}

static double multiplier(const struct range_profile *p, double price,
			 struct range_ticks r, double value, int32_t spacing)
{
	const struct range_ticks full = { univ3_tick_first(spacing),
					  univ3_tick_last(spacing) };

	return range_share(p, r, range_liquidity(price, r, value)) /
	       range_share(p, full, range_liquidity(price, full, value));
}

const char *roll_target_of(struct roll_target *out, struct arena *a,
			   const struct roll_place *at,
			   const struct roll_seen *s,
			   const struct roll_knobs *k,
			   const struct roll_target_of *of)
{
	unsigned __int128 ours =
		range_is_in(at->tick, of->own) && of->liquidity <= at->liquidity
			? of->liquidity
			: 0;
	double years = (double)k->horizon_s / (double)POOL_YEAR_S;
	const struct range_width width = {
		.sigma = sigma_of(at, k, of->sigma),
		.years = years,
		.z = k->z,
		.tolerance = k->tolerance,
	};
	struct range_profile p = {
		.tick = at->tick,
		.liquidity = at->liquidity - ours,
		.spread = width.sigma * sqrt(years / 2) / RANGE_LOG_TICK,
	};
	struct range_shape shape = { .tick = at->tick,
				     .spacing = at->spacing,
				     .asymmetry = k->asymmetry };

	out->market = (struct range_market){
		.price = at->price,
		.sigma = width.sigma,
		.fees_year = fees_year(at),
		.others = (double)(at->liquidity - ours),
	};
	if (range_half_ticks(&out->half, &width))
		return "no_sigma";
	out->optimal = optimal_half(&out->market, at, k, of);
	if (k->optimal && out->optimal != REC_NONE_INT)
		out->half = out->optimal;
	p.ticks = roll_market_ticks(&p.n_ticks, a, s, at->pool, of->own,
				    (__int128)of->liquidity);
	shape.half = out->half;
	shape.shift = shift_of(&p, &shape, at->price, of->value);
	if (range_ticks(&out->range, &shape))
		return "no_range";
	out->multiplier =
		multiplier(&p, at->price, out->range, of->value, at->spacing);
	return NULL;
}
