/* What became of orders: asked of every place that may know them. */
#include "base/clock.h"
#include "trade.h"

#include <poll.h>
#include <string.h>

#define PLACES_MAX  4  /* steps of cex_venue.ask_query           */
#define TRADES_STEP 2  /* from this one on they are lists of trades */
#define PAGES_MAX   20 /* of fills */

static const struct cex_venue *venue_of(const struct attempt *t)
{
	return cex_venue_of(t->session);
}

static bool is_done(const struct cex_call *c)
{
	return c->reply.verdict == CEX_DONE;
}

/* ---- the time ---- */

/* Every exchange is asked anew; the answer is from before whatever is asked next. */
static void ask_time(struct act *a, struct attempt *const *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct cex_call *c = act_call(a, i, v[i]->session);

		(void)venue_of(v[i])->ask(&c->req, CEX_ASK_TIME, NULL);
	}
	act_make_calls(a, n);
	for (size_t i = 0; i < n; i++) {
		struct cex_call *c = act_call(a, i, v[i]->session);
		struct cex_seat seat = { .server_ms = 0 };

		v[i]->sight.venue_ms = -1;
		if (!is_done(c) ||
		    venue_of(v[i])->read(&seat, CEX_ASK_TIME, c->body, c->len,
					 a->mem))
			continue;
		cex_heed_time(v[i]->session, c, seat.server_ms);
		v[i]->sight.venue_ms = seat.server_ms;
	}
}

/* ---- the places ---- */

static enum fate_seen seen_as(enum cex_order_state state)
{
	switch (state) {
	case CEX_NEW:
	case CEX_PARTIAL:
		return FATE_SEEN_OPEN;
	case CEX_FILLED:
		return FATE_SEEN_FILLED;
	case CEX_CANCELED:
		return FATE_SEEN_OVER;
	case CEX_REFUSED:
		return FATE_SEEN_REFUSED;
	}
	return FATE_SEEN_NOT;
}

void attempt_shown(struct act *a, struct attempt *t,
		   const struct cex_order_view *v)
{
	t->sight.seen = seen_as(v->state);
	t->sight.executed = v->executed;
	if (v->order_id)
		t->order_id = arena_strdup(a->mem, v->order_id);
}

static bool is_it(const struct attempt *t, const struct cex_order_view *v)
{
	return v->order_id && v->client_id && v->symbol &&
	       !strcmp(v->client_id, t->client_id) &&
	       !strcmp(v->symbol, t->order.symbol);
}

/* One place's answer.  False: it says nothing.  A place that has only trades does not
 * know whether the order is over, unless all of it traded. */
static bool heed_place(struct act *a, struct attempt *t, struct cex_call *c,
		       int step)
{
	struct cex_order_view v = { .order_id = NULL };

	if (!is_done(c) ||
	    venue_of(t)->read_query(&v, step, c->body, c->len, a->mem))
		return false;
	if (!v.order_id)
		return true;
	if (!is_it(t, &v))
		return false;
	attempt_shown(a, t, &v);
	if (v.state == CEX_PARTIAL && step >= TRADES_STEP)
		t->sight.seen = FATE_SEEN_NOT;
	return true;
}

/* One place after the other, until one knows it. */
static void ask_places(struct act *a, struct attempt *const *v, size_t n)
{
	struct attempt **left = arena_alloc(a->mem, n * sizeof(*left));
	size_t k = n;

	for (size_t i = 0; i < n; i++) {
		left[i] = v[i];
		v[i]->sight.all_places = true;
	}
	for (int step = 0; step < PLACES_MAX && k; step++) {
		size_t asked = 0;

		for (size_t i = 0; i < k; i++) {
			struct attempt *t = left[i];
			struct cex_call *c = act_call(a, asked, t->session);

			if (t->sight.seen == FATE_SEEN_NOT &&
			    venue_of(t)->ask_query(&c->req, step,
						   t->order.symbol,
						   t->client_id))
				left[asked++] = t;
		}
		act_make_calls(a, asked);
		for (size_t i = 0; i < asked; i++)
			left[i]->sight.all_places &= heed_place(
				a, left[i], act_call(a, i, left[i]->session),
				step);
		k = asked;
	}
	for (size_t i = 0; i < n; i++)
		v[i]->sight.all_places &= v[i]->sight.seen == FATE_SEEN_NOT;
}

/* ---- fills ---- */

static bool wants_fills(const struct attempt *t)
{
	return t->sight.seen == FATE_SEEN_NOT || fate_over(&t->fate) ||
	       dec_is_none(t->sight.executed) || dec_sign(t->sight.executed);
}

