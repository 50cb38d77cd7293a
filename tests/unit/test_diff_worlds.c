/* test_diff_worlds - the diff in random worlds: a book of our own orders, wires
 * on which transactions land late, never, in any order or unseen, outsiders who
 * fill us, a strategy that is not ours, and wishes that change.
 *
 * In every frame: any subset of all that is in flight may land in any order and
 * no two orders of ours meet, no slot holds two, nothing foreign is touched; the
 * same frame again yields nothing new; shuffled inputs yield the same actions.
 * With nothing in flight, all that is not said to wait is there after one
 * application, by the fewest actions possible.  At the end of an episode the
 * wishes stand still and the book must come to them. */
#include "base/mem.h"
#include "check.h"
#include "math/client_id.h"
#include "math/diff.h"

#include <string.h>

#define TAG      7
#define EPISODES 10000
#define FRAMES   8 /* of each episode, before it settles */
#define WALLETS  3
#define SLOTS    4 /* a side and wallet */
#define MOST     128

/* What a transaction carries: one action, or a leader and its follower. */
struct wire {
	struct diff_action action[2];
	int n;
	bool unknown; /* told to the diff as unknown, else as sent */
	bool landed;  /* but nobody knows yet */
};

struct world {
	struct order book[MOST];
	size_t n_book;
	struct wire wire[MOST];
	size_t n_wire;
	struct order wish[MOST];
	size_t n_wish;
	uint64_t rng;
	uint32_t generation;
	int64_t now_ms;
};

static struct arena arena;
static long worlds, landings, deferred, followers;

static int64_t pick(struct world *w, int64_t lo, int64_t hi)
{
	return check_pick(&w->rng, lo, hi);
}

static bool chance(struct world *w, int percent)
{
	return pick(w, 1, 100) <= percent;
}

static bool ours(const struct order *o)
{
	return client_id_strategy(o->client_id) == TAG;
}

/* The little book simulator. */

static void check_no_meeting(const struct world *w)
{
	int64_t bid = 0, ask = INT64_MAX;

	for (size_t i = 0; i < w->n_book; i++) {
		const struct order *o = &w->book[i];

		if (o->side == SIDE_BUY && o->price > bid)
			bid = o->price;
		if (o->side == SIDE_SELL && o->price < ask)
			ask = o->price;
	}
	CHECK(bid < ask);
}

static void check_slots(const struct world *w)
{
	for (size_t i = 0; i < w->n_book; i++) {
		for (size_t j = 0; j < i; j++) {
			const struct order *a = &w->book[i], *b = &w->book[j];

			CHECK(!ours(a) || !ours(b) || a->wallet != b->wallet ||
			      client_id_slot(a->client_id) !=
				      client_id_slot(b->client_id));
		}
	}
}

static void book_remove(struct world *w, const struct order *like)
{
	for (size_t i = 0; i < w->n_book; i++) {
		if (w->book[i].wallet == like->wallet &&
		    w->book[i].client_id == like->client_id) {
			CHECK(ours(like));
			w->book[i] = w->book[--w->n_book];
			return;
		}
	}
}

/* As the venue does it: a cancel of what is gone does nothing, a replace of what
 * is gone is a place. */
static void land_action(struct world *w, const struct diff_action *a)
{
	if (a->verb == DIFF_CANCEL || a->verb == DIFF_REPLACE)
		book_remove(w, &a->order);
	if (a->verb == DIFF_PLACE || a->verb == DIFF_REPLACE) {
		CHECK(w->n_book < MOST);
		w->book[w->n_book++] = a->order;
	}
	check_no_meeting(w);
	check_slots(w);
	landings++;
}

static void land(struct world *w, const struct wire *tx)
{
	for (int i = 0; i < tx->n; i++)
		land_action(w, &tx->action[i]);
}

static void wire_remove(struct world *w, size_t i)
{
	w->wire[i] = w->wire[--w->n_wire];
}

static void fill(struct world *w)
{
	struct order *o;

	if (!w->n_book)
		return;
	o = &w->book[pick(w, 0, (int64_t)w->n_book - 1)];
	if (!ours(o))
		return;
	if (o->size > 1 && chance(w, 50))
		o->size -= pick(w, 1, o->size - 1);
	else
		*o = w->book[--w->n_book];
}

/* Between two frames. */
static void time_passes(struct world *w)
{
	w->now_ms += 1000;
	for (size_t i = 0; i < w->n_wire;) {
		struct wire *tx = &w->wire[i];

		if (!tx->landed && chance(w, 40)) {
			land(w, tx);
			tx->landed = true;
		}
		if (tx->landed ? chance(w, 80) : chance(w, 15)) {
			wire_remove(w, i);
			continue;
		}
		tx->unknown |= chance(w, 10);
		i++;
	}
	while (chance(w, 20))
		fill(w);
}

