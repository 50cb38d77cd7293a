/* test_tape - recorded markets: what is refused, the quick reading of a line
 * against the scanner's, seeking from everywhere, a tape that grows. */
#include "check.h"
#include "venue/tape_line.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char path[] = "/tmp/test_tape.XXXXXX";

static struct dec parsed(const char *s)
{
	struct dec d;

	CHECK(dec_parse(&d, s, strlen(s)) == ST_OK);
	return d;
}

static void write_tape(const char *text, const char *mode)
{
	FILE *f = fopen(path, mode);

	CHECK(f && fputs(text, f) >= 0 && fclose(f) == 0);
}

static struct tape *open_tape(void)
{
	struct tape *t;

	CHECK(tape_open(&t, path, "SOL", parsed("0.05"), parsed("0.1")));
	return t;
}

#define T(ts, price, size, side)                                               \
	"{\"type\":\"trade\",\"ts_ms\":" #ts                                   \
	",\"market\":\"SOL\",\"price\":\"" price "\",\"size\":\"" size         \
	"\",\"side\":\"" side "\",\"id\":\"i" #ts "\",\"source\":\"s\"}"

static const struct {
	const char *line, *why;
} bad[] = {
	{ "{}", "'ts_ms': missing or not a time" },
	{ "nonsense", NULL },
	{ "", NULL },
	{ "{\"type\":\"trade\",\"ts_ms\":\"5\",\"market\":\"SOL\"}", NULL },
	{ T(-5, "1", "1", "buy"), NULL },
	{ T(05, "1", "1", "buy"), "number with a leading zero" },
	{ T(9007199254740992, "1", "1", "buy"), NULL },
	{ T(5, "0", "1", "buy"), NULL },
	{ T(5, "-1", "1", "buy"), NULL },
	{ T(5, "0.04", "1", "buy"),
	  "'price': not a price in this market's ticks" },
	{ T(5, "1e3", "1", "buy"), "'price': not a decimal" },
	{ T(5, "99999999999999", "1", "buy"), NULL },
	{ T(5, "1", "0", "buy"), "'size': not a size in this market's lots" },
	{ T(5, "1", "-3", "buy"), NULL },
	{ T(5, "1", "1", "hold"), "'side': not one of its words" },
	{ T(5, "1", "1", "buy") "x", NULL },
	{ "{\"type\":\"trade\",\"ts_ms\":5,\"market\":\"SOL\"}",
	  "'price': missing" },
	{ "{\"type\":\"book\",\"ts_ms\":5,\"market\":\"SOL\",\"bids\":"
	  "[[\"1\",\"1\"],[\"2\",\"1\"]],\"asks\":[],\"own_bids\":[],"
	  "\"own_asks\":[],\"slot\":5}",
	  "levels are not best first" },
};

static void test_bad_lines(void)
{
	for (size_t i = 0; i < COUNT(bad); i++) {
		struct tape_entry e;
		struct tape *t;

		write_tape(T(1, "1", "1", "buy") "\n", "w");
		write_tape(bad[i].line, "a");
		write_tape("\n", "a");
		t = open_tape();
		CHECK(tape_next(t, &e, INT64_MAX) == TAPE_ENTRY);
		CHECK(tape_next(t, &e, INT64_MAX) == TAPE_BAD);
		CHECK(strstr(tape_why(t), ":2: "));
		CHECK(!bad[i].why || strstr(tape_why(t), bad[i].why));
		CHECK(tape_next(t, &e, INT64_MAX) == TAPE_BAD); /* it stays */
		CHECK(!tape_ended(t));
		tape_skip(t);
		CHECK(tape_ended(t) && !tape_cut(t));
		CHECK(tape_next(t, &e, INT64_MAX) == TAPE_END);
		tape_close(t);
	}
}

