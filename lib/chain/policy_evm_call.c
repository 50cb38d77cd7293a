/* policy_evm_call.c - a call as a whole: is its function listed, is it encoded as it
 * should be, does it hold what its rule asks; see policy_evm_parts.h. */
#include "chain/policy_evm_parts.h"

#include "base/atoms.h"
#include "base/hex.h"

#include <string.h>

/* What a swap gives, held against the policy's own price of the pair. */
static bool worth(struct evm_case *c, const struct evm_called *k)
{
	const struct policy_evm *p = c->p;
	struct dec in, min, floor;

	for (size_t i = 0; k->in >= 0 && k->out >= 0 && i < p->n_references;
	     i++) {
		const struct policy_reference *r = &p->references[i];

		if ((int)r->in != k->in || (int)r->out != k->out)
			continue;
		if (atoms_amount(&in, k->amount, p->assets[k->in].decimals) ||
		    atoms_amount(&min, k->min_out,
				 p->assets[k->out].decimals) ||
		    dec_mul(&floor, in, r->price) || dec_cmp(min, floor) < 0)
			return policy_evm_refuse(
				c, "slippage",
				"may give only %s, below the reference price",
				policy_evm_amount(c->a, p, (size_t)k->out,
						  k->min_out));
	}
	return true;
}

/* The arguments, if they are encoded as the ABI encodes them and not otherwise: what
 * could be read in two ways is not signed. */
static bool decode(struct evm_case *c, struct abi_value *args,
		   const struct policy_evm_rule *rule, const uint8_t *data,
		   size_t len)
{
	const struct abi_item *f = &rule->function;
	struct abi_bytes again;
	const char *why;

	if (!abi_call_decode(args, c->a, f, data, len, &why))
		return policy_evm_refuse(c, "malformed", "%s: %s", f->name,
					 why);
	again = abi_call(c->a, f, args);
	if (again.len != len || memcmp(again.p, data, len) != 0)
		return policy_evm_refuse(c, "malformed",
					 "%s: its arguments are not encoded as "
					 "the ABI encodes them",
					 f->name);
	return true;
}

static const struct policy_evm_rule *rule_of(const struct policy_evm *p,
					     const struct evm_called *k,
					     const uint8_t *data, size_t len)
{
	const struct policy_evm_rule *r = NULL;

	/* An asset is a token first, whatever else it is. */
	if (k->asset >= 0)
		r = policy_evm_find(&p->token_rules, data, len);
	if (!r && k->asset >= 0 && (size_t)k->asset == p->wrapped)
		r = policy_evm_find(&p->wrapped_rules, data, len);
	if (!r && k->contract)
		r = policy_evm_find(&k->contract->rules, data, len);
	return r;
}

static bool is_multicall(const struct policy_evm_rule *r)
{
	for (size_t i = 0; i < r->n_clauses; i++)
		if (r->clauses[i].want == WANT_CALLS)
			return true;
	return false;
}

static bool find_rule(struct evm_case *c, struct evm_called *k,
		      const uint8_t *data, size_t len, bool inside)
{
	char selector[HEX_SZ(ABI_SELECTOR_LEN)];

	k->rule = rule_of(c->p, k, data, len);
	if (k->rule && inside && is_multicall(k->rule))
		return policy_evm_refuse(
			c, "function", "%s: calls in calls in a call", k->name);
	if (k->rule)
		return true;
	if (len < ABI_SELECTOR_LEN)
		return policy_evm_refuse(c, "function",
					 "%s: no function is called", k->name);
	hex_format(selector, data, ABI_SELECTOR_LEN);
	return policy_evm_refuse(c, "function", "%s: function %s is not listed",
				 k->name, selector);
}

bool policy_evm_holds(struct evm_case *c, struct evm_called *k,
		      const struct abi_value *args)
{
	policy_evm_say(c, "%s: %s%s", k->name, k->rule->function.name,
		       abi_text(c->a, args));
	k->in = k->out = -1;
	k->args = args;
	if (args->n == 1 && args->items[0].type->kind == ABI_TUPLE)
		k->args = &args->items[0];
	k->reduces = k->rule->reduces;
	for (size_t i = 0; i < k->rule->n_clauses; i++)
		if (!policy_evm_clause_holds(c, k, &k->rule->clauses[i]))
			return false;
	if (k->some_asked && !k->some)
		return policy_evm_refuse(c, "amount", "%s: it may give nothing",
					 k->rule->function.name);
	c->v->risk |= !k->reduces;
	return worth(c, k);
}

bool policy_evm_call(struct evm_case *c, const struct evm_called *contract,
		     const uint8_t *data, size_t len, bool inside)
{
	struct evm_called k = *contract;
	struct abi_value args;

	return find_rule(c, &k, data, len, inside) &&
	       decode(c, &args, k.rule, data, len) &&
	       policy_evm_holds(c, &k, &args);
}
