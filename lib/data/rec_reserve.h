/* rec_reserve.h - reserve: an asset of a lending market, its rules and indexes at the block of the frame.  Layer: data. */
#ifndef MM_REC_RESERVE_H
#define MM_REC_RESERVE_H

#include "data/rec.h"

struct rec_reserve {
	int64_t ts_ms;    /* when the frame was, Unix ms */
	int64_t chain_id; /* chain */
	const char *pool; /* the market */
	/* its number in the market's bitmaps; of compound its place in getAllMarkets */
	int64_t id;
	const char *asset;   /* asset by its name in ASSETS, or its address */
	const char *address; /* contract of the asset */
	int64_t decimals;    /* decimals of the asset */
	/* contract of the deposits; of compound the cToken */
	const char *a_token;
	const char *v_token; /* optional: contract of the variable debts */
	/* optional: contract of the stable debts, of Aave 3.0 and 3.1 */
	const char *s_token;
	int64_t ltv_bps;   /* loan to value */
	int64_t lt_bps;    /* liquidation threshold */
	int64_t bonus_bps; /* liquidation bonus: 10500 is 5 % */
	int64_t fee_bps;   /* liquidation protocol fee, of the bonus */
	/* share of the interest the treasury keeps */
	int64_t reserve_factor_bps;
	bool active;    /* optional: active */
	bool frozen;    /* optional: no new supply or debt */
	bool paused;    /* optional: nothing goes */
	bool borrowing; /* optional: can be borrowed */
	bool flash;     /* optional: can be borrowed within a transaction */
	bool siloed;    /* optional: whoever owes it owes nothing else */
	/* optional: may be borrowed in isolation mode */
	bool isolation_borrow;
	/* optional: most that may be owed, whole units; absent: no cap */
	struct dec borrow_cap;
	/* optional: most that may be supplied, whole units; absent: no cap */
	struct dec supply_cap;
	/* optional: of isolation mode, in base currency */
	struct dec debt_ceiling;
	/* optional: what is owed under that ceiling */
	struct dec isolation_debt;
	int64_t emode;         /* optional: its category, up to 3.1 */
	int64_t grace_until_s; /* optional: no liquidation before, Unix s */
	/* ray; of compound exchangeRateCurrent, over 1e18 */
	struct dec liquidity_index;
	/* ray a year; of compound that of a block or second, over 1e18 */
	struct dec liquidity_rate;
	struct dec
		borrow_index; /* ray; of compound borrowIndex with interest to this block, over 1e18 */
	/* ray a year; of compound that of a block or second, over 1e18 */
	struct dec borrow_rate;
	/* when the indexes were true, Unix s; of compound this block or Unix s */
	int64_t updated_s;
	/* optional: deposits over liquidity_index, smallest parts; of compound cTokens */
	struct dec scaled_supply;
	/* optional: debts over borrow_index, smallest parts; of compound with interest */
	struct dec scaled_debt;
	/* optional: what can be taken out now, smallest parts */
	struct dec available;
	/* optional: bad debt nobody owes, smallest parts, from 3.3 on */
	struct dec deficit;
	int64_t block; /* block */
};

extern const struct rec_type rec_reserve_type;

#endif
