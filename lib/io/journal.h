/* journal.h - the outbox: what was sent, written down before it left.
 * Layer: io.
 *
 * An intent is what a frame asked for; an attempt is one send of it (the
 * transaction id, the exchange's client id).  One attempt may carry several
 * intents.  A sender records an attempt, sends it, and settles it when the
 * outcome is known:
 *
 *     record (durable on return) -> send -> settle
 *
 * so that after a crash at any moment everything that may have left is in
 * journal_open_attempts, and no intent leaves twice.  The journal knows no venue: body is
 * the sender's own text and comes back as it was given.
 *
 * journal.db: WAL, synchronous=FULL, tiny.
 */
#ifndef MM_JOURNAL_H
#define MM_JOURNAL_H

#include "io/dberr.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct journal;

enum journal_state {
	JOURNAL_SENT = 0,   /* recorded: it may be under way                  */
	JOURNAL_UNKNOWN,    /* no answer; being looked up                     */
	JOURNAL_CANCELLING, /* under way, and so is its cancel                */
	/* An attempt is open up to here and settled from here on. */
	JOURNAL_DONE,   /* landed                                             */
	JOURNAL_FAILED, /* the venue said no: it did nothing                  */
	JOURNAL_DEAD,   /* proven: it can no longer happen                    */
};

/* One intent in one attempt.  Texts are NUL-terminated; none is NULL. */
struct journal_entry {
	const char *intent_id;
	const char *attempt;
	const char *lane;
	const char *action; /* place, cancel, replace, … (mm-records(5))      */
	const char *class; /* risk class, as the sender derived it           */
	const char *slot;  /* place and replace: market, wallet and slot, one
			     * text per slot; "" for every other action       */
	const char *roll;  /* several intents that belong together, one step
			     * after the other: their name; "": none          */
	bool final;        /* the last step of it                            */
	const char *outcome; /* "" until settled                              */
	const char *body; /* the sender's own: order fields, spends, raw…  */
	size_t body_len;
	const char *note; /* the sender's own, of what it learned since      */
	bool watched;     /* it wants to see the attempt again               */
	int64_t since_ms; /* the frame that first asked for it             */
	int64_t recorded_ms; /* the frame that recorded it                    */
	int64_t valid_until; /* the venue's clock (height, block, ms); 0: none */
	int64_t landed_slot; /* slot or block it landed in; 0: none           */
	enum journal_state state;
};

/* journal_open opens or creates the journal at path.
 *
 * out:     *out is set even on error, for journal_message and journal_close.
 * in:      busy_ms: how long each call waits for another writer.
 * returns: DB_OK, DB_LOCKED, DB_NEWER, DB_FOREIGN, DB_CORRUPT, DB_IO. */
MM_CHECKED enum db_err journal_open(struct journal **out, const char *path,
				    int busy_ms);
void journal_close(struct journal *j); /* NULL is no error */

/* journal_message: the last error in words, with the path; lives until the next
 * call on j. */
const char *journal_message(const struct journal *j);

/* journal_record writes down what is about to be sent, in one transaction.
 *
 * out:     send[i]: true, e[i] is recorded and must be sent now; false, it must
 *          not: an attempt of its intent is open or landed.  Neighbours with the
 *          same attempt are recorded together or not at all.
 * in:      state, outcome, note, watched and landed_slot are not read.  An attempt's entries
 *          are neighbours.
 * returns: DB_OK: durable.  Anything else: nothing was recorded, send nothing.
 *          DB_CONFLICT: the attempt is known with other intents.
 * cost:    one fsync for all n. */
MM_CHECKED enum db_err journal_record(struct journal *j, bool *send,
				      const struct journal_entry *e, size_t n);

struct journal_outcome {
	const char *attempt;
	const char *outcome; /* in words: what the venue answered; not NULL */
	const char *note;    /* NULL: none                                  */
	int64_t landed_slot; /* 0: none                                     */
	enum journal_state state;
	/* Settled, and there is more to come: journal_watched shows it until
	 * an outcome without. */
	bool watch;
};

/* journal_settle writes down what became of attempts, in one transaction.  Every
 * state may follow every other: a landing that vanishes goes back to
 * JOURNAL_SENT.
 *
 * returns: DB_OK: durable.  DB_NOTFOUND: an attempt is not known; nothing was
 *          written. */
MM_CHECKED enum db_err
journal_settle(struct journal *j, const struct journal_outcome *o, size_t n);

/* journal_learn is journal_settle by one of several processes that look attempts
 * up at the same time: an attempt whose outcome is no longer was[i] stays as
 * another process wrote it.
 *
 * out:     took[i]: o[i] was written; all false unless DB_OK. */
MM_CHECKED enum db_err journal_learn(struct journal *j, bool *took,
				     const char *const *was,
				     const struct journal_outcome *o, size_t n);

/* What the readers below call for each entry; *e lives until it returns.
 * False stops the reading, which then returns DB_OK. */
typedef bool journal_each(void *ctx, const struct journal_entry *e);

/* journal_intent: every attempt of one intent, oldest first. */
MM_CHECKED enum db_err journal_intent(struct journal *j, const char *intent_id,
				      journal_each *each, void *ctx);

/* journal_open_attempts: every entry of an open attempt, oldest first. */
MM_CHECKED enum db_err journal_open_attempts(struct journal *j,
					     journal_each *each, void *ctx);

/* journal_watched: every entry of an attempt that is open or watched, oldest
 * first. */
MM_CHECKED enum db_err journal_watched(struct journal *j, journal_each *each,
				       void *ctx);

/* journal_attempt: every entry of one attempt. */
MM_CHECKED enum db_err journal_attempt(struct journal *j, const char *attempt,
				       journal_each *each, void *ctx);

/* journal_landed: the newest landed order of each slot, oldest first: `pending`
 * with state done. */
MM_CHECKED enum db_err journal_landed(struct journal *j, journal_each *each,
				      void *ctx);

/* journal_rolls: every entry of the rolls of which a step has landed and the last
 * one has not, oldest first. */
MM_CHECKED enum db_err journal_rolls(struct journal *j, journal_each *each,
				     void *ctx);

/* journal_lane_slot: the highest slot or block one of the lane's attempts landed
 * in; 0 if none did. */
MM_CHECKED enum db_err journal_lane_slot(struct journal *j, int64_t *slot,
					 const char *lane);

/* journal_forget removes settled attempts recorded before before_ms, but never
 * the newest landed order of a slot, nor one that is watched, nor what belongs to a
 * roll that is not done. */
MM_CHECKED enum db_err journal_forget(struct journal *j, int64_t before_ms);

/* journal_state_text: "sent", "unknown", "cancelling", "done", "failed",
 * "dead", as in `pending`. */
const char *journal_state_text(enum journal_state st);

#endif
