/* aave_liq.h - what a liquidation of Aave v3 takes and gives, to the last unit.
 * Layer: math.
 *
 * A pair is one collateral and one debt of one account, prepared once; then any
 * amount to cover is settled without looking at the account again.
 *
 * source: aave-v3-core 1.19.3 and aave-v3-origin 3.1 to 3.7: LiquidationLogic.sol,
 * ValidationLogic.sol; MATH.md 7.
 */
#ifndef MM_AAVE_LIQ_H
#define MM_AAVE_LIQ_H

#include "math/aave.h"

#define AAVE_LIQ_LARGE UINT64_C(200000000000) /* base: under it all can go */
#define AAVE_LIQ_LEFT  UINT64_C(100000000000) /* base: what has to stay */

/* What the contract says to a liquidation, in the order it looks. */
enum aave_verdict {
	AAVE_FINE,
	AAVE_INACTIVE,       /* 27, ReserveInactive */
	AAVE_PAUSED,         /* 29, ReservePaused */
	AAVE_SENTINEL,       /* 59, PriceOracleSentinelCheckFailed */
	AAVE_GRACE,          /* 98, LiquidationGraceSentinelCheckFailed */
	AAVE_HEALTHY,        /* 45, HealthFactorNotBelowThreshold */
	AAVE_NOT_COLLATERAL, /* 46, CollateralCannotBeLiquidated */
	AAVE_NOT_BORROWED,   /* 47, SpecifiedCurrencyNotBorrowedByUser */
	AAVE_DUST,           /* 103, MustNotLeaveDust */
};

/* aave_verdict_code: a reason code such as "must_not_leave_dust"; never NULL. */
const char *aave_verdict_code(enum aave_verdict v);

/* What aave_pair prepares; amounts in smallest parts, values in base unit. */
struct aave_pair {
	const struct aave_rules *rules;
	uint8_t collateral, debt;     /* numbers of the reserves */
	uint32_t bonus_bps;           /* the category's where it is in one */
	uint32_t fee_bps;             /* of the bonus, the treasury's */
	struct u256 price_c, price_d; /* of a unit, base */
	struct u256 unit_c, unit_d;   /* 10^decimals */
	struct u256 income;           /* index of the collateral */
	struct u256 debt_index;
	unsigned __int128 scaled_c;   /* deposit */
	unsigned __int128 scaled_d;   /* variable debt */
	struct u256 user_collateral;  /* deposit */
	struct u256 user_debt;        /* of this reserve */
	struct u256 total_collateral; /* of the account, base */
	struct u256 hf;
	struct u256
		max; /* most that can be repaid, before the collateral's end */
};

/* aave_pair: the account's collateral in one reserve against its debt in another.
 *
 * in:      account: of the same tick, holds and category.
 *          open: a sentinel, if there is one, allows liquidations.
 * out:     *verdict: AAVE_FINE, or why it cannot be; *out is then only hf and the
 *          two numbers.
 * returns: ST_OK, or a status of aave_account. */
MM_CHECKED enum status
aave_pair(struct aave_pair *out, enum aave_verdict *verdict,
	  const struct aave_tick *t, const struct aave_account *account,
	  const struct aave_hold *holds, size_t n, uint8_t emode,
	  uint8_t collateral, uint8_t debt, bool open);

struct aave_liq {
	struct u256 repay;   /* what the liquidator pays */
	struct u256 seize;   /* what the account loses, fee included */
	struct u256 fee;     /* of it, the treasury's share by the formula */
	struct u256 receive; /* seize less fee: the liquidator's */
	struct u256
		fee_moved;   /* what the treasury gets: not over what is left */
	struct u256 deficit; /* of this debt, burned as bad; 0: none */
	bool none_left;      /* no collateral remains: all debts are burned */
	unsigned __int128 scaled_c; /* what leaves the deposit, scaled */
	unsigned __int128 scaled_d; /* what leaves the debt, scaled */
};

/* aave_liquidate: cover (U256_MAX: all that is possible) of a pair that is fine.
 *
 * out:     *verdict: AAVE_FINE or AAVE_DUST.
 * returns: ST_OK, ST_OVERFLOW, ST_DIVZERO where the contract reverts. */
MM_CHECKED enum status aave_liquidate(struct aave_liq *out,
				      enum aave_verdict *verdict,
				      const struct aave_pair *pair,
				      struct u256 cover);

#endif
