/* policy_evm.h - what may be signed on chains of Ethereum's kind: the section "evm"
 * of a policy, and the check of a transaction against it.  Layer: chain.
 *
 * The bytes that would be signed are decoded, the call in them too: a contract and
 * function that the policy does not list, an argument that breaks its rule and a
 * call that is not encoded as the ABI encodes it are refused.  A digest cannot be
 * asked for: there is nothing to decode in it.  What is not listed is not allowed,
 * and an asset without a ceiling has the ceiling 0.
 *
 * The rules of well-known contracts and those that a person writes are in one
 * language, policy(5).
 */
#ifndef MM_POLICY_EVM_H
#define MM_POLICY_EVM_H

#include "base/dec.h"
#include "chain/abi.h"
#include "chain/evm_tx.h"
#include "chain/policy.h"

#define POLICY_EVM_ASSETS_MAX  32
#define POLICY_EVM_WALLETS_MAX 128
#define POLICY_EVM_NATIVE      0 /* wei; of POLICY_EVM_NATIVE no address */
#define POLICY_EVM_DECIMALS    18

/* ---- the policy ---- */

struct policy_evm_wallet {
	const char *name;
	struct evm_address address;
};

struct policy_evm_asset {
	const char *name;
	struct evm_address address;
	int decimals; /* 0..ATOMS_DECIMALS_MAX */
};

struct policy_evm_destination {
	const char *name;
	struct evm_address address;
	size_t asset;
};

/* Who may be approved, and for how much at a time. */
struct policy_evm_spender {
	const char *name;
	struct evm_address address;
	struct u256 most[POLICY_EVM_ASSETS_MAX]; /* atoms */
	uint32_t unlimited; /* bit by asset: also for everything, for ever */
};

/* What a rule asks of arguments. */
enum policy_evm_want {
	WANT_ANY,      /* nothing                                            */
	WANT_SELF,     /* the sender                                         */
	WANT_OURS,     /* one of the wallets                                 */
	WANT_ASSET,    /* one of the assets                                  */
	WANT_STRANGER, /* none of the wallets                                */
	WANT_ONE,      /* one of the values, as text                         */
	WANT_OUT,      /* so much of the asset leaves, at most `most`        */
	WANT_MIN,      /* at least so much of the asset comes: not 0         */
	WANT_SOME,     /* not all that are marked so may be 0                */
	WANT_DEADLINE, /* Unix s, not over deadline_s from now               */
	WANT_DATED,    /* it stands in a call with a deadline                */
	WANT_CALLS,    /* further calls of the same contract                 */
	WANT_PAY,      /* so much to `other`: ours, or a destination         */
	WANT_ALLOW,    /* an approval of `other`; 0 takes it back            */
	WANT_GROW,     /* so much more of one; counts as leaving             */
	WANT_EXPIRY,   /* as a deadline, unless `other` is unlimited         */
	WANT_VALUE,    /* the wei sent are what goes in, of the asset: the
			  wrapped or the native one */
	WANT_PAYABLE,  /* what goes in of the wrapped asset may be wei       */
	WANT_POSITION, /* a position that is listed; amounts of its assets   */
	WANT_POOL,     /* a pool that is listed                              */
	WANT_EMPTY,    /* where it is 0 WANT_SOME asks nothing               */
	WANT_ACTIONS,  /* a list of actions of Uniswap v4                    */
	WANT_COMMANDS, /* commands of the Universal Router, with their inputs */
	WANT_WITHIN,   /* no more of the asset than has left so far          */
};

/* Which asset: one of the policy's, or at a path in the arguments. */
struct policy_evm_of {
	int asset; /* -1: by path; -2: the contract called itself; -3: what
		      the contract called is of */
	const char
		*path; /* an address, a list of them, a path of pools, a pool */
	bool last;     /* of a list or path: its last, else its first; of a
			     pool: what comes out, else what goes in */
};

struct policy_evm_clause {
	enum policy_evm_want want;
	const char *arg;   /* path of the argument; NULL where there is none */
	const char *other; /* of a second one */
	const char *third;
	struct policy_evm_of of;
	const char **values; /* of WANT_ONE */
	size_t n_values;
	struct u256 most; /* of WANT_OUT */
};

struct policy_evm_rule {
	struct abi_item function; /* of an action: as one */
	uint8_t action;           /* of an action: its number */
	bool reduces;             /* such a call cannot add risk */
	struct policy_evm_clause *clauses;
	size_t n_clauses;
};

struct policy_evm_rules {
	struct policy_evm_rule *v;
	size_t n;
};

/* A position whose two assets are known. */
struct policy_evm_position {
	struct u256 id;
	size_t asset[2];
};

/* A pool that liquidity may be put into. */
struct policy_evm_pool {
	size_t asset[2]; /* in the order of their addresses */
	uint32_t fee;    /* millionths, or a flag of v4 */
	int32_t spacing; /* 0: of v3, which has one for each fee */
	struct evm_address hooks;
};

