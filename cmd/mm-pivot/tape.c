/* tape.c - mm-pivot over files: one pivot of all the trades in them, in the
 * memory of one window. */
#include "base/mem.h"
#include "data/rec_pivot.h"
#include "math/window.h"
#include "pivot_cmd.h"

#include <stdlib.h>
#include <string.h>

struct tape {
	const struct settings *s;
	char *market; /* the one reduced; NULL until a trade says it */
	struct window window;
	struct findings found;
};

void *tape_open(const struct settings *s)
{
	struct tape *tape = mem_alloc(1, sizeof(*tape));

	tape->s = s;
	tape->found = findings_none;
	tape->market = s->market ? mem_strdup(s->market) : NULL;
	window_init(&tape->window,
		    s->make_seed ? INT64_MAX : s->rules.window_ms,
		    s->rules.seed_ms);
	return tape;
}

void tape_close(void *ctx)
{
	struct tape *tape = ctx;

	window_free(&tape->window);
	free(tape->market);
	free(tape);
}

/* Whether the trade is of the market reduced: 1 yes, 0 no, -1 cannot be said,
 * and that is said. */
static int of_market(struct frame *f, struct tape *tape,
		     const struct rec_trade *t)
{
	if (!tape->market)
		tape->market = mem_strdup(t->market);
	if (strcmp(t->market, tape->market) == 0)
		return 1;
	if (tape->s->market)
		return 0;
	frame_bad(f, "trade: market '%s' after '%s': say --market", t->market,
		  tape->market);
	return -1;
}

static uint64_t power_of_ten(int n)
{
	uint64_t x = 1;

	while (n-- > 0)
		x *= 10;
	return x;
}

#define FINER_MAX 18 /* the largest step in one go: 10^18 fits 64 bits */

/* The window in ticks and lots that this trade is a whole number of. */
static enum status refine(struct tape *tape, const struct rec_trade *t)
{
	struct pivot_history *h = &tape->found.history;
	int ticks = t->price.scale - h->price_scale;
	int lots = t->size.scale - h->size_scale;
	enum status st;

	ticks = ticks > 0 ? ticks : 0;
	lots = lots > 0 ? lots : 0;
	if (ticks > FINER_MAX || lots > FINER_MAX)
		return ST_OVERFLOW;
	st = window_rescale(&tape->window, power_of_ten(ticks),
			    power_of_ten(lots));
	if (!st) {
		h->price_scale += ticks;
		h->size_scale += lots;
	}
	return st;
}

/* d in 10^-scale, as the window holds it. */
static enum status units(int64_t *out, struct dec d, int scale)
{
	__int128 v;
	enum status st = dec_coef(&v, d, scale);

	if (!st && v > INT64_MAX)
		st = ST_OVERFLOW;
	if (!st)
		*out = (int64_t)v;
	return st;
}

/* Offers the trade to the window; WINDOW_OVERFLOW where it cannot be counted. */
static enum window_verdict offer(struct tape *tape, const struct rec_trade *t)
{
	struct pivot_history *h = &tape->found.history;
	int64_t price, size;

	if ((t->price.scale > h->price_scale ||
	     t->size.scale > h->size_scale) &&
	    refine(tape, t))
		return WINDOW_OVERFLOW;
	if (units(&price, t->price, h->price_scale) ||
	    units(&size, t->size, h->size_scale))
		return WINDOW_OVERFLOW;
	return window_add(&tape->window, trade_key_make(t->source, t->id),
			  t->ts_ms, price, size, INT64_MAX);
}

static bool count(struct frame *f, struct tape *tape, const struct rec_trade *t)
{
	struct findings *x = &tape->found;

	switch (offer(tape, t)) {
	case WINDOW_OK:
		findings_trade(x, t);
		return true;
	case WINDOW_DUP:
		x->n_again++;
		return true;
	case WINDOW_EXPIRED:
		x->n_old++;
		return true;
	case WINDOW_OVERFLOW:
	case WINDOW_INVALID:
	case WINDOW_FUTURE:
		break;
	}
	frame_bad(f, "trade: price and size have too many digits for one sum");
	return false;
}

static bool take_trade(struct frame *f, struct tape *tape,
		       const struct rec_trade *t)
{
	int64_t now = tape->s->now_ms;
	int ours;

	if (trade_is_bad(f, t))
		return false;
	ours = of_market(f, tape, t);
	if (ours < 1)
		return ours == 0;
	return !findings_counts(&tape->found, tape->s, t,
				now == REC_NONE_INT ? INT64_MAX : now + 1) ||
	       count(f, tape, t);
}

static bool take(struct frame *f, const struct rec_type *type, const void *rec)
{
	struct tape *tape = f->ctx;

	if (type == &rec_trade_type)
		return take_trade(f, tape, rec);
	return findings_price(&tape->found, f, tape->s, rec);
}

/* What is known once the last file has ended. */
static void conclude(struct tape *tape)
{
	struct findings *x = &tape->found;
	struct pivot_history *h = &x->history;
	int64_t now = tape->s->now_ms;

	findings_clock(x, tape->s,
		       now == REC_NONE_INT ? tape->window.now : now);
	window_advance(&tape->window, h->now);
	h->live = tape->window.live;
	h->traded = tape->window.traded;
	x->market = tape->market ? tape->market : "none";
}

static void finish(struct frame *f)
{
	struct tape *tape = f->ctx;

	conclude(tape);
	if (tape->s->make_seed)
		answer_seed(f, tape->s, &tape->found);
	else
		answer(f, tape->s, &tape->found, tape->found.history.now);
}

static const struct rec_use uses[] = {
	{ REC_EATS, &rec_trade_type },
	{ REC_READS, &rec_price_type },
	{ REC_MAKES, &rec_pivot_type },
	{ 0, NULL },
};

const struct stage tape_stage = {
	.uses = uses,
	.take = take,
	.finish = finish,
};
