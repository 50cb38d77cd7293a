#include "chain/univ4_plan.h"

#include <string.h>

#define PLAN "(bytes actions,bytes[] params)"
#define POOL_KEY                                                               \
	"(address currency0,address currency1,uint24 fee,int24 tickSpacing,"   \
	"address hooks) poolKey"

static const struct {
	enum univ4_action action;
	const char *signature;
} known[] = {
	{ UNIV4_INCREASE_LIQUIDITY,
	  "INCREASE_LIQUIDITY(uint256 tokenId,uint256 liquidity,"
	  "uint128 amount0Max,uint128 amount1Max,bytes hookData)" },
	{ UNIV4_DECREASE_LIQUIDITY,
	  "DECREASE_LIQUIDITY(uint256 tokenId,uint256 liquidity,"
	  "uint128 amount0Min,uint128 amount1Min,bytes hookData)" },
	{ UNIV4_MINT_POSITION,
	  "MINT_POSITION(" POOL_KEY ",int24 tickLower,int24 tickUpper,"
	  "uint256 liquidity,uint128 amount0Max,uint128 amount1Max,"
	  "address owner,bytes hookData)" },
	{ UNIV4_BURN_POSITION,
	  "BURN_POSITION(uint256 tokenId,uint128 amount0Min,"
	  "uint128 amount1Min,bytes hookData)" },
	{ UNIV4_SWAP_EXACT_IN_SINGLE,
	  "SWAP_EXACT_IN_SINGLE((" POOL_KEY ",bool zeroForOne,"
	  "uint128 amountIn,uint128 amountOutMinimum,bytes hookData) swap)" },
	{ UNIV4_SETTLE_ALL, "SETTLE_ALL(address currency,uint256 maxAmount)" },
	{ UNIV4_SETTLE_PAIR,
	  "SETTLE_PAIR(address currency0,address currency1)" },
	{ UNIV4_TAKE_ALL, "TAKE_ALL(address currency,uint256 minAmount)" },
	{ UNIV4_TAKE_PAIR, "TAKE_PAIR(address currency0,address currency1,"
			   "address recipient)" },
	{ UNIV4_CLOSE_CURRENCY, "CLOSE_CURRENCY(address currency)" },
	{ UNIV4_SWEEP, "SWEEP(address currency,address to)" },
};

const char *univ4_signature(uint8_t action)
{
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (known[i].action == action)
			return known[i].signature;
	return NULL;
}

/* The type of such a list. */
static const struct abi_type *plan_type(struct arena *a)
{
	struct abi_item *item = arena_alloc(a, sizeof(*item));
	const char *why;

	return abi_parse(item, a, PLAN, &why) ? &item->inputs : NULL;
}

struct abi_bytes univ4_encode(struct arena *a, const struct univ4_step *v,
			      size_t n)
{
	const struct abi_type *t = plan_type(a);
	uint8_t *actions = arena_alloc(a, n + 1);
	struct abi_value *params = arena_alloc(a, (n + 1) * sizeof(*params));
	struct abi_value *parts = arena_alloc(a, 2 * sizeof(*parts));
	struct abi_value plan = { .type = t };

	for (size_t i = 0; i < n; i++) {
		actions[i] = v[i].action;
		params[i].type = t->param[1].type.item;
		params[i].bytes = v[i].params;
		params[i].len = v[i].len;
	}
	parts[0].type = &t->param[0].type;
	parts[0].bytes = actions;
	parts[0].len = n;
	parts[1].type = &t->param[1].type;
	parts[1].items = params;
	parts[1].n = n;
	plan.items = parts;
	plan.n = 2;
	return abi_encode(a, &plan);
}

bool univ4_decode(struct univ4_step **v, size_t *n, struct arena *a,
		  const uint8_t *data, size_t len, const char **why)
{
	struct abi_value plan;
	const struct abi_value *actions, *params;
	struct abi_bytes again;

	if (!abi_decode(&plan, a, plan_type(a), data, len, why))
		return false;
	actions = &plan.items[0];
	params = &plan.items[1];
	*n = actions->len;
	*why = "another number of parameters than of actions";
	if (params->n != actions->len)
		return false;
	*v = arena_alloc(a, (*n + 1) * sizeof(**v));
	for (size_t i = 0; i < *n; i++)
		(*v)[i] = (struct univ4_step){
			.action = actions->bytes[i],
			.params = params->items[i].bytes,
			.len = params->items[i].len,
		};
	again = univ4_encode(a, *v, *n);
	*why = "not encoded as the ABI encodes it";
	return again.len == len && memcmp(again.p, data, len) == 0;
}
