/* test_paper_db - the paper venue on disk: what is refused, then random campaigns
 * through two handles on one file, which must be the venue that was never
 * saved. */
#include "base/mem.h"
#include "check.h"
#include "io/paper_db.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char dir[] = "/tmp/test_paper_db.XXXXXX";
static char path[64];

static const struct match_rules rules = {
	.latency_ms = 20,
	.share_ppm = PPM / 2,
	.queue_ppm = PPM / 3,
};

static struct paper_terms some_terms(void)
{
	return (struct paper_terms){
		.market = (char *)"SOL-USDT",
		.base = { (char *)"SOL", 9 },
		.quote = { (char *)"USDT", 6 },
		.tick = { 1, 2 },
		.lot = { 1, 1 },
		.base_lot = 100000000,
		.quote_lot = 1000,
		.maker_ppm = 200,
		.taker_ppm = 500,
	};
}

static const struct paper_wallet wallets[] = {
	{ (char *)"w1", (__int128)500 * 100000000, (__int128)900000000 },
	{ (char *)"w2", (__int128)1 << 100, (__int128)1 << 101 },
};

static void forget(void)
{
	static const char *const tails[] = { "", "-wal", "-shm" };
	char name[80];

	for (size_t i = 0; i < COUNT(tails); i++) {
		snprintf(name, sizeof(name), "%s%s", path, tails[i]);
		unlink(name);
	}
}

static struct paper_db *opened(void)
{
	struct paper_db *p;

	CHECK(paper_db_open(&p, path, &rules, 1000) == DB_OK);
	return p;
}

static enum db_err create(struct paper_db *p, bool anew)
{
	struct paper_terms t = some_terms();
	struct paper_birth b = { &t, wallets, COUNT(wallets), 77 };

	return paper_db_create(p, &b, anew);
}

static struct paper_db *created(void)
{
	struct paper_db *p = opened();

	CHECK(create(p, false) == DB_OK);
	return p;
}

/* Changes the file behind the library's back. */
static void sql(const char *text)
{
	sqlite3 *h;

	CHECK(sqlite3_open(path, &h) == SQLITE_OK);
	CHECK(sqlite3_exec(h, text, NULL, NULL, NULL) == SQLITE_OK);
	CHECK(sqlite3_close(h) == SQLITE_OK);
}

static void test_none_and_twice(void)
{
	struct paper_db *p = opened();
	struct paper_request r = { .attempt = "a",
				   .intent_id = "i",
				   .request.op = MATCH_CANCEL };

	CHECK(paper_db_begin(p) == DB_NOTFOUND);
	CHECK(strstr(paper_db_message(p), "no venue"));
	CHECK(create(p, false) == DB_OK);
	CHECK(create(p, false) == DB_CONFLICT);
	CHECK(paper_db_begin(p) == DB_OK);
	CHECK(!strcmp(paper_db_state(p)->terms.market, "SOL-USDT"));
	CHECK(paper_db_state(p)->terms.tick.scale == 2);
	CHECK(paper_db_state(p)->match.ledger.wallets[1].quote.free ==
	      (__int128)1 << 101);
	CHECK(paper_db_state(p)->marks.frame_ms == INT64_MIN);
	CHECK(paper_db_state(p)->born_ms == 77);
	CHECK(paper_db_submit(p, &r, 5) == DB_OK);
	CHECK(paper_db_commit(p) == DB_OK);
	CHECK(create(p, true) == DB_OK);
	CHECK(paper_db_begin(p) == DB_OK);
	CHECK(paper_db_submit(p, &r, 5) == DB_OK);
	paper_db_rollback(p);
	paper_db_close(p);
	forget();
}

