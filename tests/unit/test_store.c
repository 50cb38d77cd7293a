/* test_store - rows: once each, whole frames, read back in order. */
#include "store_fixture.h"

#include "io/db.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

static struct store_row row(const char *type, const char *identity,
			    const char *market, int64_t cycle, int64_t ts_ms)
{
	return (struct store_row){ .type = type,
				   .identity = identity,
				   .market = market,
				   .body = "body",
				   .len = 4,
				   .cycle = cycle,
				   .ts_ms = ts_ms };
}

/* Puts one row in a transaction of its own; the body is its identity. */
static void put(struct store *s, const char *type, const char *identity,
		const char *market, int64_t cycle, int64_t ts_ms)
{
	struct store_row r = row(type, identity, market, cycle, ts_ms);
	bool fresh;

	r.body = identity;
	r.len = strlen(identity);
	CHECK(store_begin(s) == DB_OK);
	CHECK(store_put(s, &fresh, &r) == DB_OK && fresh);
	CHECK(store_commit(s) == DB_OK);
}

/* What a reader gave: the bodies, separated by blanks. */
struct list {
	char text[65536];
	size_t len;
	int stop_after;
};

static bool add(void *ctx, const struct store_row *r)
{
	struct list *l = ctx;

	l->len += (size_t)snprintf(l->text + l->len, sizeof(l->text) - l->len,
				   "%s%.*s", l->len ? " " : "", (int)r->len,
				   r->body);
	return --l->stop_after != 0;
}

static void scan_is(struct store *s, struct store_query q, const char *expected)
{
	static struct list l;

	memset(&l, 0, sizeof(l));
	CHECK(store_scan(s, &q, add, &l) == DB_OK);
	if (strcmp(l.text, expected) != 0)
		fprintf(stderr, "got: %s\n", l.text);
	CHECK(strcmp(l.text, expected) == 0);
}

static void last_is(struct store *s, const char *type, const char *beside,
		    const char *market, const char *expected)
{
	const char *types[] = { type, beside, NULL };
	static struct list l;

	memset(&l, 0, sizeof(l));
	CHECK(store_last(s, types, market, add, &l) == DB_OK);
	if (strcmp(l.text, expected) != 0)
		fprintf(stderr, "got: %s\n", l.text);
	CHECK(strcmp(l.text, expected) == 0);
}

#define ALL                                                                    \
	(struct store_query)                                                   \
	{                                                                      \
		.types = NULL                                                  \
	}

static void open_is(enum store_mode mode, enum db_err e, const char *text)
{
	struct store *s;

	CHECK(store_open(&s, path, mode, 0) == e);
	CHECK(strstr(store_message(s), text));
	CHECK(strstr(store_message(s), path));
	store_close(s);
}

static void sql(const char *script)
{
	sqlite3 *h;

	CHECK(sqlite3_open(path, &h) == SQLITE_OK);
	CHECK(sqlite3_exec(h, script, NULL, NULL, NULL) == SQLITE_OK);
	sqlite3_close(h);
}

static void test_will_not_open(void)
{
	FILE *f;

	fixture_remove();
	open_is(STORE_READ, DB_NOTFOUND, "not found");
	CHECK((f = fopen(path, "w")) && fputs("so not a database", f) >= 0);
	CHECK(fclose(f) == 0);
	open_is(STORE_READ, DB_CORRUPT, "damaged");
	open_is(STORE_WRITE, DB_CORRUPT, "damaged");
	store_close(open_new());
	sql("PRAGMA user_version=2");
	open_is(STORE_READ, DB_NEWER, "newer version");
	open_is(STORE_WRITE, DB_NEWER, "newer version");
	sql("PRAGMA application_id=1");
	open_is(STORE_WRITE, DB_FOREIGN, "not a database of this kind");
	store_close(NULL);
}

static void test_once(void)
{
	struct store *s = open_new();
	struct store_row r = row("fill", "1", "M", 5, 5);
	bool fresh;

	CHECK(store_begin(s) == DB_OK);
	CHECK(store_put(s, &fresh, &r) == DB_OK && fresh);
	CHECK(store_put(s, &fresh, &r) == DB_OK && !fresh);
	r.type = "event"; /* an identity is within its type */
	CHECK(store_put(s, &fresh, &r) == DB_OK && fresh);
	CHECK(store_commit(s) == DB_OK);
	store_close(s);
	s = open_same();
	r.type = "fill";
	r.cycle = 6; /* seen again in a later frame */
	CHECK(store_begin(s) == DB_OK);
	CHECK(store_put(s, &fresh, &r) == DB_OK && !fresh);
	CHECK(store_commit(s) == DB_OK);
	scan_is(s, ALL, "body body");
	store_close(s);
}