static void test_not_a_tape(void)
{
	struct tape_entry e;
	struct tape *t;

	CHECK(!tape_open(&t, "/nonexistent", "SOL", parsed("1"), parsed("1")));
	CHECK(strstr(tape_why(t), "No such file"));
	tape_close(t);
	CHECK(!tape_open(&t, "/tmp", "SOL", parsed("1"), parsed("1")));
	tape_close(t);
	write_tape("", "w");
	t = open_tape();
	CHECK(tape_next(t, &e, INT64_MAX) == TAPE_END);
	CHECK(tape_seek(t, 5) == TAPE_END);
	tape_close(t);
	write_tape(T(5, "1", "1", "buy") "\n" T(4, "1", "1", "buy") "\n", "w");
	t = open_tape();
	CHECK(tape_next(t, &e, INT64_MAX) == TAPE_ENTRY);
	CHECK(tape_next(t, &e, INT64_MAX) == TAPE_BAD);
	CHECK(strstr(tape_why(t), "earlier than the line before it"));
	tape_close(t);
}

static void test_skipped_and_cut(void)
{
	struct tape_entry e;
	struct tape *t;

	write_tape("x\n" T(5, "1", "1", "buy") "\ny\n" T(6, "1", "1", "buy"),
		   "w");
	t = open_tape();
	CHECK(tape_next(t, &e, INT64_MAX) == TAPE_BAD);
	CHECK(strstr(tape_why(t), ":1: "));
	tape_skip(t);
	CHECK(tape_next(t, &e, INT64_MAX) == TAPE_ENTRY);
	CHECK(tape_next(t, &e, INT64_MAX) == TAPE_BAD);
	CHECK(strstr(tape_why(t), ":3: "));
	CHECK(!tape_cut(t));
	tape_skip(t);
	CHECK(tape_next(t, &e, INT64_MAX) == TAPE_END);
	CHECK(tape_cut(t));
	CHECK(strstr(tape_why(t), ":4: last line is not ended"));
	CHECK(tape_seek(t, 0) == TAPE_BAD);
	CHECK(strstr(tape_why(t), ":1: "));
	tape_close(t);
}

static const struct {
	const char *price, *size, *side;
	int64_t ticks, lots;
} rounded[] = {
	{ "142.35", "1.5", "buy", 2847, 15 },
	{ "142.35", "1.5", "sell", 2847, 15 },
	{ "142.36", "1.59", "buy", 2847, 15 },
	{ "142.36", "1.59", "sell", 2848, 15 },
	{ "0.01", "0.05", "sell", 1, 0 },
	{ "142.350", "100", "buy", 2847, 1000 },
};

static void test_rounding(void)
{
	char line[512];

	for (size_t i = 0; i < COUNT(rounded); i++) {
		struct tape_entry e;
		struct tape *t;

		snprintf(line, sizeof(line),
			 "{\"type\":\"trade\",\"ts_ms\":7,\"market\":\"SOL\","
			 "\"price\":\"%s\",\"size\":\"%s\",\"side\":\"%s\","
			 "\"id\":\"x\",\"source\":\"s\"}\n",
			 rounded[i].price, rounded[i].size, rounded[i].side);
		write_tape(line, "w");
		t = open_tape();
		CHECK(tape_next(t, &e, INT64_MAX) == TAPE_ENTRY);
		CHECK(e.print.price == rounded[i].ticks);
		CHECK(e.print.lots == rounded[i].lots);
		tape_close(t);
	}
}

#define BOOK(ts, bid, ask)                                                     \
	"{\"type\":\"book\",\"ts_ms\":" #ts                                    \
	",\"market\":\"SOL\",\"bids\":[[\"" bid "\",\"1\"]],\"asks\":[[\"" ask \
	"\",\"2\"]],\"own_bids\":[],\"own_asks\":[],\"slot\":" #ts "}\n"

/* The tape reads ahead to see where a time ends; what was kept of a book is not
 * touched by that. */
static void test_kept_book(void)
{
	struct tape_book kept = { .cap = 0 };
	struct tape_entry e;
	struct tape *t;

	write_tape(BOOK(5, "1", "2") BOOK(7, "3", "4"), "w");
	t = open_tape();
	CHECK(tape_next(t, &e, 6) == TAPE_ENTRY && e.kind == TAPE_BOOK);
	tape_book_keep(&kept, &e.depth);
	CHECK(tape_next(t, &e, 6) == TAPE_END);
	CHECK(kept.depth.n_bids == 1 && kept.depth.bids[0].price == 20);
	CHECK(kept.depth.n_asks == 1 && kept.depth.asks[0].price == 40);
	CHECK(kept.depth.bids[0].size == 10 && kept.depth.asks[0].size == 20);
	CHECK(tape_next(t, &e, 8) == TAPE_ENTRY);
	tape_book_keep(&kept, &e.depth);
	CHECK(kept.depth.bids[0].price == 60);
	e.depth.n_bids = e.depth.n_asks = 0;
	tape_book_keep(&kept, &e.depth);
	CHECK(kept.depth.n_bids == 0 && kept.depth.n_asks == 0);
	tape_book_free(&kept);
	tape_close(t);
}

