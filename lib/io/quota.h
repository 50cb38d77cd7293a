/* quota.h - what a venue still takes from this machine.  Layer: io.
 *
 * One small file a venue, MM_HOME/quota/NAME, shared by every process under its
 * lock: what was asked for in the last while, and before when nothing may be asked
 * at all.  A venue counts in windows of its own; ours slide, and so hold never less
 * than its.  What was counted stays counted: a process that is killed has used it.
 *
 * Times are of a clock that counts from the boot and that nobody can set.  Over a
 * boot what was left is waited for again, less what the wall clock says passed.
 *
 * A file that cannot be understood is no licence: everything waits QUOTA_DOUBT_MS.
 */
#ifndef MM_QUOTA_H
#define MM_QUOTA_H

#include "base/status.h"

#include <stddef.h>
#include <stdint.h>

#define QUOTA_RULES_MAX 4
#define QUOTA_DOUBT_MS  INT64_C(60000)
#define QUOTA_HOLD_MAX  INT64_C(691200000) /* 8 days */

enum quota_err {
	QUOTA_OK = 0,
	QUOTA_FULL, /* as much as is allowed was asked for             */
	QUOTA_HELD, /* the venue said that nothing may be asked        */
	QUOTA_IO,   /* the file cannot be used: errno; nothing may     */
};

/* At most max in any window_ms.  window_ms 0: there is no such rule. */
struct quota_rule {
	int64_t window_ms;
	int64_t max;
};

struct quota;

/* quota_open makes MM_HOME/quota where it is missing.
 *
 * in:      name: [a-z0-9-]; rules: n, at most QUOTA_RULES_MAX; kept by value.
 * returns: NULL where the folder cannot be made: errno.  Owner: caller,
 *          quota_close. */
struct quota *quota_open(const char *name, const struct quota_rule *rules,
			 size_t n);
void quota_close(struct quota *q); /* NULL is no error */

/* quota_take counts a request, cost[i] against rule i, or counts nothing.
 *
 * out:     *wait_ms: 0, or how long until asking again can help. */
MM_CHECKED enum quota_err quota_take(struct quota *q,
				     const int64_t cost[static QUOTA_RULES_MAX],
				     int64_t *wait_ms);

/* quota_saw: the venue says that so much is used up, rule by rule; -1: it does not
 * say.  What others used with it is counted here too. */
MM_CHECKED enum quota_err quota_saw(struct quota *q,
				    const int64_t used[static QUOTA_RULES_MAX]);

/* quota_hold: nothing may be asked for so long; on disk, to a second, when it returns.
 * A longer hold stands. */
MM_CHECKED enum quota_err quota_hold(struct quota *q, int64_t wait_ms);

/* quota_text: a constant, lower-case phrase; never NULL. */
const char *quota_text(enum quota_err e);

#endif
