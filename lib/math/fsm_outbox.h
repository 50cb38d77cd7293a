/* fsm_outbox.h - what is proven of a transaction that may have left: a pure state
 * machine of one attempt.  Layer: math.
 *
 *     sent, unknown --seen in a block--> confirmed --block is final--> finalized
 *                                                                      or failed
 *     confirmed --no longer seen--> sent
 *     sent, unknown --can no longer land, and did not--> expired
 *     sent --surely never left--> unsent
 *
 * Nothing but what a node says of the chain moves it: that a sender took it, or
 * refused it, or that a bundle failed, proves nothing.
 *
 * A transaction lands in no block above the height it is valid to.  So it is
 * expired when a node knows that height to be behind the newest final block, and
 * does not know the transaction although it has seen at least that final block.
 * One node may be a pool of machines, of which one is behind: hence the order in
 * which a sight is taken.  Where several nodes are asked, two must say so.
 */
#ifndef MM_FSM_OUTBOX_H
#define MM_FSM_OUTBOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define OUTBOX_NODES_MAX 64

enum outbox_state {
	OUTBOX_SENT,      /* may be under way; it is not in a block yet     */
	OUTBOX_UNKNOWN,   /* the same, and nobody could say when last asked */
	OUTBOX_CONFIRMED, /* in a block that is not final                   */
	/* From here on nothing changes any more. */
	OUTBOX_FINALIZED, /* in a final block, and it did what it should    */
	OUTBOX_FAILED,    /* in a final block, and it did nothing           */
	OUTBOX_EXPIRED,   /* in no block, and it can no longer be           */
	OUTBOX_UNSENT,    /* it never left this machine                     */
	OUTBOX_REPLACED,  /* another one of ours took its place: fsm_nonce.h */
};

struct outbox {
	enum outbox_state state;
	bool failed;         /* confirmed: it did nothing                    */
	int64_t valid_until; /* the last height whose block may hold it      */
	int64_t landed_slot; /* of the block it is in; 0: in none            */
	uint64_t absent;     /* bit per node that proved it is in none       */
};

/* What came of giving it to somebody to send. */
enum outbox_send {
	OUTBOX_TAKEN, /* somebody took it                                   */
	OUTBOX_MAYBE, /* no answer, or a no: who knows who has it now       */
	OUTBOX_NEVER, /* not one byte of it ever left, in this send or before */
};

enum outbox_seen {
	OUTBOX_ABSENT,
	OUTBOX_PROCESSED,
	OUTBOX_IN_BLOCK,
	OUTBOX_IN_FINAL
};

/* What one node says, asked in this order: the height of its newest final block;
 * the slot of its newest final block; then for the transaction. */
struct outbox_sight {
	int node;           /* 0..OUTBOX_NODES_MAX-1                         */
	bool answered;      /* false: nothing below is known                 */
	int64_t height;     /* of a final block; -1: not known               */
	int64_t final_slot; /* of that block or a later one; -1: not known   */
	int64_t slot;       /* as of which slot the rest is                  */
	enum outbox_seen seen;
	int64_t landed_slot; /* not OUTBOX_ABSENT */
	bool failed;         /* not OUTBOX_ABSENT */
};

/* outbox_sent: it was given to somebody. */
void outbox_sent(struct outbox *o, enum outbox_send how);

/* outbox_look: it was looked up.
 *
 * in:      v: of different nodes, n may be 0: nobody was reached.
 *          quorum: how many nodes must prove that it is expired, at least 1.
 * returns: whether state, failed or landed_slot are others than before. */
bool outbox_look(struct outbox *o, const struct outbox_sight *v, size_t n,
		 int quorum);

/* outbox_over: nothing can change any more. */
bool outbox_over(const struct outbox *o);

/* outbox_landed: it is in a block, final or not, and did what it should. */
bool outbox_landed(const struct outbox *o);

#endif