static void test_conflict_is_refused(void)
{
	static const char *const others[] = { "bodY", "body ", "bod", "" };
	struct store *s = open_new();
	struct store_row r = row("fill", "1", "M", 5, 5);
	bool fresh;

	CHECK(store_begin(s) == DB_OK);
	CHECK(store_put(s, &fresh, &r) == DB_OK && fresh);
	for (size_t i = 0; i < COUNT(others); i++) {
		r.body = others[i];
		r.len = strlen(others[i]);
		CHECK(store_put(s, &fresh, &r) == DB_CONFLICT && !fresh);
		CHECK(strstr(store_message(s), "other content: fill"));
	}
	r.identity = "2"; /* the transaction goes on */
	r.body = "next";
	r.len = 4;
	CHECK(store_put(s, &fresh, &r) == DB_OK && fresh);
	CHECK(store_commit(s) == DB_OK);
	scan_is(s, ALL, "body next");
	store_close(s);
}

static bool check_row(void *ctx, const struct store_row *r)
{
	*(int *)ctx += 1;
	CHECK(r->seq == 1 && r->cycle == 7 && r->ts_ms == -3);
	CHECK(strcmp(r->type, "t") == 0 && strcmp(r->identity, "i d") == 0);
	CHECK(!r->market);
	CHECK(r->len == 6 && memcmp(r->body, "\0a\nb\xff\0", 6) == 0);
	return true;
}

static void test_every_field_comes_back(void)
{
	struct store *s = open_new();
	struct store_row r = row("t", "i d", NULL, 7, -3);
	int n = 0;
	bool fresh;

	r.body = "\0a\nb\xff\0";
	r.len = 6;
	CHECK(store_begin(s) == DB_OK);
	CHECK(store_put(s, &fresh, &r) == DB_OK && fresh);
	CHECK(store_commit(s) == DB_OK);
	store_close(s);
	CHECK(store_open(&s, path, STORE_READ, 0) == DB_OK);
	CHECK(store_scan(s, &ALL, check_row, &n) == DB_OK && n == 1);
	r.identity = "other";
	CHECK(store_begin(s) == DB_OK); /* opened for reading only */
	CHECK(store_put(s, &fresh, &r) == DB_IO);
	store_close(s);
}

static void test_frame_is_whole_or_not(void)
{
	struct store *s = open_new();
	struct store_row r = row("book", "1", "M", 5, 5);
	bool fresh;

	CHECK(store_begin(s) == DB_OK);
	CHECK(store_put(s, &fresh, &r) == DB_OK && fresh);
	store_rollback(s);
	store_rollback(s); /* one too many is no error */
	scan_is(s, ALL, "");
	CHECK(store_begin(s) == DB_OK);
	CHECK(store_put(s, &fresh, &r) == DB_OK && fresh);
	store_close(s); /* without a commit */
	s = open_same();
	scan_is(s, ALL, "");
	store_close(s);
}

/* A name of a transaction rolled back must not be remembered: its number may be
 * another's now. */
static void test_names_after_rollback(void)
{
	struct store *s = open_new(), *other = open_same();
	struct store_row r = row("lost", "1", "lost market", 5, 5);
	bool fresh;

	CHECK(store_begin(s) == DB_OK);
	CHECK(store_put(s, &fresh, &r) == DB_OK && fresh);
	store_rollback(s);
	put(other, "theirs", "a", "their market", 1, 1);
	put(s, "lost", "b", "lost market", 2, 2);
	scan_is(s, (struct store_query){ .market = "lost market" }, "b");
	scan_is(s, (struct store_query){ .market = "their market" }, "a");
	last_is(s, "theirs", NULL, NULL, "a");
	last_is(s, "lost", NULL, NULL, "b");
	store_close(s);
	store_close(other);
}

static void test_order_and_filters(void)
{
	static const char *const ab[] = { "a", "b", "none", NULL };
	static const char *const none[] = { "none", NULL };
	static const char *many[STORE_TYPES_MAX + 2];
	struct store *s = open_new();
	struct list l = { .stop_after = 2 };

	put(s, "a", "1", "M", 20, 21);
	put(s, "b", "2", "M", 20, 22);
	put(s, "a", "3", "N", 10, 11); /* an older frame, stored later */
	put(s, "c", "4", NULL, 10, 12);
	put(s, "a", "5", "M", 0, 30); /* of no frame */
	scan_is(s, ALL, "5 3 4 1 2");
	scan_is(s, (struct store_query){ .types = ab }, "5 3 1 2");
	scan_is(s, (struct store_query){ .types = none }, "");
	scan_is(s, (struct store_query){ .market = "M" }, "5 1 2");
	scan_is(s, (struct store_query){ .market = "none" }, "");
	scan_is(s, (struct store_query){ .from_ms = 11, .to_ms = 22 }, "3 4 1");
	scan_is(s, (struct store_query){ .from_ms = 12, .to_ms = 31 },
		"5 4 1 2");
	scan_is(s,
		(struct store_query){ .types = ab,
				      .market = "M",
				      .from_ms = 21,
				      .to_ms = 30 },
		"1 2");
	scan_is(s, (struct store_query){ .after = 3 }, "4 5");
	scan_is(s, (struct store_query){ .after = 2, .types = ab }, "3 5");
	scan_is(s, (struct store_query){ .newest = 2 }, "4 5");
	scan_is(s, (struct store_query){ .newest = 2, .market = "M" }, "2 5");
	scan_is(s, (struct store_query){ .newest = 9, .types = ab }, "1 2 3 5");
	scan_is(s, (struct store_query){ .newest = 1, .after = 2 }, "5");
	CHECK(store_scan(s, &ALL, add, &l) == DB_OK);
	CHECK(strcmp(l.text, "5 3") == 0);
	for (size_t i = 0; i <= STORE_TYPES_MAX; i++)
		many[i] = "a";
	CHECK(store_scan(s, &(struct store_query){ .types = many }, add, &l) ==
	      DB_RANGE);
	store_close(s);
}

