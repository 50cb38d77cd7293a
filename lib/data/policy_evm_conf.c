#include "data/policy_evm_conf.h"

#include "base/atoms.h"
#include "base/hex.h"
#include "chain/evm.h"

#include <string.h>

#define DEADLINE_MAX INT64_C(31536000) /* a year, s */
#define GAS_MAX      INT64_C(1000000000000)
#define COUNT_MAX    INT64_C(1000000000)

/* A member of the section under way. */
struct section {
	struct policy_evm *p;
	struct policy_evm_sums *sums;         /* of the span at hand     */
	struct policy_evm_contract *contract; /* at hand                 */
	struct policy_evm_spender *spender;   /* at hand                 */
};

/* ---- values ---- */

static void address_of(struct reader *r, struct evm_address *out,
		       const char *name, const struct json_tok *t)
{
	const char *fault = json_is(t, JSON_STRING)
				    ? evm_address_fault(t->s, t->len)
				    : "not an address, as text";

	if (fault)
		bad(r, "'%s': %s", name, fault);
	else if (!evm_address_parse(out, t->s, t->len))
		bad(r, "'%s': not an address", name);
}

static struct u256 u256_in(struct reader *r, const char *name,
			   const struct json_tok *t)
{
	struct u256 x = U256_ZERO;

	if (!json_is(t, JSON_STRING) || u256_parse(&x, t->s, t->len) != ST_OK)
		bad(r, "'%s': not a whole number, as text", name);
	return x;
}

static struct u256 evm_amount(struct reader *r, const char *name,
			      const struct json_tok *t, int decimals)
{
	struct u256 atoms = U256_ZERO;
	struct dec d;

	if (!json_is(t, JSON_STRING) || dec_parse(&d, t->s, t->len) ||
	    atoms_of(&atoms, d, decimals))
		bad(r, "'%s': not an amount, as text, of at most %d decimals",
		    name, decimals);
	return atoms;
}

static size_t evm_asset_in(struct reader *r, const struct policy_evm *p,
			   const char *name, const struct json_tok *t)
{
	int i = json_is(t, JSON_STRING) ? policy_evm_asset_of(p, t->s, t->len)
					: -1;

	if (i < 0)
		bad(r, "'%s': not one of the assets", name);
	return i < 0 ? 0 : (size_t)i;
}

/* "A/B" as two assets. */
static void pair_of(struct reader *r, const struct policy_evm *p, size_t *a,
		    size_t *b, const char *text)
{
	const char *slash = strchr(text, '/');
	int in = -1, out = -1;

	if (slash) {
		in = policy_evm_asset_of(p, text, (size_t)(slash - text));
		out = policy_evm_asset_of(p, slash + 1, strlen(slash + 1));
	}
	if (in < 0 || out < 0 || in == out)
		bad(r, "'%s' is not two assets as in 'WETH/USDC'", text);
	*a = in < 0 ? 0 : (size_t)in;
	*b = out < 0 ? 0 : (size_t)out;
}

/* ---- chains, wallets, assets ---- */

static void read_chain_ids(struct reader *r, struct policy_evm *p,
			   const struct json_tok *t)
{
	const struct json_tok *e = t + 1;

	if (t->kind != JSON_ARRAY || !t->len) {
		bad(r, "'chain_ids': not a list of chains");
		return;
	}
	p->chain_ids = arena_alloc(r->a, t->len * sizeof(*p->chain_ids));
	for (; p->n_chain_ids < t->len; e = json_next(&r->j, e))
		p->chain_ids[p->n_chain_ids++] = (uint64_t)int_of(
			r, "chain_ids", e, 1, EVM_CHAIN_ID_MAX);
}

static void wallet(struct reader *r, const char *name,
		   const struct json_tok *value, void *ctx)
{
	struct policy_evm *p = ((struct section *)ctx)->p;
	struct policy_evm_wallet *w = &p->wallets[p->n_wallets++];

	w->name = name_of(r, name);
	address_of(r, &w->address, name, value);
}

