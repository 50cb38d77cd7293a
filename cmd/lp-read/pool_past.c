/* pool_past.c - what was swapped in a pool, by the events of the store and of the
 * frame; and its mean tick. */
#include "pools.h"

#include "base/conf.h"
#include "data/pool_event.h"
#include "math/pool_window.h"
#include "told.h"

#include <string.h>

#define SLACK_S 3600 /* before the window */
#define FURTHER 4    /* times as far back, where that is not enough */

/* An event of one of the pools. */
struct heard {
	const struct pool *pool;
	struct pool_says says;
};

struct past_work {
	const struct pool *const *pools;
	size_t n;
};

/* How a pool stood when the window begins: its last event before that.  What is older
 * than a frame and its window is looked for once a run. */
struct opening {
	bool known;
	int64_t ts_s;
	struct pool_says says;
};

struct openings {
	struct opening *v; /* by the pools of POOLS */
	bool searched;
};

/* ---- which events ---- */

static const struct pool *pool_of(const struct past_work *w,
				  const struct pool_says *says)
{
	for (size_t i = 0; i < w->n; i++)
		if (w->pools[i]->kind == says->kind &&
		    !strcmp(w->pools[i]->name, says->pool))
			return w->pools[i];
	return NULL;
}

static void *hear(struct reader *r, const struct rec_event *e, void *ctx)
{
	struct pool_says says;
	struct heard *heard;
	const struct pool *pool;

	if (pool_event_read(&says, e) || says.event == POOL_OTHER ||
	    !(pool = pool_of(ctx, &says)))
		return NULL;
	heard = arena_alloc(r->a, sizeof(*heard));
	*heard = (struct heard){ pool, says };
	return heard;
}

/* ---- one pool ---- */

static struct pool_fee fee_of(const struct pool *p, int token, int64_t of_event)
{
	struct pool_fee fee = { .fee_ppm = (uint32_t)p->fee };

	switch (p->kind) {
	case POOL_V2:
		fee.protocol_part = p->v2_share ? 6 : 0;
		break;
	case POOL_V3:
		fee.protocol_part = p->protocol_fee >> 4 * token & 15;
		break;
	case POOL_V4:
		fee.fee_ppm = (uint32_t)of_event;
		fee.protocol_ppm = univ4_protocol_fee(&p->v4, token);
		break;
	}
	return fee;
}

static void price(struct pool_window *w, int64_t ts_s,
		  const struct pool_says *says)
{
	double ln;

	if (says->kind == POOL_V2) {
		if (says->event == POOL_RESERVES &&
		    !pool_log_ratio(&ln, says->reserve[1], says->reserve[0]))
			pool_window_price(w, ts_s, ln, POOL_NO_TICK);
	} else if (!pool_log_sqrt(&ln, says->sqrt_x96)) {
		pool_window_price(w, ts_s, ln, says->tick);
	}
}

static void swapped(struct pool_window *w, int64_t ts_s, const struct pool *p,
		    const struct pool_says *says)
{
	int token =
		says->amount[0].negative || u256_is_zero(says->amount[0].abs);
	struct pool_fee fee = fee_of(p, token, says->fee);

	pool_window_swap(w, ts_s, token, says->amount[token].abs,
			 says->amount[!token].abs, &fee);
}

/* What the last event left is how the pool stands. */
static bool is_last(const struct pool *p, const struct pool_says *says)
{
	if (p->kind == POOL_V2)
		return !u256_cmp(says->reserve[0], p->reserve[0]) &&
		       !u256_cmp(says->reserve[1], p->reserve[1]);
	return !u256_cmp(says->sqrt_x96, p->sqrt_x96) && says->tick == p->tick;
}

static bool tells_price(const struct pool_says *says)
{
	return says->kind != POOL_V2 || says->event == POOL_RESERVES;
}

/* NULL, or why the window is not known: a constant. */
static const char *add_all(struct pool_window *w, const struct tolds *told,
			   const struct pool *p, const struct opening *opening)
{
	const struct pool_says *last = NULL;

	if (opening->known) {
		last = &opening->says;
		price(w, opening->ts_s, last);
	}

	for (size_t i = 0; i < told->n; i++) {
		const struct heard *heard = told->v[i].what;
		const struct pool_says *says = &heard->says;

		if (heard->pool != p)
			continue;
		price(w, told->v[i].ts_s, says);
		if (says->event == POOL_SWAP)
			swapped(w, told->v[i].ts_s, p, says);
		if (tells_price(says))
			last = says;
	}
	if (!last)
		return "no swap of it is known";
	return is_last(p, last) ? NULL
				: "it stands otherwise than its last swap that "
				  "is known left it";
}

