/* evm_rounds.h - questions to contracts at one block, asked in rounds.  Layer: venue.
 *
 * Whatever is asked since the last round goes to the node at once in the next one; so
 * the rounds of a frame are as many as its longest chain of questions, not their sum.
 */
#ifndef MM_EVM_ROUNDS_H
#define MM_EVM_ROUNDS_H

#include "chain/abi.h"
#include "venue/evm_batch.h"

struct evm_rounds {
	const struct evm_batch *batch;
	struct arena *a;         /* of the questions and answers */
	struct evm_view **views; /* asked, in that order */
	size_t n, cap, n_answered;
};

/* evm_rounds_ask: the contract is asked with the next round; the answer is there after
 * it.  The call is kept. */
const struct evm_view *evm_rounds_ask(struct evm_rounds *r,
				      const struct evm_address *to,
				      struct abi_bytes call);

/* evm_rounds_open: something was asked since the last round. */
static inline bool evm_rounds_open(const struct evm_rounds *r)
{
	return r->n != r->n_answered;
}

/* evm_rounds_run asks it.  False: nothing may be believed, *no says why. */
MM_CHECKED bool evm_rounds_run(struct evm_rounds *r, struct evm_no *no);

/* evm_view_words: data of at least n words; NULL: there is no such answer (yet).
 * v may be NULL: it was not asked. */
const uint8_t *evm_view_words(const struct evm_view *v, size_t n);

#endif