static void asset(struct reader *r, const char *name,
		  const struct json_tok *value, void *ctx)
{
	static const char *const keys[] = { "address", "decimals" };
	struct policy_evm *p = ((struct section *)ctx)->p;
	struct policy_evm_asset *as = &p->assets[p->n_assets];
	const struct json_tok *v[2];

	if (policy_evm_asset_of(p, name, strlen(name)) >= 0)
		bad(r, "'%s': the native coin has that name", name);
	fields(r, name, value, v, keys, 2, 2);
	if (r->why)
		return;
	as->name = name_of(r, name);
	address_of(r, &as->address, name, v[0]);
	as->decimals = (int)int_of(r, name, v[1], 0, ATOMS_DECIMALS_MAX);
	p->n_assets++;
}

static void read_assets(struct reader *r, struct section *s,
			const struct json_tok *native,
			const struct json_tok *wrapped,
			const struct json_tok *t)
{
	struct policy_evm *p = s->p;
	const char *name = "ETH";

	if (native && !json_str(&name, native))
		bad(r, "'native': not a name");
	if (members(t) + 1 > POLICY_EVM_ASSETS_MAX) {
		bad(r, "'assets': over %d", POLICY_EVM_ASSETS_MAX - 1);
		return;
	}
	p->assets = arena_alloc(r->a, (members(t) + 1) * sizeof(*p->assets));
	p->assets[POLICY_EVM_NATIVE].name = name_of(r, name);
	p->assets[POLICY_EVM_NATIVE].decimals = POLICY_EVM_DECIMALS;
	p->n_assets = 1;
	each(r, "assets", t, asset, s);
	if (wrapped)
		p->wrapped = evm_asset_in(r, p, "wrapped", wrapped);
	if (wrapped && p->wrapped == POLICY_EVM_NATIVE)
		bad(r, "'wrapped': the native coin is not its own token");
	else if (wrapped &&
		 p->assets[p->wrapped].decimals != POLICY_EVM_DECIMALS)
		bad(r, "'wrapped': not of %d decimals", POLICY_EVM_DECIMALS);
}

static void destination(struct reader *r, const char *name,
			const struct json_tok *value, void *ctx)
{
	static const char *const keys[] = { "address", "asset" };
	struct policy_evm *p = ((struct section *)ctx)->p;
	struct policy_evm_destination *d =
		&p->destinations[p->n_destinations++];
	const struct json_tok *v[2];

	fields(r, name, value, v, keys, 2, 2);
	if (r->why)
		return;
	d->name = name_of(r, name);
	address_of(r, &d->address, name, v[0]);
	d->asset = evm_asset_in(r, p, name, v[1]);
}

/* ---- contracts, spenders, creations ---- */

static void function(struct reader *r, const char *signature,
		     const struct json_tok *value, void *ctx)
{
	struct section *s = ctx;
	const char *why;

	if (!json_is(value, JSON_STRING)) {
		bad(r, "'%s': its rule is not text", signature);
		return;
	}
	why = policy_evm_rule(r->a, &s->contract->rules, s->p,
			      arena_strdup(r->a, signature), value->s);
	if (why)
		bad(r, "'%s': %s", s->contract->name, why);
}

static void position(struct reader *r, const char *id,
		     const struct json_tok *value, void *ctx)
{
	struct section *s = ctx;
	struct policy_evm_contract *k = s->contract;
	struct policy_evm_position *p = &k->positions[k->n_positions++];

	if (u256_parse(&p->id, id, strlen(id)) != ST_OK)
		bad(r, "'positions': '%s' is not a number", id);
	if (!json_is(value, JSON_STRING))
		bad(r, "'positions': '%s': not two assets", id);
	else
		pair_of(r, s->p, &p->asset[0], &p->asset[1], value->s);
}

