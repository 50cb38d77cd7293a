/* test_store_trades - windows over trades against a plain walk, to the
 * millisecond of both edges; what is removed; what the check finds. */
#include "store_fixture.h"

#include "io/db.h"

#include "math/pivot.h"

#define DAY    INT64_C(86400000)
#define MINUTE INT64_C(60000)

struct print {
	struct store_trade t;
	char id[16];
	bool there;
};

static struct dec d(int64_t v, int scale)
{
	return dec_make(v, scale);
}

static enum db_err put_in(struct store *s, bool *fresh,
			  const struct store_trade *t, const char *body)
{
	struct store_row r = { .body = body, .len = strlen(body) };

	return store_put_trade(s, fresh, t, &r);
}

static void put(struct store *s, const struct store_trade *t)
{
	bool fresh;

	CHECK(store_begin(s) == DB_OK);
	CHECK(put_in(s, &fresh, t, t->id) == DB_OK && fresh);
	CHECK(store_commit(s) == DB_OK);
}

static struct store_trade trade(const char *id, int64_t ts_ms)
{
	return (struct store_trade){ .market = "M",
				     .source = "S",
				     .id = id,
				     .price = d(2, 0),
				     .size = d(5, 1),
				     .ts_ms = ts_ms };
}

/* The pieces of a window put together. */
struct total {
	struct store_sum sum;
	int pieces, days, minutes;
	int64_t from_ms, to_ms;
	int stop_after;
};

static bool join(void *ctx, const struct store_sum *x)
{
	struct total *t = ctx;
	int64_t length = x->span == STORE_DAY      ? DAY
			 : x->span == STORE_MINUTE ? MINUTE
						   : 1;

	CHECK(x->n > 0 && (x->span != STORE_TRADE || x->n == 1));
	CHECK(x->start_ms > t->from_ms && x->start_ms + length - 1 <= t->to_ms);
	CHECK(dec_add(&t->sum.pv, t->sum.pv, x->pv) == ST_OK);
	CHECK(dec_add(&t->sum.v, t->sum.v, x->v) == ST_OK);
	t->sum.n += x->n;
	t->pieces++;
	t->days += x->span == STORE_DAY;
	t->minutes += x->span == STORE_MINUTE;
	return --t->stop_after != 0;
}

static struct total window(struct store *s, const char *market, int64_t from_ms,
			   int64_t to_ms)
{
	struct total t = { .from_ms = from_ms, .to_ms = to_ms };

	CHECK(store_window(s, market, from_ms, to_ms, join, &t) == DB_OK);
	return t;
}

static struct total walk(const struct print *p, size_t n, const char *market,
			 int64_t from_ms, int64_t to_ms)
{
	struct total t = { .pieces = 0 };

	for (size_t i = 0; i < n; i++) {
		const struct store_trade *x = &p[i].t;
		struct dec pv;

		if (!p[i].there || strcmp(x->market, market) != 0 ||
		    x->ts_ms <= from_ms || x->ts_ms > to_ms ||
		    (x->own_maker && x->own_taker))
			continue;
		CHECK(dec_mul(&pv, x->price, x->size) == ST_OK);
		CHECK(dec_add(&t.sum.pv, t.sum.pv, pv) == ST_OK);
		CHECK(dec_add(&t.sum.v, t.sum.v, x->size) == ST_OK);
		t.sum.n++;
	}
	return t;
}

static void same(struct total a, struct total b)
{
	CHECK(a.sum.n == b.sum.n);
	CHECK(dec_cmp(a.sum.pv, b.sum.pv) == 0);
	CHECK(dec_cmp(a.sum.v, b.sum.v) == 0);
}

static void no_complaint(void *ctx, const char *what)
{
	(void)ctx;
	fprintf(stderr, "store_check: %s\n", what);
}

/* Random prints of two markets, mostly in order, some late, some long late, many
 * on the edges of minutes and days, on both sides of 1970. */
