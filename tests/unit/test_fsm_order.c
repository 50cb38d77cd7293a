/* test_fsm_order - what is proven of an order: a table of single steps, then every
 * short life of an order at an exchange, looked at in every way and at every time. */
#include "check.h"
#include "math/fsm_order.h"

#include <string.h>

#define TS      INT64_C(1000000)
#define TICK    INT64_C(500)
#define WINDOW  (2 * TICK)
#define HORIZON (2 * TICK)
#define SIZE    2

static struct dec contracts(int64_t n)
{
	return dec_make(n, 0);
}

static struct order_fate fresh(void)
{
	return fate_begin(TS, WINDOW, HORIZON, contracts(SIZE));
}

/* Nothing is known of it anywhere, at that time of the exchange. */
static struct fate_sight nowhere(int64_t venue_ms)
{
	return (struct fate_sight){ .venue_ms = venue_ms,
				    .executed = DEC_NONE,
				    .all_places = true,
				    .filled = DEC_ZERO,
				    .moved = DEC_ZERO };
}

static struct fate_sight shown(enum fate_seen seen, struct dec executed)
{
	return (struct fate_sight){ .venue_ms = TS,
				    .seen = seen,
				    .executed = executed,
				    .filled = DEC_NONE,
				    .moved = DEC_NONE };
}

static enum fate after(struct order_fate f, struct fate_sight s)
{
	(void)fate_look(&f, &s);
	return f.state;
}

#define LATE (TS + WINDOW + FATE_MARGIN_MS + HORIZON + 1)

static void test_sending(void)
{
	static const struct {
		enum fate_send how;
		enum fate then;
	} cases[] = {
		{ FATE_SEND_TAKEN, FATE_TAKEN },
		{ FATE_SEND_NO, FATE_REFUSED },
		{ FATE_SEND_MAYBE, FATE_UNKNOWN },
		{ FATE_SEND_NEVER, FATE_UNSENT },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct order_fate f = fresh();
		struct fate_sight s = shown(FATE_SEEN_OPEN, DEC_ZERO);

		fate_sent(&f, cases[i].how);
		CHECK(f.state == cases[i].then);
		CHECK(fate_over(&f) == (cases[i].then >= FATE_FILLED));

		/* Once it was shown, nothing said of a send is news. */
		f = fresh();
		CHECK(fate_look(&f, &s) && !fate_look(&f, &s));
		fate_sent(&f, cases[i].how);
		CHECK(f.state == FATE_OPEN);
	}
}

static void test_showing(void)
{
	static const struct {
		enum fate_seen seen;
		int64_t executed;
		enum fate then;
	} cases[] = {
		{ FATE_SEEN_OPEN, 0, FATE_OPEN },
		{ FATE_SEEN_OPEN, 1, FATE_OPEN },
		{ FATE_SEEN_OPEN, 2, FATE_FILLED },
		{ FATE_SEEN_FILLED, 0, FATE_FILLED },
		{ FATE_SEEN_OVER, 0, FATE_OVER },
		{ FATE_SEEN_OVER, 1, FATE_OVER },
		{ FATE_SEEN_OVER, 2, FATE_FILLED },
		{ FATE_SEEN_REFUSED, 0, FATE_REFUSED },
		{ FATE_SEEN_REFUSED, 1, FATE_OVER },
	};

	for (size_t i = 0; i < COUNT(cases); i++)
		CHECK(after(fresh(), shown(cases[i].seen,
					   contracts(cases[i].executed))) ==
		      cases[i].then);
}

static void test_fills(void)
{
	struct order_fate f = fresh();
	struct fate_sight s = shown(FATE_SEEN_OVER, contracts(1));

	/* Its end is told before its fills are. */
	CHECK(fate_look(&f, &s) && fate_over(&f) && !fate_told(&f));
	s.filled = contracts(1);
	CHECK(fate_look(&f, &s) && fate_told(&f));
	CHECK(!fate_look(&f, &s));
	/* An older answer takes nothing back. */
	s = shown(FATE_SEEN_OPEN, DEC_ZERO);
	s.filled = DEC_ZERO;
	CHECK(!fate_look(&f, &s) && f.state == FATE_OVER);
	CHECK(!dec_cmp(f.executed, contracts(1)));
	/* Fills told of an end that was said to be without. */
	f = fresh();
	s = shown(FATE_SEEN_OVER, DEC_ZERO);
	CHECK(fate_look(&f, &s) && fate_told(&f));
	s.filled = contracts(2);
	CHECK(fate_look(&f, &s) && f.state == FATE_FILLED);
}

