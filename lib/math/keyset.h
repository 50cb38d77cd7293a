/* keyset.h - a set of 128-bit keys.  Layer: math.
 *
 * For the heap through base/mem (out of memory is death there): 27 to 53 bytes a
 * key.  Keys whose low halves are neighbours are neighbours in memory.
 */
#ifndef MM_KEYSET_H
#define MM_KEYSET_H

#include "math/trade_key.h"

#include <stdbool.h>
#include <stddef.h>

/* Zero is a valid empty set. */
struct keyset {
	struct trade_key *slot; /* {0, 0}: free; owner: this */
	size_t cap, n;          /* cap a power of two, or 0  */
	bool has_zero;          /* the key {0, 0} is in it   */
};

/* keyset_add: false: it was there.  cost: O(1) amortised. */
bool keyset_add(struct keyset *s, struct trade_key key);
bool keyset_has(const struct keyset *s, struct trade_key key);
void keyset_free(struct keyset *s);

#endif