/* A page of each; the next ones where there are more. */
static void ask_fills(struct act *a, struct attempt *const *v, size_t n)
{
	struct attempt **left = arena_alloc(a->mem, n * sizeof(*left));
	const char **cursor = arena_alloc(a->mem, n * sizeof(*cursor));
	size_t k = 0;

	for (size_t i = 0; i < n; i++)
		if (wants_fills(v[i])) {
			v[i]->sum = v[i]->notional = DEC_ZERO;
			v[i]->n_fills = 0;
			left[k++] = v[i];
		}
	for (int page = 0; page < PAGES_MAX && k; page++) {
		size_t more = 0;

		for (size_t i = 0; i < k; i++)
			venue_of(left[i])->ask_fills(
				&act_call(a, i, left[i]->session)->req,
				left[i]->order.symbol, left[i]->order_id,
				left[i]->client_id,
				left[i]->fate.ts_ms - FATE_MARGIN_MS,
				cursor[i]);
		act_make_calls(a, k);
		for (size_t i = 0; i < k; i++) {
			struct attempt *t = left[i];
			struct cex_call *c = act_call(a, i, t->session);
			struct cex_fills f = { .n = 0 };

			if (!is_done(c) || venue_of(t)->read_fills(
						   &f, c->body, c->len, a->mem))
				continue;
			fills_take(a, t, &f);
			if (f.cursor) {
				left[more] = t;
				cursor[more++] = f.cursor;
			} else {
				t->sight.filled = t->sum;
			}
		}
		k = more;
	}
}

/* ---- the position ---- */

static bool sum_position(struct dec *out, const struct cex_seat *seat)
{
	struct dec sum = DEC_ZERO;

	for (size_t i = 0; i < seat->n_positions; i++)
		if (dec_add(&sum, sum, seat->position[i].size))
			return false;
	*out = sum;
	return true;
}

bool look_position(struct act *a, struct dec *out, struct cex_session *s,
		   const char *symbol)
{
	const struct cex_venue *venue = cex_venue_of(s);
	struct cex_call *c = act_call(a, 0, s);
	struct cex_seat seat = { .symbol = symbol };

	/* Both sides, where the account has two. */
	rec_clear(&rec_venue_account_type, &seat.account);
	if (!venue->ask(&c->req, CEX_ASK_POSITIONS, symbol))
		return false;
	act_make_calls(a, 1);
	return is_done(c) &&
	       !venue->read(&seat, CEX_ASK_POSITIONS, c->body, c->len,
			    a->mem) &&
	       sum_position(out, &seat);
}

/* By how much it moved the order's way from where it is without it. */
static void ask_moved(struct act *a, struct attempt *t)
{
	struct ledger_seat seat;
	struct dec held, base, moved;

	if (!t->sight.all_places || fate_over(&t->fate) ||
	    hedge_ledger_seat(a->ledger, &seat, t->seat) ||
	    !look_position(a, &held, t->session, t->order.symbol) ||
	    ledger_seat_size(&base, &seat) ||
	    dec_sub(&base, base, t->counted) || dec_sub(&moved, held, base))
		return;
	if (!t->order.buy)
		moved.v = -moved.v;
	t->sight.moved = moved;
}

/* ---- all of it ---- */

static void cancel(struct act *a, const struct attempt *t)
{
	struct cex_call *c = act_call(a, 0, t->session);

	venue_of(t)->ask_cancel(&c->req, t->order.symbol, t->client_id);
	act_make_calls(a, 1);
}

/* Of an order that is over only its fills are asked. */
static void look(struct act *a, struct attempt *const *v, size_t n)
{
	struct attempt **open = arena_alloc(a->mem, n * sizeof(*open));
	size_t k = 0;

	for (size_t i = 0; i < n; i++) {
		v[i]->sight = (struct fate_sight){ .venue_ms = -1,
						   .executed = DEC_NONE,
						   .filled = DEC_NONE,
						   .moved = DEC_NONE };
		if (!fate_over(&v[i]->fate) || !v[i]->order_id)
			open[k++] = v[i];
	}
	ask_time(a, open, k);
	ask_places(a, open, k);
	ask_fills(a, v, n);
	for (size_t i = 0; i < k; i++)
		ask_moved(a, open[i]);
	for (size_t i = 0; i < n; i++) {
		(void)fate_look(&v[i]->fate, &v[i]->sight);
		if (fate_wants_cancel(&v[i]->fate, v[i]->sight.venue_ms))
			cancel(a, v[i]);
	}
}

bool look_up(struct act *a, struct attempt *const *v, size_t n)
{
	struct attempt **here = arena_alloc(a->mem, n * sizeof(*here));
	size_t k = 0;

	for (size_t i = 0; i < n; i++)
		if (v[i]->session && !fate_told(&v[i]->fate))
			here[k++] = v[i];
	if (!k)
		return true;
	look(a, here, k);
	return attempts_count(a, here, k) && attempts_settle(a, here, k);
}

/* Nothing is to be looked up of any. */
static bool all_told(struct attempt *const *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (v[i]->session && !fate_told(&v[i]->fate))
			return false;
	return true;
}

/* Between two looks; the last one again and again. */
static const int pauses_ms[] = { 0, 200, 500, 1000, 2000, 4000 };

bool look_until_over(struct act *a, struct attempt *const *v, size_t n,
		     int64_t wait_ms)
{
	size_t last = sizeof(pauses_ms) / sizeof(*pauses_ms) - 1;
	int64_t waited = 0;

	for (size_t i = 0; !all_told(v, n); i++) {
		int pause = pauses_ms[i < last ? i : last];

		if (waited + pause > wait_ms)
			break;
		poll(NULL, 0, pause);
		waited += pause;
		if (!look_up(a, v, n))
			return false;
	}
	return true;
}
