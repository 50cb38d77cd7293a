/* resend.h - what has not landed is sent again.  Layer: cmd. */
#ifndef MM_SUBMIT_RESEND_H
#define MM_SUBMIT_RESEND_H

#include "judge.h"

/* resend gives those attempts that may still land and are in no block to the chain
 * once more: by RPC each, through Jito a bundle that has all its members still, and
 * that no block engine is at work on.  The same signatures: it can do nothing
 * twice, and nothing that is answered is news or is said.  What can add risk only in a frame that nothing binds, without the kill switch
 * and on lanes of ours. */
void resend(struct judge *j, struct frame *f, struct attempt *const *v,
	    size_t n);

#endif
