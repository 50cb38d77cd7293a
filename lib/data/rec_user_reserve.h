/* rec_user_reserve.h - user_reserve: what an account has and owes in one reserve.  Layer: data. */
#ifndef MM_REC_USER_RESERVE_H
#define MM_REC_USER_RESERVE_H

#include "data/rec.h"

struct rec_user_reserve {
	int64_t ts_ms;    /* when the frame was, Unix ms */
	int64_t chain_id; /* chain */
	const char *pool; /* the market */
	const char *user; /* the account */
	int64_t reserve;  /* number of the reserve */
	/* optional: deposit over the liquidity index, smallest parts; absent: none; of compound cTokens */
	struct dec scaled_supply;
	/* optional: variable debt over the borrow index, smallest parts; absent: none; of compound the debt as stored */
	struct dec scaled_debt;
	/* optional: of compound: borrow index that debt is as of */
	struct dec debt_index;
	/* optional: stable debt with its interest, smallest parts, up to 3.1 */
	struct dec stable_debt;
	bool collateral; /* optional: used as collateral */
	/* optional: category of the account; absent: none; of a row with nothing in it that of its other rows, none where it has none */
	int64_t emode;
	int64_t block; /* block */
};

extern const struct rec_type rec_user_reserve_type;

#endif
