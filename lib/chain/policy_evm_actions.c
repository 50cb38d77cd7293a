/* policy_evm_actions.c - pools that are listed, and lists of actions of Uniswap v4; see
 * policy_evm_parts.h. */
#include "chain/policy_evm_parts.h"
#include "chain/univ4_plan.h"

#include <string.h>

/* ---- pools ---- */

/* What a call says of one; of v3 without spacing and hooks. */
struct pool_key {
	struct evm_address token[2], hooks;
	struct u256 fee;
	bool below; /* its spacing is under 0 */
	struct u256 spacing;
};

static struct pool_key key_of(const struct evm_called *k,
			      const struct policy_evm_clause *w)
{
	const struct abi_value *v = policy_evm_at(k, w->arg);
	struct pool_key key = { .below = false };

	if (w->other) {
		key.token[0] = abi_address(v);
		key.token[1] = abi_address(policy_evm_at(k, w->other));
		key.fee = abi_uint(policy_evm_at(k, w->third));
		return key;
	}
	key.token[0] = abi_address(&v->items[0]);
	key.token[1] = abi_address(&v->items[1]);
	key.fee = abi_uint(&v->items[2]);
	key.below = abi_int(&key.spacing, &v->items[3]);
	key.hooks = abi_address(&v->items[4]);
	return key;
}

/* The native coin has the address 0 in the policy too. */
static bool is_it(const struct policy_evm *p,
		  const struct policy_evm_pool *pool,
		  const struct pool_key *key)
{
	const struct policy_evm_asset *a = &p->assets[pool->asset[0]],
				      *b = &p->assets[pool->asset[1]];

	return evm_address_eq(&a->address, &key->token[0]) &&
	       evm_address_eq(&b->address, &key->token[1]) && !key->below &&
	       u256_cmp(key->fee, u256_of_u64(pool->fee)) == 0 &&
	       u256_cmp(key->spacing, u256_of_u64((uint64_t)pool->spacing)) ==
		       0 &&
	       evm_address_eq(&key->hooks, &pool->hooks);
}

bool policy_evm_pool(struct evm_case *c, const struct evm_called *k,
		     const struct policy_evm_clause *w)
{
	struct pool_key key = key_of(k, w);

	for (size_t i = 0; k->contract && i < k->contract->n_pools; i++)
		if (is_it(c->p, &k->contract->pools[i], &key))
			return true;
	return policy_evm_refuse(c, "pool",
				 "%s: a pool that is not listed: who made its "
				 "price?",
				 k->name);
}

/* ---- actions ---- */

static const struct policy_evm_rule *
rule_of(const struct policy_evm_contract *contract, uint8_t action)
{
	for (size_t i = 0; contract && i < contract->actions.n; i++)
		if (contract->actions.v[i].action == action)
			return &contract->actions.v[i];
	return NULL;
}

static bool act(struct evm_case *c, struct evm_called *k,
		const struct univ4_step *s)
{
	const struct abi_item *f;
	struct abi_value args;
	struct abi_bytes again;
	const char *why;

	k->rule = rule_of(k->contract, s->action);
	if (!k->rule)
		return policy_evm_refuse(c, "function",
					 "%s: action 0x%02x is not listed",
					 k->name, s->action);
	f = &k->rule->function;
	if (!abi_decode(&args, c->a, &f->inputs, s->params, s->len, &why))
		return policy_evm_refuse(c, "malformed", "%s: %s", f->name,
					 why);
	again = abi_encode(c->a, &args);
	if (again.len != s->len || memcmp(again.p, s->params, s->len) != 0)
		return policy_evm_refuse(c, "malformed",
					 "%s: its parameters are not encoded "
					 "as the ABI encodes them",
					 f->name);
	return policy_evm_holds(c, k, &args);
}

/* A list of actions; *risk: one of them can add some. */
static bool all(struct evm_case *c, const struct evm_called *k,
		const struct univ4_step *v, size_t n, bool *risk)
{
	for (size_t i = 0; i < n; i++) {
		struct evm_called one = { .name = k->name,
					  .contract = k->contract,
					  .asset = -1,
					  .action = true };

		c->v->risk = false;
		if (!act(c, &one, &v[i]))
			return false;
		*risk |= c->v->risk;
	}
	return true;
}

