/* evm.h - actions on a chain of Ethereum's kind to transactions.  Layer: cmd.
 *
 * An action with a chain_id is one.  Each becomes a call with the gas it may use at
 * most; tx-sim(1) finds out what it uses.
 */
#ifndef MM_TX_BUILD_EVM_H
#define MM_TX_BUILD_EVM_H

#include "chain/abi.h"
#include "data/evm_conf.h"
#include "data/frame.h"
#include "data/priority_conf.h"
#include "data/rec_action.h"
#include "data/rec_chain.h"
#include "data/rec_cycle.h"
#include "data/rec_nonce.h"
#include "data/rec_pending.h"
#include "data/rec_wallet.h"
#include "past.h"

struct evm_build_conf {
	struct evm_conf evm;
	/* addresses; "": none */
	const char *v2_router, *v3_router, *v4_router;
	const char *v3_manager, *v4_manager, *permit2;
	bool router02; /* which v3_router is */
	int64_t deadline_s;
	struct dec gas_max; /* of an action that does not say */
	struct dec headroom;
	struct dec fee_max; /* wei per gas */
	struct priority_conf priority;
	const char **zero_first; /* assets: no approval over another one */
	size_t n_zero_first;
	const char **pools; /* of Aave, addresses, of LEND_MARKETS */
	size_t n_pools;
	bool bundles;          /* they are sent whole or not at all */
	bool accept_inventory; /* liquidate without them too */
	bool flash;            /* what pays a liquidation is a flash loan */
};

/* Records of a frame, in its arena; zero at its beginning. */
struct evm_seen {
	struct rec_action **actions;
	size_t n_actions;
	const struct rec_chain *chain; /* the first of CHAIN_ID */
	struct rec_nonce **nonces;
	size_t n_nonces;
	struct rec_pending **pending;
	size_t n_pending;
	struct rec_wallet **wallets;
	size_t n_wallets;
	struct past past;
};

/* evm_seen_keep copies what is of CHAIN_ID.  True: the Solana half has no business
 * with it. */
bool evm_seen_keep(struct evm_seen *s, struct arena *a,
		   const struct evm_build_conf *c, const struct rec_type *type,
		   const void *rec);

/* What a transaction pays per gas, wei; price alone where the chain has no base
 * fee. */
struct evm_fees {
	struct dec max_fee, max_priority;
	struct dec price; /* DEC_NONE: by the two above */
};

/* One action as the call it makes. */
struct evm_op {
	const struct rec_action *act;
	const struct evm_wallet *from;
	struct evm_op *root; /* what it stands in for; itself: nothing */
	const char *to;      /* address */
	struct dec value;    /* wei */
	struct abi_bytes data;
	struct dec gas;
	struct evm_fees fees;
	bool fixed; /* takes the nonce of a transaction on its way */
	bool last;  /* it was refused when it was last asked for */
	struct dec nonce;
	bool dropped;
	bool there; /* done already: what stands behind it can go on */
};

struct evm_allowed;

struct evm_build {
	struct frame *f;
	struct arena *a;
	const struct evm_build_conf *conf;
	const struct evm_seen *seen;
	int64_t ts_ms;
	struct evm_op *ops; /* in the order of their actions */
	size_t n;
	struct evm_allowed *allowed; /* of the approvals so far */
	size_t n_allowed;
};

/* evm_build_conf_read, after conf_load; texts are in mem. */
void evm_build_conf_read(struct evm_build_conf *c, struct arena *mem);

/* evm_build makes and emits all of it. */
void evm_build(struct frame *f, const struct evm_build_conf *c,
	       const struct evm_seen *seen, const struct rec_cycle *cycle);

/* evm_op_refuse drops the op, under a refusal of its intent.  Returns false. */
bool evm_op_refuse(struct evm_build *b, struct evm_op *op, const char *reason,
		   const char *fmt, ...) MM_PRINTF(4, 5);

/* ---- fees ---- */

/* evm_fees_of: what a new transaction pays; NULL, or why it cannot.
 * in: tip: the priority fee that is asked for, wei; DEC_NONE: the usual one. */
