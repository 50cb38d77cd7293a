/* aave.h - Aave v3 to the last unit: indexes, accounts, health.  Layer: math.
 *
 * The rules of a version are a row of data, found by the pool's POOL_REVISION.  A
 * market is its reserves and categories; a tick is that market at one moment and one
 * set of prices, prepared once so that millions of accounts can be held against it.
 * Liquidations are in aave_liq.h.
 *
 * Units: smallest parts of an asset; prices and values in the market's base unit (8
 * decimals where it is the dollar); indexes and rates in ray (1e27), health factors
 * in wad (1e18); shares in basis points.
 *
 * Every function does what the contract does, also where it fails: ST_OVERFLOW and
 * ST_DIVZERO are its reverts.  Nothing here allocates.
 *
 * source: aave-v3-core 1.19.3 (3.0) and aave-v3-origin 3.1 to 3.7: MathUtils.sol,
 * GenericLogic.sol, EModeLogic.sol, ValidationLogic.sol; MATH.md 7.
 */
#ifndef MM_AAVE_H
#define MM_AAVE_H

#include "base/u256.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define AAVE_RESERVES     128 /* of a market: what the bitmap of an account holds */
#define AAVE_EMODES       256 /* categories, 0 being none */
#define AAVE_BPS          10000
#define AAVE_WAD          UINT64_C(1000000000000000000)
#define AAVE_HF_CLOSE     UINT64_C(950000000000000000) /* up to it all can go */
#define AAVE_DECIMALS_MAX 77 /* 10^78 is over 256 bits */

enum aave_round { AAVE_HALF_UP, AAVE_FLOOR, AAVE_CEIL };

/* What differs between the versions. */
struct aave_rules {
	int revision;     /* POOL_REVISION */
	const char *name; /* "3.0" */
	bool taylor; /* compounds by 1 + x + x^2/2 + x^3/6, not by the binomial */
	enum aave_round supply;    /* deposit from scaled */
	enum aave_round debt;      /* debt from scaled */
	enum aave_round debt_base; /* debt in base unit: floor or ceil */
	enum aave_round room;  /* collateral * ltv for what can be borrowed */
	enum aave_round seize; /* bonus on what is seized */
	enum aave_round need;  /* debt for all of the collateral */
	enum aave_round fee_base; /* what is seized without the bonus */
	enum aave_round fee;      /* protocol fee */
	enum aave_round premium;  /* of a flash loan */
	bool hf_mean;             /* health from the truncated mean threshold */
	bool position; /* close factor of the whole position; dust; deficit */
	bool emode_bitmap; /* categories hold bitmaps, not reserves a category */
	bool emode_price;  /* a category may have a price */
	bool emode_ltv; /* category's ltv whatever the reserve's own; ltvzero */
	bool emode_isolated; /* collateral outside counts for no new debt */
	bool by_flag;   /* collateral counts also where its threshold is 0 */
	bool isolation; /* debt ceilings */
	bool grace;     /* grace periods of reserves */
	bool consumed;  /* none left is judged by scaled amounts */
};

/* aave_rules: of a POOL_REVISION; NULL where it is not known: nothing may then be
 * reckoned.  aave_rules_named: of "3.0" to "3.7". */
const struct aave_rules *aave_rules(int64_t revision);
const struct aave_rules *aave_rules_named(const char *name);

/* A reserve as the pool stores it.  The number of a reserve is its place in
 * struct aave_market. */
struct aave_reserve {
	bool known; /* false: a hole in the list */
	bool active, frozen, paused, borrowing, flash, siloed, isolation_borrow;
	uint8_t decimals;
	uint8_t emode; /* its category, up to 3.1; 0: none */
	uint16_t ltv_bps, lt_bps;
	uint16_t bonus_bps; /* 10500 is 5 % */
	uint16_t fee_bps;   /* of the bonus */
	uint16_t reserve_factor_bps;
	uint64_t borrow_cap, supply_cap; /* whole units; 0: none */
	uint64_t ceiling_cents;          /* of isolation mode; 0: none */
	uint64_t isolation_cents;        /* owed under it */
	int64_t grace_until_s;           /* no liquidation up to it; 0: none */
	unsigned __int128 liquidity_index, liquidity_rate; /* ray, ray a year */
	unsigned __int128 borrow_index, borrow_rate;
	int64_t updated_s; /* when the indexes were true */
};

