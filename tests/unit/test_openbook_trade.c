/* test_openbook_trade - trades out of the ring and out of logs: what no program wrote
 * first, then that both tell the same trades under the same names, each once, wherever
 * the ring and the transactions are cut. */
#include "base/base64.h"
#include "market_fixture.h"
#include "venue/openbook_past.h"

#define N_EVENTS 400

static struct market_fixture m;
static struct arena arena;
static struct openbook_fault fault;
static struct openbook_event event[N_EVENTS];
static size_t n_events;
static uint64_t next_no;

/* ---- names ---- */

static const struct {
	const char *id;
	bool ok;
	uint64_t taker, maker;
} names[] = {
	{ "120-28", true, 120, 28 },
	{ "1-0", true, 1, 0 },
	{ "18446744073709551615-0", true, UINT64_MAX, 0 },
	{ "18446744073709551616-0", false, 0, 0 },
	{ "", false, 0, 0 },
	{ "12", false, 0, 0 },
	{ "12-", false, 0, 0 },
	{ "-12", false, 0, 0 },
	{ "012-1", false, 0, 0 },
	{ "12-01", false, 0, 0 },
	{ "12-1 ", false, 0, 0 },
	{ "12-1-3", false, 0, 0 },
	{ "+12-1", false, 0, 0 },
};

static void test_names(void)
{
	for (size_t i = 0; i < COUNT(names); i++) {
		uint64_t taker = 7, maker = 7;

		CHECK(openbook_trade_parse(&taker, &maker, names[i].id) ==
		      names[i].ok);
		CHECK(taker == (names[i].ok ? names[i].taker : 7));
		CHECK(maker == (names[i].ok ? names[i].maker : 7));
	}
}

/* ---- events ---- */

static void push(const struct openbook_event *e)
{
	CHECK(n_events < N_EVENTS);
	event[n_events++] = *e;
}

static void push_out(void)
{
	push(&(struct openbook_event){ .flags = OPENBOOK_EVENT_OUT,
				       .order_id = 1 });
}

static struct openbook_event half(bool maker, enum openbook_side side,
				  uint64_t price, uint64_t size, uint64_t no)
{
	const struct fixture_fill f = { side, maker, price,
					size, no,    m.own[no % 2].address };

	return fixture_fill_event(&f);
}

/* A taker meets some makers, as the program tells it. */
static void meet(uint64_t *rng)
{
	enum openbook_side side =
		check_pick(rng, 0, 1) ? OPENBOOK_BID : OPENBOOK_ASK;
	uint64_t taker = next_no + 3, n = (uint64_t)check_pick(rng, 1, 3);

	for (uint64_t i = 0; i < n; i++) {
		uint64_t price = (uint64_t)check_pick(rng, 1, 90000);
		uint64_t size = (uint64_t)check_pick(rng, 1, 5000);
		struct openbook_event e =
			half(true,
			     side == OPENBOOK_BID ? OPENBOOK_ASK : OPENBOOK_BID,
			     price, size, next_no + i);

		push(&e);
		if (check_pick(rng, 0, 1))
			push_out();
		e = half(false, side, price, size, taker);
		push(&e);
	}
	next_no = taker + 1;
}

static void make_events(uint64_t *rng)
{
	n_events = 0;
	next_no = 0;
	while (n_events < N_EVENTS - 20) {
		if (check_pick(rng, 0, 2))
			meet(rng);
		else
			push_out();
	}
}

/* The first `ever` events, in a ring. */
static struct openbook_events ring(uint64_t capacity, uint64_t ever)
{
	struct openbook_events q;

	fixture_events(m.events, capacity, 0, 0);
	for (uint64_t i = 0; i < ever; i++)
		fixture_push(m.events, capacity, &event[i]);
	CHECK(!openbook_events_decode(&q, m.events, EVENTS_LEN(capacity)));
	return q;
}

static bool read_ring(struct openbook_trades *out, uint64_t capacity,
		      uint64_t ever, uint64_t from)
{
	struct openbook_events q = ring(capacity, ever);

	return openbook_ring_trades(out, &q, from, &m.place, &arena, &fault);
}

