#include "io/policy_ledger.h"

#include "base/mem.h"
#include "io/policy_ledger_parts.h"

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

static const char *const migrations[] = {
	"CREATE TABLE spent(span INTEGER NOT NULL, bucket INTEGER NOT NULL,"
	" what TEXT NOT NULL, amount INTEGER NOT NULL,"
	" PRIMARY KEY(span, bucket, what)) WITHOUT ROWID",
	/* Amounts of 256 bits, in decimal; what each nonce came to. */
	"CREATE TABLE evm_spent(span INTEGER NOT NULL, bucket INTEGER NOT NULL,"
	" what TEXT NOT NULL, amount TEXT NOT NULL,"
	" PRIMARY KEY(span, bucket, what)) WITHOUT ROWID;"
	"CREATE TABLE evm_nonce(place TEXT PRIMARY KEY, hour INTEGER NOT NULL,"
	" hour_sums TEXT NOT NULL, day INTEGER NOT NULL,"
	" day_sums TEXT NOT NULL) WITHOUT ROWID;"
	"CREATE INDEX evm_nonce_day ON evm_nonce(day)",
};

#define MOST "9223372036854775807"

static const char *const statements[] = {
	/* An amount that cannot be summed is an error, and nothing is signed. */
	[LEDGER_SUM] = "SELECT what, sum(amount) FROM spent"
		       " WHERE span = ?1 AND bucket >= ?2 GROUP BY what",
	[LEDGER_ADD] = "INSERT INTO spent VALUES(?1, ?2, ?3, ?4) ON CONFLICT DO"
		       " UPDATE SET amount = CASE WHEN amount > " MOST
		       " - excluded.amount THEN " MOST
		       " ELSE amount + excluded.amount END",
	[LEDGER_FORGET] = "DELETE FROM spent WHERE span = ?1 AND bucket < ?2",
	[LEDGER_EVM_ROWS] = "SELECT what, amount FROM evm_spent"
			    " WHERE span = ?1 AND bucket >= ?2",
	[LEDGER_EVM_AMOUNT] = "SELECT amount FROM evm_spent"
			      " WHERE span = ?1 AND bucket = ?2 AND what = ?3",
	[LEDGER_EVM_SET] = "INSERT OR REPLACE INTO evm_spent"
			   " VALUES(?1, ?2, ?3, ?4)",
	[LEDGER_EVM_FORGET] = "DELETE FROM evm_spent"
			      " WHERE span = ?1 AND bucket < ?2",
	[LEDGER_EVM_NONCE] = "SELECT hour, hour_sums, day, day_sums"
			     " FROM evm_nonce WHERE place = ?1",
	[LEDGER_EVM_COUNT] =
		"INSERT INTO evm_nonce VALUES(?1, ?2, ?3, ?4, ?5)"
		" ON CONFLICT DO UPDATE SET hour_sums = ?3, day_sums = ?5,"
		" hour = CASE WHEN hour >= ?6 THEN hour ELSE ?2 END,"
		" day = CASE WHEN day >= ?7 THEN day ELSE ?4 END",
	[LEDGER_EVM_FORGET_NONCES] = "DELETE FROM evm_nonce WHERE day < ?1",
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

int64_t ledger_bucket(int span, int64_t now_ms)
{
	return now_ms / spans_of[span].bucket;
}

int64_t ledger_first(int span, int64_t now_ms)
{
	return ledger_bucket(span, now_ms) - spans_of[span].n;
}

int64_t ledger_old(int span, int64_t now_ms)
{
	return ledger_bucket(span, now_ms) - 2 * spans_of[span].n;
}

static enum db_err read_span(struct policy_ledger *l, const struct policy *p,
			     int span, int64_t now_ms, struct policy_sums *s)
{
	struct db *d = &l->db;
	sqlite3_stmt *st = db_stmt(d, LEDGER_SUM);
	enum db_err e;
	bool row;

	memset(s, 0, sizeof(*s));
	db_bind_int(d, st, 1, span);
	db_bind_int(d, st, 2, ledger_first(span, now_ms));
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
	st = db_stmt(d, LEDGER_ADD);
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
	int64_t at = ledger_bucket(span, now_ms);
	struct db *d = &l->db;
	sqlite3_stmt *st = db_stmt(d, LEDGER_FORGET);
	char buf[WHAT_SZ];
	enum db_err e;

	db_bind_int(d, st, 1, span);
	db_bind_int(d, st, 2, ledger_old(span, now_ms));
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
