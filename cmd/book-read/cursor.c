#include "cursor.h"

#include <string.h>

/* Notes a trade that was told, if it is the last one known. */
static void note(struct cursor *c, struct arena *a, const char *id,
		 int64_t ts_ms)
{
	uint64_t taker, maker;

	if (!openbook_trade_parse(&taker, &maker, id) ||
	    (c->has_last && taker < c->last_no))
		return;
	c->has_last = true;
	c->last_no = taker;
	c->last_ms = ts_ms;
	c->last = arena_strdup(a, id);
}

void cursor_queue(struct cursor *c, struct arena *a, const char *market,
		  const struct rec_event_queue *q)
{
	if (strcmp(q->market, market) != 0 || q->told < 0)
		return;
	if (q->last_trade)
		note(c, a, q->last_trade, q->told_ms);
	if (c->has_told && (uint64_t)q->told < c->told)
		return;
	c->has_told = true;
	c->told = (uint64_t)q->told;
	c->told_slot = q->told_slot == REC_NONE_INT ? 0 : q->told_slot;
	c->told_ms = q->told_ms == REC_NONE_INT ? q->ts_ms : q->told_ms;
}

void cursor_trade(struct cursor *c, struct arena *a, const char *market,
		  const struct rec_trade *t)
{
	if (!strcmp(t->market, market) && !strcmp(t->source, OPENBOOK_VENUE))
		note(c, a, t->id, t->ts_ms);
}

bool cursor_old(const struct cursor *c, const struct openbook_trade *t)
{
	return c->has_last && t->taker_no <= c->last_no;
}

void cursor_put(const struct cursor *c, struct rec_event_queue *q)
{
	if (c->has_told) {
		q->told = (int64_t)c->told;
		q->told_slot = c->told_slot;
		q->told_ms = c->told_ms;
	}
	if (c->has_last)
		q->last_trade = c->last;
}
