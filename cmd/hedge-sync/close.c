/* close: every hedge is closed, and that it is, is proven: nothing of an order is open,
 * and the positions read after that are what was there without us.  It needs no record
 * and no history, and the kill switch does not hold it. */
#include "base/clock.h"
#include "base/conf.h"
#include "chain/intent.h"
#include "io/kill.h"
#include "trade.h"

#include <poll.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#define ROUNDS   8   /* each accepts a worse price than the one before */
#define PAUSE_MS 300 /* between two */
/* Rounds in which nothing happened but that an exchange was not read, each twice as long
 * as the one before: more would use up what the others allow in a minute. */
#define UNREAD 4

struct closing {
	struct act *a;
	struct cex_place *places;
	size_t n;
	struct cex_reader *reader;
	struct cex_sight *sights; /* of the reading at hand */
	bool live;
	bool blind; /* an exchange cannot be asked: nothing is proven of it */
	int round;
};

/* ---- what is there ---- */

static void place_all(struct closing *c, struct seats *seats)
{
	const struct hedge_conf *conf = c->a->conf;

	c->places = arena_alloc(c->a->mem, conf->n_pairs * sizeof(*c->places));
	for (size_t i = 0; i < conf->n_pairs; i++) {
		const struct hedge_conf_pair *p = &conf->pairs[i];
		const struct hedge_conf_venue *v = &conf->venues[p->venue];
		struct cex_session *session = seats_session(seats, v->name);

		if (!session) {
			c->blind = true;
			continue;
		}
		c->places[c->n++] = (struct cex_place){
			.session = session,
			.account = v->account,
			.symbol = p->symbol,
			.multiplier = p->multiplier,
		};
	}
	c->reader = cex_reader_open(c->places, c->n);
}

static const char *name_of(const struct closing *c, size_t i)
{
	const struct cex_place *p = &c->places[i];

	return seat_name(c->a->mem, cex_venue_of(p->session)->name, p->account,
			 p->symbol);
}

/* ---- orders that close it ---- */

struct closes {
	struct attempt **v;
	size_t n;
	bool done; /* nothing is left to close, as far as it was read */
};

/* The worst price of this round, within what the exchange takes. */
static enum status worst_price(struct dec *out, const struct rec_instrument *m,
			       bool buy, int round)
{
	int64_t bps = conf_int("HEDGE_SLIPPAGE_BPS") * (round + 1);
	struct dec limit = buy ? m->price_up : m->price_down, price, bound;
	enum status st;
	int64_t n;

	bps = bps > 9000 ? 9000 : bps;
	st = dec_mul(&price, m->mark_price,
		     dec_make(buy ? 10000 + bps : 10000 - bps, 4));
	if (!st && !dec_is_none(limit) &&
	    !dec_mul(&bound, m->mark_price, limit) &&
	    (buy ? dec_cmp(price, bound) > 0 : dec_cmp(price, bound) < 0))
		price = bound;
	if (!st)
		st = buy ? dec_units_floor(&n, price, m->tick)
			 : dec_units_ceil(&n, price, m->tick);
	return st ? st : dec_of_units(out, n, m->tick);
}

static struct dec least(struct dec a, struct dec b)
{
	return dec_is_none(b) || dec_cmp(a, b) <= 0 ? a : b;
}

/* Whole steps of it, as many as one order takes. */
static enum status order_size(struct dec *out, const struct rec_instrument *m,
			      struct dec size, bool market)
{
	struct dec step = market && !dec_is_none(m->market_step)
				  ? m->market_step
				  : m->step;
	enum status st;
	int64_t n;

	st = dec_units_floor(
		&n, least(size, market ? m->max_market : m->max_size), step);
	return st ? st : dec_of_units(out, n, step);
}

static const char *intent_of(struct closing *c, const struct attempt *t,
			     int64_t since_ms)
{
	char *id = arena_alloc(c->a->mem, INTENT_ID_SZ);
	const struct intent in = {
		.strategy = (uint16_t)c->a->conf->strategy,
		.action = "hedge",
		.subject = arena_printf(c->a->mem, "%s:%s", t->venue,
					t->order.symbol),
		.wallet = t->account,
		.side = t->order.buy ? "buy" : "sell",
		.price = t->order.market ? DEC_NONE : t->order.price,
		.size = t->order.size,
		.client_id = (uint64_t)c->round + 1,
		.since_ms = since_ms,
	};

	intent_id(id, &in);
	return id;
}

