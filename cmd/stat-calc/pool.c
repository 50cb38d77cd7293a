#include "pool.h"

#include "pool_line.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "data/frame.h"
#include "data/rec_pool_span.h"
#include "data/rec_removed.h"
#include "math/lvr.h"
#include "math/pool_price.h"
#include "math/pool_window.h"
#include "math/special.h"
#include "math/univ3_tick.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define PPM_MAX   999999
#define TICK_BASE 1.0001
#define LOW_P     0.025
#define HIGH_P    0.975

static int64_t decimals[2], fee_ppm = 3000, every_ms = DAY_MS;
static int64_t tick_lower = REC_NONE_INT, tick_upper = REC_NONE_INT;
static bool keep_going;

const struct opt pool_options[] = {
	OPT_INT_('0', "decimals0", &decimals[0], "<n>", 0, DEC_SCALE_MAX,
		 "decimals of token0 (0: its smallest parts)"),
	OPT_INT_('1', "decimals1", &decimals[1], "<n>", 0, DEC_SCALE_MAX,
		 "decimals of token1 (0)"),
	OPT_INT_('f', "fee-ppm", &fee_ppm, "<n>", 0, PPM_MAX,
		 "fee of v2 and v3 (3000); v4 says its own"),
	OPT_DURATION_('e', "every", &every_ms, "<time>",
		      "length of a window (1d)"),
	OPT_INT_('l', "tick-lower", &tick_lower, "<tick>", UNIV3_TICK_MIN,
		 UNIV3_TICK_MAX, "beginning of a range (all prices)"),
	OPT_INT_('u', "tick-upper", &tick_upper, "<tick>", UNIV3_TICK_MIN,
		 UNIV3_TICK_MAX, "first tick above it"),
	OPT_FLAG_('k', "keep-going", &keep_going,
		  "skip bad records and exit 3"),
	OPT_END_,
};

static const struct rec_use uses[] = {
	{ REC_EATS, &rec_event_type },
	{ REC_EATS, &rec_removed_type },
	{ REC_MAKES, &rec_pool_span_type },
	{ 0, NULL },
};

/* A pool, and the window it is in: of from_s < ts_s <= to_s. */
struct pool {
	char *id;
	enum pool_kind kind;
	/* As of its last event; known: there was one with a price. */
	bool known;
	struct u256 sqrt_x96, reserve[2];
	double log_price, price; /* of smallest parts */
	bool in;                 /* in the range */
	int64_t last_s;

	bool open;
	struct pool_window window;
	int64_t first_s; /* since when the price is known in it */
	int64_t in_s;    /* seconds in the range */
	double earned;   /* fees per unit of liquidity, token1 */
};

struct pools {
	struct pool *v;
	int n, cap;
};

static struct pool *pool_of(struct pools *all, const struct pool_says *says)
{
	struct pool *p;

	for (int i = 0; i < all->n; i++) {
		p = &all->v[i];
		if (p->kind == says->kind && !strcmp(p->id, says->pool))
			return p;
	}
	all->v = mem_room(all->v, all->n, &all->cap, sizeof(*all->v));
	p = &all->v[all->n++];
	*p = (struct pool){ .id = mem_strdup(says->pool), .kind = says->kind };
	return p;
}

static bool ranged(void)
{
	return tick_lower != REC_NONE_INT;
}

/* ---- a window ---- */

static double price_at(int64_t tick)
{
	return pow(TICK_BASE, (double)tick);
}

/* What one unit of liquidity over the range is worth, in token1. */
static double unit_value(double price)
{
	const struct lvr_in in = {
		.liquidity = 1,
		.price = price,
		.lower = price_at(ranged() ? tick_lower : UNIV3_TICK_MIN),
		.upper = price_at(ranged() ? tick_upper : UNIV3_TICK_MAX),
		.active_liquidity = 1,
	};
	struct lvr out;

	return lvr_and_fee(&out, &in) ? NAN : out.value;
}

