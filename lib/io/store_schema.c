#include "io/store_sqlite.h"

/* A row of record is one record.  trade repeats what a window needs of those of
 * type trade, in the order a window reads it; trade_sum holds their sums, level 0
 * per minute and 1 per day, decimals as text.  market 0 is none. */
static const char *const migrations[] = {
	"CREATE TABLE name("
	" id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);"
	"CREATE TABLE record("
	" seq INTEGER PRIMARY KEY, type INTEGER NOT NULL,"
	" market INTEGER NOT NULL, cycle INTEGER NOT NULL,"
	" ts_ms INTEGER NOT NULL, identity TEXT NOT NULL,"
	" body BLOB NOT NULL);"
	"CREATE UNIQUE INDEX record_identity ON record(type, identity);"
	"CREATE INDEX record_time ON record(type, market, ts_ms, cycle);"
	"CREATE INDEX record_frame ON record(type, market, cycle);"
	"CREATE TABLE trade("
	" market INTEGER NOT NULL, ts_ms INTEGER NOT NULL,"
	" seq INTEGER NOT NULL, price TEXT NOT NULL, size TEXT NOT NULL,"
	" own INTEGER NOT NULL,"
	" PRIMARY KEY(market, ts_ms, seq)) WITHOUT ROWID;"
	"CREATE TABLE trade_sum("
	" market INTEGER NOT NULL, level INTEGER NOT NULL,"
	" start_ms INTEGER NOT NULL, n INTEGER NOT NULL,"
	" pv TEXT NOT NULL, v TEXT NOT NULL,"
	" PRIMARY KEY(market, level, start_ms)) WITHOUT ROWID;",
};

/* The statements name their index: without statistics the planner guesses, and a
 * wrong guess reads a year for a minute.  A market that is not asked for is every
 * name there is: some seeks, where leaving it out would be a scan. */
#define IS_LAST "(cycle = ?4 AND (cycle > 0 OR ts_ms = ?5))"

