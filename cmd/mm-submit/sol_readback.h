/* sol_readback.h - do the orders rest that landed?  Layer: cmd.
 *
 * OpenBook reports no error for a post-only order that would trade: it does not
 * come to rest, and holds its slot until its events are consumed.  So the book is
 * read at or behind the landing, and what is not on it is looked for among the
 * events of the market.
 */
#ifndef MM_SUBMIT_SOL_READBACK_H
#define MM_SUBMIT_SOL_READBACK_H

#include "attempt.h"
#include "sender.h"

/* readback reads the books of the attempts that owe it and adds a receipt
 * not_posted to the note of each whose orders do not rest as they were sent, with
 * the cause:
 *
 *     crossed    it would have traded
 *     evicted    its side of the book was full
 *     smaller    it rests, for less than was sent, and nothing of it was filled
 *     not_found  its events are gone already
 *
 * An order that a later transaction of ours replaced or cancelled is not looked
 * for.  in: all: every attempt there is, oldest first.  Where no node answers,
 * owes_read stays. */
void readback(struct sender *s, struct arena *a, const struct attempts *all,
	      int64_t ts_ms);

#endif
