#include "evm.h"

#include "base/atoms.h"
#include "chain/evm.h"

#include <string.h>
#include <strings.h>

bool evm_op_encode(struct evm_build *b, struct evm_op *op, const char *to,
		   const char *signature, const char *const *args, size_t n)
{
	struct abi_item f;
	const char *why;

	if (!abi_parse(&f, b->a, signature, &why) ||
	    !abi_call_text(&op->data, b->a, &f, args, n, &why))
		return evm_op_refuse(b, op, "bad_call", "%s", why);
	op->to = to;
	return true;
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

/* ---- what it is ---- */

#define APPROVE          0x095ea7b3 /* approve(address,uint256) */
#define WITHDRAW         0x2e1a7d4d /* withdraw(uint256) of WETH9 */
#define REMOVE_LIQUIDITY 0xbaa2abde /* removeLiquidity of Router02 */
#define REMOVE_TO        5          /* its argument `to` */

static const uint8_t *argument(const struct evm_op *op, size_t i)
{
	return op->data.p + ABI_SELECTOR_LEN + i * ABI_WORD;
}

static bool calls(const struct evm_op *op, uint32_t selector, size_t n_args)
{
	const uint8_t *p = op->data.p;

	return op->data.len == ABI_SELECTOR_LEN + n_args * ABI_WORD &&
	       ((uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
		(uint32_t)p[2] << 8 | p[3]) == selector;
}

static bool is_zero(const uint8_t word[static ABI_WORD])
{
	for (size_t i = 0; i < ABI_WORD; i++)
		if (word[i])
			return false;
	return true;
}

static bool is_self(const struct evm_op *op, const uint8_t *word)
{
	struct evm_address self, at = evm_address_at(word + 12);

	return evm_address_parse(&self, op->from->address,
				 strlen(op->from->address)) &&
	       evm_address_eq(&self, &at);
}

bool evm_op_reduces(const struct evm_build *b, const struct evm_op *op)
{
	const struct evm_asset *wrapped = b->conf->evm.wrapped;

	if (dec_sign(op->value))
		return false;
	if (!op->data.len)
		return !strcasecmp(op->to, op->from->address);
	if (calls(op, APPROVE, 2))
		return is_zero(argument(op, 1));
	if (calls(op, WITHDRAW, 1))
		return wrapped && !strcasecmp(op->to, wrapped->address);
	return calls(op, REMOVE_LIQUIDITY, 7) &&
	       !strcasecmp(op->to, b->conf->v2_router) &&
	       is_self(op, argument(op, REMOVE_TO));
}
