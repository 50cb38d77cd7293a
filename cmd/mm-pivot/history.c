/* history.c - mm-pivot in frames: the store's sums, and what this frame brought
 * that is not stored yet. */
#include "base/mem.h"
#include "data/rec_pivot.h"
#include "io/store.h"
#include "math/sums.h"
#include "math/window.h"
#include "pivot_cmd.h"

#include <stdlib.h>
#include <string.h>

#define FIRST_CAP 64

struct history {
	const struct settings *s;
	struct store *store;     /* NULL: not open */
	struct rec_trade *trade; /* of this frame, as they came; their strings
	                            are in its arena */
	size_t n, cap;
	struct findings found;
};

void *history_open(const struct settings *s)
{
	struct history *h = mem_alloc(1, sizeof(*h));

	h->s = s;
	h->found = findings_none;
	return h;
}

static void forget_store(struct history *h)
{
	store_close(h->store);
	h->store = NULL;
}

void history_close(void *ctx)
{
	struct history *h = ctx;

	store_close(h->store);
	free(h->trade);
	free(h);
}

static void keep(struct frame *f, struct history *h, const struct rec_trade *t)
{
	const struct rec_trade *copy;

	if (h->n == h->cap) {
		h->cap = h->cap ? 2 * h->cap : FIRST_CAP;
		h->trade = mem_realloc(h->trade, h->cap, sizeof(*h->trade));
	}
	copy = rec_copy(&f->arena, &rec_trade_type, t);
	h->trade[h->n++] = *copy;
}

static bool take(struct frame *f, const struct rec_type *type, const void *rec)
{
	struct history *h = f->ctx;
	const struct rec_trade *t = rec;

	if (type == &rec_price_type)
		return findings_price(&h->found, f, h->s, rec);
	if (trade_is_bad(f, t))
		return false;
	if (strcmp(t->market, h->s->market) == 0)
		keep(f, h, t);
	return true;
}

/* What is put together for one frame. */
struct work {
	struct history *h;
	struct findings found;
	struct sums live, traded;
	int64_t ts_ms;   /* of the frame, which sees what is before it        */
	int64_t from_ms; /* the window's open end                           */
	int64_t displaced_ms; /* the open end of what displaces a seed by
	                         volume; ts_ms: nothing does                */
};

static int64_t displaced_from(const struct pivot_rules *r, int64_t now,
			      int64_t never)
{
	bool by_volume =
		r->mode == PIVOT_SEEDED && (r->decay == PIVOT_DECAY_VOLUME ||
					    r->decay == PIVOT_DECAY_BOTH);

	if (!by_volume ||
	    (r->decay == PIVOT_DECAY_BOTH && now - r->seed_ms >= r->window_ms))
		return never;
	return r->seed_ms - r->window_ms;
}

static struct work begin(struct history *h, const struct rec_cycle *cycle)
{
	struct work w = { .h = h, .found = h->found, .ts_ms = cycle->ts_ms };

	w.found.market = h->s->market;
	findings_clock(&w.found, h->s, cycle->ts_ms - 1);
	w.from_ms = w.found.history.now - h->s->rules.window_ms;
	w.displaced_ms =
		displaced_from(&h->s->rules, w.found.history.now, w.ts_ms);
	return w;
}

static enum db_err none_is_fine(enum db_err err)
{
	return err == DB_NOTFOUND ? DB_OK : err;
}

/* ctx is a struct sums. */
static bool add_stored(void *ctx, const struct store_sum *sum)
{
	sums_add(ctx, (uint64_t)sum->n, sum->pv, sum->v);
	return true;
}

static enum db_err stored(struct work *w)
{
	struct store *store = w->h->store;
	const char *market = w->found.market;
	struct findings *x = &w->found;
	int64_t to_ms = w->ts_ms - 1;
	struct dec price;
	enum db_err err;