/* Whose orders met, which a line of the plain form does not say. */
static void test_own(void)
{
	struct tape_entry e;
	struct tape *t;

	write_tape("{\"type\":\"trade\",\"ts_ms\":7,\"market\":\"SOL\","
		   "\"price\":\"142.36\",\"size\":\"1.59\",\"side\":\"buy\","
		   "\"id\":\"x\",\"source\":\"s\",\"own_taker\":true}\n" T(
			   8, "1", "1", "buy") "\n",
		   "w");
	t = open_tape();
	CHECK(tape_next(t, &e, INT64_MAX) == TAPE_ENTRY);
	CHECK(e.own_taker && !e.own_maker);
	CHECK(!dec_cmp(e.price, parsed("142.36")));
	CHECK(!dec_cmp(e.size, parsed("1.59")));
	CHECK(tape_next(t, &e, INT64_MAX) == TAPE_ENTRY);
	CHECK(!e.own_taker && !e.own_maker);
	tape_close(t);
}

/* One token of a decimal or an id: mostly plain, sometimes anything. */
static void random_text(char text[static 64], uint64_t *seed)
{
	static const char *const odd[] = {
		"0",  ".", "-",  "\\u0041", "\"",   "\xc3\xa9",
		"e5", "",  "00", "\xff",    "0.05", "12345678901234567890",
	};

	snprintf(text, 64, "%d.%d", (int)check_pick(seed, 0, 999),
		 (int)check_pick(seed, 0, 99));
	if (check_pick(seed, 0, 3) == 0)
		strncat(text, odd[check_rand(seed) % COUNT(odd)], 30);
}

/* A blank before the last brace leaves the line to the scanner; both readings
 * agree on everything, errors too. */
static void test_quick_is_the_scanner(void)
{
	struct tape_reader r;
	uint64_t seed = 5;
	int seen[LINE_BAD + 1] = { 0 };

	tape_reader_init(&r, "SOL", parsed("0.05"), parsed("0.1"));
	for (int i = 0; i < 100000; i++) {
		char text[3][64], quick[512], slow[520], id[64];
		struct tape_entry e = { .id_len = 0 }, f;
		enum tape_line got;
		const char *why;

		for (int k = 0; k < 3; k++)
			random_text(text[k], &seed);
		snprintf(quick, sizeof(quick),
			 "{\"type\":\"trade\",\"ts_ms\":%lld,\"market\":\"%s\","
			 "\"price\":\"%s\",\"size\":\"%s\",\"side\":\"%s\","
			 "\"id\":\"%s\",\"source\":\"s\"}\n",
			 (long long)check_pick(&seed, 0, 1000),
			 check_pick(&seed, 0, 9) ? "SOL" : "ETH", text[0],
			 text[1], check_pick(&seed, 0, 1) ? "buy" : "sell",
			 text[2]);
		snprintf(slow, sizeof(slow), "%.*s }\n", (int)strlen(quick) - 2,
			 quick);
		got = tape_read_line(&r, &e, quick, strlen(quick), &why);
		CHECK(e.id_len < sizeof(id));
		memcpy(id, e.id ? e.id : "", e.id_len);
		CHECK(tape_read_line(&r, &f, slow, strlen(slow), &why) == got);
		seen[got]++;
		if (got != LINE_PRINT)
			continue;
		CHECK(e.print.ts_ms == f.print.ts_ms);
		CHECK(e.print.price == f.print.price);
		CHECK(e.print.lots == f.print.lots);
		CHECK(e.print.aggressor == f.print.aggressor);
		CHECK(!dec_cmp(e.price, f.price) && !dec_cmp(e.size, f.size));
		CHECK(!e.own_maker && !e.own_taker);
		CHECK(e.id_len == f.id_len && !memcmp(id, f.id, f.id_len));
		CHECK(e.source_len == 1 && f.source_len == 1);
		CHECK(*e.source == 's' && *f.source == 's');
	}
	CHECK(seen[LINE_PRINT] > 10000 && seen[LINE_BAD] > 10000);
	CHECK(seen[LINE_OTHER] > 1000);
	tape_reader_free(&r);
}

