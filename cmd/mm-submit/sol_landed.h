/* sol_landed.h - what a transaction did, once its block is final.  Layer: cmd. */
#ifndef MM_SUBMIT_SOL_LANDED_H
#define MM_SUBMIT_SOL_LANDED_H

#include "attempt.h"
#include "sender.h"
#include "venue/solana_txerr.h"

/* landed_tell looks at transactions in final blocks and adds to each attempt's note
 * its receipt with what it cost, and the domain events it made.
 *
 * out: told[i]: it was looked at; false: no node could show v[i]. */
void landed_tell(struct sender *s, struct arena *a, struct attempt *const *v,
		 size_t n, bool *told, int64_t ts_ms);

/* sol_error: why a transaction failed, as a reason code: OpenBook's own name of it
 * where it is OpenBook's. */
const char *sol_error(struct arena *a, const struct attempt *t,
		      const struct solana_txerr *e);

#endif
