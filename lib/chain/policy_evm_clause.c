/* policy_evm_clause.c - what a rule asks of a call, clause by clause; see
 * policy_evm_parts.h. */
#include "chain/policy_evm_parts.h"

#include <inttypes.h>
#include <string.h>

#define POOL_FEE_LEN 3 /* between two tokens of a path of Uniswap v3 */
#define HOP_LEN      (EVM_ADDRESS_LEN + POOL_FEE_LEN)
#define UINT160_BITS 160

const struct abi_value *policy_evm_at(const struct evm_called *k,
				      const char *path)
{
	return abi_arg(k->args, path);
}

static const struct abi_value *at(const struct evm_called *k, const char *path)
{
	return policy_evm_at(k, path);
}

/* ---- which asset ---- */

/* The address an asset is told by; false: there is none, as in an empty path. */
static bool token_of(const struct evm_called *k, const struct policy_evm_of *of,
		     struct evm_address *out)
{
	const struct abi_value *v = at(k, of->path);
	size_t i;

	switch (v->type->kind) {
	case ABI_ADDRESS:
		*out = abi_address(v);
		return true;
	case ABI_LIST:
		if (v->n < 2)
			return false;
		i = of->last ? v->n - 1 : 0;
		*out = abi_address(&v->items[i]);
		return true;
	case ABI_BYTES:
		if (v->len < HOP_LEN + EVM_ADDRESS_LEN ||
		    (v->len - EVM_ADDRESS_LEN) % HOP_LEN)
			return false;
		*out = evm_address_at(
			v->bytes + (of->last ? v->len - EVM_ADDRESS_LEN : 0));
		return true;
	case ABI_TUPLE: /* a pool: token0, token1, ... */
		*out = abi_address(
			&v->items[abi_bool(at(k, POLICY_EVM_ZERO_FOR_ONE)) ==
				  of->last]);
		return true;
	case ABI_UINT:
	case ABI_INT:
	case ABI_BOOL:
	case ABI_FIXED_BYTES:
	case ABI_CALLBACK:
	case ABI_STRING:
	case ABI_ARRAY:
		break;
	}
	return false;
}

/* An action calls the native coin by an address of zeros. */
static int asset_called(const struct evm_case *c, const struct evm_called *k,
			const struct evm_address *token)
{
	static const struct evm_address none;

	return k->action && evm_address_eq(token, &none)
		       ? POLICY_EVM_NATIVE
		       : policy_evm_asset_at(c->p, token);
}

/* The number of the asset, or -1 and it is refused. */
static int asset_of(struct evm_case *c, const struct evm_called *k,
		    const struct policy_evm_of *of)
{
	struct evm_address token;
	int asset = of->asset == -2 ? k->asset : of->asset;

	if (of->asset == -3) {
		if (k->contract && k->contract->has_underlying)
			return (int)k->contract->underlying;
		policy_evm_refuse(c, "asset",
				  "%s: its 'underlying' is not "
				  "in the policy",
				  k->name);
	}
	if (of->asset != -1)
		return asset;
	if (!token_of(k, of, &token)) {
		policy_evm_refuse(c, "argument", "'%s' is no path of tokens",
				  of->path);
		return -1;
	}
	asset = asset_called(c, k, &token);
	if (asset < 0)
		policy_evm_refuse(c, "asset", "%s is none of the assets",
				  policy_evm_name(c->a, c->p, &token));
	return asset;
}

/* ---- amounts ---- */

/* Wei may stand for the wrapped asset where the contract takes them so; then those
 * sent have to be those that go in, for it keeps the rest.  The native coin is paid
 * in nothing else. */
static bool pays_in_wei(struct evm_case *c, const struct evm_called *k,
			int asset)
{
	bool payable = false;

	for (size_t i = 0; i < k->rule->n_clauses; i++)
		payable |= k->rule->clauses[i].want == WANT_PAYABLE;
	if (k->action)
		return asset == POLICY_EVM_NATIVE;
	return payable && !c->value_used && c->p->wrapped &&
	       (size_t)asset == c->p->wrapped && !u256_is_zero(c->v->tx.value);
}