/* The wishes.  Mostly the slot of a resting order, as a grid would; sometimes a
 * number drawn blindly, as a script might. */

static bool slot_wished(const struct world *w, const struct order *o)
{
	for (size_t i = 0; i < w->n_wish; i++) {
		if (w->wish[i].wallet == o->wallet &&
		    client_id_slot(w->wish[i].client_id) ==
			    client_id_slot(o->client_id))
			return true;
	}
	return false;
}

/* The id that lives in o's slot, or a new one. */
static uint64_t id_for(struct world *w, const struct order *o, uint16_t number)
{
	uint64_t id = client_id_make(TAG, o->side, number, ++w->generation);

	for (size_t i = 0; i < w->n_book; i++) {
		if (w->book[i].wallet == o->wallet &&
		    w->book[i].client_id >> 32 == id >> 32)
			return w->book[i].client_id;
	}
	for (size_t i = 0; i < w->n_wire; i++) {
		for (int k = 0; k < w->wire[i].n; k++) {
			const struct order *p = &w->wire[i].action[k].order;

			if (p->wallet == o->wallet &&
			    p->client_id >> 32 == id >> 32)
				return p->client_id;
		}
	}
	return id;
}

static void wish(struct world *w)
{
	int64_t middle = pick(w, 12, 28), gap = pick(w, 1, 4);

	w->n_wish = 0;
	for (int i = (int)pick(w, 0, 12); i > 0; i--) {
		struct order o = {
			.wallet = (int)pick(w, 0, WALLETS - 1),
			.side = chance(w, 50) ? SIDE_BUY : SIDE_SELL,
			.size = pick(w, 1, 6),
			.since_ms = w->now_ms,
		};

		o.price = o.side == SIDE_BUY ? middle - pick(w, 0, 6)
					     : middle + gap + pick(w, 0, 6);
		o.client_id = id_for(w, &o, (uint16_t)pick(w, 0, SLOTS - 1));
		if (!slot_wished(w, &o))
			w->wish[w->n_wish++] = o;
	}
	if (chance(w, 5))
		w->n_wish = 0;
}

/* A frame as the diff sees it. */

struct seen {
	struct diff_frame frame;
	struct order resting[MOST], desired[MOST];
	struct diff_pending pending[2 * MOST];
};

static void see(const struct world *w, struct seen *s)
{
	s->frame = (struct diff_frame){ .desired = s->desired,
					.n_desired = w->n_wish,
					.resting = s->resting,
					.n_resting = w->n_book,
					.pending = s->pending,
					.strategy = TAG };
	memcpy(s->desired, w->wish, w->n_wish * sizeof(*w->wish));
	memcpy(s->resting, w->book, w->n_book * sizeof(*w->book));
	for (size_t i = 0; i < w->n_wire; i++) {
		for (int k = 0; k < w->wire[i].n; k++) {
			struct diff_pending *p =
				&s->pending[s->frame.n_pending++];

			p->order = w->wire[i].action[k].order;
			p->verb = w->wire[i].action[k].verb;
			p->state =
				w->wire[i].unknown ? DIFF_UNKNOWN : DIFF_SENT;
		}
	}
}

#define SHUFFLE(w, a, n)                                                       \
	for (size_t i_ = (n); i_ > 1; i_--) {                                  \
		size_t j_ = (size_t)pick(w, 0, (int64_t)i_ - 1);               \
		__typeof__(*(a)) swap_ = (a)[i_ - 1];                          \
		(a)[i_ - 1] = (a)[j_];                                         \
		(a)[j_] = swap_;                                               \
	}

static bool same_action(const struct diff_action *a,
			const struct diff_action *b)
{
	return a->verb == b->verb && a->after == b->after &&
	       a->order.wallet == b->order.wallet &&
	       a->order.side == b->order.side &&
	       a->order.price == b->order.price &&
	       a->order.size == b->order.size &&
	       a->order.client_id == b->order.client_id;
}

static struct diff decide(const struct diff_frame *f,
			  const struct diff_rules *r)
{
	struct diff d;

	CHECK(diff_orders(&arena, &d, f, r) == DIFF_OK);
	return d;
}

static void check_order_independent(struct world *w, const struct diff *d,
				    struct seen *s, const struct diff_rules *r)
{
	struct diff again;

	SHUFFLE(w, s->desired, s->frame.n_desired);
	SHUFFLE(w, s->resting, s->frame.n_resting);
	SHUFFLE(w, s->pending, s->frame.n_pending);
	again = decide(&s->frame, r);
	CHECK(again.n_actions == d->n_actions);
	for (size_t i = 0; i < d->n_actions; i++)
		CHECK(same_action(&again.actions[i], &d->actions[i]));
}

