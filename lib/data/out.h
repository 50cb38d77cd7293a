/* out.h - records on standard output: a buffer and a streaming JSON writer.
 * Layer: data.
 *
 * The writer cannot make invalid JSON other than by unbalanced calls: commas and
 * escapes are its own.  A write that fails is one line and exit MM_FAIL (a lost
 * reader is SIGPIPE, which filters leave alone).
 */
#ifndef MM_OUT_H
#define MM_OUT_H

#include "base/dec.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct out {
	char *buf;
	size_t len, cap;
	int fd;
	int depth;
	bool comma; /* a value stands before, in the innermost object or array */
};

/* out_open writes to fd, which stays the caller's; -1: to memory alone, which grows
 * and is the caller's to read and to empty (len).  Owner: caller, out_close. */
void out_open(struct out *o, int fd);

/* out_close flushes, closes fd if it is standard output, and frees: a full disk
 * is found here at the latest. */
void out_close(struct out *o);

static inline bool out_pending(const struct out *o)
{
	return o->len > 0;
}

void out_flush(struct out *o);

/* out_bytes copies n bytes as they are. */
void out_bytes(struct out *o, const void *src, size_t n);

/* out_mark makes room for n bytes that can be taken back: what is written next,
 * up to n bytes, stays in the buffer, and out_rollback(o, mark) forgets it. */
size_t out_mark(struct out *o, size_t n);
void out_rollback(struct out *o, size_t mark);

/* A value at the top level ends with a newline. */
void out_object(struct out *o);
void out_object_end(struct out *o);
void out_array(struct out *o);
void out_array_end(struct out *o);
void out_key(struct out *o, const char *key);
/* out_name is out_key for a key as a line has it: len bytes, "key": with its quotes. */
void out_name(struct out *o, const char *name, size_t len);
void out_str(struct out *o, const char *s);
void out_dec(struct out *o, struct dec d); /* a string */
void out_u64(struct out *o, uint64_t v);   /* a string */
void out_int(struct out *o, int64_t v);    /* |v| < 2^53 */
void out_real(struct out *o, double v); /* finite; shortest that round-trips */
void out_bool(struct out *o, bool v);
void out_null(struct out *o); /* in requests to services; no record has it */

#endif
