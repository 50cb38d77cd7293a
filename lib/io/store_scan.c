#include "io/store_sqlite.h"

#include <stdio.h>

/* Longer than the longest statement keys_sql makes. */
#define SQL_SZ (512 + 24 * STORE_TYPES_MAX)

/* The numbers of the types asked for that are stored. */
static enum db_err type_ids(struct store *s, int64_t id[STORE_TYPES_MAX],
			    size_t *n, const char *const *types)
{
	*n = 0;
	for (; *types; types++) {
		enum db_err e;

		if (*n == STORE_TYPES_MAX)
			return db_say(&s->db, DB_RANGE, "too many types");
		if ((e = name_find(s, &id[*n], *types)))
			return e;
		*n += id[*n] != 0;
	}
	return DB_OK;
}

/* "… AND type IN (1, 2)", of numbers only: nothing from outside is in the text.
 * "+type" where another column finds the rows. */
static int add_types(char *sql, size_t sz, int len, const int64_t *id, size_t n,
		     bool searched)
{
	len += snprintf(sql + len, sz - (size_t)len, " AND %stype IN (",
			searched ? "" : "+");
	for (size_t i = 0; i < n; i++)
		len += snprintf(sql + len, sz - (size_t)len, "%s%lld",
				i ? ", " : "", (long long)id[i]);
	return len + snprintf(sql + len, sz - (size_t)len, ")");
}

/* Hands over the rows whose seq the statement keys gives, and finalizes it.  Rows
 * are fetched one by one, so that only seqs are ever sorted. */
static enum db_err each_key(struct store *s, sqlite3_stmt *keys,
			    store_each_row *each, void *ctx)
{
	bool key, found, going = true;
	enum db_err e;

	while (going && !(e = db_next(&s->db, keys, &key)) && key) {
		int64_t seq = sqlite3_column_int64(keys, 0);
		sqlite3_stmt *st = db_stmt(&s->db, SQL_ROW);
		struct store_row row;

		db_bind_int(&s->db, st, 1, seq);
		if ((e = db_next(&s->db, st, &found)))
			break;
		if (!found) {
			e = db_say(&s->db, DB_CORRUPT, "a row is not there");
			break;
		}
		row = (struct store_row){
			.seq = seq,
			.type = db_text_at(st, 0),
			.identity = db_text_at(st, 1),
			.market = sqlite3_column_type(st, 2) == SQLITE_NULL
					  ? NULL
					  : db_text_at(st, 2),
			.cycle = sqlite3_column_int64(st, 3),
			.ts_ms = sqlite3_column_int64(st, 4),
			.body = sqlite3_column_blob(st, 5),
			.len = (size_t)sqlite3_column_bytes(st, 5),
		};
		going = each(ctx, &row);
		sqlite3_reset(st);
	}
	sqlite3_finalize(keys);
	return e;
}

static enum db_err scan(struct store *s, const struct store_query *q,
			store_each_row *each, void *ctx)
{
	int64_t type[STORE_TYPES_MAX], market = 0;
	bool timed = q->from_ms || q->to_ms;
	char sql[SQL_SZ];
	sqlite3_stmt *st;
	size_t n_types = 0;
	enum db_err e;
	int len;

	if ((q->types && (e = type_ids(s, type, &n_types, q->types))) ||
	    (q->market && (e = name_find(s, &market, q->market))))
		return e;
	if ((q->types && !n_types) || (q->market && !market))
		return DB_OK;
	len = snprintf(sql, sizeof(sql),
		       "SELECT seq FROM record WHERE seq > ?1%s%s",
		       timed ? " AND ts_ms >= ?2 AND ts_ms < ?3" : "",
		       market ? " AND market = ?4" : "");
	if (q->types)
		len = add_types(sql, sizeof(sql), len, type, n_types,
				!q->after);
	snprintf(sql + len, sizeof(sql) - (size_t)len, " ORDER BY cycle, seq");

	st = db_prepare(&s->db, sql);
	db_bind_int(&s->db, st, 1, q->after);
	if (timed) {
		db_bind_int(&s->db, st, 2, q->from_ms);
		db_bind_int(&s->db, st, 3, q->to_ms);
	}
	if (market)
		db_bind_int(&s->db, st, 4, market);
	return each_key(s, st, each, ctx);
}

enum db_err store_scan(struct store *s, const struct store_query *q,
		       store_each_row *each, void *ctx)
{
	enum db_err e;
	bool begun;

	if ((e = snapshot_begin(s, &begun)))
		return e;
	e = scan(s, q, each, ctx);
	snapshot_end(s, begun);
	return e;
}

/* One number by type and market; untouched where there is none. */
static enum db_err newest(struct store *s, int64_t *v, int sql, int64_t type,
			  int64_t market)
{
	sqlite3_stmt *st = db_stmt(&s->db, sql);

	db_bind_int(&s->db, st, 1, type);
	db_bind_int(&s->db, st, 2, market);
	return db_one(&s->db, st, v);
}

static enum db_err last(struct store *s, const char *const *types,
			const char *name, store_each_row *each, void *ctx)
{
	int64_t type[STORE_TYPES_MAX], lead, market = 0, cycle = 0, ms = 0;
	char sql[SQL_SZ];
	sqlite3_stmt *st;
	size_t n_types;
	enum db_err e;
	int len;

	if ((e = name_find(s, &lead, types[0])) ||
	    (e = type_ids(s, type, &n_types, types)) ||
	    (name && (e = name_find(s, &market, name))))
		return e;
	if (!lead || (name && !market))
		return DB_OK;
	if ((e = newest(s, &cycle, SQL_NEWEST_CYCLE, lead, market)) ||
	    (!cycle && (e = newest(s, &ms, SQL_NEWEST_MS, lead, market))))
		return e;
	len = snprintf(sql, sizeof(sql), "SELECT seq FROM record WHERE %s%s",
		       cycle ? "cycle > 0 AND cycle = ?1"
			     : "cycle = 0 AND ts_ms = ?1",
		       market ? " AND market = ?2" : "");
	len = add_types(sql, sizeof(sql), len, type, n_types, true);
	snprintf(sql + len, sizeof(sql) - (size_t)len, " ORDER BY seq");

	st = db_prepare(&s->db, sql);
	db_bind_int(&s->db, st, 1, cycle ? cycle : ms);
	if (market)
		db_bind_int(&s->db, st, 2, market);
	return each_key(s, st, each, ctx);
}

enum db_err store_last(struct store *s, const char *const *types,
		       const char *market, store_each_row *each, void *ctx)
{
	enum db_err e;
	bool begun;

	if ((e = snapshot_begin(s, &begun)))
		return e;
	e = last(s, types, market, each, ctx);
	snapshot_end(s, begun);
	return e;
}

enum db_err store_newest_seq(struct store *s, int64_t *seq)
{
	*seq = 0;
	return db_one(&s->db, db_stmt(&s->db, SQL_NEWEST_SEQ), seq);
}