/* ---- what no program wrote ---- */

static void spoiled(size_t at, struct openbook_event e)
{
	struct openbook_event was = event[at];
	struct openbook_trades t;

	event[at] = e;
	CHECK(!read_ring(&t, 128, n_events, 0));
	CHECK(!strcmp(fault.reason, "account_bad"));
	event[at] = was;
	CHECK(read_ring(&t, 128, n_events, 0));
	arena_reset(&arena);
}

static void test_spoiled(void)
{
	struct openbook_event maker = half(true, OPENBOOK_ASK, 50, 3, 1);
	struct openbook_event taker = half(false, OPENBOOK_BID, 50, 3, 2), e;

	n_events = 0;
	push_out();
	push(&maker);
	push(&taker);
	push_out();
	spoiled(0, taker);                               /* without its maker */
	spoiled(3, maker);                               /* without its taker */
	spoiled(2, half(false, OPENBOOK_BID, 51, 3, 2)); /* another price */
	spoiled(2, half(false, OPENBOOK_BID, 50, 4, 2)); /* another size  */
	spoiled(2, half(false, OPENBOOK_ASK, 50, 3, 2)); /* the same side */
	spoiled(2, half(false, OPENBOOK_BID, 50, 3, 0)); /* came before it */
	e = taker;
	e.released++; /* not whole lots */
	spoiled(2, e);
	e = taker;
	e.paid += 5; /* not its value */
	spoiled(2, e);
	e = taker;
	e.fee = UINT64_MAX;
	spoiled(2, e);
}

/* ---- the ring ---- */

static bool same(const struct openbook_trade *a, const struct openbook_trade *b)
{
	return a->taker_no == b->taker_no && a->maker_no == b->maker_no &&
	       a->price == b->price && a->size == b->size &&
	       a->side == b->side && a->maker.fee == b->maker.fee &&
	       a->taker.fee == b->taker.fee &&
	       pubkey_eq(&a->maker.open_orders, &b->maker.open_orders) &&
	       a->taker.client_id == b->taker.client_id;
}

/* Wherever a reader stopped between two frames, what it goes on with is the rest. */
static void test_from(void)
{
	uint64_t rng = 3;
	struct openbook_trades all, some;

	make_events(&rng);
	CHECK(read_ring(&all, 512, n_events, 0) && all.n > 100 && !all.cut);
	for (size_t i = 1; i < all.n; i++)
		CHECK(all.v[i - 1].taker_no <= all.v[i].taker_no);
	for (size_t from = 0; from < n_events; from++) {
		/* A frame never ends inside a match. */
		if (from && event[from - 1].flags & OPENBOOK_EVENT_MAKER)
			continue;
		if (event[from].flags & OPENBOOK_EVENT_FILL &&
		    !(event[from].flags & OPENBOOK_EVENT_MAKER))
			continue;
		CHECK(read_ring(&some, 512, n_events, from));
		CHECK(some.n <= all.n);
		for (size_t i = 0; i < some.n; i++)
			CHECK(same(&some.v[i], &all.v[all.n - some.n + i]));
	}
	arena_reset(&arena);
}

/* ---- logs ---- */

static char *line_of(const struct openbook_event *e)
{
	static const uint8_t head[] = { 0x52, 0x69, 0x47, 0x8b,
					0x04, 0x8e, 0x6b, 0x3a };
	uint8_t b[158] = { 0 };
	char *text = arena_alloc(&arena, 16 + BASE64_SZ(sizeof(b)));

	memcpy(b, head, sizeof(head));
	fixture_put_key(b + 8, m.place.market.address);
	fixture_put_key(b + 40, e->open_orders);
	fixture_put_key(b + 72, fixture_key(4, 0));
	b[104] = !!(e->flags & OPENBOOK_EVENT_BID);
	b[105] = !!(e->flags & OPENBOOK_EVENT_MAKER);
	le_put(b + 106, e->paid, 8);
	le_put(b + 114, e->released, 8);
	le_put(b + 122, e->fee, 8);
	le_put(b + 130, e->order_id, 16);
	b[148] = 1;
	le_put(b + 149, e->client_id, 8);
	memcpy(text, "Program data: ", 14);
	base64_format(text + 14, b, sizeof(b));
	return text;
}

