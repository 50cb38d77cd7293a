/* liq.h - which debt of an account to repay, for which collateral, and how much of it,
 * so that most is left after the swap of what was seized, gas and premium.
 * Layer: math.
 *
 * Every number that is answered comes from the contract's own arithmetic and from the
 * quote of the caller, in whole parts; what the search is led by need not be right.
 *
 * source: MATH.md 7, Profit.
 */
#ifndef MM_LIQ_H
#define MM_LIQ_H

#include "math/aave_liq.h"

#define LIQ_PPM 1000000

/* What a swap gives. */
struct liq_swap {
	struct u256 out; /* parts of the debt's asset, exact */
	uint64_t gas;
};

struct liq_terms {
	/* Parts of each reserve's asset that can be spent, by number; NULL: no
	 * limit. */
	const struct u256 *capital;
	/* Parts of each reserve's asset that its pool has to pay out; NULL: no
	 * limit. */
	const struct u256 *available;
	uint16_t premium_bps;       /* of a flash loan; 0: own funds */
	uint64_t gas;               /* of all but the swap */
	struct u256 gas_base;       /* what 10^9 gas cost, base */
	uint32_t tip_ppm;           /* share of the gain that is given away, */
	const struct u256 *tip_gas; /* but no more than this for 10^9 gas,
				       base; NULL: no limit */
	/* A quote: amount of a collateral swapped into a debt's asset, reserves by
	 * number.  fresh: by the best route there is; else by the way of the last
	 * fresh quote of this pair, which may be a little worse and much faster.
	 * Not called where both are the same asset.  Any status but ST_OK: this
	 * amount cannot be swapped. */
	enum status (*quote)(void *ctx, struct liq_swap *out,
			     uint8_t collateral, uint8_t debt,
			     struct u256 amount, bool fresh);
	/* Parts of the debt's asset that one part of a collateral gives at most, by
	 * the best price of an endless small amount, fees paid; NULL: not known.
	 * Pairs that cannot gain `least` by it, or what another one gains, are not
	 * searched; where all are such, the nearest is tried at its largest size, so
	 * that something is told, if that is asked for. */
	double (*spot)(void *ctx, uint8_t collateral, uint8_t debt);
	__int128 least; /* base */
	bool told;
	void *ctx;
};

/* What set the size. */
enum liq_bound {
	LIQ_OPTIMAL,    /* more would gain less */
	LIQ_MAX,        /* the contract's close factor */
	LIQ_COLLATERAL, /* all of it goes */
	LIQ_DEBT,       /* all of it goes */
	LIQ_DUST,       /* what must stay */
	LIQ_CAPITAL,
	LIQ_AVAILABLE, /* what the pool has of the collateral */
};

/* One way to liquidate; values in base, what is paid rounded up, what is gained
 * down. */
struct liq_offer {
	struct aave_pair pair;
	struct aave_liq liq;
	struct liq_swap swap; /* out: liq.receive where both are one asset */
	enum liq_bound bound;
	uint64_t gas; /* of all */
	__int128 gross, swap_cost, premium, gas_cost, tip;
	__int128 net; /* gross less all of these */
};

/* Why there is none. */
enum liq_none {
	LIQ_SOME,    /* there is one */
	LIQ_REFUSED, /* the contract refuses every size; the verdict says why */
	LIQ_DRY,     /* the pool has too little of the collateral for any */
	LIQ_POOR,    /* there is no capital for any */
	LIQ_NO_SWAP, /* nobody takes what is seized */
};

/* liq_pair_best: the best size of one pair, gaining or not; at_bound: only the largest.
 *
 * out:     *none; *verdict: why the contract refuses, where it does.
 * returns: ST_OK; ST_OVERFLOW, ST_DIVZERO (also a price of 0): nothing can be said. */
MM_CHECKED enum status liq_pair_best(struct liq_offer *out, enum liq_none *none,
				     enum aave_verdict *verdict,
				     const struct aave_pair *pair,
				     const struct liq_terms *terms,
				     bool at_bound);

/* liq_size: one pair at one size, by a fresh quote or by the last one's way.
 * returns: as liq_pair_best; ST_NODATA: the swap cannot be quoted;
 *          ST_RANGE: nothing is received. */
MM_CHECKED enum status liq_size(struct liq_offer *out,
				enum aave_verdict *verdict,
				const struct aave_pair *pair,
				const struct liq_terms *terms,
				struct u256 cover, bool fresh);

/* liq_weigh: the values of an offer whose pair, liq and swap are set.
 * returns: ST_OK, ST_OVERFLOW. */
MM_CHECKED enum status liq_weigh(struct liq_offer *o,
				 const struct liq_terms *terms);

/* liq_best: the best pair and size of an account below 1.
 *
 * in:      as of aave_pair.
 * out:     *none, *verdict of the pair that came closest to being possible.
 * returns: ST_OK, or the first failure where no pair could be reckoned. */
MM_CHECKED enum status
liq_best(struct liq_offer *out, enum liq_none *none, enum aave_verdict *verdict,
	 const struct aave_tick *t, const struct aave_account *account,
	 const struct aave_hold *holds, size_t n, uint8_t emode, bool open,
	 const struct liq_terms *terms);

#endif
