/* evm_input.c - what tx-build knows of a chain of Ethereum's kind: its configuration, and
 * the records of a frame. */
#include "evm.h"

#include "base/conf.h"
#include "base/err.h"
#include "data/conf_list.h"

#include <string.h>

/* ---- configuration ---- */

static const char *contract_of(const char *key, struct arena *mem)
{
	struct evm_address address;

	if (!evm_conf_contract(&address, key))
		return "";
	return evm_address_format(arena_alloc(mem, EVM_ADDRESS_STR_SZ),
				  &address);
}

/* The pools of Aave among the markets. */
static const char **pools_of(struct arena *mem, size_t *n)
{
	const char **all = conf_list(mem, "LEND_MARKETS", n);
	size_t of = *n;

	*n = 0;
	for (size_t i = 0; i < of; i++) {
		const char *kind, *address;

		if (conf_list_pair(mem, all[i], &kind, &address) &&
		    !strcmp(kind, "aave"))
			all[(*n)++] = address;
	}
	return all;
}

void evm_build_conf_read(struct evm_build_conf *c, struct arena *mem)
{
	*c = (struct evm_build_conf){
		.v2_router = contract_of("V2_ROUTER", mem),
		.v3_router = contract_of("V3_ROUTER", mem),
		.v4_router = contract_of("V4_ROUTER", mem),
		.v3_manager = contract_of("V3_MANAGER", mem),
		.v4_manager = contract_of("V4_MANAGER", mem),
		.permit2 = contract_of("PERMIT2", mem),
		.router02 = conf_is("V3_ROUTER_KIND", "router02"),
		.deadline_s = conf_int("TX_DEADLINE_S"),
		.gas_max = dec_make(conf_int("GAS_MAX"), 0),
		.headroom = conf_dec("BASE_FEE_HEADROOM"),
		.fee_max = conf_wei("MAX_FEE_GWEI"),
		.bundles = conf_is("SUBMIT_VIA", "flashbots"),
		.accept_inventory = conf_bool("ACCEPT_INVENTORY"),
		.flash = conf_is("LIQ_FUND", "flash"),
	};
	priority_conf_read(&c->priority);
	c->pools = pools_of(mem, &c->n_pools);
	c->zero_first = conf_list(mem, "APPROVE_ZERO_FIRST", &c->n_zero_first);
	evm_conf_read(&c->evm, mem);
}

/* ---- records ---- */

static void *keep(struct arena *a, void *v, size_t *n,
		  const struct rec_type *type, const void *rec)
{
	void **list = v;

	if (!(*n & (*n - 1)))
		list = arena_grow(a, list, *n * sizeof(*list),
				  (2 * *n + 1) * sizeof(*list));
	list[(*n)++] = rec_copy(a, type, rec);
	return list;
}

bool evm_seen_keep(struct evm_seen *s, struct arena *a,
		   const struct evm_build_conf *c, const struct rec_type *type,
		   const void *rec)
{
	const struct rec_action *act = rec;
	const struct rec_chain *chain = rec;
	const struct rec_nonce *nonce = rec;
	const struct rec_pending *pending = rec;
	const struct rec_wallet *wallet = rec;

	if (type == &rec_wallet_type && !strcmp(wallet->chain, "evm")) {
		s->wallets = keep(a, s->wallets, &s->n_wallets, type, rec);
		return true;
	}
	if (type == &rec_action_type && act->chain_id != REC_NONE_INT) {
		s->actions = keep(a, s->actions, &s->n_actions, type, rec);
		return true;
	}
	if (type == &rec_nonce_type && nonce->chain_id == c->evm.chain_id)
		s->nonces = keep(a, s->nonces, &s->n_nonces, type, rec);
	if (type == &rec_pending_type && pending->chain_id == c->evm.chain_id) {
		s->pending = keep(a, s->pending, &s->n_pending, type, rec);
		return true;
	}
	if (type != &rec_chain_type || strcmp(chain->chain, "evm"))
		return false;
	if (!s->chain && chain->chain_id == c->evm.chain_id)
		s->chain = rec_copy(a, type, rec);
	return true;
}
