/* evm_raw.h - what the bytes of a transaction say.  Layer: cmd. */
#ifndef MM_SUBMIT_EVM_RAW_H
#define MM_SUBMIT_EVM_RAW_H

#include "evm.h"

/* As records have them. */
struct evm_raw_says {
	const char *hash; /* 0x and hex, lower case */
	const char *from; /* checksummed            */
};

/* evm_raw_read: NULL, or why it cannot be sent.  in: raw outlives *tx. */
MM_CHECKED const char *evm_raw_read(struct evm_tx *tx,
				    struct evm_raw_says *says, struct arena *a,
				    const uint8_t *raw, size_t len);

/* Per gas; a legacy transaction pays its price as both. */
__int128 evm_max_fee(const struct attempt *t);
__int128 evm_max_priority(const struct attempt *t);

/* evm_call_of: an attempt as it can be tried. */
struct evm_call evm_call_of(struct arena *a, const struct attempt *t);

/* evm_bump_of: what a bump needs of the transaction it replaces. */
void evm_bump_of(struct rec_action *r, struct arena *a,
		 const struct attempt *t);

#endif