static bool goes_out(struct evm_case *c, struct evm_called *k, int asset,
		     struct u256 atoms)
{
	size_t as = (size_t)asset;

	if (pays_in_wei(c, k, asset)) {
		if (c->value_used || u256_cmp(atoms, c->v->tx.value) != 0)
			return policy_evm_refuse(c, "value",
						 "other wei than go in");
		c->value_used = true;
		as = POLICY_EVM_NATIVE;
	}
	k->in = asset;
	k->amount = atoms;
	policy_evm_say(c, "spends up to %s",
		       policy_evm_amount(c->a, c->p, as, atoms));
	policy_evm_out(c, as, atoms);
	return true;
}

static bool out(struct evm_case *c, struct evm_called *k,
		const struct policy_evm_clause *w)
{
	struct u256 atoms = abi_uint(at(k, w->arg));
	int asset = asset_of(c, k, &w->of);

	if (asset < 0)
		return false;
	if (u256_cmp(atoms, w->most) > 0)
		return policy_evm_refuse(
			c, "amount", "'%s': %s, over what a call may be",
			w->arg,
			policy_evm_amount(c->a, c->p, (size_t)asset, atoms));
	return goes_out(c, k, asset, atoms);
}

static bool least(struct evm_case *c, struct evm_called *k,
		  const struct policy_evm_clause *w)
{
	struct u256 atoms = abi_uint(at(k, w->arg));
	int asset = asset_of(c, k, &w->of);

	if (asset < 0)
		return false;
	if (u256_is_zero(atoms))
		return policy_evm_refuse(
			c, "amount", "'%s' is 0: it may give nothing", w->arg);
	k->out = asset;
	k->min_out = atoms;
	policy_evm_say(c, "gets at least %s",
		       policy_evm_amount(c->a, c->p, (size_t)asset, atoms));
	return true;
}

/* A debt is settled that was counted when it was made. */
static bool within(struct evm_case *c, struct evm_called *k,
		   const struct policy_evm_clause *w)
{
	struct u256 atoms = abi_uint(at(k, w->arg));
	int asset = asset_of(c, k, &w->of);

	if (asset < 0)
		return false;
	return u256_cmp(atoms, c->v->sums.out[asset]) <= 0 ||
	       policy_evm_refuse(
		       c, "amount", "'%s': %s, more than goes in", w->arg,
		       policy_evm_amount(c->a, c->p, (size_t)asset, atoms));
}

static bool value(struct evm_case *c, struct evm_called *k,
		  const struct policy_evm_clause *w)
{
	int asset = asset_of(c, k, &w->of);

	if (asset < 0)
		return false;
	if (asset != POLICY_EVM_NATIVE &&
	    (!c->p->wrapped || (size_t)asset != c->p->wrapped))
		return policy_evm_refuse(c, "asset",
					 "%s is not the coin, nor it wrapped",
					 c->p->assets[asset].name);
	if (c->value_used)
		return policy_evm_refuse(c, "value", "the wei are used twice");
	c->value_used = true;
	if (k->asset == asset) { /* wrapped, and still ours */
		policy_evm_say(c, "wraps %s",
			       policy_evm_amount(c->a, c->p, POLICY_EVM_NATIVE,
						 c->v->tx.value));
		return true;
	}
	k->in = asset;
	k->amount = c->v->tx.value;
	policy_evm_out(c, POLICY_EVM_NATIVE, c->v->tx.value);
	policy_evm_say(c, "spends up to %s",
		       policy_evm_amount(c->a, c->p, POLICY_EVM_NATIVE,
					 c->v->tx.value));
	return true;
}

static bool pay(struct evm_case *c, struct evm_called *k,
		const struct policy_evm_clause *w)
{
	struct evm_address to = abi_address(at(k, w->other));
	int asset = asset_of(c, k, &w->of);

	return asset >= 0 &&
	       policy_evm_pay(c, (size_t)asset, abi_uint(at(k, w->arg)), &to);
}