/* A category of efficiency mode. */
struct aave_emode {
	uint16_t ltv_bps, lt_bps, bonus_bps;
	bool isolated;
	struct u256 price; /* of all its assets, up to 3.1; 0: each its own */
	unsigned __int128 collateral; /* bit n: reserve n; from 3.2 on */
	unsigned __int128 borrowable;
	unsigned __int128 ltvzero;
};

struct aave_market {
	const struct aave_rules *rules;
	size_t n; /* reserves, known or not */
	struct aave_reserve reserve[AAVE_RESERVES];
	struct aave_emode emode[AAVE_EMODES];
};

/* aave_market_emodes: up to 3.1 makes the bitmaps of the categories from the
 * categories of the reserves; later nothing.  To be called after either changed. */
void aave_market_emodes(struct aave_market *m);

/* What an account has and owes in one reserve. */
struct aave_hold {
	unsigned __int128 supply; /* scaled */
	unsigned __int128 debt;   /* scaled, variable */
	unsigned __int128 stable; /* stable debt with its interest; up to 3.1 */
	uint8_t reserve;          /* number */
	bool collateral;          /* the account's bit */
};

/* A number to multiply with: x * n / d without dividing.  Its members are for
 * aave_tick.c and aave_fast.c. */
struct aave_ratio {
	unsigned __int128 n, d;
	unsigned __int128 recip; /* n * 2^shift / d, rounded down, 127 bits */
	int shift;
	int bits; /* of the largest x it takes; 0: none, divide */
};

/* A reserve at one moment and price. */
struct aave_row {
	bool indexed, priced; /* what of it is known */
	struct u256 income;   /* index of deposits, ray */
	struct u256 debt;     /* index of debts, ray */
	struct u256 price;    /* of a unit, base */
	struct aave_ratio by_income, by_debt, by_price;
};

struct aave_tick {
	const struct aave_market *market; /* must outlive it, unchanged */
	int64_t time_s;
	struct aave_row row[AAVE_RESERVES];
};

/* aave_tick_time: the tick stands at this moment: rules and indexes of all reserves
 * of the market, prices as they were.  A tick begins as zeros.
 *
 * returns: ST_OK; ST_DOMAIN (before a reserve's updated_s, over 77 decimals),
 *          ST_OVERFLOW: of the first reserve that fails; that reserve is unknown to
 *          the tick, the others are made. */
MM_CHECKED enum status aave_tick_time(struct aave_tick *t,
				      const struct aave_market *m,
				      int64_t time_s);

/* aave_tick_price: a reserve has this price from now on; aave_tick_no_price: it has
 * none, and accounts in it cannot be valued.  in: aave_tick_time was called. */
void aave_tick_price(struct aave_tick *t, uint8_t reserve, struct u256 price);
void aave_tick_no_price(struct aave_tick *t, uint8_t reserve);

/* An account, as getUserAccountData says it. */
struct aave_account {
	struct u256 collateral;   /* base */
	struct u256 debt;         /* base */
	struct u256 room;         /* what more could be borrowed, base */
	struct u256 hf;           /* wad; U256_MAX without debt */
	uint16_t ltv_bps, lt_bps; /* means, rounded down */
	bool zero_ltv;            /* some collateral counts for no new debt */
};

/* aave_account: n holds, each of another reserve, of one account in a category.
 *
 * in:      emode: 0: none.
 * returns: ST_OK; ST_NODATA (a reserve the tick does not know, or without a price),
 *          ST_OVERFLOW where the contract reverts.
 * cost:    under 100 ns for two holds of ordinary size. */
