#include "math/pool_window.h"

#include <math.h>

#define PPM 1000000

/* The first point of the grid at or behind t. */
static int64_t point_at(int64_t t)
{
	return (t + POOL_SAMPLE_S - 1) / POOL_SAMPLE_S;
}

void pool_window_begin(struct pool_window *w, int64_t to_s, int64_t window_s,
		       int64_t twap_s)
{
	*w = (struct pool_window){
		.from_s = to_s - window_s,
		.to_s = to_s,
		.twap_s = twap_s,
		.since_s = to_s - twap_s,
	};
}

/* ---- volatility ---- */

/* The newest price stood at that point of the grid, and up to the next price. */
static void sample(struct pool_window *w)
{
	double r = w->log_price - w->sample;

	if (w->sampled) {
		comp_sum_add(&w->sum, r * r);
	} else {
		w->first = w->point;
		w->sampled = true;
	}
	w->sample = w->log_price;
}

static void price_from(struct pool_window *w, int64_t ts_s, double log_price)
{
	int64_t point = point_at(ts_s < w->from_s ? w->from_s : ts_s);

	if (w->priced && point > w->point)
		sample(w);
	w->priced = true;
	w->point = point;
	w->log_price = log_price;
}

/* The last price stands to the end.  Returns the samples behind the first. */
static int64_t close_samples(struct pool_window *w)
{
	int64_t last = w->to_s / POOL_SAMPLE_S;

	if (w->priced && w->point <= last)
		sample(w);
	return w->sampled && last - w->first >= POOL_SAMPLES_MIN
		       ? last - w->first
		       : 0;
}

int64_t pool_window_samples(const struct pool_window *w)
{
	struct pool_window end = *w;

	return close_samples(&end);
}

enum status pool_window_sigma(double *sigma, const struct pool_window *w)
{
	struct pool_window end = *w;
	int64_t n = close_samples(&end);

	if (!n)
		return ST_NODATA;
	return real_set(sigma,
			sqrt(comp_sum_value(end.sum) * (double)POOL_YEAR_S /
			     (double)(n * POOL_SAMPLE_S)));
}

/* ---- mean tick ---- */

/* The tick stood until t, where that is within the mean. */
static void tick_until(struct pool_window *w, int64_t t)
{
	if (t <= w->since_s)
		return;
	if (w->ticked)
		w->ticks += (__int128)w->tick * (t - w->since_s);
	w->since_s = t;
}

static void tick_from(struct pool_window *w, int64_t ts_s, int64_t tick)
{
	tick_until(w, ts_s);
	w->reaches |= ts_s <= w->to_s - w->twap_s;
	w->ticked = true;
	w->tick = tick;
}

enum status pool_window_twap(int64_t *tick, const struct pool_window *w)
{
	struct pool_window end = *w;
	__int128 mean;

	if (!w->reaches)
		return ST_NODATA;
	tick_until(&end, w->to_s);
	mean = end.ticks / w->twap_s;
	*tick = (int64_t)(mean - (end.ticks % w->twap_s < 0));
	return ST_OK;
}

void pool_window_price(struct pool_window *w, int64_t ts_s, double log_price,
		       int64_t tick)
{
	if (ts_s > w->to_s)
		return;
	price_from(w, ts_s, log_price);
	if (tick != POOL_NO_TICK)
		tick_from(w, ts_s, tick);
}

/* ---- swaps ---- */

static struct u256 share(struct u256 amount, uint32_t ppm)
{
	struct u256 part;

	/* A part of less than a whole never overflows. */
	if (u256_mul_div_floor(&part, amount, u256_of_u64(ppm),
			       u256_of_u64(PPM)))
		return amount;
	return part;
}

/* The contract reckons step by step: a step more may round by one part more. */
static struct u256 to_liquidity(struct u256 given, const struct pool_fee *f)
{
	struct u256 fee = share(given, f->fee_ppm), keeps, left;

	if (f->protocol_part) {
		if (u256_divmod(&keeps, NULL, fee,
				u256_of_u64(f->protocol_part)))
			keeps = U256_ZERO;
	} else {
		keeps = share(given, f->protocol_ppm);
	}
	return u256_sub(&left, fee, keeps) ? U256_ZERO : left;
}

static void add(struct pool_window *w, struct u256 *sum, struct u256 amount)
{
	if (u256_add(sum, *sum, amount))
		w->overflow = true;
}

void pool_window_swap(struct pool_window *w, int64_t ts_s, int token,
		      struct u256 given, struct u256 taken,
		      const struct pool_fee *fee)
{
	if (ts_s <= w->from_s || ts_s > w->to_s)
		return;
	w->n_swaps++;
	add(w, &w->volume[token], given);
	add(w, &w->volume[!token], taken);
	add(w, &w->fees[token], to_liquidity(given, fee));
}

/* ---- prices ---- */

enum status pool_log_ratio(double *out, struct u256 amount1,
			   struct u256 amount0)
{
	double ratio;

	if (u256_is_zero(amount1) || u256_is_zero(amount0) ||
	    u256_ratio(&ratio, amount1, amount0))
		return ST_DOMAIN;
	return real_set(out, log(ratio));
}

enum status pool_log_sqrt(double *out, struct u256 sqrt_x96)
{
	double ln;

	if (pool_log_ratio(&ln, sqrt_x96,
			   u256_of_u128((unsigned __int128)1 << 96)))
		return ST_DOMAIN;
	return real_set(out, 2 * ln);
}
