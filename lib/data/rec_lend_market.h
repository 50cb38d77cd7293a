/* rec_lend_market.h - lend_market: a lending market as it stands at the block of the frame.  Layer: data. */
#ifndef MM_REC_LEND_MARKET_H
#define MM_REC_LEND_MARKET_H

#include "data/rec.h"

enum lend_kind { LEND_AAVE, LEND_COMPOUND };

struct rec_lend_market {
	int64_t ts_ms;    /* when the frame was, Unix ms */
	int64_t chain_id; /* chain */
	/* address of the Pool; of compound the Comptroller */
	const char *pool;
	int kind; /* enum lend_kind: protocol */
	/* optional: POOL_REVISION of Aave: 1 is 3.0, 4 3.1, 5 3.2, 7 3.3, 8 3.4, 9 3.5, 10 3.6, 11 3.7 */
	int64_t revision;
	const char *oracle; /* address of its price oracle */
	/* smallest parts of the unit its prices are in: 100000000 */
	struct dec base_unit;
	int64_t flash_premium_bps; /* optional: FLASHLOAN_PREMIUM_TOTAL */
	/* optional: no sentinel forbids them at this block; absent: only below 0.95 */
	bool liquidations_open;
	/* optional: of compound: share of a debt one liquidation may repay */
	struct dec close_factor;
	/* optional: of compound: collateral seized per value repaid */
	struct dec incentive;
	int64_t users; /* accounts with a balance or a debt in it */
	/* first block of its history that was searched for accounts */
	int64_t from_block;
	/* optional: every account follows in this frame: what was known before is void */
	bool whole;
	/* optional: block of the frame these are changes to; absent: whole */
	int64_t after_block;
	int64_t block;          /* block */
	const char *block_hash; /* its hash */
};

extern const struct rec_type rec_lend_market_type;

#endif