const char *evm_fees_of(struct evm_fees *out, const struct evm_build *b,
			struct dec tip);

/* evm_fees_given: those of an action that replaces a transaction. */
const char *evm_fees_given(struct evm_fees *out, const struct evm_build *b,
			   const struct rec_action *act);

/* ---- what each kind of action becomes; false: refused, and said so ---- */

bool evm_op_approve(struct evm_build *b, struct evm_op *op);
bool evm_op_transfer(struct evm_build *b, struct evm_op *op);
bool evm_op_wrap(struct evm_build *b, struct evm_op *op);
bool evm_op_unwrap(struct evm_build *b, struct evm_op *op);
bool evm_op_swap(struct evm_build *b, struct evm_op *op);
bool evm_op_swap_v4(struct evm_build *b, struct evm_op *op);
bool evm_op_add_liquidity(struct evm_build *b, struct evm_op *op);
bool evm_op_remove_liquidity(struct evm_build *b, struct evm_op *op);
bool evm_op_position(struct evm_build *b, struct evm_op *op); /* mint, increase,
							decrease, collect, burn */
bool evm_op_liquidate(struct evm_build *b, struct evm_op *op);
bool evm_op_supply(struct evm_build *b, struct evm_op *op);
bool evm_op_withdraw(struct evm_build *b, struct evm_op *op);
bool evm_op_borrow(struct evm_build *b, struct evm_op *op);
bool evm_op_repay(struct evm_build *b, struct evm_op *op);
bool evm_op_collateral(struct evm_build *b,
		       struct evm_op *op); /* enter, leave */
bool evm_op_call(struct evm_build *b, struct evm_op *op);
bool evm_op_bump(struct evm_build *b, struct evm_op *op);
bool evm_op_cancel(struct evm_build *b, struct evm_op *op); /* and fill */

/* evm_op_reduces: it cannot add risk: an approval of nothing, an empty transaction to
 * oneself, the wrapped coin unwrapped, liquidity taken out or collected to oneself, a
 * debt of one's own paid back. */
bool evm_op_reduces(const struct evm_build *b, const struct evm_op *op);

/* ---- approvals ---- */

enum evm_allow {
	EVM_ALLOW_SEND,
	EVM_ALLOW_THERE,      /* it is not needed */
	EVM_ALLOW_ZERO_FIRST, /* the token takes none over another one */
};

struct evm_allowed *evm_allowed_room(struct arena *a, size_t n_actions);

/* evm_allow_of: what to do about an approval that can be made; in the order of the
 * actions, once for each.  Without a record of the wallet nothing is there. */
enum evm_allow evm_allow_of(struct evm_build *b, const struct evm_op *op);

/* ---- parts of them ---- */

/* evm_op_encode: op calls `to` with that function and n arguments, as text. */
bool evm_op_encode(struct evm_build *b, struct evm_op *op, const char *to,
		   const char *signature, const char *const *args, size_t n);

/* evm_op_call_data: that call's data alone. */
bool evm_op_call_data(struct evm_build *b, struct evm_op *op,
		      struct abi_bytes *out, const char *signature,
		      const char *const *args, size_t n);

/* evm_op_hex: bytes as text: 0x and digits. */
const char *evm_op_hex(const struct evm_build *b, const uint8_t *p, size_t len);

/* evm_op_token: the token of that name; native: the native coin will do too. */
const struct evm_asset *evm_op_asset(struct evm_build *b, struct evm_op *op,
				     const char *key, const char *name,
				     bool native);

/* evm_op_atoms: an amount above 0 (zero: or 0) in the smallest parts, as text. */
const char *evm_op_atoms(struct evm_build *b, struct evm_op *op,
			 const char *key, struct dec amount, int decimals,
			 bool zero);

/* evm_op_account: the address of a wallet's name, or of an address. */
const char *evm_op_account(struct evm_build *b, struct evm_op *op,
			   const char *key, const char *text);

/* evm_op_deadline: Unix seconds, as text. */
const char *evm_op_deadline(const struct evm_build *b, const struct evm_op *op);

#endif
