/* store-log - keep every record once, and give it back; see store-log(1). */
#include "base/err.h"
#include "base/home.h"
#include "base/opt.h"
#include "data/rec_event.h"
#include "data/rec_refusal.h"
#include "store-log/verbs.h"

static const char *db; /* --db, or NULL for MM_HOME/mm.db */

static const struct opt options[] = {
	OPT_STR_('d', "db", &db, "<file>", "the store (MM_HOME/mm.db)"),
	OPT_END_,
};

const char *store_path(void)
{
	if (!db)
		db = home_path("mm.db");
	return db;
}

struct store *store_or_die(enum store_mode mode)
{
	struct store *s;
	enum db_err e = store_open(&s, store_path(), mode, DB_BUSY_MS);

	if (e)
		store_die(s, e);
	return s;
}

noreturn void store_die(const struct store *s, enum db_err e)
{
	mm_die(db_exit(e), "%s", store_message(s));
}

/* put reads every type there is, each for its identity. */
static void dump_records(void)
{
	static const struct rec_use made[] = {
		{ REC_MAKES, &rec_event_type },
		{ REC_MAKES, &rec_refusal_type },
		{ 0, NULL },
	};

	uses_dump(put_uses(), false);
	uses_dump(made, false);
}

/* clang-format off */
static const struct opt_verb verbs[] = {
	{ "put", "[file ...]", "store each frame, then let its cycle pass",
	  put_options, put_run, false },
	{ "get", "<type> ... | --last <types> [file ...]",
	  "print what is stored, or write the last into each frame",
	  get_options, get_run, false },
	{ "tail", "[type ...]", "print the newest, and with -f what comes",
	  tail_options, tail_run, false },
	{ "export", "[type ...]", "print everything, as records or as a table",
	  export_options, export_run, false },
	{ "check", "", "read everything and say what is wrong", NULL,
	  check_run, false },
	{ "vacuum", "", "remove what is old, give space back",
	  vacuum_options, vacuum_run, false },
	{ 0 },
};
/* clang-format on */

static const struct opt_prog prog = {
	.name = "store-log",
	.operands = "<verb> ...",
	.opts = options,
	.verbs = verbs,
	.dump_records = dump_records,
};

int main(int argc, char **argv)
{
	return opt_run_verb(&prog, argc, argv);
}
