/* univ2_share.h - what a share of a constant-product pool is worth.  Layer: math.
 *
 * Amounts, reserves and shares are smallest parts.
 *
 * source: v2-core 1.0.1, UniswapV2Pair.sol burn and _mintFee.
 */
#ifndef MM_UNIV2_SHARE_H
#define MM_UNIV2_SHARE_H

#include "base/u256.h"

/* univ2_root: the square root, rounded down. */
struct u256 univ2_root(struct u256 x);

/* univ2_supply: all shares, once the protocol has taken its own for the growth of the
 * pool since k was last kept, as every mint and burn does first.
 * in:      k_last: 0 where the protocol takes none.
 * returns: ST_OK, or ST_OVERFLOW where the contract reverts. */
MM_CHECKED enum status univ2_supply(struct u256 *out, struct u256 supply,
				    struct u256 reserve0, struct u256 reserve1,
				    struct u256 k_last);

/* univ2_sqrt_price: the root of reserve1 / reserve0, times 2^96, rounded down.
 * returns: ST_OK, ST_DIVZERO (no reserve0), or ST_OVERFLOW (over 160 bits). */
MM_CHECKED enum status univ2_sqrt_price(struct u256 *out, struct u256 reserve0,
					struct u256 reserve1);

#endif