static void put_sigma(struct rec_pool_span *r, const struct pool_window *w)
{
	const int64_t samples = pool_window_samples(w);
	double low, high, n = (double)samples;

	if (pool_window_sigma(&r->sigma_ratio, w)) {
		r->sigma_ratio = NAN;
		return;
	}
	r->n_samples = samples;
	if (!chi2_quantile(&low, n, LOW_P) &&
	    !chi2_quantile(&high, n, HIGH_P)) {
		r->sigma_low_ratio = r->sigma_ratio * sqrt(n / high);
		r->sigma_high_ratio = r->sigma_ratio * sqrt(n / low);
	}
}

static bool put_amounts(struct rec_pool_span *r, const struct pool_window *w)
{
	struct dec *const out[] = { &r->volume0, &r->volume1, &r->fees0,
				    &r->fees1 };
	const struct u256 *const in[] = { &w->volume[0], &w->volume[1],
					  &w->fees[0], &w->fees[1] };
	unsigned __int128 v;

	for (int i = 0; i < 4; i++) {
		if (w->overflow || u256_to_u128(&v, *in[i]) || v >> 127)
			return false;
		*out[i] = dec_make((__int128)v, (int)decimals[i % 2]);
	}
	return true;
}

static void put_price(struct rec_pool_span *r, const struct pool *p)
{
	enum status st =
		p->kind == POOL_V2
			? pool_price_ratio(&r->price_last, p->reserve[1],
					   p->reserve[0], (int)decimals[0],
					   (int)decimals[1])
			: pool_price_sqrt(&r->price_last, p->sqrt_x96,
					  (int)decimals[0], (int)decimals[1]);

	if (st || !p->known)
		r->price_last = DEC_NONE;
}

/* Time went on to ts_s at the price that stood. */
static void stand(struct pool *p, int64_t ts_s)
{
	if (p->known && p->in && ts_s > p->last_s)
		p->in_s += ts_s - p->last_s;
	if (ts_s > p->last_s)
		p->last_s = ts_s;
}

/* The window is over at `to_s`; one without a swap is not told. */
static void finish_window(struct frame *f, struct pool *p, int64_t to_s)
{
	struct rec_pool_span r;
	double span = (double)(to_s - p->first_s), value;

	stand(p, to_s);
	p->open = false;
	if (!p->window.n_swaps)
		return;
	p->window.to_s = to_s;
	rec_clear(&rec_pool_span_type, &r);
	r.ts_ms = r.to_ms = to_s * 1000;
	r.from_ms = p->first_s * 1000;
	r.pool = p->id;
	r.kind = (int)p->kind;
	r.n = p->window.n_swaps;
	if (!put_amounts(&r, &p->window))
		mm_die(MM_FAIL, "pool '%s': a sum over 38 digits", p->id);
	put_price(&r, p);
	put_sigma(&r, &p->window);
	if (ranged()) {
		r.tick_lower = tick_lower;
		r.tick_upper = tick_upper;
	}
	if (span > 0) {
		r.in_range_ratio = (double)p->in_s / span;
		value = unit_value(p->price);
		if (value > 0)
			r.fee_apr_pct = p->earned / value *
					(double)POOL_YEAR_S / span * 100;
	}
	frame_emit(f, &rec_pool_span_type, &r);
}

/* The window of ts_s is open: what stood before it stands at its beginning. */
static void window_of(struct frame *f, struct pool *p, int64_t ts_s)
{
	int64_t length = every_ms / 1000, to_s, from_s;

	if (p->open && ts_s <= p->window.to_s)
		return;
	if (p->open)
		finish_window(f, p, p->window.to_s);
	to_s = (ts_s + length - 1) / length * length;
	from_s = to_s - length;
	pool_window_begin(&p->window, to_s, length, length);
	p->open = true;
	p->in_s = 0;
	p->earned = 0;
	p->first_s = p->known ? from_s : ts_s;
	p->last_s = p->first_s;
	if (p->known)
		pool_window_price(&p->window, from_s, p->log_price,
				  POOL_NO_TICK);
}

