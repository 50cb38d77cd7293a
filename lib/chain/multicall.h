/* multicall.h - many calls in one, through the contract Multicall3.  Layer: chain.
 * source: github.com/mds1/multicall, Multicall3.aggregate3:
 * aggregate3((address target, bool allowFailure, bytes callData)[])
 *   returns ((bool success, bytes returnData)[]) */
#ifndef MM_MULTICALL_H
#define MM_MULTICALL_H

#include "base/status.h"
#include "chain/evm_address.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Questions to Multicall3 itself: selectors of functions without arguments that
 * return one word. */
#define MULTICALL_SELECTOR_LEN 4
extern const uint8_t multicall_block_number[MULTICALL_SELECTOR_LEN];
extern const uint8_t multicall_parent_hash[MULTICALL_SELECTOR_LEN];

struct multicall_call {
	struct evm_address to;
	const uint8_t *data; /* may be NULL with len 0 */
	size_t len;
};

struct multicall_result {
	bool ok;             /* false: it reverted, or ran out of gas */
	const uint8_t *data; /* returned, or of the revert */
	size_t len;
};

/* multicall_size: the bytes that multicall_encode writes. */
size_t multicall_size(const struct multicall_call *calls, size_t n);

/* multicall_call_size: by how many of them one more call makes it longer. */
size_t multicall_call_size(size_t data_len);

/* multicall_encode: the data of a call of Multicall3; each call may fail alone. */
void multicall_encode(uint8_t *out, const struct multicall_call *calls,
		      size_t n);

/* multicall_decode reads what aggregate3 returned for n calls.  False: it is not
 * that, and *out is undefined.
 * out:  n results, which point into data.
 * cost: O(n), whatever data says. */
MM_CHECKED bool multicall_decode(struct multicall_result *out, size_t n,
				 const uint8_t *data, size_t len);

#endif
