/* store_sqlite.h - the store in SQLite, between its files.  Layer: io.
 *
 * store_schema.c  tables, migrations, every statement
 * store_sqlite.c  open, transactions, names, rows in
 * store_sums.c    sums of trades per minute and day
 * store_trades.c  trades in, windows over them, the last one
 * store_scan.c    rows out
 * store_upkeep.c  prune, compact
 * store_check.c   check
 */
#ifndef MM_STORE_SQLITE_H
#define MM_STORE_SQLITE_H

#include "base/buf.h"
#include "base/clock.h"
#include "io/db.h"
#include "io/store.h"

#define MINUTE_MS INT64_C(60000) /* and DAY_MS, base/clock.h */

#define TRADE_TYPE "trade"

/* Every number a row's market can be. */
#define ANY_MARKET "SELECT 0 AS id UNION ALL SELECT id FROM name"

/* A trade's own flags in one column. */
#define OWN_MAKER 1
#define OWN_TAKER 2

enum {
	SQL_NAME_FIND,
	SQL_NAME_ADD,
	SQL_PUT,
	SQL_UNPUT,
	SQL_BODY,
	SQL_TRADE_ADD,
	SQL_SUM_GET,
	SQL_SUM_SET,
	SQL_SUM_RANGE,
	SQL_SUM_DROP,
	SQL_TRADE_RANGE,
	SQL_TRADE_FIRST,
	SQL_TRADE_BACK,
	SQL_TRADE_KNOWN,
	SQL_ROW,
	SQL_NEWEST_CYCLE,
	SQL_NEWEST_MS,
	SQL_NEWEST_SEQ,
	SQL_KIND_NEXT,
	SQL_PRUNE,
	SQL_PRUNE_TRADES,
	SQL_PRUNE_BESIDE,
	SQL_SUM_ALL,
	SQL_TRADE_ALL,
	SQL_UNSUMMED,
	SQL_UNRECORDED,
	SQL_COUNT,
};

extern const struct db_kind store_kind;

/* Types, markets and sources stand in rows as small numbers. */
struct store_name {
	char *text;
	int64_t id;
};

enum sum_level { SUM_MINUTE, SUM_DAY, SUM_LEVELS };

/* Trades come mostly in order, and most change the minute and the day of the one
 * before: those two sums are kept at hand until another is needed. */
struct sum_cell {
	bool loaded, changed;
	int64_t market;
	struct store_sum sum;
};

struct store {
	struct db db;
	struct store_name *name; /* those met so far */
	size_t n_names;
	struct sum_cell cell[SUM_LEVELS];
	struct buf identity; /* of the trade at hand */
};

/* name_find: *id of a name, 0 if it is not stored.  name_add stores it then. */
MM_CHECKED enum db_err name_find(struct store *s, int64_t *id,
				 const char *text);
MM_CHECKED enum db_err name_add(struct store *s, int64_t *id, const char *text);

/* snapshot_begin: until snapshot_end all statements see one state of the store.
 * Inside a transaction they do already, and *begun is false. */
MM_CHECKED enum db_err snapshot_begin(struct store *s, bool *begun);
void snapshot_end(struct store *s, bool begun);

/* newest_cycle, newest_ms: of all rows of a type and market (0: of any); untouched
 * where there are none. */
MM_CHECKED enum db_err newest_cycle(struct store *s, int64_t *cycle,
				    int64_t type, int64_t market);
MM_CHECKED enum db_err newest_ms(struct store *s, int64_t *ms, int64_t type,
				 int64_t market);

/* row_put: store_put with identity and market given in their stored form. */
MM_CHECKED enum db_err row_put(struct store *s, bool *fresh, int64_t market,
			       const char *identity,
			       const struct store_row *row);

/* sum_start: the start of the minute or day of ts_ms, before 1970 too. */
int64_t sum_start(enum sum_level level, int64_t ts_ms);
int64_t sum_length(enum sum_level level);

/* sum_none: nothing yet, of the minute or day of ts_ms.  sum_one: one trade.
 * sum_join adds x to *to: ST_OK or ST_OVERFLOW. */
struct store_sum sum_none(enum sum_level level, int64_t ts_ms);
MM_CHECKED enum status sum_one(struct store_sum *one, int64_t ts_ms,
			       struct dec price, struct dec size);
MM_CHECKED enum status sum_join(struct store_sum *to,
				const struct store_sum *x);

/* dec_at: a decimal from a text column.  False: it is none: damaged. */
MM_CHECKED bool dec_at(struct dec *d, sqlite3_stmt *st, int column);

/* sum_at: a sum from columns start_ms, n, pv, v.  False: they are damaged. */
MM_CHECKED bool sum_at(struct store_sum *sum, sqlite3_stmt *st,
		       enum sum_level level);

/* sums_with: what the minute and the day would be with one more trade; sums_keep
 * makes that so.  DB_RANGE: a sum does not fit; nothing has changed. */
MM_CHECKED enum db_err sums_with(struct store *s,
				 struct store_sum next[SUM_LEVELS],
				 int64_t market, const struct store_sum *one);
void sums_keep(struct store *s, const struct store_sum next[SUM_LEVELS]);

/* sums_flush writes what is at hand; sums_forget drops it. */
MM_CHECKED enum db_err sums_flush(struct store *s);
void sums_forget(struct store *s);

/* sums_rebuild makes the sums of [from_ms, to_ms), whole days, anew from the
 * trades there.  in: a transaction is open. */
MM_CHECKED enum db_err sums_rebuild(struct store *s, int64_t market,
				    int64_t from_ms, int64_t to_ms);

/* trade_at: a trade from columns ts_ms, price, size, own.  False: damaged. */
MM_CHECKED bool trade_at(struct store_sum *one, bool *counts, sqlite3_stmt *st);

/* trades_each: the trades of [from_ms, to_ms) that count, oldest first.
 * *going false: each stopped it. */
MM_CHECKED enum db_err trades_each(struct store *s, bool *going, int64_t market,
				   int64_t from_ms, int64_t to_ms,
				   store_each_sum *each, void *ctx);

#endif
