/* test_db - opening, refusing and migrating a database file. */
#include "check.h"
#include "io/db.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char dir[] = "/tmp/mm-test-db-XXXXXX";
static char path[sizeof(dir) + 8];

static const char *const steps[] = {
	"CREATE TABLE t(v INTEGER NOT NULL); INSERT INTO t VALUES(7);",
	"ALTER TABLE t ADD COLUMN w INTEGER; UPDATE t SET w = v + 1;",
	"UPDATE t SET w = 2 * w;",
};

enum { SQL_W, SQL_PUT };
static const char *const sql[] = { "SELECT w FROM t",
				   "INSERT INTO t(v) VALUES(?1)" };

#define KIND(id, n)                                                            \
	{                                                                      \
		.application_id = (id),                                        \
		.pragmas = "PRAGMA synchronous=NORMAL", .migration = steps,    \
		.version = (n), .sql = sql                                     \
	}
static const struct db_kind version1 = KIND(99, 1);
static const struct db_kind version3 = KIND(99, 3);
static const struct db_kind other = KIND(98, 3);

static void fresh(void)
{
	static const char *const tails[] = { "", "-wal", "-shm" };
	char name[sizeof(path) + 8];

	for (size_t i = 0; i < COUNT(tails); i++) {
		snprintf(name, sizeof(name), "%s%s", path, tails[i]);
		CHECK(unlink(name) == 0 || errno == ENOENT);
	}
}

static void write_file(const char *text, size_t len)
{
	FILE *f = fopen(path, "w");

	CHECK(f && fwrite(text, 1, len, f) == len && fclose(f) == 0);
}

/* Opens, expects e, closes. */
static void open_is(const struct db_kind *kind, enum db_mode mode,
		    enum db_err e)
{
	struct db d;
	enum db_err got = db_open(&d, kind, path, mode, 0);

	if (got != e)
		fprintf(stderr, "%s\n", d.message);
	CHECK(got == e);
	CHECK(!e == !d.message[0]);
	CHECK(!e || strstr(d.message, db_text(e)));
	db_close(&d);
}

static void test_refuses_what_is_not_ours(void)
{
	char noise[4096];
	struct stat st;

	fresh();
	open_is(&version1, DB_READ, DB_NOTFOUND);
	CHECK(stat(path, &st) != 0); /* and looking made nothing */
	write_file("", 0);
	open_is(&version1, DB_READ, DB_NOTFOUND);
	memset(noise, 'x', sizeof(noise));
	write_file(noise, sizeof(noise));
	open_is(&version1, DB_READ, DB_CORRUPT);
	open_is(&version1, DB_WRITE, DB_CORRUPT);

	fresh();
	open_is(&other, DB_WRITE, DB_OK);
	open_is(&version1, DB_WRITE, DB_FOREIGN);
	open_is(&version1, DB_READ, DB_FOREIGN);
	open_is(&version3, DB_WRITE, DB_FOREIGN);

	fresh();
	open_is(&version3, DB_WRITE, DB_OK);
	open_is(&version1, DB_WRITE, DB_NEWER);
	open_is(&version1, DB_READ, DB_NEWER);

	fresh();
	CHECK(mkdir(path, 0700) == 0);
	open_is(&version1, DB_WRITE, DB_IO);
	open_is(&version1, DB_READ, DB_IO);
	CHECK(rmdir(path) == 0);
}

/* A database someone else made, without an application id. */
static void test_refuses_unmarked(void)
{
	sqlite3 *h;

	fresh();
	CHECK(sqlite3_open(path, &h) == SQLITE_OK);
	CHECK(sqlite3_exec(h, "CREATE TABLE x(y)", NULL, NULL, NULL) ==
	      SQLITE_OK);
	sqlite3_close(h);
	open_is(&version1, DB_WRITE, DB_FOREIGN);
}

static void w_is(enum db_mode mode, int64_t w)
{
	struct db d;
	int64_t got = -1;

	CHECK(db_open(&d, &version3, path, mode, 5000) == DB_OK);
	CHECK(db_one(&d, db_stmt(&d, SQL_W), &got) == DB_OK);
	CHECK(got == w);
	db_close(&d);
}

