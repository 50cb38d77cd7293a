#include "io/journal.h"

#include "base/mem.h"
#include "io/db.h"

#include <stdlib.h>
#include <string.h>

struct journal {
	struct db db;
};

/* One row is one intent in one attempt; seq is the order of recording. */
static const char *const migrations[] = {
	"CREATE TABLE attempt("
	" seq INTEGER PRIMARY KEY, intent_id TEXT NOT NULL,"
	" attempt TEXT NOT NULL, lane TEXT NOT NULL, action TEXT NOT NULL,"
	" class TEXT NOT NULL, slot TEXT NOT NULL, state INTEGER NOT NULL,"
	" outcome TEXT NOT NULL, since_ms INTEGER NOT NULL,"
	" recorded_ms INTEGER NOT NULL, valid_until INTEGER NOT NULL,"
	" landed_slot INTEGER NOT NULL, body BLOB NOT NULL);"
	"CREATE UNIQUE INDEX attempt_intent ON attempt(intent_id, attempt);"
	"CREATE INDEX attempt_id ON attempt(attempt);"
	"CREATE INDEX attempt_open ON attempt(seq) WHERE state <= 2;"
	"CREATE INDEX attempt_landed ON attempt(slot, seq)"
	" WHERE state = 3 AND slot <> '';"
	"CREATE INDEX attempt_lane ON attempt(lane, landed_slot);",

	"ALTER TABLE attempt ADD COLUMN note TEXT NOT NULL DEFAULT '';"
	"ALTER TABLE attempt ADD COLUMN watched INTEGER NOT NULL DEFAULT 0;"
	"CREATE INDEX attempt_watched ON attempt(seq)"
	" WHERE state <= 2 OR watched;",

	"ALTER TABLE attempt ADD COLUMN roll TEXT NOT NULL DEFAULT '';"
	"ALTER TABLE attempt ADD COLUMN final INTEGER NOT NULL DEFAULT 0;"
	"CREATE INDEX attempt_roll ON attempt(roll, state) WHERE roll <> '';",
};

enum {
	SQL_HELD,
	SQL_KNOWN,
	SQL_RECORD,
	SQL_SETTLE,
	SQL_INTENT,
	SQL_OPEN,
	SQL_WATCHED,
	SQL_ATTEMPT,
	SQL_LANDED,
	SQL_ROLLS,
	SQL_LANE,
	SQL_FORGET,
};

#define COLUMNS                                                                \
	"intent_id, attempt, lane, action, class, slot, outcome, body,"        \
	" since_ms, recorded_ms, valid_until, landed_slot, state, note, "      \
	"watched, roll, final"

/* The newest landed order of every slot, found by jumping from slot to slot in
 * attempt_landed: the cost is that of the slots, not of their history. */
#define NEWEST_LANDED                                                          \
	"WITH RECURSIVE used(slot) AS ("                                       \
	" SELECT min(slot) FROM attempt WHERE state = 3 AND slot <> ''"        \
	" UNION ALL"                                                           \
	" SELECT (SELECT min(a.slot) FROM attempt a WHERE a.state = 3"         \
	"  AND a.slot <> '' AND a.slot > used.slot)"                           \
	" FROM used WHERE used.slot IS NOT NULL),"                             \
	" newest(seq) AS (SELECT (SELECT max(a.seq) FROM attempt a"            \
	"  WHERE a.state = 3 AND a.slot <> '' AND a.slot = used.slot)"         \
	" FROM used WHERE used.slot IS NOT NULL) "

/* Rolls of which a step landed, and the last one did not. */
#define UNFINISHED                                                             \
	"(SELECT roll FROM attempt WHERE roll <> '' AND state = 3"             \
	" GROUP BY roll HAVING max(final) = 0)"

