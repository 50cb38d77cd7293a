#include "io/db.h"

#include "base/mem.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RETRY_MS 10

static enum db_err meaning(int rc)
{
	switch (rc & 0xff) {
	case SQLITE_OK:
	case SQLITE_ROW:
	case SQLITE_DONE:
		return DB_OK;
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
	case SQLITE_PROTOCOL: /* lost a race for the WAL too often */
		return DB_LOCKED;
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
	case SQLITE_ERROR: /* a table we made is not there */
		return DB_CORRUPT;
	case SQLITE_CONSTRAINT:
		return DB_CONFLICT;
	default:
		return DB_IO;
	}
}

enum db_err db_say(struct db *d, enum db_err e, const char *detail)
{
	snprintf(d->message, sizeof(d->message), "%s: %s%s%s", d->path,
		 db_text(e), *detail ? ": " : "", detail);
	return e;
}

enum db_err db_fail(struct db *d, int rc)
{
	enum db_err e = meaning(rc);

	d->failed = rc & 0xff;
	if (e == DB_OK)
		return DB_OK;
	if (e == DB_LOCKED)
		return db_say(d, e, "");
	/* SQLite's text is of its last call, which may not be the one that
	 * gave rc. */
	return db_say(d, e,
		      sqlite3_errcode(d->h) == (rc & 0xff) ||
				      sqlite3_extended_errcode(d->h) == rc
			      ? sqlite3_errmsg(d->h)
			      : sqlite3_errstr(rc));
}

enum db_err db_exec(struct db *d, const char *script)
{
	return db_fail(d, sqlite3_exec(d->h, script, NULL, NULL, NULL));
}

enum db_err db_begin(struct db *d)
{
	return db_exec(d, "BEGIN IMMEDIATE");
}

enum db_err db_commit(struct db *d)
{
	return db_exec(d, "COMMIT");
}

void db_rollback(struct db *d)
{
	if (!sqlite3_get_autocommit(d->h))
		sqlite3_exec(d->h, "ROLLBACK", NULL, NULL, NULL);
}

/* One integer from a statement used once. */
static enum db_err ask(struct db *d, int64_t *v, const char *sql)
{
	sqlite3_stmt *st = db_prepare(d, sql);
	enum db_err e = db_one(d, st, v);

	sqlite3_finalize(st);
	return e;
}

/* Whose file this is and of which version; 0 for one nobody has filled yet. */
static enum db_err identify(struct db *d, int64_t *version)
{
	int64_t id = 0, tables = 0;
	enum db_err e;

	if ((e = ask(d, &id, "PRAGMA application_id")) ||
	    (e = ask(d, version, "PRAGMA user_version")) ||
	    (e = ask(d, &tables, "SELECT count(*) FROM sqlite_schema")))
		return e;
	if (id != d->kind->application_id && (id || *version || tables))
		return db_say(d, DB_FOREIGN, "");
	if (*version > d->kind->version)
		return db_say(d, DB_NEWER, "");
	return DB_OK;
}

/* Another process may have migrated it while we waited for the lock, so the
 * version is read again inside. */
static enum db_err migrate(struct db *d)
{
	char stamp[80];
	int64_t version;
	enum db_err e;

	if ((e = db_begin(d)) || (e = identify(d, &version)))
		goto out;
	for (; version < d->kind->version; version++)
		if ((e = db_exec(d, d->kind->migration[version])))
			goto out;
	snprintf(stamp, sizeof(stamp),
		 "PRAGMA application_id=%d; PRAGMA user_version=%d",
		 (int)d->kind->application_id, d->kind->version);
	if (!(e = db_exec(d, stamp)))
		e = db_commit(d);
out:
	db_rollback(d);
	return e;
}

/* The change to WAL is the one lock SQLite does not wait for. */
static enum db_err use_wal(struct db *d, int busy_ms)
{
	for (int waited = 0;; waited += RETRY_MS) {
		enum db_err e = db_exec(d, "PRAGMA journal_mode=WAL");

		if (e != DB_LOCKED || waited >= busy_ms)
			return e;
		sqlite3_sleep(RETRY_MS);
	}
}

static enum db_err prepare_to_write(struct db *d, int64_t version, int busy_ms)
{
	enum db_err e;

	if ((e = use_wal(d, busy_ms)) || (e = db_exec(d, d->kind->pragmas)))
		return e;
	return version < d->kind->version ? migrate(d) : DB_OK;
}

/* What only a writer can do for a reader: bring an older file up to date, undo what
 * a process killed before WAL was on left half done. */
