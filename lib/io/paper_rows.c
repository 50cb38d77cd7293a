#include "io/paper_rows.h"

/* Money is text: it may exceed 64 bits.  A request is waiting while its `what` is
 * NULL; its seq is its tag in match.h. */
static const char *const migrations[] = {
	"CREATE TABLE venue("
	" one INTEGER PRIMARY KEY CHECK (one = 1), market TEXT NOT NULL,"
	" base TEXT NOT NULL, quote TEXT NOT NULL, tick TEXT NOT NULL,"
	" lot TEXT NOT NULL, base_decimals INTEGER NOT NULL,"
	" quote_decimals INTEGER NOT NULL, base_lot INTEGER NOT NULL,"
	" quote_lot INTEGER NOT NULL, maker_ppm INTEGER NOT NULL,"
	" taker_ppm INTEGER NOT NULL, born_ms INTEGER NOT NULL);"
	"CREATE TABLE progress("
	" one INTEGER PRIMARY KEY CHECK (one = 1), frame_ms INTEGER NOT NULL,"
	" depth_ms INTEGER NOT NULL, told_ms INTEGER NOT NULL,"
	" told_fill INTEGER NOT NULL, told_request INTEGER NOT NULL,"
	" now_ms INTEGER NOT NULL, next_id INTEGER NOT NULL,"
	" last_ms INTEGER NOT NULL, last_price INTEGER NOT NULL,"
	" last_lots INTEGER NOT NULL, last_side INTEGER NOT NULL,"
	" base_start TEXT NOT NULL, quote_start TEXT NOT NULL,"
	" base_in TEXT NOT NULL, quote_in TEXT NOT NULL, fees TEXT NOT NULL,"
	" sizes TEXT NOT NULL);"
	"CREATE TABLE wallet("
	" i INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE,"
	" base_free TEXT NOT NULL, base_locked TEXT NOT NULL,"
	" quote_free TEXT NOT NULL, quote_locked TEXT NOT NULL);"
	"CREATE TABLE resting("
	" id INTEGER PRIMARY KEY, client_id TEXT NOT NULL,"
	" wallet INTEGER NOT NULL, side INTEGER NOT NULL,"
	" price INTEGER NOT NULL, size INTEGER NOT NULL,"
	" since_ms INTEGER NOT NULL, ahead INTEGER NOT NULL,"
	" n_fills INTEGER NOT NULL, taker INTEGER NOT NULL);"
	"CREATE TABLE request("
	" seq INTEGER PRIMARY KEY, attempt TEXT NOT NULL UNIQUE,"
	" intent_id TEXT NOT NULL, client_id TEXT NOT NULL,"
	" op INTEGER NOT NULL, wallet INTEGER NOT NULL, side INTEGER NOT NULL,"
	" price INTEGER NOT NULL, size INTEGER NOT NULL,"
	" since_ms INTEGER NOT NULL, post_only INTEGER NOT NULL,"
	" max_ts_ms INTEGER NOT NULL, at_ms INTEGER NOT NULL,"
	" until_ms INTEGER NOT NULL,"
	" what INTEGER, why INTEGER, done_ms INTEGER, order_id INTEGER);"
	"CREATE INDEX request_waiting ON request(seq) WHERE what IS NULL;"
	"CREATE TABLE fill("
	" seq INTEGER PRIMARY KEY, client_id TEXT NOT NULL,"
	" ts_ms INTEGER NOT NULL, order_id INTEGER NOT NULL,"
	" n_fill INTEGER NOT NULL, wallet INTEGER NOT NULL,"
	" side INTEGER NOT NULL, price INTEGER NOT NULL, size INTEGER NOT NULL,"
	" fee INTEGER NOT NULL, maker INTEGER NOT NULL,"
	" UNIQUE (order_id, n_fill));",
};