static bool plan(struct univ4_step **v, size_t *n, struct evm_case *c,
		 const char *arg, const struct abi_value *list)
{
	const char *why;

	return univ4_decode(v, n, c->a, list->bytes, list->len, &why) ||
	       policy_evm_refuse(c, "malformed", "'%s': %s", arg, why);
}

/* What is too much of the wei stays with the contract, where anybody may take it, if
 * what is asked for last does not send it back: its parameters begin with the coin. */
static bool sends_back(struct evm_case *c, bool sweeps, const uint8_t *params,
		       size_t len)
{
	static const uint8_t native[ABI_WORD];

	return u256_is_zero(c->v->tx.value) ||
	       (sweeps && len > ABI_WORD &&
		memcmp(params, native, ABI_WORD) == 0) ||
	       policy_evm_refuse(c, "value",
				 "what is too much of the wei would not come "
				 "back");
}

bool policy_evm_actions(struct evm_case *c, struct evm_called *k,
			const struct policy_evm_clause *w)
{
	const struct abi_value *list = policy_evm_at(k, w->arg);
	const struct univ4_step *last;
	struct univ4_step *v;
	bool risk = false;
	size_t n;

	if (!plan(&v, &n, c, w->arg, list) || !all(c, k, v, n, &risk))
		return false;
	k->reduces = !risk;
	last = n ? &v[n - 1] : NULL;
	return sends_back(c, last && last->action == UNIV4_SWEEP,
			  last ? last->params : NULL, last ? last->len : 0);
}

/* ---- commands of the Universal Router ---- */

/* source: universal-router 2.1.0, Commands.sol; none of ours may fail and be passed
 * over (0x80). */
#define COMMAND_SWEEP   0x04
#define COMMAND_V4_SWAP 0x10

static bool sweep(struct evm_case *c, const struct abi_value *input)
{
	struct abi_item item;
	struct abi_value args;
	struct abi_bytes again;
	struct evm_address to;
	const char *why;

	if (!abi_parse(&item, c->a,
		       "SWEEP(address token,address recipient,"
		       "uint256 amountMin)",
		       &why) ||
	    !abi_decode(&args, c->a, &item.inputs, input->bytes, input->len,
			&why))
		return policy_evm_refuse(c, "malformed", "SWEEP: %s", why);
	again = abi_encode(c->a, &args);
	if (again.len != input->len)
		return policy_evm_refuse(c, "malformed",
					 "SWEEP: more than its parameters");
	to = abi_address(&args.items[1]);
	policy_evm_say(c, "SWEEP%s", abi_text(c->a, &args));
	return evm_address_eq(&to, &c->from) ||
	       policy_evm_refuse(c, "recipient",
				 "'recipient' is %s, not the "
				 "sender",
				 policy_evm_name(c->a, c->p, &to));
}

static bool swap(struct evm_case *c, struct evm_called *k, const char *arg,
		 const struct abi_value *input)
{
	struct univ4_step *v;
	bool risk = false;
	size_t n;

	return plan(&v, &n, c, arg, input) && all(c, k, v, n, &risk);
}

bool policy_evm_commands(struct evm_case *c, struct evm_called *k,
			 const struct policy_evm_clause *w)
{
	const struct abi_value *commands = policy_evm_at(k, w->arg);
	const struct abi_value *inputs = policy_evm_at(k, w->other);
	const struct abi_value *last =
		inputs->n ? &inputs->items[inputs->n - 1] : NULL;
	uint8_t command = 0;

	if (commands->len != inputs->n)
		return policy_evm_refuse(c, "malformed",
					 "another number of inputs than of "
					 "commands");
	for (size_t i = 0; i < inputs->n; i++) {
		command = commands->bytes[i];
		if (command == COMMAND_V4_SWAP
			    ? !swap(c, k, w->other, &inputs->items[i])
		    : command == COMMAND_SWEEP
			    ? !sweep(c, &inputs->items[i])
			    : !policy_evm_refuse(
				      c, "function",
				      "%s: command 0x%02x is not listed",
				      k->name, command))
			return false;
	}
	return sends_back(c, last && command == COMMAND_SWEEP,
			  last ? last->bytes : NULL, last ? last->len : 0);
}
