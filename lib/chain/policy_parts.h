/* policy_parts.h - what the files of policy.h share.  Layer: chain. */
#ifndef MM_POLICY_PARTS_H
#define MM_POLICY_PARTS_H

#include "chain/policy.h"

/* What an address is to us. */
enum policy_role {
	ROLE_STRANGER = 0,
	ROLE_WALLET,      /* a: wallet */
	ROLE_TOKEN,       /* own token account; a: wallet, b: asset */
	ROLE_OPEN_ORDERS, /* derived; a: wallet, b: market */
	ROLE_MARKET,      /* a: market */
	ROLE_MINT,        /* a: asset */
	ROLE_OPENBOOK,    /* programs */
	ROLE_JUPITER,
	ROLE_BASIC,       /* a program of sol_ix.h, or a sysvar */
	ROLE_TIP,         /* a tip account */
	ROLE_NONCE,       /* a nonce account */
	ROLE_DESTINATION, /* a: destination */
	ROLE_ROUTE,       /* known to swaps */
};

struct policy_known {
	struct pubkey key;
	enum policy_role role;
	uint16_t a, b;
};

/* policy_find: what p knows of that address; of a stranger role 0. */
const struct policy_known *policy_find(const struct policy *p,
				       const struct pubkey *key);

/* The check of one message under way. */
struct policy_case {
	struct arena *a;
	const struct policy *p;
	struct policy_verdict *v;
	const struct sol_ix *ix; /* the instruction at hand */
	size_t i, n;             /* its number, of how many */
	int64_t now_s;
	bool in_words;
	unsigned budget;   /* bits of the compute-budget kinds seen */
	uint64_t cu_limit; /* compute units; 0: not said */
	uint64_t cu_price; /* micro-lamports a unit */
	size_t n_others;   /* instructions but those of the budget */
	bool tipped;
};

/* policy_refuse(c, reason, format, ...): false. */
#define policy_refuse(c, r, ...)                                               \
	policy_fail(c, r, arena_printf((c)->a, __VA_ARGS__))
bool policy_fail(struct policy_case *c, enum policy_reason r, const char *text);

/* policy_may: the policy allows it, or it is refused. */
MM_CHECKED bool policy_may(struct policy_case *c, enum policy_allow what);

/* policy_owner: that address is one of the wallets; its number, or -1 and it is
 * refused, naming what it should have been. */
int policy_owner(struct policy_case *c, const struct pubkey *key,
		 const char *what);

/* policy_out, policy_placed: so much of an asset is spent, or offered. */
void policy_out(struct policy_case *c, size_t asset, uint64_t atoms);
void policy_placed(struct policy_case *c, size_t asset, uint64_t atoms);
void policy_swapped(struct policy_case *c, const struct policy_swap *s);

/* policy_worth: it gives what the policy's own price of the pair, where it has one,
 * asks for; or it is refused. */
MM_CHECKED bool policy_worth(struct policy_case *c,
			     const struct policy_swap *s);

/* policy_say(c, format, ...): in words what the instruction does, if they are
 * asked for. */
#define policy_say(c, ...)                                                     \
	do {                                                                   \
		if ((c)->in_words)                                             \
			policy_word(c, arena_printf((c)->a, __VA_ARGS__));     \
	} while (0)
void policy_word(struct policy_case *c, const char *text);

/* For policy_say: an address as people know it; atoms with the asset's name. */
const char *policy_name(struct policy_case *c, const struct pubkey *key);
const char *policy_amount(struct policy_case *c, size_t asset, uint64_t atoms);

/* ---- the rules, by program; false: refused ---- */

bool policy_basic(struct policy_case *c);    /* those of sol_ix.h */
bool policy_openbook(struct policy_case *c); /* OpenBook v1 */
bool policy_jupiter(struct policy_case *c);  /* Jupiter v6 */

#endif
