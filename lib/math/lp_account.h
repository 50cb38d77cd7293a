/* lp_account.h - the accounts of a position: what it made or lost, exactly.
 * Layer: math.
 *
 * Per token, in smallest parts: D put in, W taken off the liquidity, C paid out, A
 * what the liquidity is worth now, U what can be collected now.  Then
 *   hold = D - W        what would be held had it been kept
 *   il   = A - hold     what the pool made of it
 *   fees = C + U - W    what came out beside what was taken off
 * In a numeraire, each rounded once: V of A, H of hold, F of fees (down), gas and V0
 * (up), and of those integers
 *   il_amount = V - H,  net_vs_hold = V - H + F - gas,  net_vs_entry = V + F - gas - V0.
 * source: MATH.md 4.2.
 */
#ifndef MM_LP_ACCOUNT_H
#define MM_LP_ACCOUNT_H

#include "math/lp_price.h"

/* Sums over the life of a position; zero is one that did not begin. */
struct lp_flows {
	struct lp_amounts put, off, paid; /* D, W, C */
};

/* lp_amounts_add: *to += a; both as they are where it overflows. */
MM_CHECKED enum status lp_amounts_add(struct lp_amounts *to,
				      struct lp_amounts a);

struct lp_tokens {
	struct lp_amounts hold, il, fees;
};

/* lp_tokens: in: now (A) and owed (U), >= 0.
 * returns: ST_OK, ST_OVERFLOW, ST_DOMAIN (fees below 0: these are not all the
 *          flows there were). */
MM_CHECKED enum status lp_tokens(struct lp_tokens *out,
				 const struct lp_flows *flows,
				 struct lp_amounts now, struct lp_amounts owed);

struct lp_values {
	__int128 now, hold, fees; /* V, H, F */
	__int128 il;              /* V - H   */
};

/* lp_values: at a price now.  ST_OK, ST_OVERFLOW. */
MM_CHECKED enum status lp_values(struct lp_values *out,
				 const struct lp_price *p,
				 struct lp_amounts now,
				 const struct lp_tokens *t);

/* lp_net_vs_hold, lp_net_vs_entry: gas and entry (V0) rounded up by lp_gas_ceil and
 * lp_sum_ceil.  ST_OK, ST_OVERFLOW. */
MM_CHECKED enum status lp_net_vs_hold(__int128 *out, const struct lp_values *v,
				      __int128 gas);
MM_CHECKED enum status lp_net_vs_entry(__int128 *out, const struct lp_values *v,
				       __int128 gas, __int128 entry);

/* A share of a constant-product pair (v2), whose fees stay in the liquidity.  What
 * it would be worth without them is known: root, the square root of the product of
 * what was put in, falls by the share that is taken off.  The rest of what it is
 * worth is fees.  Zero is no share. */
struct lp_share {
	struct u256 root;
	struct u256 held; /* liquidity tokens */
};

/* lp_share_put: ST_OK, ST_OVERFLOW. */
MM_CHECKED enum status lp_share_put(struct lp_share *s, struct lp_amounts a,
				    struct u256 liquidity);

/* lp_share_worth: what the share is worth at that price without fees: rounded down,
 * and never over what it is worth with them.
 * in:      with: what it is worth, >= 0.
 * returns: ST_OK, ST_DIVZERO (a price of 0). */
MM_CHECKED enum status lp_share_worth(struct lp_amounts *out,
				      const struct lp_share *s,
				      struct u256 sqrt_x96,
				      struct lp_amounts with);

/* lp_share_take: liquidity of it was taken off and paid out as `with`; *out is the
 * part of that which is no fees.
 * returns: ST_OK, ST_OVERFLOW, ST_DIVZERO, ST_DOMAIN (more than there is). */
MM_CHECKED enum status lp_share_take(struct lp_amounts *out, struct lp_share *s,
				     struct u256 sqrt_x96,
				     struct lp_amounts with,
				     struct u256 liquidity);

#endif
