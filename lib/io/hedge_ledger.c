#include "io/hedge_ledger.h"

#include "base/mem.h"
#include "io/db.h"

#include <stdlib.h>
#include <string.h>

struct hedge_ledger {
	struct db db;
};

static const char *const migrations[] = {
	"CREATE TABLE seat(seat TEXT PRIMARY KEY, left_alone TEXT NOT NULL,"
	" taken TEXT NOT NULL, executed TEXT NOT NULL,"
	" traded_ms INTEGER NOT NULL) WITHOUT ROWID;"
	"CREATE TABLE trade(attempt TEXT PRIMARY KEY, seat TEXT NOT NULL,"
	" executed TEXT NOT NULL, notional TEXT NOT NULL,"
	" reduce INTEGER NOT NULL, ts_ms INTEGER NOT NULL) WITHOUT ROWID;"
	"CREATE INDEX trade_ts ON trade(ts_ms);"
	"CREATE TABLE fill(seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,"
	" line TEXT NOT NULL, told INTEGER NOT NULL);"
	"CREATE INDEX fill_untold ON fill(seq) WHERE NOT told;"
	"CREATE TABLE account(account TEXT PRIMARY KEY, peak TEXT NOT NULL,"
	" latched INTEGER NOT NULL) WITHOUT ROWID",
	"CREATE INDEX trade_seat ON trade(seat, ts_ms)",
	"ALTER TABLE seat DROP COLUMN traded_ms",
};

#define SEAT_COLUMNS                                                           \
	"left_alone, taken, executed,"                                         \
	" (SELECT max(ts_ms) FROM trade WHERE trade.seat = seat.seat)"

enum {
	SQL_SEAT,
	SQL_SEATS,
	SQL_SET_SEAT,
	SQL_TRADE,
	SQL_SET_TRADE,
	SQL_FILL,
	SQL_HAS,
	SQL_UNTOLD,
	SQL_TOLD,
	SQL_TURNOVER,
	SQL_ACCOUNT,
	SQL_SET_ACCOUNT,
	SQL_LATCHED,
	SQL_CLEAR,
};

static const char *const statements[] = {
	[SQL_SEAT] = "SELECT " SEAT_COLUMNS " FROM seat WHERE seat = ?1",
	[SQL_SEATS] = "SELECT " SEAT_COLUMNS ", seat FROM seat ORDER BY seat",
	[SQL_SET_SEAT] = "INSERT OR REPLACE INTO seat VALUES(?1, ?2, ?3, ?4)",
	[SQL_TRADE] = "SELECT executed, notional, ts_ms FROM trade"
		      " WHERE attempt = ?1",
	[SQL_SET_TRADE] = "INSERT OR REPLACE INTO trade"
			  " VALUES(?1, ?2, ?3, ?4, ?5, ?6)",
	[SQL_FILL] = "INSERT INTO fill(id, line, told) VALUES(?1, ?2, 0)"
		     " ON CONFLICT DO NOTHING",
	[SQL_HAS] = "SELECT 1 FROM fill WHERE id = ?1",
	[SQL_UNTOLD] = "SELECT seq, line FROM (SELECT seq, line FROM fill"
		       " WHERE NOT told AND seq > ?1"
		       " ORDER BY seq DESC LIMIT 1000) ORDER BY seq",
	[SQL_TOLD] = "UPDATE fill SET told = 1 WHERE NOT told"
		     " AND seq <= (SELECT seq FROM fill WHERE id = ?1)",
	[SQL_TURNOVER] = "SELECT notional FROM trade"
			 " WHERE ts_ms >= ?1 AND NOT reduce",
	[SQL_ACCOUNT] = "SELECT peak, latched FROM account WHERE account = ?1",
	[SQL_SET_ACCOUNT] = "INSERT OR REPLACE INTO account VALUES(?1, ?2, ?3)",
	[SQL_LATCHED] = "SELECT count(*) FROM account WHERE latched",
	[SQL_CLEAR] = "DELETE FROM account WHERE latched",
};

static const struct db_kind ledger_kind = {
	.application_id = 0x6d6d484c, /* "mmHL" */
	.pragmas = "PRAGMA synchronous=FULL",
	.migration = migrations,
	.version = sizeof(migrations) / sizeof(*migrations),
	.sql = statements,
};

