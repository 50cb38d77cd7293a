/* evm_tell.h - what changed, as receipts.  Layer: cmd. */
#ifndef MM_SUBMIT_EVM_TELL_H
#define MM_SUBMIT_EVM_TELL_H

#include "evm.h"

/* evm_tell adds to each attempt's note what is new of it.  in: was: each state before.
 * v: attempts of one nonce are neighbours. */
void evm_tell(struct sender *s, struct arena *a, struct attempt *const *v,
	      const struct nonce_tx *was, size_t n, int64_t ts_ms);

/* evm_tell_over: the blocks it was for are over without it. */
void evm_tell_over(struct arena *a, struct attempt *t, int64_t ts_ms);

/* Why a transaction reverted. */
struct evm_reason {
	const char *error; /* a reason code */
	const char *text;  /* for people; NULL: nothing is known */
};

/* evm_reason_of runs a reverted transaction once more at the end of the block before
 * its own.  What stood before it in its own block is missing there, so it may tell
 * something else or nothing. */
struct evm_reason evm_reason_of(struct sender *s, struct arena *a,
				const struct attempt *t);

/* evm_reason_read: of a call that failed. */
struct evm_reason evm_reason_read(struct arena *a,
				  const struct jsonrpc_reply *r);

#endif
