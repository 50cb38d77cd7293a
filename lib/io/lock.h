/* lock.h - lanes: who may send.  Layer: io.
 *
 * A lane (market + wallet; chain + sender; venue + account + symbol) is held by
 * one process at a time, through flock(2) on MM_HOME/lock/<lane>; the holder's
 * process id is the file's text.  The kernel lets go when the process ends,
 * however it ends.  Lock files are never removed: removing one would let two
 * processes hold the same name.
 */
#ifndef MM_LOCK_H
#define MM_LOCK_H

#include "base/status.h"

#include <sys/types.h>

enum lock_err {
	LOCK_OK = 0,
	LOCK_HELD, /* by another process: retry later (exit 4)                */
	LOCK_NAME, /* empty, or longer than a file name may be once escaped   */
	LOCK_IO,   /* the file cannot be made, opened or locked: errno        */
};

struct lock {
	int fd; /* -1: not held */
};

/* lock_take takes a lane, waiting up to wait_ms for its holder.
 *
 * out:     *l; on any error l->fd is -1.
 * in:      lane: any text; bytes outside [A-Za-z0-9._:@+-] are written %XX in
 *          the file name, and so is a leading dot.  MM_HOME/lock exists
 *          (io/homedir.h).
 * owner:   the process; not inherited over exec. */
MM_CHECKED enum lock_err lock_take(struct lock *l, const char *lane,
				   int wait_ms);

/* lock_drop lets go early.  A lock not held is no error. */
void lock_drop(struct lock *l);

/* lock_holder: the process id that holds the lane, 0 if none does or it cannot
 * be told. */
pid_t lock_holder(const char *lane);

/* lock_text: a constant, lower-case phrase; never NULL. */
const char *lock_text(enum lock_err e);

#endif
