/* policy_evm_kinds.c - what well-known contracts can be asked to do, in the language
 * of policy(5).  What is not here they are not asked: permits, flash loans, approvals
 * for all, recipients but ourselves.
 *
 * source: EIP-20; WETH9; Uniswap v2-periphery 1.1.0, v3-periphery 1.4.4,
 * swap-router-contracts 1.3.1, v4-periphery 1.0.3, universal-router 2.1.0, permit2;
 * Aave v3 IPool; Compound 2.8.1, CErc20, CEther, Comptroller. */
#include "chain/policy_evm_parts.h"
#include "chain/univ4_plan.h"

#include <string.h>

struct known {
	const char *signature, *rule;
	bool reduces;
};

static const struct known token[] = {
	{ "transfer(address to,uint256 amount)", "pay amount to this", false },
	{ "transferFrom(address from,address to,uint256 amount)",
	  "ours from;pay amount to this", false },
	{ "approve(address spender,uint256 amount)",
	  "allow amount spender this", false },
	{ "increaseAllowance(address spender,uint256 amount)",
	  "grow amount spender this", false },
	{ "decreaseAllowance(address spender,uint256 amount)",
	  "any spender amount", true },
	{ NULL, NULL, false },
};

static const struct known wrapped[] = {
	{ "deposit()", "value this", false },
	{ "withdraw(uint256 amount)", "any amount", true },
	{ NULL, NULL, false },
};

static const struct known permit2[] = {
	{ "approve(address token,address spender,uint160 amount,uint48 "
	  "expiration)",
	  "allow amount spender token;expiry expiration spender token", false },
	{ "lockdown((address token,address spender)[] approvals)",
	  "any approvals", true },
	{ NULL, NULL, false },
};

static const struct known v2_router[] = {
	{ "swapExactTokensForTokens(uint256 amountIn,uint256 amountOutMin,"
	  "address[] path,address to,uint256 deadline)",
	  "out amountIn path:first;min amountOutMin path:last;self to;"
	  "deadline deadline",
	  false },
	{ "swapTokensForExactTokens(uint256 amountOut,uint256 amountInMax,"
	  "address[] path,address to,uint256 deadline)",
	  "out amountInMax path:first;min amountOut path:last;self to;"
	  "deadline deadline",
	  false },
	{ "swapExactETHForTokens(uint256 amountOutMin,address[] path,address "
	  "to,"
	  "uint256 deadline)",
	  "value path:first;min amountOutMin path:last;self to;"
	  "deadline deadline",
	  false },
	{ "swapETHForExactTokens(uint256 amountOut,address[] path,address to,"
	  "uint256 deadline)",
	  "value path:first;min amountOut path:last;self to;deadline deadline",
	  false },
	{ "swapExactTokensForETH(uint256 amountIn,uint256 amountOutMin,"
	  "address[] path,address to,uint256 deadline)",
	  "out amountIn path:first;min amountOutMin path:last;self to;"
	  "deadline deadline",
	  false },
	{ "swapTokensForExactETH(uint256 amountOut,uint256 amountInMax,"
	  "address[] path,address to,uint256 deadline)",
	  "out amountInMax path:first;min amountOut path:last;self to;"
	  "deadline deadline",
	  false },
	{ "addLiquidity(address tokenA,address tokenB,uint256 amountADesired,"
	  "uint256 amountBDesired,uint256 amountAMin,uint256 amountBMin,"
	  "address to,uint256 deadline)",
	  "out amountADesired tokenA;out amountBDesired tokenB;"
	  "some amountAMin amountBMin;self to;deadline deadline",
	  false },
	{ "removeLiquidity(address tokenA,address tokenB,uint256 liquidity,"
	  "uint256 amountAMin,uint256 amountBMin,address to,uint256 deadline)",
	  "any tokenA tokenB liquidity;some amountAMin amountBMin;self to;"
	  "deadline deadline",
	  true },
	{ "removeLiquidityETH(address token,uint256 liquidity,"
	  "uint256 amountTokenMin,uint256 amountETHMin,address to,"
	  "uint256 deadline)",
	  "any token liquidity;some amountTokenMin amountETHMin;self to;"
	  "deadline deadline",
	  true },
	{ NULL, NULL, false },
};

