/* buf.h - a growable run of bytes with a limit given at birth.  Layer: base. */
#ifndef MM_BUF_H
#define MM_BUF_H

#include "base/err.h"
#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>

struct buf {
	char *p; /* NULL while empty; not NUL-terminated */
	size_t len;
	size_t cap;
	size_t limit; /* len never exceeds it */
};

/* buf_init: an empty buffer that may grow to limit bytes.  Owner: caller,
 * buf_free. */
void buf_init(struct buf *b, size_t limit);
void buf_free(struct buf *b);

/* buf_reserve makes room for n more bytes at p + len.  False: over the limit,
 * nothing changed. */
MM_CHECKED bool buf_reserve(struct buf *b, size_t n);

/* buf_add, buf_addf append.  False: over the limit, nothing changed. */
MM_CHECKED bool buf_add(struct buf *b, const void *src, size_t n);
MM_CHECKED bool buf_addf(struct buf *b, const char *fmt, ...) MM_PRINTF(2, 3);

#endif
