#include "venue.h"

#include "base/err.h"
#include "base/home.h"
#include "io/homedir.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

void venue_home(void)
{
	if (!home_make())
		mm_die(MM_FAIL, "%s: %s", home_dir(), strerror(errno));
}

void venue_conf(struct venue *v)
{
	char why[PAPER_WHY_SZ];

	*v = (struct venue){ .db = NULL };
	if (!paper_conf_read(&v->conf, why))
		mm_die(MM_USAGE, "%s", why);
}

void venue_open(struct venue *v)
{
	char why[PAPER_WHY_SZ], *path;
	enum db_err e;

	venue_home();
	e = paper_conf_open(&v->conf, &v->db, true, why);
	if (e)
		mm_die(e == DB_RANGE ? MM_USAGE : db_exit(e), "%s", why);
	path = home_path("journal.db");
	e = journal_open(&v->journal, path, DB_BUSY_MS);
	if (e)
		mm_die(db_exit(e), "%s", journal_message(v->journal));
	free(path);
}

void venue_close(struct venue *v)
{
	journal_close(v->journal);
	paper_db_close(v->db);
	paper_conf_free(&v->conf);
}