static void test_silence(void)
{
	struct order_fate f = fresh();
	struct fate_sight s = nowhere(LATE);

	CHECK(after(f, s) == FATE_DEAD);
	CHECK(after(f, nowhere(LATE - 1)) == FATE_RECORDED);
	CHECK(after(f, nowhere(-1)) == FATE_RECORDED);
	s.all_places = false;
	CHECK(after(f, s) == FATE_RECORDED);
	s = nowhere(LATE);
	s.filled = DEC_NONE;
	CHECK(after(f, s) == FATE_RECORDED);
	s = nowhere(LATE);
	s.moved = DEC_NONE;
	CHECK(after(f, s) == FATE_RECORDED);
	/* Fills, and no order to them: it was one. */
	s = nowhere(LATE);
	s.filled = s.moved = contracts(1);
	CHECK(after(f, s) == FATE_OVER);
	/* It moved, and nothing says why: not yet, and not for ever. */
	s.filled = DEC_ZERO;
	CHECK(after(f, s) == FATE_RECORDED);
	s.venue_ms = LATE + FATE_PATIENCE_MS;
	CHECK(after(f, s) == FATE_DEAD);
	s = nowhere(LATE);
	s.moved = contracts(-5); /* liquidated, say */
	CHECK(after(f, s) == FATE_DEAD);
}

/* One that was shown and then is in no place. */
static void test_vanishing(void)
{
	struct order_fate f = fresh();
	struct fate_sight s = shown(FATE_SEEN_OPEN, DEC_ZERO);

	s.venue_ms = LATE;
	(void)fate_look(&f, &s);
	CHECK(fate_wants_cancel(&f, LATE) && !fate_wants_cancel(&f, TS));
	CHECK(after(f, nowhere(LATE + HORIZON)) == FATE_OPEN);
	CHECK(after(f, nowhere(LATE + HORIZON + 1)) == FATE_OVER);
}

/* ---- every life of an order ---- */

enum { NEVER = 9, TICKS = 14 };
enum end { FILLS, PART, NOTHING, REFUSES, ENDS };

/* The truth, in ticks.  Requests arrive late or never; what the exchange shows is
 * behind by no more than the horizon; the list of new orders may be wiped, and that of
 * old ones has only those that are over. */
struct life {
	int arrives, lasts;
	enum end end;
	int place_lag, fill_lag, position_lag;
	int wiped;
};

static bool accepted(const struct life *l)
{
	return l->arrives * TICK <= WINDOW;
}

static bool is_over(const struct life *l, int at)
{
	return at >= l->arrives + l->lasts;
}

static int executed(const struct life *l, int at)
{
	if (!accepted(l) || at < l->arrives || l->end == NOTHING ||
	    l->end == REFUSES)
		return 0;
	return l->end == FILLS && is_over(l, at) ? SIZE : 1;
}

static enum fate_seen seen(const struct life *l, int at)
{
	int shown_at = at - l->place_lag;
	bool in_new = at < l->wiped;

	if (!accepted(l) || shown_at < l->arrives)
		return FATE_SEEN_NOT;
	if (!is_over(l, shown_at))
		return in_new ? FATE_SEEN_OPEN : FATE_SEEN_NOT;
	return l->end == FILLS     ? FATE_SEEN_FILLED
	       : l->end == REFUSES ? FATE_SEEN_REFUSED
				   : FATE_SEEN_OVER;
}

/* Each bit: that part of the look got no answer. */
enum { NO_TIME = 1, NO_PLACE = 2, NO_FILLS = 4, NO_POSITION = 8, LOOKS = 16 };

static struct fate_sight sight(const struct life *l, int at, int gaps)
{
	struct fate_sight s = nowhere(gaps & NO_TIME ? -1 : TS + at * TICK);

