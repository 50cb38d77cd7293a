#include "chain/evm_tx.h"

#include "chain/rlp.h"

#define FIELDS_MAX 12 /* those of a signed EIP-1559 transaction */
#define KEY_LEN    32
#define V_OLD      27 /* of a legacy signature without a chain id, + odd */
#define V_CHAIN    35 /* with one, + 2 * chain id + odd */

const char *evm_tx_strerror(enum evm_tx_err e)
{
	switch (e) {
	case EVM_TX_OK:
		return "ok";
	case EVM_TX_ETOOBIG:
		return "over 131072 bytes";
	case EVM_TX_EBLOB:
		return "a blob transaction (type 3, EIP-4844), which is not "
		       "supported";
	case EVM_TX_ESETCODE:
		return "a set-code transaction (type 4, EIP-7702), which is "
		       "not supported";
	case EVM_TX_ETYPE:
		return "no transaction of a known type";
	case EVM_TX_ERLP:
		return "not in canonical RLP";
	case EVM_TX_EFIELDS:
		return "another number of fields than a transaction has";
	case EVM_TX_ETRAILING:
		return "bytes behind the end";
	case EVM_TX_ENUMBER:
		return "a number that does not fit";
	case EVM_TX_ETO:
		return "'to' is neither an address nor empty";
	case EVM_TX_EACCESS:
		return "not an access list";
	case EVM_TX_ECHAIN:
		return "without a chain id that can be";
	case EVM_TX_ENONCE:
		return "a nonce over 2^64 - 2";
	case EVM_TX_EFEE:
		return "a priority fee over the maximum fee";
	case EVM_TX_ESIG:
		return "not a signature";
	case EVM_TX_EHIGH_S:
		return "a signature whose s is in the upper half";
	}
	return "unknown error";
}

/* At least the bytes it takes. */
static size_t room_of(const struct evm_tx *tx)
{
	size_t n = FIELDS_MAX * (RLP_HEAD_MAX + KEY_LEN) + 2 * RLP_HEAD_MAX +
		   1 + tx->data_len;

	for (size_t i = 0; i < tx->n_access; i++)
		n += 3 * RLP_HEAD_MAX + EVM_ADDRESS_LEN +
		     tx->access[i].n_keys * (1 + KEY_LEN);
	return n;
}

enum evm_tx_err evm_tx_check(const struct evm_tx *tx)
{
	if (tx->chain_id > EVM_CHAIN_ID_MAX ||
	    (!tx->chain_id && tx->type != EVM_TX_LEGACY))
		return EVM_TX_ECHAIN;
	if (tx->nonce > EVM_NONCE_MAX)
		return EVM_TX_ENONCE;
	if (u256_cmp(tx->max_priority_fee, tx->gas_price) > 0)
		return EVM_TX_EFEE;
	if (tx->n_access && tx->type == EVM_TX_LEGACY)
		return EVM_TX_EACCESS;
	return room_of(tx) > EVM_TX_MAX ? EVM_TX_ETOOBIG : EVM_TX_OK;
}

static void put_access(struct rlp_writer *w, const struct evm_tx *tx)
{
	const uint8_t *all = w->p;

	for (size_t i = tx->n_access; i-- > 0;) {
		const struct evm_access *e = &tx->access[i];
		const uint8_t *entry = w->p;

		for (size_t k = e->n_keys; k-- > 0;)
			rlp_put(w, e->keys[k], KEY_LEN);
		rlp_put_list(w, entry);
		rlp_put(w, e->address.b, EVM_ADDRESS_LEN);
		rlp_put_list(w, entry);
	}
	rlp_put_list(w, all);
}

static void put_sig(struct rlp_writer *w, const struct secp_sig *sig,
		    uint64_t v)
{
	rlp_put_u256(w, u256_of_be(sig->s));
	rlp_put_u256(w, u256_of_be(sig->r));
	rlp_put_u64(w, v);
}

/* What stands behind the data of a legacy transaction. */
static void put_legacy_end(struct rlp_writer *w, const struct evm_tx *tx,
			   const struct secp_sig *sig)
{
	if (sig) {
		put_sig(w, sig,
			sig->odd + (tx->chain_id ? V_CHAIN + 2 * tx->chain_id
						 : V_OLD));
	} else if (tx->chain_id) {
		rlp_put_u64(w, 0);
		rlp_put_u64(w, 0);
		rlp_put_u64(w, tx->chain_id);
	}
}

/* The fields that all kinds have, from the data to the nonce. */
static void put_fields(struct rlp_writer *w, const struct evm_tx *tx)
{
	rlp_put(w, tx->data, tx->data_len);
	rlp_put_u256(w, tx->value);
	rlp_put(w, tx->to.b, tx->create ? 0 : EVM_ADDRESS_LEN);
	rlp_put_u64(w, tx->gas);
	rlp_put_u256(w, tx->gas_price);
	if (tx->type == EVM_TX_FEE)
		rlp_put_u256(w, tx->max_priority_fee);
	rlp_put_u64(w, tx->nonce);
}

void evm_tx_write(struct arena *a, uint8_t **bytes, size_t *len,
		  const struct evm_tx *tx, const struct secp_sig *sig)
{
	const uint8_t type = (uint8_t)tx->type;
	size_t room = room_of(tx);
	struct rlp_writer w;

	rlp_begin(&w, arena_alloc(a, room), room);
	if (tx->type == EVM_TX_LEGACY) {
		put_legacy_end(&w, tx, sig);
		put_fields(&w, tx);
	} else {
		if (sig)
			put_sig(&w, sig, sig->odd);
		put_access(&w, tx);
		put_fields(&w, tx);
		rlp_put_u64(&w, tx->chain_id);
	}
	rlp_put_list(&w, w.end);
	if (tx->type != EVM_TX_LEGACY)
		rlp_put_raw(&w, &type, sizeof(type));
	*bytes = w.p;
	*len = rlp_len(&w);
}

void evm_tx_digest(struct arena *a, uint8_t out[static KECCAK256_LEN],
		   const struct evm_tx *tx)
{
	struct hash_part part;
	uint8_t *bytes;

	evm_tx_write(a, &bytes, &part.len, tx, NULL);
	part.p = bytes;
	keccak256(out, &part, 1);
}

bool evm_tx_same_effect(const struct evm_tx *a, const struct evm_tx *b)
{
	return a->chain_id == b->chain_id && a->create == b->create &&
	       (a->create || evm_address_eq(&a->to, &b->to)) &&
	       u256_cmp(a->value, b->value) == 0 &&
	       a->data_len == b->data_len &&
	       (!a->data_len || !memcmp(a->data, b->data, a->data_len));
}
