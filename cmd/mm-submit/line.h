/* line.h - records as lines of text and back.  Layer: cmd. */
#ifndef MM_SUBMIT_LINE_H
#define MM_SUBMIT_LINE_H

#include "data/rec.h"

/* line_of: the record as one line with its newline, in the arena; line_add: that
 * line behind text. */
const char *line_of(struct arena *a, const struct rec_type *type,
		    const void *rec);
const char *line_add(struct arena *a, const char *text,
		     const struct rec_type *type, const void *rec);

/* line_read: the record of a line without its newline, in the arena; *type: of any
 * type there is.  NULL: it is none. */
const void *line_read(struct arena *a, const struct rec_type **type,
		      const char *line, size_t len);

#endif
