#include "chain/evm_tx.h"

#include "chain/rlp.h"

#define TYPED_MAX 0x7f /* a first byte up to here is a type (EIP-2718) */
#define LIST      0xc0 /* from here on it begins a list */
#define KEY_LEN   32
#define SIG_ITEMS 3
#define V_OLD     27
#define V_CHAIN   35

/* Fields without a signature, by type; a legacy one has three more with EIP-155. */
static const size_t n_fields[] = {
	[EVM_TX_LEGACY] = 6,
	[EVM_TX_ACCESS] = 8,
	[EVM_TX_FEE] = 9,
};

/* ---- what all have ---- */

static enum evm_tx_err type_of(enum evm_tx_type *type, const uint8_t *bytes,
			       size_t len)
{
	if (len > EVM_TX_MAX)
		return EVM_TX_ETOOBIG;
	if (!len || (bytes[0] > TYPED_MAX && bytes[0] < LIST))
		return EVM_TX_ETYPE;
	*type = EVM_TX_LEGACY;
	if (bytes[0] >= LIST)
		return EVM_TX_OK;
	switch (bytes[0]) {
	case EVM_TX_ACCESS:
	case EVM_TX_FEE:
		*type = (enum evm_tx_type)bytes[0];
		return EVM_TX_OK;
	case 3:
		return EVM_TX_EBLOB;
	case 4:
		return EVM_TX_ESETCODE;
	}
	return EVM_TX_ETYPE;
}

/* The list of fields, n of them. */
static enum evm_tx_err open_fields(struct rlp_reader *fields, size_t *n,
				   enum evm_tx_type type, const uint8_t *bytes,
				   size_t len)
{
	struct rlp_reader r = { bytes, len };

	if (type != EVM_TX_LEGACY) {
		r.p++;
		r.left--;
	}
	if (!rlp_read_list(&r, fields))
		return EVM_TX_ERLP;
	if (r.left)
		return EVM_TX_ETRAILING;
	return rlp_count(*fields, n) ? EVM_TX_OK : EVM_TX_ERLP;
}

static enum evm_tx_err read_to(struct rlp_reader *r, struct evm_tx *tx)
{
	const uint8_t *to;
	size_t n;

	if (!rlp_read(r, &to, &n))
		return EVM_TX_ETO;
	tx->create = n == 0;
	tx->to = (struct evm_address){ { 0 } };
	if (n == EVM_ADDRESS_LEN)
		tx->to = evm_address_at(to);
	return !n || n == EVM_ADDRESS_LEN ? EVM_TX_OK : EVM_TX_ETO;
}

static enum evm_tx_err read_fields(struct rlp_reader *r, struct evm_tx *tx)
{
	enum evm_tx_err e;

	tx->max_priority_fee = U256_ZERO;
	if (!rlp_read_u64(r, &tx->nonce) ||
	    (tx->type == EVM_TX_FEE &&
	     !rlp_read_u256(r, &tx->max_priority_fee)) ||
	    !rlp_read_u256(r, &tx->gas_price) || !rlp_read_u64(r, &tx->gas))
		return EVM_TX_ENUMBER;
	e = read_to(r, tx);
	if (e != EVM_TX_OK)
		return e;
	if (!rlp_read_u256(r, &tx->value))
		return EVM_TX_ENUMBER;
	return rlp_read(r, &tx->data, &tx->data_len) ? EVM_TX_OK : EVM_TX_ERLP;
}

static bool read_entry(struct arena *a, struct rlp_reader *r,
		       struct evm_access *out)
{
	struct rlp_reader entry, keys;
	uint8_t(*k)[KEY_LEN];

	if (!rlp_read_list(r, &entry) ||
	    !rlp_read_exact(&entry, out->address.b, EVM_ADDRESS_LEN) ||
	    !rlp_read_list(&entry, &keys) || entry.left ||
	    keys.left % (1 + KEY_LEN))
		return false;
	out->n_keys = keys.left / (1 + KEY_LEN);
	k = arena_alloc(a, out->n_keys * KEY_LEN);
	for (size_t i = 0; i < out->n_keys; i++)
		if (!rlp_read_exact(&keys, k[i], KEY_LEN))
			return false;
	out->keys = (const uint8_t(*)[KEY_LEN])k;
	return true;
}

static enum evm_tx_err read_access(struct arena *a, struct rlp_reader *r,
				   struct evm_tx *tx)
{
	struct rlp_reader list;
	struct evm_access *v;
	size_t n;