static bool lane_unknown(const struct world *w, int wallet)
{
	for (size_t i = 0; i < w->n_wire; i++) {
		if (w->wire[i].unknown &&
		    w->wire[i].action[0].order.wallet == wallet)
			return true;
	}
	return false;
}

static void check_actions(const struct world *w, const struct diff *d)
{
	for (size_t i = 0; i < d->n_actions; i++) {
		const struct diff_action *a = &d->actions[i];

		CHECK(ours(&a->order));
		CHECK(a->order.side == client_id_side(a->order.client_id));
		CHECK(a->verb == DIFF_CANCEL ||
		      !lane_unknown(w, a->order.wallet));
		CHECK(a->verb != DIFF_CANCEL || !i ||
		      d->actions[i - 1].verb == DIFF_CANCEL);
		CHECK(a->after < (int)i);
		if (a->after >= 0) {
			CHECK(d->actions[a->after].order.wallet ==
			      a->order.wallet);
			CHECK(d->actions[a->after].after < 0);
			followers++;
		}
		for (size_t j = 0; j < i; j++) {
			const struct diff_action *b = &d->actions[j];

			CHECK(a->after < 0 || b->after != a->after);
			CHECK(a->order.wallet != b->order.wallet ||
			      a->order.client_id != b->order.client_id);
		}
	}
}

static void send(struct world *w, const struct diff *d)
{
	struct wire *of[2 * MOST];

	for (size_t i = 0; i < d->n_actions; i++) {
		const struct diff_action *a = &d->actions[i];
		struct wire *tx;

		if (a->after >= 0) {
			tx = of[a->after];
		} else {
			CHECK(w->n_wire < MOST);
			tx = of[i] = &w->wire[w->n_wire++];
			*tx = (struct wire){ .n = 0 };
		}
		tx->action[tx->n++] = *a;
	}
}

/* Any subset of what is in flight, in any order. */
static void check_landings(const struct world *w)
{
	struct world copy = *w;

	copy.rng ^= (uint64_t)worlds;
	SHUFFLE(&copy, copy.wire, copy.n_wire);
	check_no_meeting(&copy);
	for (size_t i = 0; i < copy.n_wire; i++) {
		if (!copy.wire[i].landed && chance(&copy, 70))
			land(&copy, &copy.wire[i]);
	}
}

static bool within(const struct order *live, const struct order *wished,
		   const struct diff_rules *r)
{
	int64_t off = live->price - wished->price;
	int64_t more = live->size - wished->size;

	return live->wallet == wished->wallet && live->side == wished->side &&
	       llabs(off) <= r->tolerance_ticks &&
	       llabs(more) * PPM <= r->tolerance_size_ppm * wished->size;
}

/* A largest set of pairs (wish, live order) within tolerance, by augmenting
 * paths: how many.  Wishes with skip[i] set are left out. */
static bool augment(const struct world *w, const struct diff_rules *r,
		    size_t wished, int *owner, bool *tried)
{
	for (size_t j = 0; j < w->n_book; j++) {
		if (tried[j] || !ours(&w->book[j]) ||
		    !within(&w->book[j], &w->wish[wished], r))
			continue;
		tried[j] = true;
		if (owner[j] < 0 ||
		    augment(w, r, (size_t)owner[j], owner, tried)) {
			owner[j] = (int)wished;
			return true;
		}
	}
	return false;
}

static size_t matched(const struct world *w, const struct diff_rules *r,
		      const enum diff_verdict *verdict)
{
	int owner[MOST];
	size_t n = 0;

	memset(owner, -1, sizeof(owner));
	for (size_t i = 0; i < w->n_wish; i++) {
		bool tried[MOST] = { false };

		if (!verdict || verdict[i] <= DIFF_ACTED)
			n += augment(w, r, i, owner, tried);
	}
	return n;
}

static size_t count_ours(const struct world *w)
{
	size_t n = 0;

	for (size_t i = 0; i < w->n_book; i++)
		n += ours(&w->book[i]);
	return n;
}

static size_t count_waiting(const struct world *w, const struct diff *d)
{
	size_t n = 0;

	for (size_t i = 0; i < w->n_wish; i++)
		n += d->verdict[i] > DIFF_ACTED;
	return n;
}

/* With nothing in flight and no budget, one application does all it may. */
static void check_application(const struct world *w, const struct diff *d,
			      const struct diff_rules *r)
{
	struct world after = *w;
	size_t waiting = count_waiting(w, d);

	for (size_t i = 0; i < d->n_actions; i++)
		land_action(&after, &d->actions[i]);
	CHECK(matched(&after, r, d->verdict) == w->n_wish - waiting);
	CHECK(count_ours(&after) <= w->n_wish);
	for (size_t i = 0; i < w->n_wish; i++)
		CHECK(d->verdict[i] <= DIFF_WAITS_MEET);
}

