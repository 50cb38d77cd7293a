/* outbox.h - the paper venue's attempts in the journal.  Layer: cmd.
 *
 * One intent is one attempt: "INTENT@FRAME".  The journal may outlive a venue
 * (paper-trade reset), and replaying frames into the next one must work, so every
 * name in it is written behind the venue's birth.
 */
#ifndef MM_PAPER_TRADE_OUTBOX_H
#define MM_PAPER_TRADE_OUTBOX_H

#include "attempt.h"
#include "data/frame.h"

/* outbox_record writes down those without an error, and sets .send of those that
 * no frame has sent before.  One fsync for all. */
MM_CHECKED enum db_err outbox_record(struct venue *v, struct arena *a,
				     struct attempt *attempts, size_t n,
				     int64_t ts_ms);

/* outbox_fail settles an attempt that was recorded and not sent. */
MM_CHECKED enum db_err outbox_fail(struct venue *v, struct arena *a,
				   const char *attempt, const char *why);

/* outbox_settle looks up every open attempt at the venue and settles those whose
 * outcome is known: answered, or not arrived by its valid_until, when the venue
 * takes it no more.
 *
 * out: a receipt of each that died. */
MM_CHECKED enum db_err outbox_settle(struct venue *v, struct frame *f,
				     int64_t ts_ms);

/* outbox_show emits `lane` of every wallet, and `pending` for what is under way
 * and for the newest landed order of each slot. */
MM_CHECKED enum db_err outbox_show(struct venue *v, struct frame *f,
				   int64_t ts_ms);

#endif
