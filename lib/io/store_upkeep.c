#include "io/store_sqlite.h"

/* Rows a transaction removes: others wait no longer than that takes. */
#define BATCH 200

/* Rows of one type and market that are older than before_ms, and which of them
 * store_last would give: those of the frame cycle, or without a frame of
 * last_ms. */
struct old {
	struct store *s;
	int64_t type, market, before_ms, cycle, last_ms;
	int64_t n; /* removed so far */
};

static void bind_old(const struct old *o, sqlite3_stmt *st)
{
	struct db *d = &o->s->db;

	db_bind_int(d, st, 1, o->type);
	db_bind_int(d, st, 2, o->market);
	db_bind_int(d, st, 3, o->before_ms);
	db_bind_int(d, st, 4, o->cycle);
	db_bind_int(d, st, 5, o->last_ms);
}

/* One transaction.  *n: how many rows it removed. */
static enum db_err prune_some(const struct old *o, int64_t *n)
{
	struct store *s = o->s;
	sqlite3_stmt *st;
	enum db_err e;

	*n = 0;
	if ((e = store_begin(s)))
		return e;
	st = db_stmt(&s->db, SQL_PRUNE);
	bind_old(o, st);
	db_bind_int(&s->db, st, 6, BATCH);
	if (!(e = db_run(&s->db, st))) {
		*n = sqlite3_changes(s->db.h);
		e = store_commit(s);
	}
	store_rollback(s);
	return e;
}

static enum db_err prune_rows(struct old *o)
{
	int64_t removed;
	enum db_err e;

	do {
		e = prune_some(o, &removed);
		o->n += e ? 0 : removed;
	} while (!e && removed);
	return e;
}

/* The trades of the day before o->before_ms, in one transaction.  What is kept of
 * them, the newest, is summed anew. */
static enum db_err prune_day(struct old *o)
{
	struct store *s = o->s;
	int64_t day_ms = o->before_ms - DAY_MS, removed = 0;
	sqlite3_stmt *st;
	enum db_err e;

	if ((e = store_begin(s)))
		return e;
	st = db_stmt(&s->db, SQL_PRUNE_TRADES);
	bind_old(o, st);
	db_bind_int(&s->db, st, 6, day_ms);
	if (!(e = db_run(&s->db, st))) {
		removed = sqlite3_changes(s->db.h);
		st = db_stmt(&s->db, SQL_PRUNE_BESIDE);
		db_bind_int(&s->db, st, 1, o->market);
		db_bind_int(&s->db, st, 2, day_ms);
		db_bind_int(&s->db, st, 3, o->before_ms);
		e = db_run(&s->db, st);
	}
	if (!e)
		e = sums_rebuild(s, o->market, day_ms, o->before_ms);
	if (!e)
		e = store_commit(s);
	store_rollback(s);
	o->n += e ? 0 : removed;
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

static enum db_err prune_trades(struct old *o)
{
	int64_t ms, from_ms = INT64_MIN, before_ms = o->before_ms;
	enum db_err e;

	while (!(e = first_trade(o->s, &ms, o->market, from_ms)) &&
	       ms < before_ms) {
		o->before_ms = sum_start(SUM_DAY, ms) + DAY_MS;
		if ((e = prune_day(o)))
			return e;
		from_ms = o->before_ms;
	}
	return e;
}

/* The next type and market there are rows of, after o's; type 0: none. */
static enum db_err next_kind(struct old *o)
{
	struct db *d = &o->s->db;
	sqlite3_stmt *st = db_stmt(d, SQL_KIND_NEXT);
	enum db_err e;
	bool row;

	db_bind_int(d, st, 1, o->type);
	db_bind_int(d, st, 2, o->market);
	e = db_next(d, st, &row);
	o->type = row ? sqlite3_column_int64(st, 0) : 0;
	o->market = row ? sqlite3_column_int64(st, 1) : 0;
	sqlite3_reset(st);
	if (e || !row)
		return e;
	o->cycle = o->last_ms = 0;
	if ((e = newest_cycle(o->s, &o->cycle, o->type, o->market)))
		return e;
	return newest_ms(o->s, &o->last_ms, o->type, o->market);
}

enum db_err store_prune(struct store *s, int64_t *n, int64_t before_ms)
{
	struct old o = { .s = s };
	int64_t trade;
	enum db_err e;

	if (!(e = name_find(s, &trade, TRADE_TYPE)))
		e = next_kind(&o);
	while (!e && o.type) {
		o.before_ms = sum_start(SUM_DAY, before_ms);
		e = o.type == trade ? prune_trades(&o) : prune_rows(&o);
		if (!e)
			e = next_kind(&o);
	}
	*n = o.n;
	return e;
}

enum db_err store_compact(struct store *s)
{
	enum db_err e = db_exec(&s->db, "VACUUM");

	return e ? e : db_exec(&s->db, "PRAGMA wal_checkpoint(TRUNCATE)");
}
