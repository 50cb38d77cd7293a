/* lvr.h - what a position loses to arbitrage and earns in fees, a year.
 * Layer: math.
 *
 * LVR (loss versus rebalancing) is what a liquidity provider loses against a
 * portfolio that trades the same amounts at the market price: continuous
 * arbitrage, no fee.  Doubles, for analytics.
 * source: J. Milionis, C. Moallemi, T. Roughgarden, A. Zhang, Automated Market
 *         Making and Loss-Versus-Rebalancing (2022); MATH.md 4.5, 4.6.
 */
#ifndef MM_LVR_H
#define MM_LVR_H

#include "base/status.h"

/* Liquidity, price and value are in one system of units, raw or human: value is
 * in units of token1, price in token1 per token0. */
struct lvr_in {
	double liquidity;        /* >= 0                                    */
	double price;            /* > 0                                     */
	double lower, upper;     /* the range in prices: 0 < lower < upper */
	double sigma;            /* >= 0, a year                           */
	double volume;           /* >= 0: of the pool, a year, token1      */
	double fee;              /* >= 0: of the volume                    */
	double active_liquidity; /* of the pool in range, this one's with it:
				    >= liquidity                           */
	double in_range;         /* 0..1: share of the time it earns       */
};

struct lvr {
	double value;    /* of the position                                */
	double lvr;      /* a year, while in range; 0 outside              */
	double lvr_frac; /* of the value                                  */
	double fee;      /* a year                                         */
	double fee_apr;  /* of the value                                   */
	double net_apr;  /* fee_apr - in_range * lvr_frac                  */
};

/* lvr_and_fee: ST_DIVZERO where the position has no value, ST_DOMAIN. */
MM_CHECKED enum status lvr_and_fee(struct lvr *out, const struct lvr_in *in);

/* lvr_trade_share: the share of LVR that arbitrage takes where it pays a fee and
 * blocks come at random: 1 / (1 + sqrt(2) fee / (sigma sqrt(block_years))).
 * in:      fee >= 0, sigma, block_years > 0, else ST_DOMAIN. */
MM_CHECKED enum status lvr_trade_share(double *out, double fee, double sigma,
				       double block_years);

/* lvr_compounded: the yield of an apr that is compounded n times a year.
 * in:      n >= 1, apr > -n, else ST_DOMAIN. */
MM_CHECKED enum status lvr_compounded(double *out, double apr, double n);

#endif
