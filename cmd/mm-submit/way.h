/* way.h - the ways to the chain.  Layer: cmd. */
#ifndef MM_SUBMIT_WAY_H
#define MM_SUBMIT_WAY_H

#include "math/fsm_outbox.h"
#include "sender.h"
#include "unit.h"

struct sent {
	enum outbox_send how;
	const char *error;  /* a reason code; NULL: somebody took it     */
	const char *why;    /* the same for people                       */
	const char *bundle; /* the relay's name of it; NULL: none        */
	/* It is of so many alone, from the first on; 0: of all.  Those next to
	 * them failed, and what stands behind those was not tried. */
	size_t first, n_failed;
	const struct sent *failed;
};

struct way {
	const char *name;
	bool bundles; /* it takes bundles and nothing else; false: single ones */
	bool shown; /* others see it before it lands: ALLOW_PUBLIC           */

	/* open: what it needs beside the nodes.  NULL: nothing.  What is wrong
	 * is one line and the end of the program. */
	void (*open)(struct sender *s);

	/* send gives a unit to whoever takes it there.  One answer for all of
	 * it, or for the groups of it that stand before one that fails. */
	struct sent (*send)(struct sender *s, struct arena *a,
			    const struct unit *u);

	/* join: what travels together where it takes several; then nothing new
	 * of a sender goes while something of it is under way.  NULL: each
	 * unit on its own. */
	struct units (*join)(struct arena *a, const struct units *all);

	/* withdraw takes back what was sent and may not go now.  NULL: it
	 * cannot be. */
	void (*withdraw)(struct sender *s, struct arena *a,
			 const struct unit *u);

	/* may_resend: nobody is still at work on that unit, and nobody says it
	 * landed.  NULL: it may be sent again at any time. */
	bool (*may_resend)(struct sender *s, struct arena *a,
			   const struct unit *u);
};

/* way_find: the one of that name among a chain's; else the end of the program. */
const struct way *way_find(const struct chain *c, const char *name);

/* way_error: a reason code for a reply that is no success. */
const char *way_error(struct arena *a, const struct jsonrpc_reply *r);

#endif
