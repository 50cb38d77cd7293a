/* market_fixture.h - a whole market of OpenBook v1 and our accounts on it, made for
 * tests: orders stand on the book and in the accounts they belong to. */
#ifndef MM_MARKET_FIXTURE_H
#define MM_MARKET_FIXTURE_H

#include "openbook_fixture.h"
#include "venue/openbook_trade.h"
#include "venue/openbook_view.h"

#define FIXTURE_SLAB_NODES 909 /* 455 leaves */
#define FIXTURE_SIDE_MAX   455
#define FIXTURE_OWN_MAX    32
#define FIXTURE_EVENTS_MAX 2978
#define FIXTURE_BASE_LOT   1000000
#define FIXTURE_QUOTE_LOT  2
#define FIXTURE_MID        10000 /* lots: bids below, asks above */

struct market_fixture {
	uint8_t market[OPENBOOK_MARKET_LEN];
	uint8_t side[2][SLAB_LEN(FIXTURE_SLAB_NODES)];
	uint8_t events[EVENTS_LEN(FIXTURE_EVENTS_MAX)];
	uint8_t oo[FIXTURE_OWN_MAX][OPENBOOK_OO_LEN];
	struct solana_account v[OPENBOOK_AT_OO + FIXTURE_OWN_MAX];
	struct openbook_own own[FIXTURE_OWN_MAX];
	struct sol_wallet wallet[FIXTURE_OWN_MAX];
	size_t n_own;
	struct openbook_place place;
};

static inline struct pubkey fixture_key(int kind, size_t n)
{
	struct pubkey k = { .b = { (uint8_t)kind, (uint8_t)n, 7 } };

	return k;
}

static inline void fixture_put_key(uint8_t *p, struct pubkey k)
{
	memcpy(p, k.b, PUBKEY_LEN);
}

static inline void fixture_market(struct market_fixture *m)
{
	static const int at[] = { 53, 85, 117, 165, 221, 253, 285, 317 };
	struct openbook_market market;

	fixture_frame(m->market, OPENBOOK_MARKET_LEN,
		      OPENBOOK_INITIALIZED | OPENBOOK_MARKET);
	fixture_put_key(m->market + 13, fixture_key(1, 0));
	for (size_t i = 0; i < COUNT(at); i++)
		fixture_put_key(m->market + at[i], fixture_key(2, i));
	le_put(m->market + 349, FIXTURE_BASE_LOT, 8);
	le_put(m->market + 357, FIXTURE_QUOTE_LOT, 8);
	do
		m->market[45]++;
	while (openbook_market_decode(&market, m->market,
				      OPENBOOK_MARKET_LEN) ||
	       openbook_market_bind(&market, &openbook_program));
	m->place = (struct openbook_place){
		.market = market,
		.lots = { .base_lot = FIXTURE_BASE_LOT,
			  .quote_lot = FIXTURE_QUOTE_LOT,
			  .base_decimals = 6,
			  .quote_decimals = 9 },
		.name = "M",
		.base = "BMV",
		.quote = "wSOL",
	};
	CHECK(!openbook_tick(&m->place.tick, &m->place.lots));
	CHECK(!openbook_step(&m->place.step, &m->place.lots));
}

/* The n-th order, of one side, in turn of all accounts: on the book and there. */
static inline struct fixture_order
fixture_rest(struct market_fixture *m, enum openbook_side side, size_t n)
{
	size_t no = 2 * n + (size_t)side, own = n % m->n_own;
	uint64_t price = side == OPENBOOK_BID ? FIXTURE_MID - 1 - n / 3
					      : FIXTURE_MID + n / 3;
	struct fixture_order o = {
		.id = (openbook_id)price << 64 |
		      (side == OPENBOOK_BID ? ~(uint64_t)no : no),
		.open_orders = m->own[own].address,
		.size = 1 + n % 9,
		.client_id = 1000 + no,
		.slot = (uint8_t)(2 * (n / m->n_own) + (size_t)side),
	};
	uint8_t *oo = m->oo[own];

	oo[109 + o.slot / 8] &= (uint8_t) ~(1 << o.slot % 8);
	if (side == OPENBOOK_BID)
		oo[125 + o.slot / 8] |= (uint8_t)(1 << o.slot % 8);
	le_put(oo + 141 + 16 * o.slot, o.id, 16);
	le_put(oo + 2189 + 8 * o.slot, o.client_id, 8);
	return o;
}

static inline int fixture_by_id(const void *pa, const void *pb)
{
	const struct fixture_order *a = pa, *b = pb;

	return (a->id > b->id) - (a->id < b->id);
}

static inline struct solana_account
fixture_account(struct pubkey address, const uint8_t *data, size_t len)
{
	return (struct solana_account){ .address = address,
					.owner = openbook_program,
					.lamports = (128 + len) * 6960,
					.data = data,
					.len = len,
					.exists = true };
}

