/* compound_abi.h - what the contracts of Compound v2 are asked, and what they answer.
 * Layer: chain.
 *
 * Each answer is a word or some; "mantissa" is over 1e18.  A period is a block, or a
 * second with markets that count those.  Lists of addresses are read by aave_list_read.
 *
 * source: compound-protocol v2.8 (Comptroller.sol, CToken.sol, BaseJumpRateModelV2.sol,
 * PriceOracle.sol); those that count seconds: Moonwell's fork of it.
 */
#ifndef MM_COMPOUND_ABI_H
#define MM_COMPOUND_ABI_H

#include "chain/abi.h"

enum compound_view {
	/* Of the Comptroller. */
	COMPOUND_MARKETS,       /* list of cTokens */
	COMPOUND_ORACLE,        /* address */
	COMPOUND_CLOSE,         /* mantissa */
	COMPOUND_INCENTIVE,     /* mantissa */
	COMPOUND_MARKET,        /* cToken: enum compound_market_word */
	COMPOUND_MINT_PAUSED,   /* cToken: 0 or 1 */
	COMPOUND_BORROW_PAUSED, /* cToken: 0 or 1 */
	COMPOUND_BORROW_CAP,    /* cToken: amount, 0: none */
	COMPOUND_LIQUIDITY,     /* account: enum compound_liquidity_word */
	COMPOUND_ENTERED,       /* account: list of cTokens */
	/* Of the oracle. */
	COMPOUND_PRICE, /* cToken: of a smallest part, over 1e18; 0: none */
	/* Of a cToken. */
	COMPOUND_UNDERLYING, /* address; not of the native coin's */
	COMPOUND_CASH,
	COMPOUND_BORROWS,
	COMPOUND_RESERVES,
	COMPOUND_SUPPLY, /* tokens */
	COMPOUND_INDEX,
	COMPOUND_EXCHANGE,    /* mantissa */
	COMPOUND_FACTOR,      /* mantissa: share of the interest */
	COMPOUND_SEIZE_SHARE, /* mantissa; not of all versions */
	COMPOUND_MODEL,       /* address */
	COMPOUND_ACCRUED_BLOCK,
	COMPOUND_BORROW_RATE_BLOCK, /* mantissa of a block */
	COMPOUND_SUPPLY_RATE_BLOCK,
	COMPOUND_ACCRUED_S, /* Unix s */
	COMPOUND_BORROW_RATE_S,
	COMPOUND_SUPPLY_RATE_S,
	COMPOUND_SNAPSHOT, /* account: enum compound_snapshot_word */
	/* Of the interest rate model. */
	COMPOUND_YEAR_BLOCKS,
	COMPOUND_YEAR_S,
	/* Of an asset. */
	COMPOUND_DECIMALS,
	COMPOUND_VIEWS,
};

enum compound_market_word {
	COMPOUND_MARKET_LISTED, /* 0 or 1 */
	COMPOUND_MARKET_FACTOR, /* mantissa: of what is pledged that counts */
	COMPOUND_MARKET_WORDS,
};

enum compound_liquidity_word {
	COMPOUND_LIQUIDITY_ERROR, /* 0: none */
	COMPOUND_LIQUIDITY_LEFT,
	COMPOUND_LIQUIDITY_SHORT,
	COMPOUND_LIQUIDITY_WORDS,
};

enum compound_snapshot_word {
	COMPOUND_SNAPSHOT_ERROR, /* 0: none */
	COMPOUND_SNAPSHOT_TOKENS,
	COMPOUND_SNAPSHOT_DEBT, /* as of the stored borrow index */
	COMPOUND_SNAPSHOT_EXCHANGE,
	COMPOUND_SNAPSHOT_WORDS,
};

/* compound_call: the data of a call; word: its argument, where it has one. */
struct abi_bytes compound_call(struct arena *a, enum compound_view what,
			       struct u256 word);

#endif
