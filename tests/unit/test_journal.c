/* test_journal - the outbox: durable before the send, never sent twice. */
#include "check.h"
#include "io/db.h"
#include "io/journal.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static char dir[] = "/tmp/mm-test-journal-XXXXXX";
static char path[sizeof(dir) + 16];

static struct journal *open_new(void)
{
	static const char *const tails[] = { "", "-wal", "-shm" };
	char name[sizeof(path) + 8];
	struct journal *j;

	for (size_t i = 0; i < COUNT(tails); i++) {
		snprintf(name, sizeof(name), "%s%s", path, tails[i]);
		CHECK(unlink(name) == 0 || errno == ENOENT);
	}
	CHECK(journal_open(&j, path, 0) == DB_OK);
	return j;
}

static struct journal *again(struct journal *j)
{
	journal_close(j);
	CHECK(journal_open(&j, path, 0) == DB_OK);
	return j;
}

static struct journal_entry entry(const char *intent, const char *attempt)
{
	return (struct journal_entry){ .intent_id = intent,
				       .attempt = attempt,
				       .lane = "BMV/SOL w1",
				       .action = "place",
				       .class = "risk",
				       .slot = "",
				       .roll = "",
				       .body = "{\"price\":\"1\"}",
				       .body_len = 13,
				       .since_ms = 1000,
				       .recorded_ms = 2000,
				       .valid_until = 77 };
}

/* Records one intent in one attempt; is it to be sent? */
static bool record(struct journal *j, const char *intent, const char *attempt)
{
	struct journal_entry e = entry(intent, attempt);
	bool send;

	CHECK(journal_record(j, &send, &e, 1) == DB_OK);
	return send;
}

static void settle(struct journal *j, const char *attempt,
		   enum journal_state state, int64_t landed)
{
	struct journal_outcome o = { .attempt = attempt,
				     .outcome = journal_state_text(state),
				     .landed_slot = landed,
				     .state = state };

	CHECK(journal_settle(j, &o, 1) == DB_OK);
}

/* Landed, but not for good: note is to come back until it is. */
static void watch(struct journal *j, const char *attempt, const char *note)
{
	struct journal_outcome o = { .attempt = attempt,
				     .outcome = "",
				     .note = note,
				     .landed_slot = 5,
				     .state = JOURNAL_DONE,
				     .watch = note != NULL };

	CHECK(journal_settle(j, &o, 1) == DB_OK);
}

/* What a reader said, as "intent/attempt/state intent/…". */
struct list {
	char text[4096];
	size_t len;
	int stop_after;
};

static bool add(void *ctx, const struct journal_entry *e)
{
	struct list *l = ctx;

	l->len +=
		(size_t)snprintf(l->text + l->len, sizeof(l->text) - l->len,
				 "%s%s/%s/%s", l->len ? " " : "", e->intent_id,
				 e->attempt, journal_state_text(e->state));
	return --l->stop_after != 0;
}

static void open_is(struct journal *j, const char *expected)
{
	struct list l = { .len = 0 };

	CHECK(journal_open_attempts(j, add, &l) == DB_OK);
	CHECK(strcmp(l.text, expected) == 0);
}

static void landed_is(struct journal *j, const char *expected)
{
	struct list l = { .len = 0 };

	CHECK(journal_landed(j, add, &l) == DB_OK);
	CHECK(strcmp(l.text, expected) == 0);
}

static void test_will_not_open(void)
{
	struct journal *j;
	FILE *f;

	CHECK(journal_open(&j, "/nowhere/journal.db", 0) == DB_IO);
	CHECK(strstr(journal_message(j), "/nowhere/journal.db: cannot be"));
	journal_close(j);
	journal_close(NULL);

	CHECK((f = fopen(path, "w")));
	for (int i = 0; i < 1000; i++)
		fputs("garbage ", f);
	CHECK(fclose(f) == 0);
	CHECK(journal_open(&j, path, 0) == DB_CORRUPT);
	journal_close(j);
}