static void test_damage(void)
{
	static const struct {
		const char *sql, *says;
	} cases[] = {
		{ "UPDATE wallet SET base_free = '7' WHERE i = 0",
		  "does not balance" },
		{ "UPDATE wallet SET base_free = 'x' WHERE i = 0",
		  "no integer" },
		{ "UPDATE wallet SET quote_locked = '1.5' WHERE i = 0",
		  "no integer" },
		{ "UPDATE venue SET tick = '?'", "tick or lot" },
		{ "UPDATE progress SET sizes = '1 2 z'", "progress" },
		{ "DELETE FROM progress", "progress" },
		{ "INSERT INTO resting VALUES(1,'1',9,0,1,1,0,0,0,0)",
		  "an order is not whole" },
		{ "INSERT INTO resting VALUES(1,'1',0,0,1,1,0,0,0,0)",
		  "does not balance" },
		{ "INSERT INTO request "
		  "VALUES(1,'a','i','1',7,0,0,1,1,0,1,0,0,0,"
		  "NULL,NULL,NULL,NULL)",
		  "a request is not whole" },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct paper_db *p = created();

		sql(cases[i].sql);
		CHECK(paper_db_begin(p) == DB_CORRUPT);
		CHECK(strstr(paper_db_message(p), cases[i].says));
		CHECK(paper_db_begin(p) == DB_CORRUPT);
		paper_db_close(p);
		forget();
	}
}

struct numbers {
	int64_t seq[8];
	int n;
};

static bool number(void *ctx, const struct paper_request *r)
{
	struct numbers *all = ctx;

	all->seq[all->n++] = r->seq;
	return true;
}

/* An answer is kept until it was told and its time is over, and its number is
 * never given again. */
static void test_forgotten_requests(void)
{
	struct paper_db *p = created();
	struct paper_state *s = paper_db_state(p);
	struct paper_request r = { .intent_id = "i",
				   .request.op = MATCH_CANCEL };

	CHECK(paper_db_begin(p) == DB_OK);
	for (int i = 0; i < 3; i++) {
		r.attempt = i == 0 ? "a" : i == 1 ? "b" : "c";
		r.until_ms = i == 1 ? 100 : 50;
		CHECK(paper_db_submit(p, &r, 0) == DB_OK);
	}
	for (int k = 0; k < 4; k++) {
		static const int64_t frame_ms[] = { 60, 60, 101, 200 };
		static const int64_t told[] = { 0, 2, 3, 4 };
		static const int left[] = { 3, 2, 0, 0 };
		struct numbers got = { .n = 0 };

		match_advance(&s->match, frame_ms[k]);
		s->marks.frame_ms = frame_ms[k];
		s->marks.told_request = told[k];
		CHECK(paper_db_commit(p) == DB_OK);
		CHECK(paper_db_begin(p) == DB_OK);
		CHECK(paper_db_answers(p, 0, number, &got) == DB_OK);
		CHECK(got.n == left[k]);
		CHECK(k != 1 || (got.seq[0] == 2 && got.seq[1] == 3));
	}
	CHECK(paper_db_submit(p, &r, 200) == DB_OK);
	match_advance(&s->match, 220);
	CHECK(s->match.events[0].tag == 5);
	paper_db_rollback(p);
	paper_db_close(p);
	forget();
}

static void test_locked(void)
{
	struct paper_db *a = created(), *b;

	CHECK(paper_db_open(&b, path, &rules, 10) == DB_OK);
	CHECK(paper_db_begin(a) == DB_OK);
	CHECK(paper_db_begin(b) == DB_LOCKED);
	paper_db_rollback(a);
	CHECK(paper_db_begin(b) == DB_OK);
	paper_db_rollback(b);
	paper_db_close(a);
	paper_db_close(b);
	forget();
}

/* ---- campaigns ---- */

