/* abi_parts.h - what the parts of abi.h share.  Layer: chain. */
#ifndef MM_ABI_PARTS_H
#define MM_ABI_PARTS_H

#include "chain/abi.h"

/* Text that grows in an arena; nothing else may be allocated there meanwhile, or
 * it is copied at every growth. */
struct abi_out {
	struct arena *a;
	char *p;
	size_t len, cap;
};

void abi_put(struct abi_out *o, const char *p, size_t n);
void abi_put_text(struct abi_out *o, const char *s);
void abi_put_number(struct abi_out *o, size_t x);
void abi_put_hex(struct abi_out *o, const uint8_t *p, size_t n); /* with 0x */
void abi_put_type(struct abi_out *o, const struct abi_type *t);
const char *abi_out_end(struct abi_out *o); /* NUL-terminated */

/* What is left of a signature, and why it is refused. */
struct abi_reader {
	const char *p;
	struct arena *a;
	const char *why;
};

#define abi_refuse(r, ...) ((r)->why = arena_printf((r)->a, __VA_ARGS__), false)

/* abi_skip passes blanks; abi_take passes c behind them, if it is there. */
void abi_skip(struct abi_reader *r);
bool abi_take(struct abi_reader *r, char c);

/* abi_name passes blanks and a name, which may be empty; returns its length, and in
 * *at where it stands.  abi_take_word passes the name `word`, if it is next. */
size_t abi_name(struct abi_reader *r, const char **at);
bool abi_take_word(struct abi_reader *r, const char *word);

/* abi_list reads "(type name, ...)" as an ABI_TUPLE.
 * in: depth, of arrays and tuples around it; indexed: the word may be there. */
MM_CHECKED bool abi_list(struct abi_reader *r, struct abi_type *out, int depth,
			 bool indexed);

/* abi_word_read: the word an elementary value's text stands for.
 * returns: ST_OK; ST_FORMAT: it is none of the type; ST_OVERFLOW: too large a
 *          number; ST_RANGE: another number of bytes; ST_DOMAIN: an address whose
 *          checksum is wrong. */
MM_CHECKED enum status abi_word_read(uint8_t word[static ABI_WORD],
				     const struct abi_type *t, const char *s,
				     size_t n);

#endif
