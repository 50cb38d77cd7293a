/* in.h - lines from files and pipes in bounded memory.  Layer: data. */
#ifndef MM_IN_H
#define MM_IN_H

#include "data/out.h"

#include <stddef.h>
#include <stdint.h>

#define LINE_LEN_MAX ((size_t)1 << 20) /* without the newline */

enum in_result {
	IN_LINE,  /* a line, its newline replaced by NUL              */
	IN_LONG,  /* a line over LINE_LEN_MAX was skipped             */
	IN_CUT,   /* the last line has no newline: it is not a record */
	IN_END,   /* nothing left                                     */
	IN_ERROR, /* reading failed: errno                            */
};

struct in; /* a source, its name and line number */

/* in_open: name "-" is standard input.  NULL: errno says why.
 * Owner: caller, in_close. */
struct in *in_open(const char *name);
void in_close(struct in *in);

/* in_next: out: *line (writable, (*line)[*len] == '\0') until the next call.
 * Before a read that would block, flush (if not NULL) is flushed. */
enum in_result in_next(struct in *in, char **line, size_t *len,
		       struct out *flush);

/* in_name, in_line: where the current line stands, for messages. */
const char *in_name(const struct in *in);
uint64_t in_line(const struct in *in);

#endif
