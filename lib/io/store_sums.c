#include "io/store_sqlite.h"

#include <string.h>

int64_t sum_length(enum sum_level level)
{
	return level == SUM_DAY ? DAY_MS : MINUTE_MS;
}

int64_t sum_start(enum sum_level level, int64_t ts_ms)
{
	int64_t length = sum_length(level);
	int64_t into = ts_ms % length;

	return ts_ms - into - (into < 0 ? length : 0);
}

struct store_sum sum_none(enum sum_level level, int64_t ts_ms)
{
	return (struct store_sum){
		.span = level == SUM_DAY ? STORE_DAY : STORE_MINUTE,
		.start_ms = sum_start(level, ts_ms),
		.pv = DEC_ZERO,
		.v = DEC_ZERO,
	};
}

enum status sum_one(struct store_sum *one, int64_t ts_ms, struct dec price,
		    struct dec size)
{
	*one = (struct store_sum){
		.span = STORE_TRADE, .start_ms = ts_ms, .n = 1, .v = size
	};
	return dec_mul(&one->pv, price, size);
}

enum status sum_join(struct store_sum *to, const struct store_sum *x)
{
	struct dec pv, v;

	if (dec_add(&pv, to->pv, x->pv) || dec_add(&v, to->v, x->v))
		return ST_OVERFLOW;
	to->pv = pv;
	to->v = v;
	to->n += x->n;
	return ST_OK;
}

bool dec_at(struct dec *d, sqlite3_stmt *st, int column)
{
	const char *text = db_text_at(st, column);

	return dec_parse(d, text, strlen(text)) == ST_OK;
}

bool sum_at(struct store_sum *sum, sqlite3_stmt *st, enum sum_level level)
{
	*sum = sum_none(level, sqlite3_column_int64(st, 0));
	sum->n = sqlite3_column_int64(st, 1);
	return dec_at(&sum->pv, st, 2) && dec_at(&sum->v, st, 3);
}

static enum db_err cell_flush(struct store *s, enum sum_level level)
{
	struct sum_cell *cell = &s->cell[level];
	char pv[DEC_STR_SZ], v[DEC_STR_SZ];
	sqlite3_stmt *st;
	enum db_err e;

	if (!cell->changed)
		return DB_OK;
	dec_format(pv, cell->sum.pv);
	dec_format(v, cell->sum.v);
	st = db_stmt(&s->db, SQL_SUM_SET);
	db_bind_int(&s->db, st, 1, cell->market);
	db_bind_int(&s->db, st, 2, level);
	db_bind_int(&s->db, st, 3, cell->sum.start_ms);
	db_bind_int(&s->db, st, 4, cell->sum.n);
	db_bind_text(&s->db, st, 5, pv);
	db_bind_text(&s->db, st, 6, v);
	e = db_run(&s->db, st);
	cell->changed = e != DB_OK;
	return e;
}

/* Brings the minute or day of ts_ms to hand. */
static enum db_err cell_load(struct store *s, enum sum_level level,
			     int64_t market, int64_t ts_ms)
{
	struct sum_cell *cell = &s->cell[level];
	struct store_sum sum = sum_none(level, ts_ms);
	sqlite3_stmt *st;
	enum db_err e;
	bool stored, sound = true;

	if (cell->loaded && cell->market == market &&
	    cell->sum.start_ms == sum.start_ms)
		return DB_OK;
	if ((e = cell_flush(s, level)))
		return e;
	st = db_stmt(&s->db, SQL_SUM_GET);
	db_bind_int(&s->db, st, 1, market);
	db_bind_int(&s->db, st, 2, level);
	db_bind_int(&s->db, st, 3, sum.start_ms);
	if ((e = db_next(&s->db, st, &stored)))
		return e;
	if (stored)
		sound = sum_at(&sum, st, level);
	sqlite3_reset(st);
	if (!sound)
		return db_say(&s->db, DB_CORRUPT, "a sum is no decimal");
	*cell = (struct sum_cell){ .loaded = true,
				   .market = market,
				   .sum = sum };
	return DB_OK;
}

enum db_err sums_with(struct store *s, struct store_sum next[SUM_LEVELS],
		      int64_t market, const struct store_sum *one)
{
	enum db_err e;

	for (int i = 0; i < SUM_LEVELS; i++) {
		e = cell_load(s, (enum sum_level)i, market, one->start_ms);
		if (e)
			return e;
		next[i] = s->cell[i].sum;
		if (sum_join(&next[i], one) != ST_OK)
			return db_say(&s->db, DB_RANGE,
				      "a sum of trades does not fit");
	}
	return DB_OK;
}

void sums_keep(struct store *s, const struct store_sum next[SUM_LEVELS])
{
	for (int i = 0; i < SUM_LEVELS; i++) {
		s->cell[i].sum = next[i];
		s->cell[i].changed = true;
	}
}

enum db_err sums_flush(struct store *s)
{
	enum db_err e = cell_flush(s, SUM_MINUTE);

	return e ? e : cell_flush(s, SUM_DAY);
}

void sums_forget(struct store *s)
{
	memset(s->cell, 0, sizeof(s->cell));
}

struct rebuild {
	struct store *s;
	int64_t market;
	enum db_err err;
};

static bool add_again(void *ctx, const struct store_sum *one)
{
	struct rebuild *r = ctx;
	struct store_sum next[SUM_LEVELS];

	r->err = sums_with(r->s, next, r->market, one);
	if (!r->err)
		sums_keep(r->s, next);
	return !r->err;
}

enum db_err sums_rebuild(struct store *s, int64_t market, int64_t from_ms,
			 int64_t to_ms)
{
	struct rebuild r = { .s = s, .market = market };
	sqlite3_stmt *st;
	enum db_err e;
	bool going;

	if ((e = sums_flush(s)))
		return e;
	sums_forget(s);
	st = db_stmt(&s->db, SQL_SUM_DROP);
	db_bind_int(&s->db, st, 1, market);
	db_bind_int(&s->db, st, 2, from_ms);
	db_bind_int(&s->db, st, 3, to_ms);
	if ((e = db_run(&s->db, st)))
		return e;
	e = trades_each(s, &going, market, from_ms, to_ms, add_again, &r);
	return e ? e : r.err ? r.err : sums_flush(s);
}