static void contract(struct reader *r, const char *name,
		     const struct json_tok *value, void *ctx)
{
	static const char *const keys[] = {
		"address",   "kind",  "functions",
		"positions", "pools", "underlying"
	};
	struct section *s = ctx;
	struct policy_evm_contract *k = &s->p->contracts[s->p->n_contracts++];
	const struct json_tok *v[6];
	const char *kind = NULL;

	fields(r, name, value, v, keys, 6, 1);
	if (r->why)
		return;
	k->name = name_of(r, name);
	address_of(r, &k->address, name, v[0]);
	if (v[1] &&
	    (!json_str(&kind, v[1]) || !policy_evm_kind(r->a, k, s->p, kind)))
		bad(r, "'%s': '%s' is no kind of contract", name,
		    kind ? kind : "?");
	k->positions =
		arena_alloc(r->a, (members(v[3]) + 1) * sizeof(*k->positions));
	k->has_underlying = v[5];
	if (v[5])
		k->underlying = evm_asset_in(r, s->p, "underlying", v[5]);
	s->contract = k;
	each(r, name, v[2], function, s);
	each(r, name, v[3], position, s);
	policy_evm_pools(r, s->p, k, v[4]);
}

static void most(struct reader *r, const char *name,
		 const struct json_tok *value, void *ctx)
{
	struct section *s = ctx;
	int i = policy_evm_asset_of(s->p, name, strlen(name));

	if (i <= POLICY_EVM_NATIVE)
		bad(r, "'most': '%s' is no token of the assets", name);
	else
		s->spender->most[i] =
			evm_amount(r, name, value, s->p->assets[i].decimals);
}

static void read_unlimited(struct reader *r, struct section *s,
			   const struct json_tok *t)
{
	const struct json_tok *e = t ? t + 1 : NULL;

	if (t && t->kind != JSON_ARRAY)
		bad(r, "'unlimited': not a list");
	for (uint32_t i = 0; t && i < t->len && !r->why; i++) {
		s->spender->unlimited |=
			UINT32_C(1) << evm_asset_in(r, s->p, "unlimited", e);
		e = json_next(&r->j, e);
	}
}

static void spender(struct reader *r, const char *name,
		    const struct json_tok *value, void *ctx)
{
	static const char *const keys[] = { "address", "most", "unlimited" };
	struct section *s = ctx;
	const struct json_tok *v[3];

	s->spender = &s->p->spenders[s->p->n_spenders++];
	fields(r, name, value, v, keys, 3, 1);
	if (r->why)
		return;
	s->spender->name = name_of(r, name);
	address_of(r, &s->spender->address, name, v[0]);
	each(r, "most", v[1], most, s);
	read_unlimited(r, s, v[2]);
}

static void creation(struct reader *r, const char *name,
		     const struct json_tok *value, void *ctx)
{
	struct policy_evm *p = ((struct section *)ctx)->p;
	struct policy_evm_creation *k = &p->creations[p->n_creations++];

	k->name = name_of(r, name);
	if (!json_is(value, JSON_STRING) || value->len < 2 ||
	    memcmp(value->s, "0x", 2) != 0 ||
	    !hex_parse(k->hash, sizeof(k->hash), value->s + 2, value->len - 2))
		bad(r, "'create': '%s' is not 0x and 64 digits", name);
}

static void reference(struct reader *r, const char *name,
		      const struct json_tok *value, void *ctx)
{
	struct policy_evm *p = ((struct section *)ctx)->p;
	struct policy_reference *ref = &p->references[p->n_references++];

	pair_of(r, p, &ref->in, &ref->out, name);
	ref->price = price_of(r, name, value);
}

/* ---- ceilings ---- */

static void read_gas(struct reader *r, struct policy_evm *p,
		     const struct json_tok *t)
{
	static const char *const keys[] = { "limit", "max_fee_wei",
					    "max_priority_fee_wei" };
	const struct json_tok *v[3];

	fields(r, "gas", t, v, keys, 3, 3);
	if (r->why)
		return;
	p->max_gas = (uint64_t)int_of(r, keys[0], v[0], 0, GAS_MAX);
	p->max_fee = u256_in(r, keys[1], v[1]);
	p->max_priority_fee = u256_in(r, keys[2], v[2]);
}

static void amount(struct reader *r, const char *name,
		   const struct json_tok *value, void *ctx)
{
	struct section *s = ctx;
	int i = policy_evm_asset_of(s->p, name, strlen(name));

	if (i < 0)
		bad(r, "'limits': '%s' is not one of the assets", name);
	else
		s->sums->out[i] =
			evm_amount(r, name, value, s->p->assets[i].decimals);
}