static void test_newer(void)
{
	struct journal *j = open_new();
	sqlite3 *h;

	journal_close(j);
	CHECK(sqlite3_open(path, &h) == SQLITE_OK);
	CHECK(sqlite3_exec(h, "PRAGMA user_version=1000", NULL, NULL, NULL) ==
	      SQLITE_OK);
	sqlite3_close(h);
	CHECK(journal_open(&j, path, 0) == DB_NEWER);
	CHECK(strstr(journal_message(j), "newer version"));
	journal_close(j);
}

static void test_held_until_proven_dead(void)
{
	struct journal *j = open_new();

	CHECK(record(j, "i", "a1"));
	CHECK(!record(j, "i", "a1"));
	CHECK(!record(j, "i", "a2"));
	settle(j, "a1", JOURNAL_UNKNOWN, 0);
	CHECK(!record(j, "i", "a2"));
	settle(j, "a1", JOURNAL_CANCELLING, 0);
	CHECK(!record(j, "i", "a2"));
	open_is(j, "i/a1/cancelling");
	settle(j, "a1", JOURNAL_DEAD, 0);
	open_is(j, "");
	CHECK(record(j, "i", "a2"));
	settle(j, "a2", JOURNAL_FAILED, 0);
	CHECK(record(j, "i", "a3"));
	settle(j, "a3", JOURNAL_DONE, 5);
	CHECK(!record(j, "i", "a4"));
	settle(j, "a3", JOURNAL_SENT, 0); /* its block was reorganised away */
	open_is(j, "i/a3/sent");
	CHECK(!record(j, "i", "a4"));
	journal_close(j);
}

static void test_attempt_is_whole_or_not(void)
{
	struct journal *j = open_new();
	struct journal_entry e[] = { entry("i1", "tx1"), entry("i2", "tx1"),
				     entry("i3", "tx2"), entry("i2", "tx3"),
				     entry("i4", "tx3"), entry("i5", "tx4") };
	bool send[COUNT(e)];

	CHECK(journal_record(j, send, e, COUNT(e)) == DB_OK);
	CHECK(send[0] && send[1] && send[2] && !send[3] && !send[4] && send[5]);
	open_is(j, "i1/tx1/sent i2/tx1/sent i3/tx2/sent i5/tx4/sent");
	settle(j, "tx1", JOURNAL_FAILED, 0);
	open_is(j, "i3/tx2/sent i5/tx4/sent");

	/* An attempt's id is used once, even when it is dead. */
	CHECK(journal_record(j, send, e, 1) == DB_CONFLICT);
	CHECK(!send[0] && strstr(journal_message(j), "tx1"));
	/* And one bad attempt sends nothing of the call. */
	e[1] = entry("i6", "tx6");
	e[2] = entry("i1", "tx1");
	CHECK(journal_record(j, send, e + 1, 2) == DB_CONFLICT);
	CHECK(!send[0] && !send[1]);
	open_is(j, "i3/tx2/sent i5/tx4/sent");
	/* One intent twice in one attempt. */
	e[0] = e[1] = entry("i7", "tx7");
	CHECK(journal_record(j, send, e, 2) == DB_CONFLICT && !send[0]);
	journal_close(j);
}

static bool check_fields(void *ctx, const struct journal_entry *e)
{
	*(int *)ctx += 1;
	CHECK(strcmp(e->intent_id, "i") == 0 && strcmp(e->attempt, "a") == 0);
	CHECK(strcmp(e->lane, "1/0xab") == 0);
	CHECK(strcmp(e->action, "approve") == 0);
	CHECK(strcmp(e->class, "reduce") == 0);
	CHECK(strcmp(e->slot, "m w 3") == 0);
	CHECK(strcmp(e->roll, "ROLL-1") == 0 && e->final);
	CHECK(e->body_len == 5 && memcmp(e->body, "\0a\nb\xff", 5) == 0);
	CHECK(e->since_ms == -5 && e->recorded_ms == INT64_MAX);
	CHECK(e->valid_until == 1 && e->landed_slot == 9);
	CHECK(e->state == JOURNAL_DONE && strcmp(e->outcome, "done") == 0);
	CHECK(*e->note == '\0' && !e->watched);
	return true;
}