static const struct known v3_router[] = {
	{ "exactInputSingle((address tokenIn,address tokenOut,uint24 fee,"
	  "address recipient,uint256 deadline,uint256 amountIn,"
	  "uint256 amountOutMinimum,uint160 sqrtPriceLimitX96) params)",
	  "payable;out amountIn tokenIn;min amountOutMinimum tokenOut;"
	  "self recipient;deadline deadline;any fee;one sqrtPriceLimitX96 0",
	  false },
	{ "exactInput((bytes path,address recipient,uint256 deadline,"
	  "uint256 amountIn,uint256 amountOutMinimum) params)",
	  "payable;out amountIn path:first;min amountOutMinimum path:last;"
	  "self recipient;deadline deadline",
	  false },
	{ "exactOutputSingle((address tokenIn,address tokenOut,uint24 fee,"
	  "address recipient,uint256 deadline,uint256 amountOut,"
	  "uint256 amountInMaximum,uint160 sqrtPriceLimitX96) params)",
	  "out amountInMaximum tokenIn;min amountOut tokenOut;self recipient;"
	  "deadline deadline;any fee;one sqrtPriceLimitX96 0",
	  false },
	/* The path of an exact output runs from what comes to what goes. */
	{ "exactOutput((bytes path,address recipient,uint256 deadline,"
	  "uint256 amountOut,uint256 amountInMaximum) params)",
	  "out amountInMaximum path:last;min amountOut path:first;"
	  "self recipient;deadline deadline",
	  false },
	{ "multicall(bytes[] data)", "calls data", false },
	{ NULL, NULL, false },
};

static const struct known v3_router02[] = {
	{ "exactInputSingle((address tokenIn,address tokenOut,uint24 fee,"
	  "address recipient,uint256 amountIn,uint256 amountOutMinimum,"
	  "uint160 sqrtPriceLimitX96) params)",
	  "payable;out amountIn tokenIn;min amountOutMinimum tokenOut;"
	  "self recipient;dated;any fee;one sqrtPriceLimitX96 0",
	  false },
	{ "exactInput((bytes path,address recipient,uint256 amountIn,"
	  "uint256 amountOutMinimum) params)",
	  "payable;out amountIn path:first;min amountOutMinimum path:last;"
	  "self recipient;dated",
	  false },
	{ "exactOutputSingle((address tokenIn,address tokenOut,uint24 fee,"
	  "address recipient,uint256 amountOut,uint256 amountInMaximum,"
	  "uint160 sqrtPriceLimitX96) params)",
	  "out amountInMaximum tokenIn;min amountOut tokenOut;self recipient;"
	  "dated;any fee;one sqrtPriceLimitX96 0",
	  false },
	{ "exactOutput((bytes path,address recipient,uint256 amountOut,"
	  "uint256 amountInMaximum) params)",
	  "out amountInMaximum path:last;min amountOut path:first;"
	  "self recipient;dated",
	  false },
	{ "swapExactTokensForTokens(uint256 amountIn,uint256 amountOutMin,"
	  "address[] path,address to)",
	  "payable;out amountIn path:first;min amountOutMin path:last;self to;"
	  "dated",
	  false },
	{ "swapTokensForExactTokens(uint256 amountOut,uint256 amountInMax,"
	  "address[] path,address to)",
	  "out amountInMax path:first;min amountOut path:last;self to;dated",
	  false },
	{ "multicall(uint256 deadline,bytes[] data)",
	  "deadline deadline;calls data", false },
	{ NULL, NULL, false },
};

static const struct known v3_positions[] = {
	{ "mint((address token0,address token1,uint24 fee,int24 tickLower,"
	  "int24 tickUpper,uint256 amount0Desired,uint256 amount1Desired,"
	  "uint256 amount0Min,uint256 amount1Min,address recipient,"
	  "uint256 deadline) params)",
	  "out amount0Desired token0;out amount1Desired token1;"
	  "some amount0Min amount1Min;self recipient;deadline deadline;"
	  "pool token0 token1 fee;any tickLower tickUpper",
	  false },
	{ "increaseLiquidity((uint256 tokenId,uint256 amount0Desired,"
	  "uint256 amount1Desired,uint256 amount0Min,uint256 amount1Min,"
	  "uint256 deadline) params)",
	  "position tokenId amount0Desired amount1Desired;"
	  "some amount0Min amount1Min;deadline deadline",
	  false },
	{ "decreaseLiquidity((uint256 tokenId,uint128 liquidity,"
	  "uint256 amount0Min,uint256 amount1Min,uint256 deadline) params)",
	  "any tokenId;empty liquidity;some amount0Min amount1Min;"
	  "deadline deadline",
	  true },
	{ "collect((uint256 tokenId,address recipient,uint128 amount0Max,"
	  "uint128 amount1Max) params)",
	  "any tokenId amount0Max amount1Max;self recipient", true },
	{ "burn(uint256 tokenId)", "any tokenId", true },
	{ "multicall(bytes[] data)", "calls data", false },
	{ NULL, NULL, false },
};

