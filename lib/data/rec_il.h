/* rec_il.h - il: what a position made or lost against holding.  Layer: data. */
#ifndef MM_REC_IL_H
#define MM_REC_IL_H

#include "data/rec_pool.h"

struct rec_il_exposure {
	const char *asset; /* asset */
	struct dec amount; /* held, above 0 */
	int64_t decimals;  /* decimals of the asset */
};

/* The accounts, were the price of the pool another one. */
struct rec_il_point {
	double price;          /* token1 per token0 */
	struct dec amount0;    /* token0 its liquidity would be worth */
	struct dec amount1;    /* token1 likewise */
	struct dec value;      /* V at that price */
	struct dec value_hold; /* H at that price */
	struct dec il_amount;  /* V - H */
	double il_pct;         /* optional: that against H */
};

struct rec_il {
	int64_t ts_ms;    /* when the frame was, Unix ms */
	int64_t chain_id; /* chain */
	/* position; of a roll under way roll: and its id */
	const char *position;
	int64_t strategy;   /* STRATEGY_ID */
	int kind;           /* optional: enum pool_kind: protocol */
	const char *wallet; /* optional: wallet */
	const char *pool;   /* optional: pool */
	const char *token0; /* optional: asset */
	const char *token1; /* optional: asset */
	const char *roll;   /* optional: roll it belongs to */
	/* optional: it is no more; these are its final accounts */
	bool closed;
	bool in_range;          /* optional: the price is in its range */
	const char *numeraire;  /* optional: asset of the values */
	struct dec price;       /* optional: token1 per token0 */
	struct dec price_entry; /* optional: that at its first deposit */
	double price_ratio;     /* optional: price / price_entry */
	struct dec amount0;     /* optional: token0 its liquidity is worth */
	struct dec amount1;     /* optional: token1 likewise */
	/* optional: token0 put in less taken off, signed */
	struct dec hold0;
	struct dec hold1; /* optional: token1 likewise */
	struct dec il0;   /* optional: amount0 - hold0 */
	struct dec il1;   /* optional: amount1 - hold1 */
	/* optional: fees of token0 earned, collected or not */
	struct dec fees0;
	struct dec fees1; /* optional: fees of token1 likewise */
	/* optional: V: of amount0 and amount1, rounded down */
	struct dec value;
	/* optional: H: of hold0 and hold1, rounded down */
	struct dec value_hold;
	/* optional: V0: of deposits less withdrawals, each at its time, rounded up */
	struct dec value_entry;
	struct dec fees; /* optional: F: of fees0 and fees1, rounded down */
	/* optional: fees paid to the chain, each at its time, rounded up; absent: unknown */
	struct dec gas;
	struct dec gas_wei;      /* optional: those in wei */
	struct dec il_amount;    /* optional: V - H */
	struct dec net_vs_hold;  /* optional: V - H + F - gas */
	struct dec net_vs_entry; /* optional: V + F - gas - V0 */
	double il_pct;           /* optional: il_amount against H */
	double fees_pct;         /* optional: fees against H */
	double gas_pct;          /* optional: gas against H */
	double net_vs_hold_pct;  /* optional: net_vs_hold against H */
	double net_vs_entry_pct; /* optional: net_vs_entry against V0 */
	/* optional: loss versus rebalancing a year at this price, numeraire */
	double lvr_year;
	double lvr_pct; /* optional: that against V */
	/* optional: fees a year at the pace of the pool, against V */
	double fee_apr_pct;
	/* optional: volatility a year they are reckoned with */
	double sigma_ratio;
	/* optional: change of V by the price of token0, in token0 */
	double delta;
	double gamma; /* optional: change of delta by that price */
	/* struct rec_il_exposure: what is to be hedged: none of the numeraire */
	struct rec_list exposures;
	int64_t horizon_s; /* optional: horizon of the next keys */
	/* optional: that the price leaves the range within it */
	double exit_probability;
	/* optional: that it is outside at its end */
	double outside_probability;
	double mean_exit_s; /* optional: mean time until it leaves */
	/* optional: time until fees at that pace make up for the loss and gas */
	double breakeven_s;
	/* optional: what is not known: entry, entry_price, price, gas, sigma */
	struct rec_list unknown;
	/* optional: struct rec_il_point: at the prices asked for */
	struct rec_list curve;
	int64_t block; /* optional: block */
};

extern const struct rec_type rec_il_type;

#endif
