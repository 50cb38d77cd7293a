/* basefee.h - the base fee of the next block.  Layer: math.
 * source: EIP-1559 (elasticity 2, change at most an eighth). */
#ifndef MM_BASEFEE_H
#define MM_BASEFEE_H

#include "base/u256.h"

#define BASEFEE_ELASTICITY  2 /* the limit is so many times the target */
#define BASEFEE_DENOMINATOR 8

/* basefee_next: of the block behind one of that base fee, exactly as every node
 * reckons it.
 *
 * in:      base_fee in wei per gas; gas_used <= gas_limit.
 * returns: ST_OK, ST_DOMAIN (a limit below 2, or more used than the limit), or
 *          ST_OVERFLOW (a base fee near 2^256). */
MM_CHECKED enum status basefee_next(struct u256 *out, struct u256 base_fee,
				    uint64_t gas_used, uint64_t gas_limit);

#endif
