/* secret.h - secrets come in: from a file, a descriptor or a terminal, never
 * from argv or the environment.  Layer: io.
 *
 * A secret lies in memory that is not swapped (as far as RLIMIT_MEMLOCK goes),
 * between pages that cannot be touched, and is wiped when it is freed.
 */
#ifndef MM_SECRET_H
#define MM_SECRET_H

#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>

enum secret_err {
	SECRET_OK = 0,
	SECRET_IO,      /* cannot be opened or read: errno                   */
	SECRET_SHARED,  /* others can read it, or it is another user's       */
	SECRET_LONG,    /* over the limit                                    */
	SECRET_EMPTY,   /* nothing in it                                     */
	SECRET_NOTTY,   /* there is no terminal to ask at                    */
	SECRET_DIFFERS, /* typed twice, not the same                         */
};

/* Zero is a secret that is not there. */
struct secret {
	char *p; /* NUL-terminated behind len bytes */
	size_t len;
};

/* secret_guard: this process leaves no core and cannot be traced or looked into
 * by others of its user.  First thing in main of whoever holds secrets; dies
 * MM_FAIL where it cannot. */
void secret_guard(void);

/* secret_file: all of a file; "-" is standard input.  A path may name a
 * descriptor (/dev/fd/3).  Refused unless it is a file or pipe that only its
 * owner, who is us or root, can read; a systemd credential is.
 *
 * out:     *s, not there unless SECRET_OK.
 * in:      limit: most bytes.
 * owner:   caller, secret_free. */
MM_CHECKED enum secret_err secret_file(struct secret *s, const char *path,
				       size_t limit);

/* secret_word is secret_file without the newline at the end, if there is one. */
MM_CHECKED enum secret_err secret_word(struct secret *s, const char *path,
				       size_t limit);

/* secret_ask: a line typed at the controlling terminal, unseen; twice: asked
 * again, and both are the same. */
MM_CHECKED enum secret_err secret_ask(struct secret *s, const char *prompt,
				      bool twice, size_t limit);

/* secret_confirm: the line typed at the terminal after the prompt, seen, is
 * word.  SECRET_OK, SECRET_DIFFERS, SECRET_NOTTY or SECRET_IO. */
MM_CHECKED enum secret_err secret_confirm(const char *prompt, const char *word);

/* secret_alloc: n bytes of such memory, aligned for any type, and a NUL behind;
 * dies when there is none. */
void secret_alloc(struct secret *s, size_t n);

/* secret_free wipes and forgets; a secret that is not there is no error. */
void secret_free(struct secret *s);

/* secret_wipe_stack wipes what functions that returned have left below: parsers of
 * keys work on the stack. */
void secret_wipe_stack(void);

/* secret_private: nobody but its owner, who is us or root, can read what fd is
 * open on.  credential: it lies in systemd's folder, where a group bit of root's
 * is the mask of an access list and not a group that reads. */
MM_CHECKED bool secret_private(int fd, bool credential);

/* secret_text: a constant, lower-case phrase; never NULL. */
const char *secret_text(enum secret_err e);

#endif
