/* evm.h - a job on a chain of Ethereum's kind: from its record to what is sent. */
#ifndef MM_SIGN_EVM_H
#define MM_SIGN_EVM_H

#include "jobs.h"
#include "keys.h"

#define EVM_BUNDLE_MAX 100 /* members; relays take no more */

/* evm_job_check makes the bytes that would be signed of the record, and the policy's
 * verdict of them.
 * out: j->msg, j->len, j->from, j->evm. */
void evm_job_check(struct arena *a, struct job *j, const struct policy_evm *p,
		   const struct rec_tx *tx, int64_t now_s, bool in_words);

/* evm_job_sign: NULL, and j has its raw bytes and its hash; or why not. */
MM_CHECKED const char *evm_job_sign(struct arena *a, struct job *j,
				    const struct policy_evm *p,
				    struct keys *keys);

#endif