static bool position(struct evm_case *c, struct evm_called *k,
		     const struct policy_evm_clause *w)
{
	struct u256 id = abi_uint(at(k, w->arg));
	char text[U256_STR_SZ];

	for (size_t i = 0; k->contract && i < k->contract->n_positions; i++) {
		const struct policy_evm_position *p =
			&k->contract->positions[i];

		if (u256_cmp(p->id, id) != 0)
			continue;
		return goes_out(c, k, (int)p->asset[0],
				abi_uint(at(k, w->other))) &&
		       goes_out(c, k, (int)p->asset[1],
				abi_uint(at(k, w->third)));
	}
	u256_format(text, id);
	return policy_evm_refuse(
		c, "position", "position %s is not listed: whose is it?", text);
}

/* ---- approvals ---- */

static const struct policy_evm_spender *
spender_of(const struct policy_evm *p, const struct evm_address *address)
{
	for (size_t i = 0; i < p->n_spenders; i++)
		if (evm_address_eq(&p->spenders[i].address, address))
			return &p->spenders[i];
	return NULL;
}

/* Everything, in a type of 160 bits or more. */
static bool is_everything(struct u256 atoms)
{
	return u256_bits(atoms) >= UINT160_BITS;
}

static bool is_too_much(struct evm_case *c, const struct policy_evm_spender *s,
			size_t asset, struct u256 atoms)
{
	if (is_everything(atoms))
		return !policy_evm_refuse(c, "unlimited",
					  "%s could spend all %s", s->name,
					  c->p->assets[asset].name);
	return u256_cmp(atoms, s->most[asset]) > 0 &&
	       !policy_evm_refuse(
		       c, "spender", "%s to %s, over %s",
		       policy_evm_amount(c->a, c->p, asset, atoms), s->name,
		       policy_evm_amount(c->a, c->p, asset, s->most[asset]));
}

static bool approve(struct evm_case *c, struct evm_called *k,
		    const struct policy_evm_clause *w)
{
	struct u256 atoms = abi_uint(at(k, w->arg));
	struct evm_address to = abi_address(at(k, w->other));
	const struct policy_evm_spender *s = spender_of(c->p, &to);
	int asset;

	if (u256_is_zero(atoms) && w->want == WANT_ALLOW) {
		k->reduces = true;
		policy_evm_say(c, "takes back what %s may spend",
			       policy_evm_name(c->a, c->p, &to));
		return true;
	}
	asset = asset_of(c, k, &w->of);
	if (asset < 0)
		return false;
	if (!s)
		return policy_evm_refuse(c, "spender",
					 "%s is none of the spenders",
					 policy_evm_name(c->a, c->p, &to));
	policy_evm_say(c, "lets %s spend %s", s->name,
		       policy_evm_amount(c->a, c->p, (size_t)asset, atoms));
	if (s->unlimited >> asset & 1 && w->want == WANT_ALLOW)
		return true;
	if (is_too_much(c, s, (size_t)asset, atoms))
		return false;
	if (w->want == WANT_GROW)
		policy_evm_out(c, (size_t)asset, atoms);
	return true;
}

/* ---- time ---- */

static bool until(struct evm_case *c, const char *arg, struct u256 when)
{
	uint64_t s;

	if (u256_to_u64(&s, when) != ST_OK ||
	    s > (uint64_t)(c->now_s + c->p->deadline_s))
		return policy_evm_refuse(c, "deadline",
					 "'%s' is over %" PRId64
					 " seconds from now",
					 arg, c->p->deadline_s);
	policy_evm_say(c, "not later than in %" PRId64 " seconds",
		       (int64_t)s - c->now_s);
	return true;
}

/* An approval that ends; one for everything may last. */
static bool expiry(struct evm_case *c, struct evm_called *k,
		   const struct policy_evm_clause *w)
{
	struct evm_address to = abi_address(at(k, w->other));
	const struct policy_evm_spender *s = spender_of(c->p, &to);
	int asset;

	if (k->reduces)
		return true;
	asset = asset_of(c, k, &w->of);
	if (asset < 0)
		return false;
	return (s && s->unlimited >> asset & 1) ||
	       until(c, w->arg, abi_uint(at(k, w->arg)));
}

/* ---- who, and which ---- */