static bool same_book(const struct match_book *a, const struct match_book *b)
{
	if (a->n != b->n)
		return false;
	for (int i = 0; i < a->n; i++) {
		const struct match_order *x = &a->v[i], *y = &b->v[i];

		if (x->id != y->id || x->ahead != y->ahead ||
		    x->n_fills != y->n_fills || x->taker != y->taker ||
		    x->order.price != y->order.price ||
		    x->order.size != y->order.size ||
		    x->order.side != y->order.side ||
		    x->order.wallet != y->order.wallet ||
		    x->order.since_ms != y->order.since_ms ||
		    x->order.client_id != y->order.client_id)
			return false;
	}
	return true;
}

static void check_same(const struct match *a, const struct match *b)
{
	const struct match_inbox *x = &a->inbox, *y = &b->inbox;

	CHECK(a->now_ms == b->now_ms && a->next_id == b->next_id);
	CHECK(same_book(&a->books[0], &b->books[0]));
	CHECK(same_book(&a->books[1], &b->books[1]));
	CHECK(a->last.price == b->last.price && a->last.lots == b->last.lots);
	CHECK(a->last.aggressor == b->last.aggressor);
	CHECK(a->sizes.sum == b->sizes.sum && a->sizes.n == b->sizes.n);
	CHECK(a->ledger.fees == b->ledger.fees);
	CHECK(a->ledger.base_in == b->ledger.base_in);
	CHECK(a->ledger.quote_in == b->ledger.quote_in);
	for (int w = 0; w < (int)COUNT(wallets); w++)
		CHECK(!memcmp(&a->ledger.wallets[w], &b->ledger.wallets[w],
			      sizeof(struct funds)));
	CHECK(x->n - x->first == y->n - y->first);
	for (int i = 0; i < x->n - x->first; i++) {
		const struct match_request *p = &x->v[x->first + i];
		const struct match_request *q = &y->v[y->first + i];

		CHECK(p->tag == q->tag && p->at_ms == q->at_ms);
		CHECK(p->op == q->op && p->post_only == q->post_only);
		CHECK(p->max_ts_ms == q->max_ts_ms);
		CHECK(p->order.client_id == q->order.client_id);
	}
}

static struct match_request random_request(uint64_t *seed)
{
	enum side side = check_pick(seed, 0, 1) ? SIDE_SELL : SIDE_BUY;

	return (struct match_request){
		.op = (enum match_op)(check_pick(seed, 0, 4) % 3),
		.post_only = check_pick(seed, 0, 3) > 0,
		.order = {
			.price = side == SIDE_BUY ? check_pick(seed, 90, 101)
						  : check_pick(seed, 99, 110),
			.size = check_pick(seed, 1, 60),
			.since_ms = check_pick(seed, 0, 1000000),
			.client_id = UINT64_C(65535) << 48 |
				     (uint64_t)check_pick(seed, 0, 5) << 32,
			.wallet = (int)check_pick(seed, 0, 1),
			.side = side,
		},
		.max_ts_ms = INT64_MAX,
	};
}

struct seen {
	int n;
	struct match_event *want;
};

static bool see_fill(void *ctx, int64_t seq, const struct match_event *f)
{
	struct seen *s = ctx;
	const struct match_event *w = &s->want[s->n];

	CHECK(seq == ++s->n);
	CHECK(f->order_id == w->order_id && f->n_fill == w->n_fill);
	CHECK(f->order.size == w->order.size && f->fee == w->fee);
	CHECK(f->ts_ms == w->ts_ms && f->maker == w->maker);
	CHECK(f->order.client_id == w->order.client_id);
	return true;
}

static bool see_answer(void *ctx, const struct paper_request *r)
{
	struct seen *s = ctx;
	const struct match_event *w = &s->want[s->n++];

	CHECK(r->answered && r->seq == s->n && (uint64_t)r->seq == w->tag);
	CHECK(r->what == w->what && r->why == w->why);
	CHECK(r->done_ms == w->ts_ms && r->order_id == w->order_id);
	return true;
}

