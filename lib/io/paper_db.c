#include "io/paper_db.h"

#include "base/mem.h"
#include "io/paper_rows.h"

#include <stdlib.h>
#include <string.h>

struct paper_db {
	struct db db;
	struct paper_state state;
	struct match_book was[2]; /* the own orders as the file has them   */
	bool fresh;               /* state is what the file held at version */
	int64_t version;          /* PRAGMA data_version: other writers     */
};

enum db_err paper_db_open(struct paper_db **out, const char *path,
			  const struct match_rules *rules, int busy_ms)
{
	struct paper_db *p = *out = mem_alloc(1, sizeof(*p));

	p->state.match.rules = *rules;
	return db_open(&p->db, &paper_kind, path, DB_WRITE, busy_ms);
}

enum db_err paper_db_lazy(struct paper_db *p)
{
	return db_exec(&p->db, "PRAGMA synchronous=NORMAL");
}

void paper_db_close(struct paper_db *p)
{
	if (!p)
		return;
	paper_state_free(&p->state);
	match_book_free(&p->was[SIDE_BUY]);
	match_book_free(&p->was[SIDE_SELL]);
	db_close(&p->db);
	free(p);
}

const char *paper_db_message(const struct paper_db *p)
{
	return p->db.message;
}

struct paper_state *paper_db_state(struct paper_db *p)
{
	return &p->state;
}

/* What is now in memory is what is in the file. */
static void remember(struct paper_db *p)
{
	for (int side = SIDE_BUY; side <= SIDE_SELL; side++) {
		const struct match_book *b = &p->state.match.books[side];
		struct match_book *was = &p->was[side];

		if (was->cap < b->n) {
			was->cap = b->cap;
			was->v = mem_realloc(was->v, (size_t)was->cap,
					     sizeof(*was->v));
		}
		was->n = b->n;
		if (b->n)
			memcpy(was->v, b->v, (size_t)b->n * sizeof(*b->v));
	}
	p->fresh = true;
}

static enum db_err data_version(struct paper_db *p, int64_t *version)
{
	sqlite3_stmt *st = db_prepare(&p->db, "PRAGMA data_version");
	enum db_err e = db_one(&p->db, st, version);

	sqlite3_finalize(st);
	return e;
}

/* The venue as the file has it, read only if another process wrote. */
static enum db_err refresh(struct paper_db *p)
{
	int64_t version = 0;
	enum db_err e = data_version(p, &version);

	if (e || (p->fresh && version == p->version))
		return e;
	paper_state_free(&p->state);
	p->fresh = false;
	if ((e = paper_load(&p->db, &p->state)))
		return e;
	p->version = version;
	remember(p);
	return DB_OK;
}

enum db_err paper_db_begin(struct paper_db *p)
{
	enum db_err e = db_begin(&p->db);

	if (!e)
		e = refresh(p);
	if (e)
		db_rollback(&p->db);
	return e;
}

void paper_db_rollback(struct paper_db *p)
{
	db_rollback(&p->db);
	p->fresh = false;
}

enum db_err paper_db_drain(struct paper_db *p)
{
	struct match *m = &p->state.match;
	enum db_err e = DB_OK;

	for (int i = 0; i < m->n_events && !e; i++)
		e = paper_save_event(&p->db, &m->events[i]);
	match_forget_events(m);
	return e;
}

enum db_err paper_db_commit(struct paper_db *p)
{
	enum db_err e = paper_db_drain(p);

	if (!e)
		e = paper_save(&p->db, &p->state, p->was);
	if (!e)
		e = db_commit(&p->db);
	if (e)
		paper_db_rollback(p);
	else
		remember(p);
	return e;
}

/* ---- a new venue ---- */

void paper_db_add_wallet(struct paper_db *p, const struct paper_wallet *w)
{
	paper_state_add_wallet(&p->state, w);
}

static const char forget_all[] =
	"DELETE FROM venue; DELETE FROM progress; DELETE FROM wallet;"
	"DELETE FROM resting; DELETE FROM request; DELETE FROM fill;";

static enum db_err create(struct paper_db *p, const struct paper_birth *b)
{
	const struct match_book none[2] = { { .n = 0 }, { .n = 0 } };
	struct match_rules rules = p->state.match.rules;
	enum db_err e = paper_insert(&p->db, b->terms, b->born_ms);

	if (e)
		return e;
	paper_state_free(&p->state);
	paper_state_make(&p->state, &rules, b);
	return paper_save(&p->db, &p->state, none);
}

enum db_err paper_db_create(struct paper_db *p, const struct paper_birth *b,
			    bool anew)
{
	enum db_err e = db_begin(&p->db);

	if (!e && anew)
		e = db_exec(&p->db, forget_all);
	if (!e)
		e = create(p, b);
	if (!e)
		e = db_commit(&p->db);
	paper_db_rollback(p); /* the next begin reads it */
	return e;
}

/* ---- requests and fills ---- */

enum db_err paper_db_submit(struct paper_db *p, const struct paper_request *r,
			    int64_t now_ms)
{
	struct match *m = &p->state.match;
	struct paper_request row = *r;
	enum db_err e = db_one(&p->db, db_stmt(&p->db, SQL_NEXT_SEQ), &row.seq);

	if (e)
		return e;
	row.request.tag = (uint64_t)row.seq;
	row.request.at_ms = match_due(m, now_ms);
	if ((e = paper_save_request(&p->db, &row)))
		return e;
	match_restore_request(m, &row.request);
	return DB_OK;
}

static enum db_err each_request(struct paper_db *p, sqlite3_stmt *st,
				paper_each_request *each, void *ctx)
{
	enum db_err e;
	bool row;

	while (!(e = db_next(&p->db, st, &row)) && row) {
		struct paper_request r = paper_request_at(st);

		if (!each(ctx, &r))
			break;
	}
	sqlite3_reset(st);
	return e;
}

enum db_err paper_db_attempt(struct paper_db *p, const char *attempt,
			     paper_each_request *each, void *ctx)
{
	sqlite3_stmt *st = db_stmt(&p->db, SQL_ATTEMPT);

	db_bind_text(&p->db, st, 1, attempt);
	return each_request(p, st, each, ctx);
}

enum db_err paper_db_answers(struct paper_db *p, int64_t after,
			     paper_each_request *each, void *ctx)
{
	sqlite3_stmt *st = db_stmt(&p->db, SQL_ANSWERS);

	db_bind_int(&p->db, st, 1, after);
	return each_request(p, st, each, ctx);
}

enum db_err paper_db_fills(struct paper_db *p, int64_t after,
			   paper_each_fill *each, void *ctx)
{
	sqlite3_stmt *st = db_stmt(&p->db, SQL_FILLS);
	enum db_err e;
	bool row;

	db_bind_int(&p->db, st, 1, after);
	while (!(e = db_next(&p->db, st, &row)) && row) {
		int64_t seq;
		struct match_event f = paper_fill_at(st, &seq);

		if (!each(ctx, seq, &f))
			break;
	}
	sqlite3_reset(st);
	return e;
}

enum db_err paper_db_fill_seq(struct paper_db *p, int64_t *seq,
			      uint64_t order_id, int64_t n_fill)
{
	sqlite3_stmt *st = db_stmt(&p->db, SQL_FILL_SEQ);

	*seq = 0;
	db_bind_int(&p->db, st, 1, (int64_t)order_id);
	db_bind_int(&p->db, st, 2, n_fill);
	return db_one(&p->db, st, seq);
}
