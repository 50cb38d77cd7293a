/* history.h - what went into the positions of a frame and came out of them. */
#ifndef MM_LP_READ_HISTORY_H
#define MM_LP_READ_HISTORY_H

#include "reader.h"

/* history_run fills flows, entry and history_block of the frame's positions and of
 * those that are gone.  What the past holds as final is taken from there; the rest
 * is read from logs.  Where it cannot be, the frame is refused, and the positions
 * stand there with what the past holds, their entry unknown. */
void history_run(struct reader *r);

#endif