struct policy_evm_contract {
	const char *name;
	struct evm_address address;
	struct policy_evm_rules rules;
	struct policy_evm_rules
		actions; /* in lists of them: chain/univ4_plan.h */
	struct policy_evm_position *positions;
	size_t n_positions;
	struct policy_evm_pool *pools;
	size_t n_pools;
	bool has_underlying;
	size_t underlying; /* the asset a cToken is of */
};

struct policy_evm_creation {
	const char *name;
	uint8_t hash[KECCAK256_LEN]; /* of the data */
};

/* Atoms by asset, wei, gas, transactions: ceilings, or what was counted. */
struct policy_evm_sums {
	struct u256 out[POLICY_EVM_ASSETS_MAX];
	struct u256 fees;
	uint64_t gas;
	uint64_t count;
};

/* Lists are the caller's. */
struct policy_evm {
	uint64_t *chain_ids;
	size_t n_chain_ids;
	struct policy_evm_wallet *wallets;
	size_t n_wallets;
	struct policy_evm_asset *assets; /* [POLICY_EVM_NATIVE], others */
	size_t n_assets;
	size_t wrapped; /* the native coin as a token; 0: none */
	struct policy_evm_contract *contracts;
	size_t n_contracts;
	struct policy_evm_spender *spenders;
	size_t n_spenders;
	struct policy_evm_destination *destinations;
	size_t n_destinations;
	struct policy_evm_creation *creations;
	size_t n_creations;
	struct policy_reference *references;
	size_t n_references;
	int64_t deadline_s;
	uint64_t max_gas;
	struct u256 max_fee, max_priority_fee; /* wei per gas */
	/* count is not of POLICY_TX, gas neither: that is max_gas */
	struct policy_evm_sums ceilings[POLICY_SPANS];
	/* Set by policy_evm_ready. */
	struct policy_evm_rules token_rules, wrapped_rules;
};

/* policy_evm_ready makes a filled policy ready for policy_evm_check.
 * returns: NULL, or what contradicts itself: text in the arena. */
MM_CHECKED const char *policy_evm_ready(struct arena *a, struct policy_evm *p);

/* policy_evm_kind: the rules of a well-known kind of contract are added to those of
 * the contract.  False: there is no such kind. */
MM_CHECKED bool policy_evm_kind(struct arena *a,
				struct policy_evm_contract *contract,
				const struct policy_evm *p, const char *kind);

/* policy_evm_rule adds a rule.
 * in:      signature: of a function, arguments named; text: policy(5).
 * returns: NULL, or what is wrong with it: text in the arena. */
MM_CHECKED const char *policy_evm_rule(struct arena *a,
				       struct policy_evm_rules *rules,
				       const struct policy_evm *p,
				       const char *signature, const char *text);

/* The number of the asset of that name, of that address, of the wallet with that
 * address; -1: none. */
int policy_evm_asset_of(const struct policy_evm *p, const char *name,
			size_t len);
int policy_evm_asset_at(const struct policy_evm *p,
			const struct evm_address *address);
int policy_evm_wallet_of(const struct policy_evm *p,
			 const struct evm_address *address);

/* ---- the check ---- */

struct policy_evm_verdict {
	const char *reason; /* a code of policy(5); NULL: it may be signed */
	const char *text;   /* why it is refused; in the arena */
	bool risk;          /* it can add risk */
	struct evm_tx tx;   /* what was decoded */
	int wallet;         /* who signs */
	struct policy_evm_sums sums; /* what it comes to; count is 1 */
	const char **words;          /* what it does, where asked for */
	size_t n_words;
};

/* policy_evm_check: may these bytes be signed by `from`?
 *
 * out:  *v, whole if reason is NULL; else reason and text are set, and words as far
 *       as it came.
 * in:   p may be NULL: nothing may.  bytes: an unsigned transaction.  now_s: Unix
 *       time, of the signer's clock.
 * cost: linear in the bytes; about 3 us for a swap. */
void policy_evm_check(struct arena *a, struct policy_evm_verdict *v,
		      const struct policy_evm *p,
		      const struct evm_address *from, const uint8_t *bytes,
		      size_t len, int64_t now_s, bool in_words);

/* policy_evm_amount: "1.5 WETH". */
const char *policy_evm_amount(struct arena *a, const struct policy_evm *p,
			      size_t asset, struct u256 atoms);

/* policy_evm_add: *sum += add, saturating.  policy_evm_less: what of `sums` is above
 * `counted`. */
void policy_evm_add(struct policy_evm_sums *sum,
		    const struct policy_evm_sums *add);
void policy_evm_less(struct policy_evm_sums *out,
		     const struct policy_evm_sums *sums,
		     const struct policy_evm_sums *counted);

/* policy_evm_over: as policy_over. */
const char *policy_evm_over(struct arena *a, const struct policy_evm *p,
			    const struct policy_evm_sums *sum,
			    const struct policy_evm_sums *add,
			    enum policy_span span, unsigned part_pct);

#endif
