/* decode.h - --decode: logs as nodes give them, from files, without a node. */
#ifndef MM_EVENT_WATCH_DECODE_H
#define MM_EVENT_WATCH_DECODE_H

#include "base/err.h"
#include "venue/evm_event.h"

/* decode_run: a log a line; the events of the watch come out.
 * in:      files, NULL-ended; none: standard input.  now_ms: time of blocks whose
 *          logs say none; REC_NONE_INT: such a log is a bad line.  keep_going: bad
 *          lines are skipped. */
enum mm_exit decode_run(struct evm_events *e, char **files, int64_t now_ms,
			bool keep_going);

#endif