/* Events of the venue that was never saved, answers and fills apart. */
static void keep_events(struct match *m, struct seen *answers,
			struct seen *fills)
{
	for (int i = 0; i < m->n_events; i++) {
		struct seen *s =
			m->events[i].what == MATCH_FILLED ? fills : answers;

		s->want[s->n++] = m->events[i];
	}
	match_forget_events(m);
}

static void campaign(uint64_t seed)
{
	struct paper_db *both[2] = { created(), opened() };
	struct seen answers = { 0, mem_alloc(1000, sizeof(*answers.want)) };
	struct seen fills = { 0, mem_alloc(9000, sizeof(*fills.want)) };
	struct match m;
	int64_t now = 0, seq = 0;
	uint64_t sent = 0;
	int n_answers, n_fills;

	match_init(&m, &rules,
		   &(struct ledger){ .base_lot = 100000000,
				     .quote_lot = 1000,
				     .maker_ppm = 200,
				     .taker_ppm = 500 });
	for (size_t w = 0; w < COUNT(wallets); w++)
		ledger_add_wallet(&m.ledger, wallets[w].base, wallets[w].quote);
	for (int i = 0; i < 120; i++) {
		struct paper_db *p = both[check_pick(&seed, 0, 1)];
		bool whole = check_pick(&seed, 0, 4) > 0;
		struct match *saved;

		CHECK(paper_db_begin(p) == DB_OK);
		saved = &paper_db_state(p)->match;
		check_same(saved, &m);
		for (int64_t n = check_pick(&seed, 1, 5); n > 0; n--) {
			struct paper_request r = {
				.intent_id = "i",
				.request = random_request(&seed),
				.until_ms = INT64_MAX,
			};
			struct match_print t = {
				.ts_ms = now += check_pick(&seed, 0, 9),
				.price = check_pick(&seed, 92, 108),
				.lots = check_pick(&seed, 0, 99),
				.aggressor = check_pick(&seed, 0, 1) ? SIDE_SELL
								     : SIDE_BUY,
			};
			char attempt[32];

			snprintf(attempt, sizeof(attempt), "a%d.%d", i, (int)n);
			match_print(saved, &t);
			r.attempt = attempt;
			CHECK(paper_db_submit(p, &r, now) == DB_OK);
			CHECK(paper_db_submit(p, &r, now) == DB_CONFLICT);
			if (!whole)
				continue;
			match_print(&m, &t);
			r.request.tag = ++sent;
			match_submit(&m, now, &r.request);
			keep_events(&m, &answers, &fills);
		}
		if (whole)
			CHECK(paper_db_commit(p) == DB_OK);
		else
			paper_db_rollback(p);
	}
	CHECK(paper_db_begin(both[0]) == DB_OK);
	n_answers = answers.n;
	n_fills = fills.n;
	CHECK(n_answers > 100 && n_fills > 20);
	for (int after = 0; after < 10; after += 5) {
		answers.n = fills.n = after;
		CHECK(paper_db_answers(both[0], after, see_answer, &answers) ==
		      DB_OK);
		CHECK(paper_db_fills(both[0], after, see_fill, &fills) ==
		      DB_OK);
		CHECK(answers.n == n_answers && fills.n == n_fills);
	}
	CHECK(paper_db_fill_seq(both[0], &seq, fills.want[7].order_id,
				fills.want[7].n_fill) == DB_OK &&
	      seq == 8);
	CHECK(paper_db_fill_seq(both[0], &seq, 999999, 1) == DB_OK && !seq);
	paper_db_rollback(both[0]);
	paper_db_close(both[0]);
	paper_db_close(both[1]);
	match_free(&m);
	free(answers.want);
	free(fills.want);
	forget();
}

int main(void)
{
	CHECK(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/paper.db", dir);
	test_none_and_twice();
	test_damage();
	test_forgotten_requests();
	test_locked();
	for (int64_t seed = 1; seed <= check_times(3); seed++)
		campaign((uint64_t)seed);
	CHECK(rmdir(dir) == 0);
	printf("test_paper_db: pass\n");
	return 0;
}
