/* policy_ledger.h - what was signed in the last hour and day, kept in a file, so that
 * ceilings hold over restarts.  Layer: io.
 *
 * MM_HOME/policy.db counts what a signer is about to sign before it signs: what it
 * holds may be more than what was signed, never less.  Amounts lie in buckets of a
 * minute (for the hour) and of ten (for the day), and a bucket counts until the
 * whole of it is past: a span is at most one bucket too long.
 */
#ifndef MM_POLICY_LEDGER_H
#define MM_POLICY_LEDGER_H

#include "chain/policy.h"
#include "io/dberr.h"

struct policy_ledger;

/* policy_ledger_open opens path, making it where needed.
 *
 * out:     *out even on error, for policy_ledger_message and _close.
 * returns: DB_OK or as db_open (io/db.h). */
MM_CHECKED enum db_err policy_ledger_open(struct policy_ledger **out,
					  const char *path, int busy_ms);
void policy_ledger_close(struct policy_ledger *l); /* NULL is no error */

/* policy_ledger_begin reads what POLICY_HOUR and POLICY_DAY come to and keeps other
 * signers out until one of the two below.
 *
 * out:     spans[POLICY_HOUR], spans[POLICY_DAY]; by the assets of p.
 * in:      now_ms: of the clock.
 * returns: DB_OK, DB_LOCKED, DB_CORRUPT, DB_IO; then nothing is held. */
MM_CHECKED enum db_err
policy_ledger_begin(struct policy_ledger *l, const struct policy *p,
		    int64_t now_ms,
		    struct policy_sums spans[static POLICY_SPANS]);

/* policy_ledger_commit adds to them; DB_OK: it is on disk.  Else nothing was
 * added. */
MM_CHECKED enum db_err policy_ledger_commit(struct policy_ledger *l,
					    const struct policy *p,
					    int64_t now_ms,
					    const struct policy_sums *add);
void policy_ledger_rollback(struct policy_ledger *l);

/* policy_ledger_message: the last error in words, with the file. */
const char *policy_ledger_message(const struct policy_ledger *l);

#endif
