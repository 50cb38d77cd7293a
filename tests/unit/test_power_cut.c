/* test_power_cut - what a cut leaves: of the journal every record that was
 * confirmed, of the store whole frames in their order. */
#include "cut_vfs.h"

#include "io/journal.h"
#include "io/store.h"

#include <errno.h>
#include <stdio.h>

#define ROUNDS 150
#define CALLS  60 /* the power fails at one of so many */

static char dir[] = "/tmp/mm-test-cut-XXXXXX";
static char path[sizeof(dir) + 16];

static void fresh(const char *name)
{
	static const char *const tails[] = { "", "-wal", "-shm", "-journal" };
	char file[sizeof(path) + 16];

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	for (size_t i = 0; i < COUNT(tails); i++) {
		snprintf(file, sizeof(file), "%s%s", path, tails[i]);
		CHECK(unlink(file) == 0 || errno == ENOENT);
	}
}

/* Cut: the shared memory beside the file is lost too. */
static void cut(uint64_t *seed)
{
	char file[sizeof(path) + 16];

	cut_happens(seed);
	snprintf(file, sizeof(file), "%s-shm", path);
	CHECK(unlink(file) == 0 || errno == ENOENT);
}

static bool count(void *ctx, const struct journal_entry *e)
{
	(void)e;
	*(int *)ctx += 1;
	return true;
}

/* Records and settles until the power fails.  *sent: attempts that may leave;
 * *settled: outcomes that were confirmed. */
static void journal_until_dark(int *sent, int *settled)
{
	struct journal *j;
	char id[16];
	bool send;

	*sent = *settled = 0;
	if (journal_open(&j, path, 0) != DB_OK) {
		journal_close(j);
		return;
	}
	for (;; (*settled)++) {
		struct journal_entry e = { .intent_id = id,
					   .attempt = id,
					   .lane = "l",
					   .action = "place",
					   .class = "risk",
					   .slot = "",
					   .roll = "",
					   .body = id,
					   .body_len = 1 };
		struct journal_outcome o = { .attempt = id,
					     .outcome = "",
					     .state = JOURNAL_DEAD };

		snprintf(id, sizeof(id), "%d", *sent);
		if (journal_record(j, &send, &e, 1) != DB_OK)
			break;
		CHECK(send);
		++*sent;
		if (journal_settle(j, &o, 1) != DB_OK)
			break;
	}
	journal_close(j);
}

static void test_journal(uint64_t *seed)
{
	struct journal *j;
	int sent, settled, open;
	char id[16];

	fresh("journal.db");
	cut_after((int)check_pick(seed, 1, CALLS));
	journal_until_dark(&sent, &settled);
	cut(seed);
	CHECK(journal_open(&j, path, 0) == DB_OK);
	for (int i = 0; i < sent; i++) {
		int n = 0;

		snprintf(id, sizeof(id), "%d", i);
		CHECK(journal_intent(j, id, count, &n) == DB_OK && n == 1);
	}
	/* At most the one in hand is open, and it may be there unconfirmed. */
	open = 0;
	CHECK(journal_open_attempts(j, count, &open) == DB_OK);
	CHECK(open <= 1 && settled + open >= sent);
	journal_close(j);
	cut_happens(NULL);
}

/* A frame is two rows and two trades; the trades' sums are checked by the store. */
static enum db_err put_frame(struct store *s, int64_t frame)
{
	char a[32], b[32];
	struct store_row row = { .type = "book",
				 .identity = a,
				 .body = "body",
				 .len = 4,
				 .ts_ms = frame,
				 .cycle = frame };
	struct store_trade trade = { .market = "M",
				     .source = "S",
				     .id = b,
				     .price = dec_make(3, 0),
				     .size = dec_make(7, 1),
				     .ts_ms = frame * 50000 };
	enum db_err e = store_begin(s);
	bool fresh;

	for (int i = 0; i < 2 && !e; i++) {
		snprintf(a, sizeof(a), "%lld %d", (long long)frame, i);
		snprintf(b, sizeof(b), "%lld.%d", (long long)frame, i);
		if (!(e = store_put(s, &fresh, &row)))
			e = store_put_trade(s, &fresh, &trade, &row);
	}
	return e ? e : store_commit(s);
}

struct walk {
	int64_t cycle;
	int n;
};

/* Frame after frame from 1 on, four rows each. */
static bool in_turn(void *ctx, const struct store_row *row)
{
	struct walk *w = ctx;

	if (w->n == 4 || !w->cycle) {
		w->cycle++;
		w->n = 0;
	}
	CHECK(row->cycle == w->cycle);
	w->n++;
	return true;
}

static void say(void *ctx, const char *what)
{
	(void)ctx;
	fprintf(stderr, "store_check: %s\n", what);
}

/* Frames until the power fails.  A store that is closed is copied into its file and
 * synced; one is every few frames.  *frame: the one in hand; returns the last that
 * was synced. */
static int64_t store_until_dark(int64_t *frame)
{
	int64_t synced = 0;
	struct store *s;

	for (*frame = 1;; synced = *frame - 1) {
		enum db_err e = store_open(&s, path, STORE_WRITE, 0);

		for (int i = 0; i < 3 && !e; i++)
			if (!(e = put_frame(s, *frame)))
				++*frame;
		store_close(s);
		if (e || cut_dark)
			return synced;
	}
}

static void test_store(uint64_t *seed)
{
	const struct store_query all = { .types = NULL };
	struct walk w = { .n = 0 };
	struct store *s;
	int64_t frame, synced;

	fresh("mm.db");
	cut_after((int)check_pick(seed, 1, 10 * CALLS));
	synced = store_until_dark(&frame);
	cut(seed);
	CHECK(store_open(&s, path, STORE_WRITE, 0) == DB_OK);
	CHECK(store_check(s, say, NULL) == DB_OK);
	CHECK(store_scan(s, &all, in_turn, &w) == DB_OK);
	CHECK(w.n == 4 || !w.cycle);
	CHECK(w.cycle >= synced && w.cycle <= frame);
	CHECK(put_frame(s, frame) == DB_OK);
	store_close(s);
	cut_happens(NULL);
}

int main(void)
{
	uint64_t seed = 7;

	CHECK(mkdtemp(dir));
	cut_install();
	for (int i = 0; i < check_times(ROUNDS); i++) {
		test_journal(&seed);
		test_store(&seed);
	}
	fresh("journal.db");
	fresh("mm.db");
	CHECK(rmdir(dir) == 0);
	printf("test_power_cut: pass\n");
	return 0;
}
