#include "math/fsm_order.h"

static const char *const words[] = {
	[FATE_RECORDED] = "recorded", [FATE_TAKEN] = "taken",
	[FATE_UNKNOWN] = "unknown",   [FATE_OPEN] = "open",
	[FATE_FILLED] = "filled",     [FATE_OVER] = "over",
	[FATE_REFUSED] = "refused",   [FATE_DEAD] = "dead",
	[FATE_UNSENT] = "unsent",
};

const char *fate_text(enum fate state)
{
	return words[state];
}

struct order_fate fate_begin(int64_t ts_ms, int64_t recv_window_ms,
			     int64_t horizon_ms, struct dec size)
{
	return (struct order_fate){
		.state = FATE_RECORDED,
		.ts_ms = ts_ms,
		.recv_window_ms = recv_window_ms,
		.horizon_ms = horizon_ms,
		.size = size,
	};
}

bool fate_over(const struct order_fate *f)
{
	return f->state >= FATE_FILLED;
}

bool fate_told(const struct order_fate *f)
{
	return fate_over(f) && dec_cmp(f->in_fills, f->executed) >= 0;
}

void fate_sent(struct order_fate *f, enum fate_send how)
{
	if (f->state != FATE_RECORDED)
		return;
	switch (how) {
	case FATE_SEND_TAKEN:
		f->state = FATE_TAKEN;
		break;
	case FATE_SEND_NO:
		f->state = FATE_REFUSED;
		break;
	case FATE_SEND_MAYBE:
		f->state = FATE_UNKNOWN;
		break;
	case FATE_SEND_NEVER:
		f->state = FATE_UNSENT;
		break;
	}
}

/* What is shown of it only grows: an answer may be older than one read before. */
static void grow(struct dec *most, struct dec d)
{
	if (!dec_is_none(d) && dec_cmp(d, *most) > 0)
		*most = d;
}

static bool is_whole(const struct order_fate *f)
{
	return dec_cmp(f->executed, f->size) >= 0;
}

/* The time of the exchange from which its silence means something: neither could the
 * request be taken any later, nor can what was shown last be under way still. */
static int64_t silence_from(const struct order_fate *f)
{
	int64_t taken = f->ts_ms + f->recv_window_ms + FATE_MARGIN_MS;
	int64_t last = f->seen_ms > taken ? f->seen_ms : taken;

	return last + f->horizon_ms;
}

/* No place knows it.  Its fills tell what traded, and the position that they are all;
 * one that moved further is waited for: that may be fills which come late. */
static void vanish(struct order_fate *f, const struct fate_sight *s)
{
	bool moved;

	if (!s->all_places || s->venue_ms <= silence_from(f) ||
	    dec_is_none(s->filled) || dec_is_none(s->moved))
		return;
	moved = dec_cmp(s->moved, f->in_fills) > 0;
	if (moved && s->venue_ms <= silence_from(f) + FATE_PATIENCE_MS)
		return;
	f->state = dec_sign(f->executed) > 0 || f->state == FATE_OPEN
			   ? FATE_OVER
			   : FATE_DEAD;
}

static void show(struct order_fate *f, const struct fate_sight *s)
{
	switch (s->seen) {
	case FATE_SEEN_NOT:
		break;
	case FATE_SEEN_OPEN:
		f->state = FATE_OPEN;
		break;
	case FATE_SEEN_FILLED:
		f->executed = f->size;
		f->state = FATE_FILLED;
		break;
	case FATE_SEEN_OVER:
		f->state = FATE_OVER;
		break;
	case FATE_SEEN_REFUSED:
		f->state = FATE_REFUSED;
		break;
	}
}

bool fate_look(struct order_fate *f, const struct fate_sight *s)
{
	const struct order_fate was = *f;
	bool over = fate_over(f);

	grow(&f->in_fills, s->filled);
	grow(&f->executed, s->executed);
	grow(&f->executed, f->in_fills);
	if (!over) {
		show(f, s);
		if (s->seen == FATE_SEEN_NOT)
			vanish(f, s);
		else if (s->venue_ms > f->seen_ms)
			f->seen_ms = s->venue_ms;
	}
	/* Whatever it was called: what traded, traded. */
	if (is_whole(f))
		f->state = FATE_FILLED;
	else if (fate_over(f) && dec_sign(f->executed) > 0)
		f->state = FATE_OVER;
	return f->state != was.state || dec_cmp(f->executed, was.executed) ||
	       dec_cmp(f->in_fills, was.in_fills);
}

bool fate_wants_cancel(const struct order_fate *f, int64_t venue_ms)
{
	return f->state == FATE_OPEN &&
	       venue_ms > f->ts_ms + f->recv_window_ms + FATE_MARGIN_MS;
}
