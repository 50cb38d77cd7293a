/* evm_errors.h - the table behind evm_revert.h.  Layer: chain. */
#ifndef MM_EVM_ERRORS_H
#define MM_EVM_ERRORS_H

#include <stddef.h>
#include <stdint.h>

struct evm_error {
	uint32_t selector; /* as a big-endian number: 0xb629b0e4 */
	const char *signature;
};

extern const struct evm_error evm_errors[];
extern const size_t evm_errors_n;

/* By number; NULL: there is none of it. */
extern const char *const evm_aave_codes[];
extern const size_t evm_aave_codes_n;

#endif