	s.all_places = false;
	if (!(gaps & NO_PLACE)) {
		s.seen = seen(l, at);
		s.all_places = s.seen == FATE_SEEN_NOT;
		if (s.seen != FATE_SEEN_NOT)
			s.executed = contracts(executed(l, at - l->place_lag));
	}
	s.filled = gaps & NO_FILLS ? DEC_NONE
				   : contracts(executed(l, at - l->fill_lag));
	s.moved = gaps & NO_POSITION
			  ? DEC_NONE
			  : contracts(executed(l, at - l->position_lag));
	return s;
}

static long n_dead, n_ended, n_states;

/* No life of an order may make a liar of what was proven. */
static void hold(const struct life *l, const struct order_fate *f, int at)
{
	if (!fate_over(f)) {
		CHECK(!fate_told(f));
		return;
	}
	/* It trades no more, and what traded is known. */
	CHECK(executed(l, at) == executed(l, TICKS + 9));
	CHECK(!accepted(l) || is_over(l, at) || f->state == FATE_UNSENT);
	CHECK(!dec_cmp(f->executed, contracts(executed(l, at))));
	CHECK(dec_cmp(f->in_fills, f->executed) <= 0);
	n_dead += f->state == FATE_DEAD;
	n_ended += f->state == FATE_FILLED || f->state == FATE_OVER;
}

/* The states an attempt may be in at a tick. */
struct states {
	struct order_fate v[256];
	int n;
};

static bool same(const struct order_fate *a, const struct order_fate *b)
{
	return a->state == b->state && a->seen_ms == b->seen_ms &&
	       !dec_cmp(a->executed, b->executed) &&
	       !dec_cmp(a->in_fills, b->in_fills);
}

static void add(struct states *s, const struct order_fate *f)
{
	for (int i = 0; i < s->n; i++)
		if (same(&s->v[i], f))
			return;
	CHECK(s->n < (int)COUNT(s->v));
	s->v[s->n++] = *f;
}

/* Whatever the exchange may answer to the send, and a crash before it did. */
static void send(struct states *s, const struct life *l)
{
	for (int how = -1; how <= FATE_SEND_NEVER; how++) {
		struct order_fate f = fresh();

		if ((how == FATE_SEND_TAKEN && !accepted(l)) ||
		    (how == FATE_SEND_NO && accepted(l)) ||
		    (how == FATE_SEND_NEVER && l->arrives != NEVER))
			continue;
		if (how >= 0)
			fate_sent(&f, (enum fate_send)how);
		add(s, &f);
	}
}

/* From every state, every look or none, at every tick; all whole at the end. */
static void live(const struct life *l)
{
	struct states now = { .n = 0 }, next;

	send(&now, l);
	for (int at = 0; at < TICKS; at++) {
		next = now;
		for (int i = 0; i < now.n; i++)
			for (int gaps = 0; gaps < LOOKS; gaps++) {
				struct order_fate f = now.v[i];
				struct fate_sight s = sight(l, at, gaps);

				(void)fate_look(&f, &s);
				hold(l, &f, at);
				add(&next, &f);
			}
		now = next;
		n_states += now.n;
	}
	for (int i = 0; i < now.n; i++) {
		struct fate_sight s = sight(l, 2 * TICKS, 0);

		(void)fate_look(&now.v[i], &s);
		CHECK(fate_told(&now.v[i]));
	}
}

static void lags(struct life *l)
{
	for (l->place_lag = 0; l->place_lag <= 2; l->place_lag++)
		for (l->fill_lag = 0; l->fill_lag <= 2; l->fill_lag += 2)
			for (l->position_lag = 0; l->position_lag <= 2;
			     l->position_lag += 2)
				live(l);
}

static void test_lives(void)
{
	static const int arrivals[] = { 0, 1, 2, 3, NEVER };
	static const int wipes[] = { 0, 1, 3, 99 };

	for (size_t a = 0; a < COUNT(arrivals); a++)
		for (size_t w = 0; w < COUNT(wipes); w++)
			for (int e = 0; e < ENDS; e++)
				for (int lasts = 0; lasts <= 1; lasts++) {
					struct life l = {
						.arrives = arrivals[a],
						.lasts = lasts,
						.end = (enum end)e,
						.wiped = wipes[w],
					};

					lags(&l);
				}
	CHECK(n_dead > 1000 && n_ended > 1000 && n_states > 10000);
}

int main(void)
{
	test_sending();
	test_showing();
	test_fills();
	test_silence();
	test_vanishing();
	test_lives();
	printf("test_fsm_order: pass\n");
	return 0;
}