/* more: contracts to add to the position of that side, signed. */
static bool add_close(struct closing *c, struct closes *out, size_t i,
		      struct dec more, const struct rec_venue_position *p,
		      int64_t ts_ms)
{
	const struct rec_instrument *m = &c->sights[i].seat.instrument;
	struct attempt *t = arena_alloc(c->a->mem, sizeof(*t));
	bool opposite = dec_sign(more) * dec_sign(p->size) < 0;
	struct dec size = more;

	size.v = size.v < 0 ? -size.v : size.v;
	t->seat = name_of(c, i);
	t->venue = cex_venue_of(c->places[i].session)->name;
	t->account = c->places[i].account;
	t->session = c->places[i].session;
	t->reduce = true;
	t->mark = m->mark_price;
	t->order = (struct cex_order){
		.symbol = c->places[i].symbol,
		.buy = dec_sign(more) > 0,
		.market = conf_is("HEDGE_ORDER", "market"),
		.position_side = (enum cex_position_side)p->position_side,
	};
	t->order.reduce_only = opposite && p->position_side == CEX_BOTH;
	if (p->position_side == CEX_BOTH && !opposite &&
	    !act_has_lane(c->a, t->seat)) {
		mm_warn("%s: another process trades it, and what is left "
			"alone is not reached by an order that only reduces",
			t->seat);
		return false;
	}
	if (order_size(&t->order.size, m, size, t->order.market) ||
	    worst_price(&t->order.price, m, t->order.buy, c->round) ||
	    dec_sign(t->order.size) <= 0) {
		mm_warn("%s: what is left is no order it takes", t->seat);
		return false;
	}
	t->intent_id = intent_of(c, t, ts_ms);
	out->v[out->n++] = t;
	return true;
}

/* What to add to that position, signed.  Of a long and a short one beside each other each
 * is only made smaller. */
static bool too_much(struct dec *more, const struct rec_venue_position *p,
		     struct dec left)
{
	bool both = p->position_side == CEX_BOTH;
	int way = dec_sign(p->size);

	if (!both && dec_sign(left) != way)
		left = DEC_ZERO;
	if (dec_sub(more, left, p->size))
		return false;
	return both ? dec_sign(*more) != 0 : dec_sign(*more) * way < 0;
}

/* What is left alone is all that stays.  One order at a time: the next round sees to the
 * other side. */
static void close_seat(struct closing *c, struct closes *out, size_t i,
		       struct dec left, int64_t ts_ms)
{
	const struct cex_seat *s = &c->sights[i].seat;
	struct dec more;

	for (size_t k = 0; k < s->n_positions; k++) {
		const struct rec_venue_position *p = &s->position[k];

		if (!too_much(&more, p, left))
			continue;
		out->done = false;
		(void)add_close(c, out, i, more, p, ts_ms);
		return;
	}
}

/* What was left alone became smaller, and nothing is ours: to close is not to open. */
static bool shrank(const struct ledger_seat *known, struct dec held)
{
	struct dec ours, left = known->left;
	int way = dec_sign(left);

	left.v *= way;
	held.v *= way;
	return way && dec_sign(held) >= 0 && dec_cmp(held, left) < 0 &&
	       !dec_add(&ours, known->taken, known->executed) &&
	       !dec_sign(ours);
}

/* Whatever is there is ours to close, but what was left alone and still is there: *left.
 * The ledger is to know it. */
static bool take_over(struct closing *c, struct dec *left, size_t i)
{
	const struct cex_seat *s = &c->sights[i].seat;
	const char *name = name_of(c, i);
	struct ledger_seat known, was;
	struct dec held = DEC_ZERO;

	for (size_t k = 0; k < s->n_positions; k++)
		if (dec_add(&held, held, s->position[k].size))
			return false;
	if (!act_ledger_ok(c->a, hedge_ledger_seat(c->a->ledger, &known, name)))
		return false;
	was = known;
	if (shrank(&known, held))
		known.left = held;
	else if (dec_sub(&known.taken, held, known.left) ||
		 dec_sub(&known.taken, known.taken, known.executed))
		return false;
	*left = known.left;
	return !c->live ||
	       (!dec_cmp(known.left, was.left) &&
		!dec_cmp(known.taken, was.taken)) ||
	       act_ledger_ok(c->a, hedge_ledger_base(c->a->ledger, name,
						     known.left, known.taken));
}