MM_CHECKED enum status aave_account(struct aave_account *out,
				    const struct aave_tick *t,
				    const struct aave_hold *holds, size_t n,
				    uint8_t emode);

/* aave_account_plain: the same by 256-bit arithmetic alone, whatever the size. */
MM_CHECKED enum status aave_account_plain(struct aave_account *out,
					  const struct aave_tick *t,
					  const struct aave_hold *holds,
					  size_t n, uint8_t emode);

/* The price of a reserve for an account in a category. */
struct u256 aave_price(const struct aave_tick *t, uint8_t reserve,
		       uint8_t emode);

/* aave_in_emode: the reserve is collateral of the category. */
bool aave_in_emode(const struct aave_market *m, uint8_t reserve, uint8_t emode);

/* aave_supplied, aave_owed: what a hold is worth now in smallest parts; owed with the
 * stable debt. */
MM_CHECKED enum status aave_supplied(struct u256 *out,
				     const struct aave_tick *t,
				     const struct aave_hold *h);
MM_CHECKED enum status aave_owed(struct u256 *out, const struct aave_tick *t,
				 const struct aave_hold *h);

/* aave_income, aave_debt_index: the indexes of a reserve at a moment.
 * returns: ST_OK, ST_DOMAIN (before updated_s), ST_OVERFLOW. */
MM_CHECKED enum status
aave_income(struct u256 *out, const struct aave_reserve *r, int64_t time_s);
MM_CHECKED enum status aave_debt_index(struct u256 *out,
				       const struct aave_rules *rules,
				       const struct aave_reserve *r,
				       int64_t time_s);

/* aave_flash_premium: what a flash loan of amount costs. */
MM_CHECKED enum status aave_flash_premium(struct u256 *out,
					  const struct aave_rules *rules,
					  struct u256 amount,
					  uint16_t premium_bps);

/* aave_isolation_room: how much more may be owed under a reserve's ceiling, cents; 0
 * where it is met. */
uint64_t aave_isolation_room(const struct aave_reserve *r);

/* aave_supply_room, aave_borrow_room: how much more the reserve takes under its cap,
 * smallest parts; U256_MAX without a cap.
 *
 * in: scaled: all deposits with what the treasury is owed, or all debts. */
MM_CHECKED enum status aave_supply_room(struct u256 *out,
					const struct aave_tick *t,
					uint8_t reserve,
					unsigned __int128 scaled);
MM_CHECKED enum status aave_borrow_room(struct u256 *out,
					const struct aave_tick *t,
					uint8_t reserve,
					unsigned __int128 scaled);

/* aave_pow10: 10^n.  in: n <= AAVE_DECIMALS_MAX. */
struct u256 aave_pow10(unsigned n);

/* The contract's arithmetic: a * b / unit and a * unit / b, rounded as said;
 * aave_value is amount * price / unit, aave_wad_div rounds half up.
 * returns: ST_OK, ST_OVERFLOW (in 256 bits, as the contract), ST_DIVZERO. */
MM_CHECKED enum status aave_ray_mul(struct u256 *out, struct u256 a,
				    struct u256 b, enum aave_round how);
MM_CHECKED enum status aave_ray_div(struct u256 *out, struct u256 a,
				    struct u256 b, enum aave_round how);
MM_CHECKED enum status aave_wad_div(struct u256 *out, struct u256 a,
				    struct u256 b);
MM_CHECKED enum status aave_value(struct u256 *out, struct u256 amount,
				  struct u256 price, struct u256 unit,
				  enum aave_round how);
MM_CHECKED enum status aave_percent_mul(struct u256 *out, struct u256 a,
					uint32_t bps, enum aave_round how);
MM_CHECKED enum status aave_percent_div(struct u256 *out, struct u256 a,
					uint32_t bps, enum aave_round how);

#endif