static void test_seek(void)
{
	uint64_t seed = 3;
	int64_t ts[200];
	struct tape_entry e;
	struct tape *t;

	write_tape("", "w");
	for (size_t i = 0; i < COUNT(ts); i++) {
		char line[512];

		ts[i] = (i ? ts[i - 1] : 0) + check_pick(&seed, 0, 2);
		snprintf(line, sizeof(line),
			 "{\"type\":\"trade\",\"ts_ms\":%lld,\"market\":\"%s\","
			 "\"price\":\"5\",\"size\":\"1\",\"side\":\"buy\","
			 "\"id\":\"%zu\",\"source\":\"s\"}\n",
			 (long long)ts[i], i % 5 ? "SOL" : "ETH", i);
		write_tape(line, "a");
	}
	t = open_tape();
	for (int64_t at = -1; at <= ts[COUNT(ts) - 1] + 1; at++) {
		size_t want = 0;
		enum tape_result got = tape_seek(t, at);

		while (want < COUNT(ts) && ts[want] < at)
			want++;
		CHECK((got == TAPE_END) == (want == COUNT(ts)));
		while (want < COUNT(ts) && want % 5 == 0)
			want++;
		if (want >= COUNT(ts)) {
			CHECK(tape_next(t, &e, INT64_MAX) == TAPE_END);
			continue;
		}
		CHECK(tape_next(t, &e, ts[want]) == TAPE_END);
		CHECK(tape_next(t, &e, ts[want] + 1) == TAPE_ENTRY);
		CHECK(strtoull(e.id, NULL, 10) == want);
	}
	tape_close(t);
}

static void test_growth(void)
{
	struct tape_entry e;
	struct tape *t;

	write_tape(T(1, "1", "1", "buy") "\n{\"type\":\"tr", "w");
	t = open_tape();
	CHECK(tape_next(t, &e, INT64_MAX) == TAPE_ENTRY);
	CHECK(tape_next(t, &e, INT64_MAX) == TAPE_END);
	write_tape(T(1, "1", "1", "buy") "\n" T(2, "1", "1", "buy") "\n", "w");
	CHECK(tape_refresh(t));
	CHECK(tape_next(t, &e, INT64_MAX) == TAPE_ENTRY && e.print.ts_ms == 2);
	write_tape("\n", "w");
	CHECK(!tape_refresh(t));
	CHECK(strstr(tape_why(t), "it was cut"));
	tape_close(t);
}

static void test_depth(void)
{
	struct tape_entry e;
	struct tape *t;

	write_tape("{\"type\":\"book\",\"ts_ms\":5,\"market\":\"SOL\",\"bids\":"
		   "[[\"1.03\",\"1\"],[\"1.01\",\"0.15\"],[\"0.99\",\"2\"]],"
		   "\"asks\":[[\"1.14\",\"3\"]],\"own_bids\":[],"
		   "\"own_asks\":[],\"slot\":5}\n",
		   "w");
	t = open_tape();
	CHECK(tape_next(t, &e, 6) == TAPE_ENTRY && e.kind == TAPE_BOOK);
	CHECK(e.depth.n_bids == 2 && e.depth.n_asks == 1);
	CHECK(e.depth.bids[0].price == 21 && e.depth.bids[0].size == 12);
	CHECK(e.depth.bids[1].price == 20 && e.depth.bids[1].size == 20);
	CHECK(e.depth.asks[0].price == 22 && e.depth.asks[0].size == 30);
	tape_close(t);
}

int main(void)
{
	int fd = mkstemp(path);

	CHECK(fd >= 0 && close(fd) == 0);
	test_bad_lines();
	test_not_a_tape();
	test_rounding();
	test_skipped_and_cut();
	test_kept_book();
	test_own();
	test_quick_is_the_scanner();
	test_seek();
	test_growth();
	test_depth();
	CHECK(unlink(path) == 0);
	printf("test_tape: pass\n");
	return 0;
}