static bool read_all(struct closing *c, struct closes *out)
{
	int64_t ts_ms = clock_now_ms();
	bool whole = true;
	struct dec left;

	*out = (struct closes){ .done = true };
	out->v = arena_alloc(c->a->mem, c->n * sizeof(*out->v));
	c->sights = cex_read_frame(c->reader, c->a->mem, ts_ms);
	for (size_t i = 0; i < c->n; i++) {
		if (c->sights[i].reason) {
			mm_warn("%s: %s: %s", name_of(c, i),
				c->sights[i].reason, c->sights[i].text);
			whole = false;
			continue;
		}
		if (take_over(c, &left, i))
			close_seat(c, out, i, left, ts_ms);
		else
			whole = false;
	}
	out->done &= whole;
	return whole;
}

/* ---- rounds ---- */

/* Of what can be asked. */
static size_t not_over(struct closing *c, int64_t wait_ms)
{
	struct attempts all;
	size_t n = 0;

	if (!settle_open(c->a, wait_ms, &all))
		return 1;
	for (size_t i = 0; i < all.n; i++) {
		bool over = fate_over(&all.v[i]->fate);

		n += !over && all.v[i]->session;
		c->blind |= !over && !all.v[i]->session;
	}
	return n;
}

static void tell_position(struct closing *c)
{
	for (size_t i = 0; i < c->n; i++) {
		const struct cex_seat *s = &c->sights[i].seat;

		for (size_t k = 0; !c->sights[i].reason && k < s->n_positions;
		     k++)
			rec_write(c->a->out, &rec_venue_position_type,
				  &s->position[k]);
	}
}

static void tell_plan(const struct closes *v)
{
	for (size_t i = 0; i < v->n; i++) {
		const struct cex_order *o = &v->v[i]->order;
		char size[DEC_STR_SZ];

		dec_format(size, o->size);
		mm_warn("%s: would %s %s (--live does)", v->v[i]->seat,
			o->buy ? "buy" : "sell", size);
	}
}

/* Whether it is proven that all is closed that can be asked. */
static bool close_all(struct closing *c)
{
	struct closes v;
	int unread = 0;

	for (c->round = 0; c->round < ROUNDS; c->round++) {
		bool open = not_over(c, LOOK_MS), whole = read_all(c, &v);

		if (v.done && !open)
			return true;
		if (!c->live) {
			tell_plan(&v);
			return false;
		}
		unread = whole || v.n || open ? 0 : unread + 1;
		if (unread == UNREAD)
			return false;
		if (v.n && !trade_all(c->a, v.v, v.n, clock_now_ms()))
			return false;
		poll(NULL, 0, PAUSE_MS << (unread ? unread - 1 : 0));
	}
	return !not_over(c, LOOK_MS) && read_all(c, &v) && v.done;
}

/* Under the kill switch a process that holds a lane, and may hang, can only reduce: two
 * that do can reach no more than flat, as the exchange sees to. */
static bool take_lanes(struct act *a)
{
	char reason[KILL_REASON_SZ];

	a->shares = kill_switch(reason);
	return act_lanes(a);
}

int close_run(const struct sync_options *o)
{
	struct arena m = { .limit = 0 };
	struct hedge_conf conf;
	struct seats *seats;
	struct closing c = { .live = o->live };
	struct out out;
	bool proven;
	enum mm_exit code;

	signal(SIGPIPE, SIG_IGN);
	hedge_conf_read(&conf, &m);
	seats = seats_open_some(&conf);
	c.a = act_open(o, seats, &conf);
	out_open(&out, STDOUT_FILENO);
	c.a->out = &out;
	c.a->mem = &m;
	place_all(&c, seats);
	proven = take_lanes(c.a) && close_all(&c) && own_all_named(c.a) &&
		 !c.blind;
	if (c.sights)
		tell_position(&c);
	if (!proven && c.live)
		mm_warn("it is not proven that every hedge is closed");
	code = proven ? MM_OK : c.live ? MM_UNKNOWN : MM_REFUSED;
	code = mm_worse(code, c.a->code);
	cex_reader_close(c.reader);
	act_close(c.a);
	seats_close(seats);
	out_close(&out);
	arena_free(&m);
	return (int)code;
}