/* Each wallet and side needs max(live, wished) - equal actions, no fewer. */
static void check_fewest(const struct world *w, const struct diff *d)
{
	const struct diff_rules exact = { .budget = 0 };
	size_t least = 0;

	for (int g = 0; g < 2 * WALLETS; g++) {
		size_t live = 0, wished = 0;

		for (size_t i = 0; i < w->n_book; i++)
			live += ours(&w->book[i]) &&
				w->book[i].wallet * 2 + (int)w->book[i].side ==
					g;
		for (size_t i = 0; i < w->n_wish; i++)
			wished +=
				w->wish[i].wallet * 2 + (int)w->wish[i].side ==
				g;
		least += live > wished ? live : wished;
	}
	least -= matched(w, &exact, NULL);
	CHECK(d->n_actions + count_waiting(w, d) == least);
}

static void frame(struct world *w, const struct diff_rules *r)
{
	struct seen s;
	struct diff d;

	worlds++;
	arena_reset(&arena);
	see(w, &s);
	d = decide(&s.frame, r);
	check_actions(w, &d);
	deferred += (long)count_waiting(w, &d);
	if (!w->n_wire && !r->budget) {
		check_application(w, &d, r);
		if (!r->tolerance_ticks && !r->tolerance_size_ppm)
			check_fewest(w, &d);
	}
	check_order_independent(w, &d, &s, r);
	send(w, &d);
	for (int i = 0; i < 3; i++) {
		check_landings(w);
		w->rng++;
	}
	if (!r->budget) {
		see(w, &s);
		CHECK(decide(&s.frame, r).n_actions == 0);
	}
}

/* A wish that a foreign order stands in the way of is never granted. */
static bool blocked_by_foreign(const struct world *w, const struct order *o)
{
	for (size_t i = 0; i < w->n_book; i++) {
		const struct order *f = &w->book[i];

		if (!ours(f) && f->side != o->side &&
		    (o->side == SIDE_BUY ? o->price >= f->price
					 : o->price <= f->price))
			return true;
	}
	return false;
}

/* The wishes stand still, every transaction is settled before the next frame:
 * the book comes to them, and then all is quiet. */
static void settle(struct world *w, const struct diff_rules *r)
{
	size_t free = 0;

	for (int frames = 0;; frames++) {
		size_t in_flight;

		for (; w->n_wire; wire_remove(w, 0)) {
			if (!w->wire[0].landed)
				land(w, &w->wire[0]);
		}
		frame(w, r);
		in_flight = w->n_wire;
		if (!in_flight)
			break;
		CHECK(frames < 4 * SLOTS * WALLETS);
	}
	for (size_t i = 0; i < w->n_wish; i++)
		free += !blocked_by_foreign(w, &w->wish[i]);
	CHECK(matched(w, r, NULL) >= free);
	CHECK(count_ours(w) <= w->n_wish);
}

/* Another strategy on our wallets, far out or near. */
static void add_foreign(struct world *w)
{
	for (int i = (int)pick(w, 0, 2); i > 0; i--) {
		struct order *o = &w->book[w->n_book++];

		*o = (struct order){ .wallet = (int)pick(w, 0, WALLETS),
				     .size = 1 };
		o->side = chance(w, 50) ? SIDE_BUY : SIDE_SELL;
		o->price =
			o->side == SIDE_BUY ? pick(w, 1, 14) : pick(w, 26, 40);
		o->client_id = chance(w, 50)
				       ? 0
				       : client_id_make(TAG + 1, o->side, 0, 1);
	}
}

static void episode(uint64_t seed)
{
	struct world w = { .rng = seed, .now_ms = 1000 };
	struct diff_rules r = { .budget = 0 };

	if (chance(&w, 50))
		r.tolerance_ticks = pick(&w, 0, 3);
	if (chance(&w, 50))
		r.tolerance_size_ppm = pick(&w, 0, 500000);
	if (chance(&w, 30))
		r.budget = (size_t)pick(&w, 1, 5);
	if (chance(&w, 30))
		add_foreign(&w);
	for (int i = 0; i < FRAMES; i++) {
		if (!i || chance(&w, 60))
			wish(&w);
		frame(&w, &r);
		time_passes(&w);
	}
	settle(&w, &r);
}

int main(void)
{
	for (int64_t seed = 1; seed <= check_times(EPISODES); seed++)
		episode((uint64_t)seed * UINT64_C(0x9e3779b97f4a7c15));
	CHECK(worlds >= 20000);
	CHECK(landings > worlds && deferred > 1000 && followers > 1000);
	arena_free(&arena);
	printf("test_diff_worlds: pass\n");
	return 0;
}