static void make_prints(struct print *p, size_t n, uint64_t *seed)
{
	int64_t clock = -2 * DAY;

	for (size_t i = 0; i < n; i++) {
		struct store_trade *t = &p[i].t;
		int64_t edge = check_pick(seed, 0, 3);

		clock += check_pick(seed, 0, 4 * DAY / (int64_t)n * 2);
		snprintf(p[i].id, sizeof(p[i].id), "%zu", i);
		*t = trade(p[i].id, clock);
		t->market = check_pick(seed, 0, 2) ? "M" : "N";
		if (check_pick(seed, 0, 4) == 0)
			t->ts_ms = check_pick(seed, -2 * DAY, clock);
		if (edge < 2) {
			int64_t length = edge ? DAY : MINUTE;

			t->ts_ms = t->ts_ms / length * length +
				   check_pick(seed, -2, 2);
		}
		t->price = d(check_pick(seed, 1, 1000000), 4);
		t->size = d(check_pick(seed, 1, 1000000),
			    (int)check_pick(seed, 0, 9));
		t->own_maker = check_pick(seed, 0, 2) == 0;
		t->own_taker = check_pick(seed, 0, 2) == 0;
	}
}

static void put_prints(struct store *s, struct print *p, size_t n,
		       uint64_t *seed)
{
	bool fresh;

	for (size_t i = 0; i < n;) {
		size_t end = i + (size_t)check_pick(seed, 1, 200);
		bool lost = check_pick(seed, 0, 9) == 0;

		CHECK(store_begin(s) == DB_OK);
		for (size_t k = i; k < n && k < end; k++) {
			CHECK(put_in(s, &fresh, &p[k].t, p[k].id) == DB_OK);
			CHECK(fresh);
			CHECK(put_in(s, &fresh, &p[k].t, p[k].id) == DB_OK);
			CHECK(!fresh);
			p[k].there = !lost;
		}
		if (lost)
			store_rollback(s);
		else
			CHECK(store_commit(s) == DB_OK);
		i = end;
	}
}

static void test_windows_against_walk(void)
{
	enum { N = 4000 };
	static struct print p[N];
	struct store *s = open_new();
	uint64_t seed = 11;

	make_prints(p, N, &seed);
	put_prints(s, p, N, &seed);
	for (int i = 0; i < 300; i++) {
		const char *market = i % 2 ? "M" : "N";
		int64_t from = check_pick(&seed, -3, 3) * DAY +
			       check_pick(&seed, -2, 2) * MINUTE +
			       check_pick(&seed, -3, 3);
		int64_t to = from + check_pick(&seed, -1, 3) * DAY +
			     check_pick(&seed, -2, 2) * MINUTE +
			     check_pick(&seed, -3, 3);

		same(window(s, market, from, to), walk(p, N, market, from, to));
	}
	same(window(s, "M", INT64_MIN, INT64_MAX),
	     walk(p, N, "M", INT64_MIN, INT64_MAX));
	CHECK(window(s, "nobody", INT64_MIN, INT64_MAX).pieces == 0);
	CHECK(store_check(s, no_complaint, NULL) == DB_OK);
	store_close(s);
}

/* Every millisecond around the edges of one minute and one day. */
static void test_every_edge(void)
{
	enum { N = 10, REACH = 4 };
	static const int64_t edges[] = { 0, MINUTE, DAY - MINUTE, DAY,
					 2 * DAY };
	static struct print p[COUNT(edges) * N];
	struct store *s = open_new();
	size_t n = 0;

	for (size_t e = 0; e < COUNT(edges); e++)
		for (int64_t k = -N / 2; k < N / 2; k++, n++) {
			snprintf(p[n].id, sizeof(p[n].id), "%zu", n);
			p[n].t = trade(p[n].id, edges[e] + k);
			p[n].t.size = d((int64_t)1 << n, 0);
			p[n].there = true;
			put(s, &p[n].t);
		}
	for (size_t a = 0; a < COUNT(edges); a++)
		for (size_t b = a; b < COUNT(edges); b++)
			for (int64_t i = -REACH; i <= REACH; i++)
				for (int64_t k = -REACH; k <= REACH; k++)
					same(window(s, "M", edges[a] + i,
						    edges[b] + k),
					     walk(p, n, "M", edges[a] + i,
						  edges[b] + k));
	store_close(s);
}

