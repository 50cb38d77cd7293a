/* evm_reduce.c - what cannot add risk, by the bytes of a call: also of one that another
 * program has encoded. */
#include "evm.h"

#include "chain/univ4_plan.h"

#include <string.h>
#include <strings.h>

#define APPROVE          0x095ea7b3 /* approve(address,uint256) */
#define PERMIT2_APPROVE  0x87517c45 /* approve(address,address,uint160,uint48) */
#define WITHDRAW         0x2e1a7d4d /* withdraw(uint256) of WETH9 */
#define REMOVE_LIQUIDITY 0xbaa2abde /* removeLiquidity of Router02 */
#define REMOVE_TO        5          /* its argument `to` */
/* of the NonfungiblePositionManager */
#define DECREASE   0x0c49ccbe /* decreaseLiquidity */
#define COLLECT    0xfc6f7865 /* collect */
#define COLLECT_TO 1          /* its argument `recipient` */
#define BURN       0x42966c68 /* burn(uint256) */
#define MULTICALL  0xac9650d8 /* multicall(bytes[]) */
#define REPAY      0x573ade81 /* repay(address,uint256,uint256,address) of Aave */
#define REPAY_TO   3          /* its argument `onBehalfOf` */
/* of the PositionManager of v4 */
#define MODIFY  0xdd46508f /* modifyLiquidities(bytes,uint256) */
#define TAKE_TO 2          /* argument `recipient` of TAKE_PAIR */

struct call {
	const uint8_t *p;
	size_t len;
};

static const uint8_t *argument(struct call c, size_t i)
{
	return c.p + ABI_SELECTOR_LEN + i * ABI_WORD;
}

static bool is_of(struct call c, uint32_t selector)
{
	const uint8_t *p = c.p;

	return c.len >= ABI_SELECTOR_LEN &&
	       ((uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
		(uint32_t)p[2] << 8 | p[3]) == selector;
}

static bool calls(struct call c, uint32_t selector, size_t n_args)
{
	return c.len == ABI_SELECTOR_LEN + n_args * ABI_WORD &&
	       is_of(c, selector);
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

/* The arguments of a call as such a list has them. */
static bool arguments(struct abi_value *out, struct arena *a, const char *list,
		      struct call c)
{
	struct abi_item item;
	const char *why;

	return abi_parse(&item, a, list, &why) &&
	       abi_decode(out, a, &item.inputs, argument(c, 0),
			  c.len - ABI_SELECTOR_LEN, &why);
}

/* ---- positions ---- */

static bool v3_call(const struct evm_op *op, struct call c)
{
	return calls(c, DECREASE, 5) || calls(c, BURN, 1) ||
	       (calls(c, COLLECT, 4) && is_self(op, argument(c, COLLECT_TO)));
}

static bool v3_position(const struct evm_build *b, const struct evm_op *op,
			struct call c)
{
	struct abi_value args;

	if (!is_of(c, MULTICALL))
		return v3_call(op, c);
	if (!arguments(&args, b->a, "(bytes[] data)", c))
		return false;
	for (size_t i = 0; i < args.items[0].n; i++) {
		const struct abi_value *v = &args.items[0].items[i];

		if (!v3_call(op, (struct call){ v->bytes, v->len }))
			return false;
	}
	return true;
}

static bool v4_position(const struct evm_build *b, const struct evm_op *op,
			struct call c)
{
	struct abi_value args;
	struct univ4_step *v;
	const char *why;
	size_t n;

	if (!is_of(c, MODIFY) ||
	    !arguments(&args, b->a, "(bytes unlockData, uint256 deadline)",
		       c) ||
	    !univ4_decode(&v, &n, b->a, args.items[0].bytes, args.items[0].len,
			  &why))
		return false;
	for (size_t i = 0; i < n; i++)
		if (v[i].action != UNIV4_DECREASE_LIQUIDITY &&
		    v[i].action != UNIV4_BURN_POSITION &&
		    !(v[i].action == UNIV4_TAKE_PAIR &&
		      v[i].len == 3 * ABI_WORD &&
		      is_self(op, v[i].params + TAKE_TO * ABI_WORD)))
			return false;
	return true;
}

static bool is_pool(const struct evm_build *b, const char *address)
{
	for (size_t i = 0; i < b->conf->n_pools; i++)
		if (!strcasecmp(b->conf->pools[i], address))
			return true;
	return false;
}

bool evm_op_reduces(const struct evm_build *b, const struct evm_op *op)
{
	const struct evm_asset *wrapped = b->conf->evm.wrapped;
	const struct call c = { op->data.p, op->data.len };

	if (dec_sign(op->value))
		return false;
	if (!c.len)
		return !strcasecmp(op->to, op->from->address);
	if (calls(c, APPROVE, 2))
		return is_zero(argument(c, 1));
	if (calls(c, PERMIT2_APPROVE, 4))
		return is_zero(argument(c, 2));
	if (calls(c, WITHDRAW, 1))
		return wrapped && !strcasecmp(op->to, wrapped->address);
	if (!strcasecmp(op->to, b->conf->v3_manager))
		return v3_position(b, op, c);
	if (!strcasecmp(op->to, b->conf->v4_manager))
		return v4_position(b, op, c);
	if (calls(c, REPAY, 4))
		return is_pool(b, op->to) && is_self(op, argument(c, REPAY_TO));
	return calls(c, REMOVE_LIQUIDITY, 7) &&
	       !strcasecmp(op->to, b->conf->v2_router) &&
	       is_self(op, argument(c, REMOVE_TO));
}
