/* durable.h - files that are still there after a power cut.  Layer: io. */
#ifndef MM_DURABLE_H
#define MM_DURABLE_H

#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>

/* durable_entry: what was made, renamed or removed at path is on disk, because
 * its folder is.  False: errno says why. */
MM_CHECKED bool durable_entry(const char *path);

/* durable_write writes all n bytes and syncs them.  False: errno says why, and
 * some bytes may be written. */
MM_CHECKED bool durable_write(int fd, const char *text, size_t n);

#endif