#define REQUEST                                                                \
	"seq, attempt, intent_id, client_id, op, wallet, side, price, size,"   \
	" since_ms, post_only, max_ts_ms, at_ms, until_ms, what, why, "        \
	"done_ms,"                                                             \
	" order_id"

static const char *const statements[] = {
	[SQL_VENUE] = "SELECT market, base, quote, tick, lot, base_decimals,"
		      " quote_decimals, base_lot, quote_lot, maker_ppm,"
		      " taker_ppm, born_ms FROM venue",
	[SQL_PROGRESS] = "SELECT frame_ms, depth_ms, told_ms, told_fill,"
			 " told_request, now_ms, next_id, last_ms, last_price,"
			 " last_lots, last_side, base_start, quote_start,"
			 " base_in, quote_in, fees, sizes FROM progress",
	[SQL_WALLETS] = "SELECT name, base_free, base_locked, quote_free,"
			" quote_locked FROM wallet ORDER BY i",
	[SQL_RESTING] = "SELECT client_id, id, wallet, side, price, size,"
			" since_ms, ahead, n_fills, taker FROM resting",
	[SQL_WAITING] = "SELECT " REQUEST " FROM request WHERE what IS NULL"
			" ORDER BY seq",
	[SQL_ANSWERS] = "SELECT " REQUEST " FROM request WHERE seq > ?1"
			" AND what IS NOT NULL ORDER BY seq",
	[SQL_ATTEMPT] = "SELECT " REQUEST " FROM request WHERE attempt = ?1",
	[SQL_FILLS] = "SELECT client_id, seq, ts_ms, order_id, n_fill, wallet,"
		      " side, price, size, fee, maker FROM fill WHERE seq > ?1"
		      " ORDER BY seq",
	[SQL_FILL_SEQ] = "SELECT seq FROM fill WHERE order_id = ?1"
			 " AND n_fill = ?2",
	/* Behind those that are forgotten, which have been told. */
	[SQL_NEXT_SEQ] = "SELECT max(told_request, ifnull("
			 "(SELECT max(seq) FROM request), 0)) + 1"
			 " FROM progress",
	[SQL_ADD_VENUE] =
		"INSERT INTO venue VALUES"
		"(1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
	[SQL_PUT_PROGRESS] = "INSERT OR REPLACE INTO progress VALUES"
			     "(1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10,"
			     " ?11, ?12, ?13, ?14, ?15, ?16, ?17)",
	[SQL_PUT_WALLET] = "INSERT OR REPLACE INTO wallet VALUES"
			   "(?1, ?2, ?3, ?4, ?5, ?6)",
	[SQL_PUT_RESTING] = "INSERT OR REPLACE INTO resting(client_id, id,"
			    " wallet, side, price, size, since_ms, ahead,"
			    " n_fills, taker) VALUES"
			    "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
	[SQL_DROP_RESTING] = "DELETE FROM resting WHERE id = ?1",
	[SQL_ADD_REQUEST] = "INSERT INTO request(attempt, intent_id, client_id,"
			    " seq, op, wallet, side, price, size, since_ms,"
			    " post_only, max_ts_ms, at_ms, until_ms) VALUES(?1,"
			    " ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12,"
			    " ?13, ?14)",
	[SQL_FORGET_REQUESTS] = "DELETE FROM request WHERE seq <= ?1"
				" AND what IS NOT NULL AND until_ms < ?2",
	[SQL_ANSWER] = "UPDATE request SET what = ?2, why = ?3, done_ms = ?4,"
		       " order_id = ?5 WHERE seq = ?1",
	[SQL_ADD_FILL] = "INSERT INTO fill(client_id, ts_ms, order_id, n_fill,"
			 " wallet, side, price, size, fee, maker) VALUES"
			 "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
};

const struct db_kind paper_kind = {
	.application_id = 0x6d6d5041, /* "mmPA" */
	.pragmas = "PRAGMA synchronous=FULL",
	.migration = migrations,
	.version = sizeof(migrations) / sizeof(*migrations),
	.sql = statements,
};
