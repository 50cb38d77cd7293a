#include "evm_raw.h"

#include "base/atoms.h"
#include "chain/evm_quantity.h"

#include <string.h>

static const char *hex_of(struct arena *a, const uint8_t *bytes, size_t n)
{
	return evm_data_format(arena_alloc(a, EVM_DATA_SZ(n)), bytes, n);
}

static const char *address_text(struct arena *a, const struct evm_address *p)
{
	return evm_address_format(arena_alloc(a, EVM_ADDRESS_STR_SZ), p);
}

const char *evm_raw_read(struct evm_tx *tx, struct evm_raw_says *says,
			 struct arena *a, const uint8_t *raw, size_t len)
{
	struct evm_signed_tx signed_tx;
	enum evm_tx_err e = evm_tx_read_signed(a, &signed_tx, raw, len);

	if (e)
		return evm_tx_strerror(e);
	*tx = signed_tx.tx;
	says->hash = hex_of(a, signed_tx.hash, sizeof(signed_tx.hash));
	says->from = address_text(a, &signed_tx.from);
	return NULL;
}

/* What is over 2^127 wei nobody pays. */
static __int128 wei(struct u256 x)
{
	unsigned __int128 n;

	return u256_to_u128(&n, x) || n >> 127 ? INT64_MAX : (__int128)n;
}

__int128 evm_max_fee(const struct attempt *t)
{
	return wei(t->evm->tx.gas_price);
}

__int128 evm_max_priority(const struct attempt *t)
{
	const struct evm_tx *tx = &t->evm->tx;

	return wei(tx->type == EVM_TX_FEE ? tx->max_priority_fee
					  : tx->gas_price);
}

struct evm_call evm_call_of(struct arena *a, const struct attempt *t)
{
	const struct evm_tx *tx = &t->evm->tx;

	return (struct evm_call){
		.from = t->evm->wallet->address,
		.to = tx->create ? NULL : address_text(a, &tx->to),
		.data = hex_of(a, tx->data, tx->data_len),
		.value = tx->value,
		.gas = tx->gas,
	};
}

void evm_bump_of(struct rec_action *r, struct arena *a, const struct attempt *t)
{
	const struct evm_tx *tx = &t->evm->tx;

	if (!tx->create)
		r->contract = address_text(a, &tx->to);
	if (atoms_amount(&r->value_wei, tx->value, 0))
		r->value_wei = DEC_NONE;
	r->data = hex_of(a, tx->data, tx->data_len);
	r->gas = dec_make((__int128)tx->gas, 0);
	if (t->n_parts) {
		r->position = t->parts->action->position;
		r->roll = t->parts->action->roll;
		r->final = t->parts->action->final;
	}
}
