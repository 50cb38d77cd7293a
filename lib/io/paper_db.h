/* paper_db.h - the paper venue on disk: one file, two ends.  Layer: io.
 *
 * MM_HOME/paper.db holds a whole venue: terms, wallets, resting orders, requests
 * under way, everything that ever filled.  Both ends of the venue open it; each
 * change is one transaction, so a crash leaves the venue before it or after it:
 *
 *     paper_db_begin -> work on paper_db_state()->match -> paper_db_commit
 *
 * A request carries the attempt it came from; the same attempt is taken once.  It
 * is forgotten once its answer was told and its time is over, when the venue would
 * not take it again.  WAL, synchronous=FULL.
 */
#ifndef MM_PAPER_DB_H
#define MM_PAPER_DB_H

#include "io/dberr.h"
#include "io/paper_state.h"
#include "math/match.h"

#include <stdbool.h>
#include <stdint.h>

struct paper_db;

/* paper_db_open opens or makes the file; it need not hold a venue yet.
 *
 * out:     *p is set even on error, for paper_db_message and paper_db_close.
 * in:      rules: the venue's, which are not kept; busy_ms: how long each call
 *          waits for another writer.
 * returns: DB_OK, DB_LOCKED, DB_NEWER, DB_FOREIGN, DB_CORRUPT, DB_IO. */
MM_CHECKED enum db_err paper_db_open(struct paper_db **p, const char *path,
				     const struct match_rules *rules,
				     int busy_ms);
void paper_db_close(struct paper_db *p); /* NULL is no error */

/* paper_db_lazy: commits of this handle are whole, but on disk only with the next
 * of another; for who can do again what it did. */
MM_CHECKED enum db_err paper_db_lazy(struct paper_db *p);
const char *paper_db_message(const struct paper_db *p);

/* paper_db_create makes the venue, in a transaction of its own.
 * in:      anew: in the place of one that is there, and all it knew.
 * returns: DB_CONFLICT: there is one already. */
MM_CHECKED enum db_err paper_db_create(struct paper_db *p,
				       const struct paper_birth *b, bool anew);

/* paper_db_begin opens a transaction and reads the venue, unless what is in
 * memory is what is in the file.
 *
 * returns: DB_NOTFOUND: no venue yet; DB_CORRUPT also where the ledger does not
 *          balance.  Then no transaction is open. */
MM_CHECKED enum db_err paper_db_begin(struct paper_db *p);

/* paper_db_state: the venue as of the last begin; to be changed only between
 * begin and commit or rollback.  Owner: p. */
struct paper_state *paper_db_state(struct paper_db *p);

/* paper_db_add_wallet: one more wallet, from the next commit on. */
void paper_db_add_wallet(struct paper_db *p, const struct paper_wallet *w);

/* paper_db_drain writes down the venue's events and forgets them, so that a long
 * advance needs no more memory than a short one. */
MM_CHECKED enum db_err paper_db_drain(struct paper_db *p);

/* paper_db_commit: drain, write what changed, commit.  On an error nothing
 * changed in the file, and the next begin reads it again. */
MM_CHECKED enum db_err paper_db_commit(struct paper_db *p);
void paper_db_rollback(struct paper_db *p);

/* ---- requests ---- */

struct paper_request {
	int64_t seq; /* of arrival, from 1: the request's tag in match.h */
	const char *attempt;
	const char *intent_id;
	struct match_request request;
	int64_t until_ms; /* after this it would not be taken any more */
	bool answered;    /* the rest is set */
	enum match_what what;
	enum match_why why;
	int64_t done_ms;
	uint64_t order_id; /* 0: refused */
};

/* paper_db_submit gives the venue a request at now_ms, inside a transaction.
 *
 * in:      r: attempt, intent_id, request and until_ms are read.
 * returns: DB_CONFLICT: the attempt was known; nothing changed. */
MM_CHECKED enum db_err paper_db_submit(struct paper_db *p,
				       const struct paper_request *r,
				       int64_t now_ms);

/* What the readers below call for each row; it lives until they return from it.
 * False stops the reading, which then returns DB_OK. */
typedef bool paper_each_request(void *ctx, const struct paper_request *r);
typedef bool paper_each_fill(void *ctx, int64_t seq,
			     const struct match_event *fill);

/* paper_db_attempt: the request of that attempt, if there is one. */
MM_CHECKED enum db_err paper_db_attempt(struct paper_db *p, const char *attempt,
					paper_each_request *each, void *ctx);

/* paper_db_answers: answered requests after that seq, in order. */
MM_CHECKED enum db_err paper_db_answers(struct paper_db *p, int64_t after,
					paper_each_request *each, void *ctx);

/* ---- fills ---- */

/* paper_db_fills: fills after that seq, in order. */
MM_CHECKED enum db_err paper_db_fills(struct paper_db *p, int64_t after,
				      paper_each_fill *each, void *ctx);

/* paper_db_fill_seq: *seq of the n-th fill of that order; 0: there is none. */
MM_CHECKED enum db_err paper_db_fill_seq(struct paper_db *p, int64_t *seq,
					 uint64_t order_id, int64_t n_fill);

#endif
