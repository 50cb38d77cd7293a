/* secret_file.h - a secret in a file of its own: an API key, a URL that holds one.
 * Layer: io.
 *
 * Keys of a chain are not here but in io/vault.h.  A file that others can read, or
 * that is not ours, is refused: its secret is none.
 */
#ifndef MM_SECRET_FILE_H
#define MM_SECRET_FILE_H

#include "base/status.h"

#include <stddef.h>

#define SECRET_FILE_MAX 4096

/* Locked in memory, kept out of core dumps, wiped by secret_file_drop. */
struct secret_file {
	char *text; /* NUL-terminated, without blanks at its end */
	size_t len;
};

/* secret_file_read: path must be a regular file of this user (or root's), mode
 * 0600 or stricter, of 1..SECRET_FILE_MAX bytes of printable ASCII and newlines.
 *
 * returns: NULL, or why not (constant phrase; the caller names the file).  Owner:
 *          caller, secret_file_drop. */
MM_CHECKED const char *secret_file_read(struct secret_file *out,
					const char *path);
void secret_file_drop(struct secret_file *s); /* one never read is no error */

#endif
