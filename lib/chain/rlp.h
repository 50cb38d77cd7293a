/* rlp.h - recursive length prefix: byte strings and lists of them.  Layer: chain.
 * source: Ethereum yellow paper, appendix B.
 *
 * A value has one encoding: the reader refuses every other (a length with zeros in
 * front or in long form where the short one does, a single byte behind a length, a
 * number with zeros in front), so what is read and written again is the same.
 */
#ifndef MM_RLP_H
#define MM_RLP_H

#include "base/u256.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RLP_HEAD_MAX 9 /* bytes in front of what a string or a list holds */
#define RLP_U256_MAX (1 + U256_BYTES)

/* ---- writing ---- */

/* Written from the back to the front, for what stands in front of a list depends on
 * what is in it.  in: the caller gives room for all of it; writing over is a bug
 * that stops the program. */
struct rlp_writer {
	uint8_t *begin; /* the room */
	uint8_t *p;     /* the first byte written; up to end */
	uint8_t *end;
};

/* rlp_begin: nothing is written yet.  in: room of size bytes. */
void rlp_begin(struct rlp_writer *w, uint8_t *room, size_t size);

/* Put one more item in front. */
void rlp_put(struct rlp_writer *w, const void *bytes, size_t n);
void rlp_put_u64(struct rlp_writer *w, uint64_t x);
void rlp_put_u256(struct rlp_writer *w, struct u256 x);

/* rlp_put_list makes one list of all that was put since p was `behind`. */
void rlp_put_list(struct rlp_writer *w, const uint8_t *behind);

/* rlp_put_raw: bytes as they are, no item. */
void rlp_put_raw(struct rlp_writer *w, const void *bytes, size_t n);

static inline size_t rlp_len(const struct rlp_writer *w)
{
	return (size_t)(w->end - w->p);
}

/* ---- reading ---- */

/* What is left to read.  A read that is false moved nothing. */
struct rlp_reader {
	const uint8_t *p;
	size_t left;
};

/* The next item: a string where it stands, a string of n bytes, a number, a list as
 * a reader of what it holds.  False: it is none, or not in its one form. */
MM_CHECKED bool rlp_read(struct rlp_reader *r, const uint8_t **bytes,
			 size_t *n);
MM_CHECKED bool rlp_read_exact(struct rlp_reader *r, uint8_t *out, size_t n);
MM_CHECKED bool rlp_read_u64(struct rlp_reader *r, uint64_t *out);
MM_CHECKED bool rlp_read_u256(struct rlp_reader *r, struct u256 *out);
MM_CHECKED bool rlp_read_list(struct rlp_reader *r, struct rlp_reader *inside);

/* rlp_count: how many items are left, *n of them.  False: they are not all right
 * from outside (what is in lists is not looked at). */
MM_CHECKED bool rlp_count(struct rlp_reader r, size_t *n);

#endif
