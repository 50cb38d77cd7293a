#include "io/policy_ledger.h"

#include "base/mem.h"
#include "io/db.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WHAT_SZ (sizeof("placed:") + PUBKEY_STR_SZ)
#define MINUTE  INT64_C(60000) /* ms */

/* Of POLICY_HOUR and POLICY_DAY: a bucket in ms, and how many lie behind the one
 * at hand. */
static const struct {
	int64_t bucket, n;
} spans_of[POLICY_SPANS] = {
	[POLICY_HOUR] = { MINUTE, 60 },
	[POLICY_DAY] = { 10 * MINUTE, 144 },
};

struct policy_ledger {
	struct db db;
};

static const char *const migrations[] = {
	"CREATE TABLE spent(span INTEGER NOT NULL, bucket INTEGER NOT NULL,"
	" what TEXT NOT NULL, amount INTEGER NOT NULL,"
	" PRIMARY KEY(span, bucket, what)) WITHOUT ROWID",
};

enum { SQL_SUM, SQL_ADD, SQL_FORGET };

#define MOST "9223372036854775807"

static const char *const statements[] = {
	/* An amount that cannot be summed is an error, and nothing is signed. */
	[SQL_SUM] = "SELECT what, sum(amount) FROM spent"
		    " WHERE span = ?1 AND bucket >= ?2 GROUP BY what",
	[SQL_ADD] = "INSERT INTO spent VALUES(?1, ?2, ?3, ?4) ON CONFLICT DO"
		    " UPDATE SET amount = CASE WHEN amount > " MOST
		    " - excluded.amount THEN " MOST
		    " ELSE amount + excluded.amount END",
	[SQL_FORGET] = "DELETE FROM spent WHERE span = ?1 AND bucket < ?2",
};

static const struct db_kind ledger_kind = {
	.application_id = 0x6d6d504c, /* "mmPL" */
	.pragmas = "PRAGMA synchronous=FULL",
	.migration = migrations,
	.version = sizeof(migrations) / sizeof(*migrations),
	.sql = statements,
};

enum db_err policy_ledger_open(struct policy_ledger **out, const char *path,
			       int busy_ms)
{
	*out = mem_alloc(1, sizeof(**out));
	return db_open(&(*out)->db, &ledger_kind, path, DB_WRITE, busy_ms);
}

void policy_ledger_close(struct policy_ledger *l)
{
	if (!l)
		return;
	db_close(&l->db);
	free(l);
}

const char *policy_ledger_message(const struct policy_ledger *l)
{
	return l->db.message;
}

void policy_ledger_rollback(struct policy_ledger *l)
{
	db_rollback(&l->db);
}

/* ---- the rows: an asset is its mint, whatever the policy calls it ---- */

static const char *asset_row(char buf[static WHAT_SZ], const char *kind,
			     const struct policy *p, size_t asset)
{
	char text[PUBKEY_STR_SZ];

	snprintf(buf, WHAT_SZ, "%s:%s", kind,
		 asset == POLICY_SOL
			 ? "SOL"
			 : pubkey_format(text, &p->assets[asset].mint));
	return buf;
}

/* Where the sum of that row belongs, or NULL: of an asset p does not know. */
static uint64_t *place_of(struct policy_sums *s, const struct policy *p,
			  const char *what)
{
	char buf[WHAT_SZ];

	if (strcmp(what, "fees") == 0)
		return &s->fees;
	if (strcmp(what, "tips") == 0)
		return &s->tips;
	if (strcmp(what, "count") == 0)
		return &s->count;
	for (size_t i = 0; i < p->n_assets; i++) {
		if (strcmp(what, asset_row(buf, "out", p, i)) == 0)
			return &s->out[i];
		if (strcmp(what, asset_row(buf, "placed", p, i)) == 0)
			return &s->placed[i];
	}
	return NULL;
}

static int64_t bucket_of(int span, int64_t now_ms)
{
	return now_ms / spans_of[span].bucket;
}

static enum db_err read_span(struct policy_ledger *l, const struct policy *p,
			     int span, int64_t now_ms, struct policy_sums *s)
{
	struct db *d = &l->db;
	sqlite3_stmt *st = db_stmt(d, SQL_SUM);
	enum db_err e;
	bool row;

	memset(s, 0, sizeof(*s));
	db_bind_int(d, st, 1, span);
	db_bind_int(d, st, 2, bucket_of(span, now_ms) - spans_of[span].n);
	while (!(e = db_next(d, st, &row)) && row) {
		uint64_t *sum = place_of(s, p, db_text_at(st, 0));

		if (sum)
			*sum = (uint64_t)sqlite3_column_int64(st, 1);
	}
	return e;
}

enum db_err policy_ledger_begin(struct policy_ledger *l, const struct policy *p,
				int64_t now_ms,
				struct policy_sums spans[static POLICY_SPANS])
{
	enum db_err e = db_begin(&l->db);

	for (int s = POLICY_HOUR; s < POLICY_SPANS && !e; s++)
		e = read_span(l, p, s, now_ms, &spans[s]);
	if (e)
		db_rollback(&l->db);
	return e;
}

static enum db_err add_row(struct policy_ledger *l, int span, int64_t bucket,
			   const char *what, uint64_t amount)
{
	struct db *d = &l->db;
	sqlite3_stmt *st;

	if (!amount)
		return DB_OK;
	st = db_stmt(d, SQL_ADD);
	db_bind_int(d, st, 1, span);
	db_bind_int(d, st, 2, bucket);
	db_bind_text(d, st, 3, what);
	db_bind_int(d, st, 4, amount > INT64_MAX ? INT64_MAX : (int64_t)amount);
	return db_run(d, st);
}

static enum db_err add_span(struct policy_ledger *l, const struct policy *p,
			    int span, int64_t now_ms,
			    const struct policy_sums *add)
{
	int64_t at = bucket_of(span, now_ms);
	struct db *d = &l->db;
	sqlite3_stmt *st = db_stmt(d, SQL_FORGET);
	char buf[WHAT_SZ];
	enum db_err e;

	db_bind_int(d, st, 1, span);
	db_bind_int(d, st, 2, at - 2 * spans_of[span].n);
	e = db_run(d, st);
	if (!e)
		e = add_row(l, span, at, "fees", add->fees);
	if (!e)
		e = add_row(l, span, at, "tips", add->tips);
	if (!e)
		e = add_row(l, span, at, "count", add->count);
	for (size_t i = 0; i < p->n_assets && !e; i++) {
		e = add_row(l, span, at, asset_row(buf, "out", p, i),
			    add->out[i]);
		if (!e)
			e = add_row(l, span, at, asset_row(buf, "placed", p, i),
				    add->placed[i]);
	}
	return e;
}

enum db_err policy_ledger_commit(struct policy_ledger *l,
				 const struct policy *p, int64_t now_ms,
				 const struct policy_sums *add)
{
	enum db_err e = DB_OK;

	for (int s = POLICY_HOUR; s < POLICY_SPANS && !e; s++)
		e = add_span(l, p, s, now_ms, add);
	if (!e)
		e = db_commit(&l->db);
	if (e)
		db_rollback(&l->db);
	return e;
}