static inline void fixture_own(struct market_fixture *m, size_t i)
{
	m->wallet[i] = (struct sol_wallet){ .name = "w",
					    .address = "W",
					    .key = fixture_key(4, i) };
	m->own[i] = (struct openbook_own){ .address = fixture_key(5, i),
					   .wallet = &m->wallet[i] };
	fixture_frame(m->oo[i], OPENBOOK_OO_LEN,
		      OPENBOOK_INITIALIZED | OPENBOOK_OPEN_ORDERS);
	fixture_put_key(m->oo[i] + 13, fixture_key(1, 0));
	fixture_put_key(m->oo[i] + 45, m->wallet[i].key);
	memset(m->oo[i] + 109, 0xff, 16);
	m->v[OPENBOOK_AT_OO + i] =
		fixture_account(m->own[i].address, m->oo[i], OPENBOOK_OO_LEN);
}

/* fixture_make: per_side orders on each side, at most FIXTURE_SIDE_MAX, of n_own
 * accounts; a queue without events. */
static inline void fixture_make(struct market_fixture *m, size_t per_side,
				size_t n_own)
{
	static struct fixture_order order[FIXTURE_SIDE_MAX];
	uint64_t rng = 1;

	memset(m, 0, sizeof(*m));
	m->n_own = n_own;
	fixture_market(m);
	for (size_t i = 0; i < n_own; i++)
		fixture_own(m, i);
	for (int side = OPENBOOK_BID; side <= OPENBOOK_ASK; side++) {
		for (size_t i = 0; i < per_side; i++)
			order[i] = fixture_rest(m, (enum openbook_side)side, i);
		qsort(order, per_side, sizeof(*order), fixture_by_id);
		fixture_slab(m->side[side], FIXTURE_SLAB_NODES,
			     (enum openbook_side)side, order, per_side, &rng);
	}
	fixture_events(m->events, FIXTURE_EVENTS_MAX, 0, 0);
	m->v[OPENBOOK_AT_MARKET] = fixture_account(fixture_key(1, 0), m->market,
						   OPENBOOK_MARKET_LEN);
	m->v[OPENBOOK_AT_BIDS] = fixture_account(
		m->place.market.bids, m->side[0], sizeof(m->side[0]));
	m->v[OPENBOOK_AT_ASKS] = fixture_account(
		m->place.market.asks, m->side[1], sizeof(m->side[1]));
	m->v[OPENBOOK_AT_EVENTS] = fixture_account(
		m->place.market.event_queue, m->events, sizeof(m->events));
}

/* ---- events ---- */

/* One side of a match, as the program tells it. */
struct fixture_fill {
	enum openbook_side side; /* of that order */
	bool maker;
	uint64_t price, size; /* lots: the trade's */
	uint64_t no;          /* of the order */
	struct pubkey open_orders;
};

static inline struct openbook_event
fixture_fill_event(const struct fixture_fill *f)
{
	uint64_t value = f->price * f->size * FIXTURE_QUOTE_LOT;
	uint64_t base = f->size * FIXTURE_BASE_LOT;
	uint64_t fee = f->maker ? openbook_maker_rebate_floor(value)
				: openbook_taker_fee_ceil(value);
	bool bid = f->side == OPENBOOK_BID;
	uint64_t quote = bid == f->maker ? value - fee : value + fee;

	return (struct openbook_event){
		.flags = (uint8_t)(OPENBOOK_EVENT_FILL |
				   (bid ? OPENBOOK_EVENT_BID : 0) |
				   (f->maker ? OPENBOOK_EVENT_MAKER : 0)),
		.released = bid ? base : quote,
		.paid = bid ? quote : base,
		.fee = fee,
		.order_id =
			(openbook_id)f->price << 64 | (bid ? ~f->no : f->no),
		.open_orders = f->open_orders,
		.client_id = 1000 + f->no,
	};
}

/* fixture_push adds an event to a ring of that capacity, and lets all wait that
 * fit. */
static inline void fixture_push(uint8_t *bytes, uint64_t capacity,
				const struct openbook_event *e)
{
	uint64_t ever = le_u64(bytes + 29);
	uint64_t count = ever + 1 < capacity ? ever + 1 : capacity;
	uint8_t *p = bytes + 37 + 88 * (ever % capacity);

	p[0] = e->flags;
	le_put(p + 8, e->released, 8);
	le_put(p + 16, e->paid, 8);
	le_put(p + 24, e->fee, 8);
	le_put(p + 32, e->order_id, 16);
	memcpy(p + 48, e->open_orders.b, PUBKEY_LEN);
	le_put(p + 80, e->client_id, 8);
	le_put(bytes + 13, (ever + 1 - count) % capacity, 8);
	le_put(bytes + 21, count, 8);
	le_put(bytes + 29, ever + 1, 8);
}

#endif
