/* compound.h - Compound v2 to the last unit: interest, debts, liquidity.  Layer: math.
 *
 * A market is what a cToken stores.  Interest runs by blocks, or by seconds where the
 * market counts those: a period here is one of either.
 *
 * Units: smallest parts of an asset, or of a cToken ("tokens"); everything the contracts
 * call a mantissa is over 1e18.  A price is the oracle's: of a smallest part, so that
 * price * amount / 1e18 is in base currency of 18 decimals.
 *
 * Every function does what the contract does, also where it fails: ST_OVERFLOW and
 * ST_DIVZERO are its reverts.  Nothing here allocates.
 *
 * source: compound-protocol v2.8: CToken.sol (accrueInterest, exchangeRateStored,
 * borrowBalanceStored), Comptroller.sol (getHypotheticalAccountLiquidity).
 */
#ifndef MM_COMPOUND_H
#define MM_COMPOUND_H

#include "base/u256.h"

#define COMPOUND_ONE UINT64_C(1000000000000000000)
/* A rate of a period above it is refused: 0.0005 %. */
#define COMPOUND_RATE_MAX UINT64_C(5000000000000)

struct compound_market {
	struct u256 cash, borrows, reserves;
	struct u256 supply;         /* tokens */
	struct u256 index;          /* borrowIndex, from 1e18 up */
	struct u256 rate;           /* what debts cost a period */
	struct u256 reserve_factor; /* share of the interest that is reserved */
	struct u256
		first_exchange; /* exchange rate while there are no tokens */
	uint64_t at;            /* the period interest is as of */
};

/* compound_accrue: interest up to a period, as accrueInterest adds it.  ST_DOMAIN: it is
 * before m->at; ST_RANGE: the contract holds the rate to be absurd. */
MM_CHECKED enum status compound_accrue(struct compound_market *m, uint64_t to);

/* compound_exchange: what 1e18 tokens are worth, smallest parts. */
MM_CHECKED enum status compound_exchange(struct u256 *out,
					 const struct compound_market *m);

/* compound_worth: tokens at an exchange rate, smallest parts. */
MM_CHECKED enum status compound_worth(struct u256 *out, struct u256 tokens,
				      struct u256 exchange);

/* compound_debt: a debt stored as of one borrow index, at another one. */
MM_CHECKED enum status compound_debt(struct u256 *out, struct u256 stored,
				     struct u256 stored_index,
				     struct u256 index);

/* What an account has and owes in a market that it entered. */
struct compound_hold {
	struct u256 tokens, debt;
	struct u256 exchange; /* rate */
	struct u256 factor;   /* of what is pledged that counts */
	struct u256 price;
};

struct compound_account {
	struct u256 collateral, debt;     /* what counts; base currency */
	struct u256 liquidity, shortfall; /* their difference; one is 0 */
};

/* compound_account: the sums of n holds.  ST_NODATA: one has no price, and the contract
 * answers nothing. */
MM_CHECKED enum status compound_account(struct compound_account *out,
					const struct compound_hold *holds,
					size_t n);

/* compound_year: what a rate of a period comes to in a year of so many: without
 * compounding, and with, in every period, which is the most the contract does. */
struct compound_year {
	double apr, apy;
};

struct compound_year compound_year(struct u256 rate, double periods);

#endif
