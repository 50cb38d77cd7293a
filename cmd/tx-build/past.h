/* past.h - what became of intents before, from the store.  Layer: cmd.
 *
 * On a chain with nonces the order matters.  What was refused in the middle of a run
 * holds up what stands behind it, in this frame and the next: it goes last when it
 * comes again.  What has landed is not sent a second time, and would leave a gap. */
#ifndef MM_TX_BUILD_PAST_H
#define MM_TX_BUILD_PAST_H

#include "data/rec.h"

/* Of const char *: intents. */
struct past {
	struct rec_list refused; /* by mm-sign, in the newest frame that has
				    refusals */
	struct rec_list landed;  /* by the newest receipts */
	struct rec_list failed;  /* by them, in a relay's trial of a bundle */
};

/* past_read: out: *out, in the arena; empty where the store cannot be read, which is
 * said: mm-submit looks again before it sends. */
void past_read(struct past *out, struct arena *a, const char *path);

bool past_has(const struct rec_list *intents, const char *intent_id);

#endif
