/* fuzz_openbook_view - a market whose accounts were written over anywhere: it is read
 * whole and agrees with itself, or it is refused; and logs of any text. */
#include "fuzz.h"
#include "market_fixture.h"
#include "venue/openbook_past.h"

#define POKE 4 /* bytes: account, place (2), value */

static struct market_fixture m;
static struct arena arena;

/* Some trades in the ring, so that there is something to spoil. */
static void fill_ring(void)
{
	for (uint64_t i = 0; i < 6; i++) {
		struct fixture_fill f = {
			OPENBOOK_ASK, true,  50 + i,
			1 + i,        2 * i, m.own[0].address
		};
		struct openbook_event e = fixture_fill_event(&f);

		fixture_push(m.events, 128, &e);
		f.side = OPENBOOK_BID;
		f.maker = false;
		f.no++;
		e = fixture_fill_event(&f);
		fixture_push(m.events, 128, &e);
	}
}

static void make(void)
{
	fixture_make(&m, 9, 2);
	fixture_events(m.events, 128, 0, 0);
	m.v[OPENBOOK_AT_EVENTS].len = EVENTS_LEN(128);
	fill_ring();
}

static void spoil(const uint8_t *data, size_t len)
{
	for (size_t i = 0; i + POKE <= len; i += POKE) {
		const struct solana_account *s = &m.v[data[i] % 6];
		size_t at = (size_t)(data[i + 1] << 8 | data[i + 2]);

		/* The fixture's own bytes, which an account shows read-only. */
		((uint8_t *)(uintptr_t)s->data)[at % s->len] ^= data[i + 3];
	}
}

static void check_book(const struct rec_book *b, const struct rec_list *orders)
{
	FUZZ_CHECK(b->own_bids.n <= b->bids.n && b->own_asks.n <= b->asks.n);
	FUZZ_CHECK(b->own_bids.n + b->own_asks.n <= orders->n);
	FUZZ_CHECK(!orders->n == !(b->own_bids.n + b->own_asks.n));
}

static void check_trades(const struct openbook_trades *t)
{
	for (size_t i = 0; i < t->n; i++) {
		FUZZ_CHECK(t->v[i].maker_no < t->v[i].taker_no);
		FUZZ_CHECK(t->v[i].size && t->v[i].price);
		FUZZ_CHECK(!i || t->v[i - 1].taker_no <= t->v[i].taker_no);
	}
}

static void read_market(void)
{
	const struct solana_accounts got = { 5, m.v, OPENBOOK_AT_OO + 2 };
	struct openbook_view v = { .place = &m.place,
				   .own = m.own,
				   .n_own = 2 };
	struct openbook_fault fault = { NULL, NULL };
	struct openbook_trades trades;
	struct rec_event_queue queue;
	struct rec_list orders;
	struct rec_book book;

	if (!openbook_view_read(&v, &arena, &got, &fault)) {
		FUZZ_CHECK(fault.reason && *fault.text);
		return;
	}
	if (openbook_book_record(&book, &v, &arena, 1, &fault) &&
	    openbook_orders(&orders, &v, &arena, 1, &fault))
		check_book(&book, &orders);
	if (openbook_queue_record(&queue, &v, &arena, 1, &fault))
		FUZZ_CHECK(queue.own_waiting <= queue.count);
	if (openbook_ring_trades(&trades, &v.events, 0, v.place, &arena,
				 &fault))
		check_trades(&trades);
}

/* The bytes as lines of a log, each of the program's own. */
static void read_logs(const uint8_t *data, size_t len)
{
	char *text = arena_strndup(&arena, (const char *)data, len);
	const char **v = arena_alloc(&arena, (len + 2) * sizeof(*v));
	struct solana_logs logs = { v, 0 };
	struct openbook_trades t;
	struct openbook_past past;

	v[logs.n++] = "Program srmqPvymJeFKQ4zGQed1GFppgkRHL9kaELCbyksJtPX "
		      "invoke [1]";
	while (*text) {
		size_t n = strcspn(text, "\n");
		bool more = text[n] == '\n';

		v[logs.n++] = text;
		text[n] = '\0';
		text += n + more;
	}
	openbook_past_open(&past, &m.place, NULL);
	openbook_past_read(&past, &t, &logs, &arena);
	FUZZ_CHECK(t.n <= logs.n);
}

void fuzz_one(const uint8_t *data, size_t len)
{
	uint64_t taker, maker;
	char *id = arena_strndup(&arena, (const char *)data, len);

	make();
	read_logs(data, len);
	if (openbook_trade_parse(&taker, &maker, id)) {
		const struct openbook_trade t = { .taker_no = taker,
						  .maker_no = maker };

		FUZZ_CHECK(!strcmp(openbook_trade_id(&arena, &t), id));
	}
	spoil(data, len);
	read_market();
	arena_reset(&arena);
}
