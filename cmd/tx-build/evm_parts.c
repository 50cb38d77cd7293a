#include "evm.h"

#include "base/atoms.h"
#include "base/hex.h"
#include "chain/evm.h"

#include <string.h>

bool evm_op_call_data(struct evm_build *b, struct evm_op *op,
		      struct abi_bytes *out, const char *signature,
		      const char *const *args, size_t n)
{
	struct abi_item f;
	const char *why;

	return (abi_parse(&f, b->a, signature, &why) &&
		abi_call_text(out, b->a, &f, args, n, &why)) ||
	       evm_op_refuse(b, op, "bad_call", "%s", why);
}

bool evm_op_encode(struct evm_build *b, struct evm_op *op, const char *to,
		   const char *signature, const char *const *args, size_t n)
{
	op->to = to;
	return evm_op_call_data(b, op, &op->data, signature, args, n);
}

const char *evm_op_hex(const struct evm_build *b, const uint8_t *p, size_t len)
{
	char *text = arena_alloc(b->a, 2 + HEX_SZ(len));

	memcpy(text, "0x", 2);
	hex_format(text + 2, p, len);
	return text;
}

const struct evm_asset *evm_op_asset(struct evm_build *b, struct evm_op *op,
				     const char *key, const char *name,
				     bool native)
{
	const struct evm_asset *asset =
		name ? evm_conf_asset(&b->conf->evm, name) : NULL;

	if (!asset)
		evm_op_refuse(b, op, "asset_unknown", "'%s': %s", key,
			      name ? "not one of ASSETS" : "missing");
	else if (!native && !asset->address) {
		evm_op_refuse(b, op, "asset_native",
			      "'%s': the native coin: wrap it first", key);
		return NULL;
	}
	return asset;
}

const char *evm_op_atoms(struct evm_build *b, struct evm_op *op,
			 const char *key, struct dec amount, int decimals,
			 bool zero)
{
	char *text = arena_alloc(b->a, U256_STR_SZ);
	struct u256 atoms;

	if (dec_is_none(amount) || atoms_of(&atoms, amount, decimals) ||
	    (!zero && u256_is_zero(atoms))) {
		evm_op_refuse(b, op, "amount", "'%s': %s", key,
			      dec_is_none(amount)
				      ? "missing"
				      : "not an amount of the asset");
		return NULL;
	}
	u256_format(text, atoms);
	return text;
}

const char *evm_op_account(struct evm_build *b, struct evm_op *op,
			   const char *key, const char *text)
{
	const struct evm_wallet *w =
		text ? evm_conf_wallet(&b->conf->evm, text) : NULL;
	struct evm_address address;
	const char *fault;

	if (w)
		return w->address;
	fault = text ? evm_address_fault(text, strlen(text)) : "missing";
	if (fault || !evm_address_parse(&address, text, strlen(text))) {
		evm_op_refuse(b, op, "address", "'%s': %s", key, fault);
		return NULL;
	}
	return evm_address_format(arena_alloc(b->a, EVM_ADDRESS_STR_SZ),
				  &address);
}

const char *evm_op_deadline(const struct evm_build *b, const struct evm_op *op)
{
	int64_t s = op->act->max_ts == REC_NONE_INT
			    ? b->ts_ms / 1000 + b->conf->deadline_s
			    : op->act->max_ts;

	return arena_printf(b->a, "%lld", (long long)s);
}