static void test_few_rows_and_stop(void)
{
	enum { N = 3000 };
	struct store *s = open_new();
	struct total t;
	char id[16];
	bool fresh;

	CHECK(store_begin(s) == DB_OK);
	for (int i = 0; i < N; i++) {
		struct store_trade x;

		snprintf(id, sizeof(id), "%d", i);
		x = trade(id, i * (5 * DAY / N));
		CHECK(put_in(s, &fresh, &x, id) == DB_OK && fresh);
	}
	CHECK(store_commit(s) == DB_OK);
	t = window(s, "M", -1, 5 * DAY - 1);
	CHECK(t.days == 5 && t.pieces == 5);
	t = window(s, "M", 90 * MINUTE + 1, 4 * DAY + 90 * MINUTE + 1);
	CHECK(t.days == 3 && t.minutes < 2880);
	CHECK(t.pieces - t.days - t.minutes <= 2);

	t = (struct total){ .from_ms = -1, .to_ms = DAY, .stop_after = 1 };
	CHECK(store_window(s, "M", -1, DAY, join, &t) == DB_OK);
	CHECK(t.pieces == 1);
	t = (struct total){ .from_ms = 1, .to_ms = 2 * DAY, .stop_after = 3 };
	CHECK(store_window(s, "M", 1, 2 * DAY, join, &t) == DB_OK);
	CHECK(t.pieces == 3);
	store_close(s);
}

static void test_refused(void)
{
	struct store *s = open_new();
	struct store_trade t = trade("1", 10), bad;
	char huge[DEC_STR_SZ];
	bool fresh;

	CHECK(store_begin(s) == DB_OK);
	bad = t;
	bad.price = d(0, 0);
	CHECK(put_in(s, &fresh, &bad, "x") == DB_RANGE && !fresh);
	bad = t;
	bad.size = d(-1, 0);
	CHECK(put_in(s, &fresh, &bad, "x") == DB_RANGE && !fresh);
	memset(huge, '9', 38);
	bad = t;
	CHECK(dec_parse(&bad.price, huge, 38) == ST_OK);
	CHECK(put_in(s, &fresh, &bad, "x") == DB_RANGE); /* the product */
	bad.price = d(1, 0);
	CHECK(dec_parse(&bad.size, huge, 38) == ST_OK);
	CHECK(put_in(s, &fresh, &bad, "x") == DB_OK && fresh);
	bad.id = "2"; /* 2 times 10^38 fits no more */
	CHECK(put_in(s, &fresh, &bad, "x") == DB_RANGE && !fresh);
	CHECK(strstr(store_message(s), "does not fit"));
	bad.id = "1"; /* another content */
	CHECK(put_in(s, &fresh, &bad, "y") == DB_CONFLICT && !fresh);
	CHECK(store_commit(s) == DB_OK);
	CHECK(window(s, "M", 0, 10).sum.n == 1);
	CHECK(store_check(s, no_complaint, NULL) == DB_OK);
	store_close(s);
}

/* Two processes that add to the same minute in turn, each with a sum at hand. */
static void test_two_writers(void)
{
	struct store *s = open_new(), *other = open_same();
	struct store_trade t = trade("1", 10);

	put(s, &t);
	t.id = "2";
	put(other, &t);
	t.id = "3";
	put(s, &t);
	t.id = "4";
	put(other, &t);
	CHECK(window(s, "M", 0, MINUTE).sum.n == 4);
	CHECK(window(other, "M", 0, 10).sum.n == 4);
	CHECK(store_check(s, no_complaint, NULL) == DB_OK);
	store_close(s);
	store_close(other);
}

/* What is put and not yet committed is in the writer's windows. */
static void test_window_inside_transaction(void)
{
	struct store *s = open_new();
	struct store_trade t = trade("1", 10);
	bool fresh;

	CHECK(store_begin(s) == DB_OK);
	CHECK(put_in(s, &fresh, &t, "1") == DB_OK);
	CHECK(window(s, "M", -1, MINUTE).sum.n == 1);
	t.id = "2";
	CHECK(put_in(s, &fresh, &t, "2") == DB_OK);
	CHECK(window(s, "M", -1, 2 * DAY).sum.n == 2);
	CHECK(store_commit(s) == DB_OK);
	CHECK(window(s, "M", -1, 2 * DAY).sum.n == 2);
	store_close(s);
}

