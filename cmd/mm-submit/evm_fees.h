/* evm_fees.h - what a replacement pays.  Layer: cmd.
 *
 * A node takes a transaction in place of one that waits only if both fees are at least
 * a tenth higher.
 */
#ifndef MM_SUBMIT_EVM_FEES_H
#define MM_SUBMIT_EVM_FEES_H

#include "evm.h"

/* Wei per gas, whole. */
struct evm_fee {
	struct dec max, priority;
};

/* The chain as it is now, and what may be paid. */
struct evm_fees_now {
	int64_t block, time_s;
	__int128 base;     /* of the next block; 0: it has none */
	__int128 priority; /* what others pay (PRIORITY_FEE_PCTL) */
	__int128 max_most, priority_most; /* the ceilings */
};

/* evm_fees_read: NULL, or why there is no answer, in the arena. */
const char *evm_fees_read(struct evm_fees_now *out, struct sender *s,
			  struct arena *a);

/* evm_fee_above: what replaces everything that waits at that place: BUMP_PCT above its
 * highest fees, and enough for the next blocks.  False: it is above a ceiling. */
MM_CHECKED bool evm_fee_above(struct evm_fee *out,
			      const struct evm_fees_now *now,
			      const struct evm_place *p);

/* evm_fee_plain: of a transaction that replaces none.  False: above a ceiling. */
MM_CHECKED bool evm_fee_plain(struct evm_fee *out,
			      const struct evm_fees_now *now);

/* evm_is_too_cheap: the next block cannot take it. */
bool evm_is_too_cheap(const struct evm_fees_now *now, const struct attempt *t);

#endif