static const struct known v4_positions[] = {
	{ "modifyLiquidities(bytes unlockData,uint256 deadline)",
	  "actions unlockData;deadline deadline", false },
	{ NULL, NULL, false },
};

/* Settling pays what the others owe, which their maxima bound; it adds risk, for a
 * hook may owe on the way out too. */
static const struct known_action {
	enum univ4_action action;
	const char *rule;
	bool reduces;
} v4_actions[] = {
	{ UNIV4_MINT_POSITION,
	  "pool poolKey;out amount0Max poolKey.currency0;"
	  "out amount1Max poolKey.currency1;self owner;"
	  "any tickLower tickUpper liquidity;one hookData 0x",
	  false },
	{ UNIV4_INCREASE_LIQUIDITY,
	  "position tokenId amount0Max amount1Max;any liquidity;"
	  "one hookData 0x",
	  false },
	{ UNIV4_DECREASE_LIQUIDITY,
	  "any tokenId;empty liquidity;some amount0Min amount1Min;"
	  "one hookData 0x",
	  true },
	{ UNIV4_BURN_POSITION,
	  "any tokenId;some amount0Min amount1Min;one hookData 0x", true },
	{ UNIV4_SETTLE_PAIR, "asset currency0 currency1", false },
	{ UNIV4_CLOSE_CURRENCY, "asset currency", false },
	{ UNIV4_TAKE_PAIR, "any currency0 currency1;self recipient", true },
	{ UNIV4_SWEEP, "any currency;self to", true },
};

static const struct known universal_router[] = {
	{ "execute(bytes commands,bytes[] inputs,uint256 deadline)",
	  "commands commands inputs;deadline deadline", false },
	{ NULL, NULL, false },
};

/* What is taken goes to who called. */
static const struct known_action router_actions[] = {
	{ UNIV4_SWAP_EXACT_IN_SINGLE,
	  "pool poolKey;out amountIn poolKey:in;"
	  "min amountOutMinimum poolKey:out;any zeroForOne;one hookData 0x",
	  false },
	{ UNIV4_SETTLE_ALL, "within maxAmount currency", false },
	{ UNIV4_TAKE_ALL, "any currency minAmount", true },
};

/* A debt of our own that is paid back is still ours: it is not counted as leaving.
 * What is borrowed has to be given back, so it is.  Who withdraws beside a debt comes
 * nearer to liquidation. */
static const struct known aave_pool[] = {
	{ "supply(address asset,uint256 amount,address onBehalfOf,"
	  "uint16 referralCode)",
	  "out amount asset;self onBehalfOf;one referralCode 0", false },
	{ "withdraw(address asset,uint256 amount,address to)",
	  "asset asset;any amount;self to", false },
	{ "borrow(address asset,uint256 amount,uint256 interestRateMode,"
	  "uint16 referralCode,address onBehalfOf)",
	  "out amount asset;one interestRateMode 2;one referralCode 0;"
	  "self onBehalfOf",
	  false },
	{ "repay(address asset,uint256 amount,uint256 interestRateMode,"
	  "address onBehalfOf)",
	  "asset asset;any amount interestRateMode;self onBehalfOf", true },
	{ "setUserUseReserveAsCollateral(address asset,bool useAsCollateral)",
	  "asset asset;any useAsCollateral", false },
	{ "liquidationCall(address collateralAsset,address debtAsset,"
	  "address user,uint256 debtToCover,bool receiveAToken)",
	  "asset collateralAsset;out debtToCover debtAsset;"
	  "stranger user;one receiveAToken false",
	  false },
	{ NULL, NULL, false },
};

static const struct known ctoken[] = {
	{ "mint(uint256 amount)", "out amount underlying", false },
	{ "redeem(uint256 tokens)", "any tokens", false },
	{ "redeemUnderlying(uint256 amount)", "any amount", false },
	{ "borrow(uint256 amount)", "out amount underlying", false },
	{ "repayBorrow(uint256 amount)", "any amount", true },
	{ NULL, NULL, false },
};

static const struct known cether[] = {
	{ "mint()", "value underlying", false },
	{ "redeem(uint256 tokens)", "any tokens", false },
	{ "redeemUnderlying(uint256 amount)", "any amount", false },
	{ "borrow(uint256 amount)", "out amount underlying", false },
	{ "repayBorrow()", "value underlying", false },
	{ NULL, NULL, false },
};

static const struct known comptroller[] = {
	{ "enterMarkets(address[] cTokens)", "any cTokens", false },
	{ "exitMarket(address cToken)", "any cToken", false },
	{ NULL, NULL, false },
};

