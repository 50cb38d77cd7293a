#include "math/range_yield.h"

#include "math/exit_prob.h"
#include "math/lvr.h"
#include "math/univ3_tick.h"

#include <math.h>

double range_price(int32_t tick)
{
	return exp(tick * RANGE_LOG_TICK);
}

double range_price_sqrt(struct u256 sqrt_x96)
{
	double s = ldexp(u256_to_double(sqrt_x96), -96);

	return s * s;
}

/* Of one unit of liquidity. */
static double worth(double price, struct range_ticks r)
{
	double a = exp(r.lower * (RANGE_LOG_TICK / 2));
	double b = exp(r.upper * (RANGE_LOG_TICK / 2));
	double s = fmin(fmax(sqrt(price), a), b);

	return price * (1 / s - 1 / b) + (s - a);
}

double range_liquidity(double price, struct range_ticks r, double value)
{
	return value / worth(price, r);
}

double range_worth(double price, struct range_ticks r, double liquidity)
{
	return liquidity * worth(price, r);
}

/* The price, or the end it is beyond, just inside. */
static double inner_price(double price, double lower, double upper)
{
	double least = lower * (1 + 1e-9), most = upper * (1 - 1e-9);

	return price < least ? least : price > most ? most : price;
}

enum status range_yield(struct range_yield *out, const struct range_market *m,
			struct range_ticks r, double value)
{
	double lower = range_price(r.lower), upper = range_price(r.upper);
	double price = inner_price(m->price, lower, upper);
	double own = range_liquidity(m->price, r, value);
	const struct lvr_in in = {
		.liquidity = own,
		.price = price,
		.lower = lower,
		.upper = upper,
		.sigma = m->sigma,
		.volume = m->fees_year,
		.fee = 1, /* the fees, not the volume, are known */
		.active_liquidity = m->others + own,
		.in_range = 1,
	};
	const struct exit_range leaves = {
		.lower = log(price / lower),
		.upper = log(upper / price),
		.nu = -m->sigma * m->sigma / 2,
		.sigma = m->sigma,
	};
	struct lvr rates;
	double years = 0;
	bool inside = lower <= m->price && m->price < upper;

	if (!(value > 0) || !isfinite(own) || lvr_and_fee(&rates, &in) ||
	    (inside && exit_mean_time(&years, &leaves)))
		return ST_DOMAIN;
	*out = (struct range_yield){
		.fee_apr = rates.fee_apr,
		.lvr_apr = rates.lvr_frac,
		.net_apr = rates.fee_apr - rates.lvr_frac,
		.exit_years = years,
		.in = inside,
	};
	return ST_OK;
}

double range_in_share(const struct range_yield *y, const struct range_market *m,
		      struct range_ticks r, double years)
{
	double away = fmax(log(range_price(r.lower) / m->price),
			   log(m->price / range_price(r.upper)));

	if (!(years > 0))
		return y->in ? 1 : 0;
	if (y->in)
		return fmin(y->exit_years / years, 1);
	return erfc(fmax(away, 0) / (m->sigma * sqrt(2 * years))) / 2;
}

double range_gain_years(const struct range_yield *new, double years)
{
	return fmin(years, new->exit_years);
}

double range_gain(const struct range_yield *old, double old_share,
		  const struct range_yield *new, double value, double years)
{
	return (new->net_apr - old_share * old->net_apr) * value *
	       range_gain_years(new, years);
}

double range_efficiency(const struct range_market *m, struct range_ticks old,
			struct range_ticks centred, bool in, double value)
{
	double own = range_liquidity(m->price, old, value);
	double best = range_liquidity(m->price, centred, value);

	return in ? own / (m->others + own) / (best / (m->others + best)) : 0;
}

/* ---- liquidity along the ticks ---- */

struct sums {
	double mass;   /* of the fees      */
	double moment; /* times the ticks  */
};

/* Fees between two ticks where so much liquidity of others is. */
static void add(struct sums *s, const struct range_profile *p, double low,
		double high, __int128 others, double own)
{
	double a = (low - p->tick) / p->spread;
	double b = (high - p->tick) / p->spread;
	double share = own / ((others > 0 ? (double)others : 0) + own);

	if (low >= high)
		return;
	s->mass += share * (erfc(-b / sqrt(2)) - erfc(-a / sqrt(2))) / 2;
	s->moment += share * p->spread * (exp(-a * a / 2) - exp(-b * b / 2)) *
		     0.3989422804014327; /* 1/sqrt(2 pi) */
}

static struct sums sum(const struct range_profile *p, struct range_ticks r,
		       double own)
{
	struct sums s = { .mass = 0 };
	__int128 here = (__int128)p->liquidity;
	double from = r.lower;

	for (size_t i = 0; i < p->n_ticks && p->ticks[i].tick <= p->tick; i++)
		here -= p->ticks[i].liquidity_net;
	for (size_t i = 0; i < p->n_ticks; i++) {
		double to = fmin(p->ticks[i].tick, r.upper);

		add(&s, p, from, to, here, own);
		from = fmax(from, to);
		here += p->ticks[i].liquidity_net;
	}
	add(&s, p, from, r.upper, here, own);
	return s;
}

double range_share(const struct range_profile *p, struct range_ticks r,
		   double own)
{
	return own > 0 ? sum(p, r, own).mass : 0;
}

int64_t range_shift(const struct range_profile *p, struct range_ticks r,
		    double own, int64_t most)
{
	struct range_profile even = *p;
	struct sums s = sum(p, r, own), flat;
	double shift;

	even.n_ticks = 0;
	flat = sum(&even, r, own);
	if (!(s.mass > 0) || !(flat.mass > 0))
		return 0;
	shift = s.moment / s.mass - flat.moment / flat.mass;
	return llround(fmin(fmax(shift, -(double)most), (double)most));
}
