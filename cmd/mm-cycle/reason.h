/* reason.h - a person's reason to rebuild, left in MM_HOME/signal.
 *
 * It is renamed to signal.taken before its frame and removed after it: once in a
 * frame, and once more if a crash came between, because a rebuild too many is
 * harmless and one too few is not.
 */
#ifndef MM_CYCLE_REASON_H
#define MM_CYCLE_REASON_H

#include <stdbool.h>

#define REASON_SZ 201

/* reason_take: the reason for the next frame, its first line made fit for a
 * record; NULL if there is none.  One that cannot be read is said and left
 * behind.  Owner: reason.c, until the next call. */
const char *reason_take(void);

/* reason_drop: its frame has left. */
void reason_drop(void);

#endif