static void test_last(void)
{
	struct store *s = open_new();
	int64_t seq = -1;

	CHECK(store_newest_seq(s, &seq) == DB_OK && seq == 0);
	last_is(s, "grid", "order", NULL, "");
	put(s, "order", "o1", "M", 10, 10);
	last_is(s, "grid", "order", NULL, ""); /* orders, but no grid */
	put(s, "grid", "g1", "M", 10, 11);
	put(s, "order", "o2", "M", 10, 10);
	put(s, "grid", "h1", "N", 20, 21);
	put(s, "order", "p1", "N", 20, 20);
	put(s, "order", "o3", "M", 30, 30); /* a frame without a grid */
	last_is(s, "grid", "order", NULL, "h1 p1");
	last_is(s, "grid", "order", "M", "o1 g1 o2");
	last_is(s, "grid", NULL, "M", "g1");
	last_is(s, "grid", "order", "O", "");
	/* A back-filled older frame is not the last. */
	put(s, "grid", "g0", "M", 5, 50);
	last_is(s, "grid", NULL, "M", "g1");
	CHECK(store_newest_seq(s, &seq) == DB_OK && seq == 7);

	/* Of no frame: the newest by time, all of them. */
	put(s, "fill", "f1", "M", 0, 100);
	put(s, "fill", "f3", "M", 0, 101);
	put(s, "fill", "f2", "M", 0, 99);
	put(s, "fill", "f4", "N", 0, 101);
	last_is(s, "fill", NULL, NULL, "f3 f4");
	last_is(s, "fill", NULL, "M", "f3");
	put(s, "fill", "f5", "M", 1, 1); /* once in frames, the frame counts */
	last_is(s, "fill", NULL, "M", "f5");
	last_is(s, "fill", NULL, NULL, "f5");
	store_close(s);
}

static void test_locked(void)
{
	struct store *s = open_new(), *other = open_same();

	CHECK(store_begin(other) == DB_OK);
	CHECK(store_begin(s) == DB_LOCKED);
	CHECK(strstr(store_message(s), "locked by another process"));
	scan_is(s, ALL, "");
	store_rollback(other);
	put(s, "a", "1", NULL, 1, 1);
	put(other, "a", "2", NULL, 1, 1);
	put(s, "a", "3", NULL, 1, 1);
	store_close(s);
	store_close(other);
}

static void test_full_disk(void)
{
	struct store *s = open_new();
	struct store_row r = row("a", "big", NULL, 1, 1);
	static char big[200000];
	struct rlimit limit, old;
	bool fresh;

	put(s, "a", "1", NULL, 1, 1);
	memset(big, 'x', sizeof(big));
	r.body = big;
	r.len = sizeof(big);
	signal(SIGXFSZ, SIG_IGN);
	CHECK(getrlimit(RLIMIT_FSIZE, &old) == 0);
	limit = old;
	limit.rlim_cur = sizeof(big);
	CHECK(setrlimit(RLIMIT_FSIZE, &limit) == 0);
	CHECK(store_begin(s) == DB_OK);
	CHECK(store_put(s, &fresh, &r) == DB_OK);
	CHECK(store_commit(s) == DB_IO);
	CHECK(strstr(store_message(s), "cannot be read or written"));
	store_rollback(s);
	CHECK(setrlimit(RLIMIT_FSIZE, &old) == 0);
	scan_is(s, ALL, "1");
	put(s, "a", "2", NULL, 2, 2);
	scan_is(s, ALL, "1 2");
	store_close(s);
}

/* What was committed outlives the process, and only that. */
static void test_killed(void)
{
	struct store_row r = row("a", "uncommitted", NULL, 2, 2);
	struct store *s;
	bool fresh;
	int status;
	pid_t pid;

	store_close(open_new());
	pid = fork();
	CHECK(pid >= 0);
	if (pid == 0) {
		s = open_same();
		put(s, "a", "committed", NULL, 1, 1);
		if (store_begin(s) == DB_OK &&
		    store_put(s, &fresh, &r) == DB_OK)
			raise(SIGKILL);
		_exit(1);
	}
	CHECK(waitpid(pid, &status, 0) == pid && WIFSIGNALED(status));
	s = open_same();
	scan_is(s, ALL, "committed");
	store_close(s);
}

int main(void)
{
	fixture_begin();
	test_will_not_open();
	test_once();
	test_conflict_is_refused();
	test_every_field_comes_back();
	test_frame_is_whole_or_not();
	test_names_after_rollback();
	test_order_and_filters();
	test_last();
	test_locked();
	test_full_disk();
	test_killed();
	fixture_end();
	printf("test_store: pass\n");
	return 0;
}
