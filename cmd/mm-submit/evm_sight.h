/* evm_sight.h - what each node shows of attempts.  Layer: cmd. */
#ifndef MM_SUBMIT_EVM_SIGHT_H
#define MM_SUBMIT_EVM_SIGHT_H

#include "evm.h"
#include "venue/evm_reply.h"

/* What one node shows: as of its newest block. */
struct evm_node {
	bool answered;
	struct nonce_block head;
	struct nonce_seen_tx *seen;  /* of each attempt        */
	bool *used;                  /* of each place: its nonce */
	struct nonce_block *foreign; /* of each place            */
};

/* In one arena. */
struct evm_sights {
	struct evm_node node[JSONRPC_ENDPOINTS_MAX];
	size_t n_nodes;
	/* Of each attempt that somebody shows in a block. */
	struct evm_paid {
		uint64_t gas_used;
		struct dec fee; /* DEC_NONE: not known */
	} * paid;
};

/* evm_glance: does any node show one of them in a block that was in none?  One request
 * for each whose blocks are not over. */
bool evm_glance(struct sender *s, struct arena *a, struct attempt *const *v,
		size_t n);

/* evm_see asks every node for all of it: first its newest block, then where the
 * senders go on, then for each attempt, of those whose blocks are over only while a
 * nonce is used and not shown by what, then whether the blocks these stand in are in
 * its chain, and last, of a nonce that is used and nobody shows by what, whether it
 * was by one that is not ours.
 *
 * in: n: attempts of the places; they are counted one place after the other. */
void evm_see(struct evm_sights *out, struct sender *s, struct arena *a,
	     const struct evm_places *places, size_t n);

/* evm_find_user: the block in which a nonce was used that is used at the block head.
 * out: *b, and the hashes of its transactions.  False: nobody can say. */
bool evm_find_user(struct nonce_block *b, const char *const **hashes, size_t *n,
		   struct sender *s, struct arena *a, const char *address,
		   uint64_t nonce, int64_t head);

#endif