enum db_err hedge_ledger_open(struct hedge_ledger **out, const char *path,
			      int busy_ms)
{
	*out = mem_alloc(1, sizeof(**out));
	return db_open(&(*out)->db, &ledger_kind, path, DB_WRITE, busy_ms);
}

void hedge_ledger_close(struct hedge_ledger *l)
{
	if (!l)
		return;
	db_close(&l->db);
	free(l);
}

const char *hedge_ledger_message(const struct hedge_ledger *l)
{
	return l->db.message;
}

/* ---- exact decimals as text ---- */

static enum db_err no_decimal(struct db *d)
{
	return db_say(d, DB_RANGE, "a number that is none, or too large");
}

static enum db_err dec_at(struct db *d, struct dec *out, sqlite3_stmt *st,
			  int i)
{
	const char *s = db_text_at(st, i);

	return dec_parse(out, s, strlen(s)) ? no_decimal(d) : DB_OK;
}

/* A text that lives until the statement ran. */
struct digits {
	char s[DEC_STR_SZ];
};

static void bind_dec(struct db *d, sqlite3_stmt *st, int i, struct digits *text,
		     struct dec v)
{
	dec_format(text->s, v);
	db_bind_text(d, st, i, text->s);
}

/* What f did ends as its transaction does. */
static enum db_err close_with(struct db *d, enum db_err e)
{
	if (!e)
		e = db_commit(d);
	if (e)
		db_rollback(d);
	return e;
}

/* ---- seats ---- */

static enum db_err seat_at(struct db *d, struct ledger_seat *s,
			   sqlite3_stmt *st)
{
	enum db_err e;

	s->known = true;
	s->traded_ms = sqlite3_column_int64(st, 3);
	e = dec_at(d, &s->left, st, 0);
	e = e ? e : dec_at(d, &s->taken, st, 1);
	return e ? e : dec_at(d, &s->executed, st, 2);
}

enum db_err hedge_ledger_seat(struct hedge_ledger *l, struct ledger_seat *out,
			      const char *seat)
{
	struct db *d = &l->db;
	sqlite3_stmt *st = db_stmt(d, SQL_SEAT);
	struct ledger_seat s = { .known = false };
	enum db_err e;
	bool row;

	db_bind_text(d, st, 1, seat);
	e = db_next(d, st, &row);
	if (!e && row) {
		e = seat_at(d, &s, st);
		sqlite3_reset(st);
	}
	if (!e)
		*out = s;
	return e;
}

enum db_err hedge_ledger_seats(struct hedge_ledger *l,
			       void (*each)(void *ctx, const char *seat,
					    const struct ledger_seat *known),
			       void *ctx)
{
	struct db *d = &l->db;
	sqlite3_stmt *st = db_stmt(d, SQL_SEATS);
	enum db_err e, bad = DB_OK;
	bool row;

	while (!(e = db_next(d, st, &row)) && row) {
		struct ledger_seat s;

		if (!bad && !(bad = seat_at(d, &s, st)))
			each(ctx, db_text_at(st, 4), &s);
	}
	return e ? e : bad;
}

enum status ledger_seat_size(struct dec *out, const struct ledger_seat *s)
{
	struct dec sum;
	enum status st = dec_add(&sum, s->left, s->taken);

	return st ? st : dec_add(out, sum, s->executed);
}

static enum db_err set_seat(struct db *d, const char *seat,
			    const struct ledger_seat *s)
{
	sqlite3_stmt *st = db_stmt(d, SQL_SET_SEAT);
	struct digits left, taken, executed;

	db_bind_text(d, st, 1, seat);
	bind_dec(d, st, 2, &left, s->left);
	bind_dec(d, st, 3, &taken, s->taken);
	bind_dec(d, st, 4, &executed, s->executed);
	return db_run(d, st);
}

enum db_err hedge_ledger_base(struct hedge_ledger *l, const char *seat,
			      struct dec left, struct dec taken)
{
	struct db *d = &l->db;
	struct ledger_seat s;
	enum db_err e = db_begin(d);

