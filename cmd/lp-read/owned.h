/* owned.h - which positions of a manager are ours: its tokens (EIP-721), of v3 or of
 * v4. */
#ifndef MM_LP_READ_OWNED_H
#define MM_LP_READ_OWNED_H

#include "reader.h"

/* A position's token.  The first member of what v3 and v4 know of it. */
struct token {
	struct u256 id;
	const char *token_id, *name; /* "5", "v3:5" */
	bool wanted;                 /* POSITIONS names it */
	const struct past_position *past;
	const struct evm_view *owner; /* NULL: not asked yet */
};

struct owner {
	const struct evm_wallet *wallet;
	struct evm_address address;
	const struct evm_view *balance;
};

struct owned {
	enum pool_kind kind;
	const char *prefix; /* of the names: "v3:" */
	const struct contract *manager;
	size_t size;      /* of what begins with a struct token */
	struct token **v; /* by id */
	size_t n;
	struct owner *owners; /* whose all positions are read; may be none */
	size_t n_owners;
};

/* owned_begin: those that POSITIONS names, or those of the past and all of WALLETS.
 * in: o's kind, prefix, manager and size are set, the rest is 0. */
void owned_begin(struct reader *r, struct owned *o);

/* owned_add: the token of that id, new or not. */
struct token *owned_add(struct reader *r, struct owned *o, struct u256 id);

/* owned_ask asks what is still to be known of owners. */
void owned_ask(struct reader *r, struct owned *o);

/* owned_by: which wallet of ours owns it; NULL: none, or it is not known. */
const struct evm_wallet *owned_by(const struct reader *r,
				  const struct token *t);

/* owned_missing: how many positions of that wallet are not known, or -1: it is not
 * known how many it has. */
int64_t owned_missing(const struct reader *r, const struct owned *o,
		      const struct owner *w);

/* owned_others: what becomes of a token that is none of ours: it moved, was burned or
 * cannot be told, which is refused. */
void owned_others(struct reader *r, const struct token *t);

/* owned_check refuses where a wallet has positions nobody knows of. */
void owned_check(struct reader *r, const struct owned *o);

/* owned_position: the record of a token of ours, with what all kinds have. */
struct rec_position *owned_position(struct reader *r, const struct owned *o,
				    const struct token *t,
				    const struct evm_wallet *wallet);

#endif