/* What ConsumeEvents logs of events from..to-1. */
static struct solana_logs logs_of(size_t from, size_t to, const char *program)
{
	const char **v = arena_alloc(&arena, (to - from + 2) * sizeof(*v));
	size_t n = 0;

	v[n++] = arena_printf(&arena, "Program %s invoke [1]", program);
	for (size_t i = from; i < to; i++)
		if (event[i].flags & OPENBOOK_EVENT_FILL)
			v[n++] = line_of(&event[i]);
	v[n++] = arena_printf(&arena, "Program %s success", program);
	return (struct solana_logs){ v, n };
}

/* All events below `end`, cut into transactions by lot, read newest first. */
static size_t read_logs(struct openbook_trade *out, size_t end,
			const struct openbook_piece *taker, uint64_t *rng)
{
	const char *program = pubkey_text(&arena, &openbook_program);
	struct openbook_past past;
	size_t n = 0;

	openbook_past_open(&past, &m.place, taker);
	while (end) {
		size_t some = (size_t)check_pick(rng, 0, 9);
		struct openbook_trades t;
		struct solana_logs logs;

		if (some > end)
			some = end;
		logs = logs_of(end - some, end, program);
		openbook_past_read(&past, &t, &logs, &arena);
		for (size_t i = 0; i < t.n; i++)
			out[n++] = t.v[i];
		end -= some;
	}
	CHECK(!past.n_holes);
	return n;
}

static const struct openbook_piece *waiting(const struct openbook_trades *ring,
					    uint64_t end)
{
	return ring->cut && ring->cut_seq >= end ? &ring->cut_taker : NULL;
}

/* A ring that begins anywhere and the logs of everything before it, or of some events
 * it holds as well, are together all trades. */
static void test_ring_and_logs(void)
{
	static struct openbook_trade old[N_EVENTS];
	uint64_t rng = 11;
	struct openbook_trades all, kept;

	make_events(&rng);
	for (uint64_t capacity = 1; capacity < n_events; capacity += 3) {
		size_t first = n_events - capacity, over, n, left = 0;

		arena_reset(&arena);
		CHECK(read_ring(&all, 512, n_events, 0));
		CHECK(read_ring(&kept, capacity, n_events, 0));
		n = read_logs(old, first, waiting(&kept, first), &rng);
		CHECK(n + kept.n == all.n);
		for (size_t i = 0; i < n; i++)
			CHECK(same(&old[i], &all.v[n - 1 - i]));
		for (size_t i = 0; i < kept.n; i++)
			CHECK(same(&kept.v[i], &all.v[n + i]));
		/* The ring's own events were consumed too: in part, maybe between
		 * the two of a match. */
		over = (size_t)check_pick(&rng, 0, (int64_t)capacity);
		n = read_logs(old, first + over, waiting(&kept, first + over),
			      &rng);
		/* Without what the ring holds too, it is what the ring does not. */
		for (size_t i = 0; i < n; i++)
			if (!openbook_trades_hold(&kept, &old[i]))
				old[left++] = old[i];
		CHECK(left + kept.n == all.n);
		for (size_t i = 0; i < left; i++)
			CHECK(same(&old[i], &all.v[left - 1 - i]));
	}
}

/* Logs that do not hold everything pair nothing that does not belong together. */
static void test_holes(void)
{
	static struct openbook_trade whole[N_EVENTS];
	const char *program = pubkey_text(&arena, &openbook_program);
	uint64_t rng = 17;
	size_t n;

	make_events(&rng);
	n = read_logs(whole, n_events, NULL, &rng);
	for (int round = 0; round < 300; round++) {
		struct solana_logs logs = logs_of(0, n_events, program);
		struct openbook_past past;
		struct openbook_trades t;
		size_t k = 0;

		for (int i = 0; i < 5; i++)
			logs.v[check_pick(&rng, 1, (int64_t)logs.n - 2)] =
				check_pick(&rng, 0, 1) ? "Program data: Umk"
						       : "Program log: nothing";
		openbook_past_open(&past, &m.place, NULL);
		openbook_past_read(&past, &t, &logs, &arena);
		CHECK(t.n < n);
		for (size_t i = 0; i < t.n; i++) {
			while (k < n && !same(&t.v[i], &whole[k]))
				k++;
			CHECK(k < n);
			k++;
		}
	}
}

