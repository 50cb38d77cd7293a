#include "io/store_sqlite.h"

#include "math/pivot.h"

/* No time in a record is further from 1970. */
#define TIME_MAX (INT64_C(1) << 53)

/* Market and source as their numbers: a third of the text, in every entry of the
 * largest index. */
static enum db_err identify(struct store *s, int64_t market, int64_t source,
			    const char *id)
{
	s->identity.len = 0;
	if (!buf_addf(&s->identity, "%lld %lld %s", (long long)market,
		      (long long)source, id) ||
	    !buf_add(&s->identity, "", 1))
		return db_say(&s->db, DB_RANGE, "an identity is too long");
	return DB_OK;
}

static enum db_err add_beside(struct store *s, int64_t market, int64_t seq,
			      const struct store_trade *t)
{
	int own =
		(t->own_maker ? OWN_MAKER : 0) | (t->own_taker ? OWN_TAKER : 0);
	char price[DEC_STR_SZ], size[DEC_STR_SZ];
	sqlite3_stmt *st;

	dec_format(price, t->price);
	dec_format(size, t->size);
	st = db_stmt(&s->db, SQL_TRADE_ADD);
	db_bind_int(&s->db, st, 1, market);
	db_bind_int(&s->db, st, 2, t->ts_ms);
	db_bind_int(&s->db, st, 3, seq);
	db_bind_text(&s->db, st, 4, price);
	db_bind_text(&s->db, st, 5, size);
	db_bind_int(&s->db, st, 6, own);
	return db_run(&s->db, st);
}

/* Puts a fresh trade where windows find it, and adds it up; if its sums do not
 * fit, its row goes again. */
static enum db_err put_beside(struct store *s, int64_t market,
			      const struct store_trade *t,
			      const struct store_sum *one)
{
	int64_t seq = sqlite3_last_insert_rowid(s->db.h);
	struct store_sum next[SUM_LEVELS];
	sqlite3_stmt *st;
	enum db_err e;

	if (!pivot_counts(t->own_maker, t->own_taker))
		return add_beside(s, market, seq, t);
	e = sums_with(s, next, market, one);
	if (!e && !(e = add_beside(s, market, seq, t)))
		sums_keep(s, next);
	if (e != DB_RANGE)
		return e;
	st = db_stmt(&s->db, SQL_UNPUT);
	db_bind_int(&s->db, st, 1, seq);
	return (e = db_run(&s->db, st)) ? e : DB_RANGE;
}

enum db_err store_put_trade(struct store *s, bool *fresh,
			    const struct store_trade *t,
			    const struct store_row *row)
{
	struct store_row full = *row;
	struct store_sum one;
	int64_t market, source;
	enum db_err e;

	*fresh = false;
	full.type = TRADE_TYPE;
	full.ts_ms = t->ts_ms;
	if (dec_sign(t->price) <= 0 || dec_sign(t->size) <= 0 ||
	    sum_one(&one, t->ts_ms, t->price, t->size) != ST_OK)
		return db_say(&s->db, DB_RANGE, "price or size of a trade");
	if ((e = name_add(s, &market, t->market)) ||
	    (e = name_add(s, &source, t->source)) ||
	    (e = identify(s, market, source, t->id)) ||
	    (e = row_put(s, fresh, market, s->identity.p, &full)) || !*fresh)
		return e;
	e = put_beside(s, market, t, &one);
	*fresh = !e;
	return e;
}

bool trade_at(struct store_sum *one, bool *counts, sqlite3_stmt *st)
{
	int64_t own = sqlite3_column_int64(st, 3);
	struct dec price, size;

	*counts = pivot_counts(own & OWN_MAKER, own & OWN_TAKER);
	return dec_at(&price, st, 1) && dec_at(&size, st, 2) &&
	       sum_one(one, sqlite3_column_int64(st, 0), price, size) == ST_OK;
}

enum db_err trades_each(struct store *s, bool *going, int64_t market,
			int64_t from_ms, int64_t to_ms, store_each_sum *each,
			void *ctx)
{
	sqlite3_stmt *st = db_stmt(&s->db, SQL_TRADE_RANGE);
	struct store_sum one;
	enum db_err e;
	bool row, counts;

	*going = true;
	db_bind_int(&s->db, st, 1, market);
	db_bind_int(&s->db, st, 2, from_ms);
	db_bind_int(&s->db, st, 3, to_ms);
	while (*going && !(e = db_next(&s->db, st, &row)) && row) {
		if (!trade_at(&one, &counts, st)) {
			e = db_say(&s->db, DB_CORRUPT, "a trade is no trade");
			break;
		}
		*going = !counts || each(ctx, &one);
	}
	sqlite3_reset(st);
	return e;
}