static void test_migrates(void)
{
	fresh();
	w_is(DB_WRITE, 16); /* new: all steps */
	w_is(DB_WRITE, 16); /* each step once */
	fresh();
	open_is(&version1, DB_WRITE, DB_OK);
	w_is(DB_WRITE, 16);
	fresh();
	open_is(&version1, DB_WRITE, DB_OK);
	w_is(DB_READ, 16); /* a reader has it migrated */
	w_is(DB_READ, 16);
}

static void test_failed_step_changes_nothing(void)
{
	static const char *const bad[] = {
		"CREATE TABLE t(v INTEGER NOT NULL); INSERT INTO t VALUES(7);",
		"DROP TABLE t; NOT SQL;",
	};
	struct db_kind broken = { .application_id = 99,
				  .pragmas = "",
				  .migration = bad,
				  .version = 2,
				  .sql = sql };

	fresh();
	open_is(&version1, DB_WRITE, DB_OK);
	open_is(&broken, DB_WRITE, DB_CORRUPT);
	w_is(DB_WRITE, 16);
}

static void test_locked(void)
{
	struct db holder, d;

	fresh();
	CHECK(db_open(&holder, &version3, path, DB_WRITE, 0) == DB_OK);
	CHECK(db_begin(&holder) == DB_OK);
	CHECK(db_open(&d, &version3, path, DB_WRITE, 30) == DB_OK);
	CHECK(db_begin(&d) == DB_LOCKED);
	CHECK(strstr(d.message, db_text(DB_LOCKED)));
	w_is(DB_READ, 16); /* readers never wait */
	CHECK(db_commit(&holder) == DB_OK);
	CHECK(db_begin(&d) == DB_OK);
	db_rollback(&d);
	db_close(&d);
	db_close(&holder);
}

/* The first opener finds the empty file locked: it waits, as for any lock. */
static void test_waits_for_wal(void)
{
	int ready[2], status;
	char byte = 1;
	sqlite3 *h;
	pid_t pid;

	fresh();
	CHECK(pipe(ready) == 0);
	pid = fork();
	CHECK(pid >= 0);
	if (pid == 0) {
		if (sqlite3_open(path, &h) ||
		    sqlite3_exec(h, "BEGIN IMMEDIATE", NULL, NULL, NULL) ||
		    write(ready[1], &byte, 1) != 1)
			_exit(1);
		sqlite3_sleep(60);
		_exit(0);
	}
	CHECK(read(ready[0], &byte, 1) == 1);
	open_is(&version3, DB_WRITE, DB_LOCKED);
	w_is(DB_WRITE, 16);
	CHECK(waitpid(pid, &status, 0) == pid && status == 0);
	close(ready[0]);
	close(ready[1]);
}

/* A writer killed before WAL was on leaves a journal only a writer can undo. */
static void test_reads_after_a_kill(void)
{
	char journal[sizeof(path) + 8];
	int status;
	sqlite3 *h;
	pid_t pid;

	fresh();
	w_is(DB_WRITE, 16);
	snprintf(journal, sizeof(journal), "%s-journal", path);
	pid = fork();
	CHECK(pid >= 0);
	if (pid == 0) {
		if (sqlite3_open(path, &h) ||
		    sqlite3_exec(h,
				 "PRAGMA journal_mode=DELETE;"
				 "PRAGMA cache_size=1; BEGIN;"
				 "UPDATE t SET w = 0;"
				 "CREATE TABLE big AS SELECT zeroblob(100000);",
				 NULL, NULL, NULL))
			_exit(1);
		raise(SIGKILL);
	}
	CHECK(waitpid(pid, &status, 0) == pid && WIFSIGNALED(status));
	CHECK(access(journal, F_OK) == 0);
	w_is(DB_READ, 16);
	CHECK(access(journal, F_OK) != 0);
	w_is(DB_WRITE, 16);
}

