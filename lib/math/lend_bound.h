/* lend_bound.h - how far prices may move before an account of a lending market can
 * cross a health factor.  Layer: math.
 *
 * Of each reserve an account holds we watch three numbers, p the price, e = p * index
 * of deposits, q = p * index of debts; zero marks their values when the bound was made.
 * A bound is one ratio x for all of them at once.  While every deposit that counts has
 * p >= p0 (1-x) and every debt q <= q0 (1+x), the health factor does not fall under T;
 * while every debt has p >= p0 (1-x) and every deposit e <= e0 (1+x), it does not rise
 * to T.  Interest is in e and q: the bound stands for any time, whatever rates do, as
 * long as indexes do not fall (who calls makes it anew if they do).
 *
 * Why.  u is 10^decimals, s a scaled deposit, b a scaled debt, st a stable debt,
 * r = s e0 / (ray u) and o = (b q0 / ray + st p0) / u the values in base unit before
 * any rounding; a dash marks what the contract says later, anywhere inside the box.
 *
 * Deposits.  Half up or down, the balance grows with its index, so it is at least what
 * it was, which is above s index0 / ray - 1; its value is rounded down:
 *	c' > (r - p0/u) p'/p0 - 1 >= (r - p0/u)(1-x) - 1              and not below 0
 *	c' <= (s index'/ray + 1/2) p'/u <= (r + p0/u)(1+x)            as p' <= p0 (1+x)
 * Debts.  Half up or up to one part more; value rounded down or up; index' >= index0
 * makes p' <= p0 (1+x) and st grow no faster than q:
 *	d' < (b index'/ray + st + 1) p'/u + 1 <= (o + p0/u + 1)(1+x)
 *	d' > (o - p0/u)(1-x) - 1                                      and not below 0
 * Health.  With W = sum of c lt (lt in basis points) and D = sum of d:
 *  - from the sum (3.5 on): floor(half_up(W 1e18 / D) / 1e4);
 *  - from the mean (to 3.4): half_up(M 1e18 / D), M = half_up(C mean / 1e4), mean =
 *    floor(W / C).  With one deposit that counts mean = lt.  With more
 *    W - C < C mean <= W, and W - C = sum of c (lt-1); M is within 1/2.
 * So with lt" = lt, or lt-1 for the mean of several,
 *	not under T   if 1e18 (sum c' lt" - 5000) >= 1e4 T D'
 *	under T       if 1e18 (sum c' lt + 5000) <= 1e4 (T-1) D'      and D' >= 1,
 * for half_up(y / D) >= T where y >= T D, and < T where y + D <= T D.  With the lines
 * above both are  gain (1-x) - slack >= loss (1+x), that is
 *	x <= (gain - slack - loss) / (gain + loss).
 * Values are known to a part in 2^61; every step rounds to the safe side.
 */
#ifndef MM_LEND_BOUND_H
#define MM_LEND_BOUND_H

#include "base/u256.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LEND_RATIO_BITS 32
#define LEND_RATIO_ONE  (UINT64_C(1) << LEND_RATIO_BITS)

/* A positive number below 2^64, rounded down: mantissa / 2^shift. */
struct lend_rate {
	uint64_t mantissa;
	int shift;
};

/* A reserve at its price and indexes, for accounts that have it at that price. */
struct lend_lane {
	bool usable; /* the rest is known, and within what bounds can hold */
	uint64_t price[2], supply[2], debt[2]; /* keys of p, e, q: down, up */
	struct lend_rate of_supply, of_debt; /* value of a scaled part, base */
	struct lend_rate of_part;            /* of a smallest part */
	uint64_t part;                       /* the same, rounded up */
};

/* lend_lane_make.
 * in: income, index: of deposits and debts, ray; decimals of the asset. */
void lend_lane_make(struct lend_lane *lane, struct u256 price,
		    struct u256 income, struct u256 index, unsigned decimals);

/* What an account has and owes, bounded from both sides.  Zero is an empty one. */
struct lend_sum {
	unsigned __int128 has_low;     /* sum of deposits less a part, base */
	unsigned __int128 weight_low;  /* the same, each times its lt */
	unsigned __int128 weight_high; /* deposits plus a part, times lt */
	unsigned __int128 owes_low, owes_high; /* base */
	uint32_t lts;                          /* sum of lt */
	uint16_t deposits, debts;              /* that count */
	bool unfit; /* too large, or in a lane that is not usable */
	bool zero;  /* a deposit with lt 0 counts */
};

/* lend_sum_deposit: one that counts, under this threshold; lend_sum_debt: variable or,
 * by of_part, stable. */
void lend_sum_deposit(struct lend_sum *s, const struct lend_lane *lane,
		      unsigned __int128 scaled, uint16_t lt_bps);
void lend_sum_debt(struct lend_sum *s, const struct lend_lane *lane,
		   unsigned __int128 amount, bool stable);

/* lend_bound_over, lend_bound_under: the largest x, times 2^32 and rounded down, for
 * which the account stays at or over that health factor, or under it; 0: it cannot
 * be told.
 * in: hf: wad, 1 to 100 times 1e18; mean: the version takes the mean threshold. */
uint64_t lend_bound_over(const struct lend_sum *s, unsigned __int128 hf,
			 bool mean);
uint64_t lend_bound_under(const struct lend_sum *s, unsigned __int128 hf);

#endif