static enum db_err have_it_mended(struct db *d, int busy_ms)
{
	struct db writer;
	enum db_err e;

	e = db_open(&writer, d->kind, d->path, DB_WRITE, busy_ms);
	memcpy(d->message, writer.message, sizeof(d->message));
	db_close(&writer);
	return e;
}

static enum db_err prepare_to_read(struct db *d, int64_t version, int busy_ms)
{
	if (version == 0)
		return db_say(d, DB_NOTFOUND, "");
	return version < d->kind->version ? have_it_mended(d, busy_ms) : DB_OK;
}

/* identify, in one snapshot: half made by another it would look foreign. */
static enum db_err look(struct db *d, int64_t *version)
{
	enum db_err e;

	if (!(e = db_exec(d, "BEGIN")))
		e = identify(d, version);
	db_rollback(d);
	return e;
}

enum db_err db_open(struct db *d, const struct db_kind *kind, const char *path,
		    enum db_mode mode, int busy_ms)
{
	int flags = mode == DB_READ
			    ? SQLITE_OPEN_READONLY
			    : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
	int64_t version = 0;
	enum db_err e;
	int rc;

	*d = (struct db){ .kind = kind, .path = mem_strdup(path) };
	rc = sqlite3_open_v2(
		path, &d->h,
		flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
	if (rc != SQLITE_OK && sqlite3_system_errno(d->h) == ENOENT &&
	    mode == DB_READ)
		return db_say(d, DB_NOTFOUND, "");
	if ((e = db_fail(d, rc)))
		return e;
	sqlite3_busy_timeout(d->h, busy_ms);
	e = look(d, &version);
	if (e && d->failed == SQLITE_READONLY &&
	    !(e = have_it_mended(d, busy_ms)))
		e = look(d, &version);
	if (e)
		return e;
	return mode == DB_WRITE ? prepare_to_write(d, version, busy_ms)
				: prepare_to_read(d, version, busy_ms);
}

void db_close(struct db *d)
{
	for (int i = 0; i < DB_STMT_MAX; i++)
		sqlite3_finalize(d->stmt[i]);
	sqlite3_close(d->h);
	free(d->path);
	*d = (struct db){ .h = NULL };
}

sqlite3_stmt *db_prepare(struct db *d, const char *sql)
{
	sqlite3_stmt *st;

	d->bind_rc = sqlite3_prepare_v2(d->h, sql, -1, &st, NULL);
	return st;
}

sqlite3_stmt *db_stmt(struct db *d, int i)
{
	if (!d->stmt[i]) {
		d->stmt[i] = db_prepare(d, d->kind->sql[i]);
		return d->stmt[i];
	}
	d->bind_rc = SQLITE_OK;
	sqlite3_reset(d->stmt[i]);
	sqlite3_clear_bindings(d->stmt[i]);
	return d->stmt[i];
}

static void keep_rc(struct db *d, int rc)
{
	if (d->bind_rc == SQLITE_OK)
		d->bind_rc = rc;
}

void db_bind_int(struct db *d, sqlite3_stmt *st, int i, int64_t v)
{
	keep_rc(d, sqlite3_bind_int64(st, i, v));
}

void db_bind_text(struct db *d, sqlite3_stmt *st, int i, const char *s)
{
	keep_rc(d, sqlite3_bind_text(st, i, s, -1, SQLITE_STATIC));
}

void db_bind_blob(struct db *d, sqlite3_stmt *st, int i, const void *p,
		  size_t len)
{
	keep_rc(d, sqlite3_bind_blob64(st, i, p, len, SQLITE_STATIC));
}

enum db_err db_next(struct db *d, sqlite3_stmt *st, bool *row)
{
	int rc = d->bind_rc;

	if (rc == SQLITE_OK)
		rc = sqlite3_step(st);
	*row = rc == SQLITE_ROW;
	return db_fail(d, rc);
}

enum db_err db_run(struct db *d, sqlite3_stmt *st)
{
	bool row;

	return db_next(d, st, &row);
}

enum db_err db_one(struct db *d, sqlite3_stmt *st, int64_t *v)
{
	enum db_err e;
	bool row;

	if ((e = db_next(d, st, &row)) || !row)
		return e;
	if (sqlite3_column_type(st, 0) != SQLITE_NULL)
		*v = sqlite3_column_int64(st, 0);
	sqlite3_reset(st); /* a row left open would keep its snapshot */
	return DB_OK;
}

const char *db_text_at(sqlite3_stmt *st, int i)
{
	const unsigned char *s = sqlite3_column_text(st, i);

	return s ? (const char *)s : "";
}