static void test_every_field_comes_back(void)
{
	struct journal *j = open_new();
	struct journal_entry e = { .intent_id = "i",
				   .attempt = "a",
				   .lane = "1/0xab",
				   .action = "approve",
				   .class = "reduce",
				   .slot = "m w 3",
				   .roll = "ROLL-1",
				   .final = true,
				   .body = "\0a\nb\xff",
				   .body_len = 5,
				   .since_ms = -5,
				   .recorded_ms = INT64_MAX,
				   .valid_until = 1 };
	int n = 0;
	bool send;

	CHECK(journal_record(j, &send, &e, 1) == DB_OK && send);
	settle(j, "a", JOURNAL_DONE, 9);
	j = again(j);
	CHECK(journal_intent(j, "i", check_fields, &n) == DB_OK && n == 1);
	CHECK(journal_landed(j, check_fields, &n) == DB_OK && n == 2);
	CHECK(journal_intent(j, "other", check_fields, &n) == DB_OK && n == 2);

	e = entry("empty", "b");
	e.body_len = 0;
	e.body = NULL;
	CHECK(journal_record(j, &send, &e, 1) == DB_OK && send);
	journal_close(j);
}

static void test_readers_stop_and_order(void)
{
	struct journal *j = open_new();
	struct list l = { .stop_after = 2 };
	struct list all = { .len = 0 };

	CHECK(record(j, "z", "1") && record(j, "y", "2") &&
	      record(j, "x", "3"));
	CHECK(journal_open_attempts(j, add, &l) == DB_OK);
	CHECK(strcmp(l.text, "z/1/sent y/2/sent") == 0);
	/* A reading cut short holds nothing up. */
	settle(j, "1", JOURNAL_DEAD, 0);
	CHECK(record(j, "z", "4"));
	CHECK(journal_intent(j, "z", add, &all) == DB_OK);
	CHECK(strcmp(all.text, "z/1/dead z/4/sent") == 0);
	journal_close(j);
}

static bool note_is(void *ctx, const struct journal_entry *e)
{
	CHECK(e->watched && strcmp(e->note, ctx) == 0);
	return true;
}

static void test_watched(void)
{
	struct journal *j = open_new();
	struct list l = { .len = 0 }, m = { .len = 0 }, one = { .len = 0 };
	char note[] = "to be told";

	CHECK(record(j, "i", "a") && record(j, "j", "b") &&
	      record(j, "k", "c"));
	watch(j, "a", note);
	settle(j, "b", JOURNAL_DEAD, 0);
	CHECK(journal_watched(j, add, &l) == DB_OK);
	CHECK(strcmp(l.text, "i/a/done k/c/sent") == 0);
	CHECK(journal_attempt(j, "a", note_is, note) == DB_OK);
	CHECK(journal_attempt(j, "b", add, &one) == DB_OK);
	CHECK(strcmp(one.text, "j/b/dead") == 0);
	/* What is watched is not forgotten. */
	CHECK(journal_forget(j, INT64_MAX) == DB_OK);
	CHECK(journal_attempt(j, "a", note_is, note) == DB_OK);
	watch(j, "a", NULL);
	CHECK(journal_watched(j, add, &m) == DB_OK);
	CHECK(strcmp(m.text, "k/c/sent") == 0);
	journal_close(j);
}