	err = store_window(store, market, w->from_ms, to_ms, add_stored,
			   &w->live);
	if (!err && w->displaced_ms < to_ms)
		err = store_window(store, market, w->displaced_ms, to_ms,
				   add_stored, &w->traded);
	if (!err)
		err = none_is_fine(
			store_trade_last(store, &x->history.newest_ms, &price,
					 market, to_ms, false));
	if (!err)
		err = none_is_fine(store_trade_last(store, &x->last_ms,
						    &x->last_price, market,
						    to_ms, true));
	if (!err)
		err = none_is_fine(
			store_trade_first(store, &x->first_ms, market));
	return err;
}

/* A trade of the frame: before it, not too old for every sum, new to it and the
 * store. */
static enum db_err add_new(struct work *w, struct window *seen,
			   const struct rec_trade *t)
{
	struct store *store = w->h->store;
	struct findings *x = &w->found;
	enum db_err err = DB_OK;
	bool known = false;

	if (!findings_counts(x, w->h->s, t, w->ts_ms))
		return DB_OK;
	switch (window_add(seen, trade_key_make(t->source, t->id), t->ts_ms, 1,
			   1, INT64_MAX)) {
	case WINDOW_OK:
		if (store)
			err = store_knows_trade(store, &known, t->market,
						t->source, t->id);
		break;
	case WINDOW_EXPIRED:
		x->n_old++;
		return DB_OK;
	case WINDOW_DUP:
	case WINDOW_INVALID:
	case WINDOW_FUTURE:
	case WINDOW_OVERFLOW:
		known = true;
		break;
	}
	if (err || known) {
		x->n_again += known;
		return err;
	}
	if (t->ts_ms > w->displaced_ms)
		sums_trade(&w->traded, t->price, t->size);
	if (t->ts_ms > w->from_ms) {
		findings_trade(x, t);
		sums_trade(&w->live, t->price, t->size);
	} else {
		x->n_old++;
	}
	return DB_OK;
}

/* The window here only tells trades apart and by age: its sums are not used.  It
 * reaches back as far as either sum: what left the pivot's window before the
 * store had it displaces a seed all the same. */
static enum db_err brought(struct work *w)
{
	struct history *h = w->h;
	int64_t now = w->found.history.now;
	int64_t oldest =
		w->from_ms < w->displaced_ms ? w->from_ms : w->displaced_ms;
	enum db_err err = DB_OK;
	struct window seen;

	window_init(&seen, now - oldest, now);
	for (size_t i = 0; i < h->n && !err; i++)
		err = add_new(w, &seen, &h->trade[i]);
	window_free(&seen);
	return err;
}

/* Opens the store if it is not open; one that is not there yet is empty. */
static enum db_err opened(struct history *h)
{
	enum db_err err = DB_OK;

	if (!h->store) {
		err = store_open(&h->store, h->s->store, STORE_READ,
				 DB_BUSY_MS);
		if (err == DB_NOTFOUND)
			forget_store(h);
	}
	return none_is_fine(err);
}

static void close_frame(struct frame *f, const struct rec_cycle *cycle)
{
	struct history *h = f->ctx;
	struct work w = begin(h, cycle);
	enum db_err err = opened(h);

	if (!err && h->store)
		err = stored(&w);
	if (!err)
		err = brought(&w);
	if (err) {
		frame_refuse(f, "store_unreadable", "%s",
			     store_message(h->store));
		forget_store(h);
	} else if (!sums_settle(&w.found.history, &w.live, &w.traded)) {
		answer_too_wide(f, h->s, &w.found);
	} else {
		answer(f, h->s, &w.found, w.ts_ms);
	}
	h->n = 0;
	h->found = findings_none;
}

static const struct rec_use uses[] = {
	{ REC_READS, &rec_trade_type },
	{ REC_READS, &rec_price_type },
	{ REC_MAKES, &rec_pivot_type },
	{ 0, NULL },
};

const struct stage frame_stage = {
	.uses = uses,
	.take = take,
	.close = close_frame,
};
