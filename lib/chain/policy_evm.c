#include "chain/policy_evm.h"

#include "base/atoms.h"
#include "chain/policy_evm_parts.h"

#include <inttypes.h>
#include <string.h>

/* ---- what the rules use ---- */

bool policy_evm_fail(struct evm_case *c, const char *reason, const char *text)
{
	c->v->reason = reason;
	c->v->text = text;
	return false;
}

void policy_evm_word(struct evm_case *c, const char *text)
{
	struct policy_evm_verdict *v = c->v;

	v->words = arena_grow(c->a, v->words, v->n_words * sizeof(*v->words),
			      (v->n_words + 1) * sizeof(*v->words));
	v->words[v->n_words++] = text;
}

const char *policy_evm_name(struct arena *a, const struct policy_evm *p,
			    const struct evm_address *address)
{
	int w = policy_evm_wallet_of(p, address),
	    asset = policy_evm_asset_at(p, address);
	char text[EVM_ADDRESS_STR_SZ];

	if (w >= 0)
		return p->wallets[w].name;
	if (asset >= 0)
		return p->assets[asset].name;
	for (size_t i = 0; i < p->n_contracts; i++)
		if (evm_address_eq(&p->contracts[i].address, address))
			return p->contracts[i].name;
	for (size_t i = 0; i < p->n_spenders; i++)
		if (evm_address_eq(&p->spenders[i].address, address))
			return p->spenders[i].name;
	for (size_t i = 0; i < p->n_destinations; i++)
		if (evm_address_eq(&p->destinations[i].address, address))
			return p->destinations[i].name;
	return arena_strdup(a, evm_address_format(text, address));
}

const char *policy_evm_amount(struct arena *a, const struct policy_evm *p,
			      size_t asset, struct u256 atoms)
{
	const struct policy_evm_asset *as = &p->assets[asset];
	char text[U256_STR_SZ];
	struct dec d;

	if (atoms_amount(&d, atoms, as->decimals) == ST_OK) {
		dec_format(text, d);
		return arena_printf(a, "%s %s", text, as->name);
	}
	u256_format(text, atoms);
	return arena_printf(a, "%s atoms of %s", text, as->name);
}

static struct u256 sum_sat(struct u256 x, struct u256 y)
{
	struct u256 sum;

	return u256_add(&sum, x, y) == ST_OK ? sum : U256_MAX;
}

void policy_evm_out(struct evm_case *c, size_t asset, struct u256 atoms)
{
	struct u256 *sum = &c->v->sums.out[asset];

	*sum = sum_sat(*sum, atoms);
}

int policy_evm_asset_of(const struct policy_evm *p, const char *name,
			size_t len)
{
	for (size_t i = 0; i < p->n_assets; i++)
		if (strlen(p->assets[i].name) == len &&
		    memcmp(p->assets[i].name, name, len) == 0)
			return (int)i;
	return -1;
}

int policy_evm_asset_at(const struct policy_evm *p,
			const struct evm_address *address)
{
	for (size_t i = POLICY_EVM_NATIVE + 1; i < p->n_assets; i++)
		if (evm_address_eq(&p->assets[i].address, address))
			return (int)i;
	return -1;
}

int policy_evm_wallet_of(const struct policy_evm *p,
			 const struct evm_address *address)
{
	for (size_t i = 0; i < p->n_wallets; i++)
		if (evm_address_eq(&p->wallets[i].address, address))
			return (int)i;
	return -1;
}

bool policy_evm_pay(struct evm_case *c, size_t asset, struct u256 atoms,
		    const struct evm_address *to)
{
	const struct policy_evm *p = c->p;

	policy_evm_say(c, "pays %s to %s",
		       policy_evm_amount(c->a, p, asset, atoms),
		       policy_evm_name(c->a, p, to));
	if (policy_evm_wallet_of(p, to) >= 0)
		return true;
	for (size_t i = 0; i < p->n_destinations; i++) {
		const struct policy_evm_destination *d = &p->destinations[i];

		if (d->asset != asset || !evm_address_eq(&d->address, to))
			continue;
		policy_evm_out(c, asset, atoms);
		return true;
	}
	return policy_evm_refuse(c, "recipient",
				 "%s to %s, which is neither ours nor a "
				 "destination for it",
				 policy_evm_amount(c->a, p, asset, atoms),
				 policy_evm_name(c->a, p, to));
}

/* ---- the check ---- */