/* Two who look up the same attempt: the second to know writes nothing. */
static void test_learn(void)
{
	struct journal *j = open_new();
	static const char *const fresh[] = { "", "" }, *const old[] = { "x",
									"" };
	struct journal_outcome o[] = {
		{ .attempt = "a", .outcome = "x", .state = JOURNAL_DONE },
		{ .attempt = "b", .outcome = "y", .state = JOURNAL_DEAD },
	};
	bool took[2];

	CHECK(record(j, "i", "a") && record(j, "j", "b"));
	CHECK(journal_learn(j, took, fresh, o, 1) == DB_OK && took[0]);
	o[0].state = JOURNAL_SENT;
	CHECK(journal_learn(j, took, fresh, o, 2) == DB_OK);
	CHECK(!took[0] && took[1]);
	open_is(j, "");
	CHECK(journal_learn(j, took, old, o, 2) == DB_OK);
	CHECK(took[0] && !took[1]);
	open_is(j, "i/a/sent");
	journal_close(j);
}

/* A journal of the first version is taken over with what is open in it. */
static void test_older(void)
{
	struct journal *j = open_new();
	struct list l = { .len = 0 };
	sqlite3 *h;

	CHECK(record(j, "i", "a"));
	journal_close(j);
	CHECK(sqlite3_open(path, &h) == SQLITE_OK);
	CHECK(sqlite3_exec(h,
			   "DROP INDEX attempt_watched;"
			   "DROP INDEX attempt_roll;"
			   "ALTER TABLE attempt DROP COLUMN roll;"
			   "ALTER TABLE attempt DROP COLUMN final;"
			   "ALTER TABLE attempt DROP COLUMN note;"
			   "ALTER TABLE attempt DROP COLUMN watched;"
			   "PRAGMA user_version=1",
			   NULL, NULL, NULL) == SQLITE_OK);
	sqlite3_close(h);
	CHECK(journal_open(&j, path, 0) == DB_OK);
	CHECK(journal_watched(j, add, &l) == DB_OK);
	CHECK(strcmp(l.text, "i/a/sent") == 0);
	watch(j, "a", "x");
	journal_close(j);
}

/* Nothing read keeps an old snapshot open: two processes can write in turn. */
static void test_two_writers(void)
{
	struct journal *j = open_new(), *k;
	struct list l = { .stop_after = 1 };

	CHECK(journal_open(&k, path, 0) == DB_OK);
	CHECK(record(j, "i", "a") && record(j, "j", "b"));
	CHECK(!record(j, "i", "a"));
	CHECK(record(k, "k", "c"));
	CHECK(record(j, "l", "d"));
	CHECK(journal_open_attempts(j, add, &l) == DB_OK);
	settle(k, "a", JOURNAL_DEAD, 0);
	settle(j, "b", JOURNAL_DEAD, 0);
	open_is(j, "k/c/sent l/d/sent");
	journal_close(j);
	journal_close(k);
}

static void test_settle_all_or_nothing(void)
{
	struct journal *j = open_new();
	struct journal_outcome o[] = {
		{ .attempt = "a", .outcome = "", .state = JOURNAL_DEAD },
		{ .attempt = "nobody", .outcome = "", .state = JOURNAL_DEAD },
	};

	CHECK(record(j, "i", "a"));
	CHECK(journal_settle(j, o, 2) == DB_NOTFOUND);
	CHECK(strstr(journal_message(j), "nobody"));
	open_is(j, "i/a/sent");
	journal_close(j);
}

/* The newest landed order of each slot, against a plain walk; other actions,
 * open and dead attempts never show. */