/* ---- an event ---- */

/* What of the fee a unit of liquidity in range gets, in token1. */
static double earned_of(const struct pool *p, const struct pool_says *says,
			int token, const struct pool_fee *fee)
{
	double amount = u256_to_double(says->amount[token].abs), value;
	double liquidity = p->kind == POOL_V2
				   ? sqrt(u256_to_double(p->reserve[0]) *
					  u256_to_double(p->reserve[1]))
				   : u256_to_double(says->liquidity);

	value = amount * fee->fee_ppm / 1e6 * (token ? 1 : p->price);
	return liquidity > 0 ? value / liquidity : 0;
}

static void swap(struct pool *p, int64_t ts_s, const struct pool_says *says)
{
	const struct pool_fee fee = {
		.fee_ppm = (uint32_t)(p->kind == POOL_V4 ? says->fee : fee_ppm),
	};
	int token = says->amount[0].negative ? 1 : 0;

	pool_window_swap(&p->window, ts_s, token, says->amount[token].abs,
			 says->amount[!token].abs, &fee);
	if (p->known && p->in)
		p->earned += earned_of(p, says, token, &fee);
}

/* The price of the pool after the event; false: it does not say. */
static bool price_in(struct pool *p, const struct pool_says *says)
{
	int64_t tick = says->tick;
	double log_price;

	if (says->event == POOL_RESERVES)
		memcpy(p->reserve, says->reserve, sizeof(p->reserve));
	else if (p->kind != POOL_V2)
		p->sqrt_x96 = says->sqrt_x96;
	else
		return false;
	if (p->kind == POOL_V2
		    ? pool_log_ratio(&log_price, p->reserve[1], p->reserve[0])
		    : pool_log_sqrt(&log_price, p->sqrt_x96))
		return false;
	p->log_price = log_price;
	p->price = exp(log_price);
	if (p->kind == POOL_V2)
		tick = (int64_t)floor(log_price / log(TICK_BASE));
	p->in = !ranged() || (tick_lower <= tick && tick < tick_upper);
	p->known = true;
	return true;
}

static bool take(struct frame *f, const struct rec_type *type, const void *rec)
{
	const struct rec_event *e = rec;
	struct pool_says says;
	struct pool *p;
	int64_t ts_s;

	if (!pool_line(f, &says, type, rec))
		return false;
	if (says.event == POOL_OTHER)
		return true;
	p = pool_of(f->ctx, &says);
	ts_s = e->ts_ms / 1000;
	if (p->open && ts_s < p->last_s) {
		frame_bad(f, "an event older than the one before it");
		return false;
	}
	window_of(f, p, ts_s);
	stand(p, ts_s);
	if (says.event == POOL_SWAP)
		swap(p, ts_s, &says);
	if (price_in(p, &says))
		pool_window_price(&p->window, ts_s, p->log_price, POOL_NO_TICK);
	arena_reset(&f->arena); /* nothing of a line is kept there */
	return true;
}

static void finish(struct frame *f)
{
	struct pools *all = f->ctx;

	for (int i = 0; i < all->n; i++)
		if (all->v[i].open)
			finish_window(f, &all->v[i], all->v[i].last_s);
}

int pool_run(int n, char **files)
{
	static const struct stage stage = {
		.uses = uses,
		.take = take,
		.finish = finish,
	};
	struct frame_options options = { .files = files,
					 .keep_going = keep_going,
					 .now_ms = REC_NONE_INT };
	struct pools all = { .n = 0 };
	enum mm_exit code;

	(void)n;
	if (every_ms < 1000)
		mm_die(MM_USAGE, "--every: less than a second");
	if (ranged() != (tick_upper != REC_NONE_INT) ||
	    (ranged() && tick_lower >= tick_upper))
		mm_die(MM_USAGE, "--tick-lower and --tick-upper are a range "
				 "together");
	code = frame_run(&stage, &options, &all);
	for (int i = 0; i < all.n; i++)
		free(all.v[i].id);
	free(all.v);
	return (int)code;
}
