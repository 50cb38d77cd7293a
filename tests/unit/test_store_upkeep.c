/* test_store_upkeep - what pruning removes and must keep, against a plain walk. */
#include "store_fixture.h"

#define DAY INT64_C(86400000)

enum { N = 3000 };

static const char *const types[] = { "grid", "order", "fill", "trade" };
static const char *const markets[] = { "M", "N" };

struct made {
	int type, market;
	int64_t cycle, ts_ms;
	char id[16];
	bool kept;
};

static void put(struct store *s, const struct made *m)
{
	struct store_row r = { .type = types[m->type],
			       .identity = m->id,
			       .market = markets[m->market],
			       .body = m->id,
			       .len = strlen(m->id),
			       .cycle = m->cycle,
			       .ts_ms = m->ts_ms };
	struct store_trade t = { .market = r.market,
				 .source = "S",
				 .id = m->id,
				 .price = dec_make(3, 1),
				 .size = dec_make(7, 0),
				 .ts_ms = m->ts_ms };
	bool fresh;

	CHECK((strcmp(r.type, "trade")
		       ? store_put(s, &fresh, &r)
		       : store_put_trade(s, &fresh, &t, &r)) == DB_OK);
	CHECK(fresh);
}

/* Is b what stands in the way of a being the last of its type and market? */
static bool later(const struct made *a, const struct made *b)
{
	if (a->type != b->type || a->market != b->market)
		return false;
	return b->cycle > a->cycle ||
	       (!a->cycle && !b->cycle && b->ts_ms > a->ts_ms);
}

static void expect(struct made *m, int64_t cutoff)
{
	for (int i = 0; i < N; i++) {
		m[i].kept = true;
		for (int k = 0; k < N && m[i].kept; k++)
			m[i].kept =
				m[i].ts_ms >= cutoff || !later(&m[i], &m[k]);
	}
}

struct seen {
	const struct made *m;
	int n;
};

static bool see(void *ctx, const struct store_row *r)
{
	struct seen *seen = ctx;
	long i = strtol(r->body, NULL, 10);

	CHECK(i >= 0 && i < N && seen->m[i].kept);
	seen->n++;
	return true;
}

static void kept_is(struct store *s, const struct made *m)
{
	struct seen seen = { .m = m };
	int n = 0;

	CHECK(store_scan(s, &(struct store_query){ .types = NULL }, see,
			 &seen) == DB_OK);
	for (int i = 0; i < N; i++)
		n += m[i].kept;
	CHECK(seen.n == n);
}

static void complain(void *ctx, const char *what)
{
	(void)ctx;
	fprintf(stderr, "store_check: %s\n", what);
}

/* Rows of ten days; some types only in frames, one only in none on one market.
 * frozen: one market has been silent since the third day. */
static void make(struct made *m, uint64_t *seed)
{
	for (int i = 0; i < N; i++) {
		int64_t frame = check_pick(seed, 1, 40) * (DAY / 4);

		m[i].type = (int)check_pick(seed, 0, COUNT(types) - 1);
		m[i].market = (int)check_pick(seed, 0, COUNT(markets) - 1);
		if (m[i].market && frame > 3 * DAY)
			frame %= 3 * DAY;
		m[i].cycle = frame;
		m[i].ts_ms = frame - check_pick(seed, 0, 5);
		if (!strcmp(types[m[i].type], "trade") && m[i].market)
			m[i].cycle = 0;
		snprintf(m[i].id, sizeof(m[i].id), "%d", i);
	}
}

static void test_prune_against_walk(void)
{
	static const int64_t steps[] = { 0,       DAY,      DAY + DAY / 2,
					 5 * DAY, 10 * DAY, 1000 * DAY };
	static struct made m[N];
	struct store *s = open_new();
	uint64_t seed = 5;
	int64_t n, before = N;

	make(m, &seed);
	CHECK(store_begin(s) == DB_OK);
	for (int i = 0; i < N; i++)
		put(s, &m[i]);
	CHECK(store_commit(s) == DB_OK);
	for (size_t k = 0; k < COUNT(steps); k++) {
		int64_t left = 0;

		CHECK(store_prune(s, &n, steps[k]) == DB_OK);
		expect(m, steps[k] / DAY * DAY);
		kept_is(s, m);
		for (int i = 0; i < N; i++)
			left += m[i].kept;
		CHECK(n == before - left);
		before = left;
		CHECK(store_check(s, complain, NULL) == DB_OK);
	}
	CHECK(before > 0 && before < N / 4);
	CHECK(store_prune(s, &n, INT64_C(1000) * DAY) == DB_OK && n == 0);
	CHECK(store_compact(s) == DB_OK);
	kept_is(s, m);
	CHECK(store_check(s, complain, NULL) == DB_OK);
	store_close(s);
}

static void test_locked(void)
{
	struct store *s = open_new(), *other = open_same();
	struct made m[] = { { .ts_ms = 1, .cycle = 1, .id = "1" },
			    { .ts_ms = 2, .cycle = 2, .id = "2" } };
	int64_t n = -1;

	CHECK(store_begin(s) == DB_OK);
	put(s, &m[0]);
	put(s, &m[1]);
	CHECK(store_commit(s) == DB_OK);
	CHECK(store_begin(other) == DB_OK);
	CHECK(store_prune(s, &n, DAY) == DB_LOCKED && n == 0);
	CHECK(store_compact(s) == DB_LOCKED);
	store_rollback(other);
	CHECK(store_prune(s, &n, DAY) == DB_OK && n == 1);
	store_close(s);
	store_close(other);
}

int main(void)
{
	fixture_begin();
	test_prune_against_walk();
	test_locked();
	fixture_end();
	printf("test_store_upkeep: pass\n");
	return 0;
}