static const char *const statements[] = {
	[SQL_HELD] = "SELECT 1 FROM attempt WHERE intent_id = ?1 AND state <= 3"
		     " LIMIT 1",
	[SQL_KNOWN] = "SELECT 1 FROM attempt WHERE attempt = ?1 LIMIT 1",
	[SQL_RECORD] = "INSERT INTO attempt(" COLUMNS ") VALUES"
		       "(?1, ?2, ?3, ?4, ?5, ?6, '', ?7, ?8, ?9, ?10, 0, 0,"
		       " '', 0, ?11, ?12)",
	[SQL_SETTLE] = "UPDATE attempt SET state = ?2, outcome = ?3,"
		       " landed_slot = ?4, note = ?5, watched = ?6"
		       " WHERE attempt = ?1 AND (?7 = 0 OR outcome = ?8)",
	[SQL_INTENT] = "SELECT " COLUMNS " FROM attempt WHERE intent_id = ?1"
		       " ORDER BY seq",
	[SQL_OPEN] = "SELECT " COLUMNS " FROM attempt WHERE state <= 2"
		     " ORDER BY seq",
	[SQL_WATCHED] = "SELECT " COLUMNS " FROM attempt"
			" WHERE state <= 2 OR watched ORDER BY seq",
	[SQL_ATTEMPT] = "SELECT " COLUMNS " FROM attempt WHERE attempt = ?1"
			" ORDER BY seq",
	[SQL_LANDED] = NEWEST_LANDED
	"SELECT " COLUMNS " FROM attempt WHERE seq IN newest ORDER BY seq",
	[SQL_ROLLS] = "SELECT " COLUMNS " FROM attempt WHERE roll <> ''"
		      " AND roll IN " UNFINISHED " ORDER BY seq",
	[SQL_LANE] = "SELECT max(landed_slot) FROM attempt WHERE lane = ?1",
	[SQL_FORGET] = NEWEST_LANDED
	"DELETE FROM attempt WHERE recorded_ms < ?1 AND state >= 3"
	" AND NOT watched"
	" AND NOT (roll <> '' AND roll IN " UNFINISHED ")"
	" AND seq NOT IN newest AND NOT (landed_slot > 0 AND landed_slot ="
	" (SELECT max(a.landed_slot) FROM attempt a WHERE a.lane ="
	"  attempt.lane))",
};

static const struct db_kind journal_kind = {
	.application_id = 0x6d6d4a4c, /* "mmJL" */
	.pragmas = "PRAGMA synchronous=FULL",
	.migration = migrations,
	.version = sizeof(migrations) / sizeof(*migrations),
	.sql = statements,
};

enum db_err journal_open(struct journal **out, const char *path, int busy_ms)
{
	*out = mem_alloc(1, sizeof(**out));
	return db_open(&(*out)->db, &journal_kind, path, DB_WRITE, busy_ms);
}

void journal_close(struct journal *j)
{
	if (!j)
		return;
	db_close(&j->db);
	free(j);
}

const char *journal_message(const struct journal *j)
{
	return j->db.message;
}

/* The entries of one attempt: e[0..n), n > 0. */
static size_t same_attempt(const struct journal_entry *e, size_t n)
{
	size_t i = 1;

	while (i < n && strcmp(e[i].attempt, e->attempt) == 0)
		i++;
	return i;
}

/* Does statement i find a row for key? */
static enum db_err found(struct db *d, bool *yes, int i, const char *key)
{
	sqlite3_stmt *st = db_stmt(d, i);
	enum db_err err;
	int64_t one = 0;

	db_bind_text(d, st, 1, key);
	err = db_one(d, st, &one);
	*yes = one;
	return err;
}

static enum db_err insert(struct db *d, const struct journal_entry *e)
{
	sqlite3_stmt *st = db_stmt(d, SQL_RECORD);

