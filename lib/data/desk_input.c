/* desk_input: from a frame's records to ticks and lots. */
#include "base/conf.h"
#include "data/desk_parts.h"
#include "math/treasury.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define WHY_SZ 256

void desk_lacks(struct turning *t, enum grid_reason what, const char *fmt, ...)
{
	char text[WHY_SZ];
	va_list ap;

	if (t->f->why[what])
		return;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	t->f->why[what] = arena_strdup(t->a, text);
}

bool desk_stale(struct turning *t, enum grid_reason what, const char *name,
		int64_t ts_ms)
{
	int64_t age = t->f->input.now_ms - ts_ms;

	if (age <= conf_int("INPUT_MAX_AGE_S") * 1000)
		return false;
	desk_lacks(t, what, "the %s is %lld s old", name,
		   (long long)(age / 1000));
	return true;
}

/* ---- market, pivot, book ---- */

static void read_market(struct turning *t)
{
	struct desk_frame *f = t->f;
	const char *why;

	if (!t->d->steps) {
		desk_lacks(t, GRID_NO_MARKET, "no market record of '%s'",
			   t->d->market);
		return;
	}
	why = steps_of(&f->steps, t->d->steps);
	if (!why)
		why = grid_conf_read(&f->conf, &f->steps);
	if (why)
		desk_lacks(t, GRID_NO_MARKET, "%s", why);
}

int64_t desk_micro(const struct turning *t, struct dec price)
{
	int64_t n;

	if (dec_is_none(price) || dec_sign(price) <= 0 ||
	    dec_units_floor(&n, price, t->f->steps.micro) ||
	    n >= PRICE_MICRO_MAX)
		return 0;
	return n;
}

static void read_pivot(struct turning *t)
{
	const struct rec_pivot *p = t->d->pivot;
	struct grid_input *in = &t->f->input;

	if (!p) {
		desk_lacks(t, GRID_NO_PIVOT, "no pivot of '%s'", t->d->market);
		return;
	}
	if (desk_stale(t, GRID_NO_PIVOT, "pivot", p->ts_ms))
		return;
	in->pivot = desk_micro(t, p->price);
	if (!in->pivot)
		desk_lacks(t, GRID_NO_PIVOT, "the pivot is out of range");
	in->trade_price = desk_micro(t, p->last_price);
	in->trade_ms = p->last_ms == REC_NONE_INT ? 0 : p->last_ms;
	if (!in->trade_ms)
		in->trade_price = 0;
}

/* The best price at which others have size: own sizes taken out.  *price is 0
 * where there is none.  False: out of range. */
static bool best_of_others(const struct steps *s, const struct rec_list *all,
			   const struct rec_list *own, enum side side,
			   int64_t *price, int64_t *lots)
{
	const struct rec_level *v = all->v, *ours = own->v;
	size_t k = 0;

	for (size_t i = 0; i < all->n; i++) {
		struct dec rest = v[i].size;

		while (k < own->n &&
		       (side == SIDE_BUY
				? dec_cmp(ours[k].price, v[i].price) > 0
				: dec_cmp(ours[k].price, v[i].price) < 0))
			k++;
		if (k < own->n && !dec_cmp(ours[k].price, v[i].price) &&
		    dec_sub(&rest, rest, ours[k].size))
			return false;
		if (dec_sign(rest) <= 0)
			continue;
		/* Off a tick: as near to us as it can be met. */
		return !(side == SIDE_BUY
				 ? dec_units_floor(price, v[i].price, s->tick)
				 : dec_units_ceil(price, v[i].price,
						  s->tick)) &&
		       !dec_units_floor(lots, rest, s->lot) && *price > 0 &&
		       *price < PRICE_MAX;
	}
	return true;
}

