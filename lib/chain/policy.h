/* policy.h - what may be signed: a policy, and the check of a message against it.
 * Layer: chain.
 *
 * A policy is what a person wrote down: whose wallets, which markets, destinations
 * and lookup tables, how much.  policy_check decodes every instruction of a message
 * and refuses what it does not know or the policy does not allow; nothing that a
 * stream of records says goes in, except the message itself.  What is not listed
 * is not allowed, and an asset without a ceiling has the ceiling 0.
 *
 * It also says whether a message can add risk.  What cannot: cancels, settling and
 * closing to own wallets, cranks, own token accounts, compute budgets, tips, nonces
 * and memos.  source: policy(5).
 */
#ifndef MM_POLICY_H
#define MM_POLICY_H

#include "base/dec.h"
#include "base/mem.h"
#include "chain/sol_message.h"

#define POLICY_ASSETS_MAX  32
#define POLICY_WALLETS_MAX 128
#define POLICY_MARKETS_MAX 64

/* ---- the policy ---- */

/* What a policy can allow, by the words of policy_allow_words. */
enum policy_allow {
	POLICY_PLACE,       /* post-only orders                              */
	POLICY_TAKE,        /* orders that may trade at once                 */
	POLICY_CANCEL,      /* cancels                                       */
	POLICY_SETTLE,      /* from a market to own token accounts           */
	POLICY_CRANK,       /* ConsumeEvents                                 */
	POLICY_INIT_OO,     /* open-orders accounts of own wallets           */
	POLICY_CLOSE_OO,    /* the same closed, to own wallets               */
	POLICY_CREATE_ATA,  /* own token accounts                            */
	POLICY_CLOSE_TOKEN, /* token accounts closed, to own wallets         */
	POLICY_TRANSFER,    /* between own wallets                           */
	POLICY_WRAP,        /* SOL into an own wSOL account                  */
	POLICY_PAY,         /* to the destinations                           */
	POLICY_SWAP,        /* routes of Jupiter                             */
	POLICY_TIP,         /* to the tip accounts                           */
	POLICY_NONCE,       /* the nonce accounts: advance, withdraw to self */
	POLICY_APPROVE,     /* delegation to the delegates                   */
	POLICY_REVOKE,      /* delegations taken back                        */
	POLICY_MEMO,        /* memos                                         */
	POLICY_TABLE,       /* lookup tables of own wallets                  */
};

#define POLICY_ALLOWS (POLICY_TABLE + 1)

extern const char *const policy_allow_words[POLICY_ALLOWS + 1]; /* NULL-ended */

struct policy_wallet {
	const char *name;
	struct pubkey key;
};

#define POLICY_SOL  0 /* lamports; of POLICY_SOL no mint */
#define POLICY_WSOL 1

struct policy_asset {
	const char *name;
	struct pubkey mint;
	int decimals; /* 0..18 */
};

/* A market as it was pinned, and what one order on it may be. */
struct policy_market {
	struct pubkey address, program;
	struct pubkey bids, asks, event_queue, request_queue;
	struct pubkey base_vault, quote_vault, vault_signer;
	size_t base, quote;           /* of the assets */
	uint64_t base_lot, quote_lot; /* atoms, not 0 */
	uint64_t max_base, max_quote; /* atoms an order */
	struct dec min_price;         /* quote per base; DEC_NONE: no bound */
	struct dec max_price;
	struct dec tick; /* price of a lot, or DEC_NONE; set by policy_index */
};

struct policy_destination {
	const char *name;
	struct pubkey address; /* a wallet of SOL, a token account of others */
	size_t asset;
};

/* The least that is to come out of a swap: units of `out` per unit of `in`. */
struct policy_reference {
	size_t in, out;
	struct dec price;
};

/* Atoms by asset, lamports, transactions: ceilings, or what a message or a span of
 * time came to. */
struct policy_sums {
	uint64_t out[POLICY_ASSETS_MAX]; /* leaves us: paid, swapped, taken */
	uint64_t
		placed[POLICY_ASSETS_MAX]; /* offered by resting orders       */
	uint64_t fees, tips;               /* lamports */
	uint64_t count;
};

enum policy_span { POLICY_TX, POLICY_HOUR, POLICY_DAY };

#define POLICY_SPANS (POLICY_DAY + 1)

extern const char *const policy_span_words[POLICY_SPANS + 1]; /* NULL-ended */

struct policy_keys {
	struct pubkey *v;
	size_t n;
};

struct policy_index;
struct policy_evm;

