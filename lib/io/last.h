/* last.h - the id of the newest cycle of this bot, across runs and crashes.
 *
 * MM_HOME/cycle holds it, 19 digits and a newline, written in place: overwriting
 * needs no room, so a full disk does not stop the clock, and a write this short
 * is whole or not there.  flock(2) on it makes looking and writing one step, so
 * that a person's --once beside a running bot takes an id of its own. Layer: io.
 */
#ifndef MM_LAST_H
#define MM_LAST_H

#include <stdbool.h>
#include <stdint.h>

struct last {
	int fd;
	bool synced; /* each id is on disk before it is used */
};

/* last_open: dies MM_FAIL where the file cannot be made, opened or read. */
void last_open(struct last *l, bool synced);

/* last_id: the newest id, 0 before the first. */
int64_t last_id(const struct last *l);

/* last_claim: id is greater than every id claimed before, and now the newest.
 * False: it is not greater.  *lost: it could not be written down, errno says
 * why; the claim stands for this run. */
bool last_claim(struct last *l, int64_t id, bool *lost);

#endif