static void test_landed_against_walk(void)
{
	enum { N = 400, SLOTS = 7 };
	static char id[N][8];
	struct journal *j = open_new();
	char slots[SLOTS][4], expected[4096] = "";
	int newest[SLOTS], of[N];
	uint64_t seed = 3;
	size_t len = 0;

	for (int s = 0; s < SLOTS; s++) {
		slots[s][0] = '\0'; /* the first is the empty name */
		if (s)
			snprintf(slots[s], sizeof(slots[s]), "s%d", s);
		newest[s] = -1;
	}
	for (int i = 0; i < N; i++) {
		struct journal_entry e;
		bool send;

		snprintf(id[i], sizeof(id[i]), "a%d", i);
		e = entry(id[i], id[i]);
		of[i] = (int)check_pick(&seed, 0, SLOTS - 1);
		e.slot = slots[of[i]];
		e.recorded_ms = i;
		CHECK(journal_record(j, &send, &e, 1) == DB_OK && send);
		switch (check_pick(&seed, 0, 3)) {
		case 0:
			settle(j, id[i], JOURNAL_DONE, i);
			newest[of[i]] = i;
			break;
		case 1:
			settle(j, id[i], JOURNAL_DEAD, 0);
			break;
		default:
			break;
		}
	}
	for (int i = 0; i < N; i++)
		if (of[i] && newest[of[i]] == i)
			len += (size_t)snprintf(
				expected + len, sizeof(expected) - len,
				"%s%s/%s/done", len ? " " : "", id[i], id[i]);
	landed_is(j, expected);
	CHECK(journal_forget(j, N) == DB_OK);
	landed_is(j, expected);
	journal_close(j);
}

static void test_forget(void)
{
	struct journal *j = open_new();
	struct list l = { .len = 0 };
	struct journal_entry e;
	int64_t slot = -1;
	bool send;

	CHECK(record(j, "open", "1") && record(j, "dead", "2"));
	CHECK(record(j, "low", "3") && record(j, "high", "4"));
	settle(j, "2", JOURNAL_DEAD, 0);
	settle(j, "3", JOURNAL_DONE, 10);
	settle(j, "4", JOURNAL_DONE, 20);
	e = entry("late", "5");
	e.recorded_ms = 2001;
	CHECK(journal_record(j, &send, &e, 1) == DB_OK && send);
	settle(j, "5", JOURNAL_FAILED, 0);

	CHECK(journal_lane_slot(j, &slot, "BMV/SOL w1") == DB_OK && slot == 20);
	CHECK(journal_lane_slot(j, &slot, "other") == DB_OK && slot == 0);
	CHECK(journal_forget(j, 2001) == DB_OK);
	CHECK(journal_intent(j, "dead", add, &l) == DB_OK && !l.len);
	CHECK(journal_intent(j, "low", add, &l) == DB_OK && !l.len);
	CHECK(journal_intent(j, "high", add, &l) == DB_OK);
	CHECK(journal_intent(j, "open", add, &l) == DB_OK);
	CHECK(journal_intent(j, "late", add, &l) == DB_OK);
	CHECK(strcmp(l.text, "high/4/done open/1/sent late/5/failed") == 0);
	CHECK(journal_lane_slot(j, &slot, "BMV/SOL w1") == DB_OK && slot == 20);
	journal_close(j);
}

static void step(struct journal *j, const char *intent, const char *attempt,
		 const char *roll, bool final)
{
	struct journal_entry e = entry(intent, attempt);
	bool send;

	e.roll = roll;
	e.final = final;
	CHECK(journal_record(j, &send, &e, 1) == DB_OK && send);
}

static void rolls_are(struct journal *j, const char *expected)
{
	struct list l = { .len = 0 };

	CHECK(journal_rolls(j, add, &l) == DB_OK);
	CHECK(strcmp(l.text, expected) == 0);
}

/* The steps of a roll are there from the first landing to the last, and never
 * forgotten between; one that vanishes is no landing. */