static bool address(struct evm_case *c, struct evm_called *k,
		    const struct policy_evm_clause *w)
{
	struct evm_address a = abi_address(at(k, w->arg));
	bool ours = w->want == WANT_OURS;

	if (w->want == WANT_ASSET)
		return asset_called(c, k, &a) >= 0 ||
		       policy_evm_refuse(c, "asset", "%s is none of the assets",
					 policy_evm_name(c->a, c->p, &a));
	if (w->want == WANT_STRANGER)
		return policy_evm_wallet_of(c->p, &a) < 0 ||
		       policy_evm_refuse(c, "recipient", "'%s' is %s, of ours",
					 w->arg,
					 policy_evm_name(c->a, c->p, &a));
	if (ours ? policy_evm_wallet_of(c->p, &a) < 0
		 : !evm_address_eq(&a, &c->from))
		return policy_evm_refuse(c, "recipient", "'%s' is %s, not %s",
					 w->arg,
					 policy_evm_name(c->a, c->p, &a),
					 ours ? "ours" : "the sender");
	policy_evm_say(c, "'%s' is %s", w->arg,
		       policy_evm_name(c->a, c->p, &a));
	return true;
}

static bool one(struct evm_case *c, struct evm_called *k,
		const struct policy_evm_clause *w)
{
	const char *text = abi_text(c->a, at(k, w->arg));

	for (size_t i = 0; i < w->n_values; i++)
		if (strcmp(w->values[i], text) == 0)
			return true;
	return policy_evm_refuse(c, "argument", "'%s' may not be %s", w->arg,
				 text);
}

/* ---- calls in a call ---- */

static bool calls(struct evm_case *c, struct evm_called *k,
		  const struct policy_evm_clause *w)
{
	const struct abi_value *list = at(k, w->arg);
	bool risk = false;

	for (size_t i = 0; i < k->rule->n_clauses; i++)
		c->dated |= k->rule->clauses[i].want == WANT_DEADLINE;
	for (size_t i = 0; i < list->n; i++) {
		struct evm_called inner = { .name = k->name,
					    .contract = k->contract,
					    .asset = k->asset };

		c->v->risk = false;
		if (!policy_evm_call(c, &inner, list->items[i].bytes,
				     list->items[i].len, true))
			return false;
		risk |= c->v->risk;
	}
	k->reduces = !risk;
	return true;
}

bool policy_evm_clause_holds(struct evm_case *c, struct evm_called *k,
			     const struct policy_evm_clause *w)
{
	switch (w->want) {
	case WANT_ANY:
	case WANT_PAYABLE:
		return true;
	case WANT_SELF:
	case WANT_OURS:
	case WANT_ASSET:
	case WANT_STRANGER:
		return address(c, k, w);
	case WANT_ONE:
		return one(c, k, w);
	case WANT_OUT:
		return out(c, k, w);
	case WANT_MIN:
		return least(c, k, w);
	case WANT_SOME:
		k->some_asked = true;
		k->some |= !u256_is_zero(abi_uint(at(k, w->arg)));
		return true;
	case WANT_EMPTY:
		k->some |= u256_is_zero(abi_uint(at(k, w->arg)));
		return true;
	case WANT_DEADLINE:
		return until(c, w->arg, abi_uint(at(k, w->arg)));
	case WANT_DATED:
		return c->dated ||
		       policy_evm_refuse(c, "deadline",
					 "it has no deadline: only inside "
					 "multicall(deadline, data)");
	case WANT_CALLS:
		return calls(c, k, w);
	case WANT_PAY:
		return pay(c, k, w);
	case WANT_ALLOW:
	case WANT_GROW:
		return approve(c, k, w);
	case WANT_EXPIRY:
		return expiry(c, k, w);
	case WANT_VALUE:
		return value(c, k, w);
	case WANT_POSITION:
		return position(c, k, w);
	case WANT_POOL:
		return policy_evm_pool(c, k, w);
	case WANT_ACTIONS:
		return policy_evm_actions(c, k, w);
	case WANT_COMMANDS:
		return policy_evm_commands(c, k, w);
	case WANT_WITHIN:
		return within(c, k, w);
	}
	return false;
}
