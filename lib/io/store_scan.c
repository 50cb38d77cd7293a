#include "io/store_sqlite.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Longer than the longest statement made here. */
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

/* Appends to a statement under way; it has room for the longest. */
static void add(char *sql, const char *fmt, ...) MM_PRINTF(2, 3);
static void add(char *sql, const char *fmt, ...)
{
	size_t len = strlen(sql);
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(sql + len, SQL_SZ - len, fmt, ap);
	va_end(ap);
}

/* "type IN (1, 2)": of numbers, nothing from outside is in the text. */
static void add_types(char *sql, const int64_t *id, size_t n)
{
	add(sql, "type IN (");
	for (size_t i = 0; i < n; i++)
		add(sql, "%s%lld", i ? ", " : "", (long long)id[i]);
	add(sql, ")");
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

/* What a query comes to. */
struct plan {
	int64_t type[STORE_TYPES_MAX], market;
	size_t n_types;
	bool timed, arrivals;
};

/* The keys of a query.  By time or by frame an index has type and market first,
 * and all that is asked for; by arrival the rows themselves are in order. */
static void keys_sql(char *sql, const struct plan *p)
{
	const char *index = p->arrivals  ? "NOT INDEXED"
			    : p->timed   ? "INDEXED BY record_time"
			    : p->n_types ? "INDEXED BY record_frame"
					 : "NOT INDEXED";

	*sql = '\0';
	add(sql, "%sSELECT seq FROM record %s WHERE ",
	    p->arrivals ? "SELECT seq FROM (" : "", index);
	if (p->n_types)
		add_types(sql, p->type, p->n_types);
	else
		add(sql, "type IN (SELECT id FROM name)");
	add(sql,
	    p->market ? " AND market = ?1" : " AND market IN (" ANY_MARKET ")");
	if (p->timed)
		add(sql, " AND ts_ms >= ?2 AND ts_ms < ?3");
	if (p->arrivals)
		add(sql, " AND seq > ?4 ORDER BY seq DESC LIMIT ?5)"
			 " ORDER BY seq");
	else
		add(sql, " ORDER BY cycle, seq");
}

static enum db_err scan(struct store *s, const struct store_query *q,
			store_each_row *each, void *ctx)
{
	struct plan p = { .timed = q->from_ms || q->to_ms,
			  .arrivals = q->after || q->newest };
	char sql[SQL_SZ];
	sqlite3_stmt *st;
	enum db_err e;

	if ((q->types && (e = type_ids(s, p.type, &p.n_types, q->types))) ||
	    (q->market && (e = name_find(s, &p.market, q->market))))
		return e;
	if ((q->types && !p.n_types) || (q->market && !p.market))
		return DB_OK;
	keys_sql(sql, &p);
	st = db_prepare(&s->db, sql);
	if (p.market)
		db_bind_int(&s->db, st, 1, p.market);
	if (p.timed) {
		db_bind_int(&s->db, st, 2, q->from_ms);
		db_bind_int(&s->db, st, 3, q->to_ms);
	}
	if (p.arrivals) {
		db_bind_int(&s->db, st, 4, q->after);
		db_bind_int(&s->db, st, 5, q->newest ? q->newest : -1);
	}
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

static enum db_err newest(struct store *s, int64_t *v, int sql, int64_t type,
			  int64_t market)
{
	sqlite3_stmt *st = db_stmt(&s->db, sql);

	db_bind_int(&s->db, st, 1, type);
	db_bind_int(&s->db, st, 2, market);
	return db_one(&s->db, st, v);
}

enum db_err newest_cycle(struct store *s, int64_t *cycle, int64_t type,
			 int64_t market)
{
	return newest(s, cycle, SQL_NEWEST_CYCLE, type, market);
}

enum db_err newest_ms(struct store *s, int64_t *ms, int64_t type,
		      int64_t market)
{
	return newest(s, ms, SQL_NEWEST_MS, type, market);
}

static enum db_err last(struct store *s, const char *const *types,
			const char *name, store_each_row *each, void *ctx)
{
	int64_t type[STORE_TYPES_MAX], lead, market = 0, cycle = 0, ms = 0;
	char sql[SQL_SZ] = "";
	sqlite3_stmt *st;
	size_t n_types;
	enum db_err e;

	if ((e = name_find(s, &lead, types[0])) ||
	    (e = type_ids(s, type, &n_types, types)) ||
	    (name && (e = name_find(s, &market, name))))
		return e;
	if (!lead || (name && !market))
		return DB_OK;
	if ((e = newest_cycle(s, &cycle, lead, market)) ||
	    (!cycle && (e = newest_ms(s, &ms, lead, market))))
		return e;
	add(sql, "SELECT seq FROM record INDEXED BY %s WHERE ",
	    cycle ? "record_frame" : "record_time");
	add_types(sql, type, n_types);
	add(sql,
	    market ? " AND market = ?1" : " AND market IN (" ANY_MARKET ")");
	add(sql, cycle ? " AND cycle = ?2" : " AND ts_ms = ?2 AND cycle = 0");
	add(sql, " ORDER BY seq");

	st = db_prepare(&s->db, sql);
	if (market)
		db_bind_int(&s->db, st, 1, market);
	db_bind_int(&s->db, st, 2, cycle ? cycle : ms);
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
