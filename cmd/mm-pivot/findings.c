/* findings.c - what mm-pivot learns from records, whichever way it gets them. */
#include "pivot_cmd.h"

#include <string.h>

void findings_clock(struct findings *x, const struct settings *s, int64_t to_ms)
{
	int64_t start = s->rules.seed_ms;

	x->history.now = to_ms > start ? to_ms : start;
}

bool findings_counts(struct findings *x, const struct settings *s,
		     const struct rec_trade *t, int64_t end_ms)
{
	if (t->ts_ms >= end_ms) {
		x->n_future += t->ts_ms - end_ms >= s->future_ms;
		return false;
	}
	if (x->first_ms == PIVOT_NEVER || t->ts_ms < x->first_ms)
		x->first_ms = t->ts_ms;
	if (!pivot_counts(t->own_maker, t->own_taker)) {
		x->n_own++;
		return false;
	}
	return true;
}

void findings_trade(struct findings *x, const struct rec_trade *t)
{
	if (t->ts_ms > x->history.newest_ms)
		x->history.newest_ms = t->ts_ms;
	if (t->own_maker || t->own_taker || t->ts_ms < x->last_ms)
		return;
	x->last_ms = t->ts_ms;
	x->last_price = t->price;
}

bool findings_price(struct findings *x, struct frame *f,
		    const struct settings *s, const struct rec_price *p)
{
	int64_t ms = p->ts_ms - p->age_ms;

	if (strcmp(p->pair, s->ref_pair) != 0)
		return true;
	if (dec_sign(p->price) <= 0) {
		frame_bad(f, "price: 'price': not above 0");
		return false;
	}
	if (ms >= x->history.ref_ms) {
		x->history.ref_ms = ms;
		x->history.ref = dec_to_double(p->price);
	}
	return true;
}

bool trade_is_bad(struct frame *f, const struct rec_trade *t)
{
	if (dec_sign(t->price) > 0 && dec_sign(t->size) > 0)
		return false;
	frame_bad(f, "trade: '%s': not above 0",
		  dec_sign(t->price) > 0 ? "size" : "price");
	return true;
}
