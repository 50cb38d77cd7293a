#include "io/store_sqlite.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

#define IDENTITY_LIMIT ((size_t)1 << 20) /* that of a line */

enum db_err store_open(struct store **out, const char *path,
		       enum store_mode mode, int busy_ms)
{
	struct store *s = mem_alloc(1, sizeof(*s));

	*out = s;
	buf_init(&s->identity, IDENTITY_LIMIT);
	return db_open(&s->db, &store_kind, path,
		       mode == STORE_WRITE ? DB_WRITE : DB_READ, busy_ms);
}

static void names_forget(struct store *s)
{
	for (size_t i = 0; i < s->n_names; i++)
		free(s->name[i].text);
	s->n_names = 0;
}

void store_close(struct store *s)
{
	if (!s)
		return;
	db_close(&s->db);
	names_forget(s);
	free(s->name);
	buf_free(&s->identity);
	free(s);
}

const char *store_message(const struct store *s)
{
	return s->db.message;
}

enum db_err store_begin(struct store *s)
{
	return db_begin(&s->db);
}

enum db_err store_commit(struct store *s)
{
	enum db_err e = sums_flush(s);

	/* Others may change them before we write again. */
	if (!e)
		sums_forget(s);
	return e ? e : db_commit(&s->db);
}

/* Names and sums met in the transaction may have been its own. */
void store_rollback(struct store *s)
{
	db_rollback(&s->db);
	names_forget(s);
	sums_forget(s);
}

enum db_err snapshot_begin(struct store *s, bool *begun)
{
	enum db_err e;

	*begun = sqlite3_get_autocommit(s->db.h);
	if (!*begun)
		return sums_flush(s);
	e = db_exec(&s->db, "BEGIN");
	*begun = !e;
	return e;
}

void snapshot_end(struct store *s, bool begun)
{
	if (begun)
		db_rollback(&s->db);
}

static void name_keep(struct store *s, const char *text, int64_t id)
{
	s->name = mem_realloc(s->name, s->n_names + 1, sizeof(*s->name));
	s->name[s->n_names].text = mem_strdup(text);
	s->name[s->n_names++].id = id;
}

enum db_err name_find(struct store *s, int64_t *id, const char *text)
{
	sqlite3_stmt *st;
	enum db_err e;

	*id = 0;
	for (size_t i = 0; i < s->n_names; i++) {
		if (strcmp(s->name[i].text, text) == 0) {
			*id = s->name[i].id;
			return DB_OK;
		}
	}
	st = db_stmt(&s->db, SQL_NAME_FIND);
	db_bind_text(&s->db, st, 1, text);
	e = db_one(&s->db, st, id);
	if (!e && *id)
		name_keep(s, text, *id);
	return e;
}

enum db_err name_add(struct store *s, int64_t *id, const char *text)
{
	enum db_err e = name_find(s, id, text);
	sqlite3_stmt *st;

	if (e || *id)
		return e;
	st = db_stmt(&s->db, SQL_NAME_ADD);
	db_bind_text(&s->db, st, 1, text);
	if ((e = db_run(&s->db, st)))
		return e;
	*id = sqlite3_last_insert_rowid(s->db.h);
	name_keep(s, text, *id);
	return DB_OK;
}

/* The identity is stored: with this content? */
static enum db_err compare(struct store *s, int64_t type, const char *identity,
			   const struct store_row *row)
{
	sqlite3_stmt *st = db_stmt(&s->db, SQL_BODY);
	enum db_err e;
	bool there, same;

	db_bind_int(&s->db, st, 1, type);
	db_bind_text(&s->db, st, 2, identity);
	if ((e = db_next(&s->db, st, &there)))
		return e;
	same = there && (size_t)sqlite3_column_bytes(st, 0) == row->len &&
	       memcmp(sqlite3_column_blob(st, 0), row->body, row->len) == 0;
	sqlite3_reset(st);
	return same ? DB_OK : db_say(&s->db, DB_CONFLICT, row->type);
}

enum db_err row_put(struct store *s, bool *fresh, int64_t market,
		    const char *identity, const struct store_row *row)
{
	sqlite3_stmt *st;
	enum db_err e;
	int64_t type;

	*fresh = false;
	if ((e = name_add(s, &type, row->type)))
		return e;
	st = db_stmt(&s->db, SQL_PUT);
	db_bind_int(&s->db, st, 1, type);
	db_bind_text(&s->db, st, 2, identity);
	db_bind_int(&s->db, st, 3, market);
	db_bind_int(&s->db, st, 4, row->cycle);
	db_bind_int(&s->db, st, 5, row->ts_ms);
	db_bind_blob(&s->db, st, 6, row->body, row->len);
	if ((e = db_run(&s->db, st)))
		return e;
	*fresh = sqlite3_changes(s->db.h) > 0;
	return *fresh ? DB_OK : compare(s, type, identity, row);
}

enum db_err store_put(struct store *s, bool *fresh, const struct store_row *row)
{
	int64_t market = 0;
	enum db_err e;

	*fresh = false;
	if (row->market && (e = name_add(s, &market, row->market)))
		return e;
	return row_put(s, fresh, market, row->identity, row);
}