static bool listed_chain(struct evm_case *c)
{
	uint64_t id = c->v->tx.chain_id;

	if (!id)
		return policy_evm_refuse(c, "chain_id",
					 "without a chain id it could be sent "
					 "on any chain");
	for (size_t i = 0; i < c->p->n_chain_ids; i++)
		if (c->p->chain_ids[i] == id)
			return true;
	return policy_evm_refuse(c, "chain_id",
				 "chain %" PRIu64 " is not listed", id);
}

/* What it may cost, whatever it does. */
static bool fees(struct evm_case *c)
{
	const struct evm_tx *tx = &c->v->tx;
	const struct policy_evm *p = c->p;
	struct policy_evm_sums *s = &c->v->sums;
	char text[U256_STR_SZ];

	s->count = 1;
	s->gas = tx->gas;
	if (tx->gas > p->max_gas)
		return policy_evm_refuse(
			c, "gas", "a gas limit of %" PRIu64 ", over %" PRIu64,
			tx->gas, p->max_gas);
	if (u256_cmp(tx->gas_price, p->max_fee) > 0) {
		u256_format(text, tx->gas_price);
		return policy_evm_refuse(c, "fee", "%s wei per gas", text);
	}
	if (u256_cmp(tx->max_priority_fee, p->max_priority_fee) > 0) {
		u256_format(text, tx->max_priority_fee);
		return policy_evm_refuse(c, "fee", "%s wei of priority per gas",
					 text);
	}
	if (u256_mul(&s->fees, tx->gas_price, u256_of_u64(tx->gas)) != ST_OK)
		s->fees = U256_MAX;
	if (u256_cmp(s->fees, p->ceilings[POLICY_TX].fees) > 0)
		return policy_evm_refuse(
			c, "fee", "it costs up to %s",
			policy_evm_amount(c->a, p, POLICY_EVM_NATIVE, s->fees));
	return true;
}

static bool creation(struct evm_case *c)
{
	const struct evm_tx *tx = &c->v->tx;
	const struct hash_part part = { tx->data, tx->data_len };
	uint8_t hash[KECCAK256_LEN];

	keccak256(hash, &part, 1);
	c->v->risk = true;
	for (size_t i = 0; i < c->p->n_creations; i++) {
		const struct policy_evm_creation *k = &c->p->creations[i];

		if (memcmp(k->hash, hash, sizeof(hash)) != 0)
			continue;
		policy_evm_say(c, "creates the contract '%s'", k->name);
		if (!u256_is_zero(tx->value))
			return policy_evm_refuse(c, "value",
						 "wei to a new contract");
		return true;
	}
	return policy_evm_refuse(
		c, "create", "the creation of a contract that is not listed");
}

/* Wei without data: a payment, or nothing at all, which uses up a nonce. */
static bool payment(struct evm_case *c)
{
	const struct evm_tx *tx = &c->v->tx;

	if (u256_is_zero(tx->value) && evm_address_eq(&tx->to, &c->from)) {
		policy_evm_say(c, "does nothing: it uses up nonce %" PRIu64,
			       tx->nonce);
		return true;
	}
	c->v->risk = true;
	return policy_evm_pay(c, POLICY_EVM_NATIVE, tx->value, &tx->to);
}

/* What the policy lists under that address. */
static struct evm_called called(const struct policy_evm *p,
				const struct evm_address *to)
{
	struct evm_called k = { .in = -1, .out = -1 };

	k.asset = policy_evm_asset_at(p, to);
	if (k.asset >= 0)
		k.name = p->assets[k.asset].name;
	for (size_t i = 0; i < p->n_contracts; i++)
		if (evm_address_eq(&p->contracts[i].address, to)) {
			k.contract = &p->contracts[i];
			k.name = k.contract->name;
		}
	return k;
}

static bool does(struct evm_case *c)
{
	const struct evm_tx *tx = &c->v->tx;
	struct evm_called k;

	if (tx->create)
		return creation(c);
	k = called(c->p, &tx->to);
	if (!k.name && !tx->data_len)
		return payment(c);
	if (!k.name)
		return policy_evm_refuse(c, "contract",
					 "a call of %s, which is not listed",
					 policy_evm_name(c->a, c->p, &tx->to));
	if (!policy_evm_call(c, &k, tx->data, tx->data_len, false))
		return false;
	if (!u256_is_zero(tx->value) && !c->value_used)
		return policy_evm_refuse(
			c, "value", "%s with a call that takes none",
			policy_evm_amount(c->a, c->p, POLICY_EVM_NATIVE,
					  tx->value));
	return true;
}

