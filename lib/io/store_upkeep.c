#include "io/store_sqlite.h"

/* Rows a transaction removes: others wait no longer than that takes. */
#define BATCH 200

/* One transaction that removes old rows of one type.  *n: how many. */
static enum db_err prune_some(struct store *s, int64_t *n, int64_t type,
			      int64_t before_ms)
{
	sqlite3_stmt *st;
	enum db_err e;

	*n = 0;
	if ((e = store_begin(s)))
		return e;
	st = db_stmt(&s->db, SQL_PRUNE);
	db_bind_int(&s->db, st, 1, type);
	db_bind_int(&s->db, st, 2, before_ms);
	db_bind_int(&s->db, st, 3, BATCH);
	if (!(e = db_run(&s->db, st))) {
		*n = sqlite3_changes(s->db.h);
		e = store_commit(s);
	}
	store_rollback(s);
	return e;
}

static enum db_err prune_type(struct store *s, int64_t *n, int64_t type,
			      int64_t before_ms)
{
	int64_t removed;
	enum db_err e;

	do {
		e = prune_some(s, &removed, type, before_ms);
		*n += e ? 0 : removed;
	} while (!e && removed);
	return e;
}

/* One transaction that removes a day of trades of one market.  What it keeps, the
 * newest, is summed anew. */
static enum db_err prune_day(struct store *s, int64_t *n, int64_t market,
			     int64_t day_ms)
{
	static const int steps[] = { SQL_PRUNE_TRADES, SQL_PRUNE_BESIDE };
	int64_t removed = 0;
	enum db_err e;

	if ((e = store_begin(s)))
		return e;
	for (size_t i = 0; i < 2 && !e; i++) {
		sqlite3_stmt *st = db_stmt(&s->db, steps[i]);

		db_bind_int(&s->db, st, 1, market);
		db_bind_int(&s->db, st, 2, day_ms);
		db_bind_int(&s->db, st, 3, day_ms + DAY_MS);
		e = db_run(&s->db, st);
		removed = sqlite3_changes(s->db.h);
	}
	if (!e)
		e = sums_rebuild(s, market, day_ms, day_ms + DAY_MS);
	if (!e)
		e = store_commit(s);
	store_rollback(s);
	*n += e ? 0 : removed;
	return e;
}

static enum db_err first_trade(struct store *s, int64_t *ms, int64_t market,
			       int64_t from_ms)
{
	sqlite3_stmt *st = db_stmt(&s->db, SQL_TRADE_FIRST);

	*ms = INT64_MAX;
	db_bind_int(&s->db, st, 1, market);
	db_bind_int(&s->db, st, 2, from_ms);
	return db_one(&s->db, st, ms);
}

static enum db_err prune_market(struct store *s, int64_t *n, int64_t market,
				int64_t before_ms)
{
	int64_t ms, from_ms = INT64_MIN;
	enum db_err e;

	while (!(e = first_trade(s, &ms, market, from_ms)) && ms < before_ms) {
		int64_t day_ms = sum_start(SUM_DAY, ms);

		if ((e = prune_day(s, n, market, day_ms)))
			return e;
		from_ms = day_ms + DAY_MS;
	}
	return e;
}

/* The least value above *v that the statement finds; *v 0: none. */
static enum db_err next_number(struct store *s, int64_t *v, int sql)
{
	sqlite3_stmt *st = db_stmt(&s->db, sql);

	db_bind_int(&s->db, st, 1, *v);
	*v = 0;
	return db_one(&s->db, st, v);
}

enum db_err store_prune(struct store *s, int64_t *n, int64_t before_ms)
{
	int64_t cutoff = sum_start(SUM_DAY, before_ms);
	int64_t trade, market = 0, type = 0;
	enum db_err e;

	*n = 0;
	if ((e = name_find(s, &trade, TRADE_TYPE)))
		return e;
	while (!(e = next_number(s, &market, SQL_TRADE_MARKET)) && market)
		if ((e = prune_market(s, n, market, cutoff)))
			return e;
	if (e)
		return e;
	/* A name that is no type has no rows. */
	while (!(e = next_number(s, &type, SQL_NAME_NEXT)) && type)
		if (type != trade && (e = prune_type(s, n, type, cutoff)))
			return e;
	return e;
}

enum db_err store_compact(struct store *s)
{
	enum db_err e = db_exec(&s->db, "VACUUM");

	return e ? e : db_exec(&s->db, "PRAGMA wal_checkpoint(TRUNCATE)");
}
