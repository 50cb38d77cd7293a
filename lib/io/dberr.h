/* dberr.h - what can go wrong with a store or a journal.  Layer: io.
 *
 * The words are the same for every engine behind store.h and journal.h.
 */
#ifndef MM_DBERR_H
#define MM_DBERR_H

#include "base/err.h"
#include "base/status.h"

/* How long the programs wait for another writer before they give up. */
#define DB_BUSY_MS 5000

enum db_err {
	DB_OK = 0,
	DB_LOCKED,   /* another process holds it: nothing was done, retry     */
	DB_NOTFOUND, /* no such file, or no such row                          */
	DB_CONFLICT, /* the same identity with other content; nothing written */
	DB_NEWER,    /* made by a newer version of mmutils                    */
	DB_FOREIGN,  /* a database, but not the one asked for                 */
	DB_CORRUPT,  /* not a database, or damaged                            */
	DB_RANGE, /* a value outside its domain, or a sum that does not fit */
	DB_IO,    /* disk full, no permission, read or write error         */
};

/* db_text: a constant, lower-case phrase; never NULL. */
const char *db_text(enum db_err e);

/* db_exit: the exit code of a program that stops for it. */
enum mm_exit db_exit(enum db_err e);

#endif
