/* evm.h - the parts of the chains of Ethereum's kind (chain.h).  Layer: cmd. */
#ifndef MM_SUBMIT_EVM_H
#define MM_SUBMIT_EVM_H

#include "chain.h"
#include "chain/evm_tx.h"
#include "math/fsm_nonce.h"
#include "venue/evm_rpc.h"
#include "way.h"

extern const struct way evm_ways[];

/* What an attempt is here, beside the rest. */
struct evm_attempt {
	const struct evm_wallet
		*wallet; /* who sends it                       */
	uint64_t nonce;
	struct evm_tx tx;
	struct nonce_tx
		state;     /* box says the same                            */
	uint64_t gas_used; /* in a block: what its receipt says            */
	struct dec fee;    /* in a block: native coin; DEC_NONE: not known */
};

/* A nonce, and every attempt for it, oldest first. */
struct evm_place {
	const struct evm_wallet *wallet;
	uint64_t nonce;
	struct attempt **v;
	size_t n;
	struct nonce_tx *state; /* of each, for math/fsm_nonce.h */
};

struct evm_places {
	struct evm_place *v; /* by wallet as first seen, then by nonce */
	size_t n;
};

/* evm_places_of: those with an attempt that is not over. */
struct evm_places evm_places_of(struct arena *a, const struct attempts *all);

/* evm_to_box: box and turn say what state says. */
void evm_to_box(struct attempt *t);

/* evm_place_take: v[i] is where state[i] is: box, turn, block_hash, beaten, behind
 * and served follow. */
void evm_place_take(struct evm_place *p, struct arena *a);

/* evm_is_open: one of them may still land, and none has. */
bool evm_is_open(const struct evm_place *p);

/* evm_is_given_up: it is open, and the blocks of everything for it are over: its nonce
 * is given out again, and whatever of all that lands is the only one. */
bool evm_is_given_up(const struct evm_place *p);

/* evm_relate: states of attempts as the journal has them. */
void evm_relate(struct sender *s, struct arena *a, const struct attempts *all);

/* What nodes say of where a wallet goes on. */
struct evm_count {
	bool known;
	uint64_t mined;  /* the nonce behind those in blocks                */
	uint64_t pooled; /* the one behind those that wait, too; >= mined   */
	uint64_t next;   /* the one of a new transaction: behind ours, too  */
};

/* evm_count_of.  in: all: every attempt there is. */
struct evm_count evm_count_of(struct sender *s, struct arena *a,
			      const struct evm_wallet *w,
			      const struct attempts *all);

size_t evm_look(struct sender *s, struct arena *a, const struct attempts *all,
		bool prove, int64_t ts_ms);

/* evm_arrange: of each sender the replacements of what waits, and the run of nonces
 * that begins where it goes on. */
void evm_arrange(struct judge *j, struct frame *f, struct units *may,
		 int64_t ts_ms);

/* evm_sort: those of a sender by nonce. */
void evm_sort(struct units *all);

/* evm_fails_now: a node says that a contract would revert it, on the latest block. */
bool evm_fails_now(struct sender *s, struct arena *a, const struct attempt *t);

/* The first of each sender alone can be tried; the others are not_simulated. */
void evm_simulate(struct sender *s, struct arena *a, const struct units *all,
		  int64_t ts_ms);

/* A nonce record for every wallet. */
void evm_show_nonces(struct sender *s, struct frame *f,
		     const struct attempts *all, int64_t ts_ms);

/* Bundles through relays: see way.h. */
void evm_open_flashbots(struct sender *s);
struct sent evm_send_flashbots(struct sender *s, struct arena *a,
			       const struct unit *u);
void evm_withdraw_flashbots(struct sender *s, struct arena *a,
			    const struct unit *u);
struct units evm_join(struct arena *a, const struct units *all);

/* What waits too long is replaced, at higher fees; with the kill switch, or past its
 * deadline, by nothing; a gap is filled with nothing. */
void evm_repair(struct sender *s, struct frame *f, const struct attempts *all,
		int64_t ts_ms);

#endif
