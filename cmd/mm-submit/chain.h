/* chain.h - what mm-submit has to know of a kind of chain.  Layer: cmd.
 *
 * Gathering, judging, writing down and telling are the same everywhere; what a
 * transaction is, how it goes out and how one looks up what became of it are not.
 */
#ifndef MM_SUBMIT_CHAIN_H
#define MM_SUBMIT_CHAIN_H

#include "judge.h"
#include "sender.h"
#include "unit.h"

#define RAW_NO_TX "its bytes are no transaction"

struct chain {
	const char *name;       /* as records say it                         */
	const struct way *ways; /* of --via; the last one has no name         */
	/* A sender's transactions land in the order of their numbers or not at
	 * all: every one needs the lane, what only reduces risk too, and after
	 * one that did not leave none may. */
	bool in_order;
	unsigned repair_needs; /* enum sender_needs */

	/* open: the configuration, and s->rpc where nodes are needed.  What is
	 * missing or wrong is one line and the end of the program. */
	void (*open)(struct sender *s, bool nodes);

	/* read decodes t->tx, a record of this chain, into t->raw and t->name,
	 * and checks it against itself.  NULL, or why it cannot be sent. */
	const char *(*read)(struct sender *s, struct attempt *t,
			    struct arena *a);

	/* lane: which one an action of an attempt is sent on. */
	const char *(*lane)(struct sender *s, struct arena *a,
			    const struct attempt *t,
			    const struct rec_action *r);

	/* relate: all attempts there are have been read: what they mean for
	 * each other.  NULL: nothing. */
	void (*relate)(struct sender *s, struct arena *a,
		       const struct attempts *all);

	/* sent: it was given to somebody.  Moves t->box. */
	void (*sent)(struct attempt *t, enum outbox_send how);

	/* look moves every attempt that is not over to where the chain has it,
	 * and adds what there is to tell to its note.  in: prove: ask all it
	 * takes to prove one dead.  Returns how many nodes answered. */
	size_t (*look)(struct sender *s, struct arena *a,
		       const struct attempts *all, bool prove, int64_t ts_ms);

	/* arrange: of those units that may go the ones that can, as they are to
	 * be sent; the rest is refused.  NULL: all, as they are. */
	void (*arrange)(struct judge *j, struct frame *f, struct units *may,
			int64_t ts_ms);

	/* simulate tells what a node says would come of each. */
	void (*simulate)(struct sender *s, struct arena *a,
			 const struct units *all, int64_t ts_ms);

	/* lanes: the names of those a bot of this chain sends on. */
	struct rec_list (*lanes)(struct sender *s, struct arena *a);

	/* pending: what stands in a frame beside lanes and attempts.  NULL:
	 * nothing. */
	void (*pending)(struct sender *s, struct frame *f,
			const struct attempts *all, int64_t ts_ms);

	/* repair asks for what has to be done because something is stuck. */
	void (*repair)(struct sender *s, struct frame *f,
		       const struct attempts *all, int64_t ts_ms);
};

extern const struct chain chain_solana;
extern const struct chain chain_evm;

/* chain_of_venue: the one of VENUE; the paper venue has none and gets Solana's. */
const struct chain *chain_of_venue(void);

#endif
