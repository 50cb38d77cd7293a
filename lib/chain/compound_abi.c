/* compound_abi.c - see compound_abi.h. */
#include "chain/compound_abi.h"

static const struct {
	const char *signature;
	size_t n_words;
} views[COMPOUND_VIEWS] = {
	[COMPOUND_MARKETS] = { "getAllMarkets()", 0 },
	[COMPOUND_ORACLE] = { "oracle()", 0 },
	[COMPOUND_CLOSE] = { "closeFactorMantissa()", 0 },
	[COMPOUND_INCENTIVE] = { "liquidationIncentiveMantissa()", 0 },
	[COMPOUND_MARKET] = { "markets(address)", 1 },
	[COMPOUND_MINT_PAUSED] = { "mintGuardianPaused(address)", 1 },
	[COMPOUND_BORROW_PAUSED] = { "borrowGuardianPaused(address)", 1 },
	[COMPOUND_BORROW_CAP] = { "borrowCaps(address)", 1 },
	[COMPOUND_LIQUIDITY] = { "getAccountLiquidity(address)", 1 },
	[COMPOUND_ENTERED] = { "getAssetsIn(address)", 1 },
	[COMPOUND_PRICE] = { "getUnderlyingPrice(address)", 1 },
	[COMPOUND_UNDERLYING] = { "underlying()", 0 },
	[COMPOUND_CASH] = { "getCash()", 0 },
	[COMPOUND_BORROWS] = { "totalBorrows()", 0 },
	[COMPOUND_RESERVES] = { "totalReserves()", 0 },
	[COMPOUND_SUPPLY] = { "totalSupply()", 0 },
	[COMPOUND_INDEX] = { "borrowIndex()", 0 },
	[COMPOUND_EXCHANGE] = { "exchangeRateStored()", 0 },
	[COMPOUND_FACTOR] = { "reserveFactorMantissa()", 0 },
	[COMPOUND_SEIZE_SHARE] = { "protocolSeizeShareMantissa()", 0 },
	[COMPOUND_MODEL] = { "interestRateModel()", 0 },
	[COMPOUND_ACCRUED_BLOCK] = { "accrualBlockNumber()", 0 },
	[COMPOUND_BORROW_RATE_BLOCK] = { "borrowRatePerBlock()", 0 },
	[COMPOUND_SUPPLY_RATE_BLOCK] = { "supplyRatePerBlock()", 0 },
	[COMPOUND_ACCRUED_S] = { "accrualBlockTimestamp()", 0 },
	[COMPOUND_BORROW_RATE_S] = { "borrowRatePerTimestamp()", 0 },
	[COMPOUND_SUPPLY_RATE_S] = { "supplyRatePerTimestamp()", 0 },
	[COMPOUND_SNAPSHOT] = { "getAccountSnapshot(address)", 1 },
	[COMPOUND_YEAR_BLOCKS] = { "blocksPerYear()", 0 },
	[COMPOUND_YEAR_S] = { "timestampsPerYear()", 0 },
	[COMPOUND_DECIMALS] = { "decimals()", 0 },
};

struct abi_bytes compound_call(struct arena *a, enum compound_view what,
			       struct u256 word)
{
	return abi_words_call(a, views[what].signature, &word,
			      views[what].n_words);
}
