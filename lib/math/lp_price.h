/* lp_price.h - what two tokens of a pool are worth, to the smallest part of a
 * numeraire.  Layer: math.
 *
 * The price of a pool makes one token worth so much of the other; a numeraire that
 * is neither needs one price more.  Everything is a fraction of exact integers, and
 * rounded once: by the function that says so.
 * source: MATH.md 4.2.
 */
#ifndef MM_LP_PRICE_H
#define MM_LP_PRICE_H

#include "base/dec.h"
#include "base/wide.h"

/* Smallest parts of either token; below 0 where more was taken than was put in. */
struct lp_amounts {
	__int128 a0, a1;
};

enum lp_numeraire { LP_TOKEN0, LP_TOKEN1, LP_OTHER };

/* One smallest part of token0 is worth p0 / d of the numeraire, one of token1
 * p1 / d; where one of them is the numeraire its two are equal. */
struct lp_price {
	enum lp_numeraire in;
	struct wide p0, p1, d;
};

/* At a square root of the price of the pool, Q64.96.  The numeraire is token0,
 * token1, or neither: then quote is its price, numeraire per token1 in units, with
 * decimals1 and decimals_n the decimals of those two.
 *
 * in:      quote > 0; decimals 0..DEC_SCALE_MAX.
 * returns: ST_OK, ST_DOMAIN (a root of 0 or over 160 bits, a quote not above 0). */
MM_CHECKED enum status lp_price_in_token0(struct lp_price *p,
					  struct u256 sqrt_x96);
MM_CHECKED enum status lp_price_in_token1(struct lp_price *p,
					  struct u256 sqrt_x96);
MM_CHECKED enum status lp_price_quoted(struct lp_price *p, struct u256 sqrt_x96,
				       struct dec quote, int decimals1,
				       int decimals_n);

/* lp_value_floor: of the amounts, in smallest parts of the numeraire; rounded towards
 * minus infinity.
 * returns: ST_OK, ST_OVERFLOW (over 38 digits: no record holds it). */
MM_CHECKED enum status lp_value_floor(__int128 *out, const struct lp_price *p,
				      struct lp_amounts a);

/* Values at several prices, added up before they are rounded: what was put in,
 * each time at the price of the time.  Zero is an empty sum.  Where the numeraire
 * is token1 each term is exact; where it is not, terms have denominators of their
 * own and are kept to 2^-192 of a smallest part. */
struct lp_sum {
	struct wide plus, minus;
};

/* in: a0, a1 >= 0. */
void lp_sum_put(struct lp_sum *s, const struct lp_price *p,
		struct lp_amounts a);
void lp_sum_take(struct lp_sum *s, const struct lp_price *p,
		 struct lp_amounts a);
/* lp_sum_ceil: ST_OK, ST_OVERFLOW. */
MM_CHECKED enum status lp_sum_ceil(__int128 *out, const struct lp_sum *s);

/* Fees paid to the chain at several prices.  Zero is none.
 *
 * lp_gas_add: wei, price numeraire per native coin of 18 decimals, both >= 0.
 * lp_gas_ceil: in smallest parts of the numeraire.  ST_OK, ST_OVERFLOW. */
struct lp_gas {
	struct wide sum;
};
void lp_gas_add(struct lp_gas *g, unsigned __int128 wei, struct dec price);
MM_CHECKED enum status lp_gas_ceil(__int128 *out, const struct lp_gas *g,
				   int decimals_n);

#endif
