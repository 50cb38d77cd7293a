/* draft.h - a transaction in the making: ops to instructions to bytes.
 * Layer: cmd. */
#ifndef MM_TX_BUILD_DRAFT_H
#define MM_TX_BUILD_DRAFT_H

#include "op.h"

#define DRAFT_LOCKS_MAX 64 /* accounts a transaction may lock */

struct draft {
	const struct sol_wallet *wallet; /* signs and pays */
	bool risk, fragile;
	bool leads;      /* later transactions of its wallet need it */
	struct op **ops; /* whole chains, in the order they were added */
	size_t n, cap;
	uint64_t tip; /* lamports; 0: none */
};

/* A draft as it is sent. */
struct made {
	uint8_t *msg;
	size_t len;   /* bytes of msg */
	uint64_t fee; /* lamports, at most; without the tip */
};

/* draft_add puts the op at the end, draft_pop takes the last n off. */
void draft_add(struct build *b, struct draft *d, struct op *op);
void draft_pop(struct draft *d, size_t n);

/* draft_fits: it is a transaction within every limit of the chain, with that tip
 * (lamports, 0: none). */
bool draft_fits(struct build *b, const struct draft *d, uint64_t tip);

/* draft_make: the bytes, in b->a.
 * in: draft_fits it, with its tip. */
void draft_make(struct build *b, struct made *out, const struct draft *d);

/* What its wallet pays besides fee and tip, and what of that may not come from
 * FEE_RESERVE_SOL; lamports. */
uint64_t draft_rent(const struct build *b, const struct draft *d);
uint64_t draft_spends(const struct draft *d);

/* draft_fee: lamports, at most. */
uint64_t draft_fee(struct build *b, const struct draft *d);

#endif