/* Zero is a policy that allows nothing.  Lists are the caller's. */
struct policy {
	uint32_t allow; /* bit 1 << enum policy_allow */
	struct policy_wallet *wallets;
	size_t n_wallets;
	struct policy_asset *assets; /* [POLICY_SOL], [POLICY_WSOL], others */
	size_t n_assets;
	struct policy_keys openbook, jupiter; /* programs */
	struct policy_destination *destinations;
	size_t n_destinations;
	struct policy_keys delegates, nonces, tip_accounts, route_accounts;
	struct policy_market *markets;
	size_t n_markets;
	struct sol_lut *tables;
	size_t n_tables;
	struct policy_reference *references;
	size_t n_references;
	int64_t max_slippage_bps;
	int64_t order_ttl_s; /* how far ahead an order's max_ts may be */
	struct policy_sums
		ceilings[POLICY_SPANS];   /* count is not of POLICY_TX */
	const struct policy_index *index; /* set by policy_index */
	/* Chains of Ethereum's kind (policy_evm.h); NULL: nothing of them is
	 * signed.  And the section's text, to write it again. */
	const struct policy_evm *evm;
	const char *evm_text;
};

/* policy_index makes a filled policy ready for policy_check: the addresses that
 * follow from it (token and open-orders accounts) and where each one is found.
 *
 * returns: NULL, or what contradicts itself: text in the arena.
 * owner:   a; the policy may not change behind it.
 * cost:    about 50 us a wallet and asset. */
MM_CHECKED const char *policy_index(struct arena *a, struct policy *p);

static inline bool policy_allows(const struct policy *p, enum policy_allow what)
{
	return p->allow >> what & 1;
}

/* policy_wallet_of: the number of the wallet with that address, or -1. */
int policy_wallet_of(const struct policy *p, const struct pubkey *key);

/* ---- the check ---- */

enum policy_reason {
	POLICY_OK = 0,
	POLICY_EMESSAGE,     /* not a message, or over a packet            */
	POLICY_ETABLE,       /* a lookup table, or entry, that is not pinned */
	POLICY_ESIGNER,      /* signed by who is none of the wallets       */
	POLICY_EPROGRAM,     /* a program that is not listed               */
	POLICY_EINSTRUCTION, /* an instruction nobody may allow, or unknown */
	POLICY_EMALFORMED,   /* data or accounts that it cannot have       */
	POLICY_EALLOW,       /* an instruction this policy does not allow  */
	POLICY_EMARKET,      /* a market that is not pinned                */
	POLICY_EACCOUNT,     /* another account than the one it must be    */
	POLICY_EOWNER,       /* on behalf of who is none of the wallets    */
	POLICY_EDESTINATION, /* to who is neither ours nor listed          */
	POLICY_EDELEGATION,  /* a delegate that is not listed              */
	POLICY_EAMOUNT,      /* over what an order may be                  */
	POLICY_EPRICE,       /* outside the bounds of the market           */
	POLICY_ETYPE,        /* not post-only                              */
	POLICY_ESELF_TRADE,  /* another behaviour than AbortTransaction    */
	POLICY_EEXPIRY,      /* an order without end, or with a late one   */
	POLICY_ENONCE,       /* a nonce that is not advanced first         */
	POLICY_ETIP,         /* two tips, or over the ceiling              */
	POLICY_EFEE,         /* over the ceiling                           */
	POLICY_EOUT, /* more leaves, or is offered, than a transaction may */
	POLICY_ESLIPPAGE, /* a swap that may give too little            */
	POLICY_EROUTE,    /* a swap through accounts nobody pinned      */
};

/* policy_reason_code: "destination"; a constant, never NULL. */
const char *policy_reason_code(enum policy_reason r);

/* A swap a message makes: at most `amount` of one asset for at least `min_out` of
 * another, in atoms; taking from a book may do a part of it, at that price. */
struct policy_swap {
	bool route; /* by a route that somebody quoted, not from a book */
	size_t in, out;
	uint64_t amount, min_out;
};

struct policy_verdict {
	enum policy_reason reason;
	const char *text;          /* why it is refused; in the arena */
	bool risk;                 /* it can add risk */
	bool nonce;                /* it has a durable nonce: no end */
	struct policy_sums sums;   /* what it comes to; count is 1 */
	struct sol_message msg;    /* its first n_signers keys are wallets */
	struct policy_swap *swaps; /* in the arena */
	size_t n_swaps;
	const char **words; /* one per instruction, where asked for */
	size_t n_words;
};

/* policy_check: may these bytes be signed?
 *
 * out:     *v, whole if reason is POLICY_OK; else reason and text are set, and
 *          words as far as it came.
 * in:      now_s: Unix time, of the signer's clock.  in_words: fill words.
 * cost:    about 5 us for 1 kB, linear in the bytes (quadratic in signers and
 *          addresses, of which a packet holds few). */
void policy_check(struct arena *a, struct policy_verdict *v,
		  const struct policy *p, const uint8_t *bytes, size_t len,
		  int64_t now_s, bool in_words);

/* policy_add: *sum += add, saturating at the largest number. */
void policy_add(struct policy_sums *sum, const struct policy_sums *add);

/* policy_over: which ceiling sum exceeds of those that add counts against, in words
 * ("out of USDC"), or NULL.
 * in:  sum: add included.  part_pct: of what counts against fees, tips and
 *      transactions, that many percent of the ceiling. */
const char *policy_over(struct arena *a, const struct policy *p,
			const struct policy_sums *sum,
			const struct policy_sums *add, enum policy_span span,
			unsigned part_pct);

#endif
