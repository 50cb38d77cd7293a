/* tape.c - mm-pivot over files: one pivot of all the trades in them, in the
 * memory of one window. */
#include "base/mem.h"
#include "data/rec_pivot.h"
#include "math/trade_scale.h"
#include "math/window.h"
#include "pivot_cmd.h"

#include <stdlib.h>
#include <string.h>

struct tape {
	const struct settings *s;
	char *market; /* the one reduced; NULL until a trade says it */
	struct window window;
	struct trade_scale scale; /* of the window's sums */
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

/* The window in ticks and lots that this trade is a whole number of. */
static enum status refine(struct tape *tape, const struct rec_trade *t)
{
	struct trade_scale finer = tape->scale;
	struct trade_finer by;
	enum status st = trade_scale_refine(&finer, &by, t->price, t->size);

	if (!st)
		st = window_rescale(&tape->window, by.price, by.size);
	if (!st)
		tape->scale = finer;
	return st;
}

/* Offers the trade to the window; WINDOW_OVERFLOW where it cannot be counted. */
static enum window_verdict offer(struct tape *tape, const struct rec_trade *t)
{
	int64_t price, size;

	if (!trade_scale_holds(&tape->scale, t->price, t->size) &&
	    refine(tape, t))
		return WINDOW_OVERFLOW;
	if (trade_scale_units(&tape->scale, &price, &size, t->price, t->size))
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
	h->price_scale = tape->scale.price;
	h->size_scale = tape->scale.size;
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