static void test_known_first_last(void)
{
	struct store *s = open_new();
	struct store_trade t = trade("1", 30);
	struct dec price;
	int64_t ms = 0;
	bool known;

	CHECK(store_trade_first(s, &ms, "M") == DB_NOTFOUND);
	CHECK(store_trade_last(s, &ms, &price, "M", 99, false) == DB_NOTFOUND);
	CHECK(store_knows_trade(s, &known, "M", "S", "1") == DB_OK && !known);
	t.own_maker = true;
	put(s, &t);
	CHECK(store_trade_last(s, &ms, &price, "M", 99, true) == DB_NOTFOUND);
	CHECK(store_trade_last(s, &ms, &price, "M", 99, false) == DB_OK);
	CHECK(ms == 30);
	t = trade("2", 20);
	t.price = d(7, 0);
	put(s, &t);
	t = trade("3", 40);
	t.own_maker = t.own_taker = true;
	put(s, &t);
	CHECK(store_trade_last(s, &ms, &price, "M", 99, false) == DB_OK);
	CHECK(ms == 30 && dec_cmp(price, d(2, 0)) == 0);
	CHECK(store_trade_last(s, &ms, &price, "M", 99, true) == DB_OK);
	CHECK(ms == 20 && dec_cmp(price, d(7, 0)) == 0);
	CHECK(store_trade_last(s, &ms, &price, "M", 19, false) == DB_NOTFOUND);
	CHECK(store_trade_first(s, &ms, "M") == DB_OK && ms == 20);
	CHECK(store_trade_first(s, &ms, "N") == DB_NOTFOUND);

	CHECK(store_knows_trade(s, &known, "M", "S", "2") == DB_OK && known);
	CHECK(store_knows_trade(s, &known, "M", "S", "4") == DB_OK && !known);
	CHECK(store_knows_trade(s, &known, "S", "M", "2") == DB_OK && !known);
	CHECK(store_knows_trade(s, &known, "N", "S", "2") == DB_OK && !known);
	/* The same id of another source, and a text that runs into the next. */
	t = trade("2", 20);
	t.source = "T";
	put(s, &t);
	t.source = "S 2";
	put(s, &t);
	CHECK(store_knows_trade(s, &known, "M", "S 2", "2") == DB_OK && known);
	store_close(s);
}

static void complain(void *ctx, const char *what)
{
	(void)what;
	*(int *)ctx += 1;
}

/* Each way the sums can be wrong is found. */
static void test_check_finds(void)
{
	static const char *const harm[] = {
		"UPDATE trade_sum SET n = n + 1 WHERE level = 0",
		"UPDATE trade_sum SET pv = '1.1' WHERE level = 1",
		"UPDATE trade_sum SET v = '0.25' WHERE start_ms = 0",
		"UPDATE trade_sum SET v = 'x' WHERE level = 1",
		"DELETE FROM trade_sum WHERE level = 1",
		"DELETE FROM trade_sum WHERE start_ms = 172800000",
		"INSERT INTO trade_sum VALUES(1, 0, 60000, 1, '1', '1')",
		"INSERT INTO trade_sum VALUES(9, 1, 0, 1, '1', '1')",
		"UPDATE trade SET price = '3'",
		"UPDATE trade SET price = ''",
		"DELETE FROM trade WHERE ts_ms = 10",
		"DELETE FROM record WHERE ts_ms = 10",
		"UPDATE record SET ts_ms = 11 WHERE ts_ms = 10",
	};

	for (size_t i = 0; i < COUNT(harm); i++) {
		struct store *s = open_new();
		struct store_trade t = trade("1", 10);
		sqlite3 *h;
		int n = 0;

		put(s, &t);
		t = trade("2", 2 * DAY);
		put(s, &t);
		CHECK(store_check(s, no_complaint, NULL) == DB_OK);
		CHECK(sqlite3_open(path, &h) == SQLITE_OK);
		CHECK(sqlite3_exec(h, harm[i], NULL, NULL, NULL) == SQLITE_OK);
		sqlite3_close(h);
		if (store_check(s, complain, &n) != DB_CORRUPT || n == 0)
			fprintf(stderr, "not found: %s\n", harm[i]);
		CHECK(n > 0);
		store_close(s);
	}
}

int main(void)
{
	fixture_begin();
	test_windows_against_walk();
	test_every_edge();
	test_few_rows_and_stop();
	test_refused();
	test_two_writers();
	test_window_inside_transaction();
	test_known_first_last();
	test_check_finds();
	fixture_end();
	printf("test_store_trades: pass\n");
	return 0;
}
