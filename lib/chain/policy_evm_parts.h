/* policy_evm_parts.h - what the files of policy_evm.h share.  Layer: chain. */
#ifndef MM_POLICY_EVM_PARTS_H
#define MM_POLICY_EVM_PARTS_H

#include "chain/policy_evm.h"

/* The check of one transaction under way. */
struct evm_case {
	struct arena *a;
	const struct policy_evm *p;
	struct policy_evm_verdict *v;
	struct evm_address from;
	int64_t now_s;
	bool in_words;
	bool dated;      /* the call stands in one with a deadline */
	bool value_used; /* what the wei sent are for is known */
};

/* A call of a listed contract. */
struct evm_called {
	const char *name;
	const struct policy_evm_contract *contract; /* NULL: an asset */
	int asset;                                  /* -1: none */
	const struct policy_evm_rule *rule;
	const struct abi_value *args; /* of a lone struct, its members */
	bool reduces;
	/* A swap, as far as seen. */
	int in, out;
	struct u256 amount, min_out;
	bool some, some_asked; /* of WANT_SOME: one is not 0; there is one */
	bool action; /* one of a list: the address 0 is the native coin */
};

/* policy_evm_refuse(c, reason, format, ...): false. */
#define policy_evm_refuse(c, r, ...)                                           \
	policy_evm_fail(c, r, arena_printf((c)->a, __VA_ARGS__))
bool policy_evm_fail(struct evm_case *c, const char *reason, const char *text);

/* policy_evm_say(c, format, ...): in words, where they are asked for. */
#define policy_evm_say(c, ...)                                                 \
	do {                                                                   \
		if ((c)->in_words)                                             \
			policy_evm_word(c, arena_printf((c)->a, __VA_ARGS__)); \
	} while (0)
void policy_evm_word(struct evm_case *c, const char *text);

/* policy_evm_name: an address as people know it, in words. */
const char *policy_evm_name(struct arena *a, const struct policy_evm *p,
			    const struct evm_address *address);

/* policy_evm_out: so much leaves. */
void policy_evm_out(struct evm_case *c, size_t asset, struct u256 atoms);

/* policy_evm_pay: so much of an asset to that address is between ours, or to a
 * destination and leaves; or it is refused. */
MM_CHECKED bool policy_evm_pay(struct evm_case *c, size_t asset,
			       struct u256 atoms, const struct evm_address *to);

/* policy_evm_clause_holds: what the clause asks of the call; false: refused. */
MM_CHECKED bool policy_evm_clause_holds(struct evm_case *c,
					struct evm_called *k,
					const struct policy_evm_clause *w);

/* policy_evm_find: the rule of the function that is called; NULL: none. */
const struct policy_evm_rule *policy_evm_find(const struct policy_evm_rules *r,
					      const uint8_t *data, size_t len);

/* Which way a swap goes through the pool beside it. */
#define POLICY_EVM_ZERO_FOR_ONE "zeroForOne"

/* policy_evm_at: the argument at a path that policy_evm_rule saw. */
const struct abi_value *policy_evm_at(const struct evm_called *k,
				      const char *path);

/* policy_evm_pool: the pool at w->arg, or of the tokens and the fee at w->arg,
 * w->other and w->third, is one of the contract's. */
MM_CHECKED bool policy_evm_pool(struct evm_case *c, const struct evm_called *k,
				const struct policy_evm_clause *w);

/* policy_evm_actions: every action of the list at w->arg holds its rule. */
MM_CHECKED bool policy_evm_actions(struct evm_case *c, struct evm_called *k,
				   const struct policy_evm_clause *w);

/* policy_evm_commands: the same of lists in the commands at w->arg, whose inputs are at
 * w->other. */
MM_CHECKED bool policy_evm_commands(struct evm_case *c, struct evm_called *k,
				    const struct policy_evm_clause *w);

/* policy_evm_holds: what k->rule asks of these arguments. */
MM_CHECKED bool policy_evm_holds(struct evm_case *c, struct evm_called *k,
				 const struct abi_value *args);

/* policy_evm_call: a call of that contract, refused or not. */
MM_CHECKED bool policy_evm_call(struct evm_case *c,
				const struct evm_called *contract,
				const uint8_t *data, size_t len, bool inside);

#endif