static void read_book(struct turning *t)
{
	const struct rec_book *b = t->d->book;
	struct grid_input *in = &t->f->input;
	struct touch *touch = &in->book;

	if (!b) {
		desk_lacks(t, GRID_NO_BOOK, "no book of '%s'", t->d->market);
		return;
	}
	if (desk_stale(t, GRID_NO_BOOK, "book", b->ts_ms))
		return;
	if (!best_of_others(&t->f->steps, &b->bids, &b->own_bids, SIDE_BUY,
			    &touch->bid, &touch->bid_lots) ||
	    !best_of_others(&t->f->steps, &b->asks, &b->own_asks, SIDE_SELL,
			    &touch->ask, &touch->ask_lots)) {
		*touch = (struct touch){ 0 };
		desk_lacks(t, GRID_NO_BOOK,
			   "the book's prices are out of range");
	}
}

/* ---- target control ---- */

static const struct rec_supply *supply_of(const struct desk *d)
{
	for (size_t i = d->supplies.n; i-- > 0;) {
		const struct rec_supply *s = d->supplies.v[i];

		if (!d->steps->base.mint ||
		    !strcmp(d->steps->base.mint, s->mint))
			return s;
	}
	return NULL;
}

/* The configured goal; else what the supply says; else what it last said. */
static void read_control(struct turning *t)
{
	const struct rec_supply *s = supply_of(t->d);
	const struct rec_grid *last = t->d->last;
	struct grid_input *in = &t->f->input;
	int scale = (int)t->d->steps->base.decimals;
	__int128 total, locked, owned;

	t->f->control_ms = REC_NONE_INT;
	if (t->f->conf.control_ppm >= 0) {
		in->control_ppm = t->f->conf.control_ppm;
		return;
	}
	if (s && scale >= 0 && scale <= DEC_SCALE_MAX &&
	    !dec_coef(&total, s->total, scale) &&
	    !dec_coef(&locked, s->locked, scale) &&
	    !dec_coef(&owned, s->owned, scale) &&
	    !target_control_ppm(&in->control_ppm, total, locked, owned)) {
		t->f->control_ms = s->ts_ms;
		return;
	}
	if (!last || last->control_ms == REC_NONE_INT ||
	    !(last->control_ratio >= 0 && last->control_ratio <= 1))
		return;
	in->control_ppm = llrint(last->control_ratio * (double)PPM);
	t->f->control_ms = last->control_ms;
}

void desk_input(struct desk_frame *f, const struct desk *d, struct arena *a,
		int64_t now_ms, const char *signal)
{
	struct turning t = { .d = d, .f = f, .a = a };

	*f = (struct desk_frame){
		.input = { .now_ms = now_ms, .manual = signal != NULL },
		.control_ms = REC_NONE_INT,
	};
	read_market(&t);
	desk_name_wallets(&t);
	f->parameters = grid_conf_echo(a, f->input.n_wallets);
	f->input.no_market = f->why[GRID_NO_MARKET];
	if (f->input.no_market)
		return;
	read_pivot(&t);
	read_book(&t);
	desk_read_open_orders(&t);
	desk_read_pending(&t);
	desk_read_wallets(&t);
	read_control(&t);
	desk_read_last(&t);
	f->input.no_pivot = f->why[GRID_NO_PIVOT];
	f->input.no_book = f->why[GRID_NO_BOOK];
	f->input.no_wallet = f->why[GRID_NO_WALLET];
	f->input.no_pending = f->why[GRID_NO_PENDING];
}

void desk_again(struct desk_frame *f, const struct desk *d, struct arena *a,
		int64_t now_ms, const char *signal)
{
	struct turning t = { .d = d, .f = f, .a = a };
	struct grid_input *in = &f->input;

	in->now_ms = now_ms;
	in->manual = signal != NULL;
	in->pivot = in->trade_price = in->trade_ms = 0;
	in->book = (struct touch){ 0 };
	f->why[GRID_NO_PIVOT] = f->why[GRID_NO_BOOK] = NULL;
	read_pivot(&t);
	read_book(&t);
	in->no_pivot = f->why[GRID_NO_PIVOT];
	in->no_book = f->why[GRID_NO_BOOK];
}