#define COUNT_(list) (sizeof(list) / sizeof(*(list)))

static const struct {
	const char *name;
	const struct known *rules;
	const struct known_action *actions;
	size_t n_actions;
} kinds[] = {
	{ "permit2", permit2, NULL, 0 },
	{ "uniswap_v2_router", v2_router, NULL, 0 },
	{ "uniswap_v3_router", v3_router, NULL, 0 },
	{ "uniswap_v3_router02", v3_router02, NULL, 0 },
	{ "uniswap_v3_positions", v3_positions, NULL, 0 },
	{ "uniswap_v4_positions", v4_positions, v4_actions,
	  COUNT_(v4_actions) },
	{ "uniswap_universal_router", universal_router, router_actions,
	  COUNT_(router_actions) },
	{ "aave_v3_pool", aave_pool, NULL, 0 },
	{ "compound_ctoken", ctoken, NULL, 0 },
	{ "compound_cether", cether, NULL, 0 },
	{ "compound_comptroller", comptroller, NULL, 0 },
};

static const char *add_all(struct arena *a, struct policy_evm_rules *rules,
			   const struct policy_evm *p, const struct known *k)
{
	const char *why = NULL;

	for (; k->signature && !why; k++) {
		why = policy_evm_rule(a, rules, p, k->signature, k->rule);
		if (!why)
			rules->v[rules->n - 1].reduces = k->reduces;
	}
	return why;
}

static const char *add_actions(struct arena *a, struct policy_evm_rules *rules,
			       const struct policy_evm *p,
			       const struct known_action *k, size_t n)
{
	const char *why = NULL;

	for (size_t i = 0; i < n && !why; i++) {
		why = policy_evm_rule(a, rules, p,
				      univ4_signature((uint8_t)k[i].action),
				      k[i].rule);
		if (why)
			continue;
		rules->v[rules->n - 1].action = (uint8_t)k[i].action;
		rules->v[rules->n - 1].reduces = k[i].reduces;
	}
	return why;
}

bool policy_evm_kind(struct arena *a, struct policy_evm_contract *contract,
		     const struct policy_evm *p, const char *kind)
{
	for (size_t i = 0; i < COUNT_(kinds); i++)
		if (strcmp(kinds[i].name, kind) == 0)
			return !add_all(a, &contract->rules, p,
					kinds[i].rules) &&
			       !add_actions(a, &contract->actions, p,
					    kinds[i].actions,
					    kinds[i].n_actions);
	return false;
}

/* ---- a policy as a whole ---- */

/* Of two wallets, contracts or assets with one address, one would not count. */
static const char *listed_twice(struct arena *a, const struct evm_address *v[],
				size_t n)
{
	char text[EVM_ADDRESS_STR_SZ];

	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < i; k++)
			if (evm_address_eq(v[i], v[k]))
				return arena_printf(
					a, "%s: listed twice",
					evm_address_format(text, v[i]));
	return NULL;
}

/* A wallet is nothing else, and nothing is listed twice; a token may be a contract
 * beside, and anybody a spender or a destination for several assets. */
static const char *check_addresses(struct arena *a, const struct policy_evm *p)
{
	size_t most = p->n_wallets + p->n_assets + p->n_contracts +
		      p->n_destinations,
	       n = 0, n_wallets;
	const struct evm_address **v = arena_alloc(a, most * sizeof(*v));
	const char *why;

	for (size_t i = 0; i < p->n_wallets; i++)
		v[n++] = &p->wallets[i].address;
	n_wallets = n;
	for (size_t i = POLICY_EVM_NATIVE + 1; i < p->n_assets; i++)
		v[n++] = &p->assets[i].address;
	why = listed_twice(a, v, n);
	n = n_wallets;
	for (size_t i = 0; i < p->n_contracts; i++)
		v[n++] = &p->contracts[i].address;
	if (!why)
		why = listed_twice(a, v, n);
	for (size_t i = 0; i < p->n_destinations && !why; i++) {
		v[n_wallets] = &p->destinations[i].address;
		why = listed_twice(a, v, n_wallets + 1);
	}
	return why;
}

const char *policy_evm_ready(struct arena *a, struct policy_evm *p)
{
	const char *why;

	memset(&p->token_rules, 0, sizeof(p->token_rules));
	memset(&p->wrapped_rules, 0, sizeof(p->wrapped_rules));
	why = add_all(a, &p->token_rules, p, token);
	if (!why)
		why = add_all(a, &p->wrapped_rules, p, wrapped);
	return why ? why : check_addresses(a, p);
}