static void test_rolls(void)
{
	struct journal *j = open_new();

	step(j, "burn", "1", "R", false);
	step(j, "other", "2", "S", false);
	rolls_are(j, "");
	settle(j, "1", JOURNAL_DONE, 7);
	settle(j, "2", JOURNAL_DEAD, 0);
	j = again(j);
	rolls_are(j, "burn/1/done");
	settle(j, "1", JOURNAL_SENT, 0);
	rolls_are(j, "");
	settle(j, "1", JOURNAL_DONE, 8);
	step(j, "swap", "3", "R", false);
	rolls_are(j, "burn/1/done swap/3/sent");
	settle(j, "3", JOURNAL_FAILED, 0);
	CHECK(record(j, "more", "4"));
	settle(j, "4", JOURNAL_DONE, 9);
	CHECK(journal_forget(j, INT64_MAX) == DB_OK);
	rolls_are(j, "burn/1/done swap/3/failed");
	step(j, "mint", "5", "R", true);
	rolls_are(j, "burn/1/done swap/3/failed mint/5/sent");
	settle(j, "5", JOURNAL_DONE, 10);
	rolls_are(j, "");
	settle(j, "5", JOURNAL_SENT, 0);
	rolls_are(j, "burn/1/done swap/3/failed mint/5/sent");
	settle(j, "5", JOURNAL_DONE, 11);
	CHECK(journal_forget(j, INT64_MAX) == DB_OK);
	settle(j, "5", JOURNAL_SENT, 0);
	rolls_are(j, "");
	journal_close(j);
}

/* Once record has returned, the process may die. */
static void test_killed_after_record(void)
{
	struct journal *j = open_new();
	int status;
	pid_t pid;

	journal_close(j);
	pid = fork();
	CHECK(pid >= 0);
	if (pid == 0) {
		if (journal_open(&j, path, 0) == DB_OK && record(j, "i", "a"))
			raise(SIGKILL);
		_exit(1);
	}
	CHECK(waitpid(pid, &status, 0) == pid && WIFSIGNALED(status));
	CHECK(journal_open(&j, path, 0) == DB_OK);
	open_is(j, "i/a/sent");
	CHECK(!record(j, "i", "b"));
	journal_close(j);
}

static void test_locked(void)
{
	struct journal *j = open_new();
	struct journal_entry e = entry("i", "a");
	bool send = true;
	sqlite3 *h;

	CHECK(sqlite3_open(path, &h) == SQLITE_OK);
	CHECK(sqlite3_exec(h, "BEGIN IMMEDIATE", NULL, NULL, NULL) ==
	      SQLITE_OK);
	CHECK(journal_record(j, &send, &e, 1) == DB_LOCKED && !send);
	open_is(j, ""); /* reading waits for nobody */
	CHECK(sqlite3_exec(h, "COMMIT", NULL, NULL, NULL) == SQLITE_OK);
	sqlite3_close(h);
	CHECK(record(j, "i", "a"));
	journal_close(j);
}

static void test_full_disk(void)
{
	struct journal *j = open_new();
	struct journal_entry e = entry("i", "a");
	static char big[100000];
	struct rlimit limit, old;
	bool send = true;

	e.body = big;
	e.body_len = sizeof(big);
	signal(SIGXFSZ, SIG_IGN);
	CHECK(getrlimit(RLIMIT_FSIZE, &old) == 0);
	limit = old;
	limit.rlim_cur = sizeof(big);
	CHECK(setrlimit(RLIMIT_FSIZE, &limit) == 0);
	CHECK(journal_record(j, &send, &e, 1) == DB_IO && !send);
	CHECK(setrlimit(RLIMIT_FSIZE, &old) == 0);
	open_is(j, "");
	CHECK(journal_record(j, &send, &e, 1) == DB_OK && send);
	journal_close(j);
}

int main(void)
{
	CHECK(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/journal.db", dir);
	test_will_not_open();
	test_newer();
	test_held_until_proven_dead();
	test_attempt_is_whole_or_not();
	test_every_field_comes_back();
	test_readers_stop_and_order();
	test_watched();
	test_learn();
	test_older();
	test_two_writers();
	test_settle_all_or_nothing();
	test_landed_against_walk();
	test_forget();
	test_rolls();
	test_killed_after_record();
	test_locked();
	test_full_disk();
	journal_close(open_new());
	CHECK(unlink(path) == 0 && rmdir(dir) == 0);
	printf("test_journal: pass\n");
	return 0;
}
