/* attempt.h - a transaction on its way, with the intents it carries.  Layer: cmd.
 *
 * What an attempt is stands in the journal as record lines: each of its intents
 * with its action and, for an order, the open-orders account it is placed from;
 * the first intent also with the signed transaction, the market, and the chain as it
 * was then.
 */
#ifndef MM_SUBMIT_ATTEMPT_H
#define MM_SUBMIT_ATTEMPT_H

#include "data/rec_action.h"
#include "data/rec_chain.h"
#include "data/rec_market.h"
#include "data/rec_oo.h"
#include "data/rec_pending.h"
#include "data/rec_signed_tx.h"
#include "io/journal.h"
#include "math/fsm_outbox.h"

/* One intent of an attempt. */
struct part {
	const char *intent_id;
	const char *lane;
	const char *slot; /* place and replace; "" for any other            */
	const struct rec_action *action;
	const struct rec_oo *oo; /* place and replace; NULL: none was named */
};

struct evm_attempt;

/* All of it in one arena. */
struct attempt {
	const char *id;    /* its first signature, base58; or its hash       */
	const char *name;  /* in the journal, behind the sender's prefix     */
	const char *class; /* of rec_tx_classes           */
	const struct rec_signed_tx *tx;
	const struct rec_market *market; /* NULL: it has no orders          */
	const struct rec_chain
		*at; /* the chain as it was when it was sent; NULL */
	struct evm_attempt *evm; /* NULL: of another chain */
	struct part *parts;
	size_t n_parts;
	uint8_t *raw; /* wire bytes */
	size_t raw_len;
	int64_t recorded_ms;
	struct outbox box;
	const char *
		block_hash; /* of the block it is in; NULL: none, or not known */
	int tries;   /* how often it was made before and never left       */
	int turn;    /* how often a landing of it vanished               */
	bool served; /* replaced: what replaced it did what it should    */
	bool beaten; /* another one has landed in its place              */
	bool over;   /* the blocks its bundle was for are, and hold it not: its
		      nonce is given out again, and it is followed until
		      that is used */
	bool behind; /* a newer one is to be sent in its place           */
	bool owes_read; /* landed, and its orders were not looked for since */
	const char *error; /* why it is unknown or failed; NULL             */
	/* What the journal has of it, and what it is still to be told. */
	const char *was;
	const char *note; /* record lines, each with its newline; "": none  */
};

struct attempts {
	struct attempt **v;
	size_t n, cap;
};

void attempts_push(struct attempts *all, struct arena *a, struct attempt *t);

/* part_is_order: it places an order. */
bool part_is_order(const struct part *p);

/* part_needs_lane: nobody else may send on its lane: not for a cancel, settle, crank or
 * close, which do no harm beside anything, nor for what goes with an order, whose own
 * lane it is then. */
bool part_needs_lane(const struct attempt *t, const struct part *p);

/* attempt_settled: it is over, or landed, or another one landed in its place, or the
 * blocks it was for are over: nothing has to be waited for. */
bool attempt_settled(const struct attempt *t);

/* attempt_body: the record lines of part i, *len bytes. */
const char *attempt_body(struct arena *a, const struct attempt *t, size_t i,
			 size_t *len);

/* What is read back of such lines; absent what there is no line of. */
struct body {
	const struct rec_action *action;
	const struct rec_oo *oo;
	const struct rec_signed_tx *tx;
	const struct rec_market *market;
	const struct rec_chain *at;
};

/* body_read: false: they are not what attempt_body writes. */
MM_CHECKED bool body_read(struct body *b, struct arena *a, const char *lines,
			  size_t len);

/* pending_of: an intent as `pending` shows it. */
struct rec_pending pending_of(struct arena *a, const struct part *p,
			      const struct attempt *t, enum pending_state state,
			      int64_t ts_ms);

#endif
