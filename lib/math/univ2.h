/* univ2.h - quotes of constant-product pools.  Layer: math.
 *
 * Amounts and reserves are smallest parts.  The fee is what of an amount in counts:
 * 997 of 1000 in Uniswap's pools.
 *
 * source: v2-periphery, UniswapV2Library.sol; MATH.md 8.
 */
#ifndef MM_UNIV2_H
#define MM_UNIV2_H

#include "base/u256.h"

#include <stddef.h>
#include <stdint.h>

struct univ2_pool {
	struct u256 reserve_in, reserve_out; /* in the direction of the swap */
	uint32_t fee_num, fee_den;           /* 0 < fee_num <= fee_den */
};

/* univ2_amount_out: what amount_in buys, rounded down; it may be 0.
 * univ2_amount_in: what amount_out costs, rounded up and one more even where it
 * divides, as the router asks.
 *
 * returns: ST_OK; ST_DOMAIN (an amount or a reserve of 0, all of a reserve or more
 *          asked out, a fee out of range); ST_OVERFLOW (over 256 bits on the way,
 *          where the contract reverts). */
MM_CHECKED enum status univ2_amount_out(struct u256 *out,
					const struct univ2_pool *pool,
					struct u256 amount_in);
MM_CHECKED enum status univ2_amount_in(struct u256 *out,
				       const struct univ2_pool *pool,
				       struct u256 amount_out);

/* univ2_amounts_out, univ2_amounts_in: over a path of n pools, the n + 1 amounts
 * from the first in to the last out.
 *
 * out:     amounts[0] = amount_in, or amounts[n] = amount_out; the rest computed;
 *          undefined on failure.
 * in:      n >= 1, no pool twice.
 * returns: as above, of the first pool that fails. */
MM_CHECKED enum status univ2_amounts_out(struct u256 *amounts,
					 const struct univ2_pool *pools,
					 size_t n, struct u256 amount_in);
MM_CHECKED enum status univ2_amounts_in(struct u256 *amounts,
					const struct univ2_pool *pools,
					size_t n, struct u256 amount_out);

#endif
