/* tail.c - store-log tail: the newest records, and those that come. */
#include "verbs.h"

#include <time.h>
#include <unistd.h>

#define LOOK_MS 200 /* how often a follower looks */

static bool follow;
static const char *market;
static struct store_query query = { .newest = 10 };

const struct opt tail_options[] = {
	OPT_FLAG_('f', "follow", &follow, "go on with what is stored from now"),
	OPT_STR_('m', "market", &market, "<name>", "of this market only"),
	OPT_INT_('n', "lines", &query.newest, "<n>", 0, REC_INT_MAX - 1,
		 "begin with the newest n (10)"),
	OPT_END_,
};

struct tail {
	struct store *store;
	struct out out;
};

static bool write_and_mark(void *ctx, const struct store_row *row)
{
	struct tail *t = ctx;

	query.after = row->seq;
	return write_row(&t->out, row);
}

/* What is there and was not looked at yet.  Rows that arrive while it prints are
 * either printed, or the next look's. */
static void print(struct tail *t)
{
	int64_t seen;
	enum db_err e = store_newest_seq(t->store, &seen);

	if (!e && seen > query.after)
		e = store_scan(t->store, &query, write_and_mark, t);
	if (e)
		store_die(t->store, e);
	if (query.after < seen)
		query.after = seen;
	out_flush(&t->out);
}

static void skip_all(struct tail *t)
{
	enum db_err e = store_newest_seq(t->store, &query.after);

	if (e)
		store_die(t->store, e);
}

int tail_run(int n, char **operands)
{
	const struct timespec pause = { .tv_nsec = LOOK_MS * 1000000L };
	struct tail t = { .store = store_or_die(STORE_READ) };

	query.types = n ? (const char *const *)operands : NULL;
	query.market = market;
	out_open(&t.out, STDOUT_FILENO);
	if (query.newest)
		print(&t);
	else
		skip_all(&t);
	query.newest = 0;
	while (follow) {
		nanosleep(&pause, NULL);
		print(&t);
	}
	out_close(&t.out);
	store_close(t.store);
	return MM_OK;
}
