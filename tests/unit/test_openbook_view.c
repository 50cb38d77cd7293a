/* test_openbook_view - a market out of its accounts: what does not fit together first,
 * then the records against the orders it was made of. */
#include "market_fixture.h"

static struct market_fixture m;
static struct arena arena;
static struct openbook_fault fault;
static struct openbook_view view;

static bool read_view(void)
{
	const struct solana_accounts got = { 77, m.v,
					     OPENBOOK_AT_OO + m.n_own };

	view = (struct openbook_view){ .place = &m.place,
				       .own = m.own,
				       .n_own = m.n_own };
	return openbook_view_read(&view, &arena, &got, &fault);
}

static void refused(const char *reason)
{
	CHECK(!read_view());
	CHECK(!strcmp(fault.reason, reason) && *fault.text);
	fixture_make(&m, 20, 3);
	arena_reset(&arena);
}

static void test_refused(void)
{
	struct pubkey stranger = fixture_key(9, 9);

	fixture_make(&m, 20, 3);
	for (int i = 0; i < OPENBOOK_AT_OO; i++) {
		m.v[i].exists = false;
		refused("account_absent");
		m.v[i].owner = stranger;
		refused("account_owner");
		m.v[i].len--;
		refused("account_bad");
	}
	m.v[OPENBOOK_AT_OO].owner = stranger;
	refused("account_owner");
	m.v[OPENBOOK_AT_OO].len--;
	refused("account_bad");
	m.oo[1][13] ^= 1; /* of another market */
	refused("account_bad");
	m.oo[1][45] ^= 1; /* of another wallet */
	refused("account_bad");
	m.v[OPENBOOK_AT_BIDS].data = m.side[1]; /* the sides changed places */
	refused("account_bad");
	m.market[349] ^= 1; /* another lot */
	refused("market_changed");
	m.market[285] ^= 1; /* other bids */
	refused("market_changed");
	m.market[13] ^= 1; /* another market */
	refused("account_bad");
}

/* An order of ours on the book that its account does not know. */
static void test_torn(void)
{
	fixture_make(&m, 20, 3);
	m.oo[0][141] ^= 1;
	refused("book_torn");
	m.oo[0][125] ^= 1; /* a bid that is an ask there */
	refused("book_torn");
	m.oo[2][109] |= 1; /* its slot is free */
	le_put(m.oo[2] + 141, 0, 16);
	refused("book_torn");
	m.v[OPENBOOK_AT_OO + 1].exists = false;
	refused("book_torn");
}

static double number(struct dec d)
{
	return dec_to_double(d);
}

/* Size of all levels, in lots. */
static uint64_t depth(const struct rec_list *l)
{
	const struct rec_level *v = l->v;
	double sum = 0;

	for (size_t i = 0; i < l->n; i++)
		sum += number(v[i].size);
	return (uint64_t)(sum + 0.5);
}

static void test_book(void)
{
	const struct rec_level *bid, *ask;
	struct rec_book book;
	uint64_t want = 0;

	fixture_make(&m, FIXTURE_SIDE_MAX, FIXTURE_OWN_MAX);
	CHECK(read_view());
	CHECK(openbook_book_record(&book, &view, &arena, 5, &fault));
	for (size_t i = 0; i < FIXTURE_SIDE_MAX; i++)
		want += 1 + i % 9;
	CHECK(book.slot == 77 && depth(&book.bids) == want);
	CHECK(depth(&book.asks) == want && depth(&book.own_asks) == want);
	/* Three orders a price. */
	CHECK(book.bids.n == (FIXTURE_SIDE_MAX + 2) / 3);
	bid = book.bids.v;
	ask = book.asks.v;
	for (size_t i = 0; i < book.bids.n; i++) {
		struct dec p;

		CHECK(!openbook_price(&p, FIXTURE_MID - 1 - i, &m.place.lots));
		CHECK(!dec_cmp(bid[i].price, p));
		CHECK(!openbook_price(&p, FIXTURE_MID + i, &m.place.lots));
		CHECK(!dec_cmp(ask[i].price, p));
	}
	/* Nobody's accounts but a few: their part of it. */
	view.n_own = 1;
	CHECK(openbook_book_record(&book, &view, &arena, 5, &fault));
	CHECK(depth(&book.bids) == want && depth(&book.own_bids) < want / 20);
	arena_reset(&arena);
}

static void test_orders(void)
{
	const struct rec_open_order *o;
	struct rec_list orders;
	struct rec_oo oo;

	fixture_make(&m, 30, 4);
	/* A slot that waits for a crank: its order is off the book. */
	m.oo[3][109 + 15] &= 0x7f;
	le_put(m.oo[3] + 141 + 16 * 127, 12345, 16);
	le_put(m.oo[3] + 77, 500000, 8);
	le_put(m.oo[3] + 85, 2000000, 8);
	CHECK(read_view());
	CHECK(openbook_orders(&orders, &view, &arena, 5, &fault));
	CHECK(orders.n == 60);
	o = orders.v;
	for (size_t i = 0; i < 60; i++)
		CHECK(o[i].side == (i < 30 ? SIDE_BUY : SIDE_SELL));
	/* The first to be served of the best price is the one that came first. */
	CHECK(o[0].client_id == 1000 && o[30].client_id == 1001);
	oo = openbook_oo_record(&view, &arena, &view.own[3], 5);
	CHECK(oo.slots_waiting == 1 && oo.slot == 77);
	CHECK(oo.slots_free == 128 - 1 - 14);
	CHECK(number(oo.base_free) == 0.5 && number(oo.base_total) == 2);
	CHECK(number(oo.rent_lamports) == OPENBOOK_OO_RENT);
	/* One that does not exist yet. */
	fixture_make(&m, 0, 2);
	m.v[OPENBOOK_AT_OO].exists = false;
	m.v[OPENBOOK_AT_OO + 1].owner = sol_system_program;
	m.v[OPENBOOK_AT_OO + 1].len = 0;
	CHECK(read_view());
	CHECK(!view.own[0].exists && !view.own[1].exists);
	arena_reset(&arena);
}

static void test_queue(void)
{
	struct rec_event_queue q;
	const char *const *owner;

	fixture_make(&m, 5, 2);
	for (uint64_t i = 0; i < 40; i++) {
		const struct fixture_fill f = {
			.maker = true,
			.side = OPENBOOK_ASK,
			.price = 10,
			.size = 1,
			.no = i,
			.open_orders = i % 2 ? m.own[0].address
					     : fixture_key(6, i % 33),
		};
		struct openbook_event e = fixture_fill_event(&f);

		fixture_push(m.events, FIXTURE_EVENTS_MAX, &e);
	}
	CHECK(read_view());
	CHECK(openbook_queue_record(&q, &view, &arena, 5, &fault));
	CHECK(q.seq == 40 && q.count == 40 && q.own_waiting == 20);
	CHECK(q.capacity == FIXTURE_EVENTS_MAX && q.told == REC_NONE_INT);
	owner = q.head_owners.v;
	CHECK(q.head_owners.n == 21); /* 20 strangers and one of ours */
	CHECK(!strcmp(owner[1], pubkey_text(&arena, &m.own[0].address)));
	arena_reset(&arena);
}

int main(void)
{
	test_refused();
	test_torn();
	test_book();
	test_orders();
	test_queue();
	arena_free(&arena);
	printf("test_openbook_view: pass\n");
	return 0;
}