	db_bind_text(d, st, 1, e->intent_id);
	db_bind_text(d, st, 2, e->attempt);
	db_bind_text(d, st, 3, e->lane);
	db_bind_text(d, st, 4, e->action);
	db_bind_text(d, st, 5, e->class);
	db_bind_text(d, st, 6, e->slot);
	db_bind_blob(d, st, 7, e->body_len ? e->body : "", e->body_len);
	db_bind_int(d, st, 8, e->since_ms);
	db_bind_int(d, st, 9, e->recorded_ms);
	db_bind_int(d, st, 10, e->valid_until);
	db_bind_text(d, st, 11, e->roll);
	db_bind_int(d, st, 12, e->final);
	return db_run(d, st);
}

/* One attempt with its intents, e[0..n).  *send false: held, nothing written. */
static enum db_err record_attempt(struct db *d, bool *send,
				  const struct journal_entry *e, size_t n)
{
	enum db_err err;
	bool yes;

	*send = false;
	for (size_t i = 0; i < n; i++)
		if ((err = found(d, &yes, SQL_HELD, e[i].intent_id)) || yes)
			return err;
	if ((err = found(d, &yes, SQL_KNOWN, e->attempt)))
		return err;
	if (yes)
		return db_say(d, DB_CONFLICT, e->attempt);
	for (size_t i = 0; i < n; i++)
		if ((err = insert(d, &e[i])))
			return err;
	*send = true;
	return DB_OK;
}

enum db_err journal_record(struct journal *j, bool *send,
			   const struct journal_entry *e, size_t n)
{
	struct db *d = &j->db;
	enum db_err err;
	size_t run;

	memset(send, 0, n * sizeof(*send));
	if ((err = db_begin(d)))
		return err;
	for (size_t i = 0; i < n; i += run) {
		bool all;

		run = same_attempt(e + i, n - i);
		if ((err = record_attempt(d, &all, e + i, run)))
			goto out;
		for (size_t k = i; k < i + run; k++)
			send[k] = all;
	}
	err = db_commit(d);
out:
	db_rollback(d);
	/* What is not on disk must not leave. */
	if (err)
		memset(send, 0, n * sizeof(*send));
	return err;
}

/* was: NULL, or the outcome it must have.  *took: it did, and is written. */
static enum db_err settle(struct db *d, bool *took, const char *was,
			  const struct journal_outcome *o)
{
	sqlite3_stmt *st = db_stmt(d, SQL_SETTLE);
	enum db_err err;

	db_bind_text(d, st, 1, o->attempt);
	db_bind_int(d, st, 2, o->state);
	db_bind_text(d, st, 3, o->outcome);
	db_bind_int(d, st, 4, o->landed_slot);
	db_bind_text(d, st, 5, o->note ? o->note : "");
	db_bind_int(d, st, 6, o->watch);
	db_bind_int(d, st, 7, was != NULL);
	db_bind_text(d, st, 8, was ? was : "");
	err = db_run(d, st);
	*took = !err && sqlite3_changes(d->h);
	return err;
}

enum db_err journal_settle(struct journal *j, const struct journal_outcome *o,
			   size_t n)
{
	struct db *d = &j->db;
	enum db_err err;
	bool took;

	if ((err = db_begin(d)))
		return err;
	for (size_t i = 0; i < n && !err; i++) {
		err = settle(d, &took, NULL, &o[i]);
		if (!err && !took)
			err = db_say(d, DB_NOTFOUND, o[i].attempt);
	}
	if (!err)
		err = db_commit(d);
	db_rollback(d);
	return err;
}

enum db_err journal_learn(struct journal *j, bool *took, const char *const *was,
			  const struct journal_outcome *o, size_t n)
{
	struct db *d = &j->db;
	enum db_err err;

	memset(took, 0, n * sizeof(*took));
	if ((err = db_begin(d)))
		return err;
	for (size_t i = 0; i < n && !err; i++)
		err = settle(d, &took[i], was[i], &o[i]);
	if (!err)
		err = db_commit(d);
	db_rollback(d);
	if (err)
		memset(took, 0, n * sizeof(*took));
	return err;
}

