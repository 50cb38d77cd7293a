/* pack.h - ops to transactions.  Layer: cmd.
 *
 * A transaction is of one wallet: a failure stays with it, and so does an outcome
 * that is not known.  What only reduces risk is not mixed with what does not, and
 * what may fail for reasons of its own is not mixed with what will not.
 */
#ifndef MM_TX_BUILD_PACK_H
#define MM_TX_BUILD_PACK_H

#include "draft.h"

struct drafts {
	struct draft **v;
	size_t n, cap;
};

/* pack_ops puts every op that is not dropped into a draft, chains whole; what fits
 * no transaction is refused.  Each chain goes into the first draft of its kind with
 * room. */
void pack_ops(struct build *b, struct drafts *out);

/* pack_in_passing adds an op to the first draft it fits; else it is dropped. */
void pack_in_passing(struct build *b, struct drafts *d, struct op *op);

#endif
