/* paper_rows.h - the rows of paper.db, for paper_db.c.  Layer: io. */
#ifndef MM_PAPER_ROWS_H
#define MM_PAPER_ROWS_H

#include "io/db.h"
#include "io/paper_db.h"

extern const struct db_kind paper_kind;

/* The statements of paper_kind.sql. */
enum paper_sql {
	SQL_VENUE,
	SQL_PROGRESS,
	SQL_WALLETS,
	SQL_RESTING,
	SQL_WAITING,
	SQL_ANSWERS,
	SQL_ATTEMPT,
	SQL_FILLS,
	SQL_FILL_SEQ,
	SQL_NEXT_SEQ,
	SQL_ADD_VENUE,
	SQL_PUT_PROGRESS,
	SQL_PUT_WALLET,
	SQL_PUT_RESTING,
	SQL_DROP_RESTING,
	SQL_ADD_REQUEST,
	SQL_FORGET_REQUESTS,
	SQL_ANSWER,
	SQL_ADD_FILL,
};

/* The row a statement stands on: SQL_WAITING, _ANSWERS, _ATTEMPT; SQL_FILLS.
 * Texts live until the next step. */
struct paper_request paper_request_at(sqlite3_stmt *st);
struct match_event paper_fill_at(sqlite3_stmt *st, int64_t *seq);

/* paper_load reads the whole venue.
 * out: *s, with s->match.rules kept; to be freed by paper_state_free whatever
 *      is returned.
 * returns: DB_NOTFOUND: no venue yet. */
MM_CHECKED enum db_err paper_load(struct db *d, struct paper_state *s);

/* paper_insert makes the row of a new venue; the rest comes by paper_save. */
MM_CHECKED enum db_err paper_insert(struct db *d, const struct paper_terms *t,
				    int64_t born_ms);

/* paper_save writes the venue but for its events; was: its own orders as the file
 * has them, by side. */
MM_CHECKED enum db_err paper_save(struct db *d, const struct paper_state *s,
				  const struct match_book was[2]);

/* paper_save_event: what became of a request, or a fill. */
MM_CHECKED enum db_err paper_save_event(struct db *d,
					const struct match_event *e);

/* paper_save_request: r has reached the venue. */
MM_CHECKED enum db_err paper_save_request(struct db *d,
					  const struct paper_request *r);

#endif
