/* evm_revert.h - why a contract reverted, for a person.  Layer: chain. */
#ifndef MM_EVM_REVERT_H
#define MM_EVM_REVERT_H

#include "base/mem.h"

#include <stddef.h>
#include <stdint.h>

#define EVM_REVERT_MAX 400 /* bytes of the text */

/* evm_revert_text: one line of at most EVM_REVERT_MAX bytes, fit for a terminal and
 * a record; never NULL, never empty:
 *
 *   insufficient liquidity             the string of revert() or require()
 *   45 (Aave: HEALTH_FACTOR_NOT_BELOW_THRESHOLD)
 *   STF (Uniswap: transferFrom failed)
 *   panic 0x11: arithmetic overflow
 *   ERC20InsufficientBalance(0x..,1,2) an error known here, with its arguments
 *   InvalidCaller() in WrappedError(0x..,0x..,0x..,0x..)
 *   custom error 0x12345678 with 64 bytes
 *   7 bytes that are no error
 *   no reason
 *
 * in:     data, what the call returned, of any origin; may be NULL with len 0.
 * source: Solidity 0.8, "Panic via assert and Error via require"; for the names,
 *         evm_errors.c. */
const char *evm_revert_text(struct arena *a, const uint8_t *data, size_t len);

#endif