static bool within(struct evm_case *c)
{
	const struct policy_evm_sums *s = &c->v->sums;
	const struct policy_evm_sums *max = &c->p->ceilings[POLICY_TX];

	for (size_t i = 0; i < c->p->n_assets; i++)
		if (u256_cmp(s->out[i], max->out[i]) > 0)
			return policy_evm_refuse(
				c, "value_out", "%s leave",
				policy_evm_amount(c->a, c->p, i, s->out[i]));
	return true;
}

static bool known_sender(struct evm_case *c)
{
	char text[EVM_ADDRESS_STR_SZ];

	c->v->wallet = policy_evm_wallet_of(c->p, &c->from);
	return c->v->wallet >= 0 ||
	       policy_evm_refuse(c, "signer", "%s is none of the wallets",
				 evm_address_format(text, &c->from));
}

void policy_evm_check(struct arena *a, struct policy_evm_verdict *v,
		      const struct policy_evm *p,
		      const struct evm_address *from, const uint8_t *bytes,
		      size_t len, int64_t now_s, bool in_words)
{
	struct evm_case c = { .a = a,
			      .p = p,
			      .v = v,
			      .from = *from,
			      .now_s = now_s,
			      .in_words = in_words };
	enum evm_tx_err e;

	memset(v, 0, sizeof(*v));
	v->wallet = -1;
	v->risk = true;
	e = evm_tx_read(a, &v->tx, bytes, len);
	if (!p)
		policy_evm_fail(&c, "not_allowed",
				"the policy has no section 'evm'");
	else if (e != EVM_TX_OK)
		policy_evm_fail(&c, "transaction", evm_tx_strerror(e));
	else if (known_sender(&c) && listed_chain(&c)) {
		v->risk = false;
		if (does(&c) && fees(&c) && within(&c))
			return;
		v->risk = true;
	}
}

/* ---- ceilings over time ---- */

static uint64_t add_sat(uint64_t x, uint64_t y)
{
	return x > UINT64_MAX - y ? UINT64_MAX : x + y;
}

void policy_evm_add(struct policy_evm_sums *sum,
		    const struct policy_evm_sums *add)
{
	for (size_t i = 0; i < POLICY_EVM_ASSETS_MAX; i++)
		if (!u256_is_zero(add->out[i])) /* most are */
			sum->out[i] = sum_sat(sum->out[i], add->out[i]);
	sum->fees = sum_sat(sum->fees, add->fees);
	sum->gas = add_sat(sum->gas, add->gas);
	sum->count = add_sat(sum->count, add->count);
}

static struct u256 above(struct u256 x, struct u256 y)
{
	struct u256 left;

	if (u256_is_zero(y))
		return x;
	return u256_sub(&left, x, y) == ST_OK ? left : U256_ZERO;
}

void policy_evm_less(struct policy_evm_sums *out,
		     const struct policy_evm_sums *sums,
		     const struct policy_evm_sums *counted)
{
	for (size_t i = 0; i < POLICY_EVM_ASSETS_MAX; i++)
		out->out[i] = above(sums->out[i], counted->out[i]);
	out->fees = above(sums->fees, counted->fees);
	out->gas = sums->gas > counted->gas ? sums->gas - counted->gas : 0;
	out->count = sums->count;
}

static bool over_wide(struct u256 sum, struct u256 add, struct u256 ceiling,
		      unsigned pct)
{
	struct u256 part;

	if (u256_is_zero(add))
		return false;
	return u256_mul_div_floor(&part, ceiling, u256_of_u64(pct),
				  u256_of_u64(100)) != ST_OK ||
	       u256_cmp(sum, part) > 0;
}

static bool over(uint64_t sum, uint64_t add, uint64_t ceiling, unsigned pct)
{
	return over_wide(u256_of_u64(sum), u256_of_u64(add),
			 u256_of_u64(ceiling), pct);
}

const char *policy_evm_over(struct arena *a, const struct policy_evm *p,
			    const struct policy_evm_sums *sum,
			    const struct policy_evm_sums *add,
			    enum policy_span span, unsigned part_pct)
{
	const struct policy_evm_sums *max = &p->ceilings[span];

	for (size_t i = 0; i < p->n_assets; i++)
		if (over_wide(sum->out[i], add->out[i], max->out[i], 100))
			return arena_printf(a, "out of %s", p->assets[i].name);
	if (over_wide(sum->fees, add->fees, max->fees, part_pct))
		return "fees";
	if (over(sum->gas, add->gas, max->gas, part_pct))
		return "gas";
	return over(sum->count, add->count, max->count, part_pct)
		       ? "transactions"
		       : NULL;
}
