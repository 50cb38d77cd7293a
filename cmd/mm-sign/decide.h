/* decide.h - which units of a frame are signed: refusals, ceilings, the ledger. */
#ifndef MM_SIGN_DECIDE_H
#define MM_SIGN_DECIDE_H

#include "data/frame.h"
#include "jobs.h"

struct policy_ledger;

struct decision {
	const struct policy *policy;
	uint64_t tip_budget; /* lamports a day */
	int64_t now_ms;      /* of the clock */
};

/* decide refuses the units that a refusal of the frame or a ceiling of the hour and
 * the day is against, in the order they came, and writes down what the others come
 * to.  When it returns that is on disk.
 *
 * in: explain: nothing is written. */
void decide(struct frame *f, struct unit *units, size_t n,
	    const struct decision *d, bool explain);

/* decide_end closes the ledger. */
void decide_end(void);

#endif
