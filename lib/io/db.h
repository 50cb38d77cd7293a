/* db.h - one SQLite connection, opened, checked and migrated the same way for
 * the store and the journal.  Layer: io.
 *
 * Private to store_*.c and journal.c: the only header that includes sqlite3.h.
 */
#ifndef MM_DB_H
#define MM_DB_H

#include "io/dberr.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DB_MESSAGE_SZ 512
#define DB_STMT_MAX   48

/* What a file must be to be ours, and how to make it so.  All constant. */
struct db_kind {
	int32_t application_id;       /* PRAGMA application_id, not 0       */
	const char *pragmas;          /* on every writing connection        */
	const char *const *migration; /* [v] takes a file from version v to
				       * v + 1; [0] makes a new one         */
	int version;                  /* ours: entries in migration         */
	const char *const *sql;       /* statements, by their number        */
};

struct db {
	sqlite3 *h;
	const struct db_kind *kind;
	char *path;
	sqlite3_stmt *stmt[DB_STMT_MAX]; /* prepared at first use         */
	int bind_rc;                     /* first failure since db_stmt   */
	int failed;                      /* what the last db_fail was given */
	char message[DB_MESSAGE_SZ];
};

enum db_mode { DB_READ, DB_WRITE };

/* db_open opens path; DB_WRITE creates and migrates it.  A file from an older
 * version is migrated in either mode.
 *
 * out:     *d, valid for db_close and message whatever is returned.
 * returns: DB_OK, DB_NOTFOUND (DB_READ: no file, or nothing in it yet), or
 *          DB_LOCKED, DB_NEWER, DB_FOREIGN, DB_CORRUPT, DB_IO. */
MM_CHECKED enum db_err db_open(struct db *d, const struct db_kind *kind,
			       const char *path, enum db_mode mode,
			       int busy_ms);
void db_close(struct db *d);

/* db_fail: what result code rc means; sets the message. */
MM_CHECKED enum db_err db_fail(struct db *d, int rc);

/* db_say sets the message to "path: text of e: detail".  Returns e. */
enum db_err db_say(struct db *d, enum db_err e, const char *detail);

/* db_begin: BEGIN IMMEDIATE.  db_rollback leaves no transaction open. */
MM_CHECKED enum db_err db_begin(struct db *d);
MM_CHECKED enum db_err db_commit(struct db *d);
void db_rollback(struct db *d);

/* db_exec runs a script without parameters. */
MM_CHECKED enum db_err db_exec(struct db *d, const char *script);

/* db_stmt: statement kind->sql[i], reset, nothing bound; NULL: cannot be
 * prepared, message set, and every function below takes it and fails.
 * Owner: d; used again by the next db_stmt(d, i). */
sqlite3_stmt *db_stmt(struct db *d, int i);

/* The same for a statement made at run time.  Owner: caller,
 * sqlite3_finalize. */
sqlite3_stmt *db_prepare(struct db *d, const char *sql);

/* Parameters count from 1; texts and blobs must live until the last db_next.  A
 * failure is kept for db_next. */
void db_bind_int(struct db *d, sqlite3_stmt *st, int i, int64_t v);
void db_bind_text(struct db *d, sqlite3_stmt *st, int i, const char *s);
void db_bind_blob(struct db *d, sqlite3_stmt *st, int i, const void *p,
		  size_t len);

/* db_next steps to the next row; *row false: there is none.  Who stops before
 * that resets the statement. */
MM_CHECKED enum db_err db_next(struct db *d, sqlite3_stmt *st, bool *row);

/* db_run: db_next for a statement that gives no rows; db_one: for one that gives
 * at most one integer: *v is left alone without a row, and with NULL. */
MM_CHECKED enum db_err db_run(struct db *d, sqlite3_stmt *st);
MM_CHECKED enum db_err db_one(struct db *d, sqlite3_stmt *st, int64_t *v);

/* db_text_at: column i as text, "" for NULL; lives until the next step. */
const char *db_text_at(sqlite3_stmt *st, int i);

#endif