/* Eight first openers at once: all succeed, one makes it. */
static void test_created_once(void)
{
	pid_t pid[8];

	fresh();
	for (size_t i = 0; i < COUNT(pid); i++) {
		struct db d;

		pid[i] = fork();
		CHECK(pid[i] >= 0);
		if (pid[i])
			continue;
		if (db_open(&d, &version3, path, DB_WRITE, 20000) != DB_OK)
			_exit(1);
		_exit(0);
	}
	for (size_t i = 0; i < COUNT(pid); i++) {
		int status;

		CHECK(waitpid(pid[i], &status, 0) == pid[i] && status == 0);
	}
	w_is(DB_WRITE, 16);
}

static enum db_err put_many(struct db *d, int n)
{
	enum db_err e = db_begin(d);

	for (int i = 0; i < n && !e; i++) {
		sqlite3_stmt *st = db_stmt(d, SQL_PUT);

		db_bind_int(d, st, 1, i);
		e = db_run(d, st);
	}
	if (!e)
		e = db_commit(d);
	db_rollback(d);
	return e;
}

static int64_t count(struct db *d)
{
	sqlite3_stmt *st = db_prepare(d, "SELECT count(*) FROM t");
	int64_t n = -1;

	CHECK(db_one(d, st, &n) == DB_OK);
	sqlite3_finalize(st);
	return n;
}

/* No room: nothing of the transaction is there, what was there still is, and
 * with room again the same connection goes on. */
static void test_full(void)
{
	struct rlimit limit, old;
	struct db d;

	fresh();
	CHECK(db_open(&d, &version3, path, DB_WRITE, 0) == DB_OK);
	CHECK(db_exec(&d, "PRAGMA max_page_count=4") == DB_OK);
	CHECK(put_many(&d, 10000) == DB_IO);
	CHECK(strstr(d.message, "full"));
	CHECK(count(&d) == 1);
	CHECK(db_exec(&d, "PRAGMA max_page_count=1000000") == DB_OK);

	signal(SIGXFSZ, SIG_IGN);
	CHECK(getrlimit(RLIMIT_FSIZE, &old) == 0);
	limit = old;
	limit.rlim_cur = 20000;
	CHECK(setrlimit(RLIMIT_FSIZE, &limit) == 0);
	CHECK(put_many(&d, 10000) == DB_IO);
	CHECK(setrlimit(RLIMIT_FSIZE, &old) == 0);
	CHECK(count(&d) == 1);
	CHECK(put_many(&d, 10000) == DB_OK);
	CHECK(count(&d) == 10001);
	db_close(&d);
}

/* Damage past the first page is found when it is read. */
static void test_damaged(void)
{
	struct db d;
	sqlite3_stmt *st;
	int64_t n = 0;
	FILE *f;

	fresh();
	CHECK(db_open(&d, &version3, path, DB_WRITE, 0) == DB_OK);
	CHECK(put_many(&d, 10000) == DB_OK);
	db_close(&d);
	CHECK((f = fopen(path, "r+")) && fseek(f, 3 * 4096, SEEK_SET) == 0);
	for (int i = 0; i < 8 * 4096; i++)
		CHECK(fputc(0xa5, f) != EOF);
	CHECK(fclose(f) == 0);
	CHECK(db_open(&d, &version3, path, DB_READ, 0) == DB_OK);
	st = db_prepare(&d, "SELECT sum(v) FROM t");
	CHECK(db_one(&d, st, &n) == DB_CORRUPT);
	sqlite3_finalize(st);
	db_close(&d);
}

int main(void)
{
	CHECK(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/t.db", dir);
	test_refuses_what_is_not_ours();
	test_refuses_unmarked();
	test_migrates();
	test_failed_step_changes_nothing();
	test_locked();
	test_waits_for_wal();
	test_reads_after_a_kill();
	test_created_once();
	test_full();
	test_damaged();
	fresh();
	CHECK(rmdir(dir) == 0);
	printf("test_db: pass\n");
	return 0;
}
