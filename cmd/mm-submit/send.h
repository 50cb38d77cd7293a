/* send.h - the ways to the chain.  Layer: cmd. */
#ifndef MM_SUBMIT_SEND_H
#define MM_SUBMIT_SEND_H

#include "math/fsm_outbox.h"
#include "sender.h"
#include "unit.h"

struct sent {
	enum outbox_send how;
	const char *error;  /* a reason code; NULL: somebody took it     */
	const char *why;    /* the same for people                       */
	const char *bundle; /* the block engine's name of it; NULL: none */
};

/* send_unit gives a unit to whoever takes it there.  One answer for all of it. */
struct sent send_unit(struct sender *s, struct arena *a, const struct unit *u);

/* As a bundle, through Jito's block engines. */
struct sent send_jito(struct sender *s, struct arena *a, const struct unit *u);

/* To all nodes.  in: u: of one transaction (units_single). */
struct sent send_rpc(struct sender *s, struct arena *a, const struct unit *u);

/* jito_may_resend: no block engine is still at work on that unit, and none says it
 * landed. */
bool jito_may_resend(struct sender *s, struct arena *a, const struct unit *u);

/* send_error: a reason code for a reply that is no success. */
const char *send_error(struct arena *a, const struct jsonrpc_reply *r);

#endif
