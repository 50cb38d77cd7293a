/* lend_line.h - a user_reserve line as lend-read writes it, read without tokens: a whole
 * market is a million of them.  Layer: data.
 *
 * Only the form rec_write gives it is read: keys in its order, no blanks, no escapes, no
 * leading zeros.  Whatever else it is, the general reader decides; on what is read here
 * it would say the same.
 */
#ifndef MM_LEND_LINE_H
#define MM_LEND_LINE_H

#include "data/lend_state.h"

#define LEND_LINE_HEAD 192 /* bytes up to the account */
#define LEND_LINE_USER 42

/* What the last line had in common with the next.  Zero: there was none. */
struct lend_line {
	char head[LEND_LINE_HEAD];
	size_t head_len;
	size_t pool, pool_len; /* in head */
	int64_t chain_id;
	char user_text[LEND_LINE_USER];
	struct lend_address user;
	/* Out. */
	struct lend_told told;
	int64_t block;
};

/* lend_line_read: false: the general reader has to. */
bool lend_line_read(struct lend_line *l, const char *line, size_t len);

#endif
