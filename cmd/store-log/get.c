/* get.c - store-log get: what is stored, printed or written into frames. */
#include "verbs.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *last; /* --last, or NULL */
static const char *market;
static struct frame_options run = { .now_ms = REC_NONE_INT };
static struct store_query query;

const struct opt get_options[] = {
	OPT_STR_('l', "last", &last, "<types>",
		 "in each frame, write those of the newest stored frame that "
		 "has them"),
	OPT_STR_('m', "market", &market, "<name>", "of this market only"),
	OPT_INT_(0, "from-ms", &query.from_ms, "<ms>", 0, REC_INT_MAX - 1,
		 "none before this time"),
	OPT_INT_(0, "to-ms", &query.to_ms, "<ms>", 1, REC_INT_MAX - 1,
		 "only before this time"),
	OPT_INT_(0, "now-ms", &run.now_ms, "<ms>", 0, REC_INT_MAX - 1,
		 "with --last: let end of file close the frame"),
	OPT_END_,
};

struct lasts {
	struct store *store; /* NULL: not open */
	const char **types;
};

/* The rows of one type; a grid is nothing without its orders. */
static enum db_err write_last(struct frame *f, const char *type)
{
	struct lasts *l = f->ctx;
	const char *beside = strcmp(type, "grid") == 0 ? "order" : NULL;
	const char *const types[] = { type, beside, NULL };

	return store_last(l->store, types, market, write_row, &f->out);
}

static void close_frame(struct frame *f, const struct rec_cycle *cycle)
{
	struct lasts *l = f->ctx;
	enum db_err e = DB_OK;

	(void)cycle;
	if (!l->store)
		e = store_open(&l->store, store_path(), STORE_READ, DB_BUSY_MS);
	for (const char **type = l->types; *type && !e; type++)
		e = write_last(f, *type);
	if (!e)
		return;
	/* No store yet: the first frame of a bot. */
	if (e != DB_NOTFOUND)
		frame_refuse(f, "store_unreadable", "%s",
			     store_message(l->store));
	store_close(l->store);
	l->store = NULL;
}

static enum mm_exit get_last(char **files)
{
	static const struct rec_use none[] = { { 0, NULL } };
	const struct stage stage = { .uses = none, .close = close_frame };
	struct lasts l = { .store = NULL };
	char *types = mem_strdup(last);
	enum mm_exit code;

	l.types = list_split(types, "--last");
	run.files = files;
	code = frame_run(&stage, &run, &l);
	store_close(l.store);
	free(l.types);
	free(types);
	return code;
}

int get_run(int n, char **operands)
{
	struct store *s;
	struct out out;
	enum db_err e;

	if (last) {
		if (query.from_ms || query.to_ms)
			mm_die(MM_USAGE, "--last has no --from-ms or --to-ms");
		return (int)get_last(operands);
	}
	if (!n)
		mm_die(MM_USAGE, "get: which types? (try --help)");
	query_range(&query);
	query.types = (const char *const *)operands;
	query.market = market;
	s = store_or_die(STORE_READ);
	out_open(&out, STDOUT_FILENO);
	e = store_scan(s, &query, write_row, &out);
	if (e)
		store_die(s, e);
	out_close(&out);
	store_close(s);
	return MM_OK;
}