	if (e)
		return e;
	e = hedge_ledger_seat(l, &s, seat);
	if (!e) {
		s.left = left;
		s.taken = taken;
		e = set_seat(d, seat, &s);
	}
	return close_with(d, e);
}

/* ---- trades ---- */

/* What was known of an attempt; all 0: nothing. */
struct known_trade {
	struct dec executed, notional;
	int64_t ts_ms;
};

static enum db_err known_trade(struct db *d, struct known_trade *k,
			       const char *attempt)
{
	sqlite3_stmt *st = db_stmt(d, SQL_TRADE);
	enum db_err e;
	bool row;

	*k = (struct known_trade){ .executed = DEC_ZERO, .notional = DEC_ZERO };
	db_bind_text(d, st, 1, attempt);
	e = db_next(d, st, &row);
	if (!e && row) {
		e = dec_at(d, &k->executed, st, 0);
		e = e ? e : dec_at(d, &k->notional, st, 1);
		k->ts_ms = sqlite3_column_int64(st, 2);
		sqlite3_reset(st);
	}
	return e;
}

enum db_err hedge_ledger_trade(struct hedge_ledger *l, struct dec *executed,
			       const char *attempt)
{
	struct known_trade k;
	enum db_err e = known_trade(&l->db, &k, attempt);

	*executed = k.executed;
	return e;
}

static struct dec size_of(struct dec d)
{
	d.v = d.v < 0 ? -d.v : d.v;
	return d;
}

static enum db_err set_trade(struct db *d, const struct hedge_trade *t)
{
	sqlite3_stmt *st = db_stmt(d, SQL_SET_TRADE);
	struct digits executed, money;

	db_bind_text(d, st, 1, t->attempt);
	db_bind_text(d, st, 2, t->seat);
	bind_dec(d, st, 3, &executed, t->executed);
	bind_dec(d, st, 4, &money, t->notional);
	db_bind_int(d, st, 5, t->reduce);
	db_bind_int(d, st, 6, t->ts_ms);
	return db_run(d, st);
}

/* By how much more of it is known now, the seat moves.  A guess of when gives way to what
 * its fills say, and moves nothing that is known already. */
static enum db_err count_trade(struct hedge_ledger *l, struct hedge_trade t)
{
	struct db *d = &l->db;
	struct known_trade was;
	struct ledger_seat s;
	struct dec more;
	enum db_err e = known_trade(d, &was, t.attempt);

	if (e)
		return e;
	if (dec_cmp(was.notional, t.notional) > 0)
		t.notional = was.notional;
	if (dec_cmp(size_of(t.executed), size_of(was.executed)) < 0)
		return DB_OK;
	e = hedge_ledger_seat(l, &s, t.seat);
	if (e)
		return e;
	if (dec_sub(&more, t.executed, was.executed) ||
	    dec_add(&s.executed, s.executed, more))
		return no_decimal(d);
	if (t.guessed && (!dec_sign(more) || was.ts_ms > t.ts_ms))
		t.ts_ms = was.ts_ms;
	e = set_trade(d, &t);
	return e ? e : set_seat(d, t.seat, &s);
}

static enum db_err add_fill(struct db *d, const struct hedge_fill *f)
{
	sqlite3_stmt *st = db_stmt(d, SQL_FILL);

	db_bind_text(d, st, 1, f->id);
	db_bind_text(d, st, 2, f->line);
	return db_run(d, st);
}

enum db_err hedge_ledger_count(struct hedge_ledger *l,
			       const struct hedge_trade *t,
			       const struct hedge_fill *fills, size_t n)
{
	struct db *d = &l->db;
	enum db_err e = db_begin(d);

	if (e)
		return e;
	e = count_trade(l, *t);
	for (size_t i = 0; i < n && !e; i++)
		e = add_fill(d, &fills[i]);
	return close_with(d, e);
}

enum db_err hedge_ledger_has(struct hedge_ledger *l, bool *yes, const char *id)
{
	struct db *d = &l->db;
	sqlite3_stmt *st = db_stmt(d, SQL_HAS);
	int64_t one = 0;
	enum db_err e;