static void span(struct reader *r, struct section *s, enum policy_span which,
		 const struct json_tok *t)
{
	static const char *const keys[] = { "fees", "gas", "transactions",
					    "out" };
	const char *where = policy_span_words[which];
	bool tx = which == POLICY_TX;
	const struct json_tok *v[4];

	fields(r, where, t, v, keys, 4, tx ? 1 : 3);
	if (tx && (v[1] || v[2]))
		bad(r, "'%s': 'gas' and 'transactions' are of an hour or a day",
		    where);
	if (r->why)
		return;
	s->sums = &s->p->ceilings[which];
	s->sums->fees = evm_amount(r, keys[0], v[0], POLICY_EVM_DECIMALS);
	if (!tx) {
		s->sums->gas = (uint64_t)int_of(r, keys[1], v[1], 0, GAS_MAX);
		s->sums->count =
			(uint64_t)int_of(r, keys[2], v[2], 0, COUNT_MAX);
	}
	each(r, keys[3], v[3], amount, s);
}

static void read_limits(struct reader *r, struct section *s,
			const struct json_tok *t)
{
	const struct json_tok *v[POLICY_SPANS];

	fields(r, "limits", t, v, policy_span_words, POLICY_SPANS,
	       POLICY_SPANS);
	for (int i = 0; i < POLICY_SPANS && !r->why; i++)
		span(r, s, (enum policy_span)i, v[i]);
}

/* ---- the section ---- */

enum evm_field {
	E_CHAIN_IDS,
	E_WALLETS,
	E_GAS,
	E_DEADLINE,
	E_LIMITS,
	E_NATIVE,
	E_WRAPPED,
	E_ASSETS,
	E_CONTRACTS,
	E_SPENDERS,
	E_DESTINATIONS,
	E_CREATE,
	E_REFERENCE,
	E_FIELDS,
};

static void lists(struct reader *r, struct section *s,
		  const struct json_tok **v)
{
	struct policy_evm *p = s->p;

	if (members(v[E_WALLETS]) > POLICY_EVM_WALLETS_MAX) {
		bad(r, "over %d wallets", POLICY_EVM_WALLETS_MAX);
		return;
	}
#define LIST_(list, of)                                                        \
	p->list = arena_alloc(r->a, (members(v[of]) + 1) * sizeof(*p->list))
	LIST_(wallets, E_WALLETS);
	LIST_(destinations, E_DESTINATIONS);
	LIST_(contracts, E_CONTRACTS);
	LIST_(spenders, E_SPENDERS);
	LIST_(creations, E_CREATE);
	LIST_(references, E_REFERENCE);
#undef LIST_
	each(r, "wallets", v[E_WALLETS], wallet, s);
	each(r, "destinations", v[E_DESTINATIONS], destination, s);
	each(r, "contracts", v[E_CONTRACTS], contract, s);
	each(r, "spenders", v[E_SPENDERS], spender, s);
	each(r, "create", v[E_CREATE], creation, s);
	each(r, "reference", v[E_REFERENCE], reference, s);
}

struct policy_evm *policy_evm_read(struct reader *r, const struct json_tok *t)
{
	static const char *const keys[E_FIELDS] = {
		"chain_ids", "wallets",  "gas",          "deadline_s",
		"limits",    "native",   "wrapped",      "assets",
		"contracts", "spenders", "destinations", "create",
		"reference",
	};
	const struct json_tok *v[E_FIELDS];
	struct section s = { .p = arena_alloc(r->a, sizeof(*s.p)) };
	const char *why;

	fields(r, "evm", t, v, keys, E_FIELDS, E_NATIVE);
	if (r->why)
		return NULL;
	read_chain_ids(r, s.p, v[E_CHAIN_IDS]);
	read_gas(r, s.p, v[E_GAS]);
	s.p->deadline_s =
		int_of(r, "deadline_s", v[E_DEADLINE], 1, DEADLINE_MAX);
	read_assets(r, &s, v[E_NATIVE], v[E_WRAPPED], v[E_ASSETS]);
	if (!r->why)
		lists(r, &s, v);
	if (!r->why)
		read_limits(r, &s, v[E_LIMITS]);
	why = r->why ? NULL : policy_evm_ready(r->a, s.p);
	if (why)
		bad(r, "'evm': %s", why);
	return s.p;
}
