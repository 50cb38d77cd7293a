/* evm_reason.h - why a transaction does not go through, for a person.  Layer: venue. */
#ifndef MM_EVM_REASON_H
#define MM_EVM_REASON_H

#include "base/mem.h"
#include "venue/evm_error.h"

/* evm_reason: one line, in the arena: of a revert what the contract said
 * (evm_revert_text), where the node gives it; else the node's words. */
const char *evm_reason(struct arena *a, const struct evm_failure *failure);

#endif