	db_bind_text(d, st, 1, id);
	e = db_one(d, st, &one);
	*yes = one;
	return e;
}

enum db_err hedge_ledger_untold(struct hedge_ledger *l, int64_t after,
				void (*each)(void *ctx, int64_t number,
					     const char *line),
				void *ctx)
{
	struct db *d = &l->db;
	sqlite3_stmt *st = db_stmt(d, SQL_UNTOLD);
	enum db_err e;
	bool row;

	db_bind_int(d, st, 1, after);
	while (!(e = db_next(d, st, &row)) && row)
		each(ctx, sqlite3_column_int64(st, 0), db_text_at(st, 1));
	return e;
}

enum db_err hedge_ledger_told(struct hedge_ledger *l, const char *id)
{
	sqlite3_stmt *st = db_stmt(&l->db, SQL_TOLD);

	db_bind_text(&l->db, st, 1, id);
	return db_run(&l->db, st);
}

enum db_err hedge_ledger_turnover(struct hedge_ledger *l, struct dec *out,
				  int64_t since_ms)
{
	struct db *d = &l->db;
	sqlite3_stmt *st = db_stmt(d, SQL_TURNOVER);
	struct dec sum = DEC_ZERO, one;
	enum db_err e, bad = DB_OK;
	bool row;

	db_bind_int(d, st, 1, since_ms);
	while (!(e = db_next(d, st, &row)) && row) {
		if (!bad && !(bad = dec_at(d, &one, st, 0)) &&
		    dec_add(&sum, sum, one))
			bad = no_decimal(d);
	}
	if (!e && !bad)
		*out = sum;
	return e ? e : bad;
}

/* ---- accounts ---- */

static enum db_err known_account(struct db *d, struct hedge_drawdown *out,
				 bool *known, const char *account)
{
	sqlite3_stmt *st = db_stmt(d, SQL_ACCOUNT);
	enum db_err e;

	db_bind_text(d, st, 1, account);
	e = db_next(d, st, known);
	if (!e && *known) {
		out->latched = sqlite3_column_int64(st, 1);
		e = dec_at(d, &out->peak, st, 0);
		sqlite3_reset(st);
	}
	return e;
}

static enum db_err set_account(struct db *d, const char *account,
			       const struct hedge_drawdown *v)
{
	sqlite3_stmt *st = db_stmt(d, SQL_SET_ACCOUNT);
	struct digits peak;

	db_bind_text(d, st, 1, account);
	bind_dec(d, st, 2, &peak, v->peak);
	db_bind_int(d, st, 3, v->latched);
	return db_run(d, st);
}

/* ST_OK: *yes is whether equity < peak x (1 - max). */
static enum status fell_below(bool *yes, struct dec equity, struct dec peak,
			      struct dec max)
{
	struct dec left, floor;
	enum status st = dec_sub(&left, dec_make(1, 0), max);

	st = st ? st : dec_mul(&floor, peak, left);
	if (!st)
		*yes = dec_cmp(equity, floor) < 0;
	return st;
}

enum db_err hedge_ledger_equity(struct hedge_ledger *l,
				struct hedge_drawdown *out, const char *account,
				struct dec equity, struct dec max)
{
	struct db *d = &l->db;
	struct hedge_drawdown v = { .peak = equity };
	bool known, below;
	enum db_err e = db_begin(d);

	if (e)
		return e;
	e = known_account(d, &v, &known, account);
	if (!e) {
		if (dec_cmp(equity, v.peak) > 0)
			v.peak = equity;
		if (fell_below(&below, equity, v.peak, max)) {
			e = no_decimal(d);
		} else {
			v.fell = below && !v.latched;
			v.latched |= below;
			e = set_account(d, account, &v);
		}
	}
	e = close_with(d, e);
	if (!e)
		*out = v;
	return e;
}

enum db_err hedge_ledger_clear(struct hedge_ledger *l, int64_t *n)
{
	struct db *d = &l->db;
	enum db_err e = db_begin(d);

	if (e)
		return e;
	e = db_one(d, db_stmt(d, SQL_LATCHED), n);
	e = e ? e : db_run(d, db_stmt(d, SQL_CLEAR));
	return close_with(d, e);
}
