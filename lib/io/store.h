/* store.h - the history of a bot: every record once, and sums of its trades.
 * Layer: io.
 *
 * A row is one record as it was written, known by its type and identity: the same
 * twice is stored once, the same identity with other content is refused.  Rows of
 * one frame are committed together.  Beside the trades stand their sums per
 * minute and per day, changed in the trade's own transaction, so that any window
 * is covered exactly by few of them.
 *
 * This is all that programs know of it: the engine (SQLite, WAL, mm.db) stands in
 * store_*.c, and another can stand behind the same calls.  Histories may be lost
 * and rebuilt: commits survive the death of the process; of the last ones before a
 * power cut only their order.
 */
#ifndef MM_STORE_H
#define MM_STORE_H

#include "base/dec.h"
#include "io/dberr.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct store;

enum store_mode {
	STORE_READ,  /* the file must be there              */
	STORE_WRITE, /* made, or brought up to date, if not */
};

/* store_open.
 *
 * out:     *out is set even on error, for store_message and store_close.
 * in:      busy_ms: how long each call waits for another writer.
 * returns: DB_OK, DB_NOTFOUND (STORE_READ: no file, or nothing in it yet),
 *          DB_LOCKED, DB_NEWER, DB_FOREIGN, DB_CORRUPT, DB_IO. */
MM_CHECKED enum db_err store_open(struct store **out, const char *path,
				  enum store_mode mode, int busy_ms);
void store_close(struct store *s); /* NULL is no error; rolls back */

/* store_message: the last error in words, with the path; lives until the next
 * call on s. */
const char *store_message(const struct store *s);

/* Everything that puts stands between begin and commit.  After any error but
 * DB_CONFLICT and DB_RANGE the transaction is lost: roll back. */
MM_CHECKED enum db_err store_begin(struct store *s);
MM_CHECKED enum db_err store_commit(struct store *s);
void store_rollback(struct store *s);

/* ---- Writing ---- */

struct store_row {
	const char *type;
	const char *identity; /* unique within the type                     */
	const char *market;   /* NULL: of none                              */
	const char *body;     /* the record's line, newline excluded        */
	size_t len;           /* of body                                    */
	int64_t ts_ms;
	int64_t cycle; /* the frame it came in, > 0; 0: it came in no frame */
	int64_t seq;   /* reading only: order of arrival                    */
};

/* store_put: *fresh false: it was there already, byte for byte.
 * returns: DB_OK, DB_CONFLICT (nothing was written), or as store_begin. */
MM_CHECKED enum db_err store_put(struct store *s, bool *fresh,
				 const struct store_row *row);

struct store_trade {
	const char *market, *source, *id; /* the identity             */
	struct dec price, size;           /* both > 0                 */
	int64_t ts_ms;
	bool own_maker, own_taker;
};

/* store_put_trade is store_put for trades.  row gives body, len and cycle; a
 * print between two own orders is stored but not summed (pivot_counts).
 * returns: also DB_RANGE: price or size not above 0, or a sum does not fit;
 *          nothing was written. */
MM_CHECKED enum db_err store_put_trade(struct store *s, bool *fresh,
				       const struct store_trade *t,
				       const struct store_row *row);

/* ---- Trades ---- */

enum store_span { STORE_TRADE, STORE_MINUTE, STORE_DAY };

/* One trade, or all that count of one UTC minute or day. */
struct store_sum {
	enum store_span span;
	int64_t start_ms; /* of the trade, minute or day */
	int64_t n;        /* trades, > 0                 */
	struct dec pv;    /* sum of price * size, quote  */
	struct dec v;     /* sum of size, base           */
};

/* Called for each piece; false stops, and the call returns DB_OK. */
typedef bool store_each_sum(void *ctx, const struct store_sum *sum);

/* store_window covers the trades of from_ms < ts_ms <= to_ms that count, exactly:
 * days, then minutes and single trades at both ends, in no promised order.
 * cost: days in the window + 2880 minutes + the trades of two minutes, however
 *       many trades there are. */
MM_CHECKED enum db_err store_window(struct store *s, const char *market,
				    int64_t from_ms, int64_t to_ms,
				    store_each_sum *each, void *ctx);

/* store_trade_last: time and price of the newest trade at or before to_ms.
 * in:      external: no own order on either side; else any that counts.
 * returns: DB_OK, DB_NOTFOUND, or an error. */
MM_CHECKED enum db_err store_trade_last(struct store *s, int64_t *ts_ms,
					struct dec *price, const char *market,
					int64_t to_ms, bool external);

/* store_trade_first: time of the oldest trade stored.  DB_OK or DB_NOTFOUND. */
MM_CHECKED enum db_err store_trade_first(struct store *s, int64_t *ts_ms,
					 const char *market);

/* store_knows_trade: is a trade of this identity stored? */
MM_CHECKED enum db_err store_knows_trade(struct store *s, bool *known,
					 const char *market, const char *source,
					 const char *id);

/* ---- Reading ---- */

/* Called for each row, which lives until it returns; false stops, and the call
 * returns DB_OK.  It must not call the same reader of s again. */
typedef bool store_each_row(void *ctx, const struct store_row *row);

#define STORE_TYPES_MAX 32

struct store_query {
	const char *const *types; /* NULL-ended, at most STORE_TYPES_MAX;
				     NULL: every type                     */
	const char *market;       /* NULL: of any or none                 */
	int64_t from_ms, to_ms;   /* from_ms <= ts_ms < to_ms; 0, 0: all  */
	int64_t after;            /* seq > after                          */
	int64_t newest;           /* of those, the last arrivals; 0: all  */
};

/* store_scan: the rows asked for, in order of cycle, then of arrival; rows of no
 * frame come first.  With after or newest: in order of arrival. */
MM_CHECKED enum db_err store_scan(struct store *s, const struct store_query *q,
				  store_each_row *each, void *ctx);

/* store_last: the rows of all these types in the newest frame that holds one of
 * the first, of that market if it is not NULL.  Where no frame holds one: the
 * newest rows of no frame, by ts_ms.  None at all is no error. */
MM_CHECKED enum db_err store_last(struct store *s, const char *const *types,
				  const char *market, store_each_row *each,
				  void *ctx);

/* store_newest_seq: the seq of the last arrival; 0: none. */
MM_CHECKED enum db_err store_newest_seq(struct store *s, int64_t *seq);

/* ---- Upkeep ---- */

/* store_prune removes what is older than the UTC day of before_ms, in short
 * transactions of its own; never what store_last would give.
 * out: *n, rows removed, also on error. */
MM_CHECKED enum db_err store_prune(struct store *s, int64_t *n,
				   int64_t before_ms);

/* store_compact gives unused space back to the disk; needs as much again while it
 * works, and nobody else writing. */
MM_CHECKED enum db_err store_compact(struct store *s);

/* store_check reads everything: the engine's own check, and every sum against
 * the trades it stands for.  Calls say for each thing wrong, at most 100.
 * returns: DB_OK, DB_CORRUPT (something was wrong), or an error. */
MM_CHECKED enum db_err store_check(struct store *s,
				   void (*say)(void *ctx, const char *what),
				   void *ctx);

#endif