static enum db_err sums_each(struct store *s, bool *going, enum sum_level level,
			     int64_t market, int64_t from_ms, int64_t to_ms,
			     store_each_sum *each, void *ctx)
{
	sqlite3_stmt *st = db_stmt(&s->db, SQL_SUM_RANGE);
	struct store_sum sum;
	enum db_err e;
	bool row;

	*going = true;
	db_bind_int(&s->db, st, 1, market);
	db_bind_int(&s->db, st, 2, level);
	db_bind_int(&s->db, st, 3, from_ms);
	db_bind_int(&s->db, st, 4, to_ms);
	while (*going && !(e = db_next(&s->db, st, &row)) && row) {
		if (!sum_at(&sum, st, level)) {
			e = db_say(&s->db, DB_CORRUPT, "a sum is no decimal");
			break;
		}
		*going = each(ctx, &sum);
	}
	sqlite3_reset(st);
	return e;
}

struct cover {
	struct store *s;
	int64_t market;
	store_each_sum *each;
	void *ctx;
	bool going;
};

/* [lo, hi) by what is level long or shorter: the whole minutes or days in it, and
 * what stands out at both ends by the next shorter. */
static enum db_err cover(struct cover *c, int level, int64_t lo, int64_t hi)
{
	int64_t length, first, last;
	enum db_err e;

	if (lo >= hi || !c->going)
		return DB_OK;
	if (level < SUM_MINUTE)
		return trades_each(c->s, &c->going, c->market, lo, hi, c->each,
				   c->ctx);
	length = sum_length((enum sum_level)level);
	first = sum_start((enum sum_level)level, lo + length - 1);
	last = sum_start((enum sum_level)level, hi);
	if (first >= last)
		return cover(c, level - 1, lo, hi);
	if ((e = cover(c, level - 1, lo, first)))
		return e;
	if (c->going &&
	    (e = sums_each(c->s, &c->going, (enum sum_level)level, c->market,
			   first, last, c->each, c->ctx)))
		return e;
	return cover(c, level - 1, last, hi);
}

static int64_t in_time(int64_t ms)
{
	return ms < -TIME_MAX ? -TIME_MAX : ms > TIME_MAX ? TIME_MAX : ms;
}

enum db_err store_window(struct store *s, const char *market, int64_t from_ms,
			 int64_t to_ms, store_each_sum *each, void *ctx)
{
	struct cover c = { .s = s, .each = each, .ctx = ctx, .going = true };
	enum db_err e;
	bool begun;

	if ((e = snapshot_begin(s, &begun)))
		return e;
	if (!(e = name_find(s, &c.market, market)) && c.market)
		e = cover(&c, SUM_DAY, in_time(from_ms) + 1,
			  in_time(to_ms) + 1);
	snapshot_end(s, begun);
	return e;
}

enum db_err store_trade_last(struct store *s, int64_t *ts_ms, struct dec *price,
			     const char *market, int64_t to_ms, bool external)
{
	sqlite3_stmt *st;
	int64_t number;
	enum db_err e;
	bool row, found = false;

	if ((e = name_find(s, &number, market)))
		return e;
	st = db_stmt(&s->db, SQL_TRADE_BACK);
	db_bind_int(&s->db, st, 1, number);
	db_bind_int(&s->db, st, 2, to_ms);
	while (!found && !(e = db_next(&s->db, st, &row)) && row) {
		int64_t own = sqlite3_column_int64(st, 2);

		found = external ? own == 0
				 : pivot_counts(own & OWN_MAKER,
						own & OWN_TAKER);
	}
	if (!e && !found)
		e = db_say(&s->db, DB_NOTFOUND, "no such trade");
	if (!e && !dec_at(price, st, 1))
		e = db_say(&s->db, DB_CORRUPT, "a trade is no trade");
	if (!e)
		*ts_ms = sqlite3_column_int64(st, 0);
	sqlite3_reset(st);
	return e;
}

enum db_err store_trade_first(struct store *s, int64_t *ts_ms,
			      const char *market)
{
	int64_t number, first = INT64_MAX;
	sqlite3_stmt *st;
	enum db_err e;

	if ((e = name_find(s, &number, market)))
		return e;
	st = db_stmt(&s->db, SQL_TRADE_FIRST);
	db_bind_int(&s->db, st, 1, number);
	db_bind_int(&s->db, st, 2, -TIME_MAX);
	if ((e = db_one(&s->db, st, &first)))
		return e;
	if (first == INT64_MAX)
		return db_say(&s->db, DB_NOTFOUND, "no trade");
	*ts_ms = first;
	return DB_OK;
}

enum db_err store_knows_trade(struct store *s, bool *known, const char *market,
			      const char *source, const char *id)
{
	int64_t type, m, n, one = 0;
	sqlite3_stmt *st;
	enum db_err e;

	*known = false;
	if ((e = name_find(s, &type, TRADE_TYPE)) ||
	    (e = name_find(s, &m, market)) || (e = name_find(s, &n, source)) ||
	    (e = identify(s, m, n, id)))
		return e;
	st = db_stmt(&s->db, SQL_TRADE_KNOWN);
	db_bind_int(&s->db, st, 1, type);
	db_bind_text(&s->db, st, 2, s->identity.p);
	if ((e = db_one(&s->db, st, &one)))
		return e;
	*known = one;
	return DB_OK;
}
