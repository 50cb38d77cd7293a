/* lend_sum.h - the check sum of a saved state.  Layer: data. */
#ifndef MM_LEND_SUM_H
#define MM_LEND_SUM_H

#include "chain/hash.h"

#include <stddef.h>

#define LEND_SAVE_HEAD "liq-scan state 1"
#define LEND_SUM_CHUNK ((size_t)1 << 20)

/* lend_sum_add: the sum goes on over a chunk. */
static inline void lend_sum_add(unsigned char sum[static SHA256_LEN],
				const void *chunk, size_t len)
{
	sha256(sum,
	       (const struct hash_part[]){ { sum, SHA256_LEN },
					   { chunk, len } },
	       2);
}

#endif
