/* drive.h - --drive: the chain opens the frames. */
#ifndef MM_EVENT_WATCH_DRIVE_H
#define MM_EVENT_WATCH_DRIVE_H

#include "base/err.h"
#include "watcher.h"

struct drive_options {
	const char *fifo;   /* --ack; NULL: none */
	int64_t timeout_ms; /* how long a frame may be in flight */
	bool prices; /* price records on standard input open frames too */
};

/* drive_run opens a frame for each new head and ends with MM_FAIL when the pipe does,
 * when it is told stop, or when a frame does not come out. */
enum mm_exit drive_run(struct watcher *w, const struct drive_options *options);

#endif
