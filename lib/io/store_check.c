#include "io/store_sqlite.h"

#include <stdio.h>

#define SAY_MAX 100

struct check {
	struct store *s;
	void (*say)(void *ctx, const char *what);
	void *ctx;
	int n; /* things wrong so far */
};

static void wrong(struct check *c, const char *what)
{
	if (c->n++ < SAY_MAX)
		c->say(c->ctx, what);
}

static enum db_err check_engine(struct check *c)
{
	sqlite3_stmt *st = db_prepare(&c->s->db, "PRAGMA integrity_check(100)");
	enum db_err e;
	bool row;

	while (!(e = db_next(&c->s->db, st, &row)) && row) {
		const char *what = db_text_at(st, 0);

		if (sqlite3_stricmp(what, "ok") != 0)
			wrong(c, what);
	}
	sqlite3_finalize(st);
	return e;
}

/* Rows that one of record and trade has and the other lacks. */
static enum db_err check_pairs(struct check *c)
{
	static const struct {
		int sql;
		const char *what;
	} pairs[] = {
		{ SQL_UNSUMMED, "trades stand in no window" },
		{ SQL_UNRECORDED, "trades of a window are not recorded" },
	};
	int64_t type;
	enum db_err e = name_find(c->s, &type, TRADE_TYPE);

	for (size_t i = 0; i < 2 && !e; i++) {
		sqlite3_stmt *st = db_stmt(&c->s->db, pairs[i].sql);
		char what[80];
		int64_t n = 0;

		db_bind_int(&c->s->db, st, 1, type);
		e = db_one(&c->s->db, st, &n);
		snprintf(what, sizeof(what), "%lld %s", (long long)n,
			 pairs[i].what);
		if (n)
			wrong(c, what);
	}
	return e;
}

/* A stored sum, or one made from trades, of some market. */
struct dated {
	bool some;
	int64_t market;
	struct store_sum sum;
};

/* The next stored sum of this level. */
static enum db_err stored_next(struct check *c, struct dated *d,
			       sqlite3_stmt *st, enum sum_level level)
{
	enum db_err e = db_next(&c->s->db, st, &d->some);

	if (e || !d->some)
		return e;
	d->market = sqlite3_column_int64(st, 4);
	if (!sum_at(&d->sum, st, level))
		wrong(c, "a sum is no decimal");
	return DB_OK;
}

static bool same_sum(const struct dated *a, const struct dated *b)
{
	return a->some && b->some && a->market == b->market &&
	       a->sum.start_ms == b->sum.start_ms && a->sum.n == b->sum.n &&
	       dec_cmp(a->sum.pv, b->sum.pv) == 0 &&
	       dec_cmp(a->sum.v, b->sum.v) == 0;
}

/* Is a before b, in order of market and time?  What is not there is last. */
static bool before(const struct dated *a, const struct dated *b)
{
	if (!a->some || !b->some)
		return a->some;
	return a->market < b->market ||
	       (a->market == b->market && a->sum.start_ms < b->sum.start_ms);
}

static void say_sum(struct check *c, const struct dated *d, const char *why)
{
	char what[120];

	snprintf(what, sizeof(what), "sum of market %lld from %lld ms: %s",
		 (long long)d->market, (long long)d->sum.start_ms, why);
	wrong(c, what);
}

/* made is complete: the stored sums up to it are read and compared. */
static enum db_err compare(struct check *c, struct dated *stored,
			   const struct dated *made, sqlite3_stmt *st,
			   enum sum_level level)
{
	enum db_err e = DB_OK;

	while (!e && before(stored, made)) {
		say_sum(c, stored, "has no trades");
		e = stored_next(c, stored, st, level);
	}
	if (e || !made->some)
		return e;
	if (before(made, stored)) {
		say_sum(c, made, "is missing");
		return DB_OK;
	}
	if (!same_sum(stored, made))
		say_sum(c, made, "is not that of its trades");
	return stored_next(c, stored, st, level);
}

/* Adds the trade at hand to made.  False: it starts another sum. */
static bool belongs(struct dated *made, int64_t market,
		    const struct store_sum *one, enum sum_level level)
{
	if (!made->some)
		*made = (struct dated){ .some = true,
					.market = market,
					.sum = sum_none(level, one->start_ms) };
	return made->market == market &&
	       made->sum.start_ms == sum_start(level, one->start_ms);
}

static enum db_err check_sums(struct check *c, enum sum_level level)
{
	sqlite3_stmt *sums = db_stmt(&c->s->db, SQL_SUM_ALL);
	sqlite3_stmt *trades = db_stmt(&c->s->db, SQL_TRADE_ALL);
	struct dated stored, made = { .some = false };
	const struct dated end = { .some = false };
	struct store_sum one;
	bool row, counts;
	enum db_err e;

	db_bind_int(&c->s->db, sums, 1, level);
	e = stored_next(c, &stored, sums, level);
	while (!e && !(e = db_next(&c->s->db, trades, &row)) && row) {
		int64_t market = sqlite3_column_int64(trades, 4);

		if (!trade_at(&one, &counts, trades)) {
			wrong(c, "a trade is no trade");
			continue;
		}
		if (!counts)
			continue;
		if (!belongs(&made, market, &one, level)) {
			e = compare(c, &stored, &made, sums, level);
			made.some = false;
			(void)belongs(&made, market, &one, level);
		}
		if (sum_join(&made.sum, &one) != ST_OK)
			say_sum(c, &made, "does not fit");
	}
	if (!e)
		e = compare(c, &stored, &made, sums, level);
	if (!e)
		e = compare(c, &stored, &end, sums, level);
	sqlite3_reset(sums);
	sqlite3_reset(trades);
	return e;
}

enum db_err store_check(struct store *s,
			void (*say)(void *ctx, const char *what), void *ctx)
{
	struct check c = { .s = s, .say = say, .ctx = ctx };
	enum db_err e;
	bool begun;

	if ((e = snapshot_begin(s, &begun)))
		return e;
	if (!(e = check_engine(&c)) && !c.n && !(e = check_pairs(&c)) &&
	    !(e = check_sums(&c, SUM_MINUTE)))
		e = check_sums(&c, SUM_DAY);
	snapshot_end(s, begun);
	if (!e && c.n)
		e = db_say(&s->db, DB_CORRUPT, "the check found it wrong");
	return e;
}