/* Columns as in COLUMNS. */
static struct journal_entry entry_at(sqlite3_stmt *st)
{
	return (struct journal_entry){
		.intent_id = db_text_at(st, 0),
		.attempt = db_text_at(st, 1),
		.lane = db_text_at(st, 2),
		.action = db_text_at(st, 3),
		.class = db_text_at(st, 4),
		.slot = db_text_at(st, 5),
		.outcome = db_text_at(st, 6),
		.body = sqlite3_column_blob(st, 7),
		.body_len = (size_t)sqlite3_column_bytes(st, 7),
		.since_ms = sqlite3_column_int64(st, 8),
		.recorded_ms = sqlite3_column_int64(st, 9),
		.valid_until = sqlite3_column_int64(st, 10),
		.landed_slot = sqlite3_column_int64(st, 11),
		.state = (enum journal_state)sqlite3_column_int(st, 12),
		.note = db_text_at(st, 13),
		.watched = sqlite3_column_int(st, 14),
		.roll = db_text_at(st, 15),
		.final = sqlite3_column_int(st, 16),
	};
}

static enum db_err for_each(struct db *d, sqlite3_stmt *st, journal_each *each,
			    void *ctx)
{
	enum db_err err;
	bool row;

	while (!(err = db_next(d, st, &row)) && row) {
		struct journal_entry e = entry_at(st);

		if (!each(ctx, &e)) {
			sqlite3_reset(st);
			break;
		}
	}
	return err;
}

enum db_err journal_intent(struct journal *j, const char *intent_id,
			   journal_each *each, void *ctx)
{
	sqlite3_stmt *st = db_stmt(&j->db, SQL_INTENT);

	db_bind_text(&j->db, st, 1, intent_id);
	return for_each(&j->db, st, each, ctx);
}

enum db_err journal_open_attempts(struct journal *j, journal_each *each,
				  void *ctx)
{
	return for_each(&j->db, db_stmt(&j->db, SQL_OPEN), each, ctx);
}

enum db_err journal_watched(struct journal *j, journal_each *each, void *ctx)
{
	return for_each(&j->db, db_stmt(&j->db, SQL_WATCHED), each, ctx);
}

enum db_err journal_attempt(struct journal *j, const char *attempt,
			    journal_each *each, void *ctx)
{
	sqlite3_stmt *st = db_stmt(&j->db, SQL_ATTEMPT);

	db_bind_text(&j->db, st, 1, attempt);
	return for_each(&j->db, st, each, ctx);
}

enum db_err journal_landed(struct journal *j, journal_each *each, void *ctx)
{
	return for_each(&j->db, db_stmt(&j->db, SQL_LANDED), each, ctx);
}

enum db_err journal_rolls(struct journal *j, journal_each *each, void *ctx)
{
	return for_each(&j->db, db_stmt(&j->db, SQL_ROLLS), each, ctx);
}

enum db_err journal_lane_slot(struct journal *j, int64_t *slot,
			      const char *lane)
{
	sqlite3_stmt *st = db_stmt(&j->db, SQL_LANE);

	*slot = 0;
	db_bind_text(&j->db, st, 1, lane);
	return db_one(&j->db, st, slot);
}

enum db_err journal_forget(struct journal *j, int64_t before_ms)
{
	struct db *d = &j->db;
	sqlite3_stmt *st;
	enum db_err err;

	if ((err = db_begin(d)))
		return err;
	st = db_stmt(d, SQL_FORGET);
	db_bind_int(d, st, 1, before_ms);
	if (!(err = db_run(d, st)))
		err = db_commit(d);
	db_rollback(d);
	return err;
}

const char *journal_state_text(enum journal_state st)
{
	switch (st) {
	case JOURNAL_SENT:
		return "sent";
	case JOURNAL_UNKNOWN:
		return "unknown";
	case JOURNAL_CANCELLING:
		return "cancelling";
	case JOURNAL_DONE:
		return "done";
	case JOURNAL_FAILED:
		return "failed";
	case JOURNAL_DEAD:
		return "dead";
	}
	return "unknown";
}
