/* fsm_nonce.h - what is proven of the transactions that compete for one nonce of one
 * sender: a pure state machine.  Layer: math.
 *
 * A chain executes one transaction of a nonce.  Several may be signed for it: the
 * first and those that were to replace it.  And somebody who holds the same key
 * may have used it for something else.
 *
 *     sent, pooled, dropped, unknown --in a block--> mined
 *     mined --that block is deep--> finalized or failed, all others replaced
 *     mined --no longer in the chain--> pooled or dropped
 *     any of these --a foreign one is in a deep block--> stolen
 *     sent --surely never left--> unsent
 *
 * Nothing but what a node shows of the chain ends one: neither that a node took it or
 * refused it, nor that it left the pool, nor that the nonce is used, which is so
 * before a node can show by what.  Only a transaction that stands in a deep block
 * proves something, and what it proves is that no other one can.
 */
#ifndef MM_FSM_NONCE_H
#define MM_FSM_NONCE_H

#include "math/fsm_outbox.h"

enum nonce_state {
	NONCE_SENT,    /* may be under way; no node has shown it       */
	NONCE_POOLED,  /* waits in the pool of a node                  */
	NONCE_DROPPED, /* was in a pool or a block, and is in neither   */
	NONCE_UNKNOWN, /* nobody could say when last asked             */
	NONCE_MINED,   /* in a block that is not deep                  */
	/* From here on nothing changes any more. */
	NONCE_FINALIZED, /* in a deep block, and it did what it should */
	NONCE_FAILED,    /* in a deep block, and it reverted           */
	NONCE_REPLACED,  /* another one of ours is in a deep block     */
	NONCE_STOLEN,    /* one that is not ours is in a deep block    */
	NONCE_UNSENT,    /* it never left this machine                 */
};

struct nonce_block {
	int64_t number;   /* 0: none */
	uint8_t hash[32]; /* tells it from another one of that number */
};

/* One transaction signed for the nonce; zero is one just recorded. */
struct nonce_tx {
	enum nonce_state state;
	bool reverted;            /* mined and failed                       */
	struct nonce_block block; /* mined, finalized, failed: which        */
	int turn;                 /* how often the block it was in vanished */
};

enum nonce_seen { NONCE_ABSENT, NONCE_IN_POOL, NONCE_IN_BLOCK };

/* What one node shows of one of them. */
struct nonce_seen_tx {
	enum nonce_seen seen;
	bool reverted; /* NONCE_IN_BLOCK */
	struct nonce_block
		block; /* NONCE_IN_BLOCK: and it is in the node's chain */
};

/* What one node shows, as of one moment. */
struct nonce_sight {
	bool answered; /* false: nothing below is known                     */
	int64_t head;  /* number of its newest block                        */
	bool used; /* as of that block the sender goes on behind this nonce */
	struct nonce_block
		foreign; /* holds one of this nonce that is not ours */
	const struct nonce_seen_tx *tx; /* of each of ours, in their order  */
};

/* nonce_sent: it was given to somebody. */
void nonce_sent(struct nonce_tx *t, enum outbox_send how);

/* nonce_look: they were looked up.
 *
 * in:      v: every transaction of ours for that nonce, oldest first.
 *          s: of different nodes, n_s may be 0: nobody was reached.  The node that
 *          has come furthest is believed; nothing ends while another one shows
 *          another transaction in the place.
 *          depth: so many blocks, its own counted, make a block deep; at least 1.
 * returns: whether any of them is now otherwise. */
bool nonce_look(struct nonce_tx *v, size_t n, const struct nonce_sight *s,
		size_t n_s, int64_t depth);

/* nonce_over: nothing can change any more, of one or of all of them. */
bool nonce_over(const struct nonce_tx *t);
bool nonce_all_over(const struct nonce_tx *v, size_t n);

/* nonce_landed: which of them is in a block, deep or not; -1: none is. */
long nonce_landed(const struct nonce_tx *v, size_t n);

/* nonce_resend: which of them may be sent once more: the newest that is not over,
 * for it pays the most, while none is in a block; -1: none. */
long nonce_resend(const struct nonce_tx *v, size_t n);

#endif