/* Another program writes what looks like fills; or ours does, called by it. */
static void test_forged(void)
{
	const char *ours = pubkey_text(&arena, &openbook_program);
	const char *other = pubkey_text(&arena, &sol_memo_program);
	uint64_t rng = 23;
	struct openbook_past past;
	struct openbook_trades t;
	struct solana_logs logs;
	const char *v[8];

	make_events(&rng);
	openbook_past_open(&past, &m.place, NULL);
	logs = logs_of(0, n_events, other);
	openbook_past_read(&past, &t, &logs, &arena);
	CHECK(!t.n && !past.n_holes);

	n_events = 0;
	meet(&rng);
	v[0] = arena_printf(&arena, "Program %s invoke [1]", other);
	v[1] = line_of(&event[0]);
	v[2] = arena_printf(&arena, "Program %s invoke [2]", ours);
	v[3] = line_of(&event[0]);
	v[4] = line_of(&event[1 + !(event[1].flags & OPENBOOK_EVENT_FILL)]);
	v[5] = arena_printf(&arena, "Program %s success", ours);
	v[6] = line_of(&event[0]);
	v[7] = arena_printf(&arena, "Program %s success", other);
	logs = (struct solana_logs){ v, 8 };
	openbook_past_read(&past, &t, &logs, &arena);
	CHECK(t.n == 1 && !past.n_holes);
	v[5] = arena_printf(&arena, "Program %s failed: custom program error",
			    ours);
	openbook_past_read(&past, &t, &logs, &arena);
	CHECK(t.n == 1 && !past.n_holes);
}

/* ---- records ---- */

static void test_records(void)
{
	struct openbook_event maker = half(true, OPENBOOK_BID, 50000, 3, 4);
	struct openbook_event taker = half(false, OPENBOOK_ASK, 50000, 3, 9);
	const struct openbook_when when = { 77, 5 };
	struct openbook_trades t;
	struct rec_trade trade;
	struct rec_fill fill;

	n_events = 0;
	push(&maker);
	push(&taker);
	CHECK(read_ring(&t, 128, 2, 0) && t.n == 1);
	CHECK(openbook_trade_record(&trade, &t.v[0], &m.place, when, true,
				    false, &arena, &fault));
	CHECK(!strcmp(trade.id, "9-4") && trade.side == SIDE_SELL);
	CHECK(trade.own_maker && !trade.own_taker && trade.ts_ms == 77);
	/* 50000 lots of 2 lamports a token: 0.0001; 3 tokens are 300000. */
	CHECK(!dec_cmp(trade.price, dec_make(1, 4)));
	CHECK(!dec_cmp(trade.size, dec_make(3, 0)));
	CHECK(openbook_fill_record(&fill, &t.v[0], true, "w1", &m.place, when,
				   &arena, &fault));
	CHECK(!strcmp(fill.id, "M:9-4:maker") && fill.side == SIDE_BUY);
	/* 2 bps of 300000, less a rounding. */
	CHECK(!dec_cmp(fill.fee, dec_make(-(__int128)t.v[0].maker.fee, 9)));
	CHECK(t.v[0].maker.fee >= 59 && t.v[0].maker.fee <= 60);
	CHECK(openbook_fill_record(&fill, &t.v[0], false, "w1", &m.place, when,
				   &arena, &fault));
	CHECK(!strcmp(fill.id, "M:9-4:taker") && fill.side == SIDE_SELL);
	CHECK(dec_sign(fill.fee) > 0 && t.v[0].taker.fee >= 120);
}

int main(void)
{
	fixture_make(&m, 0, 2);
	test_names();
	test_spoiled();
	test_from();
	test_ring_and_logs();
	test_holes();
	test_forged();
	test_records();
	arena_free(&arena);
	printf("test_openbook_trade: pass\n");
	return 0;
}