static const char *const statements[] = {
	[SQL_NAME_FIND] = "SELECT id FROM name WHERE text = ?1",
	[SQL_NAME_ADD] = "INSERT INTO name(text) VALUES(?1)",
	[SQL_PUT] = "INSERT INTO record"
		    "(type, identity, market, cycle, ts_ms, body)"
		    " VALUES(?1, ?2, ?3, ?4, ?5, ?6)"
		    " ON CONFLICT(type, identity) DO NOTHING",
	[SQL_UNPUT] = "DELETE FROM record WHERE seq = ?1",
	[SQL_BODY] = "SELECT body FROM record WHERE type = ?1 AND"
		     " identity = ?2",
	[SQL_TRADE_ADD] = "INSERT INTO trade(market, ts_ms, seq, price, size,"
			  " own) VALUES(?1, ?2, ?3, ?4, ?5, ?6)",
	[SQL_SUM_GET] = "SELECT start_ms, n, pv, v FROM trade_sum"
			" WHERE market = ?1 AND level = ?2 AND start_ms = ?3",
	[SQL_SUM_SET] = "INSERT OR REPLACE INTO trade_sum(market, level,"
			" start_ms, n, pv, v) VALUES(?1, ?2, ?3, ?4, ?5, ?6)",
	[SQL_SUM_RANGE] = "SELECT start_ms, n, pv, v FROM trade_sum"
			  " WHERE market = ?1 AND level = ?2 AND"
			  " start_ms >= ?3 AND start_ms < ?4 ORDER BY start_ms",
	[SQL_TRADE_RANGE] = "SELECT ts_ms, price, size, own FROM trade"
			    " WHERE market = ?1 AND ts_ms >= ?2 AND ts_ms < ?3"
			    " ORDER BY ts_ms, seq",
	[SQL_TRADE_FIRST] = "SELECT min(ts_ms) FROM trade"
			    " WHERE market = ?1 AND ts_ms >= ?2",
	[SQL_TRADE_BACK] = "SELECT ts_ms, price, own FROM trade"
			   " WHERE market = ?1 AND ts_ms <= ?2"
			   " ORDER BY ts_ms DESC, seq DESC",
	[SQL_TRADE_KNOWN] = "SELECT 1 FROM record WHERE type = ?1 AND"
			    " identity = ?2",
	[SQL_ROW] = "SELECT t.text, r.identity, m.text, r.cycle,"
		    " r.ts_ms, r.body FROM record r"
		    " JOIN name t ON t.id = r.type"
		    " LEFT JOIN name m ON m.id = r.market WHERE r.seq = ?1",
	[SQL_NEWEST_CYCLE] = "SELECT max((SELECT max(cycle) FROM record"
			     "  INDEXED BY record_frame"
			     "  WHERE type = ?1 AND market = m.id))"
			     " FROM (" ANY_MARKET ") m"
			     " WHERE ?2 = 0 OR m.id = ?2",
	[SQL_NEWEST_MS] = "SELECT max((SELECT max(ts_ms) FROM record"
			  "  INDEXED BY record_time"
			  "  WHERE type = ?1 AND market = m.id))"
			  " FROM (" ANY_MARKET ") m WHERE ?2 = 0 OR m.id = ?2",
	[SQL_NEWEST_SEQ] = "SELECT max(seq) FROM record",
	[SQL_KIND_NEXT] = "SELECT type, market FROM record"
			  " INDEXED BY record_time WHERE (type, market) >"
			  " (?1, ?2) ORDER BY type, market LIMIT 1",
	[SQL_PRUNE] = "DELETE FROM record WHERE seq IN (SELECT seq FROM record"
		      " INDEXED BY record_time WHERE type = ?1 AND market = ?2"
		      " AND ts_ms < ?3 AND NOT " IS_LAST " LIMIT ?6)",
	[SQL_PRUNE_TRADES] = "DELETE FROM record WHERE seq IN (SELECT seq"
			     " FROM record INDEXED BY record_time WHERE"
			     " type = ?1 AND market = ?2 AND ts_ms < ?3"
			     " AND ts_ms >= ?6 AND NOT " IS_LAST ")",
	[SQL_PRUNE_BESIDE] =
		"DELETE FROM trade WHERE market = ?1 AND"
		" ts_ms >= ?2 AND ts_ms < ?3 AND NOT EXISTS"
		" (SELECT 1 FROM record r WHERE r.seq = trade.seq)",
	[SQL_SUM_DROP] = "DELETE FROM trade_sum WHERE market = ?1 AND"
			 " level IN (0, 1) AND start_ms >= ?2 AND"
			 " start_ms < ?3",
	[SQL_SUM_ALL] = "SELECT start_ms, n, pv, v, market FROM trade_sum"
			" WHERE market > 0 AND level = ?1"
			" ORDER BY market, start_ms",
	[SQL_TRADE_ALL] = "SELECT ts_ms, price, size, own, market FROM trade"
			  " ORDER BY market, ts_ms, seq",
	[SQL_UNSUMMED] = "SELECT count(*) FROM record r WHERE r.type = ?1 AND"
			 " NOT EXISTS (SELECT 1 FROM trade t WHERE"
			 "  t.market = r.market AND t.ts_ms = r.ts_ms AND"
			 "  t.seq = r.seq)",
	[SQL_UNRECORDED] = "SELECT count(*) FROM trade t WHERE NOT EXISTS"
			   " (SELECT 1 FROM record r WHERE r.seq = t.seq AND"
			   "  r.type = ?1)",
};

_Static_assert(SQL_COUNT <= DB_STMT_MAX, "room for every statement");

const struct db_kind store_kind = {
	.application_id = 0x6d6d5354, /* "mmST" */
	/* A year of trades is looked up by identity: 32 MiB of its index. */
	.pragmas = "PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32768",
	.migration = migrations,
	.version = sizeof(migrations) / sizeof(*migrations),
	.sql = statements,
};
