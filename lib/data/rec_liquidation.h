/* rec_liquidation.h - liquidation: a liquidation as it was weighed.  Layer: data. */
#ifndef MM_REC_LIQUIDATION_H
#define MM_REC_LIQUIDATION_H

#include "data/rec_route.h"

enum liquidation_decision {
	LIQUIDATION_GO,
	LIQUIDATION_WAIT,
	LIQUIDATION_SKIP
};

enum liquidation_fund { FUND_OWN, FUND_FLASH };

enum liquidation_bound {
	BOUND_OPTIMAL,
	BOUND_MAX,
	BOUND_COLLATERAL,
	BOUND_DEBT,
	BOUND_DUST,
	BOUND_CAPITAL,
	BOUND_AVAILABLE
};

struct rec_liquidation {
	int64_t ts_ms;    /* when the frame was, Unix ms */
	int64_t chain_id; /* chain */
	const char *pool; /* the market */
	const char *user; /* the account */
	/* enum liquidation_decision: go: asked for; wait: worth it, but other ones take the capital or it is under way; skip: not worth it */
	int decision;
	const char *why; /* optional: why not go */
	/* optional: place among all that are worth it, best net first, 1 */
	int64_t rank;
	const char *intent_id; /* optional: of the liquidate it asks for */
	const char *wallet;    /* optional: who pays */
	/* enum liquidation_fund: own: from the wallet; flash: a flash loan */
	int fund;
	struct dec hf; /* health factor at target_ts_s */
	/* Up to net_base absent where nothing of the account can be repaid. */
	const char *debt;       /* asset that is repaid */
	const char *collateral; /* asset that is seized */
	struct dec repay;       /* what is repaid, units of debt */
	struct dec max_repay;   /* most the contract lets one repay */
	/* enum liquidation_bound: what set the size: optimal: more would gain less; max: the contract; collateral: all of it; debt: all of it; dust: what must stay; capital: what the wallet has; available: what the market has of the collateral */
	int bound;
	struct dec seize; /* what the account loses, units of collateral */
	struct dec protocol_fee; /* of that, the treasury's */
	struct dec receive;      /* of that, ours */
	/* what a swap of receive gives, units of debt; also absent: no swap */
	struct dec swap_out;
	struct dec min_out;   /* least that swap has to give */
	struct rec_list legs; /* struct route_leg: that swap */
	/* receive at the market's prices less repay, base unit */
	struct dec gross_base;
	/* what the swap loses against those prices, base unit */
	struct dec swap_cost_base;
	struct dec premium_base; /* flash premium, base unit */
	int64_t gas;             /* gas it is reckoned to need */
	struct dec gas_base;     /* what that costs, base unit */
	/* optional: what is offered to the block's builder, base unit */
	struct dec tip_base;
	struct dec net_base; /* gross less all that, base unit */
	bool deficit; /* optional: leaves bad debt: all collateral goes */
	int64_t target_ts_s;  /* time interest is counted to, Unix s */
	int64_t block;        /* block */
	const char *state_id; /* hash of all this was decided from */
};

extern const struct rec_type rec_liquidation_type;

#endif