static bool put_sums(struct rec_pool *out, const struct pool_window *w)
{
	return !w->overflow &&
	       !reader_amount(&out->volume0, w->volume[0], out->decimals0) &&
	       !reader_amount(&out->volume1, w->volume[1], out->decimals1) &&
	       !reader_amount(&out->fees0, w->fees[0], out->decimals0) &&
	       !reader_amount(&out->fees1, w->fees[1], out->decimals1);
}

static void no_window(struct rec_pool *out, const char *why)
{
	out->volume0 = out->volume1 = out->fees0 = out->fees1 = DEC_NONE;
	out->window_why = why;
}

/* v3's own mean, rounded down as OracleLibrary.consult does.  False: the pool does not
 * remember that long. */
static bool observed(struct rec_pool *out, const struct pool *p, int64_t twap_s)
{
	const uint8_t *said = reader_answer(p->observe, V3_OBSERVE_WORDS);
	int64_t then, now;

	if (!said)
		return false;
	/* int56: differences do not wrap in any time there is */
	then = (int64_t)uniswap_word(said, V3_OBSERVE_THEN).limb[0];
	now = (int64_t)uniswap_word(said, V3_OBSERVE_NOW).limb[0];
	out->twap_tick = (now - then) / twap_s - ((now - then) % twap_s < 0);
	out->twap_s = twap_s;
	return true;
}

static void put(struct rec_pool *out, const struct reader *r,
		const struct pool *p, const struct tolds *told,
		const struct opening *opening)
{
	int64_t now_s = r->chain->block_ts_s, twap_s = conf_int("TWAP_S");
	int64_t window_s = conf_ms("POOL_WINDOW") / 1000;
	struct pool_window w;
	const char *why;
	double sigma;

	if (told->since_s < now_s && now_s - told->since_s < window_s)
		window_s = now_s - told->since_s;
	pool_window_begin(&w, now_s, window_s, twap_s);
	why = add_all(&w, told, p, opening);
	if (!observed(out, p, twap_s) && !why &&
	    !pool_window_twap(&out->twap_tick, &w))
		out->twap_s = twap_s;
	if (!why && !put_sums(out, &w))
		why = "amounts over 127 bits";
	if (why) {
		no_window(out, why);
		return;
	}
	out->window_s = window_s;
	out->n_swaps = w.n_swaps;
	if (!pool_window_sigma(&sigma, &w))
		out->sigma_ratio = sigma;
}

/* ---- the beginning ---- */

static struct opening *opening_of(const struct reader *r, const struct pool *p)
{
	return &r->openings->v[p - r->pools->v];
}

/* The newest event of each pool that is no newer than to_s.  True: all are known, or
 * were made in what was looked at. */
static bool open_all(const struct reader *r, const struct past_work *w,
		     const struct tolds *told, int64_t to_s)
{
	bool all = true;

	for (size_t k = 0; k < w->n; k++) {
		struct opening *o = opening_of(r, w->pools[k]);
		bool made = false;

		for (size_t i = 0; i < told->n; i++) {
			const struct heard *heard = told->v[i].what;

			if (heard->pool != w->pools[k])
				continue;
			made |= heard->says.event == POOL_PRICE;
			if (told->v[i].ts_s <= to_s &&
			    tells_price(&heard->says))
				*o = (struct opening){ true, told->v[i].ts_s,
						       heard->says };
		}
		all &= o->known || made;
	}
	return all;
}

/* False: the store cannot be read; the frame is refused. */
static bool gather(struct tolds *told, struct reader *r, struct past_work *w,
		   int64_t back_s, int64_t window_s)
{
	const int64_t now_s = r->chain->block_ts_s;

	for (;;) {
		int64_t from_s = back_s < now_s ? now_s - back_s : 0;
		bool all;

		if (!told_gather(told, r, from_s * 1000, hear, w))
			return false;
		all = open_all(r, w, told, now_s - window_s);
		if (all || !told->older || r->openings->searched)
			break;
		back_s *= FURTHER;
	}
	r->openings->searched = true;
	return true;
}

void pool_past_put(struct rec_pool *out, struct reader *r,
		   const struct pool *const *pools, size_t n)
{
	int64_t window_s = conf_ms("POOL_WINDOW") / 1000;
	int64_t twap_s = conf_int("TWAP_S");
	int64_t long_s = window_s > twap_s ? window_s : twap_s;
	struct past_work work = { pools, n };
	struct tolds told;

	if (!n)
		return;
	if (!r->openings) {
		r->openings = arena_alloc(&r->life, sizeof(*r->openings));
		r->openings->v = arena_alloc(
			&r->life, r->pools->n * sizeof(*r->openings->v));
	}
	if (!gather(&told, r, &work, long_s + SLACK_S, long_s))
		return;
	for (size_t i = 0; i < n; i++)
		put(&out[i], r, pools[i], &told, opening_of(r, pools[i]));
}