	if (!rlp_read_list(r, &list) || !rlp_count(list, &n))
		return EVM_TX_EACCESS;
	v = arena_alloc(a, n * sizeof(*v));
	for (size_t i = 0; i < n; i++)
		if (!read_entry(a, &list, &v[i]))
			return EVM_TX_EACCESS;
	tx->access = v;
	tx->n_access = n;
	return EVM_TX_OK;
}

/* The fields up to what depends on whether it is signed. */
static enum evm_tx_err read_body(struct arena *a, struct evm_tx *tx,
				 struct rlp_reader *r)
{
	enum evm_tx_err e;

	tx->chain_id = 0;
	tx->access = NULL;
	tx->n_access = 0;
	if (tx->type != EVM_TX_LEGACY && !rlp_read_u64(r, &tx->chain_id))
		return EVM_TX_ECHAIN;
	e = read_fields(r, tx);
	if (e == EVM_TX_OK && tx->type != EVM_TX_LEGACY)
		e = read_access(a, r, tx);
	return e;
}

/* ---- unsigned ---- */

enum evm_tx_err evm_tx_read(struct arena *a, struct evm_tx *out,
			    const uint8_t *bytes, size_t len)
{
	struct rlp_reader r;
	enum evm_tx_err e;
	uint64_t r0, s0;
	size_t n;

	e = type_of(&out->type, bytes, len);
	if (e == EVM_TX_OK)
		e = open_fields(&r, &n, out->type, bytes, len);
	if (e != EVM_TX_OK)
		return e;
	if (n != n_fields[out->type] &&
	    (out->type != EVM_TX_LEGACY || n != n_fields[0] + SIG_ITEMS))
		return EVM_TX_EFIELDS;
	e = read_body(a, out, &r);
	if (e != EVM_TX_OK)
		return e;
	if (r.left) { /* EIP-155 */
		if (!rlp_read_u64(&r, &out->chain_id) || !out->chain_id)
			return EVM_TX_ECHAIN;
		if (!rlp_read_u64(&r, &r0) || !rlp_read_u64(&r, &s0) || r0 ||
		    s0)
			return EVM_TX_EFIELDS; /* it is signed */
	}
	return evm_tx_check(out);
}

/* ---- signed ---- */

/* What the v of a legacy signature says: odd, and the chain id. */
static enum evm_tx_err read_legacy_v(struct evm_signed_tx *out, uint64_t v)
{
	if (v == V_OLD || v == V_OLD + 1) {
		out->sig.odd = (unsigned char)(v - V_OLD);
		return EVM_TX_OK;
	}
	if (v < V_CHAIN)
		return EVM_TX_ESIG;
	out->tx.chain_id = (v - V_CHAIN) / 2;
	out->sig.odd = (v - V_CHAIN) % 2;
	return out->tx.chain_id ? EVM_TX_OK : EVM_TX_ECHAIN;
}

static enum evm_tx_err read_sig(struct rlp_reader *r, struct evm_signed_tx *out)
{
	struct u256 rr, ss;
	uint64_t v;

	if (!rlp_read_u64(r, &v) || !rlp_read_u256(r, &rr) ||
	    !rlp_read_u256(r, &ss))
		return EVM_TX_ESIG;
	u256_put_be(out->sig.r, rr);
	u256_put_be(out->sig.s, ss);
	if (!secp_is_low(&out->sig))
		return EVM_TX_EHIGH_S;
	if (out->tx.type == EVM_TX_LEGACY)
		return read_legacy_v(out, v);
	out->sig.odd = (unsigned char)(v & 1);
	return v <= 1 ? EVM_TX_OK : EVM_TX_ESIG;
}

enum evm_tx_err evm_tx_read_signed(struct arena *a, struct evm_signed_tx *out,
				   const uint8_t *bytes, size_t len)
{
	uint8_t digest[KECCAK256_LEN];
	struct rlp_reader r;
	enum evm_tx_err e;
	size_t n;

	e = type_of(&out->tx.type, bytes, len);
	if (e == EVM_TX_OK)
		e = open_fields(&r, &n, out->tx.type, bytes, len);
	if (e == EVM_TX_OK && n != n_fields[out->tx.type] + SIG_ITEMS)
		e = EVM_TX_EFIELDS;
	if (e == EVM_TX_OK)
		e = read_body(a, &out->tx, &r);
	if (e == EVM_TX_OK)
		e = read_sig(&r, out);
	if (e == EVM_TX_OK)
		e = evm_tx_check(&out->tx);
	if (e != EVM_TX_OK)
		return e;
	evm_tx_digest(a, digest, &out->tx);
	if (!secp_recover_address(out->from.b, &out->sig, digest))
		return EVM_TX_ESIG;
	keccak256(out->hash, &(struct hash_part){ bytes, len }, 1);
	return EVM_TX_OK;
}
