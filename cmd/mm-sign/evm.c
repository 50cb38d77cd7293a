#include "evm.h"

#include "base/atoms.h"
#include "chain/evm.h"
#include "chain/evm_quantity.h"

#include <string.h>

/* The record as a transaction; what is wrong with it stands in why. */
struct reading {
	struct arena *a;
	const struct rec_tx *r;
	struct evm_tx *tx;
	const char *why;
};

#define bad(g, ...)                                                            \
	do {                                                                   \
		if (!(g)->why)                                                 \
			(g)->why = arena_printf((g)->a, __VA_ARGS__);          \
	} while (0)

static struct u256 whole(struct reading *g, const char *name, struct dec d)
{
	struct u256 x = U256_ZERO;

	if (dec_is_none(d) || atoms_of(&x, d, 0) != ST_OK)
		bad(g, "'%s' is not a whole number", name);
	return x;
}

static uint64_t whole_u64(struct reading *g, const char *name, struct dec d)
{
	uint64_t x = 0;

	if (u256_to_u64(&x, whole(g, name, d)) != ST_OK)
		bad(g, "'%s' is over 64 bits", name);
	return x;
}

static void read_address(struct reading *g, struct evm_address *out,
			 const char *name, const char *text)
{
	const char *fault =
		text ? evm_address_fault(text, strlen(text)) : "missing";

	if (fault)
		bad(g, "'%s': %s", name, fault);
	else if (!evm_address_parse(out, text, strlen(text)))
		bad(g, "'%s': no address", name);
}

static void read_data(struct reading *g)
{
	const char *text = g->r->data ? g->r->data : "0x";
	size_t len = strlen(text);
	uint8_t *p;

	if (!evm_data_len(&g->tx->data_len, text, len)) {
		bad(g, "'data' is not 0x and pairs of digits");
		return;
	}
	p = arena_alloc(g->a, g->tx->data_len + 1);
	if (!evm_data_parse(p, g->tx->data_len, text, len))
		bad(g, "'data' is not 0x and pairs of digits");
	g->tx->data = p;
}

static void read_access(struct reading *g)
{
	const struct rec_tx_access *from = g->r->access_list.v;
	size_t n = g->r->access_list.n;
	struct evm_access *v = arena_alloc(g->a, (n + 1) * sizeof(*v));

	for (size_t i = 0; i < n; i++) {
		const char *const *keys = from[i].storage_keys.v;
		uint8_t(*to)[32];

		read_address(g, &v[i].address, "access_list", from[i].address);
		v[i].n_keys = from[i].storage_keys.n;
		to = arena_alloc(g->a, (v[i].n_keys + 1) * sizeof(*to));
		for (size_t k = 0; k < v[i].n_keys; k++)
			if (!evm_data_parse(to[k], sizeof(to[k]), keys[k],
					    strlen(keys[k])))
				bad(g, "'access_list': a key is not 0x and 64 "
				       "digits");
		v[i].keys = (const uint8_t(*)[32])to;
	}
	g->tx->access = v;
	g->tx->n_access = n;
}

static void read_fees(struct reading *g)
{
	const struct rec_tx *r = g->r;
	bool old = !dec_is_none(r->gas_price_wei);

	if (old && (!dec_is_none(r->max_fee_wei) ||
		    !dec_is_none(r->max_priority_fee_wei)))
		bad(g, "both 'gas_price_wei' and 'max_fee_wei'");
	if (!old) {
		g->tx->type = EVM_TX_FEE;
		g->tx->gas_price = whole(g, "max_fee_wei", r->max_fee_wei);
		g->tx->max_priority_fee = whole(g, "max_priority_fee_wei",
						r->max_priority_fee_wei);
		return;
	}
	g->tx->type = g->tx->n_access ? EVM_TX_ACCESS : EVM_TX_LEGACY;
	g->tx->gas_price = whole(g, "gas_price_wei", r->gas_price_wei);
}

static void read_tx(struct reading *g)
{
	const struct rec_tx *r = g->r;
	struct evm_tx *tx = g->tx;
	enum evm_tx_err e;

	if (r->message)
		bad(g, "'message' is of Solana");
	if (r->chain_id < 1)
		bad(g, "'chain_id' is missing");
	tx->chain_id = (uint64_t)r->chain_id;
	tx->nonce = whole_u64(g, "nonce", r->nonce);
	tx->gas = whole_u64(g, "gas", r->gas);
	tx->value = dec_is_none(r->value_wei)
			    ? U256_ZERO
			    : whole(g, "value_wei", r->value_wei);
	tx->create = !r->to;
	if (r->to)
		read_address(g, &tx->to, "to", r->to);
	read_data(g);
	read_access(g);
	read_fees(g);
	e = g->why ? EVM_TX_OK : evm_tx_check(tx);
	if (e != EVM_TX_OK)
		bad(g, "%s", evm_tx_strerror(e));
}

void evm_job_check(struct arena *a, struct job *j, const struct policy_evm *p,
		   const struct rec_tx *tx, int64_t now_s, bool in_words)
{
	struct evm_tx t = { .type = EVM_TX_LEGACY };
	struct reading g = { .a = a, .r = tx, .tx = &t };
	uint8_t *bytes;

	j->evm = arena_alloc(a, sizeof(*j->evm));
	read_address(&g, &j->from, "from", tx->from);
	read_tx(&g);
	if (g.why) {
		j->evm->wallet = -1;
		j->evm->risk = true;
		j->evm->reason = "transaction";
		j->evm->text = g.why;
		return;
	}
	evm_tx_write(a, &bytes, &j->len, &t, NULL);
	j->msg = bytes;
	policy_evm_check(a, j->evm, p, &j->from, bytes, j->len, now_s,
			 in_words);
}

const char *evm_job_sign(struct arena *a, struct job *j,
			 const struct policy_evm *p, struct keys *keys)
{
	struct hash_part part;
	struct secp_sig sig;
	const char *why = keys_sign_evm(a, keys, &sig, p,
					(size_t)j->evm->wallet, j->msg, j->len);

	if (why)
		return why;
	evm_tx_write(a, &j->raw, &j->raw_len, &j->evm->tx, &sig);
	part = (struct hash_part){ j->raw, j->raw_len };
	keccak256(j->hash, &part, 1);
	return NULL;
}
