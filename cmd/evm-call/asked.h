/* asked.h - a question to a contract, made ready, and its answer in words. */
#ifndef EVM_CALL_ASKED_H
#define EVM_CALL_ASKED_H

#include "base/mem.h"
#include "chain/abi.h"
#include "data/rec_call.h"
#include "data/rec_result.h"
#include "venue/evm_batch.h"

#include <stdbool.h>

struct asked {
	const struct rec_call *call;
	struct abi_item function;
};

/* asked_make: call must outlive the arena's next reset.
 * out:     *view: the same question for evm_batch_run.
 * returns: NULL, or why it cannot be asked (in the arena). */
MM_CHECKED const char *asked_make(struct asked *out, struct evm_view *view,
				  struct arena *a, const struct rec_call *call);

/* asked_result: *out but for ts_ms, block and block_hash. */
void asked_result(struct rec_result *out, struct arena *a,
		  const struct asked *q, const struct evm_view *view);

#endif
