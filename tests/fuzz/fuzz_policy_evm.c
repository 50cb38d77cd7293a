/* fuzz_policy_evm - whatever is to be signed on Ethereum is refused with a reason; or it
 * is a transaction of a listed chain to a listed address, encoded in one way only,
 * and what is said to reduce risk lets nothing out. */
#include "chain/policy_evm.h"
#include "data/policy_conf.h"
#include "fuzz.h"
#include "policy_evm_fixture.h"

#include <string.h>

#define NOW_S INT64_C(1700000000)

static const struct policy_evm *policy(void)
{
	static struct arena life;
	static struct policy p;

	if (!p.evm) {
		char *text = arena_strdup(&life, POLICY_EVM_TEXT);

		FUZZ_CHECK(!policy_read(&life, &p, text, strlen(text)));
	}
	return p.evm;
}

static bool is_listed(const struct policy_evm *p, const struct evm_address *to)
{
	bool found = policy_evm_wallet_of(p, to) >= 0 ||
		     policy_evm_asset_at(p, to) >= 0;

	for (size_t i = 0; i < p->n_contracts; i++)
		found |= evm_address_eq(&p->contracts[i].address, to);
	for (size_t i = 0; i < p->n_destinations; i++)
		found |= evm_address_eq(&p->destinations[i].address, to);
	return found;
}

static void check_allowed(struct arena *a, const struct policy_evm *p,
			  const struct policy_evm_verdict *v,
			  const uint8_t *data, size_t len)
{
	const struct evm_tx *tx = &v->tx;
	uint8_t *again;
	size_t n;

	evm_tx_write(a, &again, &n, tx, NULL);
	FUZZ_CHECK(n == len && !memcmp(again, data, len));
	FUZZ_CHECK(tx->chain_id == p->chain_ids[0] && v->wallet == 0);
	FUZZ_CHECK(tx->gas <= p->max_gas && v->sums.count == 1);
	FUZZ_CHECK(tx->create ? v->risk : is_listed(p, &tx->to));
	FUZZ_CHECK(tx->create || tx->data_len == 0 ||
		   tx->data_len % ABI_WORD == ABI_SELECTOR_LEN);
	for (size_t i = 0; i < p->n_assets; i++) {
		FUZZ_CHECK(v->risk || u256_is_zero(v->sums.out[i]));
		FUZZ_CHECK(u256_cmp(v->sums.out[i],
				    p->ceilings[POLICY_TX].out[i]) <= 0);
	}
	FUZZ_CHECK(v->risk || u256_is_zero(tx->value));
}

void fuzz_one(const uint8_t *data, size_t len)
{
	const struct policy_evm *p = policy();
	struct arena a = { .head = NULL };
	struct policy_evm_verdict v, silent;

	policy_evm_check(&a, &v, p, &p->wallets[0].address, data, len, NOW_S,
			 true);
	policy_evm_check(&a, &silent, p, &p->wallets[0].address, data, len,
			 NOW_S, false);
	FUZZ_CHECK(!v.reason == !silent.reason && v.risk == silent.risk);
	FUZZ_CHECK(!v.reason || (*v.reason && *v.text && v.risk));
	if (!v.reason)
		check_allowed(&a, p, &v, data, len);
	arena_free(&a);
}
